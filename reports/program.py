"""Which program makes a report: its version, and a digest of everything its figures and pages follow from.

A version that was changed on one machine is another program: its pages may come out otherwise, and must not pass for
those of the version it was made from.
"""

import tomllib
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "patriot-operation-center"


@cache
def program_version() -> str:
    """For example 0.1.0+3f9a2c1b; the same one makes the same bytes."""
    return f"{_declared()}+{_digest()}"


def _declared() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["version"])


def _digest() -> str:
    made = sha256(version("reportlab").encode())
    code = chain((ROOT / "app").rglob("*.py"), (ROOT / "reports").rglob("*.py"))
    words = (ROOT / "resources").glob("locale/*/LC_MESSAGES/*.po")
    for path in sorted(chain(code, words)):
        made.update(path.relative_to(ROOT).as_posix().encode())
        made.update(path.read_bytes())
    return made.hexdigest()[:8]
