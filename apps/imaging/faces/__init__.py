"""Faces and people in a picture: where they are, 468 points of each face, and which pixels are a person."""
