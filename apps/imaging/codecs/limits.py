"""What is read at all of a picture that somebody sent."""

MAX_BYTES = 20 * 1024 * 1024
"""Largest file read: a 24-megapixel JPEG straight from a camera is 8 to 15 MB."""

MAX_SIDE = 12_000
"""Longest side decoded, in pixels: covers cameras and phones, whose 50 million are 8192 × 6144, and keeps a row small."""

MAX_PIXELS = 26_000_000
"""Most pixels decoded: phones deliver 5712 × 4284 by default, cameras 6240 × 4160; four bytes each fit the child's memory."""

MAX_JPEG_PIXELS = 51_000_000
"""Most pixels of a JPEG, which is decoded at a half or less: the 50 million of current phones."""

MIN_UPLOAD_SIDE = 16
"""Shortest side taken: below it, scaling to a working size leaves nothing to recognize."""

MAX_ASPECT = 4.0
"""Longest side over shortest: engines take up to 2.5 and pad or refuse beyond; at 4 a crop by hand is kinder."""

STILLS = ("JPEG", "PNG", "WEBP")
"""What masks and painted frames may be, by Pillow's names."""

UPLOADED = (*STILLS, "AVIF", "GIF")
"""What people may send."""
