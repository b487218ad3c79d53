"""Patriot Operation Center: the command line, and the only place that wires the parts together.

Every command imports what it needs when it runs, so that `--help` and the collector start without Qt.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.clock import Clock
    from app.settings import CityFile

DEFAULT_CITY = Path(__file__).parent / "resources" / "cities" / "kota-bekasi.toml"
DONE, FAILED, WRONG_USE = 0, 1, 2
EPILOG = """\
examples:
  main.py demo                                   a whole city on this machine, no set-up
  main.py doctor --city my-city.toml             what works and what to do about the rest
  main.py collect --city my-city.toml            poll the agencies, day and night
  main.py run --city my-city.toml                the operator's desk
  main.py export complaints --format csv         what the journal holds, for other programs

exit codes: 0 done, 1 failed, 2 wrong usage or configuration
"""


def parser() -> argparse.ArgumentParser:
    """The command line with its help."""
    top = argparse.ArgumentParser(
        prog="main.py",
        description="A city's operations centre: complaints, vehicles and agencies on one screen.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (_add_run, _add_demo, _add_collect, _add_simulate, _add_doctor, _add_export, _add_shots, _add_journal):
        add(commands)
    return top


def _common(command: argparse.ArgumentParser, journal: bool = True) -> argparse.ArgumentParser:
    command.add_argument("--city", type=Path, default=DEFAULT_CITY, metavar="FILE", help="the city file (TOML)")
    if journal:
        where = "the journal's database: a file, sqlite:///FILE or postgresql://… (default: the user's data folder)"
        command.add_argument("--journal", metavar="URL", help=where)
        command.add_argument("--source-url", action="append", default=[], metavar="ID=URL", help=argparse.SUPPRESS)
    command.add_argument("--verbose", action="store_true", help="tell more on stderr")
    return command


def _windows(command: argparse.ArgumentParser) -> None:
    command.add_argument("--language", choices=("id", "en"), default="id", help="language of the windows")
    command.add_argument("--theme", choices=("night", "day"), default="night", help="dark (default) or light")


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("run", help="open the operator's desk"))
    command.add_argument("--desk", metavar="NAME", help="name of this desk (default: the machine's name)")
    _windows(command)
    command.set_defaults(act=_run)


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("demo", help="a simulated city, its collector and a desk"), journal=False)
    command.add_argument("--starts", default="2016-11-30T10:00+07:00", metavar="INSTANT", help="the city's first time")
    command.add_argument("--speed", type=float, default=1.0, help="city seconds a second (default 1)")
    command.add_argument("--scale", type=float, default=1.0, help="how large the city is (default 1)")
    command.add_argument("--out", type=Path, default=Path("out"), help="where pictures go without a display")
    command.add_argument("--seconds", type=float, help="end by itself after this time")
    _windows(command)
    command.set_defaults(act=_demo)


def _add_collect(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("collect", help="poll the sources into the journal"))
    command.add_argument("--once", action="store_true", help="one full poll of every source, then end")
    command.add_argument("--source", action="append", default=[], metavar="ID", help="only this source (repeatable)")
    command.add_argument("--clock", metavar="START[@SPEED]", help="a new journal's simulated time")
    command.set_defaults(act=_collect)


def _add_simulate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "serve the far ends of a simulated city; see: main.py simulate --help"
    commands.add_parser("simulate", help=text, add_help=False).set_defaults(act=None)


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("doctor", help="check city file, sources, journal and graphics"))
    command.add_argument("--language", choices=("id", "en"), default="en", help="language of the findings")
    command.set_defaults(act=_doctor)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("export", help="write a stream of the journal to stdout"))
    command.add_argument(
        "stream", metavar="STREAM", help="complaints, vehicles, positions, geofences, rejected, health"
    )
    command.add_argument("--at", metavar="INSTANT", help="as of this instant, one row an entity")
    command.add_argument("--axis", choices=("known", "true"), default="known", help="known then, or true then")
    command.add_argument("--since", type=int, metavar="COMMIT", help="only rows above this commit")
    command.add_argument("--format", choices=("jsonl", "csv"), default="jsonl", dest="form")
    command.set_defaults(act=_export)


def _add_shots(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("shots", help="save every screen and panel as PNG"), journal=False)
    command.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go")
    command.add_argument("--size", default="1920x1080", help="window size (default 1920x1080)")
    command.add_argument("--settle", type=float, default=60.0, help="seconds until the picture is full at the latest")
    _windows(command)
    command.set_defaults(act=_shots)


def _add_journal(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("journal", help="upgrade, rebuild or check the journal"))
    command.add_argument("what", choices=("upgrade", "rebuild", "check"), help="what to do with it")
    command.set_defaults(act=_journal)


def city_of(args: argparse.Namespace) -> CityFile:
    """The city file with the addresses the command line replaces. Raises ConfigError with every fault."""
    from app.settings import load_city, secret_for
    from data_sources.connector import check_options

    city = load_city(args.city, check_options)
    urls = dict(pair.split("=", 1) for pair in getattr(args, "source_url", []))
    if urls:
        sources = tuple(s.model_copy(update={"url": urls.get(s.id, s.url)}) for s in city.sources)
        city = city.model_copy(update={"sources": sources})
    for spec in city.sources:
        args.redactor.learn(secret_for(spec))
    return city


def journal_of(args: argparse.Namespace, city: CityFile) -> str:
    """The journal's address: `--journal`, else the city file's, else a file in the user's data folder."""
    from platformdirs import user_data_path

    slug = "".join(c if c.isalnum() else "-" for c in city.city.name.lower())
    default = user_data_path("patriot-operation-center") / slug / "journal.sqlite"
    return args.journal or city.database.url or str(default)


def clock_of(text: str | None) -> Clock:
    """The clock for START[@SPEED]; the real one for no text."""
    from app.clock import REAL, Clock, parse_instant

    if not text:
        return REAL
    start, _, speed = text.partition("@")
    return Clock.starting(parse_instant(start), float(speed or 1))


def _collect(args: argparse.Namespace) -> int:
    from app.journal.store import Journal
    from app.watch.catalogue import city_watches
    from app.watch.runner import WatchRunner
    from data_sources.commands import run_collector, run_once

    city = city_of(args)
    journal = Journal.create(journal_of(args, city), clock_of(args.clock))
    if args.once:
        return run_once(journal, city, args.source)
    return run_collector(journal, city, args.source, (WatchRunner(journal, city_watches(city), city),))


def _doctor(args: argparse.Namespace) -> int:
    from app.i18n import Language
    from data_sources.doctor import Line, Said, examine, say
    from maps.gpu import graphics_path

    city = city_of(args)
    words = Language(args.language, city.city.tz)

    def told(said: Said) -> str:
        values = {k: words.age(v) if k.endswith("_s") else v for k, v in said.values.items()}
        return words.text(said.message, **values)

    is_well, drawn = True, graphics_path()
    path = say("software ({driver})", driver=drawn.renderer) if drawn.software else Said(drawn.renderer)
    for line in (*examine(city, journal_of(args, city)), Line(say("graphics"), True, (path,))):
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
        print(f"export: no stream {args.stream!r}; there are {', '.join(STREAMS)}", file=sys.stderr)
        return WRONG_USE
    journal = Journal.open(journal_of(args, city_of(args)), patient=True)
    at = parse_instant(args.at) if args.at else None
    write_rows(sys.stdout, journal, args.stream, at=at, axis=Axis(args.axis), since=args.since, form=args.form)
    return DONE


def _journal(args: argparse.Namespace) -> int:
    from app.journal.upkeep import command

    return command(args.what, journal_of(args, city_of(args)), sys.stdout)


def _run(args: argparse.Namespace) -> int:
    from socket import gethostname

    from widgets.options import ConsoleOptions
    from widgets.session import run_console

    city = city_of(args)
    url = journal_of(args, city)
    collector = [sys.executable, __file__, "collect", "--city", str(args.city), "--journal", url]
    collector += [word for pair in args.source_url for word in ("--source-url", pair)]
    options = ConsoleOptions(args.desk or gethostname(), args.language, args.theme, tuple(collector))
    return run_console(city, url, options)


def _demo(args: argparse.Namespace) -> int:
    from widgets.demo import run_demo

    return run_demo(city_of(args), Path(__file__), args)


def _shots(args: argparse.Namespace) -> int:
    from widgets.demo import run_shots

    return run_shots(city_of(args), Path(__file__), args)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["simulate"]:
        from data_sources.simulator.serve import main as simulate

        return simulate(words[1:])
    args = parser().parse_args(words)
    act: Callable[[argparse.Namespace], int] = args.act
    return _guarded(act, args)


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
    except ConfigError as trouble:
        for fault in trouble.faults:
            print(f"{trouble.thing}: {fault}", file=sys.stderr)
        return WRONG_USE
    except ValueError as trouble:
        print(f"{args.command}: {trouble}", file=sys.stderr)
        return WRONG_USE
    except PocError as trouble:
        print(f"{args.command}: {trouble}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


if __name__ == "__main__":
    sys.exit(main())
