"""Where the things of a loop are."""

from collections.abc import Iterator

from apps.engines.sketch.scene import Scene


def places(scene: Scene, look: str, most: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield four even random numbers per thing; more strength adds things and moves none."""
    for row in scene.rng(look).random((most, 4))[: scene.share(most)]:
        yield float(row[0]), float(row[1]), float(row[2]), float(row[3])


def along(start: float, travel: float, margin: float) -> float:
    """Return a place between -margin and 1 + margin after `travel` whole turns from `start`."""
    return (start + travel) % 1.0 * (1.0 + 2.0 * margin) - margin
