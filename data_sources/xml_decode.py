"""XML read strictly: no DOCTYPE, no entities, bounded nesting; malformed XML stops the answer and names the byte.

Source of rule: safety row D3.
"""

import codecs
import pyexpat
from typing import Any
from xml.parsers import expat

from app.errors import SourceError
from data_sources.wire_text import clean

DEEPEST = 100
OLDEST_EXPAT = (2, 4, 1)


def decode_xml(source: str, body: bytes, charset: str = "") -> tuple[str, Any]:
    """The root's local name and its content: text, or a dict of child name to content (a list where it repeats).

    Namespaces and attributes are left out. `charset` overrides what the answer says of itself. Raises SourceError.
    """
    if pyexpat.version_info < OLDEST_EXPAT:
        raise SourceError(source, f"This Python's XML reader is too old ({pyexpat.EXPAT_VERSION}).", "Update Python.")
    body = _recoded(source, body, charset) if charset else body
    tree = _Tree(source)
    parser = expat.ParserCreate("utf-8" if charset else None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = tree.refuse
    parser.EntityDeclHandler = tree.refuse
    parser.StartElementHandler, parser.EndElementHandler = tree.start, tree.end
    parser.CharacterDataHandler = tree.text
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise SourceError(source, f"The answer is not XML: {what} at byte {max(parser.ErrorByteIndex, 0)}.") from None
    except (LookupError, ValueError) as error:
        raise SourceError(source, f"The answer's encoding cannot be read ({type(error).__name__}).") from None
    return tree.root


def _recoded(source: str, body: bytes, charset: str) -> bytes:
    try:
        return codecs.decode(body, charset).encode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(source, f"The answer is not {charset} at byte {error.start}.") from None


class _Tree:
    """The element stack while expat reads."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._stack: list[tuple[str, dict[str, Any], list[str]]] = []
        self.root: tuple[str, Any] = ("", "")

    def refuse(self, *_: Any) -> None:
        raise SourceError(self._source, "The answer holds a DOCTYPE, which is refused.")

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if len(self._stack) >= DEEPEST:
            raise SourceError(self._source, "The answer is nested too deep.")
        self._stack.append((name.rpartition(":")[2], {}, []))

    def text(self, text: str) -> None:
        self._stack[-1][2].append(text)

    def end(self, _name: str) -> None:
        name, children, texts = self._stack.pop()
        content: Any = children or clean("".join(texts))
        if self._stack:
            _add(self._stack[-1][1], name, content)
        else:
            self.root = (name, content)


def _add(parent: dict[str, Any], name: str, content: Any) -> None:
    if name not in parent:
        parent[name] = content
    elif isinstance(parent[name], list):
        parent[name].append(content)
    else:
        parent[name] = [parent[name], content]
