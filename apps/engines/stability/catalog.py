"""What Stability's image endpoints offer, in the house's words.

Strength is the house's and v2beta's alike: 0 keeps the picture, 1 ignores it. Guides for Deforum, for Stability's own
Animator and for its v1 API count the other way round, so no number may be copied from them.
"""

from apps.engines.protocol import Capabilities, Model, SizeRule, StrengthRange

STRUCTURE = "structure"
ULTRA = "ultra"

STYLE_PRESETS = (
    "3d-model",
    "analog-film",
    "anime",
    "cinematic",
    "comic-book",
    "digital-art",
    "enhance",
    "fantasy-art",
    "isometric",
    "line-art",
    "low-poly",
    "modeling-compound",
    "neon-punk",
    "origami",
    "photographic",
    "pixel-art",
    "tile-texture",
)

# Observed on single live calls: Medium at 0.6 kept the composition and followed the prompt; Flash at 0.6 hardly
# followed it and at 0.95 lost the picture, while the documentation recommends 0.94–0.97 for it. In a chain every frame
# adds its change to the one before, so the defaults sit at the keeping end of what works.
_FULL_STEPS = StrengthRange(low=0.3, high=0.85, default=0.6)
_TURBO = StrengthRange(low=0.4, high=0.9, default=0.65)
_FLASH = StrengthRange(low=0.6, high=0.97, default=0.85)
# The endpoint's default of control_strength is 0.7, and 1 − 0.7 is the house's 0.3.
_STRUCTURE = StrengthRange(low=0.05, high=0.9, default=0.3)

CAPABILITIES = Capabilities(
    label="Stability AI",
    blurb="Stable Diffusion generates each frame from the one before.",
    models=(
        Model(
            name="sd3.5-flash",
            label="Flash",
            blurb="Fastest and cheapest. Needs high intensity to follow the prompt.",
            strength=_FLASH,
            takes_mask=True,
            takes_negative_prompt=True,
            style_presets=STYLE_PRESETS,
            typical_seconds=5.8,
        ),
        Model(
            name="sd3.5-medium",
            label="Medium",
            blurb="Follows the prompt and keeps the composition. A good place to start.",
            strength=_FULL_STEPS,
            takes_mask=True,
            takes_negative_prompt=True,
            style_presets=STYLE_PRESETS,
            typical_seconds=7.9,
        ),
        Model(
            name="sd3.5-large-turbo",
            label="Large Turbo",
            blurb="The large model in fewer steps. Doesn't support things to avoid.",
            strength=_TURBO,
            takes_mask=True,
            takes_negative_prompt=False,
            style_presets=STYLE_PRESETS,
            typical_seconds=6.0,
        ),
        Model(
            name="sd3.5-large",
            label="Large",
            blurb="The most detail of the Stable Diffusion 3.5 family.",
            strength=_FULL_STEPS,
            takes_mask=True,
            takes_negative_prompt=True,
            style_presets=STYLE_PRESETS,
            typical_seconds=9.0,
        ),
        Model(
            name=ULTRA,
            label="Ultra",
            blurb="The best single frames. Slow, and the most expensive.",
            strength=_FULL_STEPS,
            takes_mask=True,
            takes_negative_prompt=True,
            style_presets=STYLE_PRESETS,
            typical_seconds=25.0,
        ),
        Model(
            name=STRUCTURE,
            label="Structure",
            blurb="Keeps the shapes in your picture and restyles everything else.",
            strength=_STRUCTURE,
            takes_mask=True,
            takes_negative_prompt=True,
            style_presets=STYLE_PRESETS,
            typical_seconds=12.8,
        ),
    ),
    default_model="sd3.5-medium",
    # The models paint about one megapixel whatever they are given, so more would only cost upload time; 1536 × 640
    # stays inside the 2.5:1 that `control/structure` demands, and multiples of 64 are returned without a crop.
    # The size of an image-to-image answer is documented only as about one megapixel, so a slightly smaller one is used.
    # Models paint in fields of 8 pixels and were trained on 512 or more: below 128 a face is a handful of fields.
    size_rule=SizeRule(
        min_side=64, max_side=1536, max_pixels=1_048_576, multiple_of=64, smallest_answer=0.9, good_side=128
    ),
    is_ai=True,
    drifts=True,
)
