"""Reactions of everything around a person."""

from apps.engines.sketch import happenings, scenes, whole_picture
from apps.engines.sketch.catalog.entries import happening, scene
from apps.engines.sketch.reaction import Reaction

SCENES: tuple[Reaction, ...] = (
    scene(
        "on-fire",
        "This is fine",
        scenes.on_fire,
        """
        on fire, everything on fire, everything is on fire, everything burns, this is fine, fire, flames, flame, burn, burns, burning, inferno,
        dumpster fire, 🔥, fires, set on fire, sets on fire, catches fire, caught fire, catch fire, goes up in flames, up in flames, in flames,
        on fire behind, fire behind, fire in the background, flames behind, flames in the background, flames everywhere, fire everywhere,
        everything's on fire, everything is burning, everything burns down, burns down, burn down, burning down, burnt down, house on fire,
        house burns, room on fire, office on fire, office is burning, world on fire, world burns, world is burning, room is burning, hair on fire,
        pants on fire, liar liar, blaze, blazing, ablaze, wildfire, bonfire, campfire, arson, arsonist, pyro, disaster girl, disaster, catastrophe,
        catastrophic, chaos, chaotic, mayhem, hellfire, fire dog, dog in fire, dog in a burning room, burning room, i'm fine, im fine,
        everything is fine, everything's fine, it's fine, i'm okay with this, totally fine, we're fine, all is fine, fine dog, elmo fire,
        elmo in flames, apocalypse, apocalyptic, doomsday, end of the world, armageddon, scorched, straight fire, hot sauce, 🧯, 🌶, 🔥☕🐶,
        bursts into flames, burst into flames
        """,
    ),
    scene(
        "rain",
        "Rain",
        scenes.rain,
        """
        rain, rainy, raining, rains, storm, stormy, thunder, lightning, gloomy, downpour, 🌧, ⛈, ☔, ⚡, rain falls, rains down, rainfall, rain pours,
        rain cloud, raincloud, cloud over head, cloud above head, dark cloud, dark clouds, storm cloud, storm clouds, it's pouring, pouring rain,
        pours down, heavy rain, pouring down, soaked, soaking wet, drenched, drenching, raindrop, raindrops, drizzle, drizzly, shower of rain,
        raining cats and dogs, cats and dogs, thunderstorm, thunders, thunder and lightning, lightning strikes, lightning bolt, lightning strike,
        struck by lightning, hurricane, typhoon, monsoon, bad weather, rain on me, rain on my parade, grey day, gray day, stormy weather,
        london weather, perfect storm, hail storm, flash flood, 🌦, 🌩, ☁, 🌂, 💧, 🌫, 🌪
        """,
    ),
    scene(
        "snow",
        "Snow",
        scenes.snow,
        """
        snow, snowy, snowing, snows, freezing cold, icy, winter, blizzard, freezes to death, ❄, 🥶, ⛄, snowfall, snowflake, snowflakes, snow falls,
        snow falling, snow starts falling, falling snow, snow storm, snowstorm, snowed in, snowed under, snowball, snowman, snow day, snow globe,
        freezing, it's freezing, freezing to death, freeze to death, freezes her butt off, freezing my ass off, so cold, too cold, very cold,
        ice cold, cold outside, it's cold, baby it's cold outside, feels cold, feeling cold, bitterly cold, lips turn blue, turns blue, brr, brrr,
        brrrr, shiver, shivers, shivering, chilly, chattering teeth, wintery, wintry, winter is coming, winter wonderland, let it snow,
        white christmas, north pole, south pole, arctic, antarctica, siberia, polar, igloo, frozen solid, frosty, frosted, frostbite, frozen elsa,
        elsa, avalanche, aircon too cold, air conditioning, christmas time, xmas, merry christmas, ❄️, ☃, 🎄, 🌨
        """,
    ),
    scene(
        "spotlight",
        "Spotlight",
        scenes.spotlight,
        """
        spotlight, center stage, centre stage, on stage, star of the show, main character, stage fright, 🎭, spot light, in the spotlight,
        under the spotlight, spotlight on, spotlights, spotlight shines, spotlight hits, limelight, in the limelight, stage lights, on the stage,
        takes the stage, steps on stage, takes center stage, all eyes on me, all eyes on her, all eyes on him, all eyes on, center of attention,
        centre of attention, look at me, it's showtime, showtime, show time, broadway, theatrical, monologue, soliloquy, to be or not to be,
        shakespeare, solo performance, grand entrance, dramatic entrance, makes an entrance, diva, superstar, movie star, film star, star is born,
        a star is born, hollywood, red carpet, celebrity, paparazzi, famous, fame, put on the spot, on the spot, interrogation, interrogated,
        interrogate, ted talk, keynote, standup comedy, stand up comedian, main character energy, ladies and gentlemen, and the oscar goes to,
        oscar speech, 🌟🎭, 🔦, 📸
        """,
    ),
    scene(
        "speed-lines",
        "Speed lines",
        scenes.speed_lines,
        """
        speed lines, anime, manga, intense stare, intense, intensely, focus, focused, determined, determination, concentrates, speedlines,
        motion lines, action lines, manga lines, anime lines, anime speed, anime power, anime style, anime zoom, comic lines, zoom lines,
        focus lines, super fast, so fast, very fast, really fast, too fast, going fast, goes fast, going super fast, fast forward, lightning speed,
        light speed, lightspeed, warp speed, hyperspace, full speed, full speed ahead, full throttle, high speed, at top speed, top speed,
        supersonic, turbo, turbo mode, nitro, speeds up, speed up, speeding, accelerate, accelerates, dashes, sprint, sprints, zooming past,
        zoom past, rushing, in a hurry, hurry, hurry up, hurries, hustling, racing, fast and furious, gotta go fast, sonic, sonic the hedgehog,
        running late, late for work, super saiyan, saiyan, goku, kamehameha, dragon ball, naruto, power level, power up, powering up, over 9000,
        it's over 9000, gets serious, getting serious, intensity, intense focus, intense look, laser focus, laser focused, locked in, lock in,
        game face, in the zone, concentrate, concentrating, concentration, hyperfocus, hyper focus, eyes on the prize, eye of the tiger,
        determined look, determined face, resolute, hero landing, action hero, action shot, unstoppable, full steam ahead, 🏎, 🏃, ⏩, 🚀, 💨🏃
        """,
    ),
    scene(
        "dolly-zoom",
        "Dolly zoom",
        scenes.dolly_zoom,
        """
        dolly zoom, vertigo, realization, realizes, realize, realise, dawns on, it dawns, flashback, sudden realization, oh god, dollyzoom,
        dolly shot, dolly zoom effect, vertigo effect, vertigo shot, jaws effect, jaws zoom, like in jaws, hitchcock, hitchcock zoom,
        hitchcock effect, trombone shot, background stretches, background zooms, background pulls away, background moves away, zolly, contra zoom,
        sudden realisation, realizing, realising, realized, realised, realisation, it hits him, it hits her, it hits me, it dawns on him, dawn on,
        dawning, dawning realization, moment of realization, horrible realization, terrible realization, slowly realizes, suddenly realizes,
        suddenly remembers, remembers he left, remembers, remember, flash back, vietnam flashback, vietnam flashbacks, vietnam, war flashbacks,
        ptsd, flashbacks, oh god no, what have we done, world falls apart, existential zoom, world stretches, uncanny, tunnel vision
        """,
    ),
    scene(
        "zoom",
        "Dramatic zoom",
        scenes.zoom,
        """
        zoom, zooms, zoom in, dramatic zoom, dramatic, dramatically, close up, suspense, 🔍, zooming, zoomed, zooming in, slow zoom, slow zoom in,
        slowly zoom, slow zoom on face, zooms in slowly, zoom on face, zoom on his face, zoom on her face, zooms in on face, zoom to face,
        zoom in on his eyes, quick zoom, fast zoom, crash zoom, snap zoom, punch zoom, camera zooms in, camera zooms, camera moves in,
        camera moves closer, camera pushes in, push in, closeup, close up of face, extreme close up, closer and closer, move closer, moves closer,
        comes closer, come closer, getting closer, leans in, leans closer, dramatic chipmunk, dramatic look, dramatic turn, dramatic music,
        dramatic effect, dramatic close up, dun dun duun, soap opera, telenovela, suspenseful, suspense music, thriller, western standoff, standoff,
        stand off, stare down, staredown, staring contest, stares intensely, stares intently, intense stare down, eyes locked, eye contact,
        locks eyes, clint eastwood, good bad and ugly, magnify, magnifying glass, looms, ken burns, 🔎, 🎦
        """,
    ),
    scene(
        "freeze-frame",
        "Freeze frame",
        scenes.freeze_frame,
        """
        freeze frame, freeze, freezes, frozen, record scratch, yep that's me, yup that's me, paused, time stops, stops in time, stand still,
        stands still, ⏸, freezeframe, freeze frames, frame freezes, picture freezes, image freezes, freezes in place, freeze in place,
        frozen in place, frozen in time, freezes mid sentence, screen freezes, zoom call freezes, zoom froze, froze, frozen on zoom, video freezes,
        stands frozen, stand frozen, pause, pauses, hit pause, pausing, on pause, time stands still, time stop, time freezes, stops dead,
        stopped dead, stock still, stops in his tracks, stops in her tracks, stops moving, doesn't move, can't move, motionless, paralyzed,
        paralysed, like a statue, turns to stone, turned to stone, statue, petrify, medusa, mannequin challenge, mannequin, that's me,
        you're probably wondering, wondering how i got here, you're probably wondering how i got here, how i got here, how i ended up here,
        bet you're wondering, to be continued, jojo, takes a photo, photo is taken, black and white photo, ⏯, 📷, 🗿
        """,
    ),
    scene(
        "deep-fry",
        "Deep fry",
        scenes.deep_fry,
        """
        deep fry, deep fried, fried, cursed, overcooked, dank, deepfry, deepfried, deep fries, deep fryer, deep fried meme, deep fried look,
        dank meme, dank memes, dankness, cursed image, cursed meme, cursed look, jpeg artifacts, low quality, low res, potato quality, nuked,
        nuke meme, burnt to a crisp, bass boosted, bass boost, ear rape, earrape, shitpost, shitposting, brainrot, brain rot, ultra contrast, 🅱
        """,
    ),
    scene(
        "shake",
        "Earthquake",
        scenes.shake,
        """
        shake, shakes, shaking, earthquake, vibrate, vibrating, jitter, jittery, tremor, wobble, wobbles, wobbling, jelly, shakes violently,
        shaking violently, screen shake, screen shakes, screen is shaking, camera shake, camera shakes, camera is shaking, shaky, shaky cam,
        shaky camera, room shakes, whole room shakes, room is shaking, ground shakes, ground is shaking, ground shaking, everything shakes,
        everything is shaking, everything trembles, building shakes, building shaking, earth shakes, earth moves, quake hits, earth quake,
        earthquakes, richter, seismic, aftershock, rumble, rumbles, rumbling, tremors, vibration, vibrates, on vibrate, rattle, rattles, rattled,
        rattling, jiggle, jiggles, jiggling, jello, jelly like, wobbly, wiggle, wiggles, wiggling, judder, shudder, shudders, shuddering, twitch,
        twitches, twitching, convulse, spasm, bass drop, bass drops, turbulence, bumpy, bumpy ride, hyper, hyperactive, sugar rush, sugar high,
        too much caffeine, caffeine overdose, on a bumpy road, godzilla, stampede, 📳, 🫨
        """,
    ),
    scene(
        "glitch",
        "Glitch",
        scenes.glitch,
        """
        glitch, glitches, glitchy, hack, hacked, hacker, buggy, error, static, corrupt, corrupted, matrix, cyber, malfunction, blue screen, 👾, 🤖,
        glitching, glitched, glitching out, glitches out, glitch art, glitch effect, glitch in the matrix, in the matrix, like the matrix,
        matrix code, red pill, does not compute, doesn't compute, system error, error 404, 404, 404 not found, page not found, not found, 500 error,
        internal server error, segfault, segmentation fault, kernel panic, null pointer, stack overflow, exception, syntax error, fatal error,
        runtime error, bsod, blue screen of death, windows error, windows crash, has stopped working, stopped working, not responding,
        brain.exe has stopped working, reboot, reboots, rebooting, restart, restarts, system crash, system failure, computer crash,
        computer crashes, broken tv, tv static, screen goes static, white noise, no signal, signal lost, lost signal, bad connection, bad signal,
        poor connection, wifi drops, wifi is down, wifi dies, lagging, lag, lags, laggy, vhs, vhs tape, old tv, crt, scanlines, scan lines,
        interference, distortion, distort, distorts, distorted, warped, cyberpunk, cyber attack, hackers, hacking, hacks, i'm in, mr robot, virus,
        malware, computer virus, trojan, ransomware, android malfunction, robotic, short circuit, short circuits, short circuited, system overload,
        chromatic aberration, rgb split, bugs out, bugged, bugging out, datamosh, simulation is broken, 📺⚡, 🖥, 💾, 📟, 📠
        """,
    ),
    happening(
        "melt",
        "Melt",
        happenings.melt,
        """
        melt, melts, melting, drip, drips, heat, heatwave, dissolve, ooze, 🥵, melts away, melting away, melts into a puddle, melt into a puddle,
        puddle, into a puddle, melts like ice cream, melts like wax, face melts, face melting, face melts off, melts down, melted, meltdown melt,
        dripping, drips down, drippy, dissolves, dissolving, dissolved, liquefy, liquefies, liquify, like wax, like butter, like a candle,
        like ice cream in the sun, ooze out, oozing, oozes, goo, gooey, slime, slimy, goopy, sludge, droop, droops, sag, sags, sagging, dali,
        salvador dali, dali clocks, surreal, raiders of the lost ark, too hot, so hot, very hot, it's hot, boiling hot, scorching, scorching hot,
        sweltering, hot in here, hot outside, heat wave, 40 degrees, 100 degrees, no aircon, ac is broken, ac broke, aircon broken,
        air conditioning broke, sauna, sunburn, wicked witch, i'm melting, 🌡, ☀, 🌞
        """,
    ),
    scene(
        "explode",
        "Explosion",
        scenes.explode,
        """
        explode, explodes, exploding, explosion, boom, blast, bomb, bang, blow up, blows up, kaboom, 💥, 💣, explodes into, exploded, explosive,
        explosions, explosion behind, explosion in the background, big explosion, huge explosion, blow everything up, blowing up, blew up, blown up,
        blown to bits, blown to pieces, blasts, bombs, bombed, time bomb, bomb goes off, bomb explodes, nuke, nukes, nuked it, nuclear,
        nuclear bomb, nuclear explosion, atomic, atom bomb, atomic bomb, mushroom cloud, dynamite, tnt, c4, grenade, missile, rocket explodes,
        goes boom, go boom, goes kaboom, big boom, boom boom, ka boom, pow, wham, blam, kapow, bam, detonate, detonates, detonation, bursts, burst,
        implode, implodes, self destruct, self destructs, self destruction, combust, combusts, spontaneous combustion, michael bay,
        cool guys don't look at explosions, walks away from explosion, walks away from an explosion, shockwave, big bang, supernova, asteroid,
        meteor, gender reveal, pop goes, 🧨💥, ☄, ☢
        """,
    ),
    happening(
        "underwater",
        "Underwater",
        happenings.underwater,
        """
        underwater, ocean, drown, drowning, drowns, bubbles, drowning in work, 🌊, 🐟, 🫧, under water, under the sea, beneath the waves,
        below the surface, deep sea, deep ocean, bottom of the ocean, bottom of the sea, at sea, aquarium, fish tank, fishbowl, fish bowl,
        little mermaid, aquaman, atlantis, submerge, submerged, submerges, snorkel, snorkeling, scuba, scuba diving, bubbles rise, bubbles come up,
        blub, blub blub, glub, glub glub, drowns in work, drowning in emails, drowning in tickets, drowning in paperwork, drowns in emails,
        drown in, sinking, shipwreck, spongebob, nemo, finding nemo, coral reef, swimming pool, tsunami, tidal wave, wave crashes, 🐠, 🐡, 🤿, 🧜, 🏊, 🚢
        """,
    ),
    happening(
        "disco",
        "Disco",
        happenings.disco,
        """
        disco, dance, dances, dancing, rainbow, neon, psychedelic, groove, rave, trippy, 🪩, 🌈, 💃, 🕺, disco ball, discoball, mirror ball, mirrorball,
        disco lights, disco light, disco fever, disco inferno, disco dance, disco music, discotheque, saturday night fever, saturday night,
        night fever, stayin alive, staying alive, john travolta dancing, dance floor, dancefloor, dance party, dance moves, dance battle,
        dance the night away, dances like nobody's watching, dance like, boogie, boogie woogie, groovy, grooves, grooving, get down, gets down,
        funky, funk, party lights, strobe, strobe light, strobe lights, nightclub, night club, clubbing, in the club, techno, edm, dj, rave party,
        raver, raving, trance, house music, dubstep, beat drops, bass music, rainbows, double rainbow, colorful, colourful, all the colors,
        all colors, multicolor, multicolored, technicolor, neon lights, neon sign, psychedelics, psychedelia, acid trip, lsd, tripping, trip out,
        tripping balls, kaleidoscope, seventies, 70s, 80s, eighties, tiktok dance, macarena, salsa, tango, twerk, twerking, twerks, moonwalk,
        breakdance, breakdancing, conga, pride parade, pride month, pride flag, gay pride, party rock, 🎶, 🎵, 🎧, 🪩🕺, 🏳️‍🌈, 🦄, 🌈✨, 👯
        """,
    ),
    scene(
        "ghost",
        "Ghost",
        scenes.ghost,
        """
        ghost, spooky, haunt, haunted, creepy, halloween, eerie, fog, foggy, phantom, zombie, fade away, fades away, disappear, disappears, vanish,
        vanishes, 👻, ghosts, ghostly, ghosting, ghostlike, becomes a ghost, become a ghost, turns into a ghost, turn into a ghost, like a ghost,
        see through, translucent, fades, fade, fade out, fades out, fading, fading away, fading out, fades into nothing, fades into thin air,
        into thin air, vanish into thin air, disappearing, disappeared, vanishing, invisible, invisible man, turns invisible, dematerialize,
        turns to dust, crumbles to dust, thanos snap, thanos, thanos snaps, i don't feel so good, mr stark i don't feel so good, homer bushes,
        homer simpson bushes, homer backs into the bushes, backs into bushes, homer into the bush, poof, spirit leaves body, soul leaving, seance,
        spook house, spookily, boo ghost, haunting, haunts, haunted house, poltergeist, paranormal, casper, ghostbusters, who you gonna call,
        eerily, undead, zombies, the walking dead, horror movie, horror film, scary movie, ominous, mist, misty fog, foggy night, smoky,
        graveyard fog, day of the dead, exorcise, apparition, 🎃, 🦇, 🧛, 🕸
        """,
    ),
    happening(
        "pixel",
        "Pixels",
        happenings.pixel,
        """
        pixel, pixels, pixelate, pixelated, retro, 8bit, 8 bit, arcade, gameboy, mosaic, blocky, minecraft, censored, 🕹, pixelate face, pixelates,
        pixelation, pixelating, pixel art, pixel style, pixelart, low resolution, lo fi, lofi, 16 bit, 8-bit, retro game, retro gaming, retro style,
        retro video game, video game, video game character, videogame, game character, super mario, pacman, pac man, tetris, space invaders,
        donkey kong, atari, commodore, game boy, sega, minecraft style, mosaics, censor, censor bar, censorship, nsfw, witness protection,
        anonymize, anonymized, bad webcam, webcam quality, dial up, bad wifi quality, insert coin, press start, new high score, high score,
        level up, levels up, leveled up, 🎮, 🧱, 👾🎮
        """,
    ),
    happening(
        "sparkle",
        "Sparkles",
        happenings.sparkle,
        """
        sparkle, sparkles, magic, magical, shine, shiny, glow, glows, glitter, twinkle, dreamy, fairy, fabulous, gorgeous, glamorous, glamour, ✨, ⭐,
        🌟, sparkly, sparkling, sparkled, sparks fly, sparkle sparkle, sparkler, sparklers, sparkles everywhere, sparkly eyes, sparkling eyes,
        starry eyed, starry eyes, stars in eyes, stars in her eyes, stars in his eyes, twinkles, twinkling, twinkle in eye, twinkle in his eye,
        twinkle in her eye, glimmer, glimmers, glimmering, glint, glints, gleam, gleams, gleaming, shimmer, shimmers, shimmering, glittery,
        glittering, glitters, glistening, glisten, shining, shines, shiny and new, brand new, shone, squeaky clean, so clean, glowing, glow up,
        glowup, radiates, magically, magic wand, magic dust, pixie dust, fairy dust, fairydust, fairy godmother, fairy tale, fairytale,
        bibbidi bobbidi boo, abracadabra, hocus pocus, wizard, harry potter, tinkerbell, tinker bell, enchanted, enchanting, enchant, spellbound,
        dreamily, dazzling, dazzle, dazzles, bedazzled, glam, glamorously, glam up, glamour shot, beauty, stunning, stunner, handsome, gorgeously,
        fab, fabulously, elegant, elegance, posh, luxurious, luxury, bougie, bling sparkle, rihanna shine, shine bright like a diamond,
        edward in the sun, twilight, edward cullen, vampire skin, catwalk, because i'm worth it, l'oreal, shampoo commercial, hair flip, flips hair,
        flips her hair, hair toss, tosses her hair, serving looks, refreshed, clean code, ✨✨, 💎, 🌠, 💫✨, 🪄, 🧚, 🧙, 💄, 🌸, 🌺, 🔮
        """,
    ),
    happening(
        "breathe",
        "Breathe",
        whole_picture.breathe,
        """
        breathe, breathes, calm, calms down, relax, relaxes, relaxed, zen, meditate, meditates, peaceful, 🧘, deep breath, deep breaths,
        breathes deeply, breathe deeply, takes a deep breath, take a deep breath, taking a deep breath, deep breath in, breathe in, breathes in,
        breathe out, breathes out, breathe in and out, inhale, inhales, exhale, exhales, exhaling, in and out, calmly, calm down, calming,
        calming down, calm at first, keep calm, keeps calm, stay calm, stays calm, staying calm, stay cool, keep calm and carry on, keeps his cool,
        keeps her cool, chill out, chills out, chilled out, cool down, cools down, cool off, cools off, serene, serenely, serenity, tranquil,
        tranquility, tranquillity, at peace, inner peace, peace of mind, peacefully, find inner peace, finds inner peace, zen mode, zen master,
        zenlike, meditating, meditation, mindful, mindfulness, namaste breathe, om, ohm, ommm, yoga, lotus position, lotus pose, relaxing,
        relaxation, relaxedly, unwind, unwinds, unwinding, destress, de stress, wellness, spa, spa day, composed, composes himself,
        composes herself, composure, collects himself, collects herself, pulls himself together, pulls herself together, count to ten,
        counts to ten, counting to ten, woosah, goosfraba, easy does it, take it easy, takes it easy, don't panic, patiently, patience, neutral,
        neutral face, resting face, idle, does nothing, nothing happens, sits still, just breathe, wait for it, 🧘‍♀️, 🧘‍♂️, 🕊, 🍃, ☮, 🪷
        """,
    ),
)
