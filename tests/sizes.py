"""Tests that prove more the larger they are: small in `make test`, at full size in `make matrix`."""

import pytest


def sizes(*, small: int, full: int) -> list[object]:
    """Parameters for a test that runs twice, once at each size."""
    return [small, pytest.param(full, marks=[pytest.mark.large, pytest.mark.slow])]


def large(*values: object) -> object:
    """One more row of a test whose other rows hold the same promise in `make test`."""
    return pytest.param(*values, marks=pytest.mark.large)
