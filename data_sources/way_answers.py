"""Answers desks that wait for travel times, in a thread of its own: a slow router never holds the lease up."""

from datetime import datetime

from app.clock import real_now
from app.domain.travel import WayAnswer, WayQuestion
from app.errors import SourceError
from app.journal.store import Journal
from app.journal.ways import answer_ways, open_questions
from app.settings.sending import Routing
from data_sources.chores import Aside
from data_sources.osrm import Osrm, line_to_router


class WayAnswers:
    """A collector's chore: looks for questions, and asks the router when there are some."""

    def __init__(self, journal: Journal, routing: Routing) -> None:
        self._journal = journal
        self._http = line_to_router(routing)
        self._router = Osrm(routing, self._http)
        self._aside = Aside("ways", 0.0, self._answer_all)

    def __call__(self, epoch: int, now: datetime) -> None:
        """Begin to answer when somebody waits."""
        if open_questions(self._journal, real_now(), 1):
            self._aside(epoch, now)

    def join(self, timeout_s: float) -> bool:
        """Wait for what is running; whether it ended."""
        return self._aside.join(timeout_s)

    def close(self) -> None:
        """Cut what is running and close the line."""
        self._http.cancel()
        self.join(1.0)
        self._http.close()

    def _answer_all(self, _now: datetime) -> None:
        for question in open_questions(self._journal, real_now()):
            answer_ways(self._journal, self._answer(question), real_now())

    def _answer(self, question: WayQuestion) -> WayAnswer:
        try:
            return WayAnswer(question.id, self._router.seconds(question))
        except SourceError as trouble:
            return WayAnswer(question.id, error=trouble.what)
