"""Playgrounds: sliders for everything that a training depends on, and a picture that follows.

base   the machinery: controls, buttons, picture and text
part1  the playground of part 1: a ball on the parabola
part3  the playground of part 3; a part that wants one writes a file like this
digits the playground of part 5, with a sheet to draw on; `pad.js` is its front end
"""
