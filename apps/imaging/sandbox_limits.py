"""What one decoding child may use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory_bytes` of address space come on top of what the zygote already has; the seconds count from the fork."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float


DEFAULT_LIMITS = Limits(memory_bytes=768 * 1024 * 1024, cpu_seconds=10, wall_seconds=15.0)
"""The heaviest pictures we accept, of 24 megapixels, were measured to need between 256 and 384 MB (WebP) and 1.4 s; the
rest is for slower machines. The wall time is longer than the CPU time so that busy cores do not refuse a picture."""
