"""The one table at the end: every figure with its size, its peer, the ratio and the aim."""

from collections.abc import Mapping, Sequence

from tests.benchmarks.figure import Figure

HEADINGS = ("", "size", "ours", "peer", "ratio", "aim")
MET = {True: "met", False: "MISSED", None: ""}


def number(value: float, unit: str) -> str:
    """A value with its unit, three figures of it."""
    if value == 0 or abs(value) >= 100:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{text} {unit}"


def cells(figure: Figure) -> tuple[str, ...]:
    """One line of the table."""
    peer = f"{number(figure.peers, figure.unit)} {figure.peer}" if figure.peers is not None else figure.peer
    ratio = "" if figure.ratio is None else f"{number(figure.ratio, figure.sense)}"
    aim = f"{MET[figure.met]} ({figure.aim})" if figure.met is not None else figure.aim
    return f"  {figure.what}", figure.size, number(figure.ours, figure.unit), peer, ratio, aim


def table(results: Mapping[str, Sequence[Figure]], failed: Mapping[str, str]) -> str:
    """All figures by benchmark; failed benchmarks are named at the end."""
    lines: list[tuple[str, ...]] = [HEADINGS]
    notes = []
    for name, figures in results.items():
        lines.append((name, *[""] * (len(HEADINGS) - 1)))
        lines += [cells(figure) for figure in figures]
        notes += [f"  {name}, {figure.what}: {figure.note}" for figure in figures if figure.note]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADINGS))]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    rows.insert(1, "-" * max(map(len, rows)))
    faults = [f"FAILED {name}: {why}" for name, why in failed.items()]
    return "\n".join([*rows, *(["", "notes", *notes] if notes else []), *faults])
