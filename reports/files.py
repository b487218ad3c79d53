"""Where a report's file goes: the file a person named, or a safe name in the folder they named (safety F1)."""

import os
import re
from pathlib import Path

from app.errors import PocError
from reports.tables import safe_name, whole_file

_LONGEST = 255  # bytes of a name that a person chose: what file systems take
_HIDDEN = re.compile(r"[\x00-\x1f\x7f]")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[1-9]|lpt[1-9])(\..*)?")


def target_of(output: Path, name: str, suffix: str = ".pdf") -> Path:
    """The file to write: `output` itself, or a file called `name` (made safe) when it is a folder.

    Raises PocError for a name no system takes, a folder that is not there, or a thing that is no file.
    """
    if _HIDDEN.search(str(output)):
        raise _refused("the file's name holds hidden characters.")
    if len(os.fsencode(output.name)) > _LONGEST:
        raise _refused("the file's name is longer than 255 bytes.")
    if output.is_dir():
        return output.resolve() / safe_name(name, suffix)
    if output.name in ("", "..") or _DEVICES.fullmatch(output.name):
        raise _refused(f"{output.name!r} is no name for a file.")
    return _in_its_folder(output)


def _in_its_folder(output: Path) -> Path:
    folder = output.parent.resolve()
    path = folder / output.name
    if not folder.is_dir():
        raise PocError("report", f"there is no folder {folder}.", "Make it, or name another one.")
    if path.exists() and not path.is_symlink() and not path.is_file():
        raise _refused(f"{path} is no file.")
    return path


def _refused(what: str) -> PocError:
    return PocError("report", what, "Choose another name.")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step: whole or not at all. A link at `path` is replaced, never followed. Raises PocError."""
    try:
        with whole_file(path) as part:
            part.write_bytes(content)
    except OSError as fault:
        raise PocError("report", f"{path} cannot be written ({fault.strerror}).", "Look at the folder.") from fault
