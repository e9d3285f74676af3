"""Pictures and anti-pictures made in memory for the tests of this folder."""

import io
import struct
import zlib

import cv2
import numpy as np
from PIL import Image, ImageCms

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def header(width: int, height: int, depth: int = 8, color_type: int = 2) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, 0))


def png_of(*chunks: bytes) -> bytes:
    return SIGNATURE + b"".join(chunks)


def zeros(length: int) -> bytes:
    """A zlib stream of `length` zero bytes at the best ratio, written by repeating one compressed block."""
    whole, rest = divmod(length, 1 << 20)
    deflate = zlib.compressobj(9, wbits=-15)
    # After a full flush the next block depends on nothing before it, so equal blocks have equal bytes.
    block = deflate.compress(bytes(1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, wbits=-15)
    checksum = (length % 65521) << 16 | 1  # Adler-32 of nothing but zeros
    return b"\x78\xda" + block * whole + last.compress(bytes(rest)) + last.flush() + struct.pack(">I", checksum)


def gradient(width: int, height: int, seed: int = 0) -> np.ndarray:
    """(height, width, 3) uint8: smooth, not symmetrical, different for each seed."""
    y, x = np.mgrid[0:height, 0:width]
    red = x * 255 // max(1, width - 1)
    green = y * 255 // max(1, height - 1)
    blue = (x + 2 * y + 40 * seed) % 256
    return np.stack([red, green, blue], axis=2).astype(np.uint8)


def noise(width: int, height: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def encoded(picture: Image.Image | np.ndarray, kind: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    if not isinstance(picture, Image.Image):
        picture = Image.fromarray(picture)
    picture.save(out, kind, **options)
    return out.getvalue()


def decoded(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


def chunk_kinds(data: bytes) -> list[bytes]:
    kinds = []
    offset = 8
    while offset < len(data):
        kinds.append(data[offset + 4 : offset + 8])
        offset += 12 + int.from_bytes(data[offset : offset + 4], "big")
    return kinds


def slow_jpeg(scans: int, side: int = 2048) -> bytes:
    """A small progressive JPEG whose last scan is repeated: legal enough to be decoded, each scan a pass over all blocks."""
    data = encoded(Image.new("L", (side, side), 90), "JPEG", progressive=True, quality=50)
    last = data.rindex(b"\xff\xda")
    end = len(data) - 2
    return data[:end] + data[last:end] * scans + b"\xff\xd9"


PATCHES = (
    (230, 120, 40),
    (40, 120, 200),
    (128, 128, 128),
    (20, 200, 90),
    (250, 250, 250),
    (10, 10, 10),
    (200, 0, 0),
    (60, 60, 90),
)
"""Eight columns of eight pixels: colors that every wrong primary and curve moves."""


def _patches() -> np.ndarray:
    return np.repeat(np.repeat(np.array([PATCHES], np.uint8), 8, axis=1), 64, axis=0)


def swapped_profile() -> bytes:
    """An ICC profile in which red and green have changed places."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"tmp1", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"tmp1", b"gXYZ", 1)


def colored() -> dict[str, bytes]:
    """The same patches with every way of saying what their colors mean, alone and against one another."""
    plain = encoded(_patches())
    photo = Image.fromarray(_patches())
    profile = swapped_profile()
    gamma = {value: chunk(b"gAMA", struct.pack(">I", value)) for value in (45455, 55556, 100_000)}
    icc, srgb = chunk(b"iCCP", b"x\x00\x00" + zlib.compress(profile)), chunk(b"sRGB", b"\x00")
    white = (31270, 32900)
    standard = chunk(b"cHRM", struct.pack(">8I", *white, 64000, 33000, 30000, 60000, 15000, 6000))
    p3 = chunk(b"cHRM", struct.pack(">8I", *white, 68000, 32000, 26500, 69000, 15000, 6000))
    adobe = chunk(b"cHRM", struct.pack(">8I", *white, 64000, 33000, 21000, 71000, 15000, 6000))
    prophoto = chunk(b"cHRM", struct.pack(">8I", 34570, 35850, 73470, 26530, 15960, 84040, 3660, 10))
    chunks = {
        "linear": (gamma[100_000],),
        "gamma 1.8": (gamma[55556],),
        "the gamma of sRGB": (gamma[45455],),
        "chromaticities alone": (p3,),
        "gamma and those of sRGB": (gamma[45455], standard),
        "gamma and those of Adobe RGB": (gamma[45455], adobe),
        "gamma and those of ProPhoto": (gamma[55556], prophoto),
        "sRGB over gamma": (srgb, gamma[100_000]),
        "a profile": (icc,),
        "a profile over gamma": (icc, gamma[100_000]),
        "a profile over sRGB": (icc, srgb),
        "cICP over a profile": (_cicp(12, 13), icc),
        "cICP of sRGB over a profile": (_cicp(1, 13), icc),
        "cICP over sRGB and gamma": (_cicp(12, 13), srgb, gamma[100_000]),
    } | {f"cICP {p} {t}": (_cicp(p, t),) for p in (1, 5, 6, 9, 12) for t in (1, 4, 5, 6, 8, 13, 14)}
    found = {name: plain[:33] + b"".join(parts) + plain[33:] for name, parts in chunks.items()}
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA001] = 2  # "Adobe RGB" by Exif alone, which browsers do not look at
    lossless = {"quality": 100, "subsampling": 0}
    return (
        found
        | {
            "a profile in JPEG": encoded(photo, "JPEG", icc_profile=profile, **lossless),
            "a profile in WebP": encoded(photo, "WEBP", lossless=True, icc_profile=profile),
            "Exif's color space": encoded(photo, "JPEG", exif=exif, **lossless),
            "a GIF": encoded(photo, "GIF"),
        }
        | _in_avif(photo, profile)
        | _in_inks(photo, profile)
    )


def avif(picture: Image.Image, **options) -> bytes:
    return encoded(picture, "AVIF", **{"quality": 100, "subsampling": "4:4:4", "speed": 9, **options})


def with_codes(data: bytes, primaries: int, transfer: int) -> bytes:
    """An AVIF that says something else about its colors, wherever it does."""
    start, *rest = data.split(b"nclx")
    codes = b"nclx" + primaries.to_bytes(2, "big") + transfer.to_bytes(2, "big")
    return start + b"".join(codes + part[4:] for part in rest)


def _in_avif(photo: Image.Image, profile: bytes) -> dict[str, bytes]:
    plain, turned = avif(photo), avif(photo, icc_profile=profile)
    limited = avif(photo, range="limited", save_all=True, append_images=[photo.rotate(90)])
    deep = np.asarray(photo, np.uint32)[..., ::-1] * 1023 // 255
    bits = [cv2.IMWRITE_AVIF_DEPTH, 10, cv2.IMWRITE_AVIF_QUALITY, 100]
    found = {f"AVIF {p} {t}": with_codes(plain, p, t) for p in (1, 2, 5, 6, 9, 12) for t in (1, 2, 4, 5, 6, 8, 13, 14)}
    return found | {
        "a profile in AVIF": turned,
        "a profile over codes in AVIF": with_codes(turned, 12, 8),
        "AVIF of half the colors": avif(photo, subsampling="4:2:0"),
        "AVIF of television's range": avif(photo, range="limited"),
        "an AVIF sequence": with_codes(limited, 12, 13),
        "AVIF of ten bits": cv2.imencode(".avif", deep.astype(np.uint16), bits)[1].tobytes(),
    }


def _in_inks(photo: Image.Image, profile: bytes) -> dict[str, bytes]:
    """Print colors as Photoshop and others save them."""
    inks = photo.convert("CMYK")
    bands = np.asarray(inks)
    light = 255 - np.asarray(Image.fromarray(bands[..., :3]).convert("YCbCr"))
    mixed = Image.fromarray(np.dstack([light, bands[..., 3]]), "CMYK")
    press = press_profile()
    return {
        "print colors": encoded(inks, "JPEG", quality=100),
        "print colors without Adobe's mark": without_segment(encoded(inks, "JPEG", quality=100), 0xEE),
        "print colors with their profile": encoded(inks, "JPEG", quality=100, icc_profile=press),
        "print colors with their profile, without Adobe's mark": without_segment(
            encoded(inks, "JPEG", quality=100, icc_profile=press), 0xEE
        ),
        "print colors with a profile of light": encoded(inks, "JPEG", quality=100, icc_profile=profile),
        "print colors as YCCK": _as_ycck(encoded(mixed, "JPEG", quality=100)),
        "print colors as YCCK with their profile": _as_ycck(encoded(mixed, "JPEG", quality=100, icc_profile=press)),
    }


def _as_ycck(data: bytes) -> bytes:
    at = data.index(b"Adobe") + 11
    return data[:at] + b"\x02" + data[at + 1 :]


def without_segment(data: bytes, marker: int) -> bytes:
    """A JPEG without the segments of one kind."""
    kept, at = data[:2], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        kept += b"" if data[at + 1] == marker else data[at:end]
        at = end
    return kept + data[at:]


INKS = np.array([[0.10, 0.45, 0.75], [0.70, 0.10, 0.35], [0.95, 0.85, 0.10], [0.08, 0.08, 0.08]])
"""Linear sRGB of full cyan, magenta, yellow and black on the paper of `press_profile`."""


def press_profile(steps: int = 5) -> bytes:
    """A small ICC profile of a press: each ink takes its share of the light, CMYK to Lab in a table."""
    amounts = np.stack(np.meshgrid(*[np.linspace(0, 1, steps)] * 4, indexing="ij"), -1).reshape(-1, 4)
    light = np.prod(1 - amounts[..., None] * (1 - INKS), axis=1)
    to_xyz = np.array([[0.4360, 0.3851, 0.1431], [0.2225, 0.7169, 0.0606], [0.0139, 0.0971, 0.7141]])
    white = np.array([0.9642, 1, 0.8249])
    part = light @ to_xyz.T / white
    bent = np.where(part > (6 / 29) ** 3, np.cbrt(part), part / (3 * (6 / 29) ** 2) + 4 / 29)
    lab = np.stack([116 * bent[:, 1] - 16, 500 * (bent[:, 0] - bent[:, 1]), 200 * (bent[:, 1] - bent[:, 2])], axis=1)
    table = ((lab + np.array([0, 128, 128])) * (65280 / 100, 256, 256)).clip(0, 65535).astype(">u2").tobytes()
    line = np.array([0, 65535], ">u2").tobytes()
    fixed = [round(value * 65536).to_bytes(4, "big") for value in white]
    identity = b"".join((65536 if at % 4 == 0 else 0).to_bytes(4, "big") for at in range(9))
    lut = (
        b"mft2" + bytes(4) + bytes([4, 3, steps, 0]) + identity + struct.pack(">HH", 2, 2) + line * 4 + table + line * 3
    )
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"inks\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": b"XYZ " + bytes(4) + b"".join(fixed),
        b"A2B0": lut,
    }
    entries, body, start = b"", b"", 132 + 12 * len(tags)
    for name, tag in tags.items():
        entries += name + struct.pack(">II", start + len(body), len(tag))
        body += tag + bytes(-len(tag) % 4)
    head = (
        struct.pack(">I4sI", start + len(body), b"lcms", 0x02400000)
        + b"prtrCMYKLab "
        + struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    )
    head += b"acsp" + bytes(28) + b"".join(fixed)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + entries + body


def high_dynamic_range(transfer: int) -> bytes:
    plain = encoded(_patches())
    return plain[:33] + _cicp(9, transfer) + plain[33:]


def _cicp(primaries: int, transfer: int) -> bytes:
    return chunk(b"cICP", bytes([primaries, transfer, 0, 1]))
