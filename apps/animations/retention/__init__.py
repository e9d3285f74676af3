"""How long an animation and its files are kept: the trash, erasing, the photo alone, quotas, and what the collector may delete."""
