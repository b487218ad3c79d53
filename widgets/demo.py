"""The demo: simulator and collector as child processes on a throw-away journal, and a console over it.

Used by `demo` and `shots`. Both children end with it; nothing is left on the disk but pictures.
"""

import json
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.clock import Clock, parse_instant
from app.domain.person import Person, Role, Signed
from app.errors import PocError
from app.journal.people import add_person
from app.journal.store import Journal
from app.settings import CityFile
from widgets.options import ConsoleOptions

LAUNCH = "2016-11-30T10:00+07:00"  # the day the centre was opened
PIN = "1130"
OPERATOR = ("rina", "meja-rina-2016")  # signs in at the demo's desk; its journal is thrown away afterwards
ADMIN = ("admin", "admin-2016-kota")
CREW_KEY = "regu-demo"
_END_S = 3.0


def run_demo(city: CityFile, main: Path, args: Namespace) -> int:
    """A live desk on a simulated city; without a display, pictures of it under `args.out`."""
    if not has_display():
        print(f"There is no display: running headless, pictures go to {args.out}/", file=sys.stderr)
        args.folder, args.size, args.settle = args.out, "1920x1080", args.seconds or 60.0
        return run_shots(city, main, args)
    return _with_city(city, main, args, {"seconds": args.seconds})


def run_shots(city: CityFile, main: Path, args: Namespace) -> int:
    """Pictures of every screen and panel, once the picture of the city is full."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    width, _, height = args.size.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise ValueError(f"--size is WIDTHxHEIGHT, for example 1920x1080, not {args.size!r}")
    shots = {"shots": args.folder, "size": (int(width), int(height)), "settle_s": args.settle}
    shots |= {"film": getattr(args, "film", 0), "film_step_s": getattr(args, "step", 60.0)}
    shots |= {"follow": getattr(args, "follow", "")}
    return _with_city(city, main, args, shots)


def has_display() -> bool:
    """Whether windows can be shown, or a Qt platform was chosen by hand."""
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _with_city(city: CityFile, main: Path, args: Namespace, more: dict[str, object]) -> int:
    from widgets.session import run_console  # brings Qt with it

    as_root = os.geteuid() == 0
    if as_root:
        print("Running as root: the map's sandbox is off, only simulated data is shown.", file=sys.stderr)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-demo-")))
        clock = Clock.starting(
            parse_instant(getattr(args, "starts", "2016-11-30T10:00+07:00")), getattr(args, "speed", 1.0)
        )
        journal = str(folder / "journal.sqlite")
        _let_people_in(journal, clock)
        urls = stack.enter_context(_simulator(city, main, args, clock))
        addresses = [f"{s.id}={urls[s.protocol]}" for s in city.sources if s.protocol in urls]
        addresses += [f"{c.id}={urls['crew']}" for c in city.channels if c.kind == "webhook"]
        stack.enter_context(_collector(main, args, journal, addresses, _keys(city)))
        more |= {"as_root": as_root, "save_to": folder, "signs_in": OPERATOR}
        options = ConsoleOptions("demo", args.language, args.theme, **more)  # type: ignore[arg-type]
        print(f"Rina is signed in; the PIN that unlocks her desk is {PIN}.", file=sys.stderr)
        return run_console(city, journal, options)


def _keys(city: CityFile) -> dict[str, str]:
    """Keys for the simulated far ends, under the names the city file gives them."""
    keys = {spec.secret_env: "demo" for spec in city.sources if spec.secret_env}
    return keys | {channel.secret_env: CREW_KEY for channel in city.channels if channel.secret_env}


def _let_people_in(url: str, clock: Clock) -> None:
    """Make the journal, with an admin and an operator who may sign in."""
    journal = Journal.create(url, clock)
    try:
        admin = Person(ADMIN[0], "Admin", Role.ADMIN)
        add_person(journal, None, admin, ADMIN[1])
        add_person(journal, Signed(admin, "demo"), Person(OPERATOR[0], "Rina", Role.OPERATOR), OPERATOR[1], PIN)
    finally:
        journal.close()


@contextmanager
def _child(command: Sequence[str], **how: object) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen([sys.executable, *command], text=True, **how)  # type: ignore[call-overload]
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(_END_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def _simulator(city: CityFile, main: Path, args: Namespace, clock: Clock) -> Iterator[dict[str, str]]:
    starts = clock.now().isoformat()
    command = [str(main), "simulate", "--city", str(city.path), "--starts", starts, "--speed", str(clock.speed)]
    command += ["--scale", str(getattr(args, "scale", 1.0)), "--parent", str(os.getpid())]
    command += ["--extended-status", "--crew-secret", CREW_KEY]
    with _child(command, stdout=subprocess.PIPE) as child:
        line = child.stdout.readline() if child.stdout else ""
        if not line:
            raise PocError("simulator", "it did not start.", "Run it alone: main.py simulate")
        yield json.loads(line)


@contextmanager
def _collector(
    main: Path, args: Namespace, journal: str, addresses: Sequence[str], keys: Mapping[str, str]
) -> Iterator[None]:
    command = [str(main), "collect", "--city", str(args.city), "--journal", journal]
    for address in addresses:
        command += ["--source-url", address]
    quiet = None if args.verbose else subprocess.DEVNULL
    with _child(command, stderr=quiet, env=os.environ | keys):
        yield
