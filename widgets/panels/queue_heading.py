"""The line beside the queue's title: source, counts, and the age of the source where it no longer answers."""

import numpy as np

from app.domain.freshness import Freshness
from app.i18n import Language
from app.picture.picture import Picture
from app.views.queue import QueueView
from widgets.case_words import one_line
from widgets.panels.queue_empty import SourceState


def source_name(picture: Picture) -> str:
    """The source's id in capitals while all complaints come from one, else ""."""
    codes = np.flatnonzero(np.bincount(picture.complaints.source, minlength=2)[1:]) + 1
    return one_line(picture.words.text(int(codes[0])), 20).upper() if len(codes) == 1 else ""


def headline(words: Language, picture: Picture, view: QueueView, source: SourceState, searching: bool) -> str:
    """ "SOURCE · 128 open · 9 overdue", then what one must know: crews that do not answer, searching, age."""
    if source.worst is Freshness.NEVER and not picture.complaints.n:
        return words.text("never received")
    parts = [
        "" if view.unanswered else source_name(picture),  # the line is short, and a crew's silence says more
        words.plural("{n} open", "{n} open", view.open),
        words.plural("{n} overdue", "{n} overdue", view.overdue),
    ]
    if view.unanswered:
        parts.append(words.plural("{n} without an answer", "{n} without an answer", view.unanswered))
    if searching:
        parts.append(words.text("searching…"))
    elif source.worst >= Freshness.STALE and source.age_s is not None:
        parts.append(words.text("{age} old", age=words.age(source.age_s)))
    return " · ".join(filter(None, parts))
