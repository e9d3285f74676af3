"""Acting: a face in a photo takes on expressions. Everything is worked out from the photo, never from an earlier frame."""
