"""No registry's address, no index setting and no word of a workplace in any file of the project."""

from collections.abc import Iterator
from pathlib import Path

from tests.checks.tree import ROOT, project_files

# Put together from parts, so that this file does not hold what it looks for.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("pypi", "python", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("anaconda", "org"),
        ("anaconda", "com"),
        ("jfrog", "io"),
        ("pkg", "dev"),
        ("golang", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("quay", "io"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
    )
)
SETTINGS = tuple(
    "-".join(parts)
    for parts in (("--index", "url"), ("--extra-index", "url"), ("--find", "links"), ("--trusted", "host"))
)
SETTINGS += tuple("_".join(parts) for parts in (("PIP_INDEX", "URL"), ("UV_INDEX", "URL"), ("UV_DEFAULT", "INDEX")))
WORKPLACE = ("/" + "work/", "/tmp" + "/w/", "CONTRACTS" + ".md", "shared" + "/design", "shared" + "/fixtures")
FILES = ("pip.conf", ".pypirc", ".npmrc", "uv.toml", ".condarc", "uv.lock", "poetry.lock", "Pipfile")


def stray_words(root: Path = ROOT) -> list[str]:
    """One line for each place that must not be there."""
    return [line for path in project_files(root) for line in _in_file(path, root)]


def _in_file(path: Path, root: Path) -> Iterator[str]:
    shown = path.relative_to(root)
    if path.name in FILES:
        yield f"{shown}: such a file names registries"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines, 1):
        folded = line.casefold()
        for word in (*HOSTS, *SETTINGS, *WORKPLACE):
            if word.casefold() in folded:
                yield f"{shown}:{number}: {word}"
