"""The operations of the API. Importing this package registers all of them, in the order in which they are described."""

# ruff: noqa: I001 - the order is the reader's, not the alphabet's
from apps.api.endpoints import quotes, create, animations, trash, exports, publications, balance

__all__ = ["animations", "balance", "create", "exports", "publications", "quotes", "trash"]
