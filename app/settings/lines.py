"""On which line of a TOML text a key stands; the standard reader does not say."""

import re
from collections.abc import Iterator

KeyPath = tuple[str | int, ...]

_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.|$|=|\])""")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


def lines_of(text: str) -> dict[KeyPath, int]:
    """Path of every key and table, such as ("source", 0, "url"), to its line number (first line is 1)."""
    found: dict[KeyPath, int] = {}
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for number, line in _statements(text):
        if line.startswith("[["):
            table = _element(tuple(_parts(line[2:])), counts)
            found.setdefault(table[:-1], number)
        elif line.startswith("["):
            table = _inside(tuple(_parts(line[1:])), counts)
        key = table if line.startswith("[") else table + tuple(_parts(line))
        found.setdefault(key, number)
    return found


def line_of(found: dict[KeyPath, int], path: KeyPath) -> int | None:
    """The line of `path`, or of the nearest table around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in found:
            return found[path[:length]]
    return None


def _element(names: KeyPath, counts: dict[KeyPath, int]) -> KeyPath:
    parent = _inside(names[:-1], counts) + names[-1:]
    counts[parent] = counts.get(parent, -1) + 1
    return (*parent, counts[parent])


def _inside(names: KeyPath, counts: dict[KeyPath, int]) -> KeyPath:
    path: KeyPath = ()
    for name in names:
        path += (name,)
        if path in counts:
            path += (counts[path],)
    return path


def _parts(text: str) -> Iterator[str]:
    at = 0
    while match := _PART.match(text, at):
        yield next(group for group in match.groups()[:3] if group is not None)
        at = match.end()
        if match[4] != ".":
            return


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Lines that begin a key or a table: not comments, not the inside of a long string or of a list."""
    depth, fence = 0, ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not fence and not depth and line and not line.startswith("#"):
            yield number, line
        depth, fence = _after(line, depth, fence)


def _after(line: str, depth: int, fence: str) -> tuple[int, str]:
    if not fence and not depth and line.startswith("["):
        return 0, ""
    for mark in ('"""', "'''"):
        if fence in ("", mark) and line.count(mark) % 2:
            return depth, "" if fence else mark
    if fence:
        return depth, fence
    bare = _QUOTED.sub("", line).split("#", 1)[0]
    return depth + bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}"), ""
