"""The ends of the controls of a playground, where a run is likeliest to go astray."""

from itertools import product


def corners(playground):
    """Return the values of the controls, by name, for each choice of their ends."""
    ends = [(control.min, control.max) for control in playground.controls.values()]
    return [dict(zip(playground.controls, choice, strict=True)) for choice in product(*ends)]


def corners_to_draw(playground):
    """Return the corners at which all controls stand at the same end, but for one at most.

    To draw costs much more than to compute, and the pictures of the others show nothing new.
    """
    lows = {name: control.min for name, control in playground.controls.items()}
    nb_of_controls = len(lows)
    return [
        corner
        for corner in corners(playground)
        if len(corner.items() & lows.items()) in (0, 1, nb_of_controls - 1, nb_of_controls)
    ]
