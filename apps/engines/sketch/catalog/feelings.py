"""Reactions of a face."""

from apps.engines.sketch import happenings, whole_picture
from apps.engines.sketch.catalog.entries import feeling
from apps.engines.sketch.face.feelings import angry, happy, looks, sad, startled, tired
from apps.engines.sketch.reaction import Reaction

FEELINGS: tuple[Reaction, ...] = (
    feeling(
        "smile",
        "Smile",
        happy.smile,
        "smile, happy, happiness, glad, joy, joyful, cheerful, delighted, content, warm smile, begin to smile, 🙂, 😊, ☺, 😀, 😃",
        whole_picture.smile,
    ),
    feeling(
        "grin",
        "Big grin",
        happy.grin,
        "grin, beam, beaming, huge smile, big smile, wide smile, overjoyed, ecstatic, thrilled, cheese, excited, stoked, 😁, 😄, 😆",
    ),
    feeling(
        "laugh",
        "Laugh till crying",
        happy.laugh,
        "laugh, laughing, laughter, lol, lmao, rofl, haha, hahaha, giggle, chuckle, hilarious, funny, crack up, cracks up, burst out laughing, dying of laughter, tears of joy, can't stop laughing, 😂, 🤣",
        whole_picture.laugh,
    ),
    feeling(
        "sob",
        "Sob",
        sad.sob,
        "sob, cry, weep, wept, tears, tear, tearful, bawl, wail, burst into tears, break down, breaks down, sad, sadness, grief, grieve, devastated, heartbroken, sorrow, miserable, upset, unhappy, in tears, 😭, 😢, 😿",
        whole_picture.cry,
    ),
    feeling(
        "single-tear",
        "Single tear",
        sad.single_tear,
        "single tear, one tear, a tear rolls, tear rolls down, silent tear, moved, touched, emotional, bittersweet, 🥲",
    ),
    feeling(
        "pout",
        "Pout",
        sad.pout,
        "pout, sulk, sulky, whine, quivering lip, disappointed, disappointment, hurt, let down, 😞, 😔, ☹, 🙁",
    ),
    feeling(
        "rage",
        "Rage",
        angry.rage,
        "rage, raging, angry, anger, mad, furious, yell, shout, scream at, roar, explode with anger, lose it, loses it, lost his temper, wrath, livid, enraged, hate, hulk, 😡, 😠, 🤬",
        whole_picture.rage,
    ),
    feeling(
        "silent-fury",
        "Silent fury",
        angry.fury,
        "silent fury, fury, quiet rage, seething, seethe, contort, contorts, simmering, clench, grit teeth, glare, glares, death stare, scowl, not amused, unamused, annoyed, irritated, pissed, grumpy, frown, 😤, 😾, 😒",
    ),
    feeling(
        "disgust",
        "Disgust",
        angry.disgust,
        "disgust, disgusted, gross, yuck, ew, eww, nasty, revolting, sick, vomit, puke, nausea, nauseous, smelly, stinks, sour, lemon, 🤢, 🤮, 😝",
        whole_picture.cringe,
    ),
    feeling(
        "cringe",
        "Cringe",
        startled.cringe,
        "cringe, awkward, yikes, wince, oof, second hand embarrassment, ouch, pain, painful, grimace, eek, 😬, 😖, 😣",
    ),
    feeling(
        "fear",
        "Fear",
        startled.fear,
        "fear, afraid, scared, terrified, terror, horror, horrified, frightened, panic, spooked, tremble, shiver with fear, anxious, 😨, 😱, 😰",
        whole_picture.shock,
    ),
    feeling(
        "shock",
        "Shock",
        startled.shock,
        "shock, shocked, surprise, surprised, stunned, astonish, astonished, omg, wow, whoa, what the hell, wtf, unbelievable, amazed, flabbergasted, scream, 😲, 😳",
        whole_picture.shock,
    ),
    feeling(
        "jaw-drop",
        "Jaw drop",
        startled.jaw_drop,
        "jaw drop, jaw drops, mouth falls open, mouth open, speechless, gobsmacked, gape, gaping, awe, in awe",
    ),
    feeling("gasp", "Gasp", startled.gasp, "gasp, gasps, oh no, clutch pearls, startled, 😮, 😯, 🫢"),
    feeling(
        "smirk",
        "Smirk",
        looks.smirk,
        "smirk, smug, sly, cheeky, mischievous, knowing smile, sneaky, self satisfied, told you so, 😏",
    ),
    feeling(
        "side-eye",
        "Side eye",
        looks.side_eye,
        "side eye, sideeye, suspicious, suspiciously, distrust, judging, judge, judgy, look sideways, looks sideways, glance, skeptical look, shifty, 👀, 🤨",
    ),
    feeling(
        "eye-roll",
        "Eye roll",
        looks.eye_roll,
        "eye roll, roll eyes, rolls eyes, roll her eyes, rolls her eyes, roll his eyes, rolls his eyes, rolling eyes, roll their eyes, rolls their eyes, eyeroll, whatever, ugh, exasperated, sigh, sighs, seriously, 🙄",
    ),
    feeling(
        "raised-eyebrow",
        "Raised eyebrow",
        looks.raised_eyebrow,
        "raise eyebrow, raises eyebrow, raised eyebrow, raise an eyebrow, raises an eyebrow, raises one eyebrow, raise one eyebrow, raised brow, skeptical, sceptical, doubt, doubtful, really, unconvinced, curious",
    ),
    feeling("wink", "Wink", looks.wink, "wink, winks, flirt, flirty, flirts, just kidding, 😉"),
    feeling(
        "blink",
        "Blink, blink",
        looks.blink,
        "blink, blinks, blinking, blinking guy, confused blinking, processing, double take, excuse me, 😑, 😶",
    ),
    feeling(
        "puppy-eyes",
        "Puppy eyes",
        sad.puppy_eyes,
        "puppy eyes, puppy dog eyes, pleading, beg with eyes, cute eyes, innocent, adorable, aww, pretty please, 🥺",
    ),
    feeling(
        "sleepy",
        "Fall asleep",
        tired.sleepy,
        "sleep, sleepy, asleep, fall asleep, falls asleep, tired, exhausted, nap, nod off, nods off, doze, drowsy, snore, monday morning, 😴, 😪, 💤",
        whole_picture.sleep,
    ),
    feeling("yawn", "Yawn", tired.yawn, "yawn, yawns, yawning, 🥱"),
    feeling(
        "bored",
        "Bored",
        tired.bored,
        "bored, boring, boredom, meh, dull, long meeting, endless meeting, uninterested, unimpressed, 😐, 😕",
    ),
    feeling(
        "dizzy",
        "Dizzy",
        tired.dizzy,
        "dizzy, dizziness, head spins, spinning head, woozy, faint, 😵",
        happenings.dizzy,
    ),
    feeling("drunk", "Drunk", tired.drunk, "drunk, tipsy, wasted, hammered, boozy, hungover, hangover, 🥴"),
    feeling(
        "blush",
        "Blush",
        happy.blush,
        "blush, blushes, blushing, shy, bashful, flattered, embarrassed, embarrass, flustered, 🫣, 🤭",
    ),
    feeling(
        "proud",
        "Proud",
        happy.proud,
        "proud, pride, proudly, triumphant, boss, victorious, confident, confidence, 😌, 😇",
    ),
    feeling(
        "nervous-sweat",
        "Nervous sweat",
        startled.nervous_sweat,
        "nervous, nervously, sweat, sweats, sweating, stressed, stress, under pressure, guilty, uneasy, worried, worry, worries, 😅, 😓, 💦",
    ),
    feeling(
        "evil-grin",
        "Evil grin",
        angry.evil_grin,
        "evil, evil grin, evil smile, evil laugh, villain, sinister, wicked, scheming, plotting, diabolical, creepy smile, maniac",
    ),
    feeling(
        "dead-inside",
        "Dead inside",
        tired.dead_inside,
        "dead inside, numb, empty, hollow, hopeless, no hope, burned out, burnt out, burnout, give up, gives up, defeated, lifeless, existential, 🫠, 🫥",
    ),
)
