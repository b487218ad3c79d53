"""Chance that repeats: every draw is a pure function of the seed and of what it is for, so nothing has to be stored."""

import random

_MASK = (1 << 64) - 1


def chooser(*parts: object) -> random.Random:
    """A generator of its own for one subject (a day, a vehicle, an edge); equal parts give equal draws."""
    return random.Random(":".join(map(str, parts)))


def unit(a: int, b: int, c: int = 0) -> float:
    """A cheap number in [0, 1) from three integers, for per-fix noise where a generator would be too slow."""
    x = (a * 0x9E3779B97F4A7C15 + b * 0xC2B2AE3D27D4EB4F + c * 0x165667B19E3779F9) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return (x ^ (x >> 31)) / (_MASK + 1)


def poisson(rng: random.Random, mean: float) -> int:
    """A count around `mean`; normal approximation, good enough above 20 and never negative."""
    return max(0, round(rng.gauss(mean, mean**0.5)))
