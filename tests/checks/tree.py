"""The project's own files, as git sees them; without git, all but what is built."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT = {".git", ".venv", "out", "__pycache__", ".bench", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
BUILT |= {".import_linter_cache"}
CODE = ("app", "data_sources", "maps", "widgets", "reports")


def project_files(root: Path = ROOT) -> list[Path]:
    """Every file that belongs to the project, sorted."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
        paths = [root / name for name in answer.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = list(_walked(root))
    return sorted(path for path in paths if path.is_file())


def _walked(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in BUILT:
            continue
        if path.is_dir():
            yield from _walked(path)
        else:
            yield path


def python_files(root: Path = ROOT, folders: tuple[str, ...] = CODE) -> list[Path]:
    """The product's Python files, without tests."""
    paths = project_files(root)
    return [p for p in paths if p.suffix == ".py" and p.relative_to(root).parts[0] in (*folders, "main.py")]
