"""Answers a room gives again and again, in both languages, with places for what differs from case to case."""

import re
from typing import Annotated

from pydantic import AfterValidator

from app.settings.kinds import Frozen, Word, fault, nearest

PLACES = ("number", "category", "agency", "address")
"""What a template may name in braces."""


def _text(text: str) -> str:
    for name in re.findall(r"\{([^{}]*)\}", text):
        if name not in PLACES:
            raise fault(f"{name!r} is no place for a value; there are {', '.join(PLACES)}", nearest(name, PLACES))
    if set("{}") & set(re.sub(r"\{[^{}]*\}", "", text)):
        raise fault("has a brace that stands alone")
    return text


TemplateText = Annotated[str, AfterValidator(_text)]


class Template(Frozen):
    """One answer: `title` and `text` in Indonesian, `title_en` and `text_en` in English where they differ.

    `category` limits it to some kinds of complaint; empty is for all.
    """

    id: Word
    title: Word
    title_en: str = ""
    text: TemplateText
    text_en: TemplateText = ""
    category: tuple[str, ...] = ()

    def in_language(self, code: str) -> tuple[str, str]:
        """Title and text in a language; Indonesian where there is no other."""
        if code == "en":
            return self.title_en or self.title, self.text_en or self.text
        return self.title, self.text


def filled(text: str, **values: str) -> str:
    """A template's text with its values; one nobody knows leaves its place empty, without the brackets around it."""
    text = re.sub(r" *\(\{(\w+)\}\)", lambda found: found[0] if values.get(found[1]) else "", text)
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], ""), text).strip()
