"""All reactions, in the order in which a page lists them."""

from collections.abc import Callable

from apps.engines.sketch import feelings as whole_picture
from apps.engines.sketch import gestures, happenings, scenes, things
from apps.engines.sketch.act import Act
from apps.engines.sketch.face import feelings
from apps.engines.sketch.face.pose import Pose
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.reaction import Family, Reaction
from apps.engines.sketch.scene import Scene

Pictured = Callable[[Scene], Layers]


def _words(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(",") if phrase.strip())


def _feeling(
    name: str, label: str, pose: Callable[[Scene], Pose], text: str, alone: Pictured | None = None
) -> Reaction:
    def play(scene: Scene) -> Act:
        return Act(pose(scene))

    return Reaction(name, label, Family.FEELINGS, play, _words(text), needs_face=alone is None, alone=_pictured(alone))


def _gesture(name: str, label: str, play: Callable[[Scene], Act], text: str, alone: Pictured | None = None) -> Reaction:
    return Reaction(name, label, Family.GESTURES, play, _words(text), needs_face=alone is None, alone=_pictured(alone))


def _thing(name: str, label: str, play: Callable[[Scene], Act], text: str, alone: Pictured | None = None) -> Reaction:
    return Reaction(name, label, Family.THINGS, play, _words(text), needs_face=alone is None, alone=_pictured(alone))


def _scene(name: str, label: str, play: Callable[[Scene], Act], text: str) -> Reaction:
    return Reaction(name, label, Family.SCENES, play, _words(text), needs_face=False)


def _pictured(paint: Pictured | None) -> Callable[[Scene], Act] | None:
    return None if paint is None else lambda scene: Act(layers=paint(scene))


def _happening(name: str, label: str, paint: Pictured, text: str) -> Reaction:
    return Reaction(name, label, Family.SCENES, lambda scene: Act(layers=paint(scene)), _words(text), needs_face=False)


CATALOG: tuple[Reaction, ...] = (
    _feeling(
        "smile",
        "Smile",
        feelings.smile,
        "smile, happy, happiness, glad, joy, joyful, cheerful, delighted, content, warm smile, begin to smile, 🙂, 😊, ☺, 😀, 😃",
        whole_picture.smile,
    ),
    _feeling(
        "grin",
        "Big grin",
        feelings.grin,
        "grin, beam, beaming, huge smile, big smile, wide smile, overjoyed, ecstatic, thrilled, cheese, excited, stoked, 😁, 😄, 😆",
    ),
    _feeling(
        "laugh",
        "Laugh till crying",
        feelings.laugh,
        "laugh, laughing, laughter, lol, lmao, rofl, haha, hahaha, giggle, chuckle, hilarious, funny, crack up, cracks up, burst out laughing, dying of laughter, tears of joy, can't stop laughing, 😂, 🤣",
        whole_picture.laugh,
    ),
    _feeling(
        "sob",
        "Sob",
        feelings.sob,
        "sob, cry, weep, wept, tears, tear, tearful, bawl, wail, burst into tears, break down, breaks down, sad, sadness, grief, grieve, devastated, heartbroken, sorrow, miserable, upset, unhappy, in tears, 😭, 😢, 😿",
        whole_picture.cry,
    ),
    _feeling(
        "single-tear",
        "Single tear",
        feelings.single_tear,
        "single tear, one tear, a tear rolls, tear rolls down, silent tear, moved, touched, emotional, bittersweet, 🥲",
    ),
    _feeling(
        "pout",
        "Pout",
        feelings.pout,
        "pout, sulk, sulky, whine, quivering lip, disappointed, disappointment, hurt, let down, 😞, 😔, ☹, 🙁",
    ),
    _feeling(
        "rage",
        "Rage",
        feelings.rage,
        "rage, raging, angry, anger, mad, furious, yell, shout, scream at, roar, explode with anger, lose it, loses it, lost his temper, wrath, livid, enraged, hate, hulk, 😡, 😠, 🤬",
        whole_picture.rage,
    ),
    _feeling(
        "silent-fury",
        "Silent fury",
        feelings.fury,
        "silent fury, fury, quiet rage, seething, seethe, contort, contorts, simmering, clench, grit teeth, glare, glares, death stare, scowl, not amused, unamused, annoyed, irritated, pissed, grumpy, frown, 😤, 😾, 😒",
    ),
    _feeling(
        "disgust",
        "Disgust",
        feelings.disgust,
        "disgust, disgusted, gross, yuck, ew, eww, nasty, revolting, sick, vomit, puke, nausea, nauseous, smelly, stinks, sour, lemon, 🤢, 🤮, 😝",
        whole_picture.cringe,
    ),
    _feeling(
        "cringe",
        "Cringe",
        feelings.cringe,
        "cringe, awkward, yikes, wince, oof, second hand embarrassment, ouch, pain, painful, grimace, eek, 😬, 😖, 😣",
    ),
    _feeling(
        "fear",
        "Fear",
        feelings.fear,
        "fear, afraid, scared, terrified, terror, horror, horrified, frightened, panic, spooked, tremble, shiver with fear, anxious, 😨, 😱, 😰",
        whole_picture.shock,
    ),
    _feeling(
        "shock",
        "Shock",
        feelings.shock,
        "shock, shocked, surprise, surprised, stunned, astonish, astonished, omg, wow, whoa, what the hell, wtf, unbelievable, amazed, flabbergasted, scream, 😲, 😳",
        whole_picture.shock,
    ),
    _feeling(
        "jaw-drop",
        "Jaw drop",
        feelings.jaw_drop,
        "jaw drop, jaw drops, mouth falls open, mouth open, speechless, gobsmacked, gape, gaping, awe, in awe",
    ),
    _feeling("gasp", "Gasp", feelings.gasp, "gasp, gasps, oh no, clutch pearls, startled, 😮, 😯, 🫢"),
    _feeling(
        "smirk",
        "Smirk",
        feelings.smirk,
        "smirk, smug, sly, cheeky, mischievous, knowing smile, sneaky, self satisfied, told you so, 😏",
    ),
    _feeling(
        "side-eye",
        "Side eye",
        feelings.side_eye,
        "side eye, sideeye, suspicious, suspiciously, distrust, judging, judge, judgy, look sideways, looks sideways, glance, skeptical look, shifty, 👀, 🤨",
    ),
    _feeling(
        "eye-roll",
        "Eye roll",
        feelings.eye_roll,
        "eye roll, roll eyes, rolls eyes, roll her eyes, rolls her eyes, roll his eyes, rolls his eyes, rolling eyes, roll their eyes, rolls their eyes, eyeroll, whatever, ugh, exasperated, sigh, sighs, seriously, 🙄",
    ),
    _feeling(
        "raised-eyebrow",
        "Raised eyebrow",
        feelings.raised_eyebrow,
        "raise eyebrow, raises eyebrow, raised eyebrow, raise an eyebrow, raises an eyebrow, raises one eyebrow, raise one eyebrow, raised brow, skeptical, sceptical, doubt, doubtful, really, unconvinced, curious",
    ),
    _feeling("wink", "Wink", feelings.wink, "wink, winks, flirt, flirty, flirts, just kidding, 😉"),
    _feeling(
        "blink",
        "Blink, blink",
        feelings.blink,
        "blink, blinks, blinking, blinking guy, confused blinking, processing, double take, excuse me, 😑, 😶",
    ),
    _feeling(
        "puppy-eyes",
        "Puppy eyes",
        feelings.puppy_eyes,
        "puppy eyes, puppy dog eyes, pleading, beg with eyes, cute eyes, innocent, adorable, aww, pretty please, 🥺",
    ),
    _feeling(
        "sleepy",
        "Fall asleep",
        feelings.sleepy,
        "sleep, sleepy, asleep, fall asleep, falls asleep, tired, exhausted, nap, nod off, nods off, doze, drowsy, snore, monday morning, 😴, 😪, 💤",
        whole_picture.sleep,
    ),
    _feeling("yawn", "Yawn", feelings.yawn, "yawn, yawns, yawning, 🥱"),
    _feeling(
        "bored",
        "Bored",
        feelings.bored,
        "bored, boring, boredom, meh, dull, long meeting, endless meeting, uninterested, unimpressed, 😐, 😕",
    ),
    _feeling(
        "dizzy",
        "Dizzy",
        feelings.dizzy,
        "dizzy, dizziness, head spins, spinning head, woozy, faint, 😵",
        happenings.dizzy,
    ),
    _feeling("drunk", "Drunk", feelings.drunk, "drunk, tipsy, wasted, hammered, boozy, hungover, hangover, 🥴"),
    _thing(
        "love",
        "In love",
        things.hearts,
        "love, in love, heart eyes, adore, crush, smitten, kiss, romance, romantic, valentine, heart, hearts, ❤, 😍, 🥰, 😘, 💕, 💖",
        whole_picture.love,
    ),
    _feeling(
        "blush",
        "Blush",
        feelings.blush,
        "blush, blushes, blushing, shy, bashful, flattered, embarrassed, embarrass, flustered, 🫣, 🤭",
    ),
    _feeling(
        "proud",
        "Proud",
        feelings.proud,
        "proud, pride, proudly, triumphant, boss, victorious, confident, confidence, 😌, 😇",
    ),
    _feeling(
        "nervous-sweat",
        "Nervous sweat",
        feelings.nervous_sweat,
        "nervous, nervously, sweat, sweats, sweating, stressed, stress, under pressure, guilty, uneasy, worried, worry, worries, 😅, 😓, 💦",
    ),
    _feeling(
        "evil-grin",
        "Evil grin",
        feelings.evil_grin,
        "evil, evil grin, evil smile, evil laugh, villain, sinister, wicked, scheming, plotting, diabolical, creepy smile, maniac",
    ),
    _feeling(
        "dead-inside",
        "Dead inside",
        feelings.dead_inside,
        "dead inside, numb, empty, hollow, hopeless, no hope, burned out, burnt out, burnout, give up, gives up, defeated, lifeless, existential, 🫠, 🫥",
    ),
    _gesture(
        "nod",
        "Nod",
        gestures.nod,
        "nod, nods, nodding, yes, agree, agrees, approve, approves, approval, yep, yeah, of course",
        whole_picture.nod,
    ),
    _gesture(
        "shake-head",
        "Shake head",
        gestures.shake_head,
        "shake head, shakes head, shaking head, shake her head, shakes her head, shake his head, shakes his head, shake their head, shakes their head, nope, no way, refuse, refuses, disagree, disapprove, denial, smh, 🙅",
    ),
    _gesture(
        "tilt-head",
        "Tilt head",
        gestures.tilt_head,
        "tilt head, tilts head, tilts her head, tilts his head, head tilt, huh, puzzled, hmm",
    ),
    _gesture(
        "facepalm",
        "Facepalm",
        gestures.facepalm,
        "facepalm, facepalms, face palm, palm to face, hand over face, hides face, hide face, d'oh, doh, how stupid, 🤦",
    ),
    _gesture(
        "thumbs-up",
        "Thumbs up",
        gestures.thumbs_up,
        "thumbs up, thumb up, like, good job, well done, nice work, great job, ship it, lgtm, 👍",
    ),
    _gesture(
        "thumbs-down",
        "Thumbs down",
        gestures.thumbs_down,
        "thumbs down, thumb down, dislike, boo, reject, rejected, fail, fails, bad idea, 👎",
    ),
    _gesture("ok", "OK", gestures.ok_hand, "ok, okay, perfect, chef's kiss, chefs kiss, exquisite, fine by me, 👌"),
    _gesture("victory", "Victory", gestures.victory, "victory, peace sign, peace, we won, win, winner, wins, ✌"),
    _gesture("rock-on", "Rock on", gestures.rock_on, "rock on, rock, headbang, headbanging, metal, party hard, 🤘"),
    _gesture("muscle", "Strong", gestures.muscle, "muscle, strong, flex, flexes, strength, power, gym, 💪"),
    _gesture(
        "heart-hands",
        "Heart hands",
        gestures.heart_hands,
        "heart hands, thank you so much, thanks, thank you, grateful, gratitude, 🫶",
    ),
    _gesture(
        "wave",
        "Wave",
        gestures.wave,
        "wave, waves, waving, hello, hi, hey, bye, goodbye, good morning, welcome, greet, see you, 👋",
    ),
    _gesture("clap", "Clap", gestures.clap, "clap, claps, clapping, bravo, 👏"),
    _gesture(
        "slow-clap",
        "Slow clap",
        gestures.slow_clap,
        "slow clap, claps slowly, slowly clap, slowly claps, sarcastic clap, sarcastic applause",
    ),
    _gesture(
        "applause",
        "Applause",
        gestures.applause,
        "applause, applaud, applauds, standing ovation, ovation, cheering crowd, crowd cheers",
    ),
    _gesture(
        "pray",
        "Please!",
        gestures.pray,
        "pray, prays, praying, please, beg, begs, begging, fingers crossed, hope, hoping, namaste, 🙏",
    ),
    _gesture(
        "shrug",
        "Shrug",
        gestures.shrug,
        "shrug, shrugs, shrugging, no idea, don't know, dunno, idk, who knows, not my problem, i have no clue, 🤷",
    ),
    _gesture(
        "mic-drop",
        "Mic drop",
        gestures.mic_drop,
        "mic drop, drop the mic, drops the mic, drops mic, microphone, boom done, 🎤",
    ),
    _gesture("finger-guns", "Finger guns", gestures.finger_guns, "finger guns, finger gun, pew pew, eyy, ayy, 👉, 👈"),
    _gesture(
        "salute", "Salute", gestures.salute, "salute, salutes, saluting, aye aye, yes sir, at your service, respect, 🫡"
    ),
    _gesture(
        "point", "Point and laugh", gestures.point, "point at, points at, pointing, point and laugh, you there, 🫵"
    ),
    _thing(
        "sunglasses",
        "Sunglasses drop",
        things.sunglasses,
        "sunglasses, shades, cool, cool guy, deal with it, swagger, badass, awesome, chill, 😎, 🕶",
        happenings.sparkle,
    ),
    _thing("thug-life", "Thug life", things.thug_life, "thug life, pixel glasses, gangster, gangsta, like a boss"),
    _thing(
        "party-hat",
        "Party hat",
        things.party_hat,
        "party hat, party, partying, friday, weekend, new year, 🥳",
        happenings.party,
    ),
    _thing(
        "clown",
        "Clown nose",
        things.clown,
        "clown, clown nose, clownery, joker, fool, silly, goofy, red nose, honk, circus, 🤡",
    ),
    _thing("halo", "Halo", things.halo, "halo, angel, angelic, saint, innocent angel, 👼"),
    _thing("devil", "Devil horns", things.devil, "devil, horns, demon, satan, demonic, 😈, 👿"),
    _thing("crown", "Crown", things.crown, "crown, king, queen, royal, royalty, majesty, princess, prince, 👑"),
    _thing(
        "money-rain",
        "Money rain",
        things.money_rain,
        "money, money rain, rain money, raining money, make it rain, rich, cash, payday, salary, bonus, raise, dollar, dollars, lottery, jackpot, stonks, 🤑, 💰, 💸, 💵",
        happenings.rich,
    ),
    _thing(
        "confetti",
        "Confetti",
        things.confetti,
        "confetti, celebrate, celebrates, celebration, congrats, congratulations, hooray, yay, woohoo, hurray, launch, released, 🎉, 🎊",
        happenings.party,
    ),
    _thing(
        "cake",
        "Birthday cake",
        things.cake,
        "cake, birthday, happy birthday, candles, blow out candles, blows out, anniversary, 🎂, 🍰",
    ),
    _thing(
        "coffee",
        "Coffee",
        things.coffee,
        "coffee, coffee time, sip, sips, sipping, tea, sips tea, drinks tea, drinks coffee, need coffee, morning coffee, espresso, latte, ☕, 🍵",
    ),
    _thing(
        "popcorn",
        "Popcorn",
        things.popcorn,
        "popcorn, eats popcorn, eating popcorn, here for the drama, watching drama, grabs popcorn, 🍿",
    ),
    _thing(
        "laser-eyes",
        "Laser eyes",
        things.laser_eyes,
        "laser eyes, lasers, laser, laser beams, eyes shoot, superman eyes, eyes glow, glowing eyes",
    ),
    _thing(
        "steam",
        "Steam from ears",
        things.steam_from_ears,
        "steam, steam from ears, steam comes out, fuming, fume, fumes, boiling, boil, blow a fuse, ♨",
    ),
    _thing(
        "mind-blown",
        "Mind blown",
        things.mind_blown,
        "mind blown, mindblown, mind is blown, blow my mind, blows my mind, blows his mind, blows her mind, head explodes, head exploding, brain explodes, exploding head, big brain, galaxy brain, genius, 🤯, 🧠",
        whole_picture.mind_blown,
    ),
    _thing(
        "broken-heart",
        "Broken heart",
        things.broken_heart,
        "broken heart, heart breaks, heartbreak, breakup, break up, dumped, 💔",
    ),
    _thing(
        "question",
        "Question marks",
        things.question,
        "question, questions, confused, confuse, confusion, question mark, question marks, why, what, lost, doesn't understand, don't understand, do not understand, clueless, thinking, think, wonder, math lady, 🤔, ❓, ❔",
        whole_picture.confused,
    ),
    _thing(
        "idea",
        "Idea",
        things.idea,
        "idea, has an idea, light bulb, lightbulb, eureka, epiphany, aha, gets it, figured it out, inspiration, 💡",
    ),
    _thing(
        "siren",
        "Red alert",
        things.siren,
        "siren, alarm, red alert, alert, emergency, police, production is down, prod is down, server down, on call, incident, 🚨",
    ),
    _thing(
        "hundred",
        "One hundred",
        things.hundred,
        "hundred, 100, hundred percent, one hundred, absolutely, totally, facts, keep it real, 💯",
    ),
    _thing("skull", "Dead", things.skull, "skull, dead, i'm dead, died, dies, rip, killed me, rest in peace, 💀, ☠"),
    _scene(
        "on-fire",
        "This is fine",
        scenes.on_fire,
        "on fire, everything on fire, everything is on fire, everything burns, this is fine, fire, flames, flame, burn, burns, burning, inferno, hell, lit, deadline, dumpster fire, 🔥",
    ),
    _scene(
        "rain",
        "Rain",
        scenes.rain,
        "rain, rainy, raining, rains, storm, stormy, thunder, lightning, gloomy, downpour, 🌧, ⛈, ☔, ⚡",
    ),
    _scene(
        "snow",
        "Snow",
        scenes.snow,
        "snow, snowy, snowing, snows, cold, freezing cold, ice, icy, winter, christmas, blizzard, freezes to death, ❄, 🥶, ⛄",
    ),
    _scene(
        "spotlight",
        "Spotlight",
        scenes.spotlight,
        "spotlight, center stage, centre stage, on stage, star of the show, main character, stage fright, 🎭",
    ),
    _scene(
        "speed-lines",
        "Speed lines",
        scenes.speed_lines,
        "speed lines, comic, anime, manga, intense stare, intense, intensely, focus, focused, determined, determination, concentrates, epic",
    ),
    _scene(
        "dolly-zoom",
        "Dolly zoom",
        scenes.dolly_zoom,
        "dolly zoom, vertigo, realization, realizes, realize, realise, dawns on, it dawns, flashback, sudden realization, oh god",
    ),
    _scene(
        "zoom",
        "Dramatic zoom",
        scenes.zoom,
        "zoom, zooms, zoom in, dramatic zoom, dramatic, drama, dramatically, closer, close up, suspense, stare, stares, staring, 🔍",
    ),
    _scene(
        "freeze-frame",
        "Freeze frame",
        scenes.freeze_frame,
        "freeze frame, freeze, freezes, frozen, record scratch, yep that's me, yup that's me, paused, time stops, stops in time, stand still, stands still, ⏸",
    ),
    _scene("deep-fry", "Deep fry", scenes.deep_fry, "deep fry, deep fried, fried, meme, cursed, overcooked, dank"),
    _scene(
        "shake",
        "Earthquake",
        scenes.shake,
        "shake, shakes, shaking, earthquake, vibrate, vibrating, jitter, jittery, tremor, wobble, wobbles, wobbling, jelly",
    ),
    _scene(
        "glitch",
        "Glitch",
        scenes.glitch,
        "glitch, glitches, glitchy, broken, hack, hacked, hacker, bug, buggy, error, crash, crashes, crashed, static, corrupt, corrupted, matrix, cyber, malfunction, blue screen, 👾, 🤖",
    ),
    _happening(
        "melt",
        "Melt",
        happenings.melt,
        "melt, melts, melting, drip, drips, hot, heat, heatwave, wax, liquid, dissolve, ooze, summer, 🥵",
    ),
    _scene(
        "explode",
        "Explosion",
        scenes.explode,
        "explode, explodes, exploding, explosion, boom, blast, bomb, bang, blow up, blows up, kaboom, 💥, 💣",
    ),
    _happening(
        "underwater",
        "Underwater",
        happenings.underwater,
        "underwater, water, ocean, sea, swim, swims, drown, drowning, drowns, fish, bubbles, drowning in work, 🌊, 🐟, 🫧",
    ),
    _happening(
        "disco",
        "Disco",
        happenings.disco,
        "disco, dance, dances, dancing, color, colour, rainbow, neon, psychedelic, groove, rave, club, trippy, 🪩, 🌈, 💃, 🕺",
    ),
    _scene(
        "ghost",
        "Ghost",
        scenes.ghost,
        "ghost, spooky, haunt, haunted, creepy, halloween, eerie, fog, foggy, phantom, zombie, fade away, fades away, disappear, disappears, vanish, vanishes, 👻",
    ),
    _happening(
        "pixel",
        "Pixels",
        happenings.pixel,
        "pixel, pixels, pixelate, pixelated, retro, 8bit, 8 bit, arcade, gameboy, mosaic, blocky, minecraft, censored, 🕹",
    ),
    _happening(
        "sparkle",
        "Sparkles",
        happenings.sparkle,
        "sparkle, sparkles, magic, magical, shine, shiny, glow, glows, glitter, twinkle, dream, dreamy, fairy, beautiful, fabulous, gorgeous, glamorous, glamour, ✨, ⭐, 🌟",
    ),
    _happening(
        "breathe",
        "Breathe",
        whole_picture.breathe,
        "breathe, breathes, calm, calms down, relax, relaxes, relaxed, zen, meditate, meditates, peaceful, 🧘",
    ),
)

BY_NAME = {reaction.name: reaction for reaction in CATALOG}
"""Every reaction by its name."""
