"""How the inner loops are compiled: for one signature, when their module is imported, without fast math.

Without it the same pixels give the same bytes on every machine: no sum is reordered and no product fused. The machine
code is kept in NUMBA_CACHE_DIR, beside the modules or in the user's cache folder, whichever can be written first.
"""

import logging
from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

log = logging.getLogger(__name__)

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(signature: object) -> Callable[[Loop], Loop]:
    """Decorate a function so that it is machine code for arguments of `signature` and of no other kind.

    It runs beside other threads: no two may share an array that one of them writes.
    """

    def decorate(loop: Loop) -> Loop:
        try:
            return cast("Loop", njit(signature, cache=True, error_model="numpy", nogil=True)(loop))
        except RuntimeError as nowhere:  # Numba's word for a place where nothing can be written
            log.warning("%s is compiled anew by every process: %s", loop.__name__, nowhere)
            return cast("Loop", njit(signature, error_model="numpy", nogil=True)(loop))

    return decorate
