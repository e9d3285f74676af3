"""What prompts say without naming a reaction: what happened to someone, and things that a reaction is only near to."""

from apps.engines.sketch.catalog.entries import words

_SITUATIONS = {
    "smile": """
        content, at ease, comfortable, sunshine, good day, nice day, good weather, weekend plans, compliment from the boss, beautiful day,
        approves of, warm, cozy, cosy, reunited, cuddle, home at last, lights up""",
    "grin": """
        surprise party, holiday starts, vacation starts, vacation approved, day off, snow day announced, free pizza, free food, free lunch,
        puppy arrives, good news, lucky, luck, boss is away, meeting got cancelled, meeting is cancelled, meeting cancelled,
        meeting canceled, cancels the meeting, goes home early, leave early, long weekend, presents, gift, gifts, treat, concert tickets,
        best friend, bestie""",
    "laugh": """
        funny, joke, jokes, pun, puns, stand up comedy, comedian, comedy, meme, memes, cat video, cat videos, prank call, bloopers""",
    "sob": """
        lost, lose, loses the game, gets fired, got fired, fired, laid off, layoff, layoffs, loss, lost the client, lost the game,
        rejected by, missed, misses, deleted my work, lost my work, forgot to save, didn't save, unsaved, dropped my phone, phone drops,
        dropped his phone, flat tyre, flat tire, vacation is over, holiday is over, vacation ends, last slice, out of coffee,
        out of cookies, bankrupt, broke, taxes, tax return, budget cuts, budget gets cut, cut my budget, nobody came, alone, bad news, season finale,
        titanic ending, collapses, collapse, dies alone, bank account, bank balance, rent is due""",
    "single-tear": """
        touched, goodbye party, last day at work, last day, retirement, retires, retiring, wedding speech, sad song, sad movie, emotions""",
    "rage": """
        printer, printer jams, jams, paper jam, paper jams, traffic, traffic jam, stuck in traffic, cut off in traffic, parking ticket,
        stole my lunch, steals my lunch, stole my stapler, merge conflict, merge conflicts, force push, force pushed, force pushes,
        spilled on my keyboard, wifi is down again, windows update, unskippable ads, spam, scam, robocall, double booked,
        moved the deadline, moves the deadline, changes the requirements, changed the requirements, on hold, customer service,
        slow internet, battle cry, fight, fights, kick off, kicks off, argue, argues, arguing, argument, feud, no milk left, tailgate,
        someone ate my lunch, someone ate my sandwich, somebody ate my lunch, somebody ate my sandwich, ate the last, someone eats my lunch,
        somebody eats my lunch, someone eats my food, someone eats my yogurt, someone eats my sandwich, takes my parking spot,
        took
        my parking spot, changes everything again""",
    "silent-fury": """
        micromanage, micromanages, micromanager, micromanaging, interrupt, interrupts, interrupted, interrupting, talks over, took credit,
        takes credit, steals my idea, stole my idea, nitpick, nitpicks, nitpicking, rejects my expenses, expense report, expense reports,
        follow up email, just following up, circle back, let's circle back, noisy neighbor, noisy neighbour, loud chewing, chews loudly, chewing,
        clips nails, dirty dishes, not fixed, chats loudly, talks loudly, keeps talking, reply hazy""",
    "disgust": """
        microwaves fish, microwaved fish, microwave fish, moldy sandwich, expired milk, old milk, sour milk, hair in my soup, hair in soup,
        fridge smell, office fridge, cleaning the fridge, broccoli, brussels sprouts, pineapple pizza, pineapple on pizza, durian, dirty toilet,
        trash, garbage, sewage, sweaty socks, cockroach, bug in my food, fly in soup""",
    "cringe": """
        wrong chat, wrong channel, wrong window, on mute, you're on mute, not on mute, forgot to mute, unmuted, unmute, mic was on, camera was on,
        camera on by accident, reply all, replies all, replied all, calls the teacher mom, called her mom, autocorrect, typo, typos, waves back at,
        tripped, trip over, falls over, fell down, falls down, slips, slipped, stumbles, icebreaker, ice breaker, team building, karaoke,
        small talk, elevator, team photo, dad dancing, old photos, teenage photos, linkedin post, linkedin, corporate jargon, synergy, weird""",
    "fear": """
        boss wants to talk, boss is behind, boss walks in, dentist, alone in the dark, haunted, heights, height, edge of a cliff, plane crash,
        turbulence, clown in the sewer, audit, auditor, auditors, tax man, drops the production database, rm -rf, rm rf, thunder, scary, monster,
        spider, spiders""",
    "shock": """
        price, price tag, electricity bill, invoice, reads the news, news, the results, unexpected guest, opens the letter,
        opens the report, opens the email, over budget, salary of, quits, quit, resigns, resigned, walks in on, stunt, finds out, found out,
        learns the truth, winning number, spoiler, spoilers, wow, cloud bill, aws bill, bill, restaurant bill, phone bill, gas price,
        gas prices, rent increase, price increase""",
    "gasp": """
        drops the phone, drops the vase, forgot, forgets, left the stove on, left the oven on, stove, oven on, late, overslept, forgot the birthday,
        left the door open, missed the train, missed the bus""",
    "side-eye": """
        new guy, gossiping coworkers, stole, steals, steal, thief, sneaks, sneak, sneaking, cheats, cheating, cheat, liar, lying, lies, lie,
        excuse, excuses, dog ate my homework, someone took the last, took the last, smug coworker, who ate my, who took my, who did this,
        crypto bro, cat stares, cat stare, turns around slowly, slowly turns around, turns slowly, slowly turns head, turns head slowly,
        looks over shoulder""",
    "eye-roll": """
        email, emails, meeting, meetings, invite, calendar invite, calendar, standup, stand up meeting, daily standup, reorg, reorganization,
        restructuring, powerpoint slides, newsletter, memo, corporate, buzzword, buzzwords, explains, explaining, lecture, lectures, lecturing,
        agile, scrum, jira, jira ticket, tickets, quick question, quick call, quick sync, per my email, politician, politicians, nag, nags, nagging,
        monologue of the boss, chatgpt, seriously, ai will replace, feedback form, survey""",
    "raised-eyebrow": """
        estimate, estimates, proposal, claims, claim, promises, promise, two weeks, sounds legit, big if true, bold claim, weird request,
        strange request, strange, unusual, odd, hmm really""",
    "blink": """
        stare, stares, staring, says nothing, without a word, silent, silence, silently, speaks no word, comprehend, comprehends""",
    "puppy-eyes": """
        wants a treat, wants the last cookie, last cookie, asks for a raise, asks for help, begged, asks for more, hungry, needs help""",
    "sleepy": """
        night shift, late night, long day, heavy lunch, big lunch, newborn, baby kept me up, lullaby, no coffee left, close eyes,
        closing eyes""",
    "yawn": """
        monday standup, alarm clock, dawn, sunrise, first thing in the morning""",
    "bored": """
        slide deck, slides, presentation, training video, compliance training, webinar, town hall, all hands, queue, queues, waiting in line,
        in line, on hold music, paperwork, spreadsheet, spreadsheets, data entry, quarterly review, terms and conditions, budget meeting, waiting,
        waits, wait, waited, powerpoint""",
    "dizzy": """
        merry go round""",
    "drunk": """
        christmas party, office christmas party, bachelor party, hen night, stag night, beer garden, karaoke night""",
    "blush": """
        love letter, praised in front of everyone, praised, pajamas, pyjamas, secret admirer, first kiss""",
    "proud": """
        new baby, first commit, first deploy, first day, marathon, school play, star pupil, homemade, home made, diploma, award, awards,
        promoted to""",
    "nervous-sweat": """
        deploys on friday, deploying on friday, deploy on friday, deployed on friday, deploy on a friday, push to production,
        pushes to production, pushed to production, push to prod, pushes to prod, pushed to prod, friday deploy, friday deployment,
        friday afternoon deploy, deadline, deadlines, demo, live demo, demo day, first presentation, interview, interviews, job interview,
        exam, exams, performance review, annual review, review with the boss, hr, hr calls, hr wants, called into the office, boss calls,
        boss is calling, boss asks, boss is typing, manager is typing, police behind me, first day nerves, code review, production access,
        wrong button, pressed the wrong button, last minute, screen sharing, shares his screen, shared the wrong screen, meet the parents,
        on call weekend, ran out of time, running out of time, secret, boss typing, called on in class, asked to speak, surprise meeting,
        meeting with the
        ceo, one on one with the boss, lie detector""",
    "evil-grin": """
        trap, sets a trap, poisoned cookie, deletes the competition, monopoly, muah, blackmail, voodoo""",
    "dead-inside": """
        legacy code, cobol, perl, fax, fax machine, backlog, 500 unread emails, unread emails, unread, inbox, sixth meeting, fifth meeting,
        back to back meetings, meeting marathon, meetings all day, retro, retrospective, sprint planning, rebase, yaml, regex, open office,
        open plan, tired parents, on fire again, scope creep, cubicle, commute, commuting, existence, adulting, adulthood, taxes again,
        thing is cancelled, works weekends, working weekends, weekend work""",
    "nod": """
        permission, hired him, boss agrees, deals, fine, alright, true, correct, exactly, indeed, precisely, listens, listening, seems legit, bow""",
    "shake-head": """
        kids these days, how could you, bad dog, bad cat, disappointed parent, wrong answer, incorrect, ban, bans, banned""",
    "facepalm": """
        fail, fails, failed, failing, failure, breaks the build, broke the build, build is broken, build breaks, build is red, red build,
        tests are red, red tests, tests fail, build fails, deploy fails, pipeline fails, broken build, broken, bug, bugs,
        typo in production, mistake, mistakes, error, wrong file, attachment, forgot attachment, wrong person, locked out,
        locked himself out, forgot password, forgot my password, password is password, password123, password, worked on my machine,
        deleted the database, deletes the database, dropped the table, drops the table, committed the password, spills, spill, spilled,
        spilt, intern, missing semicolon, semicolon, walks into a door, walks into a glass door, wrong meeting, boomer,
        have you tried turning it off, turning it off and on again, cancelled, canceled, denied again, refused, damn, crap, darn,
        wrong button again, wrong branch, wrong database, pushed to main, pushes to main, deletes the branch, deletes everything,
        hit send too early""",
    "thumbs-up": """
        approved, approve, yes boss, can do, accepted, merged, merge, deployed, deploys, fixed, fixes, fixed the bug, fixes the bug, working, works,
        works now, works again, it works, finished, finishes, finish, complete, completed, completes, helpful, supportive, support, good, great,
        nice, positive, approves""",
    "thumbs-down": """
        bad food, bad movie, flop, flops, flopped, worse, poor, poorly, defeat, defeats, cancel, cancels, disqualified, denied the raise, bad,
        terrible, horrible, awful, worst, negative""",
    "victory": """
        deal signed, signed the contract, signs the contract, contract signed, new customer, new client, sold, sale, sales, sells,
        beat the competition, gets the contract, record, world cup, finish line, score, scores, goal, tournament, match point, opponent, escape,
        escapes, freedom, quits the job, quit the job, done for the day, holiday, closes the laptop, logs off for the weekend""",
    "muscle": """
        gym, power, protein, spinach, popeye, push through, survive, survives, survived, hulk""",
    "heart-hands": """
        team lunch, colleagues, coworkers, followers, support team, donation, donates, donate, charity, mother's day, father's day, thoughtful,
        volunteer, helps""",
    "wave": """
        new colleague, first day at work, new here, joins the call, joins the meeting, leaves the meeting, leaves the office, leaves for the day,
        home time, going home, goes home, off to vacation, arrives, arrive, departs, clock out, clocks out""",
    "applause": """
        speech, performance, encore, concert, finale, release party, retirement party, great job team, team effort, champion's welcome,
        opera singer, unveils, unveil""",
    "pray": """
        please, pls, plz, hope it works, hoping it compiles, compile, compiles, wishes, miracle, send pizza, begs for a raise, help""",
    "shrug": """
        maybe, perhaps, could be, anyway, anyhow, estimate when, when will it be done, random, ambiguous, whatever works, roadmap, no documentation,
        no docs, undocumented, who broke it, who broke the build""",
    "mic-drop": """
        wins the debate, last slide, argument over, comeback, zinger, best speech, quits on stage, karaoke king, rap, rapper, freestyle""",
    "salute": """
        boss orders, sergeant, anthem, national anthem, veteran, veterans, boss gives an order""",
    "point": """
        noob question, tripped over, cat falls, slips on a banana, banana peel, falls off the chair, falls off his chair, meets his doppelganger,
        doppelganger""",
    "love": """
        new bike, new shoes, chocolate cake, date night, romantic dinner, kitten arrives, bride, groom, wedding day, perfect match, match made""",
    "sunglasses": """
        boss mode, sunny beach, walks in late, first in the office, superstar arrives, swagger walk, lit, nailed, vacation, beach""",
    "party-hat": """
        hooray friday, half birthday, jubilee, last working day, five o'clock""",
    "clown": """
        believed, believes, i believed, thought it would be easy, thought it was easy, it'll be a quick fix, quick fix, one line change,
        small change, joined a startup, bought crypto, bought at the top, buys high""",
    "halo": """
        helps grandma, returns the wallet, saves the day, saved the day, saves a cat, followed the rules, follows the rules, good deed, good boy,
        good girl, church choir""",
    "devil": """
        temptation, late fees, landlord, sells his soul, sold my soul, contract with small print, small print, deal with the devil, evil twin""",
    "crown": """
        promoted to ceo, ceo, team lead, new boss, best employee, employee of the year, number one dad, best mom, best dad, best boss, wins best""",
    "money-rain": """
        raise, investment, investor, investors, funding, funded, funding round, ipo, exit, sells the company, sold the company, inheritance,
        inherits, inherited, refund, refunded, tax refund, cashback, discount, sale price, black friday, found money, expensive, budget approved""",
    "confetti": """
        passed, tests pass, tests passed, build passes, build passed, build is green, tests are green, all green, goes green,
        turns green at last, green build, pr approved, pr merged, pull request approved, pull request merged, deploy works,
        deploy succeeded, deployment succeeded, release, releases, released, launch, launches, new release, version 1.0, new version,
        project done, project finished, finished the project, sprint done, done with exams, finals are over, degree, hit quota,
        target reached, goal reached, reaches the goal, millionth user, first customer, first sale, new office, it's official,
        approved at last, offer letter, job offer, hired, anniversary, got in, accepted to, shipped, launched, compiles on the first try,
        compiled on the first try, first try, first attempt, pizza has arrived, pizza arrives, pizza is here, back online, back up,
        comes back up, up again, up and running, food arrives, lunch arrives, delivery arrives, package arrives, parcel arrives,
        compiles the first time, works the first
        time, first time right, gets the job, pay rise, meets the deadline, quota reached""",
    "cake": """
        turned 30, turns fifty, party cake, sweet sixteen, another year, years old, gets older, grandma turns""",
    "coffee": """
        morning meeting, wake me up, needs a boost, need energy, breakfast, afternoon slump, mid afternoon""",
    "popcorn": """
        drama, fight in the comments, comment section, comments, flame war, twitter, tweet, tweets, thread, reality tv, debate, watching them argue,
        argue in the thread, two coworkers fight, colleagues argue""",
    "mind-blown": """
        magic trick, quantum, quantum physics, universe, physics, multiverse, time travel, conspiracy, conspiracies, truth about,
        secret of the universe, learned that, new fact, fun fact, black hole""",
    "question": """
        why, huh, requirements, specification, specs, vague, unclear, riddle, puzzle, wrong turn, crossword, ikea, ikea instructions, instructions,
        tax form, error message, stack trace, stacktrace, code without comments, new framework, accent, foreign language, blockchain""",
    "idea": """
        shower thought, shower thoughts, found a way, workaround, hack that works, invention, has a plan, apple falls, newton, patent, startup idea,
        bulb""",
    "siren": """
        down again, went down, goes down, database, hacked account, emergency exit, hazard, hazards, server room, crisis, urgent, warning,
        danger, pager, alert, burglar, theft, robbery, stolen laptop, release blocker, hotfix, rollback, cops, ambulance, police,
        prod breaks, production breaks, prod is broken, prod crashes, site is down, website is down, server is down,
        servers are
        down, app crashes, everything is down, outage, incident, security incident, data leak""",
    "hundred": """
        absolutely, totally, facts, truth, legit, literally me, relatable, goals, preach it, agree so hard, quality""",
    "skull": """
        gym day, leg day, first run, after the workout, took the stairs, 30 floors, heart stopped, killed, die, murder""",
    "on-fire": """
        everything breaks, everything goes wrong, all at once, release day, server melts, black friday traffic, quarter end, end of quarter,
        year end, kitchen fire, barbecue, bbq, grill, oven, burnt dinner, chili, wasabi, heartburn, spicy""",
    "rain": """
        bad day, monday weather, picnic ruined""",
    "snow": """
        cold, aircon, ac too cold, air conditioning""",
    "spotlight": """
        takes over the meeting, first solo, audition, quiz show, game show, theatre play, presenting, presenter, celebrity visit""",
    "speed-lines": """
        epic, hero, deadline mode, crunch, typing furiously, rush, rushes, workaholic, focused coding, productive, productivity, coding spree,
        marathon finish""",
    "zoom": """
        movie scene, film scene, poker, duel, tension rises""",
    "glitch": """
        crash, crashes, crashed, laptop dies, computer dies, laptop broke, wifi, wi fi, offline, old pc, hard drive""",
    "melt": """
        hot, sweltering office, chocolate in the sun, dessert in the sun, sunburnt""",
    "explode": """
        gas leak, fire cracker, overflows, egg in the microwave, champagne cork, burst pipe""",
    "underwater": """
        fish tank leak, pipe bursts, flooding, swamped, too many tickets, too many tasks, too many emails, buried in work, beach dive""",
    "disco": """
        dj set, party song, playlist, friday dance""",
    "ghost": """
        skip the meeting, skips the meeting, leaves without saying, slips away, sneaks out, leaves unnoticed, never replies, no reply,
        stops replying, left on read, on read, cemetery, attic""",
    "sparkle": """
        clean desk, cleaned, spotless, shampoo, princess dress, photo shoot""",
    "breathe": """
        waits calmly, silence is golden, holiday mood, massage, tea ceremony, cat purrs, out of breath""",
    "not-amused": """
        serious""",
}

SITUATIONS = {name: words(text) for name, text in _SITUATIONS.items()}
"""By the name of a reaction, what makes people react so. Read only where a prompt names no reaction."""

_SETTINGS = {
    "party-hat": "friday, weekend, new year, thursday, after work",
    "grin": "christmas",
    "yawn": "morning, mornings, 5am, 6am",
    "sleepy": "3am, 3 am, 2am, 4am, after lunch, overtime",
    "dead-inside": "monday, mondays, monday morning, monday mornings",
    "rain": "november, autumn",
    "snow": "january, december, february",
    "melt": "summer",
    "sob": "sunday evening, sunday night",
}

SETTINGS = {name: words(text) for name, text in _SETTINGS.items()}
"""By the name of a reaction, when something happens. Read only where a prompt says nothing else: what breaks on a Friday is no party."""
