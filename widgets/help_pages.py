"""The help pages: our own Markdown, one a panel, protocol and subject, in both languages; read when first asked."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "help"
FIRST = "desk"  # the page of the desk as a whole


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page: the name of its file, its title and its Markdown."""

    name: str
    title: str
    text: str


@lru_cache
def help_pages(code: str) -> tuple[HelpPage, ...]:
    """Every page of a language by title, the desk's first; none where the program came without its pages."""
    pages = [_page(path) for path in (FOLDER / code).glob("*.md")]
    return tuple(sorted(pages, key=lambda page: (page.name != FIRST, page.title.casefold())))


def page_named(name: str, code: str) -> HelpPage | None:
    """The page of a panel or subject, else the desk's."""
    pages = {page.name: page for page in help_pages(code)}
    return pages.get(name) or pages.get(FIRST)


def pages_with(text: str, code: str) -> list[HelpPage]:
    """Pages that hold every word of a text, those with it in their title first."""
    words = text.casefold().split()
    found = [page for page in help_pages(code) if all(word in page.text.casefold() for word in words)]
    return sorted(found, key=lambda page: not any(word in page.title.casefold() for word in words))


def _page(path: Path) -> HelpPage:
    text = path.read_text(encoding="utf-8")
    return HelpPage(path.stem, text.partition("\n")[0].lstrip("# ").strip(), text)
