"""Tests marked `webengine` run in a child process, one for each file: a crash there costs that file, not the run.

The child is pytest again, on just those tests; it hands its reports back as JSON, so that one run has one summary.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

REPORTS = "POC_TEST_REPORTS"
SECONDS_EACH = 500
WITH_WINDOWS = tuple(f"tests/widgets/{name}/" for name in ("access", "acting", "dispatch", "intake", "queue", "shell"))
WITH_WINDOWS += tuple(f"tests/program/test_{name}" for name in ("desk", "two_desks", "pictures", "newer_journal"))
LONG = ("tests/program/", "tests/courier/", "tests/journal/test_faults", "tests/watch/test_kill")
KEPT = pytest.StashKey[dict[str, list[pytest.TestReport]]]()


class OneScreen(LoadScopeScheduling):
    """With several workers all tests that need the focus go to one, for a screen has one; a file is never divided."""

    def _split_scope(self, nodeid: str) -> str:
        return "windows" if nodeid.startswith(WITH_WINDOWS) else nodeid.split("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneScreen:
    """Who runs what; pytest-xdist's own groups by a mark stay without effect with this pytest."""
    config.option.loadscopereorder = False  # as collected
    return OneScreen(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no worker is left with it at the end.

    The time of a web view's tests is limited in the child; here a whole file may run under the first test's name.
    """
    items.sort(key=lambda item: (not item.nodeid.startswith(WITH_WINDOWS), not item.nodeid.startswith(LONG)))
    for item in items:
        if item.get_closest_marker("webengine") is not None and REPORTS not in os.environ:
            item.add_marker(pytest.mark.timeout(0))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Give the reports of the child in place of running the test here."""
    if REPORTS in os.environ or not item.get_closest_marker("webengine"):
        return None
    kept = item.session.stash.setdefault(KEPT, {})
    if item.nodeid not in kept:
        kept |= _run_file_of(item)
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in kept[item.nodeid]:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    item.session._setupstate.teardown_exact(nextitem)  # what an ordinary test before this one left standing for it
    return True


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """In the child: write each report down at once, so that a crash loses none that is finished."""
    if path := os.environ.get(REPORTS):
        data = report._to_json()
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(data, default=str) + "\n")


def _run_file_of(item: pytest.Item) -> dict[str, list[pytest.TestReport]]:
    wanted = [i for i in item.session.items if i.path == item.path and i.get_closest_marker("webengine")]
    with tempfile.TemporaryDirectory(prefix="poc-own-") as folder:
        path = Path(folder) / "reports.jsonl"
        path.touch()
        said = _child([i.nodeid for i in wanted], item.config.rootpath, path)
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found: dict[str, list[pytest.TestReport]] = {}
    for line in lines:
        report = pytest.TestReport._from_json(line)
        why: Any = report.longrepr
        if isinstance(why, list):  # why a test was skipped is a tuple, which JSON does not know
            report.longrepr = (str(why[0]), int(why[1]), str(why[2]))
        found.setdefault(report.nodeid, []).append(report)
    return {i.nodeid: _complete(i, found.get(i.nodeid, []), said) for i in wanted}


def _child(nodeids: list[str], folder: Path, reports: Path) -> str:
    command = [sys.executable, "-X", "faulthandler", "-m", "pytest", "-p", "no:cacheprovider", "-q", *nodeids]
    environment: dict[str, Any] = {**os.environ, REPORTS: str(reports)}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            timeout=SECONDS_EACH * len(nodeids),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except subprocess.TimeoutExpired as error:
        return f"did not end: {(error.stdout or b'').decode(errors='replace')[-4000:]}"
    return f"ended with {done.returncode}:\n{done.stdout.decode(errors='replace')[-4000:]}"


def _complete(item: pytest.Item, reports: list[pytest.TestReport], said: str) -> list[pytest.TestReport]:
    """The child died before this test was over: that is a failure of this test."""
    if reports and reports[-1].when == "teardown":
        return reports
    lost = f"the test's own process {said}"
    return [*reports, pytest.TestReport(item.nodeid, item.location, {}, "failed", lost, "call")]
