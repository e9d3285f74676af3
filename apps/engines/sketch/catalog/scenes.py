"""Reactions of everything around a person."""

from apps.engines.sketch import happenings, scenes, whole_picture
from apps.engines.sketch.catalog.entries import happening, scene
from apps.engines.sketch.reaction import Reaction

SCENES: tuple[Reaction, ...] = (
    scene(
        "on-fire",
        "This is fine",
        scenes.on_fire,
        "on fire, everything on fire, everything is on fire, everything burns, this is fine, fire, flames, flame, burn, burns, burning, inferno, hell, lit, deadline, dumpster fire, 🔥",
    ),
    scene(
        "rain",
        "Rain",
        scenes.rain,
        "rain, rainy, raining, rains, storm, stormy, thunder, lightning, gloomy, downpour, 🌧, ⛈, ☔, ⚡",
    ),
    scene(
        "snow",
        "Snow",
        scenes.snow,
        "snow, snowy, snowing, snows, cold, freezing cold, ice, icy, winter, christmas, blizzard, freezes to death, ❄, 🥶, ⛄",
    ),
    scene(
        "spotlight",
        "Spotlight",
        scenes.spotlight,
        "spotlight, center stage, centre stage, on stage, star of the show, main character, stage fright, 🎭",
    ),
    scene(
        "speed-lines",
        "Speed lines",
        scenes.speed_lines,
        "speed lines, comic, anime, manga, intense stare, intense, intensely, focus, focused, determined, determination, concentrates, epic",
    ),
    scene(
        "dolly-zoom",
        "Dolly zoom",
        scenes.dolly_zoom,
        "dolly zoom, vertigo, realization, realizes, realize, realise, dawns on, it dawns, flashback, sudden realization, oh god",
    ),
    scene(
        "zoom",
        "Dramatic zoom",
        scenes.zoom,
        "zoom, zooms, zoom in, dramatic zoom, dramatic, drama, dramatically, closer, close up, suspense, stare, stares, staring, 🔍",
    ),
    scene(
        "freeze-frame",
        "Freeze frame",
        scenes.freeze_frame,
        "freeze frame, freeze, freezes, frozen, record scratch, yep that's me, yup that's me, paused, time stops, stops in time, stand still, stands still, ⏸",
    ),
    scene("deep-fry", "Deep fry", scenes.deep_fry, "deep fry, deep fried, fried, meme, cursed, overcooked, dank"),
    scene(
        "shake",
        "Earthquake",
        scenes.shake,
        "shake, shakes, shaking, earthquake, vibrate, vibrating, jitter, jittery, tremor, wobble, wobbles, wobbling, jelly",
    ),
    scene(
        "glitch",
        "Glitch",
        scenes.glitch,
        "glitch, glitches, glitchy, broken, hack, hacked, hacker, bug, buggy, error, crash, crashes, crashed, static, corrupt, corrupted, matrix, cyber, malfunction, blue screen, 👾, 🤖",
    ),
    scene(
        "melt",
        "Melt",
        scenes.melt,
        "melt, melts, melting, drip, drips, hot, heat, heatwave, wax, liquid, dissolve, ooze, summer, 🥵",
        happenings.melt,
    ),
    scene(
        "explode",
        "Explosion",
        scenes.explode,
        "explode, explodes, exploding, explosion, boom, blast, bomb, bang, blow up, blows up, kaboom, 💥, 💣",
    ),
    scene(
        "underwater",
        "Underwater",
        scenes.underwater,
        "underwater, water, ocean, sea, swim, swims, drown, drowning, drowns, fish, bubbles, drowning in work, 🌊, 🐟, 🫧",
        happenings.underwater,
    ),
    scene(
        "disco",
        "Disco",
        scenes.disco,
        "disco, dance, dances, dancing, color, colour, rainbow, neon, psychedelic, groove, rave, club, trippy, 🪩, 🌈, 💃, 🕺",
        happenings.disco,
    ),
    scene(
        "ghost",
        "Ghost",
        scenes.ghost,
        "ghost, spooky, haunt, haunted, creepy, halloween, eerie, fog, foggy, phantom, zombie, fade away, fades away, disappear, disappears, vanish, vanishes, 👻",
    ),
    happening(
        "pixel",
        "Pixels",
        happenings.pixel,
        "pixel, pixels, pixelate, pixelated, retro, 8bit, 8 bit, arcade, gameboy, mosaic, blocky, minecraft, censored, 🕹",
    ),
    scene(
        "sparkle",
        "Sparkles",
        scenes.sparkle,
        "sparkle, sparkles, magic, magical, shine, shiny, glow, glows, glitter, twinkle, dream, dreamy, fairy, beautiful, fabulous, gorgeous, glamorous, glamour, ✨, ⭐, 🌟",
        happenings.sparkle,
    ),
    scene(
        "breathe",
        "Breathe",
        scenes.breathe,
        "breathe, breathes, calm, calms down, relax, relaxes, relaxed, zen, meditate, meditates, peaceful, 🧘",
        whole_picture.breathe,
    ),
)
