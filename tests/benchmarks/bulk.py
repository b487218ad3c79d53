"""One decision on many cases, against the same rows by raw SQL: as many transactions, and all in one."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from app.actions.bulk import begin_bulk
from app.actions.moves import Refer
from app.actions.perform import Acting
from app.clock import Clock
from app.domain.case import CaseId
from app.domain.complaint import Complaint, State
from app.domain.person import Person, Role, Signed
from app.journal.store import Journal
from tests.benchmarks.city import END, category_ids, city, words_of
from tests.benchmarks.figure import AS_LONG, Figure
from tests.benchmarks.measure import say, timed_ms
from tests.benchmarks.peer_rows import rows_of, write_rows
from tests.benchmarks.servers import stores
from tests.benchmarks.sizes import Sizes, thousands

RINA = Signed(Person("rina", "Rina", Role.OPERATOR), "bench")
BUDI = Signed(Person("budi", "Budi", Role.SUPERVISOR), "bench")


def complaints(count: int) -> list[Complaint]:
    """So many complaints of the city's own source that takes updates."""
    kind, source = category_ids()[0], next(s.id for s in city().sources if s.protocol == "open311")
    made = []
    for n in range(count):
        at, said = END - timedelta(minutes=n), words_of(n, kind)
        made.append(Complaint(source, f"b{n:04d}", at, "open", State.OPEN, requested_at=at, category=kind, **said))
    return made


def journal_with(url: str, known: list[Complaint]) -> Journal:
    """A fresh journal that knows these complaints."""
    journal = Journal.create(url, Clock.starting(END))
    journal.append(known)
    return journal


def assigned(journal: Journal, known: list[Complaint]) -> tuple[float, float]:
    """Milliseconds for all of them, and the longest slice: so long another deed may have to wait."""
    acting, agency = Acting(journal, city()), city().agencies[0].id
    ids = [CaseId(one.source, one.id) for one in known]
    slices: list[float] = []

    def work() -> None:
        bulk = begin_bulk(acting, RINA, "refer", ids, lambda case: Refer(case, agency), BUDI)
        while not bulk.is_over:
            slices.append(timed_ms(bulk.step))
        bulk.finish()
        assert len(bulk.done) == len(ids)

    return timed_ms(work), max(slices)


def run(sizes: Sizes) -> Iterator[Figure]:
    """All of it on each store, per store once: the rows are the same every time."""
    known = complaints(sizes.bulk)
    with stores(3) as each:
        for store, urls in each:
            say(store)
            ours, one, many = (journal_with(url, known) for url in urls)
            taken, longest = assigned(ours, known)
            rows = rows_of(ours)
            apart = timed_ms(partial(write_rows, many, rows, len(known)))
            at_once = timed_ms(partial(write_rows, one, rows, 1))
            for journal in (ours, one, many):
                journal.close()
            size = f"{store}, {thousands(len(known))} cases"
            peer = f"raw SQL of the same rows, {thousands(len(known))} transactions"
            yield Figure("bulk assign", size, taken, "ms", peer, apart, AS_LONG)
            yield Figure(
                "bulk assign", size, taken, "ms", "raw SQL of the same rows, one transaction", at_once, AS_LONG
            )
            yield Figure("longest slice", size, longest, "ms")
