"""Things that move over the picture. Each function draws one kind on a sheet, where it is at the scene's moment.

Places come from the film's own randomness and move by whole turns per loop, so that the last frame runs into the first.
"""
