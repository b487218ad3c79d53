"""Words of money and agencies that panels and scenes share."""

from typing import Protocol

from app.i18n import Language


class Named(Protocol):
    """Something with a name in both languages."""

    @property
    def name(self) -> str:
        """In Indonesian."""

    @property
    def name_en(self) -> str:
        """In English, "" for the same."""


def name_of(thing: Named, words: Language) -> str:
    """The name in a language."""
    return thing.name if words.code == "id" else thing.name_en or thing.name


class Titled(Protocol):
    """Something with a title in both languages."""

    @property
    def title(self) -> str:
        """In Indonesian."""

    @property
    def title_en(self) -> str:
        """In English, "" for the same."""


def title_of(thing: Titled, words: Language) -> str:
    """The title in a language."""
    return thing.title if words.code == "id" else thing.title_en or thing.title
