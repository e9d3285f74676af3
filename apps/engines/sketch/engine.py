import io
from PIL import Image, ImageEnhance, ImageChops
from apps.engines.protocol import *


class SketchEngine:
    name = "sketch"
    capabilities = Capabilities(
        label="Sketch",
        blurb="x",
        models=(Model("sketch", "Sketch", "x", StrengthRange(0.05, 1.0, 0.5), True, False),),
        default_model="sketch",
        size_rule=SizeRule(64, 640, 640 * 640, 16),
        is_ai=False,
    )

    def endpoint(self, request):
        return "local"

    def paint(self, request, *, deadline):
        im = Image.open(io.BytesIO(request.image)).convert("RGB")
        im = ImageChops.offset(im, 3, 0)
        b = io.BytesIO()
        im.save(b, "PNG", compress_level=1)
        return Painted(b.getvalue(), request.seed, None, "SUCCESS", None)
