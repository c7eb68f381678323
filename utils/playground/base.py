"""The machinery of a playground; what it shows is written part by part.

A part derives a `Playground`, which computes from the values of its controls what is to be shown
and says it in sentences, and a `Picture`, which shows it.
"""

import html
import io

import ipywidgets as widgets
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imsave

# What stands in the place of all that where it is only read.
FALLBACK = """\
This comes alive where Python runs:
- on the site: "Run it live", at the top;
- in Jupyter, run all cells;
- on GitHub, see the README of the course."""


class Playground(widgets.VBox):
    """Sliders and buttons, beside them a picture that follows, and below what it shows in words.

    Parameters
    ----------
    controls : dict
        For each control, by its name: the text beside it, the value it starts with, the lowest
        and the highest value, and the step, which is an integer where the values are. Of a
        checkbox, the text and True or False.
    settings : dict of str to dict
        For each button, by its text: the values that differ from those at the start.
    picture : Picture
        Shows what `compute` returns.
    sheet : widget, optional
        Stands in the place of the controls, beside the picture; they are below it then.
    """

    def __init__(self, controls, settings, picture, sheet=None):
        self.controls = {name: _make_control(*control) for name, control in controls.items()}
        self.start = {name: control.value for name, control in self.controls.items()}
        self.settings = settings
        self.picture = picture
        # Beside the controls where there is room, otherwise below them; never over them.
        layout = {"flex": "1 1 32em", "min_width": "0", "max_width": "780px", "height": "auto"}
        self.image = widgets.Image(format="png", layout=layout)
        self.text = widgets.HTML()
        self._is_silent = False
        for control in self.controls.values():
            control.observe(self._on_change, names="value")
        row = {"flex_flow": "row wrap", "align_items": "flex-start"}
        buttons = widgets.HBox([self._make_button(name) for name in settings], layout=row)
        sliders, attempts = [*self.controls.values()], [widgets.HTML("Try:"), buttons]
        if sheet is None:
            column = {"flex": "0 0 auto", "width": "23em"}
            beside, below = widgets.VBox([*sliders, *attempts], layout=column), []
        else:
            beside, below = sheet, [widgets.HBox(sliders, layout=row), *attempts]
        super().__init__([widgets.HBox([beside, self.image], layout=row), *below, self.text])
        self.redraw()

    def compute(self, **values):
        """Compute what is to be shown, from the values of the controls by their names."""
        raise NotImplementedError

    def sentences(self, result):
        """Return sentences that say what the picture shows, from what `compute` returned."""
        raise NotImplementedError

    def set(self, values):
        """Move several controls, given by their names, and redraw once."""
        self._is_silent = True
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._is_silent = False
        self.redraw()

    def redraw(self):
        """Compute with the values of the controls; update picture and text."""
        values = {name: control.value for name, control in self.controls.items()}
        self.result = self.compute(**values)
        self.picture.show(self.result)
        self.image.value = self.picture.png()
        self.text.value = "<br>".join(map(html.escape, self.sentences(self.result)))

    def _on_change(self, _):
        if not self._is_silent:
            self.redraw()

    def _make_button(self, name):
        button = widgets.Button(description=name, layout={"width": "10.5em"})
        button.on_click(lambda _: self.set({**self.start, **self.settings[name]}))
        return button

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        return {**bundle, "text/plain": FALLBACK}


def _make_control(text, start, lowest=None, highest=None, step=None):
    if isinstance(start, bool):
        return widgets.Checkbox(value=start, description=text, indent=False)
    slider = widgets.IntSlider if isinstance(step, int) else widgets.FloatSlider
    return slider(
        description=text,
        value=start,
        min=lowest,
        max=highest,
        step=step,
        style={"description_width": "6.5em"},
        layout={"width": "22em"},
    )


class Picture:
    """A figure whose artists are made once and then only moved.

    What stays is drawn once and kept as a background; the artists in `moving` are drawn onto a
    copy of it. Where `show` changes anything else, it sets `background` to None.
    """

    def __init__(self, figure, moving):
        self.figure = figure
        self.canvas = FigureCanvasAgg(figure)
        self.moving = moving
        self.background = None
        for artist in moving:
            artist.set_animated(True)

    def show(self, result):
        """Move the artists to what `compute` of the playground returned."""
        raise NotImplementedError

    def set_limits(self, ax, xlim, ylim):
        """Set the limits of axes; only new ones cost a new background."""
        if (xlim, ylim) != (ax.get_xlim(), ax.get_ylim()):
            ax.set(xlim=xlim, ylim=ylim)
            self.background = None

    def png(self):
        """Return the picture as the bytes of a PNG."""
        if self.background is None:
            self.canvas.draw()
            self.background = self.canvas.copy_from_bbox(self.figure.bbox)
        self.canvas.restore_region(self.background)
        for artist in self.moving:
            self.figure.draw_artist(artist)
        buffer = io.BytesIO()
        imsave(buffer, self.canvas.buffer_rgba(), format="png", pil_kwargs={"compress_level": 1})
        return buffer.getvalue()
