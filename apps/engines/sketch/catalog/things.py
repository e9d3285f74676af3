"""Reactions with things."""

from apps.engines.sketch import happenings, whole_picture
from apps.engines.sketch.catalog.entries import thing
from apps.engines.sketch.reaction import Reaction
from apps.engines.sketch.things import airborne, bursts, coffee, held, horns, near_mouth, worn

THINGS: tuple[Reaction, ...] = (
    thing(
        "love",
        "In love",
        airborne.hearts,
        """
        love, in love, heart eyes, adore, smitten, kiss, romance, romantic, valentine, heart, ❤, 😍, 🥰, 😘, 💕, 💖, lovestruck, love struck, lovesick,
        lovingly, head over heels, head over heels in love, fall in love, madly in love, love at first sight, true love, love eyes,
        heart eyes emoji, hearts in eyes, hearts for eyes, heart shaped eyes, hearts float, hearts flying, floating hearts, heart flutters,
        heart skips a beat, heart goes boom, heart melts, heart pounds, has a crush on, crush on, infatuated, infatuation, besotted, enamored,
        enamoured, obsessed, swoon, weak in the knees, weak at the knees, hubba hubba, ooh la la, oh la la, hot stuff, va va voom, awooga, awoooga,
        drool, lust, lustful, attracted, attraction, adoration, affection, affectionate, blow a kiss, kissy, kissy face, smooch, mwah kiss, xoxo,
        xo, valentine's day, cupid, soulmate, soul mate, lovebirds, lovey dovey, honeymoon, wedding, marry me, will you marry me, married, engaged,
        darling, passion, passionate, fangirl, fanboy, butterflies in love, i love you, i love it, love it, love this, 🧡, 💛,
        💚, 💙, 💜, 🖤, 🤍, 🤎, 🩷, 💗, 💓, 💞, 💘, 💝, ♥, 😙, 😚, 💋, 😽, 💌, 🌹, 💑, 💏, apple of my eye, puppy love, love is in the air, tie the knot,
        sweep off feet, swept off feet, hots for, has the hots for, catch feelings, goes gaga, gaga over, crazy about, mad about you,
        heart beats faster, heart races, heart skips, mwah, devoted, dote, twitterpated, amorous, sweet on, heartthrob, dreamy eyes, lovely eyes,
        ogle, gaze lovingly, stares lovingly, can't keep eyes off, can't take my eyes off, only has eyes for, heart thumps,
        heart explodes with love, love bug, cuddle, snuggle, love letter, hearts everywhere, heart shower, air kiss, total crush, fell for, simp,
        heart explodes, heart bursts
        """,
        whole_picture.love,
    ),
    thing(
        "sunglasses",
        "Sunglasses drop",
        worn.sunglasses,
        """
        sunglasses, shades, cool, cool guy, deal with it, swagger, badass, awesome, chill, 😎, 🕶, sunglasses drop, sunglasses come down,
        sunglasses drop down, sunglasses fall, sunglasses slide down, put on sunglasses, puts on shades, glasses drop, glasses come down,
        glasses fall down, shades on, cool shades, cool as a cucumber, cool cat, cool dude, cool kid, looks cool, so cool, super cool, too cool,
        too cool for school, swag, suave shades, boss move, bossy, badassery, bad ass, like a pro, pro move,
        slick shades, smooth shades, stylish, in style, fashionable, on fleek, dope, sick move, epic, legend, legendary, absolute legend, rad,
        chillin, laid back, laidback, easy peasy, no sweat, piece of cake, unfazed, unfased, unflappable, csi miami, horatio caine, yeaaah,
        too easy, mr cool, top gun, matrix glasses, men in black, vacation mode, holiday mode, on holiday, suntan, sunbathe, 🆒, 🏖, 🏝, on vacation,
        cool customer, ice in veins, mic cool, boss like, walks in like a boss, walk away from it cool, rolls up like, smooth criminal, so slick,
        wins effortlessly, effortless, not a care in the world, no care in the world, without a care, baller, dapper, fly guy, slow motion walk,
        slow mo walk, walks in slow motion, csi, csi yeah, yeah csi, agent smith, mr smooth, chill guy, just a chill guy, unimpressed cool,
        unbothered king, unbothered queen, boss babe, girlboss, girl boss, main man, the man the myth, don't care cool, thinks he's cool,
        haters can't touch me, untouchable, cooler than, vibing, good vibes only, just vibes, guess who's back, back in business,
        lowers his sunglasses, child's play
        """,
        happenings.sparkle,
    ),
    thing(
        "thug-life",
        "Thug life",
        worn.thug_life,
        """
        thug life, pixel glasses, dealwithit, deal with it glasses, deal with it sunglasses, gangster, gangsta, like a boss, thuglife, thug, thug life glasses, gold chain, gangster style, gangster walk, og,
        original gangster, g thug, mlg, mlg glasses, 8 bit glasses, pixelated glasses, pixelated sunglasses, pixel sunglasses, pixel shades,
        pixelated shades, 8 bit sunglasses, 8 bit shades, hustler, rapper, hip hop, hiphop, snoop dogg, savage, stone cold, no regrets,
        like a gangster, bling, bling bling, outlaw, bad boy, bad guy, bad to the bone
        """,
    ),
    thing(
        "party-hat",
        "Party hat",
        worn.party_hat,
        """
        party hat, party, 🥳, cone hat, birthday hat, puts on a party hat, party time, party animal, party mode, party blower, party horn,
        it's party time, let's party, let's get this party started, new year's eve, new years, happy new year, nye, office party, leaving party,
        fiesta, shindig, festive, festivities, festival, carnival, mardi gras, tgif, friday feeling, it's friday, happy friday, finally weekend,
        weekend mode, piñata, pinata, streamers, 🪅, 🎈, raise the roof,
        yolo
        """,
        happenings.party,
    ),
    thing(
        "clown",
        "Clown nose",
        worn.clown,
        """
        clown, clown nose, clownery, joker, silly, goofy, red nose, honk, circus, 🤡, clown around, clown makeup, puts on clown makeup, clown face,
        clown shoes, clown car, clown show, send in the clowns, red clown nose, i'm the clown, class clown, clownish, clown world, honk honk,
        what a clown, bozo, pennywise, ronald mcdonald, jester, court jester, buffoon, make a fool of himself, making a fool of,
        makes a fool of herself, fool of himself, foolish, april fool, fooled, fooled again, played for a fool, dunce, goof, goofball, goofs around,
        goofy face, silly face, silly goose, makes a silly face, funny face, pulls a funny face, dork, doofus, dumb and dumber, whoopee, prank,
        got pranked, wacky, zany, circus act, 🎪, 🤪, 😛, stick tongue out, tongue out, blows a raspberry, pulls a face, makes faces, played myself,
        i played myself, played himself, made a fool, feel like a clown, look like a clown, ridiculous, laughing stock, laughingstock,
        butt of the joke, silly hat, nose honk,
        cross eyed, crossed eyes,
        cake in the face, pie in the face
        """,
    ),
    thing(
        "halo",
        "Halo",
        horns.halo,
        """
        halo, angel, angelic, saint, innocent angel, 👼, halo appears, halo over head, halo above head, puts a halo on, like an angel, little angel,
        angel wings, wings of an angel, guardian angel, patron saint, holy, holier than thou, heaven, heaven sent, goodie two shoes,
        goody two shoes, goody goody, teacher's pet, did nothing wrong, done nothing wrong, haven't done anything wrong, pure soul, pure hearted,
        pure of heart, virtuous, virtue, sinless, divine, blameless, cherub, cherubic, god bless, saint like, employee of the month, 🪽,
        innocent, i'm innocent, so innocent, not guilty, whistles innocently, innocent whistle, nothing to see here, i did nothing
        wrong, clean conscience, i swear it wasn't me
        """,
    ),
    thing(
        "devil",
        "Devil horns",
        horns.devil,
        """
        devil, horns, demon, satan, demonic, 😈, 👿, devilish, devil horns, horns grow, horns sprout, horns come out, grow horns, red horns,
        demon eyes, demonically, possessed, possession, exorcist, exorcism, satanic, lucifer, beelzebub, antichrist, hellspawn, from hell,
        boss from hell, client from hell, straight from hell, pitchfork, diablo, devil on shoulder, devil's advocate, little devil, she devil, imp,
        impish, naughty devil, sinner, sinful, temptation, tempting, 🔱, 🐐
        """,
    ),
    thing(
        "crown",
        "Crown",
        worn.crown,
        """
        crown, king, queen, royal, royalty, majesty, princess, prince, 👑, crown appears, golden crown, tiara, king of, king of the world,
        king of the hill, queen bee, drama queen, yas queen, yasss queen, yaas queen, slay, slay queen, reigns, regal, monarch, highness, empress,
        coronation, bow before, kneel before, king arthur, vip, greatest of all time, princess vibes, prom queen, prom king, 🤴, 👸, 🫅, 🏰, bow down
        """,
    ),
    thing(
        "money-rain",
        "Money rain",
        airborne.money_rain,
        """
        money, money rain, rain money, make it rain, rich, cash, payday, salary, bonus, dollar, lottery, jackpot, stonk, 🤑, 💰, 💸, 💵, moneybags,
        money bags, money falls, bills fall, bills flying, dollar bills, money everywhere, rains cash, rains dollars, raining bills, cash rain,
        throw money, swim in money, show me the money, take my money, shut up and take my money, money money money, all about the money, cash money,
        cash in, cha ching, kaching, ka ching, laughing all the way to the bank, all the way to the bank, to the bank, richer, rich as hell,
        filthy rich, loaded with cash, millionaire, billionaire, fortune, wealth, wealthy, wolf of wall street, wall street, scrooge mcduck,
        scrooge, pay day, paycheck, pay raise, gets a raise, got a raise, raise approved, salary day, bonus day, bonus season, won the lottery,
        lotto, prize money, bitcoin, crypto, stock market, profit, dividends, expense account, big bucks, bucks, moolah, greedy, greed, 💶, 💷, 💴, 🪙,
        💳, 🏦, 📈, 💲, give a raise, gets a big raise, made of money, rolling in it, rolling in money, golden goose, quids in, minted,
        loaded with money, cash cow, pay rise, golden parachute, stinking rich, laughs to the bank, dollar signs, sees dollar signs,
        dollar signs in eyes, hits the jackpot, struck gold, gold mine
        """,
        happenings.rich,
    ),
    thing(
        "confetti",
        "Confetti",
        airborne.confetti,
        """
        confetti, celebrate, celebration, congrats, congratulations, hooray, yay, woohoo, hurray, 🎉, 🎊, confetti falls, confetti rains,
        confetti cannon, throws confetti, celebratory, pop champagne, popping bottles, congrats to, congratulate, grats, gratz, kudos confetti,
        felicitations, mazel tov, way to go team, hooraah, huzzah, hurrah, yay us, yaay, yaaay, yayy, woo hoo, woot, w00t, whoo, whoop, whoop whoop,
        whoopie, whee, ta da, tada, ta dah, ta daa, voila, firework, hit the target, big win, promotion, promoted, gets promoted, got promoted,
        got the job, gets the job, new job, got hired, you're hired, graduation, graduates, graduated, it's a boy, it's a girl, baby shower,
        we're live, went live, gone live, launch day, launch party, released to production, grand opening, milestone, 🎆, 🎇, 🎏, 🧨, 🎁, pop pop,
        corks pop, ding dong celebration, celebratory mood, we passed, passed the exam, passed the test, passed with flying colors, flying colors,
        flying colours, we're pregnant, it's a match, wedding bells, said yes, she said yes, he said yes, engaged at last, new record, record sales,
        beat the deadline, project finished, deal of the year, million users, one million users, funding secured, we got funded, got the contract,
        got the house, got the grant, got the visa, scholarship, acceptance letter, got accepted, gets accepted, is accepted, retired at last,
        raise a glass, raise a toast, make a toast, toast to, clink glasses
        """,
        happenings.party,
    ),
    thing(
        "cake",
        "Birthday cake",
        held.cake,
        """
        cake, birthday, happy birthday, candle, blow out candles, anniversary, 🎂, 🍰, birthday cake, bday cake, birthday girl, birthday boy,
        birthday wishes, happy bday, bday, b day, hbd, happy b day, happy birthday to you, it's my birthday, blow candles, makes a wish,
        make a wish, cake day, slice of cake, piece of cake birthday, cupcake, another year older, turns 30, turns 40, turns 50, 18th birthday, 🧁, 🕯
        """,
    ),
    thing(
        "coffee",
        "Coffee",
        coffee.coffee,
        """
        coffee, coffee time, sip, tea, sip tea, drinks tea, drink coffee, need coffee, morning coffee, espresso, latte, ☕, 🍵, coffee break,
        cup of coffee, cup of joe, cuppa, cup of tea, mug of coffee, coffee mug, coffee cup, coffee first, but first coffee, fresh coffee,
        strong coffee, black coffee, iced coffee, hot coffee, too much coffee, no coffee, more coffee, wants coffee, without coffee, first coffee,
        coffee please, coffee addict, caffeine, caffeinated, decaf, cappuccino, americano, frappuccino, macchiato, flat white, starbucks, nescafe,
        barista, hot chocolate, hot cocoa, matcha, chai, green tea, tea time, teatime, tea break, spills the tea, kermit sipping tea,
        but that's none of my business, none of my business, sips coffee, slurp, takes a sip, take a sip, 🫖, 🧉, 🧋, 🥤,
        red bull, energy drink, latte macchiato, java time
        """,
    ),
    thing(
        "popcorn",
        "Popcorn",
        near_mouth.popcorn,
        """
        popcorn, eat popcorn, here for the drama, watching drama, grab popcorn, 🍿, pop corn, munch popcorn, munch, bucket of popcorn,
        brings popcorn, gets the popcorn, get popcorn, pass the popcorn, michael jackson popcorn, michael jackson eating popcorn,
        here for the comments, just here for the comments, here for this, watch drama unfold, drama unfolds, enjoys the drama, enjoy the show,
        watch the show, watch the world burn, at the movies, watching a movie, watches a film, netflix, netflix and chill, binge watch,
        bingewatching, grab a seat, pull up a chair, spill the beans, gossip, juicy gossip, hot goss, goss, juicy, entertained, entertainment,
        entertaining, are you not entertained, tv show, 🎬, 🎥, 📺, 🎞
        """,
    ),
    thing(
        "laser-eyes",
        "Laser eyes",
        bursts.laser_eyes,
        """
        laser eye, laser, laser beam, eyes shoot, superman eyes, eyes glow, glowing eyes, lazer eyes, lazer, laser vision, laser beams from eyes,
        lasers shoot, lasers shoot from eyes, lasers from eyes, shoots lasers, shoots laser beams, fires lasers, fire lasers from eyes, shoot beams,
        beams out of eyes, beams from eyes, eye beams, eyes shoot lasers, eyes shoot beams, heat vision, superman laser, superman vision,
        homelander, homelander eyes, cyclops, x men cyclops, eyes glow red, glowing red eyes, red glowing eyes, red eyes, eyes turn red,
        bitcoin eyes, terminator eyes, terminator, cyborg, sith eyes, burning gaze, burning stare, zap, zap zap
        """,
    ),
    thing(
        "steam",
        "Steam from ears",
        bursts.steam_from_ears,
        """
        steam, steam from ears, steam comes out, fume, boil, ♨, steam out of ears, steam comes out of ears, steam from nose, steam shoots out,
        steam shooting out of ears, smoke from ears, smoke comes out of ears, smoke out of ears, smoking ears, ears smoke, ears steaming,
        let off steam, blow off steam, boiling mad, boils with rage, boils with anger, boiling inside, blows steam, like a kettle, kettle boiling,
        pressure cooker, about to explode, ready to explode, about to burst, blow stack, blows a valve, head of steam, volcanic, about to erupt,
        erupt, overheat, whistle blows, train whistle, 🌋, 💨, 😤💨
        """,
    ),
    thing(
        "mind-blown",
        "Mind blown",
        bursts.mind_blown,
        """
        mind blow, mindblown, blow mind, head explode, brain explodes, exploding head, big brain, galaxy brain, 🤯, 🧠, mindblow, mind equals blown,
        mind gets blown, mind explodes, brain blown, brain blows up, brain melts out, brain explosion, brain implodes, brain meltdown, head blew up,
        top of head explodes, top of his head blows off, head pops, head pops off, head bursts, galaxy brain meme, expanding brain, enlightenment,
        enlightened, ascend, transcend, next level, big brain time, 200 iq, 1000 iq, einstein, tim and eric mind blown, mindfuck, mind bending,
        whoa dude, this changes everything, changes everything, game changer, inception, revelation, 🤯🤯, 🌌, head about to explode,
        head just exploded, brain about to explode, skull explodes, boom mind, mind is gone, top of head comes off
        """,
        whole_picture.mind_blown,
    ),
    thing(
        "broken-heart",
        "Broken heart",
        held.broken_heart,
        """
        break heart, heart broke, heartbreak, breakup, break up, dumped, 💔, heart broken in two, heart snaps, heart shatters, heart shattered,
        heart cracks, heart splits, heart splits in two, heart torn, heart in pieces, heart sinks, heartbreaker, split up, got dumped, gets dumped,
        she left me, he left me, left him, it's over between us, divorce, ex girlfriend, ex boyfriend, love hurts, lovelorn, unrequited,
        unrequited love, rejected by crush, friendzone, friend zone, ghosted, got ghosted, jilted, betray, betrayal, backstab, cheats on,
        sad valentine, alone on valentine's, ❤️‍🩹, 🥀, heartbroken, got stood up, gets stood up, left at the altar, left him at the altar,
        at the altar, heart in a thousand pieces, heart in a million pieces, thousand pieces, million pieces, breaks it off, broke it off, over you,
        it's not you it's me, not you it's me, left on valentine's, single again, he cheated, she cheated, lost love, love lost, love is dead,
        heart rips, ripped my heart out, rips heart out, tears heart out, stab in the heart, dagger in the heart, knife in the heart,
        arrow in the heart, crushed heart, hearts broken, crack in the heart, goodbye my love, with someone new, someone new, my ex with
        """,
    ),
    thing(
        "question",
        "Question marks",
        airborne.question,
        """
        question, confuse, confusion, question mark, don't understand, do not understand, clueless, think, wonder, math lady, 🤔, ❓, ❔,
        question marks appear, question marks float, questioningly, huh question, confusedly, confuzzled, confuddled, befuddled, baffle, bewildered,
        bewilderment, perplexed, perplexing, perplexity, mystified, muddled, flummox, discombobulated, nonplussed, stumped, bemused, clueless look,
        confused look, confused face, looks confused, so confused, confused nick young, nick young, confused john travolta, john travolta, travolta,
        confused travolta, confused math lady, math lady meme, calculating lady, calculate, doing math, do the math, math, equations, formulas,
        algebra, calculus, don't get it, do not get it, does not get it, i don't get it, not getting it, don't understand anything,
        can't understand, no comprende, makes no sense, don't make sense, does not make sense, no sense, does this make sense, over my head,
        goes over head, it's all greek to me, all greek to me, greek to me, lost in translation, looks lost, i'm lost, totally lost,
        completely lost, lost and confused, wait who, who are you, who dis, who is this, who am i, where am i, where is everybody, how come,
        but why, why though, but how, how is that possible, how is this possible, what's going on, what happened, what just happened, what on earth,
        what in the world, what are you talking about, what do you mean, what does that mean, what's this, what's that, say again, thinks hard,
        thinking face, thinking emoji, deep in thought, lost in thought, think about it, wonder why, scratch head, head scratcher, mystery,
        mysterious, enigma, sherlock, detective, investigate, tries to figure out, figure out, tries to understand, tries to remember,
        can't remember, doesn't remember, forgets, forgetful, brain fog, wtf is this, come again huh, dumbfounded question, ❔❔, 🤨❓, 🕵, overthink,
        head scratching, not following, can't follow, lost the thread, beyond me, it's beyond me, can't wrap my head around, double dutch,
        gibberish, clear as mud, gears turning, cogs turning, wheels turning, head spins with questions, lost for answers, none the wiser,
        in the dark about, left in the dark, draw a blank, question everything, visible confusion, huh what now, wait huh, bamboozled, at sea about,
        foggy on, confounded, huh what is this, lost me, you lost me, what now, i have questions, so many questions, got questions, asks why,
        asking questions, who did that, why did, why would, why do, why does, how did, how does, how do, what is it, say what huh,
        no clue what, reads it twice, reads it again, rereads, reads three times, tries to read, puzzled by, can't figure out, can't make sense,
        how?, but how?, how even
        """,
        whole_picture.confused,
    ),
    thing(
        "idea",
        "Idea",
        bursts.idea,
        """
        idea, has an idea, light bulb, lightbulb, eureka, epiphany, aha, figure it out, inspiration, 💡, great idea, good idea, brilliant idea,
        bright idea, genius idea, best idea, new idea, got an idea, gets an idea, i have an idea, comes up with an idea, idea pops up, idea strikes,
        idea hits, light bulb moment, lightbulb moment, light bulb goes on, light bulb over head, light bulb lights up, lightbulb goes on,
        lightbulb above head, lightbulb appears, light goes on, light comes on, aha moment, ah ha, ahaa, a ha moment, ohh, oooh i get it,
        oh i get it, i get it now, get it now, finally gets it, it clicks, clicks into place, something clicks, penny drops, solved it, solves it,
        solved, found the bug, found the solution, solution, cracked it, cracks the code, eureka moment, inspire, brainwave, brain wave, brainstorm,
        genius, stroke of genius, clever, smart, smart move, roll safe, taps head, tap temple, points to head, points at his head, invents,
        inventor, innovation, innovative, by jove, i got it, moment of clarity, clarity, 🔆, 🧑‍🔬,
        got it figured out, figures it out, figured it out, the penny drops, puts two and two together, connects the dots
        """,
    ),
    thing(
        "siren",
        "Red alert",
        held.siren,
        """
        siren, alarm, red alert, alert, emergency, police, production down, prod down, server down, on call, incident, 🚨, siren goes off,
        sirens blaring, siren wails, flashing red light, red light flashing, flashing lights, red lights, alarm bell, alarm goes off,
        sound the alarm, raise the alarm, ring the alarm, fire alarm, alarm clock, red flag, code red, defcon 1, defcon, mayday, sos, s o s,
        alert alert, warning sign, dangerous, danger zone, emergency meeting, emergency lights, call the police, call 911, 911, 112, evacuate,
        evacuation, all hands on deck, man the battle stations, battle stations, houston we have a problem, we have a problem, we've got a problem,
        outage, server is on fire, site down, website is down, system is down, everything is down, production went down, prod went down, prod broke,
        broke prod, broke production, database is down, server crash, pager goes off, pagerduty, pager, on call phone, p0, p1, sev1, sev 1,
        severity one, security breach, breach, data breach, data leak, intruder, this is not a drill, not a drill, oncall, ⚠, 🆘, 🚒, 🚑, 🚓, 👮, ❗❗
        """,
    ),
    thing(
        "hundred",
        "One hundred",
        airborne.hundred,
        """
        100, hundred percent, one hundred, facts, keep it real, 💯, 100 percent, 100%, hundred points, one hundred percent, keep it 100, keep it 💯,
        perfect score, top marks, full marks, a+, straight facts, big facts, no cap, nocap, for real, for real for real, fr fr, frfr, on god, ong,
        so real, real talk, preach, this is the way, wordup, hundo, hundo p, say no more, couldn't have said it better, well said, what he said,
        what she said, this so much, so much this, this 💯, all the way, bullseye, bulls eye, max score, maximum effort, two hundred percent,
        110 percent, 110%, 🎯, based, periodt, hits different, rent free
        """,
    ),
    thing(
        "skull",
        "Dead",
        airborne.skull,
        """
        skull, dead, im dead, died, dies, rip, rest in peace, 💀, ☠, im deceased, deceased, so dead, literally dead, dead as a doornail, dead body,
        drop dead, falls over dead, falls dead, dying, died of cringe, you killed me, this killed me, i'm slain, murdered, murdered by words, r i p,
        rip me, rest in pieces, rest in peace me, gone forever, game over, you died, wasted gta, skeleton, grave, gravestone, tombstone, graveyard,
        coffin, coffin dance, grim reaper, reaper, death, to death, fatal, fatality, lethal, jolly roger, 🦴, ⚰, 🪦, 🏴‍☠️, kick the bucket,
        six feet under, pushing up daisies, bite the dust, sleeping with the fishes, meet maker, croak, flatline, dead meat, you're dead,
        dropping like flies, rolls in his grave, foot in the grave, it's over for me
        """,
    ),
)
