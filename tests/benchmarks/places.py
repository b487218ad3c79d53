"""Where benchmarks keep what they build, and an environment in which they touch nothing of the user's."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".bench"
CITY = ROOT / "resources" / "cities" / "kota-bekasi.toml"


def kept(*parts: str) -> Path:
    """A folder below .bench, made when missing."""
    folder = KEPT.joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def environment() -> dict[str, str]:
    """For every process of a benchmark: a home of its own, no keyring, this project's modules first.

    Compiled modules are kept, whatever the caller's Python was told: a start would otherwise be mostly compiling.
    """
    homes = {f"XDG_{name}_HOME": str(kept("home", name.lower())) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    ours = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "PYTHONPATH": str(ROOT)}
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(kept("pycache"))}
    return {**os.environ, **homes, **ours, **compiled}


def as_root() -> bool:
    """Whether the web engine's sandbox must be off; only our own made-up data is shown."""
    return os.geteuid() == 0
