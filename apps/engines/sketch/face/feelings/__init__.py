"""How a face plays each feeling: the pose at one moment of the scene."""
