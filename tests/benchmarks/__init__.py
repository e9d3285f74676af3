"""Measured side by side in one run and printed as ratios; never asserted on time."""
