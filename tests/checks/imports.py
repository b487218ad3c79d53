"""Import rules that import-linter cannot say: what the domain may know, neighbours, the simulator's solitude."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.checks.tree import CODE, ROOT, python_files

PROTOCOLS = ("open311", "traccar", "ckan", "feed")
"""Protocol modules; their parts are named `open311_...`."""
DOMAIN_MAY = sys.stdlib_module_names | {"numpy"}
"""A rule that falls on a million cases is written once, over columns; nothing else comes into the domain."""
LISTS = ("widgets.panels.registry",)
"""Lists of panels, which must know them all."""


def broken_rules(root: Path = ROOT) -> list[str]:
    """One line for each import that breaks a rule."""
    found = []
    for path in python_files(root):
        module = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for line, name in _imports(path, module):
            if why := _broken(module, name):
                found.append(f"{path.relative_to(root)}:{line}: {name}: {why}")
    return found


def _imports(path: Path, module: str) -> Iterator[tuple[int, str]]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            base = ".".join(filter(None, [above, node.module])) if node.level else node.module or ""
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _broken(module: str, name: str) -> str:
    if _is_in(module, "app.domain") and not _is_in(name, "app.domain") and _root(name) not in DOMAIN_MAY:
        return "the domain knows the standard library and numpy only"
    if _is_in(module, "data_sources.simulator"):
        ours = _root(name) in CODE and not _is_in(name, "data_sources.simulator")
        return "the simulator shares no code with us" if ours else ""
    if _root(name) == "main":
        return "main stands above everything"
    if _is_in(name, "data_sources.simulator") and module != "main":
        return "only main starts the simulator"
    if _are_strangers(module, name, "widgets.panels", None):
        return "panels do not know each other"
    if _are_strangers(module, name, "data_sources", PROTOCOLS):
        return "protocol modules do not know each other"
    return ""


def _are_strangers(module: str, name: str, folder: str, families: tuple[str, ...] | None) -> bool:
    """Whether two modules of one folder belong to different families; `queue` and `queue_table` are one."""
    if module in LISTS or not (_is_in(module, folder) and _is_in(name, folder)):
        return False
    mine, theirs = _family(module, folder), _family(name, folder)
    if families is not None and not {mine, theirs} <= set(families):
        return False
    return bool(mine and theirs) and mine != theirs


def _family(name: str, folder: str) -> str:
    return name.removeprefix(folder).strip(".").split(".")[0].split("_")[0]


def _is_in(name: str, folder: str) -> bool:
    return name == folder or name.startswith(f"{folder}.")


def _root(name: str) -> str:
    return name.split(".")[0]
