"""How close a picture is to another, and how quiet a sequence is.

SSIMULACRA2 is our own port of the published metric (Jon Sneyers, Cloudinary, 2023; weights of version 2.1) on OpenCV in
float32. Its Gaussian is a finite one (11 taps) where the reference has a recursive filter; both see black beyond the border.
"""

import itertools

import cv2
import numpy as np

SCALES = 6
C2 = 0.0009
OPSIN = np.array(
    [[0.30, 0.622, 0.078], [0.23, 0.692, 0.078], [0.24342268924547819, 0.20476744424496821, 0.55180986650955360]],
    np.float32,
)
BIAS = 0.0037930732552754493

# Published weights that are not zero: index (of 108: channel, scale, norm, map) and value.
WEIGHTS = np.zeros(108)
for _index, _weight in (
    (1, 0.0007376606707406586),
    (4, 0.0007793481682867309),
    (7, 0.0004371155730107379),
    (9, 1.1041726426657346),
    (10, 0.00066284834129271),
    (11, 0.00015231632783718752),
    (13, 0.0016406437456599754),
    (15, 1.8422455520539298),
    (16, 11.441172603757666),
    (18, 0.0007989109436015163),
    (19, 0.000176816438078653),
    (21, 1.8787594979546387),
    (22, 10.94906990605142),
    (24, 0.0007289346991508072),
    (25, 0.9677937080626833),
    (27, 0.00014003424285435884),
    (28, 0.9981766977854967),
    (29, 0.00031949755934435053),
    (30, 0.0004550992113792063),
    (33, 0.0013648766163243398),
    (39, 7.466890328078848),
    (41, 17.445833984131262),
    (42, 0.0006235601634041466),
    (45, 6.683678146179332),
    (46, 0.00037724407979611296),
    (47, 1.027889937768264),
    (48, 225.20515300849274),
    (51, 19.213238186143016),
    (52, 0.0011401524586618361),
    (53, 0.001237755635509985),
    (54, 176.39317598450694),
    (57, 24.43300999870476),
    (58, 0.28520802612117757),
    (59, 0.0004485436923833408),
    (63, 34.77906344483772),
    (64, 44.835625328877896),
    (73, 0.0008680556573291698),
    (79, 0.0005313191874358747),
    (81, 0.00016533814161379112),
    (87, 0.0004179171803251336),
    (88, 0.0017290828234722833),
    (90, 0.0020827005846636437),
    (93, 8.826982764996862),
    (94, 23.19243343998926),
    (96, 95.1080498811086),
    (97, 0.9863978034400682),
    (98, 0.9834382792465353),
    (99, 0.0012286405048278493),
    (100, 171.2667255897307),
    (101, 0.9807858872435379),
    (105, 0.0005130064588990679),
    (107, 0.00010854057858411537),
):
    WEIGHTS[_index] = _weight

_levels = np.arange(256) / 255
LINEAR = np.where(_levels <= 0.04045, _levels / 12.92, ((_levels + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _blur(picture: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(picture, (11, 11), 1.5, borderType=cv2.BORDER_CONSTANT)


def _halve(linear: np.ndarray) -> np.ndarray:
    height, width = linear.shape[:2]
    padded = cv2.copyMakeBorder(linear, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    return cv2.resize(padded, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)


def _opponent(linear: np.ndarray) -> np.ndarray:
    """XYB made positive as the metric wants it."""
    mixed = cv2.transform(linear, OPSIN) + np.float32(BIAS)
    mixed = np.cbrt(np.maximum(mixed, 0)) - np.float32(np.cbrt(BIAS))
    long, middle, short = cv2.split(mixed)
    y = 0.5 * (long + middle)
    return cv2.merge([7.0 * (long - middle) + 0.42, y + 0.01, short - y + 0.55])


def _scales(frame: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """(picture, its blur, the blur of its square) at each scale."""
    linear = LINEAR[frame]
    scales = []
    for _ in range(SCALES):
        if min(linear.shape[:2]) < 8:
            break
        picture = _opponent(linear)
        scales.append((picture, _blur(picture), _blur(picture * picture)))
        linear = _halve(linear)
    return scales


def _norms(differences: np.ndarray) -> np.ndarray:
    """Mean and fourth-power mean of each channel, (3, 2)."""
    square = differences * differences
    fourth = cv2.multiply(square, square)
    return np.stack([cv2.mean(differences)[:3], np.array(cv2.mean(fourth)[:3]) ** 0.25], axis=1)


class Original:
    """A picture that others are compared to. `frame` is (H, W, 3) uint8."""

    def __init__(self, frame: np.ndarray):
        self.frame = frame
        self._scales = _scales(frame)
        self._blurred = cv2.GaussianBlur(frame.astype(np.float32), (0, 0), 2.0)

    def ssimulacra2(self, other: np.ndarray) -> float:
        """100 is equal, 90 cannot be told apart, 70 is high quality, 50 medium, 30 low."""
        maps = np.zeros((3, SCALES, 2, 3))
        for scale, ((a, mean_a, square_a), (b, mean_b, square_b)) in enumerate(
            zip(self._scales, _scales(other), strict=True)
        ):
            product = _blur(a * b)
            mean_ab = mean_a * mean_b
            covariance = 2 * (product - mean_ab) + C2
            variances = (square_a - mean_a * mean_a) + (square_b - mean_b * mean_b) + C2
            unlike = np.maximum(1 - (1 - (mean_a - mean_b) ** 2) * covariance / variances, 0)
            edges = (1 + np.abs(b - mean_b)) / (1 + np.abs(a - mean_a)) - 1
            maps[:, scale, :, 0] = _norms(unlike)
            maps[:, scale, :, 1] = _norms(np.maximum(edges, 0))
            maps[:, scale, :, 2] = _norms(np.maximum(-edges, 0))
        total = float((WEIGHTS * maps.ravel()).sum()) * 0.9562382616834844
        total = 2.326765642916932 * total - 0.020884521182843837 * total**2 + 6.248496625763138e-05 * total**3
        return 100 - 10 * total**0.6276336467831387 if total > 0 else 100.0

    def psnr(self, other: np.ndarray) -> float:
        return _psnr(self.frame.astype(np.float32), other.astype(np.float32))

    def blurred_psnr(self, other: np.ndarray) -> float:
        """Of both pictures after a Gaussian of 2 pixels: what is left of dithering when seen from a distance."""
        return _psnr(self._blurred, cv2.GaussianBlur(other.astype(np.float32), (0, 0), 2.0))


def _psnr(a: np.ndarray, b: np.ndarray) -> float:
    error = float(((a - b) ** 2).mean())
    return 99.0 if error < 1e-9 else 10 * np.log10(255**2 / error)


def flicker(frames: np.ndarray, where: np.ndarray | None = None) -> float:
    """Mean absolute change from frame to frame, in levels, where `where` (N - 1, H, W) is true, or anywhere."""
    change = [np.abs(after.astype(np.int16) - before).mean(axis=2) for before, after in itertools.pairwise(frames)]
    if where is None:
        return float(np.mean(change))
    chosen = np.stack(change)[where]
    return float(chosen.mean()) if chosen.size else 0.0
