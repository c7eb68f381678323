"""The texts under the figures, as tests read them."""


def one_line(text):
    """Return a text without its line breaks."""
    return " ".join(text.split())
