"""Where a source's secret comes from; never the city file, never the journal (safety rule K1).

In this order: the environment, systemd's credential folder, a file of mode 0600 in the user's configuration folder,
the system's keyring. The keyring is asked in a child process with a deadline: a locked or broken keyring can hang or
crash whoever asks it, and that must not be the operations centre.
"""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from platformdirs import user_config_path

SERVICE = "patriot-operation-center"
KEYRING_DEADLINE_S = 5.0


class Named(Protocol):
    """A line of the city file that may name a secret."""

    @property
    def secret_env(self) -> str | None:
        """The secret's name, never the secret."""
        ...


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret and where it was found; without a value, `trouble` says what to do. The value never shows in `repr`."""

    name: str
    value: str | None = None
    origin: str = ""
    trouble: str = ""

    def __repr__(self) -> str:
        return f"Secret({self.name!r}, origin={self.origin!r}, trouble={self.trouble!r})"


def secret_for(spec: Named) -> str | None:
    """The secret of a source or a channel, or None: it needs none, or none was found (then it "needs credentials")."""
    return find_secret(spec).value


def find_secret(spec: Named) -> Secret:
    """The secret of a source with its origin, or the reason why there is none. Never raises."""
    name = spec.secret_env
    if not name:
        return Secret("")
    troubles = []
    for found in _searched(name):
        if found.value:
            return found
        troubles += [found.trouble] if found.trouble else []
    advice = f"set {name}, or put it in {secret_file(name)} (mode 0600), or run: keyring set {SERVICE} {name}"
    return Secret(name, trouble="; ".join([*troubles, advice]))


def secret_file(name: str) -> Path:
    """Where the file fallback is looked for."""
    return user_config_path(SERVICE) / "secrets" / name


def _searched(name: str) -> Iterator[Secret]:
    yield Secret(name, os.environ.get(name), "environment")
    if folder := os.environ.get("CREDENTIALS_DIRECTORY"):
        yield _from_file(name, Path(folder) / name, "systemd credential", private=False)
    yield _from_file(name, secret_file(name), "file", private=True)
    yield _from_keyring(name)


def _from_file(name: str, path: Path, origin: str, *, private: bool) -> Secret:
    """systemd guards its own folder; any other file must be closed to everybody else."""
    try:
        mode = path.stat().st_mode
        if private and mode & (stat.S_IRWXG | stat.S_IRWXO):
            return Secret(name, trouble=f"{path} can be read by others and is not used: chmod 600 it")
        return Secret(name, path.read_text(encoding="utf-8").strip(), origin)
    except FileNotFoundError:
        return Secret(name)
    except (OSError, UnicodeDecodeError) as error:
        return Secret(name, trouble=f"{path} cannot be read ({error})")


def _from_keyring(name: str) -> Secret:
    command = [sys.executable, "-m", "keyring", "get", SERVICE, name]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=KEYRING_DEADLINE_S, check=False)
    except subprocess.TimeoutExpired:
        return Secret(name, trouble="the keyring is locked or does not answer")
    except OSError as error:
        return Secret(name, trouble=f"the keyring cannot be asked ({error})")
    if answer.returncode == 0:
        return Secret(name, answer.stdout.decode(errors="replace").removesuffix("\n"), "keyring")
    is_absent = answer.returncode == 1 and not answer.stderr  # it works, and has no such secret
    return Secret(name, trouble="" if is_absent else "the keyring is missing or locked")
