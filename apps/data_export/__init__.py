"""Everything that is stored about a person, as a file for them."""
