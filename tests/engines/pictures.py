"""Pictures to send: small, because what they show does not matter here."""

import io

from PIL import Image


def png(width=64, height=64, *, mode="RGB", colour=(40, 90, 160)):
    out = io.BytesIO()
    Image.new(mode, (width, height), colour).save(out, "PNG")
    return out.getvalue()


IMAGE = png()
MASK = png(mode="L", colour=255)
