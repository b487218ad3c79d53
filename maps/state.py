"""What the map shows, remembered so that a new page can be told all of it again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Call = tuple[str, tuple[Any, ...]]


@dataclass(slots=True)
class MapState:
    """Everything told to the page. `layers` are sequence numbers; the bytes lie with the scheme's handler."""

    centre: tuple[float, float]
    layers: dict[str, int] = field(default_factory=dict)
    theme: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    switches: dict[str, bool] = field(default_factory=dict)
    selection: tuple[str, int, list[float] | None] = ("", 0, None)
    follow: int = 0
    label: str = ""
    status: str = ""
    place: tuple[float, float, float] | None = None
    _seq: int = 0

    def next_layer(self, name: str) -> int:
        """Number of a layer's next data."""
        self._seq += 1
        self.layers[name] = self._seq
        return self._seq

    def replay(self) -> Iterator[Call]:
        """Calls that bring a fresh page to this state, colours and place first so that nothing flashes."""
        if self.theme:
            yield "theme", (self.theme,)
        if self.words:
            yield "words", (self.words,)
        if self.place:
            yield "jump", self.place
        for layer, on in self.switches.items():
            yield "switch", (layer, on)
        yield "select", self.selection
        if self.label:
            yield "label", (self.label,)
        for name, seq in self.layers.items():
            yield "layer", (name, seq)
        yield "status", (self.status,)
        if self.follow:
            yield "follow", (self.follow,)
