"""Reactions with things."""

from apps.engines.sketch import happenings, whole_picture
from apps.engines.sketch.catalog.entries import thing
from apps.engines.sketch.reaction import Reaction
from apps.engines.sketch.things import airborne, bursts, held, horns, worn

THINGS: tuple[Reaction, ...] = (
    thing(
        "love",
        "In love",
        airborne.hearts,
        "love, in love, heart eyes, adore, crush, smitten, kiss, romance, romantic, valentine, heart, hearts, ❤, 😍, 🥰, 😘, 💕, 💖",
        whole_picture.love,
    ),
    thing(
        "sunglasses",
        "Sunglasses drop",
        worn.sunglasses,
        "sunglasses, shades, cool, cool guy, deal with it, swagger, badass, awesome, chill, 😎, 🕶",
        happenings.sparkle,
    ),
    thing("thug-life", "Thug life", worn.thug_life, "thug life, pixel glasses, gangster, gangsta, like a boss"),
    thing(
        "party-hat",
        "Party hat",
        worn.party_hat,
        "party hat, party, partying, friday, weekend, new year, 🥳",
        happenings.party,
    ),
    thing(
        "clown",
        "Clown nose",
        worn.clown,
        "clown, clown nose, clownery, joker, fool, silly, goofy, red nose, honk, circus, 🤡",
    ),
    thing("halo", "Halo", horns.halo, "halo, angel, angelic, saint, innocent angel, 👼"),
    thing("devil", "Devil horns", horns.devil, "devil, horns, demon, satan, demonic, 😈, 👿"),
    thing("crown", "Crown", worn.crown, "crown, king, queen, royal, royalty, majesty, princess, prince, 👑"),
    thing(
        "money-rain",
        "Money rain",
        airborne.money_rain,
        "money, money rain, rain money, raining money, make it rain, rich, cash, payday, salary, bonus, raise, dollar, dollars, lottery, jackpot, stonks, 🤑, 💰, 💸, 💵",
        happenings.rich,
    ),
    thing(
        "confetti",
        "Confetti",
        airborne.confetti,
        "confetti, celebrate, celebrates, celebration, congrats, congratulations, hooray, yay, woohoo, hurray, launch, released, 🎉, 🎊",
        happenings.party,
    ),
    thing(
        "cake",
        "Birthday cake",
        held.cake,
        "cake, birthday, happy birthday, candles, blow out candles, blows out, anniversary, 🎂, 🍰",
    ),
    thing(
        "coffee",
        "Coffee",
        held.coffee,
        "coffee, coffee time, sip, sips, sipping, tea, sips tea, drinks tea, drinks coffee, need coffee, morning coffee, espresso, latte, ☕, 🍵",
    ),
    thing(
        "popcorn",
        "Popcorn",
        held.popcorn,
        "popcorn, eats popcorn, eating popcorn, here for the drama, watching drama, grabs popcorn, 🍿",
    ),
    thing(
        "laser-eyes",
        "Laser eyes",
        bursts.laser_eyes,
        "laser eyes, lasers, laser, laser beams, eyes shoot, superman eyes, eyes glow, glowing eyes",
    ),
    thing(
        "steam",
        "Steam from ears",
        bursts.steam_from_ears,
        "steam, steam from ears, steam comes out, fuming, fume, fumes, boiling, boil, blow a fuse, ♨",
    ),
    thing(
        "mind-blown",
        "Mind blown",
        bursts.mind_blown,
        "mind blown, mindblown, mind is blown, blow my mind, blows my mind, blows his mind, blows her mind, head explodes, head exploding, brain explodes, exploding head, big brain, galaxy brain, genius, 🤯, 🧠",
        whole_picture.mind_blown,
    ),
    thing(
        "broken-heart",
        "Broken heart",
        held.broken_heart,
        "broken heart, heart breaks, heartbreak, breakup, break up, dumped, 💔",
    ),
    thing(
        "question",
        "Question marks",
        airborne.question,
        "question, questions, confused, confuse, confusion, question mark, question marks, why, what, lost, doesn't understand, don't understand, do not understand, clueless, thinking, think, wonder, math lady, 🤔, ❓, ❔",
        whole_picture.confused,
    ),
    thing(
        "idea",
        "Idea",
        bursts.idea,
        "idea, has an idea, light bulb, lightbulb, eureka, epiphany, aha, gets it, figured it out, inspiration, 💡",
    ),
    thing(
        "siren",
        "Red alert",
        held.siren,
        "siren, alarm, red alert, alert, emergency, police, production is down, prod is down, server down, on call, incident, 🚨",
    ),
    thing(
        "hundred",
        "One hundred",
        airborne.hundred,
        "hundred, 100, hundred percent, one hundred, absolutely, totally, facts, keep it real, 💯",
    ),
    thing("skull", "Dead", airborne.skull, "skull, dead, i'm dead, died, dies, rip, killed me, rest in peace, 💀, ☠"),
)
