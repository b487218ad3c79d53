"""What a person lately chose in the palette: it stands first the next time."""

from widgets.palette_find import Entry

_MOST = 8


class Recent:
    """The last things chosen, newest first; for this run of the program."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """A person chose this."""
        others = [old for old in self._entries if old.thing != entry.thing]
        self._entries = [entry, *others][:_MOST]

    def first(self, entries: list[Entry], has_text: bool) -> list[Entry]:
        """The recent ones before the rest. With a text only those it found, and no farther up than their equals."""
        now = {entry.thing: entry for entry in entries}
        if has_text:
            order = {entry.thing: at for at, entry in enumerate(self._entries)}
            return sorted(entries, key=lambda e: (-round(e.score, -1), order.get(e.thing, _MOST), -e.score))
        recent = [now.get(old.thing, old) for old in self._entries]
        things = {entry.thing for entry in recent}
        return recent + [entry for entry in entries if entry.thing not in things]
