"""What one decoding child may use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory_bytes` of address space come on top of what the zygote already has; the seconds count from the fork."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float


DEFAULT_LIMITS = Limits(memory_bytes=768 * 1024 * 1024, cpu_seconds=10, wall_seconds=15.0)
"""Measured of the heaviest pictures that are taken, in address space: 432 MB for a progressive print JPEG of 50 megapixels,
and of 26 megapixels 563 MB for a transparent WebP, 438 MB for such an AVIF, 363 MB for such a PNG; 1.5 s at most. The rest
is for slower machines. The wall time is longer than the CPU time so that busy cores do not refuse a picture."""
