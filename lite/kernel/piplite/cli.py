"""What `%pip` does."""

SAID = "%pip installs nothing in a browser tab; what the course needs is here already."


async def get_transformed_code(arguments):
    """Return the code that runs in place of a line with `%pip` and these arguments."""
    return f"print({SAID!r})"
