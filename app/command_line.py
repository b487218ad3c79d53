"""The words of the command line and their help. What each does is wired in `main.py`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from app.domain.lifecycle import OPTIONS

DEFAULT_CITY = Path(__file__).parent.parent / "resources" / "cities" / "kota-bekasi.toml"
EPILOG = """\
examples:
  main.py demo                                   a whole city on this machine, no set-up
  main.py doctor --city my-city.toml             what works and what to do about the rest
  main.py collect --city my-city.toml            poll the agencies, day and night
  main.py run --city my-city.toml                the operator's desk
  main.py export complaints --format csv         what the journal holds, for other programs
  main.py report daily --date 2016-11-30 --output day.pdf    the day on paper, issued

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
    for add in (_add_run, _add_demo, _add_collect, _add_simulate, _add_doctor, _add_export):
        add(commands)
    for add in (_add_act, _add_people, _add_audit):
        add(commands)
    for add in (_add_report, _add_shots, _add_journal):
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


def spoken_language() -> str:
    """The language of the person at the terminal, from the system's settings: Indonesian or else English."""
    told = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "id" if told.partition("_")[0].lower() == "id" else "en"


def _spoken(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--language", choices=("id", "en"), default=spoken_language(), help="language of what is said on the terminal"
    )


def _windows(command: argparse.ArgumentParser) -> None:
    command.add_argument("--language", choices=("id", "en"), default="id", help="language of the windows")
    command.add_argument("--theme", choices=("night", "day"), default="night", help="dark (default) or light")


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("run", help="open the operator's desk"))
    command.add_argument("--desk", metavar="NAME", help="name of this desk (default: the machine's name)")
    command.add_argument("--briefing", action="store_true", help="only the mayor's screen, read only")
    _windows(command)


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("demo", help="a simulated city, its collector and a desk"), journal=False)
    command.add_argument("--starts", default="2016-11-30T10:00+07:00", metavar="INSTANT", help="the city's first time")
    command.add_argument("--speed", type=float, default=1.0, help="city seconds a second (default 1)")
    command.add_argument("--scale", type=float, default=1.0, help="how large the city is (default 1)")
    command.add_argument("--out", type=Path, default=Path("out"), help="where pictures go without a display")
    command.add_argument("--seconds", type=float, help="end by itself after this time")
    _windows(command)


def _add_collect(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("collect", help="poll the sources into the journal"))
    command.add_argument("--once", action="store_true", help="one full poll of every source, then end")
    command.add_argument("--source", action="append", default=[], metavar="ID", help="only this source (repeatable)")
    command.add_argument("--clock", metavar="START[@SPEED]", help="a new journal's simulated time")
    _spoken(command)


def _add_simulate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "serve the far ends of a simulated city; see: main.py simulate --help"
    commands.add_parser("simulate", help=text, add_help=False)


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("doctor", help="check city file, sources, journal and graphics"))
    _spoken(command)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("export", help="write a stream of the journal to stdout"))
    command.add_argument(
        "stream",
        metavar="STREAM",
        help="complaints, vehicles, positions, geofences, indicators, readings, orders, actions, rejected, health",
    )
    command.add_argument("--at", metavar="INSTANT", help="as of this instant, one row an entity")
    command.add_argument("--axis", choices=("known", "true"), default="known", help="known then, or true then")
    command.add_argument("--since", type=int, metavar="COMMIT", help="only rows above this commit")
    command.add_argument("--format", choices=("jsonl", "csv"), default="jsonl", dest="form")
    _spoken(command)


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("report", help="reports on paper: make, make again, verify")
    acts = command.add_subparsers(dest="what", required=True, metavar="REPORT")
    for name, about in (("daily", "the daily summary"), ("revenue", "local taxes against target")):
        made = _report(acts.add_parser(name, help=about))
        made.add_argument("--date", required=True, metavar="D", help="the day, for example 2016-11-30")
        made.add_argument("--draft", action="store_true", help="issue nothing: no fact, a band across the page")
        _output(made)
    once_more = _report(acts.add_parser("again", help="an issued report once more, to the byte"))
    once_more.add_argument("id", metavar="ID", help="its id, from the foot of the page")
    _output(once_more)
    checked = _report(acts.add_parser("verify", help="whether a file and its figures still agree with the journal"))
    checked.add_argument("file", type=Path, metavar="FILE", help="the PDF")


def _report(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    _common(command)
    command.add_argument("--language", choices=("id", "en"), default="id", help="language of the report")
    command.add_argument("--progress", choices=("json",), help="tell each step on stderr as a line of JSON")
    return command


def _output(command: argparse.ArgumentParser) -> None:
    about = "the PDF to write; in a folder it gets the report's own name"
    command.add_argument("--output", type=Path, required=True, metavar="F", help=about)


def _add_shots(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("shots", help="save every screen and panel as PNG"), journal=False)
    command.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go")
    command.add_argument("--size", default="1920x1080", help="window size (default 1920x1080)")
    command.add_argument("--film", type=int, default=0, metavar="N", help="instead: N pictures of the desk in a row")
    command.add_argument("--step", type=float, default=60.0, metavar="S", help="city seconds between them (default 60)")
    command.add_argument("--follow", default="", metavar="WORDS", help="select the complaint with these words")
    command.add_argument("--speed", type=float, default=1.0, help="city seconds a second (default 1)")
    command.add_argument("--settle", type=float, default=60.0, help="seconds until the picture is full at the latest")
    _windows(command)


def _add_journal(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("journal", help="upgrade, rebuild or check the journal, or forget a citizen"))
    command.add_argument("what", choices=("upgrade", "rebuild", "check", "forget"), help="what to do with it")
    forget = "forget: the case whose citizen's data are erased, for example sorot/4812"
    command.add_argument("case", nargs="?", metavar="CASE", help=forget)
    command.add_argument("--as", dest="user", metavar="USER", help="forget: who does it; a supervisor or the admin")
    _spoken(command)


def _add_act(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("act", help="do something to a case, as the windows do"))
    command.add_argument(
        "verb",
        metavar="VERB",
        help="verify, refer, dispatch, note, answer, finish, close, undo, … (a wrong one lists all)",
    )
    command.add_argument("case", nargs="?", metavar="CASE", help="source/id, for example sorot/4812; none for intake")
    who = "who does it; the password is taken from POC_PASSWORD or asked for"
    command.add_argument("--as", dest="user", required=True, metavar="USER", help=who)
    command.add_argument("--expect", type=int, metavar="VERSION", help="only if the case has this version still")
    once = "the operation's own id: said twice, it is done once"
    command.add_argument("--operation", metavar="ID", help=once)
    for name, (metavar, meaning) in OPTIONS.items():
        command.add_argument(f"--{name}", metavar=metavar, help=meaning)


def _add_people(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("people", help="who may sign in"))
    command.add_argument("what", choices=("list", "add", "change", "close", "grants"), help="what to do")
    command.add_argument("id", nargs="?", default="", help="the name to sign in with")
    command.add_argument("--as", dest="user", metavar="ADMIN", help="who does it (not needed for the first person)")
    command.add_argument("--name", help="the person's own name")
    roles = ("operator", "supervisor", "agency", "briefing", "admin")
    command.add_argument("--role", choices=roles, default="operator")
    command.add_argument("--agency", metavar="ID", help="bound to one agency's cases")
    command.add_argument("--area", action="append", default=[], metavar="CODE", help="only this district (repeatable)")
    command.add_argument("--pin", help="the PIN that unlocks their desk")


def _add_audit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _common(commands.add_parser("audit", help="look through the chain of all actions"))
    command.add_argument("what", choices=("verify",), help="verify: every row agrees with the one before it")
    command.add_argument("--anchor", metavar="SEQ:HASH", help="a head as it was printed: the chain must still hold it")
