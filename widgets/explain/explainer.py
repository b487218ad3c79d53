"""Answers the group's wish to explain a figure: one sheet a window, the facts read in a lane beside the window."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.journal.behind import Behind
from app.views.explain import all_keys, explain
from app.views.figure import Figure
from widgets.group import Group
from widgets.live import Live
from widgets.theme import Size

if TYPE_CHECKING:
    from widgets.explain.sheet import ExplainSheet

MOST = 200  # facts shown; all are counted


class Explainer(QObject):
    """Lives as long as its window. The sheet is made when a figure is first asked about."""

    def __init__(self, live: Live, group: Group, window: QWidget, *, text_px: int = Size.BASE) -> None:
        super().__init__(window)
        self._live, self._group, self._window, self._text_px = live, group, window, text_px
        self.sheet: ExplainSheet | None = None
        self._trail: list[Figure] = []  # from the figure first asked about down to the one shown
        self._anchor: QWidget = window
        group.explain_requested.connect(self.on_wanted)
        live.facts_ready.connect(self._on_facts)

    def on_wanted(self, figure: Figure, anchor: QWidget) -> None:
        """Explain a figure beside the widget it stands in."""
        self._anchor, self._trail = anchor, [figure]
        self._tell()

    def on_part(self, figure: Figure) -> None:
        """Go down to a figure this one was made from."""
        self._trail.append(figure)
        self._tell()

    def on_back(self) -> None:
        """Come up again."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._tell()

    def _tell(self) -> None:
        figure, sheet = self._trail[-1], self._sheet()
        sheet.show_story(explain(figure, self._live.picture), can_go_back=len(self._trail) > 1)
        keys = all_keys(figure)
        sheet.facts.wait_for(sum(len(k) for k in keys.values()))
        for kind, which in keys.items():
            self._live.want_facts(figure.id, kind, np.asarray(which), MOST, self._live.picture.commit)
        sheet.open_at(self._anchor)

    def _on_facts(self, asked: str, rows: tuple[Behind, ...]) -> None:
        sheet = self.sheet
        if sheet is None or not self._trail or asked != self._trail[-1].id or not rows:
            return
        kept = [*sheet.facts.rows, *rows] if not sheet.facts.is_reading else list(rows)
        kept.sort(key=lambda row: (row.recorded_at, row.commit), reverse=True)
        explanation = explain(self._trail[-1], self._live.picture)
        sheet.show_story(explanation, kept[0].recorded_at, can_go_back=len(self._trail) > 1)
        sheet.facts.show(kept[:MOST])

    def _sheet(self) -> "ExplainSheet":
        """The sheet of the window the figure stands in: a dock may be a window of its own."""
        from widgets.explain.sheet import ExplainSheet  # only who asks needs it

        window = self._anchor.window()
        if self.sheet is None or self.sheet.parentWidget() is not window:
            if self.sheet is not None:
                self.sheet.dismiss()
                self.sheet.deleteLater()
            self.sheet = ExplainSheet(self._group, window, text_px=self._text_px)
            self.sheet.part_asked.connect(self.on_part)
            self.sheet.back_asked.connect(self.on_back)
        return self.sheet
