"""The points of the mesh by what they are. Left and right are as seen in the picture, of a face that looks at the viewer.

The numbers are those of MediaPipe's face mesh (468 points, without irises).
"""

POINTS = 468

LEFT_EYE_OUTER, LEFT_EYE_INNER, RIGHT_EYE_INNER, RIGHT_EYE_OUTER = 33, 133, 362, 263
LEFT_UPPER_LID = (33, 246, 161, 160, 159, 158, 157, 173, 133)
RIGHT_UPPER_LID = (263, 466, 388, 387, 386, 385, 384, 398, 362)
LEFT_LOWER_LID = (33, 7, 163, 144, 145, 153, 154, 155, 133)
RIGHT_LOWER_LID = (263, 249, 390, 373, 374, 380, 381, 382, 362)
"""Each from the outer corner to the inner one, so that the two of an eye pair up."""

LEFT_BROW = (70, 63, 105, 66, 107)
RIGHT_BROW = (300, 293, 334, 296, 336)
"""Upper edge, from the outer end to the inner one; the lower edges run along with them."""
LEFT_BROW_LOWER = (46, 53, 52, 65, 55)
RIGHT_BROW_LOWER = (276, 283, 282, 295, 285)

MOUTH_LEFT, MOUTH_RIGHT = 61, 291
OUTER_LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
INNER_LIPS = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
LIPS_BETWEEN = (
    (76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306, 307, 320, 404, 315, 16, 85, 180, 90, 77),
    (62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292, 325, 319, 403, 316, 15, 86, 179, 89, 96),
)
"""The rings begin at the left corner and run over the upper lip to the right one, and back below; those between lie from outside to inside."""
UPPER_LIP_INNER, LOWER_LIP_INNER = 13, 14

NOSE_TIP, LEFT_NOSTRIL, RIGHT_NOSTRIL = 1, 129, 358
CHIN, FOREHEAD = 152, 10
JAW_RIGHT = 397
LEFT_CHEEK, RIGHT_CHEEK = 50, 280

OUTLINE = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""The edge of the face, from the middle of the forehead to the right ear, the chin, the left ear and back."""
