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
        """
        love, in love, heart eyes, adore, smitten, kiss, romance, romantic, valentine, heart, hearts, ❤, 😍, 🥰, 😘, 💕, 💖, loves, loved, lovestruck,
        love struck, lovesick, loving, lovingly, head over heels, head over heels in love, falls in love, fall in love, falling in love,
        fell in love, madly in love, love at first sight, true love, love eyes, heart eyes emoji, hearts in eyes, hearts in her eyes,
        hearts in his eyes, hearts for eyes, heart shaped eyes, hearts float, hearts flying, floating hearts, heart flutters, heart skips a beat,
        heart goes boom, heart melts, heart pounding, has a crush on, crushing on, crush on, infatuated, infatuation, besotted, enamored, enamoured,
        obsessed, swoon, swoons, swooning, weak in the knees, weak at the knees, hubba hubba, ooh la la, oh la la, hot stuff, va va voom, awooga,
        awoooga, drool, drools, drooling, lust, lustful, attracted, attraction, adores, adoring, adoration, affection, affectionate, affectionately,
        kisses, kissing, blows a kiss, blow a kiss, blowing a kiss, kissy, kissy face, smooch, smooches, mwah kiss, xoxo, xo, valentines,
        valentine's day, cupid, soulmate, soul mate, lovebirds, lovey dovey, honeymoon, wedding, marry me, will you marry me, married, engaged,
        girlfriend, boyfriend, darling, passion, passionate, fangirl, fangirls, fanboy, butterflies in love, i love you, i love it, love it,
        love this, ❤️, 🧡, 💛, 💚, 💙, 💜, 🖤, 🤍, 🤎, 🩷, 💗, 💓, 💞, 💘, 💝, ♥, 😙, 😚, 💋, 😽, 💌, 🌹, 💑, 💏
        """,
        whole_picture.love,
    ),
    thing(
        "sunglasses",
        "Sunglasses drop",
        worn.sunglasses,
        """
        sunglasses, shades, cool, cool guy, deal with it, swagger, badass, awesome, chill, 😎, 🕶, sunglasses drop, sunglasses come down,
        sunglasses drop down, sunglasses fall, sunglasses slide down, puts on sunglasses, puts on shades, put on sunglasses, glasses drop,
        glasses come down, glasses fall down, shades on, cool shades, cool as a cucumber, cool cat, cool dude, cool kid, looks cool, so cool,
        super cool, too cool, too cool for school, keeps cool, dealwithit, deal with it glasses, swag, suave shades, boss move, boss moves, bossy,
        badassery, bad ass, like a pro, pro move, slick shades, smooth shades, stylish, in style, fashionable, on fleek, dope, sick move, epic,
        legend, legendary, absolute legend, rad, chilling, chillin, chills, laid back, laidback, easy peasy, no sweat, piece of cake, unfazed,
        unfased, unflappable, csi miami, horatio caine, yeaaah, too easy, mr cool, top gun, matrix glasses, men in black, vacation mode,
        holiday mode, on holiday, suntan, sunbathing, sunbathe, nailing it, 🆒, 🏖, 🏝, on vacation
        """,
        happenings.sparkle,
    ),
    thing(
        "thug-life",
        "Thug life",
        worn.thug_life,
        """
        thug life, pixel glasses, gangster, gangsta, like a boss, thuglife, thug, thug life glasses, gold chain, gangstas, gangster style,
        gangster walk, og, original gangster, g thug, mlg, mlg glasses, 8 bit glasses, pixelated glasses, pixelated sunglasses, pixel sunglasses,
        pixel shades, pixelated shades, 8 bit sunglasses, 8 bit shades, hustler, rapper, hip hop, hiphop, snoop dogg, savage, savagely, stone cold,
        no regrets, like a gangster, bling, bling bling, outlaw, bad boy, bad guy, bad to the bone
        """,
    ),
    thing(
        "party-hat",
        "Party hat",
        worn.party_hat,
        """
        party hat, party, partying, 🥳, party hats, cone hat, birthday hat, puts on a party hat, party time, party animal, party mode, party blower,
        party horn, partied, parties, it's party time, let's party, let's get this party started, new year's eve, new years, happy new year, nye,
        office party, leaving party, fiesta, shindig, festive, festivities, festival, carnival, mardi gras, tgif, friday feeling, it's friday,
        happy friday, finally weekend, weekend mode, piñata, pinata, streamers, 🪅, 🎈
        """,
        happenings.party,
    ),
    thing(
        "clown",
        "Clown nose",
        worn.clown,
        """
        clown, clown nose, clownery, joker, silly, goofy, red nose, honk, circus, 🤡, clowns, clowning, clown around, clown makeup,
        puts on clown makeup, putting on clown makeup, clown face, clown shoes, clown car, clown show, send in the clowns, red clown nose,
        i'm the clown, i am the clown, class clown, clownish, clown world, honk honk, what a clown, bozo, pennywise, ronald mcdonald, jester,
        court jester, buffoon, make a fool of himself, making a fool of, makes a fool of herself, fool of himself, foolish, foolishly, april fools,
        april fool, fooled, fooled again, played for a fool, dunce, goof, goofball, goofing, goofs around, goofy face, silly face, silly goose,
        makes a silly face, funny face, pulls a funny face, dork, doofus, dumb and dumber, whoopee, prank, pranked, pranks, got pranked, wacky,
        zany, circus act, 🎪, 🤪, 😛, sticks her tongue out, sticks his tongue out, stick tongue out, tongue out, blows a raspberry, pulls a face,
        pulling faces, makes a face, makes faces
        """,
    ),
    thing(
        "halo",
        "Halo",
        horns.halo,
        """
        halo, angel, angelic, saint, innocent angel, 👼, halo appears, halo over head, halo above head, puts a halo on, angels, like an angel,
        little angel, angel wings, wings of an angel, guardian angel, saintly, saints, patron saint, holy, holier than thou, heavenly, heaven,
        heaven sent, goodie two shoes, goody two shoes, goody goody, teacher's pet, did nothing wrong, done nothing wrong,
        haven't done anything wrong, pure soul, pure hearted, pure of heart, virtuous, virtue, sinless, divine, blameless, cherub, cherubic,
        god bless, saint like, employee of the month, 🪽
        """,
    ),
    thing(
        "devil",
        "Devil horns",
        horns.devil,
        """
        devil, horns, demon, satan, demonic, 😈, 👿, devils, devilish, devilishly, devil horns, horns grow, horns sprout, horns come out, grows horns,
        grow horns, red horns, demons, demon eyes, demonically, possessed, possession, exorcist, exorcism, satanic, lucifer, beelzebub, antichrist,
        hellspawn, from hell, boss from hell, client from hell, straight from hell, pitchfork, diablo, devil on shoulder, devil's advocate,
        little devil, she devil, imp, impish, naughty devil, sinner, sinful, temptation, tempting, 🔱, 🐐
        """,
    ),
    thing(
        "crown",
        "Crown",
        worn.crown,
        """
        crown, king, queen, royal, royalty, majesty, princess, prince, 👑, crowned, crowning, crown appears, golden crown, tiara, king of,
        king of the world, king of the hill, queen bee, drama queen, queens, kings, yas queen, yass queen, yasss queen, yaas queen, slay, slays,
        slaying, slay queen, slayed, reigns, royally, regal, monarch, your majesty, your highness, highness, her majesty, his majesty, empress,
        coronation, bow before, bow down, bows before, kneel before, king arthur, vip, greatest of all time, princess vibes, prom queen, prom king,
        🤴, 👸, 🫅, 🏰
        """,
    ),
    thing(
        "money-rain",
        "Money rain",
        airborne.money_rain,
        """
        money, money rain, rain money, raining money, make it rain, rich, cash, payday, salary, bonus, dollar, dollars, lottery, jackpot, stonks, 🤑,
        💰, 💸, 💵, moneybags, money bags, money falls, money falling, bills falling, bills fall, bills flying, dollar bills, money everywhere,
        rains money, raining cash, raining dollars, raining bills, rains dollars, rains cash, cash rain, throw money, throws money, throwing money,
        swim in money, swimming in money, show me the money, take my money, shut up and take my money, money money money, all about the money,
        cash money, cash in, cha ching, kaching, ka ching, cashing in, laughing all the way to the bank, all the way to the bank, to the bank,
        richer, riches, rich as hell, filthy rich, loaded with cash, millionaire, billionaire, fortune, wealth, wealthy, wolf of wall street,
        wall street, scrooge mcduck, scrooge, pay day, paycheck, pay raise, gets a raise, got a raise, get a raise, raise approved, salary day,
        bonus day, bonuses, bonus season, won the lottery, wins the lottery, lotto, prize money, bitcoin, crypto, stonk, stock market, profit,
        profits, dividends, expense account, big bucks, bucks, moolah, greedy, greed, 💶, 💷, 💴, 🪙, 💳, 🏦, 📈, 💲, give a raise, gets a big raise
        """,
        happenings.rich,
    ),
    thing(
        "confetti",
        "Confetti",
        airborne.confetti,
        """
        confetti, celebrate, celebrates, celebration, congrats, congratulations, hooray, yay, woohoo, hurray, 🎉, 🎊, confetti falls, confetti rains,
        confetti cannon, throws confetti, celebrating, celebratory, celebrations, pop the champagne, pops champagne, pop champagne, popping bottles,
        pop the bottles, congrats to, congratulate, congratulates, congratulating, grats, gratz, kudos confetti, felicitations, mazel tov,
        way to go team, hooraah, huzzah, hurrah, yay us, yaay, yaaay, yayy, woo hoo, woot, w00t, whoo, whoop, whoop whoop, whoopie, whee, ta da,
        tada, ta dah, ta daa, voila, fireworks, firework, hit the target, hit our target, hits the target, big win, promotion, promoted,
        gets promoted, got promoted, got the job, gets the job, new job, got hired, you're hired, graduation, graduates, graduated, it's a boy,
        it's a girl, baby shower, we're live, went live, gone live, goes live, launch day, launch party, released to production, grand opening,
        milestone, 🎆, 🎇, 🎏, 🧨, 🎁
        """,
        happenings.party,
    ),
    thing(
        "cake",
        "Birthday cake",
        held.cake,
        """
        cake, birthday, happy birthday, candles, blow out candles, anniversary, 🎂, 🍰, cakes, birthday cake, bday cake, birthday girl, birthday boy,
        birthday wishes, happy bday, bday, b day, hbd, happy b day, happy birthday to you, birthdays, it's my birthday, it's his birthday,
        it's her birthday, blow candles, blow the candles, blows candles, blow out the candles, blows out the candles, blowing out candles, candle,
        makes a wish, make a wish, cake day, slice of cake, piece of cake birthday, cupcake, cupcakes, another year older, turns 30, turns 40,
        turns 50, 80th, 18th birthday, 🧁, 🕯
        """,
    ),
    thing(
        "coffee",
        "Coffee",
        held.coffee,
        """
        coffee, coffee time, sip, sips, sipping, tea, sips tea, drinks tea, drinks coffee, need coffee, morning coffee, espresso, latte, ☕, 🍵,
        coffees, coffee break, cup of coffee, cup of joe, cuppa, cup of tea, mug of coffee, coffee mug, coffee cup, coffee first, but first coffee,
        fresh coffee, strong coffee, black coffee, iced coffee, hot coffee, too much coffee, no coffee, more coffee, needs coffee, wants coffee,
        without coffee, first coffee, coffee please, coffee addict, caffeine, caffeinated, decaf, cappuccino, americano, frappuccino, macchiato,
        flat white, starbucks, nescafe, barista, hot chocolate, hot cocoa, matcha, chai, green tea, tea time, teatime, tea break, spills the tea,
        sipping tea, sip tea, kermit sipping tea, but that's none of my business, none of my business, sips coffee, sipping coffee, drink coffee,
        drinks his coffee, drinks her coffee, drinks a coffee, drinking coffee, slurp, slurps, takes a sip, take a sip, 🫖, 🧉, 🧋, 🥤
        """,
    ),
    thing(
        "popcorn",
        "Popcorn",
        held.popcorn,
        """
        popcorn, eats popcorn, eating popcorn, here for the drama, watching drama, grabs popcorn, 🍿, pop corn, eat popcorn, munches popcorn,
        munch popcorn, munching popcorn, munching, munch, bucket of popcorn, brings popcorn, grab popcorn, grabbing popcorn, gets the popcorn,
        get the popcorn, get popcorn, passes the popcorn, pass the popcorn, michael jackson popcorn, michael jackson eating popcorn,
        here for the comments, just here for the comments, here for this, watches the drama, watch the drama, watching the drama,
        watching the drama unfold, watch drama unfold, drama unfolds, enjoys the drama, enjoying the drama, enjoy the show, enjoying the show,
        enjoys the show, watching the show, watches the show, watch the show, watch the world burn, at the movies, watching a movie, watches a film,
        netflix, netflix and chill, binge watch, bingewatching, grab a seat, pull up a chair, spill the tea, spill the beans, gossip, gossiping,
        juicy gossip, hot goss, goss, juicy, entertained, entertainment, entertaining, are you not entertained, tv show, 🎬, 🎥, 📺, 🎞
        """,
    ),
    thing(
        "laser-eyes",
        "Laser eyes",
        bursts.laser_eyes,
        """
        laser eyes, lasers, laser, laser beams, eyes shoot, superman eyes, eyes glow, glowing eyes, laser eye, lazer eyes, lazer, lazers,
        laser vision, laser beam, laser beams from eyes, lasers shoot, lasers shooting, lasers shoot from eyes, lasers from eyes, shoots lasers,
        shooting lasers, shoots laser beams, fires lasers, fire lasers from eyes, shoots beams, shoot beams, beams out of eyes, beams from eyes,
        beams from his eyes, beams from her eyes, eye beams, eyes shoot lasers, eyes shoot beams, heat vision, superman laser, superman vision,
        homelander, homelander eyes, cyclops, x men cyclops, eyes glowing, eyes glow red, glowing red eyes, red glowing eyes, red eyes,
        eyes turn red, bitcoin eyes, terminator eyes, terminator, cyborg, sith eyes, burning gaze, burning stare
        """,
    ),
    thing(
        "steam",
        "Steam from ears",
        bursts.steam_from_ears,
        """
        steam, steam from ears, steam comes out, fuming, fume, fumes, boiling, boil, ♨, steam out of ears, steam coming out of ears,
        steam coming out of my ears, steam comes out of ears, steam comes out of his ears, steam from my ears, steam from his ears,
        steam from her ears, steam from nose, steam shoots out, steam shooting out of ears, steaming, steamed, smoke from ears,
        smoke comes out of ears, smoke out of ears, smoke coming out of ears, smoking ears, ears smoking, ears steaming, ears smoke,
        letting off steam, lets off steam, let off steam, blow off steam, blowing off steam, boiling mad, boiling with rage, boiling with anger,
        boiling inside, boils with rage, boils with anger, blows steam, like a kettle, kettle boiling, pressure cooker, about to explode,
        ready to explode, about to burst, blows his stack, blow stack, blows a valve, head of steam, volcanic, about to erupt, erupt, erupts,
        overheat, overheats, overheated, overheating, whistle blows, train whistle, 🌋, 💨, 😤💨
        """,
    ),
    thing(
        "mind-blown",
        "Mind blown",
        bursts.mind_blown,
        """
        mind blown, mindblown, mind is blown, blow my mind, blows my mind, blows his mind, blows her mind, head explodes, head exploding,
        brain explodes, exploding head, big brain, galaxy brain, 🤯, 🧠, mind blow, mind blowing, mindblowing, mind = blown, mind equals blown,
        mind gets blown, mind explodes, mind exploding, minds blown, mind is exploding, blew my mind, blew his mind, blew her mind, blow mind,
        blows mind, blowing my mind, blown mind, brain blown, brain blows up, brain melts out, brain explosion, brain exploding, brain implodes,
        brain meltdown, head explode, head blows up, head blew up, top of head explodes, top of his head blows off, head pops, head pops off,
        head bursts, galaxy brain meme, expanding brain, enlightenment, enlightened, ascend, ascends, transcend, transcends, next level,
        big brain time, 200 iq, 1000 iq, einstein, tim and eric mind blown, mindfuck, mind bending, mindblow, whoa dude, this changes everything,
        changes everything, game changer, inception, revelation, 🤯🤯, 🌌
        """,
        whole_picture.mind_blown,
    ),
    thing(
        "broken-heart",
        "Broken heart",
        held.broken_heart,
        """
        broken heart, heart breaks, heartbreak, breakup, break up, dumped, 💔, heart broken, heart broke, heart is broken, heart broken in two,
        heart breaks in two, heart snaps, heart snaps in two, heart shatters, heart shattered, heart cracks, heart splits, heart splits in two,
        heart torn, heart aches, heartache, heart ache, heart in pieces, heart sinks, breaks my heart, break my heart, breaks his heart,
        breaks her heart, broke my heart, breaking my heart, broke his heart, broke her heart, heartbreaking, heartbreaker, break heart, breaks up,
        broke up, broken up, breaking up, splits up, split up, got dumped, gets dumped, she left me, he left me, left him, it's over between us,
        divorce, divorced, ex girlfriend, ex boyfriend, love hurts, lovelorn, unrequited, unrequited love, rejected by crush, friendzone,
        friend zone, friendzoned, ghosted, got ghosted, stood up, jilted, betrayed, betrayal, betray, backstabbed, backstab, cheated on, cheats on,
        sad valentine, alone on valentine's, ❤️‍🩹, 🥀, heartbroken
        """,
    ),
    thing(
        "question",
        "Question marks",
        airborne.question,
        """
        question, questions, confused, confuse, confusion, question mark, question marks, doesn't understand, don't understand, do not understand,
        clueless, thinking, think, wonder, math lady, 🤔, ❓, ❔, question marks appear, question marks float, questioning, questioningly,
        huh question, confusing, confusedly, confuzzled, confuddled, befuddled, baffled, baffling, baffle, bewildered, bewilderment, perplexed,
        perplexing, perplexity, mystified, muddled, flummoxed, discombobulated, nonplussed, stumped, bemused, clueless look, confused look,
        confused face, looks confused, so confused, confused nick young, nick young, confused john travolta, john travolta, travolta,
        confused travolta, confused math lady, math lady meme, calculating lady, calculating, doing math, does the math, do the math,
        doing the math, math, maths, equations, formulas, algebra, calculus, calculate, calculates, don't get it, doesn't get it, do not get it,
        didn't get it, does not get it, i don't get it, not getting it, don't understand anything, doesn't understand anything, didn't understand,
        can't understand, cannot understand, no comprende, makes no sense, doesn't make sense, does not make sense, don't make sense, no sense,
        does this make sense, over my head, over his head, over her head, goes over head, it's all greek to me, all greek to me, greek to me,
        lost in translation, looks lost, i'm lost, totally lost, completely lost, lost and confused, wait who, who are you, who dis, who is this,
        who am i, where am i, where is everybody, how come, but why, why though, but how, how is that possible, how is this possible,
        what's going on, what is going on, what is happening, what's happening, what just happened, what happened, what on earth, what in the world,
        what are you talking about, what do you mean, what does that mean, what is this, what's this, what is that, say again, thinks,
        thinking hard, thinking face, thinks hard, thinking emoji, deep in thought, lost in thought, think about it, thinks about it, wonders,
        wondering, wonder why, scratch head, scratches head, scratches his head, scratches her head, scratching head, scratching his head,
        head scratcher, scratch my head, mystery, mysterious, enigma, sherlock, detective, investigate, investigates, trying to figure out,
        tries to figure out, figure out, figuring out, tries to understand, trying to understand, tries to remember, trying to remember,
        can't remember, cannot remember, doesn't remember, forgets, forgetful, brain fog, wtf is this, come again huh, dumbfounded question, ❔❔, 🤨❓,
        🕵, overthinking, overthink, overthinks, head scratching, not following, can't follow, lost the thread, lost the plot, beyond me,
        it's beyond me, went over my head, goes over my head, can't wrap my head around, double dutch, gibberish, clear as mud
        """,
        whole_picture.confused,
    ),
    thing(
        "idea",
        "Idea",
        bursts.idea,
        """
        idea, has an idea, light bulb, lightbulb, eureka, epiphany, aha, figured it out, inspiration, 💡, ideas, great idea, good idea,
        brilliant idea, bright idea, genius idea, best idea, new idea, got an idea, gets an idea, get an idea, have an idea, having an idea,
        had an idea, i have an idea, comes up with an idea, idea pops up, idea strikes, idea hits, light bulb moment, lightbulb moment,
        light bulb goes on, light bulb over head, light bulb lights up, lightbulb goes on, lightbulb above head, lightbulb appears, light goes on,
        light comes on, aha moment, ah ha, ahaa, a ha moment, ohh, oooh i get it, oh i get it, i get it now, get it now, finally gets it, it clicks,
        clicks into place, something clicks, the penny drops, penny drops, penny dropped, figures it out, figure it out, figured out, solved it,
        solves it, solved, found the bug, finds the bug, found the solution, finds the solution, solution, cracked it, cracks the code,
        cracked the code, eureka moment, inspired, inspire, brainwave, brain wave, brainstorm, brainstorming, genius, stroke of genius, clever,
        smart, smart move, roll safe, tapping head, taps head, taps his head, taps temple, taps his temple, taps her temple, tap temple,
        points to head, points at his head, points to his head, invents, inventor, innovation, innovative, by jove, i've got it, i got it,
        moment of clarity, clarity, 🔆, 🧑‍🔬
        """,
    ),
    thing(
        "siren",
        "Red alert",
        held.siren,
        """
        siren, alarm, red alert, alert, emergency, police, production is down, prod is down, server down, on call, incident, 🚨, sirens,
        siren goes off, sirens blaring, siren wails, flashing red light, red light flashing, flashing lights, red lights, alarms, alarm bells,
        alarm goes off, alarm bell, sound the alarm, sounds the alarm, raise the alarm, ring the alarm, fire alarm, alarm clock, red flag,
        red flags, code red, defcon 1, defcon, mayday, sos, s o s, alert alert, warning sign, dangerous, danger zone, emergency meeting,
        emergency lights, call the police, call 911, 911, 112, evacuate, evacuation, all hands on deck, man the battle stations, battle stations,
        houston we have a problem, we have a problem, we've got a problem, outage, server is down, servers are down, servers down,
        server is on fire, site is down, website is down, system is down, everything is down, production went down, production down, prod went down,
        prod down, prod broke, prod is broken, broke prod, broke production, breaks prod, breaks production, site down, database is down,
        server crash, server crashes, server crashed, pager goes off, pagerduty, pager, on call phone, p0, p1, sev1, sev 1, severity one,
        security breach, breach, data breach, data leak, intruder, this is not a drill, not a drill, oncall, ⚠, 🆘, 🚒, 🚑, 🚓, 👮, ❗❗
        """,
    ),
    thing(
        "hundred",
        "One hundred",
        airborne.hundred,
        """
        100, hundred percent, one hundred, facts, keep it real, 💯, 100 percent, 100%, hundred points, one hundred percent, keep it 100,
        keeping it 100, keep it 💯, 💯💯💯, perfect score, top marks, full marks, a+, straight facts, big facts, no cap, nocap, for real,
        for real for real, fr fr, frfr, on god, ong, so real, real talk, preach, this is the way, wordup, hundo, hundo p, say no more,
        couldn't have said it better, well said, what he said, what she said, this so much, so much this, this 💯, all the way, bullseye, bulls eye,
        max score, maximum effort, two hundred percent, 110 percent, 110%, 🎯
        """,
    ),
    thing(
        "skull",
        "Dead",
        airborne.skull,
        """
        skull, dead, i'm dead, died, dies, rip, killed me, rest in peace, 💀, ☠, skulls, i'm deceased, im deceased, deceased, im dead, i am dead,
        so dead, literally dead, dead as a doornail, dead body, drops dead, drop dead, falls over dead, falls dead, dropped dead, dying,
        died of cringe, kills me, killing me, you killed me, this killed me, i'm slain, murdered, murdered by words, r i p, rip me, rest in pieces,
        rest in peace me, gone forever, game over, you died, wasted gta, skeleton, grave, gravestone, tombstone, graveyard, coffin, coffin dance,
        grim reaper, reaper, death, to death, deadly, deathly, fatal, fatality, lethal, jolly roger, 🦴, ⚰, 🪦, 🏴‍☠️
        """,
    ),
)
