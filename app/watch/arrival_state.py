"""The state of the watch *arrival* as plain JSON: one entry a vehicle of which something must be remembered."""

from collections.abc import Mapping
from typing import Any

from app.watch.late import Hole, Run
from app.watch.remembered import Vehicle
from app.watch.visits import Stay, Visit, add
from app.watch.watch import State

Stored = Mapping[str, Any]  # of a vehicle: coming, stays, holes, run; what is empty is left out


def stored_vehicles(state: State) -> dict[str, Stored]:
    """By the vehicle's key as text. A state from before there were holes is read too: no visit is told again."""
    old = {"live", "late"} & state.keys()
    return dict(_from_before(state) if old else state.get("vehicles", {}))


def opened(stored: Stored) -> Vehicle:
    """What is remembered of a vehicle."""
    coming = {key: Visit(*visit) for key, visit in stored.get("coming", {}).items()}
    stays = {key: [Stay(*stay) for stay in stays] for key, stays in stored.get("stays", {}).items()}
    run = stored.get("run")
    return Vehicle(coming, stays, [Hole(*hole) for hole in stored.get("holes", ())], _run(*run) if run else None)


def closed(vehicle: Vehicle) -> Stored:
    """As JSON; empty when nothing has to be remembered."""
    parts = {
        "coming": {key: list(visit) for key, visit in vehicle.coming.items()},
        "stays": {key: [list(stay) for stay in stays] for key, stays in vehicle.stays.items()},
        "holes": [list(hole) for hole in vehicle.holes],
        "run": _row(vehicle.run) if vehicle.run else [],
    }
    return {name: part for name, part in parts.items() if part}


def _run(start: int, end: int, first: int, last: int, visits: Mapping[str, Any], held: Mapping[str, Any]) -> Run:
    mine = {key: Visit(*visit) for key, visit in visits.items()}
    return Run(Hole(start, end), first, last, mine, {key: Stay(*stay) for key, stay in held.items()})


def _row(run: Run) -> list[Any]:
    visits = {key: list(visit) for key, visit in run.visits.items()}
    return [*run.hole, run.begin, run.end, visits, {key: list(stay) for key, stay in run.held.items()}]


def _from_before(state: State) -> dict[str, Stored]:
    """`live` and `late`: visits by vehicle and place: first, last, out, told (1 = yes); late ones not told are left."""
    found: dict[str, Vehicle] = {}
    for name, visits in state.get("live", {}).items():
        vehicle = found.setdefault(name, Vehicle())
        for key, (first, last, out, told) in visits.items():
            if told:
                vehicle.stays[key] = [Stay(first, last, out)]
            else:
                vehicle.coming[key] = Visit(first, last)
    for name, (_, _, visits) in state.get("late", {}).items():
        vehicle = found.setdefault(name, Vehicle())
        for key, (first, last, out, told) in visits.items():
            if told == 1:
                add(vehicle.stays.setdefault(key, []), Stay(first, last, out))
    return {name: closed(vehicle) for name, vehicle in found.items()}
