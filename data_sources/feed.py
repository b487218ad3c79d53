"""A feed: any list of JSON objects or any CSV over HTTP, mapped in the city file, so that an agency joins without code.

Every poll reads the whole feed, all its pages; an answer that says what it said before makes no facts.
"""

import hashlib
from datetime import datetime
from typing import Any

from app.domain.kind import Kind
from app.settings import CityFile, SourceSpec
from data_sources import personal
from data_sources.batch import Batch, Cursor, copied
from data_sources.dates import from_text, utc_text
from data_sources.drift import noticed, shown
from data_sources.feed_answer import entries_of, next_of
from data_sources.feed_facts import FactReader
from data_sources.feed_map import FeedMap, Told, keys_of
from data_sources.feed_options import Options
from data_sources.figures import FigureReader
from data_sources.gathering import Gathering, counted
from data_sources.http import Http
from data_sources.http_answer import Answer
from data_sources.json_decode import Entry
from data_sources.line_options import set_line, sign
from data_sources.vanished import Listing

NAME = "json_feed"
ACCEPT = "application/json, text/csv;q=0.9, text/plain;q=0.5, */*;q=0.1"
KINDS = {
    "indicators": Kind.INDICATOR,
    "complaints": Kind.COMPLAINT,
    "positions": Kind.POSITION,
    "readings": Kind.READING,
}
MOST_SHOWN = 200


class FeedConnector:
    """One feed.

    Cursor: `began` (first sight), `digest` (of the last answer and of the mapping), `left` (what was left out of it),
    `fields` and `drift` of its keys.
    """

    def __init__(self, spec: SourceSpec, city: CityFile, http: Http) -> None:
        self._spec, self._http = spec, http
        self._options = options = Options.model_validate(spec.options)
        self._params = configure(http, options)
        self._mapping = options.model_dump_json().encode()
        self._figures = FigureReader(spec, city, options.how, options.zone)
        self._facts = FactReader(spec, city, options.zone or city.city.tz, options.notation, options.public)

    def poll(self, cursor: Cursor, now: datetime) -> Batch:
        """The whole feed."""
        cursor = copied(cursor)
        cursor.setdefault("began", utc_text(now))
        gathering = Gathering(self._spec.id, from_text(cursor["began"]), self._options.public)
        answers, entries, columns = self._pages(gathering)
        gathering.skew_s = answers[-1].skew_s
        digest = self._digest(answers)
        listing = None
        if digest == cursor.get("digest"):
            gathering.notes += shown(cursor)
            listing = Listing(as_before=True)
        else:
            self._take(entries, columns, cursor, gathering, now)
            cursor |= {"digest": digest, "left": dict(gathering.left_out)}
            listing = self._listed(entries, gathering, len(answers))
        gathering.notes += counted([cursor.get("left", {})])
        return gathering.batch(cursor, more=False, complete_live=True, listing=listing)

    def _listed(self, entries: list[Entry], gathering: Gathering, pages: int) -> Listing | None:
        """All figures of the feed; None where it was not read to its end."""
        if self._options.to != "indicators" or pages >= self._options.max_pages > 1:
            return None
        listing = Listing(rows=len(entries), refused=len(gathering.rejected))
        for fact in gathering.facts.values():
            listing.add(fact)
        return listing

    def _pages(self, gathering: Gathering) -> tuple[list[Answer], list[Entry], list[str] | None]:
        """All pages; ends on an empty one, on one that was there before (safety row H7), and at `max_pages`."""
        answers, entries, seen = list[Answer](), list[Entry](), set[bytes]()
        columns: list[str] | None = None
        link, number = "", int(self._options.page_base)
        while len(answers) < self._options.max_pages:
            answer = self._ask(link, number)
            found, columns = entries_of(self._spec.id, answer, self._options)
            name = hashlib.blake2b(answer.body).digest()
            if answers and (not found or name in seen):
                return answers, entries, columns
            seen.add(name)
            answers.append(answer)
            entries += found
            number += 1
            link = next_of(self._spec.id, answer, self._options)
            if not link and not (self._options.page_param and found):
                return answers, entries, columns
        gathering.notes.append(f"The feed had no end after {len(answers)} pages; the rest was left.")
        return answers, entries, columns

    def _ask(self, link: str, number: int) -> Answer:
        if link:
            return self._http.get(link, accept=ACCEPT)
        page = {self._options.page_param: number} if self._options.page_param else {}
        address = f"{self._http.base}/{self._options.path.lstrip('/')}" if self._options.path else self._spec.url
        return self._http.get(address, {**self._params, **page}, ACCEPT)

    def _digest(self, answers: list[Answer]) -> str:
        found = hashlib.blake2b(self._mapping, digest_size=12)
        for answer in answers:
            found.update(answer.body)
        return found.hexdigest()

    def _take(
        self, entries: list[Entry], columns: list[str] | None, cursor: Cursor, gathering: Gathering, now: datetime
    ) -> None:
        kinds = dict.fromkeys(columns, "text") if columns is not None else keys_of(entries)
        if not kinds:
            gathering.notes += shown(cursor)
            if not entries:
                return
        some = [entry.value for entry in entries[:100] if isinstance(entry.value, dict)]
        mapping = FeedMap(self._spec.id, self._options, list(kinds), some)
        gathering.notes += self._drift(kinds, mapping, columns is not None, entries, cursor, now)

        def read(record: dict[str, Any]) -> None:
            if why := mapping.left_out(record):
                gathering.left_out[why] += 1
                return
            for told in mapping.read(record):
                self._keep(told, gathering, now)

        gathering.each(entries, KINDS[self._options.to], read, mapping.id_key)

    def _keep(self, told: Told, gathering: Gathering, now: datetime) -> None:
        match self._options.to:
            case "indicators":
                gathering.keep(self._figures.indicator(told.parts, told.labels, now, extra=told.rest))
            case "complaints":
                gathering.keep(*self._facts.complaint(told, now))
            case "positions":
                position, vehicle = self._facts.position(told, now)
                gathering.keep(position)
                if vehicle:
                    gathering.keep(vehicle)
            case "readings":
                gathering.keep(self._facts.reading(told, now))

    def _drift(
        self,
        kinds: dict[str, str],
        mapping: FeedMap,
        is_table: bool,
        entries: list[Entry],
        cursor: Cursor,
        now: datetime,
    ) -> list[str]:
        """Keys of objects come and go with what there is to say: only those that the mapping reads may be missed."""
        known: dict[str, str] = cursor.get("fields") or {}
        kept = {k: kinds.get(k) or known[k] for k in known if k in kinds or not (is_table or k in mapping.used)}
        seen = {**kept, **{key: kind for key, kind in kinds.items() if key not in known}}
        sample = personal.redacted(entries[0].pairs, self._options.public)[:MOST_SHOWN] if entries else "no records"
        return noticed(self._spec.id, cursor, {key: kind for key, kind in seen.items() if kind}, sample, now)


def configure(http: Http, options: Options) -> dict[str, Any]:
    """Set the line up as the options say; the parameters of every question."""
    set_line(http, options)
    sign(http, options.auth_mode)
    params: dict[str, Any] = dict(options.query)
    if http.secret and options.auth_mode == "header":
        http.credentials[options.auth_name] = http.secret
    if http.secret and options.auth_mode == "query":
        params[options.auth_name] = http.secret
    return params
