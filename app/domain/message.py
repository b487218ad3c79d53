"""Marking message ids in constants; the words themselves are found by `app.i18n` where something is shown."""


def N_(message: str) -> str:  # the name every gettext extractor knows
    """Mark a constant as a message id; it is translated where it is shown."""
    return message
