"""Pixels of any depth, color space and opacity, as 8 bits of sRGB."""

import io

import numpy as np
from PIL import Image, ImageCms

from apps.imaging.codecs import color, odd

MIN_OPACITY = 6
"""Opacity, of 255, that the most solid pixel of a picture needs: below, black on white is off by 5 levels at most."""


def covered_part(image: Image.Image) -> tuple[int, int, int, int] | None:
    """Return the part of its screen that the first frame of a GIF covers, or None for all of it.

    To be asked before decoding.
    """
    tiles = getattr(image, "tile", [])
    extents = tiles[0][1] if tiles else None
    return None if extents in (None, (0, 0, *image.size)) else extents


def clear_outside(image: Image.Image, part: tuple[int, int, int, int]) -> Image.Image:
    """Return the frame on its screen; what it does not cover is transparent, as in browsers."""
    clear = Image.new("RGBA", image.size)
    clear.paste(image.crop(part).convert("RGBA"), part)
    return clear


def eight_bits(image: Image.Image) -> Image.Image:
    """Return mode L, LA, RGB, RGBA or CMYK: 16 bits brought to 8, palettes resolved."""
    if image.mode.startswith("I"):
        return eight_bits_of_gray(image)
    if image.mode == "LA":
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def eight_bits_of_gray(image: Image.Image) -> Image.Image:
    """Keep the upper byte of 16-bit gray: Pillow's own conversion clips everything above 255 to white."""
    values = np.asarray(image)
    gray = Image.fromarray(np.clip(values >> 8, 0, 255).astype(np.uint8))
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        gray.putalpha(Image.fromarray(np.where(values == transparent, np.uint8(0), np.uint8(255))))
    return gray


def laid_on(background: str, sheet: Image.Image) -> Image.Image:
    """Return RGB: what is transparent shows the color."""
    if sheet.mode != "RGBA":
        return sheet
    ground = Image.new("RGB", sheet.size, background)
    ground.paste(sheet.convert("RGB"), mask=sheet.getchannel("A"))
    return ground


def suiting_background(sheet: Image.Image) -> str:
    """Return white, or black under what would vanish on white."""
    seen = np.asarray(sheet.getchannel("A"), np.float64)
    brightness = float((np.asarray(sheet.convert("L")) * seen).sum() / seen.sum())
    return odd.BLACK if brightness > odd.LIGHT_LEVEL else odd.WHITE


def in_srgb(image: Image.Image, profile: object, meaning: color.Meaning | None = None) -> Image.Image:
    """Apply what color chunks or an embedded profile say, and return RGB.

    A profile that is broken or of another color model is left aside. Raises `HighDynamicRange` for one in PQ or HLG.
    """
    if meaning is not None:
        return Image.fromarray(meaning.to_srgb(np.asarray(image.convert("RGB"))))
    if isinstance(profile, bytes):
        color.refuse_high_dynamic_range(profile)
    if isinstance(profile, bytes) and profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")
