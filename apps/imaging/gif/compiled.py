"""How the inner loops are compiled: for one signature, when their module is imported, kept on disk, without fast math.

Without it the same pixels give the same bytes on every machine: no sum is reordered and no product fused.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(signature: object) -> Callable[[Loop], Loop]:
    """Decorate a function so that it is machine code for arguments of `signature` and of no other kind."""
    return cast("Callable[[Loop], Loop]", njit(signature, cache=True, error_model="numpy"))
