"""Reactions of heads and hands."""

from apps.engines.sketch import whole_picture
from apps.engines.sketch.catalog.entries import gesture
from apps.engines.sketch.gestures import deeds, heads, signs
from apps.engines.sketch.reaction import Reaction

GESTURES: tuple[Reaction, ...] = (
    gesture(
        "nod",
        "Nod",
        heads.nod,
        "nod, nods, nodding, yes, agree, agrees, approve, approves, approval, yep, yeah, of course",
        whole_picture.nod,
    ),
    gesture(
        "shake-head",
        "Shake head",
        heads.shake_head,
        "shake head, shakes head, shaking head, shake her head, shakes her head, shake his head, shakes his head, shake their head, shakes their head, nope, no way, refuse, refuses, disagree, disapprove, denial, smh, 🙅",
    ),
    gesture(
        "tilt-head",
        "Tilt head",
        heads.tilt_head,
        "tilt head, tilts head, tilts her head, tilts his head, head tilt, huh, puzzled, hmm",
    ),
    gesture(
        "facepalm",
        "Facepalm",
        deeds.facepalm,
        "facepalm, facepalms, face palm, palm to face, hand over face, hides face, hide face, d'oh, doh, how stupid, 🤦",
    ),
    gesture(
        "thumbs-up",
        "Thumbs up",
        signs.thumbs_up,
        "thumbs up, thumb up, like, good job, well done, nice work, great job, ship it, lgtm, 👍",
    ),
    gesture(
        "thumbs-down",
        "Thumbs down",
        signs.thumbs_down,
        "thumbs down, thumb down, dislike, boo, reject, rejected, fail, fails, bad idea, 👎",
    ),
    gesture("ok", "OK", signs.ok_hand, "ok, okay, perfect, chef's kiss, chefs kiss, exquisite, fine by me, 👌"),
    gesture("victory", "Victory", signs.victory, "victory, peace sign, peace, we won, win, winner, wins, ✌"),
    gesture("rock-on", "Rock on", signs.rock_on, "rock on, rock, headbang, headbanging, metal, party hard, 🤘"),
    gesture("muscle", "Strong", signs.muscle, "muscle, strong, flex, flexes, strength, power, gym, 💪"),
    gesture(
        "heart-hands",
        "Heart hands",
        signs.heart_hands,
        "heart hands, thank you so much, thanks, thank you, grateful, gratitude, 🫶",
    ),
    gesture(
        "wave",
        "Wave",
        signs.wave,
        "wave, waves, waving, hello, hi, hey, bye, goodbye, good morning, welcome, greet, see you, 👋",
    ),
    gesture("clap", "Clap", deeds.clap, "clap, claps, clapping, bravo, 👏"),
    gesture(
        "slow-clap",
        "Slow clap",
        deeds.slow_clap,
        "slow clap, claps slowly, slowly clap, slowly claps, sarcastic clap, sarcastic applause",
    ),
    gesture(
        "applause",
        "Applause",
        deeds.applause,
        "applause, applaud, applauds, standing ovation, ovation, cheering crowd, crowd cheers",
    ),
    gesture(
        "pray",
        "Please!",
        deeds.pray,
        "pray, prays, praying, please, beg, begs, begging, fingers crossed, hope, hoping, namaste, 🙏",
    ),
    gesture(
        "shrug",
        "Shrug",
        signs.shrug,
        "shrug, shrugs, shrugging, no idea, don't know, dunno, idk, who knows, not my problem, i have no clue, 🤷",
    ),
    gesture(
        "mic-drop",
        "Mic drop",
        deeds.mic_drop,
        "mic drop, drop the mic, drops the mic, drops mic, microphone, boom done, 🎤",
    ),
    gesture("finger-guns", "Finger guns", signs.finger_guns, "finger guns, finger gun, pew pew, eyy, ayy, 👉, 👈"),
    gesture(
        "salute", "Salute", signs.salute, "salute, salutes, saluting, aye aye, yes sir, at your service, respect, 🫡"
    ),
    gesture("point", "Point and laugh", signs.point, "point at, points at, pointing, point and laugh, you there, 🫵"),
)
