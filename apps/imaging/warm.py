"""python -m apps.imaging.warm: compile the inner loops now, so that nobody's first export waits for it.

Numba keeps the machine code beside the modules (`__pycache__`), in NUMBA_CACHE_DIR, or in the user's cache folder,
whichever it may write to first. Files are written aside and renamed, so any number of processes may warm up at once.
Says what it took; exits with 0 even where Numba does not work, for the plain GIF writer then stands in.
"""

import sys
import time


def warm() -> float | None:
    """Load or compile all inner loops and return the seconds it took, or None where they do not work."""
    begun = time.perf_counter()
    from apps.imaging.gif import encode_gif, works

    if not works():
        return None
    import numpy as np

    encode_gif([np.zeros((8, 8, 3), np.uint8)], [100], loop=0, comment=None)
    return time.perf_counter() - begun


def main() -> int:
    seconds = warm()
    said = "do not work here; the plain GIF writer is used" if seconds is None else f"are ready ({seconds:.1f} s)"
    sys.stdout.write(f"The inner loops of apps.imaging {said}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
