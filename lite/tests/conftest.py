"""The browser of the tests of JupyterLab, with our server as its proxy."""

from test_browser import browser_context_args, browser_type_launch_args

__all__ = ["browser_context_args", "browser_type_launch_args"]
