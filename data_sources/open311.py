"""Open311 GeoReport v2: a live round first, then history, one page a poll.

A live round is: the window of newly requested cases, then what changed in older ones (the updates extension, a
filter on the update time, or our open ids asked again), then done. The cursor's `live_at` moves only then, and only
then the round counts as a complete live answer.
"""

from datetime import datetime, timedelta

from app.domain.deadline import parse_span
from app.errors import SourceRefused
from app.settings import CityFile, SourceSpec
from data_sources.batch import Batch, Cursor, copied
from data_sources.dates import from_text, utc_text
from data_sources.gaps import add_gap, ahead_of_us
from data_sources.http import Http
from data_sources.http_trouble import BadStatus, Refused, WrongType
from data_sources.open311_answer import Call, Lists
from data_sources.open311_history import FIRST_SPAN, SHORTEST, History, first_gap, ignores_windows, is_history_due
from data_sources.open311_line import configure, services_of
from data_sources.open311_options import Options
from data_sources.open311_record import AHEAD, RecordReader
from data_sources.open311_take import Taking
from data_sources.open311_walk import Walker, new_walk, span_of

NAME = "open311"
DEFAULT_HISTORY = timedelta(days=90)
BAD_WINDOWS = 3
MOST_HALVINGS = 5
SERVICES_EVERY = timedelta(hours=1)
OPTIONAL = (400, 404, 405, 406, 410, 500, 501)  # statuses of a call the server need not have


class Open311Connector:
    """One Open311 source. See the module for the order of its polls.

    Cursor: `format`, `page_base`, `updates` (what was found out), `services`, `ahead_s` (of the server's clock),
    `floor`, `live_at`, `round` (a live round under way), `open` and `gone` (see `Taking`), `by_id` ("yes" or "no": what
    lists of ids were answered with), `overlay`, and the history's own keys. All its times are the server's.
    """

    def __init__(self, spec: SourceSpec, city: CityFile, http: Http) -> None:
        self._spec = spec
        self._options = options = Options.model_validate(spec.options)
        configure(http, options)
        params = {"jurisdiction_id": options.jurisdiction_id} if options.jurisdiction_id else {}
        if http.secret and options.auth_mode == "query":
            params["api_key"] = http.secret
        self._params = params
        self._lists = Lists(http, options)
        self._reader = RecordReader(spec, city, options)
        self._walker = Walker(self._lists, options, params, self._reader.zone)
        self._history = History(self._walker, options)
        self._bad_windows = 0
        self._is_historys_turn = False  # live rounds longer than `every` must not starve history
        self._steps = {
            "window": self._live_window,
            "changes": self._live_changes,
            "updated": self._live_updated,
            "asking": self._live_asking,
        }

    def poll(self, cursor: Cursor, now: datetime) -> Batch:
        """The next page: of the live round when one is due or under way, else of history."""
        cursor = copied(cursor)
        taking = Taking(self._reader, self._spec.id, cursor, now)
        if "floor" not in cursor:
            self._learn_services(cursor, taking, now)  # its answer also tells the server's time
        now += timedelta(seconds=cursor.get("ahead_s", 0.0))  # what we ask for bears the server's time
        self._begin(cursor, now)
        is_free = not cursor.get("round") and (self._is_historys_turn or not self._is_live_due(cursor, now))
        self._is_historys_turn = False
        if is_free and is_history_due(cursor, now):
            self._history.step(cursor, taking, now)
            return taking.batch(cursor, more=is_history_due(cursor, now) or self._is_live_due(cursor, now))
        return self._live(cursor, taking, now)

    def _begin(self, cursor: Cursor, now: datetime) -> None:
        """The first sight of a source: from now back to `history`, the newest day first."""
        if "floor" in cursor:
            return
        history = self._spec.history or DEFAULT_HISTORY
        cursor |= {"v": 1, "floor": utc_text(now - history), "gaps": [], "open": {}, "overlay": {}}
        add_gap(cursor["gaps"], *first_gap(now, history))

    def _is_live_due(self, cursor: Cursor, now: datetime) -> bool:
        last = cursor.get("live_at")
        return last is None or not timedelta(0) <= now - from_text(last) < self._spec.every

    def _live(self, cursor: Cursor, taking: Taking, now: datetime) -> Batch:
        running = self._round(cursor, now)
        running["stepped"] = utc_text(now)
        self._learn_services(cursor, taking, now)
        self._steps[running["step"]](cursor, running, taking, now)
        if running["step"] != "done":
            return taking.batch(cursor, more=True)
        cursor |= {"live_at": running["began"], "round": None}
        self._is_historys_turn = True
        return taking.batch(cursor, more=is_history_due(cursor, now), complete_live=True)

    def _round(self, cursor: Cursor, now: datetime) -> Cursor:
        """The round under way; one that was left lying during an outage begins anew."""
        running: Cursor | None = cursor.get("round")
        if running and now - from_text(running["stepped"]) <= max(2 * self._spec.every, timedelta(minutes=1)):
            return running
        running = cursor["round"] = {"began": utc_text(now), "step": "window", "walk": self._live_walk(cursor, now)}
        return running

    def _live_walk(self, cursor: Cursor, now: datetime) -> Cursor:
        """From the last complete round, less the overlap; after a long outage the newest day, the rest is a gap."""
        last = cursor.get("live_at")
        start = from_text(last) - parse_span(self._options.overlap) if last else from_text(cursor["floor"])
        if last and from_text(last) > now:
            start = now - parse_span(self._options.overlap)  # the city's clock was set back
        newest = now - FIRST_SPAN
        if last and start < newest:
            add_gap(cursor["gaps"], start, newest)
        return new_walk(max(start, newest), now + AHEAD)

    def _live_window(self, cursor: Cursor, running: Cursor, taking: Taking, now: datetime) -> None:
        self._avoid_a_bad_row(cursor, running, now)
        walk = running["walk"]
        try:
            step = self._walker.step(walk, cursor)
        except BadStatus as error:
            self._bad_windows += error.status == 500
            raise
        self._bad_windows = 0
        fates = taking.page(step, cursor.get("services", {}))
        in_vain = bool(running.get("halved")) and ignores_windows(cursor, walk, fates)
        if walk["pages"] <= 1 or step.done:
            cursor["live_ids"] = sorted(walk["first"]) if walk["pages"] <= 1 else None
        if step.is_cut and span_of(walk) > AHEAD + SHORTEST and not in_vain:
            self._halve(cursor, running, now)
        elif step.done:
            running |= {"step": "changes", "walk": None}

    def _avoid_a_bad_row(self, cursor: Cursor, running: Cursor, now: datetime) -> None:
        """Some servers answer 500 for a window that holds one bad row: after three times ask for less and less."""
        if running["walk"]["pages"] == 0:
            for _ in range(min(self._bad_windows - BAD_WINDOWS + 1, MOST_HALVINGS)):
                self._halve(cursor, running, now)

    def _halve(self, cursor: Cursor, running: Cursor, now: datetime) -> None:
        """The list was cut: the newer half now, the older half as history."""
        start, end = from_text(running["walk"]["start"]), from_text(running["walk"]["end"])
        middle = now - (now - start) / 2
        add_gap(cursor["gaps"], start, middle)
        running |= {"walk": new_walk(middle, end), "halved": True}

    def _live_changes(self, cursor: Cursor, running: Cursor, taking: Taking, now: datetime) -> None:
        """Choose how this server tells what changed in older cases."""
        mode = self._options.updates_mode
        mode = cursor.get("updates", "extension") if mode == "auto" else mode
        running["ids"] = []
        if mode == "extension" and not self._read_updates(cursor, running, taking, now):
            mode = "by_id"
        if self._options.updates_mode == "auto":
            cursor["updates"] = mode
        if mode == "updated_after":
            running |= {"step": "updated", "walk": new_walk(self._since(cursor, now), now, by="updated")}
        elif mode == "none":
            running["step"] = "done"
        else:
            running["step"] = "asking"
            self._add_open_ids(cursor, running, self._options.reask_per_poll if mode == "by_id" else 0)
        self._skip_nothing(running)

    def _skip_nothing(self, running: Cursor) -> None:
        if running["step"] == "asking" and not running.get("ids"):
            running["step"] = "done"

    def _read_updates(self, cursor: Cursor, running: Cursor, taking: Taking, now: datetime) -> bool:
        """Ask the extension; False when this server does not know it."""
        start = self._walker.date(self._since(cursor, now))
        params = {**self._params, "start_date": start, "end_date": self._walker.date(now + AHEAD)}
        try:
            listed = self._lists.ask(Call.UPDATES, params, dict(cursor))
        except (SourceRefused, WrongType) as error:
            taking.notes.append(f"No updates extension here: {error.what}")
            return False
        except BadStatus as error:
            if error.status not in OPTIONAL:
                raise
            taking.notes.append(f"No updates extension here: {error.what}")
            return False
        taking.heard([listed.answer])
        running["ids"] = taking.updates(listed.entries)
        return True

    def _since(self, cursor: Cursor, now: datetime) -> datetime:
        last = cursor.get("live_at")
        start = from_text(last) - parse_span(self._options.updates_overlap) if last else now - FIRST_SPAN
        return max(min(start, now - parse_span(self._options.updates_overlap)), now - self._options.max_span + AHEAD)

    def _add_open_ids(self, cursor: Cursor, running: Cursor, most: int) -> None:
        """The open ids whose turn it is, and some of those that are gone; those asked go to the end of the line.

        Where changes are told otherwise one request a round is enough: it only looks for what vanished or came back.
        """
        if cursor.get("by_id") == "no":
            running["ids"] = []
            return
        size = self._options.ids_per_request
        ids = [*_turn(cursor.get("open"), most or size // 2), *_turn(cursor.get("gone"), size // 2)]
        running["ids"] = list(dict.fromkeys([*running["ids"], *ids]))

    def _live_updated(self, cursor: Cursor, running: Cursor, taking: Taking, now: datetime) -> None:
        step = self._walker.step(running["walk"], cursor)
        taking.page(step, cursor.get("services", {}))
        if step.done:
            running |= {"step": "asking", "walk": None}
            self._add_open_ids(cursor, running, 0)
            self._skip_nothing(running)

    def _live_asking(self, cursor: Cursor, running: Cursor, taking: Taking, now: datetime) -> None:
        """Ask for requests by their ids, at most 50 at once: the address would get too long."""
        size = self._options.ids_per_request
        asked, running["ids"] = running["ids"][:size], running["ids"][size:]
        params = {**self._params, "service_request_id": ",".join(asked)}
        try:
            listed = self._lists.ask(Call.REQUESTS, params, cursor)
        except (SourceRefused, BadStatus) as error:
            if isinstance(error, BadStatus) and error.status not in OPTIONAL:
                raise
            if not _is_unknown_id(error, asked, cursor):
                taking.notes.append(f"Requests cannot be asked by id: {error.what}")
            else:
                taking.missing(asked, set())
        else:
            taking.heard([listed.answer])
            fates = taking.requests(listed.entries, cursor.get("services", {}))
            self._compare(cursor, running, taking, asked, {fate.id for fate in fates})
        self._skip_nothing(running)

    def _compare(self, cursor: Cursor, running: Cursor, taking: Taking, asked: list[str], came: set[str]) -> None:
        """What is missing is counted. A server that ignores the id list sends what it always sends: of no use.

        An empty answer counts only where lists of ids were answered before: else it may mean they are not understood.
        """
        if came - {*asked, ""}:
            is_all_lost = cursor.get("updates") == "by_id" or self._options.updates_mode == "by_id"
            cursor |= {"by_id": "no", "open": None, "gone": {}}
            running["ids"] = []
            if self._options.updates_mode == "auto" and is_all_lost:
                cursor["updates"] = "none"
            if is_all_lost:
                taking.notes.append("The server ignores lists of ids; changes of older cases cannot be asked for.")
            return
        if came - {""}:
            cursor["by_id"] = "yes"
        if cursor.get("by_id") == "yes":
            taking.missing(asked, came)

    def _try_anew(self, cursor: Cursor) -> None:
        """What a server could not do an hour ago it may have learnt, or it was ill then."""
        if self._options.updates_mode == "auto" and cursor.get("updates") != "extension":
            cursor.pop("updates", None)
        if cursor.pop("by_id", "") == "no":
            cursor["open"] = {}

    def _learn_services(self, cursor: Cursor, taking: Taking, now: datetime) -> None:
        """Names of service codes, once an hour. A server may lack them; an answer that is no JSON is a failure."""
        last = cursor.get("services_at")
        if last and timedelta(0) <= now - from_text(last) < SERVICES_EVERY:
            return
        cursor["services_at"] = utc_text(now)
        self._try_anew(cursor)
        try:
            listed = self._lists.ask(Call.SERVICES, self._params, cursor)
        except (SourceRefused, WrongType, BadStatus) as error:
            if isinstance(error, SourceRefused) and "certificate" in error.what:
                raise
            taking.notes.append(f"No list of services: {error.what}")
            return
        cursor["ahead_s"] = ahead_of_us(listed.answer.skew_s).total_seconds()
        named = services_of(listed)
        if cursor.get("services") not in (None, named):
            taking.notes.append("The list of services changed.")
        cursor["services"] = named


def _turn(memory: Cursor | None, most: int) -> list[str]:
    """The first `most` ids of a memory, which go to its end."""
    memory = memory or {}
    names = list(memory)[:most]
    for name in names:
        memory[name] = memory.pop(name)
    return names


def _is_unknown_id(error: Exception, asked: list[str], cursor: Cursor) -> bool:
    """Whether a server that knows how to answer by id says so of the one id it was asked for."""
    return isinstance(error, Refused) and error.status == 404 and len(asked) == 1 and cursor.get("by_id") == "yes"
