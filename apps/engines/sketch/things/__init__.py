"""Things that stand where they belong: on eyes and heads, in the air around a person."""
