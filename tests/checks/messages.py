"""Whether every message the program says has its Indonesian words, finished and used.

Run as a module it prints what is missing; `./poc check` calls it. Messages are found by Babel's own extractor in
calls of `text`, `plural`, `say` and `N_`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("app", "widgets", "maps", "reports", "data_sources")
FILES = ("main.py",)
KEYWORDS = {"text": None, "plural": (1, 2), "N_": None, "say": None}
Message = str | tuple[str, ...]


def used_messages() -> dict[Message, str]:
    """Every message id in the program and one place where it is said."""
    found: dict[Message, str] = {}
    for folder in FOLDERS:
        for name, line, message, _, _ in extract_from_dir(str(ROOT / folder), [("**.py", "python")], keywords=KEYWORDS):
            found.setdefault(message, f"{folder}/{name}:{line}")
    for name in FILES:
        for line, message, _, _ in extract_from_file("python", str(ROOT / name), keywords=KEYWORDS):
            found.setdefault(message, f"{name}:{line}")
    found.pop("", None)
    return found


def catalogue(language: str) -> Catalog:
    """A language's catalogue as it stands."""
    path = ROOT / "resources" / "locale" / language / "LC_MESSAGES" / "poc.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def faults() -> Iterator[str]:
    """A line for every message that is missing, unfinished, has other placeholders, or is said nowhere."""
    words, used = catalogue("id"), used_messages()
    for message, place in used.items():
        entry = words.get(message if isinstance(message, str) else message[0])
        if entry is None or entry.fuzzy or not _is_finished(entry.string):
            yield f"{place}: no Indonesian words for {message!r}"
    first = {message if isinstance(message, str) else message[0] for message in used}
    for entry in words:
        id_ = entry.id if isinstance(entry.id, str) else entry.id[0]
        if id_ and id_ not in first:
            yield f"resources/locale/id: nobody says {id_!r}"
        elif id_ and _holes(id_) != _holes(entry.string if isinstance(entry.string, str) else entry.string[0]):
            yield f"resources/locale/id: other placeholders in the words for {id_!r}"


def _is_finished(words: str | tuple[str, ...]) -> bool:
    return all(words) if isinstance(words, tuple) else bool(words)


def _holes(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


def main() -> int:
    """Print the faults; 1 when there are any."""
    found = list(faults())
    print("\n".join(found) or "messages: complete in both languages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
