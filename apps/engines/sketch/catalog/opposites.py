"""What stands for a reaction where a prompt denies it, and what may be offered where it names none."""

from apps.engines.sketch.catalog.entries import words

OPPOSITES = {
    "smile": "pout",
    "grin": "pout",
    "laugh": "bored",
    "proud": "pout",
    "blush": "side-eye",
    "love": "thumbs-down",
    "sunglasses": "thumbs-down",
    "ok": "thumbs-down",
    "thumbs-up": "thumbs-down",
    "nod": "shake-head",
    "victory": "pout",
    "confetti": "facepalm",
    "applause": "bored",
    "sparkle": "bored",
    "shock": "bored",
    "jaw-drop": "bored",
    "mind-blown": "bored",
    "breathe": "nervous-sweat",
    "muscle": "pout",
    "idea": "shrug",
    "sob": "smile",
    "single-tear": "smile",
    "pout": "smile",
    "bored": "smile",
    "rage": "breathe",
    "silent-fury": "breathe",
    "fear": "breathe",
    "nervous-sweat": "breathe",
    "thumbs-down": "thumbs-up",
}
"""What someone does who is not so: "not happy" is a pout. Read only where a prompt names nothing else."""

_RELATED = {
    "puppy-eyes": "kitten, puppy, younger, baby, eyes",
    "silent-fury": "wolf, lion, tiger, dragon, dinosaur, monster, shark, chainsaw, sword, knife, fight, werewolf, vampire",
    "speed-lines": "car, cars, bike, bicycle, motorcycle, motorbike, train, plane, airplane, horse, tractor, truck, bus, skateboard, drive, drives, ride, rides, run, runs, jump, jumps, backflip, flip, somersault, fly, flies, climb, climbs, walk, walks, typing, type, kick, kicks, throw, throws",
    "disco": "sing, sings, singing, music, violin, piano, guitar, drum, drums, trumpet, saxophone, song, ballet, color, colour, paint, purple, pink, orange, balloons",
    "rock-on": "violin, piano, guitar, drum, drums, trumpet, saxophone, music, song, sing, sings, band",
    "clown": "juggle, juggles, juggling, acrobat, trick, tricks, circus, costume, tutu, mask, unicycle, plates, chicken, monkey, banana",
    "applause": "juggle, juggles, juggling, acrobat, trick, tricks, backflip, somersault, violin, piano, stage",
    "party-hat": "hat, balloon, balloons, outfit, outfits, costume, clothes, shirt, dress, jacket, tie, swap",
    "sunglasses": "car, cars, motorcycle, glasses, outfit, outfits, hair, mustache, moustache, beard, younger, beach, tattoo, tie, shirt, jacket",
    "ghost": "remove, delete, erase, background, cut, person, invisible, skeleton, vampire",
    "sparkle": "younger, prettier, background, dress, flower, flowers, unicorn, grow, grows, plant, plants, tree, leaves, wings, fairy, castle, logo, clean",
    "underwater": "fish, boat, ship, sail, sails, dolphin, whale, mermaid, swim, swims, pool, beach",
    "breathe": "sit, sits, stand, stands, plant, plants, tree, garden, yoga, sleep, ties, shoelaces, wait",
    "coffee": "eat, eats, drink, drinks, cook, cooks, food, breakfast, lunch, kitchen",
    "wave": "speak, speaks, talk, talks, say, says, english, french, german, spanish, walk, walks, door, arrive",
    "question": "read, reads, book, write, writes, letter, speak, speaks, french, german, spanish, number, text, code, keyboard",
    "idea": "draw, draws, build, builds, invent, solve, write, writes, plan, paint, logo",
    "glitch": "robot, computer, keyboard, text, logo, number, swap, replace, turn, turns, transform, transforms, morph",
    "melt": "turn, turns, transform, transforms, morph, shrink, shrinks, fat, thin",
    "explode": "rocket, plane, tank, bomb, gun, drill, hammer, chainsaw",
}  # fmt: skip

RELATED = {name: words(text) for name, text in _RELATED.items()}
"""By the name of a reaction, words that name none, for which it may be offered instead. Nothing is understood from them."""
