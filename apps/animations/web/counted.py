"""Numbers of things, as pages say them."""


def gifs(count: int) -> str:
    """Return “1 GIF”, “2 GIFs”."""
    return f"{count} GIF" if count == 1 else f"{count} GIFs"
