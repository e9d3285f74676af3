"""The built-in engine: see `engine.py`."""
