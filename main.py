"""Patriot Operation Center: the command line, and the only place that wires the parts together.

Every command imports what it needs when it runs, so that `--help` and the collector start without Qt.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.command_line import parser

if TYPE_CHECKING:
    from app.actions.messenger import Messenger
    from app.geo.areas import Areas
    from app.journal.store import Journal
    from app.settings import CityFile
    from app.settings.load import SourceCheck
    from data_sources.collector import Chore
    from data_sources.once import Outcome

DONE, FAILED, WRONG_USE = 0, 1, 2


def city_of(args: argparse.Namespace) -> CityFile:
    """The city file with the addresses the command line replaces. Raises ConfigError with every fault."""
    from data_sources.connector import check_options

    return _city(args, check_options)


def _city(args: argparse.Namespace, check: SourceCheck | None) -> CityFile:
    """Without `check` the options of the sources are not looked at: only who speaks to a source needs its protocol."""
    from app.settings import load_city, secret_for

    city = load_city(args.city, check)
    if urls := dict(pair.split("=", 1) for pair in getattr(args, "source_url", [])):
        channels = tuple(c.model_copy(update={"url": urls.get(c.id, c.url)}) for c in city.channels)
        sources = tuple(s.model_copy(update={"url": urls.get(s.id, s.url)}) for s in city.sources)
        city = city.model_copy(update={"sources": sources, "channels": channels})
    for secret in (*map(secret_for, city.sources), *map(secret_for, city.channels)):
        args.redactor.learn(secret)
    return city


def journal_of(args: argparse.Namespace, city: CityFile) -> str:
    """The journal's address: `--journal` wins over the city file's."""
    from app.journal.address import journal_address

    return journal_address(city, args.journal)


def _collect(args: argparse.Namespace) -> int:
    from app.actions.messenger import Messenger
    from app.actions.perform import Acting
    from app.clock import clock_told
    from app.journal.store import Journal
    from app.settings.areas import city_areas
    from data_sources.commands import run_collector, run_once

    city = city_of(args)
    journal = Journal.create(journal_of(args, city), clock_told(args.clock))
    if args.once:
        return run_once(journal, city, args.source, _teller(args))
    areas = city_areas(city).areas
    messenger = Messenger(Acting(journal, city, areas.fact))
    return run_collector(journal, city, args.source, _chores(journal, city, areas, messenger), messenger)


def _teller(args: argparse.Namespace) -> Callable[[Outcome], str]:
    """What one full poll of a source came to, in the language of `args`."""
    from app.i18n import Language
    from app.sentences import poll_in_words

    words = Language(args.language)
    return lambda outcome: poll_in_words(outcome.records, outcome.rejected, outcome.trouble, words)


def _chores(journal: Journal, city: CityFile, areas: Areas, messenger: Messenger) -> tuple[Chore, ...]:
    """What a leading collector does beside polling: watches, hourly checkpoints, and forgetting citizens in time."""
    from app.journal.retention import expire_personal
    from app.picture.writing import write_due
    from app.watch.catalogue import city_watches
    from app.watch.runner import WatchRunner
    from data_sources.chores import Aside
    from data_sources.way_answers import WayAnswers

    return (
        WatchRunner(journal, city_watches(city, journal.clock), city, areas),
        Aside("checkpoint", 60.0, lambda now: write_due(journal, city, now, areas)),
        Aside("retention", 3600.0, lambda now: expire_personal(journal, now, city.privacy.retention_days)),
        Aside("links", 2.0, lambda _now: messenger.adopt_linked()),
        *((WayAnswers(journal, city.routing),) if city.routing.url else ()),
    )


def _doctor(args: argparse.Namespace) -> int:
    from app.actions.districts import limits_agree
    from app.i18n import Language
    from app.sentences import in_words
    from data_sources.doctor import Said, examine, graphics_line, limits_line
    from maps.gpu import graphics_path

    city = city_of(args)
    words = Language(args.language, city.city.tz)

    def told(said: Said) -> str:
        values = {k: words.age(v) if k.endswith("_s") else v for k, v in said.values.items()}
        return words.text(said.message, **values) if values else in_words(words.text(said.message), words)

    is_well, drawn, url = True, graphics_path(), journal_of(args, city)
    limits, graphics = limits_line(limits_agree(url, city)), graphics_line(drawn.renderer, software=drawn.software)
    for line in (*examine(city, url), *limits, graphics):
        is_well = is_well and line.is_well
        mark = words.text("well") if line.is_well else words.text("LOOK")
        print(f"{mark:8} {told(line.thing)}: {', '.join(map(told, line.seen))}")
        if line.next_step is not None:
            print(f"{'':8} → {told(line.next_step)}")
    return DONE if is_well else FAILED


def _export(args: argparse.Namespace) -> int:
    from app.clock import parse_instant
    from app.journal.export import STREAMS, write_rows
    from app.journal.reader import Axis
    from app.journal.store import Journal

    if args.stream not in STREAMS:
        raise ValueError(f"no stream {args.stream!r}; there are {', '.join(STREAMS)}")
    journal = Journal.open(journal_of(args, city_of(args)), patient=True)
    at = parse_instant(args.at) if args.at else None
    write_rows(sys.stdout, journal, args.stream, at=at, axis=Axis(args.axis), since=args.since, form=args.form)
    return DONE


def _journal(args: argparse.Namespace) -> int:
    from app.journal.upkeep import command

    city = city_of(args)
    if args.what == "forget":
        return _forget(args, city)
    return command(args.what, journal_of(args, city), sys.stdout)


def _forget(args: argparse.Namespace, city: CityFile) -> int:
    from app.actions.commands import forget
    from app.journal.store import Journal

    return forget(Journal.open(journal_of(args, city)), city, args, sys.stdout)


def _report(args: argparse.Namespace) -> int:
    from app.settings import load_city
    from reports.command import run

    city = load_city(args.city)  # no source is polled: neither its protocol's options nor its secret are looked at
    reads = city.database.read_url if args.journal is None else None
    return run(args, city, journal_of(args, city), reads)


def _act(args: argparse.Namespace) -> int:
    from app.actions.commands import act
    from app.journal.store import Journal

    city = city_of(args)
    return act(Journal.open(journal_of(args, city)), city, args, sys.stdout)


def _people(args: argparse.Namespace) -> int:
    from app.actions.commands import grants, people
    from app.journal.store import Journal

    city = city_of(args)
    if args.what == "grants":
        return grants(journal_of(args, city), city, sys.stdout)
    return people(Journal.open(journal_of(args, city)), args, sys.stdout)


def _audit(args: argparse.Namespace) -> int:
    from app.actions.commands import audit
    from app.journal.store import Journal

    return audit(Journal.open(journal_of(args, city_of(args)), patient=True), args, sys.stdout)


def _run(args: argparse.Namespace) -> int:
    from socket import gethostname

    gc.disable()  # from here on see widgets.collection
    from widgets.options import ConsoleOptions
    from widgets.session import run_console

    city = _city(args, None)
    url = journal_of(args, city)
    reads = city.database.read_url if args.journal is None else None
    collector = [sys.executable, __file__, "collect", "--city", str(args.city), "--journal", url]
    collector += [word for pair in args.source_url for word in ("--source-url", pair)]
    options = ConsoleOptions(
        args.desk or gethostname(),
        args.language,
        args.theme,
        tuple(collector),
        before_collector=lambda: city_of(args),
        read_url=reads,
        report=(sys.executable, __file__, "report", "--city", str(args.city), "--journal", url),
        briefing=args.briefing,
    )
    return run_console(city, url, options)


def _demo(args: argparse.Namespace) -> int:
    from widgets.demo import run_demo

    return run_demo(city_of(args), Path(__file__), args)


def _shots(args: argparse.Namespace) -> int:
    from widgets.demo import run_shots

    return run_shots(city_of(args), Path(__file__), args)


ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "demo": _demo,
    "collect": _collect,
    "doctor": _doctor,
    "export": _export,
    "report": _report,
    "shots": _shots,
    "journal": _journal,
    "act": _act,
    "people": _people,
    "audit": _audit,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["simulate"]:
        from data_sources.simulator.serve import main as simulate

        return simulate(words[1:])
    args = parser().parse_args(words)
    return _guarded(ACTS[args.command], args)


def _start_logging(args: argparse.Namespace) -> None:
    import logging

    from platformdirs import user_log_path

    from app.settings.logs import configure
    from app.settings.redact import Redactor

    keeps_files = args.command in ("run", "collect") and not getattr(args, "once", False)
    folder = user_log_path("patriot-operation-center") if keeps_files else None
    for chatty in ("urllib3", "alembic"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    args.redactor = Redactor()
    configure(args.redactor, folder, logging.INFO if args.verbose else logging.WARNING)


def _guarded(act: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    from app.errors import ConfigError, PocError

    _start_logging(args)
    try:
        return act(args)
    except (ConfigError, ValueError) as trouble:
        _complain(args, trouble)
        return WRONG_USE
    except PocError as trouble:
        _complain(args, trouble)
        return FAILED
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


def _complain(args: argparse.Namespace, trouble: Exception) -> None:
    """Say on stderr what is wrong, in the language asked for."""
    from app.command_line import spoken_language
    from app.i18n import Language
    from app.sentences import trouble_in_words

    words = Language(getattr(args, "language", None) or spoken_language())
    print(trouble_in_words(trouble, args.command, words), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
