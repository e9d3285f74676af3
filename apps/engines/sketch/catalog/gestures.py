"""Reactions of heads and hands."""

from apps.engines.sketch import whole_picture
from apps.engines.sketch.catalog.entries import gesture
from apps.engines.sketch.gestures import deeds, heads, signs, strength
from apps.engines.sketch.reaction import Reaction

NEAR = 0.25
"""Where a head alone says it, the eyes span so much of the picture."""

GESTURES: tuple[Reaction, ...] = (
    gesture(
        "nod",
        "Nod",
        heads.nod,
        """
        nod, yes, agree, approval, yep, yeah, of course, nod yes, nod in agreement, nods along, nod head,
        jack nicholson nodding, head nod, robert redford nod, agreement, in agreement, i agree, totally agree, couldn't agree more,
        could not agree more, approving nod, nod of approval, approving look, seal of approval, yup, yea, ya, aye, uh huh, mhm, mmhmm, mm hmm,
        sure thing, absolutely yes, you bet, that's right, that's correct, so true, i concur, concur, understood, got it, makes sense, fair enough,
        fair point, good point, affirmative, yes please, yes yes, yesss, not bad, obama not bad, makes a good point, of course yes,
        can confirm, confirms, sounds good, keeps agreeing, bobblehead, bobble head, takes a bow, take a bow, ✅, ✔, ☑, 👌👍, pretend to listen,
        nods as if he understands, nods and smiles, smile and nod, yes man, on board, i'm on board, thumbs up nod, makes perfect sense, preach nod,
        fair play, hear you, i hear you,
        deal,
        oh i see, ah i see, i see now, i see i see, ah okay, ah ok, nods wisely, deep nod,
        big mood, same here
        """,
        whole_picture.nod,
        near=NEAR,
    ),
    gesture(
        "shake-head",
        "Shake head",
        heads.shake_head,
        """
        shake head, nope, no way, refuse, refuses, disagree, disapprove, smh, 🙅, no no, no no no, nah, nuh uh, uh uh, nope nope nope, noo, nooo,
        hell no, heck no, hell naw, absolutely not, definitely not, certainly not, of course not, no chance, not a chance, no can do, no thanks,
        no thank you, no deal, no go, no sir, not today, not happening, not gonna happen, won't happen, not on my watch, over my dead body,
        never ever, never in my life, never again, say no, said no, tells him no, head shake, headshake, shake head no, disappointed head shake,
        shake head in disbelief, shakes head sadly, deny, decline, disagreement, don't agree, do not agree, not agree, don't think so,
        do not think so, i don't think so, i think not, i disagree, i refuse, refusing, refusal, objection, veto, out of the question, forbidden,
        forbid, not allowed, access denied, just no, please no, god no, dear god no, tell me no, tsk no, wag finger, finger wag, shakes finger,
        that's not how this works, stop right there, disappointed but not surprised, disappointed in you, 🙅‍♀️, 👎🙅, 🚫, ⛔, ❌,
        tsk, tsk tsk, tut tut, clicks tongue, tutting,
        time out,
        dwight false
        """,
        near=NEAR,
    ),
    gesture(
        "tilt-head",
        "Tilt head",
        heads.tilt_head,
        """
        tilt head, head tilt, huh, puzzled, hmm, cock head, head cocked, tilts its head, head to one side, head to the side, lean head,
        confused puppy, confused dog, puzzling, puzzlement, quizzical tilt, hmmm, hmmmm, hmmmmm, huh what, listen closely, ponder, pensive,
        contemplate, contemplation, mulls over, mull it over, scratches his chin, stroke chin, strokes beard, rubs chin
        """,
    ),
    gesture(
        "facepalm",
        "Facepalm",
        deeds.facepalm,
        """
        facepalm, face palm, palm to face, hand over face, hides face, hide face, doh, how stupid, 🤦, face in hands, face in palm, face into hands,
        puts face in hands, head in hands, buries face in hands, bury face, hand on face, hand on forehead, hand to forehead, palm on face,
        palm on forehead, palm to forehead, smack forehead, slap forehead, hits forehead, slaps his own face, slaps hand on face, cover face,
        hide behind hands, head desk, headdesk, bangs head, bangs head on the desk, bang head against wall, headbutts the desk, head hits the desk,
        picard, captain picard, picard facepalm, double facepalm, smh my head, how dumb, so dumb, so stupid, that's stupid, dumb, stupid, stupidity,
        idiot, idiotic, idiocy, moron, moronic, i'm an idiot, dumbass, dummy, surrounded by idiots, rookie mistake, what have i done, what did i do,
        i forgot, forgot the attachment, epic fail, face meets palm, regret, regretful, silly me, can't be serious facepalm, for fuck's sake, ffs,
        for crying out loud, for god's sake, for heaven's sake, who wrote this code, goddammit, goddamn it, damn it, dammit, darn it, not this,
        oh for, face plant, ffs again, shame on you, 🤦‍♂️, 🤦‍♀️, headache, migraine, massages temples, rubs temples, pinch bridge of nose,
        you had one job, had one job, shot himself in the foot, shoots himself in the foot, shot in the foot, shoot in foot, backfires, backfired,
        forgot his anniversary, forgot the birthday, forgot his wife's birthday,
        brain fart,
        epic facepalm, jfc
        """,
    ),
    gesture(
        "thumbs-up",
        "Thumbs up",
        signs.thumbs_up,
        """
        thumb up, good job, well done, nice work, great job, ship it, lgtm, 👍, two thumbs up, big thumbs up, double thumb up, thumbs go up,
        gives a thumbs up, puts thumb up, thums up, thumsup, thumbsup, i like it, like it, likey, upvote, plus one, +1, good work, great work,
        good one, great stuff, good stuff, way to go, you got this, you can do it, go for it, go ahead, green light, looks good to me, looks good,
        sounds great, good to go, all good, all clear, no problem, no worries, you did great, did great, you did it, great success, borat,
        very nice, excellent, brilliant, splendid, superb, terrific, marvelous, fantastic, top notch, first class, keep it up,
        keep up the good work, pat on the back, kudos, props, props to you, attaboy, attagirl, awesome job, amazing work, amazing job, nailed,
        merge it, approve the pr, thumb up emoji, sgtm, encourage, encouragement, 🫵👍, 🤝, thumbs way up, two thumbs way up, thumb held high,
        solid work, nailed the presentation, way to be, nice going, good call, great call, good choice, good boy, good girl, very good, pretty good,
        love the idea, like the idea, likes the plan, happy with it, gives the green light, gives the go ahead, approves the budget, boss approves,
        seal of approval thumb, big like, like button, smash that like button, hit like,
        np, break a leg, bet
        """,
    ),
    gesture(
        "thumbs-down",
        "Thumbs down",
        signs.thumbs_down,
        """
        thumb down, dislike, boo, reject, bad idea, 👎, two thumbs down, thumbs go down, gives a thumbs down, booo, boooo, not a fan, no fan of,
        not my cup of tea, not my thing, don't like, do not like, does not like, i hate it, hate it, not good, not good enough, no good, not great,
        not cool, not okay, not ok, not nice, not a good idea, terrible idea, worst idea, worst ever, sucks, it sucks, this sucks, you suck,
        that sucks, crappy, shitty, lame, weak sauce, downvote, two out of ten, zero out of ten, one star, zero stars, one star review, bad review,
        bad job, poor job, poor work, disapproves, disapproving thumb, rejection, turned down, turn it down, turns it down, shot down, shoots down,
        minus one, -1, ratio, l take, bad take, hard pass, pass on that, no bueno, nein, failed miserably, unacceptable, negative feedback,
        criticize,
        do not want, don't want
        """,
    ),
    gesture(
        "ok",
        "OK",
        signs.ok_hand,
        """
        ok, okay, perfect, chef kiss, exquisite, fine by me, 👌, okey, okie, okie dokie, okey dokey, okidoki, okey doke, kk, ok sign, okay sign,
        ok hand, ok hand sign, okay hand, makes an ok sign, everything's ok, everything is okay, it's ok, it's okay, that's ok, all is well,
        all okay, perfection, perfecto, delicious, yummy, yum, tasty, delish, mouthwatering, nom nom, nomnom, nom, bon appetit, bellissimo,
        magnifique, on point, spot on, flawless, immaculate, just right, good for me, works for me, fine with me, suits me, it's a deal, done deal,
        no complaints, ten out of ten, 10/10, 5 stars, five star, 🤌, 😋, 🧑‍🍳, lick lips, smacks lips,
        mouth watering
        """,
    ),
    gesture(
        "victory",
        "Victory",
        signs.victory,
        """
        victory, peace sign, we won, win, winner, ✌, v sign, victory sign, two fingers, peace out, peace and love, peace fingers,
        makes a peace sign, v for victory, we did it, we made it, they did it, you win, i won, win the game, won the deal,
        winner winner chicken dinner, champion, championship, we are the champions, first place, number one, gold medal, trophy, conquers,
        conquered, undefeated, success, successful, success kid, succeed, pump fist, fist pump, fistpump, fist in air, raises fist, fist bump,
        high five, highfive, arms in the air, arms up, throws arms up, raises arms, raise both arms, hands in the air, yes we can, yes we did,
        touchdown, goooal, home run, slam dunk, bingo, deal closed, closed the deal, beat the record, gg, good game, ez, easy win, epic win, ftw,
        for the win, mvp, free at last, 🏆, 🥇, 🙌, ✊, 👊, 🏁, on a roll, out of the park, knocked it out of the park, hit it out of the park,
        winning streak, clean sweep, sweet victory, in your face win, beat the boss, v fingers, fist raised, double fist pump, victory dance,
        victory lap, victory royale, flawless victory, i'm the best, we're the best, best of the best, numero uno, number 1, beats everyone,
        beats them all, first to finish, cross the finish line, gold rush, nailed it first, hallelujah victory, yes yes yes, yess, who's the man,
        boo yah, booyah, boom baby, take that, in the bag, it's in the bag, we rule,
        punches the air, punch the air, air punch
        """,
    ),
    gesture(
        "rock-on",
        "Rock on",
        signs.rock_on,
        """
        rock on, headbang, party hard, 🤘, rock out, rock n roll, rock'n'roll, rock star, rockstar, rocker, you rock, this rocks, heavy metal,
        metalhead, metal head, metal horns, horns up, devil sign, hard rock, punk rock, head bang, bangs her head to music, air guitar, guitar solo,
        electric guitar, mosh, mosh pit, rave metal, party on, party on wayne, hell yeah, hell yes, fuck yeah, cowabunga, kowabunga, hang loose,
        shaka, surf's up, gnarly, radical, wayne's world, metallica, ac/dc, motorhead, turn it up to eleven, go wild, 🎸, 🤙, 🥁,
        metal, total metal
        """,
    ),
    gesture(
        "muscle",
        "Strong",
        strength.muscle,
        """
        muscle, strong, flex, strength, 💪, muscular, flex muscles, flex biceps, bicep, shows muscles, shows off muscles, buff, ripped, jacked,
        swole, beefcake, beast mode, gains, bodybuilder, body builder, bodybuilding, weightlifting, lift weights, bench press, pump iron, push ups,
        pushups, workout, work out, strongman, strong woman, stronger, strongest, mighty, powerful, superpower, super strength, superhero,
        super hero, superman, wonder woman, hercules, schwarzenegger, rambo, tough guy, tough as nails, strong as an ox, can do attitude,
        we can do it, rosie the riveter, i got this, girl power, hold my beer, stay strong, hang in there, resilient, gigachad, chad, alpha, sigma,
        fearless, brave, bravery, courage, courageous, bring it on, challenge accepted, 🏋, 🦾, 🦸, come at me bro, come at me, bring it,
        roll up sleeves, show me those guns, gun show, check out these guns, welcome to the gun show, guns out, kick ass, warrior, gladiator,
        spartan, this is sparta, ready to fight, fights back, won't back down, never give up, don't give up, power pose, thor, wolverine,
        go get em, go get them, got this, you can do this, i can do this
        """,
    ),
    gesture(
        "heart-hands",
        "Heart hands",
        signs.heart_hands,
        """
        heart hands, thank you so much, thanks, thank you, grateful, gratitude, 🫶, hand heart, heart with hands, makes a heart, make a heart,
        making a heart, forms a heart, heart shape, heart sign, heart gesture, finger heart, shows a heart, shows some love, send love,
        lots of love, love you all, love u guys, love y'all, thx, ty, tysm, tyvm, thankful, thanks so much, thanks a lot, thanks a million,
        many thanks, thanks everyone, thanks team, you're the best, best team ever, appreciate, appreciation, so grateful, much obliged, bless you,
        blessed, bff, besties, best friends, hug, group hug, virtual hug, big hug, compassion, sympathy, friendship, merci, gracias, danke, 🫰, 👐, 🤲
        """,
    ),
    gesture(
        "wave",
        "Wave",
        signs.wave,
        """
        wave, hello, hi, hey, bye, goodbye, good morning, welcome, greet, 👋, hiya, heya, howdy, hola, aloha, ciao, bonjour, yo, hey there, hi there,
        hello there, hello world, hello everyone, greetings, good afternoon, good evening, gm, morning all, nice to meet you, long time no see,
        welcome aboard, welcome back, welcome to the team, waves hello, wave goodbye, waves hand, waves at the camera, wave at me, bye bye, byebye,
        buh bye, bai, byee, byeee, cya, see ya, see ya later, see you later, see you soon, see you tomorrow, see you monday, later alligator,
        laters, ttyl, farewell, so long, adios, au revoir, sayonara, hasta la vista, toodles, ta ta, tata, cheerio, good bye, say goodbye,
        on my way out, signing off, log off, i'm out, i'm outta here, outta here, gone fishing, out of office, bon voyage, take care, safe travels,
        off on vacation, 🖐, ✋, 🙋, head out, imma head out, i'm off, off i go, off we go,
        raises hand, raise hand, hand up
        """,
    ),
    gesture(
        "clap",
        "Clap",
        deeds.clap,
        """
        clap, bravo, 👏, clap clap, clap clap clap, clap hands, citizen kane, handclap, gives a round, golf clap, polite clap, claps along,
        claps politely, well played, good show, brava, hear hear, encore, claps enthusiastically, 👏👏
        """,
    ),
    gesture(
        "slow-clap",
        "Slow clap",
        deeds.slow_clap,
        """
        slow clap, claps slowly, sarcastic clap, sarcastic applause, slowclap, slow golf clap, claps very slowly, claps sarcastically,
        sarcastically claps, sarcastic slow clap, ironic applause, ironic clap, claps unimpressed, oh bravo, joker clap, congratulations genius
        """,
    ),
    gesture(
        "applause",
        "Applause",
        deeds.applause,
        """
        applause, applaud, standing ovation, ovation, cheering crowd, crowd cheers, round of applause, big round of applause, thunderous applause,
        standing o, give it up for, gives a standing ovation, crowd goes wild, crowd roars, crowd goes crazy, audience claps, audience applauds,
        audience cheers, cheer, clap for, everyone claps, everybody claps, they all clap, all clap, praise, acclaim, hat off, chapeau, hail,
        all hail, kudos to the team, three cheers, hip hip hooray, hip hip, hear hear hear, take a bow crowd, roars of approval, big hand for,
        great speech, impressed, impressive, very impressed, color me impressed
        """,
    ),
    gesture(
        "pray",
        "Please!",
        deeds.pray,
        """
        pray, beg, fingers crossed, hope, namaste, 🙏, prayer, pretty please please, please please, please please please, pls pls, plz plz,
        i beg you, begs for mercy, mercy, have mercy, on my knees, gets down on knees, kneel, folded hands, hands folded, folds hands,
        hands together, palms together, puts hands together, cross fingers, keep fingers crossed, fingers crossed emoji, hopefully, hoping for,
        wish me luck, good luck, wish, knock on wood, touch wood, god help me, god help us, help us, lord help me, lord have mercy, dear god,
        dear lord, oh lord, sweet jesus, amen, hallelujah, thank god, thank goodness, thank heavens, bless, pleeease, pleaseee, send help, implore,
        beseech, favor please, do me a favor, say a prayer, say a little prayer, apologize, apology, apologetic, sorry, so sorry, i'm sorry,
        forgive, pardon me, mea culpa, repent, 🛐, 🙇, 🤞, 📿, bended knee, on bended knee, gets on his knees, falls to her knees, drops to knees,
        beg forgiveness, begs for forgiveness, have mercy on, spare me please, pray for me, prayers up, thoughts and prayers, pretty pls,
        pleasepleaseplease, looks to heaven, looks up to heaven and prays, oh mighty, praise the lord, i owe you one, give me a chance,
        one more chance, second chance, give me one more day,
        save me, somebody save me,
        apologise, asks for forgiveness,
        inshallah
        """,
    ),
    gesture(
        "shrug",
        "Shrug",
        signs.shrug,
        """
        shrug, no idea, don't know, dunno, idk, who knows, not my problem, i have no clue, 🤷, shrug it off, shrug shoulders, raises shoulders,
        shoulders go up, shoulder shrug, shruggie, shrug emoji, palms up, hands up in confusion, has no idea, no clue, has no clue, haven't a clue,
        hasn't a clue, no clue whatsoever, not a clue, don't have a clue, i don't know, i dunno, do not know, does not know, don't ask me,
        don't look at me, beats me, search me, your guess is as good as mine, god knows, heaven knows, who's to say, can't say, not sure, unsure,
        i'm not sure, uncertain, undecided, no opinion, not my job, not my department, above my pay grade, not my circus, not my monkeys,
        not my fault, not it, it is what it is, c'est la vie, oh well, ah well, what can you do, what can i do, what are you gonna do,
        what do i know, worth a shot, why not, don't mind, doesn't matter, whichever, either way, either or, no preference, works on my machine,
        wasn't my turn, indecisive, eh, ehh, noncommittal, nonchalant, 🤷‍♂️, 🤷‍♀️, water off a duck's back, water under the bridge, go figure,
        que sera sera, such is life, that's life, win some lose some, tough luck, could go either way, don't give a damn, don't give a shit,
        gives no fucks, zero fucks given, no fucks given, meh whatever,
        never mind, nevermind, can't be bothered, ask me later,
        no big deal, no biggie, nvm, idc, idgaf, don't give a fuck
        """,
    ),
    gesture(
        "mic-drop",
        "Mic drop",
        deeds.mic_drop,
        """
        mic drop, drop mic, microphone, boom done, 🎤, micdrop, mike drop, drop the microphone, microphone drop, obama mic drop, boom roasted,
        boom mic drop, and that's that, case closed, end of story, end of discussion, end of debate, that's all folks, i rest my case, rest my case,
        nuff said, enough said, roasted, burned him, shots fired, last word, final word, argument won, wins the argument, debate over,
        thank you goodnight, no further questions,
        i quit, i resign, take this job and shove it
        """,
    ),
    gesture(
        "finger-guns",
        "Finger guns",
        signs.finger_guns,
        """
        finger gun, pew pew, eyy, ayy, 👉, 👈, fingerguns, finger gun salute, finger pistol, double finger guns, shoots finger guns, pew, pew pew pew,
        ayyy, ayyyy, eyyy, eyyyy, heyyy, fonz, fonzie, fonzi, gotcha, you got it, you got it dude, you da man, you the man, that's my boy,
        right back at you, right back at ya, zoop, bang bang, smooth operator, slick, 👉👉, 👈👈, 🔫, 🤠
        """,
    ),
    gesture(
        "salute",
        "Salute",
        signs.salute,
        """
        salute, aye aye, yes sir, at your service, respect, 🫡, military salute, gives a salute, stand at attention, attention soldier,
        aye aye captain, aye captain, aye aye sir, captain my captain, oh captain my captain, o captain my captain, yes captain, yes boss, yes maam,
        yes chef, sir yes sir, yessir, yes sir yes, roger, roger that, copy that, ten four, 10 4, wilco, on it, i'm on it, on it boss, right away,
        right away sir, will do, at once sir, as you wish, your wish is my command, reporting for duty, ready for duty, for duty, on duty,
        pay respects, press f, press f to pay respects, f to pay respects, f in the chat, respectful, honor, honour, hats off to you, tips hat,
        tip of the hat, tips fedora, hat tip, mlady, thank you for your service, loyal, loyalty, obey, obedient, patriotic, order received, 🪖,
        stand to attention, at attention, snaps to attention, o7, oui chef, yes my lord, my liege, curtsy, curtsey, follow orders, takes orders,
        understood sir, i obey, semper fi, hats off sir, i salute, m'lord, good day sir, good day to you,
        consider it done, 10-4
        """,
    ),
    gesture(
        "point",
        "Point and laugh",
        signs.point,
        """
        point at, pointing, point and laugh, you there, 🫵, point finger, finger pointing, point at you, points at me, points at the camera,
        point laugh, laugh at you, laughs at me, laughs at his expense, at expense, mock, mockery, mockingly, ridicule, taunt, jeer, make fun of,
        makes fun of, making fun of, nelson muntz, haw haw, i want you, uncle sam, you're fired, it was you, blame, accuse, j'accuse, you did this,
        it's your fault, that's you, look at this guy, get a load of this guy, look at him, look at that, leonardo dicaprio pointing,
        dicaprio pointing, loser, noob, in your face, suck it, suckers, burn on you, 👆, 👇, ☝, laughs at him, mocking spongebob, spongebob mocking
        """,
    ),
)
