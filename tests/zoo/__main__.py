"""`make zoo`: everything a vendor can do to a call, thirty times and thirty times more, and the class each call got.

python -m tests.zoo [words of a name …]
"""

import argparse
import os
import sys
import time

import django

from apps.operations.management.commands.up import ALLOCATOR

CAGES = 6  # most animals are waited for, and two cores are busy with the rest


def main() -> int:
    parser = argparse.ArgumentParser(description="Everything a vendor can do to a call. Exits 1 on any miss.")
    parser.add_argument("words", nargs="*", help="only animals whose names hold one of these; all by default")
    chosen = parser.parse_args()
    if ALLOCATOR.items() - os.environ.items():
        # As a worker of the site has it; the C library reads it once, when a process begins.
        command = [sys.executable, "-m", "tests.zoo", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, **ALLOCATOR})  # noqa: S606 - ourselves again
    os.environ["DJANGO_SETTINGS_MODULE"] = "gifsite.settings_test"
    django.setup()
    from tests.zoo.animals import all_animals
    from tests.zoo.tour import look_at, table, unmet

    began = time.monotonic()
    animals = [
        animal
        for animal in all_animals()
        if not chosen.words or any(word in f"{animal.engine}: {animal.name}" for word in chosen.words)
    ]
    sights = look_at(animals, cages=CAGES)
    misses = [f"{sight.animal.engine}: {sight.animal.name}: {miss}" for sight in sights for miss in sight.misses]
    misses += [] if chosen.words else unmet(sights)
    print(table(sights))
    for miss in misses:
        print(f"MISS {miss}")
    right = sum(not sight.misses for sight in sights)
    print(f"\n{right} of {len(sights)} behaviours as the table says, in {time.monotonic() - began:.0f} s")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
