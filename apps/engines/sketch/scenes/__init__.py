"""What happens around a person, with or without a face in the picture."""
