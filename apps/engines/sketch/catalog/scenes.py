"""Reactions of everything around a person."""

from apps.engines.sketch import happenings, whole_picture
from apps.engines.sketch.catalog.entries import scene
from apps.engines.sketch.reaction import Reaction
from apps.engines.sketch.scenes import (
    breath,
    camera_tricks,
    dancing,
    earthquake,
    explosion,
    fire,
    horrors,
    lights,
    pixels,
    water,
    weather,
)

SCENES: tuple[Reaction, ...] = (
    scene(
        "on-fire",
        "This is fine",
        fire.on_fire,
        """
        on fire, everything on fire, everything burns, this is fine, fire, flame, burn, inferno, dumpster fire, 🔥, set on fire, catch fire,
        goes up in flames, up in flames, in flames, on fire behind, fire behind, fire in the background, flames behind, flames in the background,
        flames everywhere, fire everywhere, everything burns down, burn down, house on fire, house burns, room on fire, office on fire,
        office is burning, world on fire, world burns, room is burning, hair on fire, pants on fire, liar liar, blaze, ablaze, wildfire, bonfire,
        campfire, arson, arsonist, pyro, disaster girl, disaster, catastrophe, catastrophic, chaos, chaotic, mayhem, hellfire, fire dog,
        dog in fire, dog in a burning room, burning room, im fine, everything's fine, it's fine, i'm okay with this, totally fine, we're fine,
        all is fine, fine dog, elmo fire, elmo in flames, apocalypse, apocalyptic, doomsday, end of the world, armageddon, scorched, straight fire,
        hot sauce, 🧯, 🌶, 🔥☕🐶, burst into flames, pretends everything is okay, pretend everything is fine, hell breaks loose, all hell breaks loose,
        all hell broke loose, hell on earth, highway to hell, in hell, welcome to hell, burning behind, it's all burning, crash and burn,
        world is ending, ship is sinking and burning, up in smoke, goes up in smoke, sets the office on fire, dracarys, dragon fire, phoenix,
        calm in flames, calmly in flames, calm in the fire, calmly in the fire, calm while everything burns, calm while the office
        burns, sitting calmly in the fire, sitting calmly in flames, sips coffee in flames, sits in the fire, sits in flames,
        calmly sitting in flames, calmly sits in the fire, calm amid the flames, calm among the flames, calmly drinks coffee in the
        fire, calmly sits while everything burns
        """,
    ),
    scene(
        "rain",
        "Rain",
        weather.rain,
        """
        rain, rainy, storm, stormy, thunder, lightning, gloomy, downpour, 🌧, ⛈, ☔, ⚡, rain falls, rains down, rainfall, rain pours, rain cloud,
        raincloud, cloud over head, cloud above head, dark cloud, storm cloud, it's pouring, pouring rain, pours down, heavy rain, pouring down,
        soaked, soaking wet, drenched, drenching, raindrop, drizzle, drizzly, shower of rain, raining cats and dogs, cats and dogs, thunderstorm,
        thunder and lightning, lightning strike, lightning bolt, struck by lightning, hurricane, typhoon, monsoon, bad weather, rain on me,
        rain on my parade, grey day, gray day, stormy weather, london weather, perfect storm, hail storm, flash flood, 🌦, 🌩, ☁, 🌂, 💧, 🌫, 🌪,
        cloud over his head, rain cloud over head, dark cloud over head, gray cloud over head, grey cloud over head, black cloud
        over head, cloud hangs over head
        """,
    ),
    scene(
        "snow",
        "Snow",
        weather.snow,
        """
        snow, snowy, freezing cold, icy, winter, blizzard, freeze to death, ❄, 🥶, ⛄, snowfall, snowflake, snow falls, falling snow, snow storm,
        snowstorm, snowed in, snowed under, snowball, snowman, snow day, snow globe, freezing, it's freezing, freezing to death,
        freezes her butt off, freezing my ass off, so cold, too cold, very cold, ice cold, cold outside, it's cold, baby it's cold outside,
        feels cold, bitterly cold, lips turn blue, turns blue, brr, brrr, brrrr, shiver, chilly, chattering teeth, wintery, wintry,
        winter is coming, winter wonderland, let it snow, white christmas, north pole, south pole, arctic, antarctica, siberia, polar, igloo,
        frozen solid, frosty, frosted, frostbite, frozen elsa, elsa, avalanche, aircon too cold, air conditioning, christmas time, xmas,
        merry christmas, ☃, 🎄, 🌨
        """,
    ),
    scene(
        "spotlight",
        "Spotlight",
        lights.spotlight,
        """
        spotlight, center stage, centre stage, on stage, star of the show, main character, 🎭, spot light, in the spotlight, under the spotlight,
        spotlight on, spotlight shines, spotlight hits, limelight, in the limelight, stage lights, takes the stage, steps on stage,
        takes center stage, all eyes on me, all eyes on, all eyes on him, center of attention, centre of attention, look at me, it's showtime,
        showtime, show time, broadway, theatrical, monologue, soliloquy, to be or not to be, shakespeare, solo performance, grand entrance,
        dramatic entrance, makes an entrance, diva, superstar, movie star, film star, star is born, hollywood, red carpet, celebrity, paparazzi,
        famous, fame, put on the spot, on the spot, interrogation, interrogate, ted talk, keynote, standup comedy, stand up comedian,
        main character energy, ladies and gentlemen, and the oscar goes to, oscar speech, 🌟🎭, 🔦, 📸, lights camera action, camera action,
        star of the, becomes famous, fifteen minutes of fame, steal the show, curtain rises, curtain up, solo on stage, standing on stage,
        rise and take a bow, oscar winning, oscar winner, best actor, emmy, grammy, tony award, chosen one, angels sing, heavenly light,
        blinded by the light, drumroll, drum roll
        """,
    ),
    scene(
        "speed-lines",
        "Speed lines",
        camera_tricks.speed_lines,
        """
        speed lines, anime, manga, intense stare, intense, intensely, focus, determined, determination, concentrate, speedlines, motion lines,
        action lines, manga lines, anime lines, anime speed, anime power, anime style, anime zoom, comic lines, zoom lines, focus lines, super fast,
        so fast, very fast, really fast, too fast, goes fast, fast forward, lightning speed, light speed, lightspeed, warp speed, hyperspace,
        full speed, full speed ahead, full throttle, high speed, at top speed, top speed, supersonic, turbo, turbo mode, nitro, speed up, speeding,
        accelerate, dashes, zooming past, zoom past, rushing, in a hurry, hurry, hurry up, hustling, racing, fast and furious, gotta go fast, sonic,
        sonic the hedgehog, running late, late for work, super saiyan, saiyan, goku, kamehameha, dragon ball, naruto, power level, power up,
        over 9000, it's over 9000, gets serious, getting serious, intensity, intense focus, intense look, laser focus, lock in, game face,
        in the zone, concentration, hyperfocus, hyper focus, eyes on the prize, eye of the tiger, determined look, determined face, resolute,
        hero landing, action hero, action shot, unstoppable, full steam ahead, 🏎, 🏃, ⏩, 🚀, 💨🏃
        """,
    ),
    scene(
        "dolly-zoom",
        "Dolly zoom",
        camera_tricks.dolly_zoom,
        """
        dolly zoom, vertigo, realization, realize, realise, dawn on, it dawns, flashback, sudden realization, dollyzoom, dolly shot,
        dolly zoom effect, vertigo effect, vertigo shot, jaws effect, jaws zoom, like in jaws, hitchcock, hitchcock zoom, hitchcock effect,
        trombone shot, background stretches, background zooms, background pulls away, background moves away, zolly, contra zoom, sudden realisation,
        realisation, it hits him, it hits her, it hits me, it dawns on him, dawning, dawning realization, moment of realization,
        horrible realization, terrible realization, slowly realizes, suddenly realizes, suddenly remembers, remembers he left, remember, flash back,
        vietnam flashback, vietnam, war flashbacks, ptsd, oh god no, what have we done, existential zoom, world stretches, uncanny, tunnel vision
        """,
    ),
    scene(
        "zoom",
        "Dramatic zoom",
        camera_tricks.zoom,
        """
        zoom, zooms, zoom in, dramatic zoom, dramatic, dramatically, close up, suspense, 🔍, zooming, zoomed, zooming in, slow zoom, slow zoom in,
        slow zoom on face, zooms in slowly, zoom on face, zooms in on face, zoom to face, zoom in on his eyes, quick zoom, fast zoom, crash zoom,
        snap zoom, punch zoom, camera zooms in, camera zooms, camera moves in, camera moves closer, camera pushes in, push in, closeup,
        close up of face, extreme close up, closer and closer, move closer, come closer, getting closer, leans in, leans closer, dramatic chipmunk,
        dramatic look, dramatic turn, dramatic music, dramatic effect, dramatic close up, dun dun duun, soap opera, telenovela, suspenseful,
        suspense music, thriller, western standoff, standoff, stand off, staredown, staring contest, stares intensely, stares intently,
        intense stare down, eyes locked, eye contact, locks eyes, clint eastwood, good bad and ugly, magnify, magnifying glass, looms, ken burns, 🔎,
        🎦, plot thickens, tension builds, intense zoom
        """,
    ),
    scene(
        "freeze-frame",
        "Freeze frame",
        camera_tricks.freeze_frame,
        """
        freeze frame, record scratch, yep that's me, yup that's me, pause, time stops, stops in time, stand still, ⏸, freezeframe, frame freezes,
        picture freezes, image freezes, freeze in place, frozen in time, freezes mid sentence, screen freezes, zoom call freezes, zoom froze,
        frozen on zoom, video freezes, stand frozen, hit pause, on pause, time stands still, time stop, time freezes, stops dead, stopped dead,
        stock still, stops in his tracks, stops moving, doesn't move, can't move, motionless, paralyzed, paralysed, like a statue, turns to stone,
        turned to stone, statue, petrify, medusa, mannequin challenge, mannequin, that's me, you're probably wondering, wondering how i got here,
        you're probably wondering how i got here, how i got here, how i ended up here, bet you're wondering, to be continued, jojo, takes a photo,
        photo is taken, black and white photo, ⏯, 📷, 🗿, frozen on the spot, rooted to the spot, glued to the spot, stops the clock, time stands,
        buffering face, freezes mid, freezes mid word, mid sentence freeze, freeze
        """,
    ),
    scene(
        "deep-fry",
        "Deep fry",
        camera_tricks.deep_fry,
        """
        deep fry, deep fried, fried, cursed, overcooked, dank, deepfry, deep fryer, deep fried meme, deep fried look, dank meme, cursed image,
        cursed meme, cursed look, jpeg artifacts, low quality, low res, potato quality, nuked, nuke meme, burnt to a crisp, bass boost, ear rape,
        earrape, shitpost, brainrot, brain rot, ultra contrast, 🅱
        """,
    ),
    scene(
        "shake",
        "Earthquake",
        earthquake.shake,
        """
        shake, earthquake, vibrate, jitter, jittery, tremor, wobble, jelly, shakes violently, screen shake, camera shake, shaky, shaky cam,
        shaky camera, room shakes, ground shakes, everything shakes, everything trembles, building shakes, earth shakes, earth moves, quake hits,
        earth quake, richter, seismic, aftershock, rumble, vibration, on vibrate, rattle, jiggle, jello, jelly like, wobbly, wiggle, judder, twitch,
        convulse, spasm, bass drop, turbulence, bumpy, bumpy ride, hyper, hyperactive, sugar rush, sugar high, too much caffeine, caffeine overdose,
        on a bumpy road, godzilla, stampede, 📳, 🫨,
        ground trembles, earth trembles, floor trembles, building trembles, walls tremble, floor shakes, walls shake, desk shakes,
        ground quakes, ground moves, ground vibrates, walls vibrate, room trembles
        """,
    ),
    scene(
        "glitch",
        "Glitch",
        camera_tricks.glitch,
        """
        glitch, glitchy, hack, hacker, buggy, error, static, corrupt, matrix, cyber, malfunction, blue screen, 👾, 🤖, glitches out, glitch art,
        glitch effect, glitch in the matrix, in the matrix, like the matrix, matrix code, red pill, does not compute, doesn't compute, system error,
        error 404, 404, 404 not found, page not found, not found, 500 error, internal server error, segfault, segmentation fault, kernel panic,
        null pointer, stack overflow, exception, syntax error, fatal error, runtime error, bsod, blue screen of death, windows error, windows crash,
        has stopped working, stopped working, not responding, brain.exe has stopped working, reboot, restart, system crash, system failure,
        computer crash, broken tv, tv static, screen goes static, white noise, no signal, signal lost, lost signal, bad connection, bad signal,
        poor connection, wifi drops, wifi is down, wifi dies, lag, laggy, vhs, vhs tape, old tv, crt, scanlines, scan lines, interference,
        distortion, distort, warped, cyberpunk, cyber attack, mr robot, virus, malware, computer virus, trojan, ransomware, android malfunction,
        robotic, short circuit, system overload, chromatic aberration, rgb split, bugs out, bugged, datamosh, simulation is broken, 📺⚡, 🖥, 💾, 📟, 📠,
        internet connection, bad internet, slow connection
        """,
    ),
    scene(
        "melt",
        "Melt",
        horrors.melt,
        """
        melt, drip, heat, heatwave, dissolve, ooze, 🥵, melts away, melt into a puddle, puddle, into a puddle, melts like ice cream, melts like wax,
        face melts, face melts off, melts down, meltdown melt, drips down, drippy, liquefy, liquify, like wax, like butter, like a candle,
        like ice cream in the sun, ooze out, goo, gooey, slime, slimy, goopy, sludge, droop, sag, dali, salvador dali, dali clocks, surreal,
        raiders of the lost ark, too hot, so hot, very hot, it's hot, boiling hot, scorching, scorching hot, sweltering, hot in here, hot outside,
        heat wave, 40 degrees, 100 degrees, no aircon, ac broke, aircon broken, air conditioning broke, sauna, sunburn, wicked witch, i'm melting,
        🌡, ☀, 🌞
        """,
        happenings.melt,
    ),
    scene(
        "explode",
        "Explosion",
        explosion.explode,
        """
        explode, explosion, boom, blast, bomb, bang, blow up, kaboom, 💥, 💣, explodes into, explosion behind, explosion in the background,
        big explosion, huge explosion, blow everything up, blown to bits, blown to pieces, time bomb, bomb goes off, bomb explodes, nuke, nuked it,
        nuclear, nuclear bomb, nuclear explosion, atomic, atom bomb, atomic bomb, mushroom cloud, dynamite, tnt, c4, grenade, missile,
        rocket explodes, go boom, goes kaboom, big boom, boom boom, ka boom, pow, wham, blam, kapow, bam, detonate, detonation, implode,
        self destruct, self destruction, combust, spontaneous combustion, michael bay, cool guys don't look at explosions,
        walks away from explosion, shockwave, big bang, supernova, asteroid, meteor, gender reveal, pop goes, 🧨💥, ☄, ☢
        """,
    ),
    scene(
        "underwater",
        "Underwater",
        water.underwater,
        """
        underwater, ocean, drown, bubbles, drowns in work, 🌊, 🐟, 🫧, under water, under the sea, beneath the waves, below the surface, deep sea,
        deep ocean, bottom of the ocean, bottom of the sea, at sea, aquarium, fish tank, fishbowl, fish bowl, little mermaid, aquaman, atlantis,
        submerge, snorkel, scuba, scuba diving, bubbles rise, bubbles come up, blub blub, glub, glub glub, drowns in emails, drowning in tickets,
        drowning in paperwork, drown in, sinking, shipwreck, nemo, finding nemo, coral reef, swimming pool, tsunami, tidal wave, wave crashes, 🐠, 🐡,
        🤿, 🧜, 🏊, 🚢,
        up to neck in work, up to neck, up to ears in work, buried in tickets, buried in emails, buried in paperwork, in over head,
        can't keep head above water, inbox overflows
        """,
        happenings.underwater,
    ),
    scene(
        "disco",
        "Disco",
        dancing.disco,
        """
        disco, dance, happy dance, rainbow, neon, psychedelic, groove, rave, trippy, 🪩, 🌈, 💃, 🕺, disco ball, discoball, mirror ball, mirrorball, disco light,
        disco fever, disco inferno, disco dance, disco music, discotheque, saturday night fever, saturday night, night fever, stayin alive,
        staying alive, john travolta dancing, dance floor, dancefloor, dance party, dance moves, dance battle, dance the night away,
        dances like nobody's watching, dance like, boogie, boogie woogie, groovy, get down, gets down, funky, funk, party lights, strobe,
        strobe light, nightclub, night club, clubbing, in the club, techno, edm, dj, rave party, raver, trance, house music, dubstep, beat drops,
        bass music, double rainbow, colorful, colourful, all colors, multicolor, technicolor, neon lights, neon sign, psychedelia, acid trip, lsd,
        tripping, trip out, tripping balls, kaleidoscope, seventies, 70s, 80s, eighties, tiktok dance, macarena, salsa, tango, twerk, moonwalk,
        breakdance, conga, pride parade, pride month, pride flag, gay pride, party rock, 🎶, 🎵, 🎧, 🪩🕺, 🏳️‍🌈, 🦄, 🌈✨, 👯
        """,
        happenings.disco,
    ),
    scene(
        "ghost",
        "Ghost",
        horrors.ghost,
        """
        ghost, spooky, haunt, creepy, halloween, eerie, fog, foggy, phantom, zombie, fade away, disappear, vanish, 👻, ghostlike, becomes a ghost,
        become a ghost, turns into a ghost, turn into a ghost, like a ghost, see through, translucent, fade, fade out, fades into nothing,
        fades into thin air, into thin air, vanish into thin air, invisible, invisible man, turns invisible, dematerialize, turns to dust,
        crumbles to dust, thanos snap, thanos, i don't feel so good, mr stark i don't feel so good, homer bushes, homer simpson bushes,
        homer backs into the bushes, backs into bushes, homer into the bush, poof, spirit leaves body, seance, spook house, boo ghost,
        haunted house, poltergeist, paranormal, casper, ghostbusters, who you gonna call, eerily, undead, the walking dead, horror movie,
        horror film, scary movie, ominous, mist, misty fog, foggy night, smoky, graveyard fog, day of the dead, exorcise, apparition, 🎃, 🦇, 🧛, 🕸
        """,
    ),
    scene(
        "pixel",
        "Pixels",
        pixels.pixels,
        """
        pixel, pixelate, retro, 8bit, 8 bit, arcade, gameboy, mosaic, blocky, minecraft, censor, 🕹, pixelate face, pixelation, pixel art,
        pixel style, pixelart, low resolution, lo fi, lofi, 16 bit, retro game, retro style, retro video game, video game, video game character,
        videogame, game character, super mario, pacman, pac man, tetris, space invaders, donkey kong, atari, commodore, game boy, sega,
        minecraft style, censor bar, censorship, nsfw, witness protection, anonymize, bad webcam, webcam quality, dial up, bad wifi quality,
        insert coin, press start, new high score, high score, level up, 🎮, 🧱, 👾🎮
        """,
        happenings.pixel,
    ),
    scene(
        "sparkle",
        "Sparkles",
        lights.sparkle,
        """
        sparkle, magic, magical, shine, shiny, glow, glitter, twinkle, dreamy, fairy, fabulous, gorgeous, glamorous, glamour, ✨, ⭐, 🌟, sparkly,
        sparks fly, sparkle sparkle, sparkler, sparkles everywhere, sparkly eyes, sparkling eyes, starry eyed, stars in eyes, twinkle in eye,
        glimmer, glint, gleam, shimmer, glittery, glisten, shiny and new, brand new, squeaky clean, so clean, glow up, glowup, radiates, magic wand,
        magic dust, pixie dust, fairy dust, fairydust, fairy godmother, fairy tale, fairytale, bibbidi bobbidi boo, abracadabra, hocus pocus,
        wizard, harry potter, tinkerbell, tinker bell, enchant, spellbound, dazzle, bedazzled, glam, glam up, glamour shot, beauty, stunning,
        stunner, handsome, fab, elegant, elegance, posh, luxurious, luxury, bougie, bling sparkle, rihanna shine, shine bright like a diamond,
        twilight, edward cullen, vampire skin, catwalk, because i'm worth it, l'oreal, shampoo commercial, hair flip, flips hair, hair toss,
        tosses her hair, serving looks, refreshed, clean code, ✨✨, 💎, 🌠, 💫✨, 🪄, 🧚, 🧙, 💄, 🌸, 🌺, 🔮, head in the clouds, star struck sparkle,
        shiny new, polish,
        unicorn
        """,
        happenings.sparkle,
    ),
    scene(
        "breathe",
        "Breathe",
        breath.breathe,
        """
        breathe, calm, calm down, relax, zen, meditate, peaceful, 🧘, deep breath, breathe deeply, takes a deep breath, take a deep breath,
        taking a deep breath, deep breath in, breathe in, breathe out, breathe in and out, inhale, exhale, in and out, keep calm, stay calm,
        stay cool, keep calm and carry on, keeps his cool, chill out, cool down, cool off, serene, serenity, tranquil, tranquility, tranquillity,
        at peace, inner peace, peace of mind, find inner peace, zen mode, zen master, zenlike, meditation, mindful, namaste breathe, om, ohm, ommm,
        yoga, lotus position, lotus pose, relaxation, relaxedly, unwind, destress, de stress, wellness, spa, spa day, composed, composes himself,
        composes herself, composure, collects himself, collects herself, pulls himself together, pulls herself together, count to ten, woosah,
        goosfraba, easy does it, take it easy, takes it easy, don't panic, patiently, patience, neutral, neutral face, resting face, idle,
        does nothing, nothing happens, sits still, just breathe, wait for it, 🧘‍♀️, 🧘‍♂️, 🕊, 🍃, ☮, 🪷, soothe, placid, chillax, unruffled, at ease,
        collected, level headed, stoic, stoical, quiet and calm, in through the nose, through the nose, serenity now, let it go, inner calm, mellow,
        mellow out, slow breaths, counts slowly, exhale slowly, big exhale, recharge, chill vibes, simmer down, settle down, hakuna matata,
        one with nature, calmer,
        drinks tea calmly
        """,
        whole_picture.breathe,
    ),
)
