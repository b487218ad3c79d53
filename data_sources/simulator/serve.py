"""`simulate`: the far ends as a process of their own. Prints one JSON line, ends on SIGTERM or SIGINT."""

import argparse
import asyncio
import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from data_sources.simulator.faults import FaultBoard, parse_flag
from data_sources.simulator.server import Simulator
from data_sources.simulator.world import LAUNCH, Setup


def main(argv: list[str]) -> int:
    """Serve until told to stop. 0 = ended as asked, 1 = could not listen, 2 = wrong usage."""
    args = _arguments(argv)
    if isinstance(args, int):
        return args
    return asyncio.run(_serve(args))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="simulate",
        description="A city's far ends on this machine: Open311 complaints, a Traccar fleet, a CKAN portal "
        "with revenue, and feeds of agencies, with faults on demand.",
        epilog="Faults: --fault open311:html --fault traccar:latency:4, or POST them to the control address; "
        "GET <control>/faults lists them all.",
    )
    parser.add_argument("--city", type=Path, help="city file (default: the one we ship)")
    parser.add_argument(
        "--starts", type=_moment, default=LAUNCH, help="ISO time with zone, or 'now' (default: %(default)s)"
    )
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds per second")
    parser.add_argument("--scale", type=float, default=1.0, help="times 200 complaints a day and 120 vehicles")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another city life")
    parser.add_argument("--port-open311", type=int, default=0)
    parser.add_argument("--port-traccar", type=int, default=0)
    parser.add_argument("--port-ckan", type=int, default=0)
    parser.add_argument("--port-json-feed", type=int, default=0)
    parser.add_argument("--port-crew", type=int, default=0)
    parser.add_argument("--fault", action="append", default=[], metavar="SOURCE:NAME[:ARG]")
    parser.add_argument("--complaint-days", type=int, default=30, help="days of complaints before the start")
    parser.add_argument("--track-days", type=int, default=7, help="days of positions before the start")
    parser.add_argument("--no-scenario", action="store_true", help="without the launch scenario")
    parser.add_argument("--api-key", help="the only Open311 key that may write (default: any)")
    parser.add_argument("--crew-secret", help="orders to crews must be signed with it (default: any order is taken)")
    parser.add_argument("--login", metavar="USER:PASSWORD", help="the only fleet login (default: everybody may read)")
    parser.add_argument("--token", help="the only fleet token")
    parser.add_argument("--jurisdiction", help="jurisdiction_id that must be named (default: none needed)")
    parser.add_argument(
        "--extended-status", action="store_true", help="in_progress and other words where the standard has two"
    )
    parser.add_argument("--parent", type=int, metavar="PID", help="end when this process has ended")
    return parser


def _moment(text: str) -> datetime:
    if text == "now":
        return datetime.now().astimezone()
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError("the time needs a zone, such as 2016-11-30T10:00+07:00")
    return found


def _arguments(argv: list[str]) -> argparse.Namespace | int:
    """Parsed arguments, or the exit code when they were wrong (or help was asked for)."""
    parser = _parser()
    try:
        args = parser.parse_args(argv)
        for flag in args.fault:
            FaultBoard().add(*parse_flag(flag))
    except SystemExit as end:
        return int(end.code or 0)
    except ValueError as wrong:
        parser.print_usage(sys.stderr)
        print(f"simulate: {wrong}", file=sys.stderr)
        return 2
    if args.city is not None and not args.city.is_file():
        print(f"simulate: no such city file: {args.city}", file=sys.stderr)
        return 2
    return args


async def _serve(args: argparse.Namespace) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    setup = Setup(
        args.city, args.starts, args.speed, args.scale, args.seed, args.complaint_days, args.track_days,
        not args.no_scenario, args.api_key, args.login, args.token, args.jurisdiction, args.extended_status,
        crew_secret=args.crew_secret,
    )  # fmt: skip
    ports = {"open311": args.port_open311, "traccar": args.port_traccar}
    ports |= {"ckan": args.port_ckan, "json_feed": args.port_json_feed, "crew": args.port_crew}
    simulator = Simulator(setup, args.fault, ports)
    try:
        await simulator.start()
    except OSError as error:
        print(f"simulate: cannot listen: {error}", file=sys.stderr)
        await simulator.stop()
        return 1
    print(json.dumps(simulator.urls), flush=True)
    watcher = asyncio.create_task(_watch(args.parent, stop))
    await stop.wait()
    watcher.cancel()
    await simulator.stop()
    return 0


async def _watch(parent: int | None, stop: asyncio.Event) -> None:
    """Set `stop` when the parent is gone."""
    while parent is not None:
        if not _lives(parent):
            stop.set()
            return
        await asyncio.sleep(0.5)


def _lives(pid: int) -> bool:
    """Whether a process runs; one that has ended but was not yet asked about (a zombie) does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
