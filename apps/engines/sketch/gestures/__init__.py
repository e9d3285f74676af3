"""What heads and hands say."""
