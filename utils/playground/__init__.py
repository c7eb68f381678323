"""Playgrounds: sliders for everything that a training depends on, and a picture that follows.

base   the machinery: controls, buttons, picture and text
part3  the playground of part 3; a part that wants one writes a file like this
"""
