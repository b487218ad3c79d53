"""What fails a run although no test looks: threads, warnings, a crash in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checks.tree import ROOT

Outcome = Callable[[str], tuple[str, str]]

CONFTEST = """
from tests.guards import no_thread_left_behind, no_unexpected_warning
from tests.own_process import pytest_collection_modifyitems, pytest_runtest_logreport, pytest_runtest_protocol
from tests.own_process import pytest_xdist_make_scheduler
"""
SETTINGS = "[pytest]\nmarkers =\n    webengine\n    expects_log(pattern)\n"


@pytest.fixture
def outcome(tmp_path: Path) -> Outcome:
    """Run a small test file and return pytest's closing line and all it said."""

    def run(source: str) -> tuple[str, str]:
        (tmp_path / "conftest.py").write_text(CONFTEST)
        (tmp_path / "pytest.ini").write_text(SETTINGS)
        (tmp_path / "test_it.py").write_text(source)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True).stdout
        return said.splitlines()[-1].split(" in ")[0], said

    return run


def test_a_thread_left_running_fails_the_test_that_left_it(outcome: Outcome) -> None:
    line, said = outcome(
        "import threading, time\n"
        "def test_leaves(): threading.Thread(target=time.sleep, args=(60,), name='pump', daemon=True).start()\n"
        "def test_joins():\n    t = threading.Thread(target=int)\n    t.start()\n    t.join()\n"
    )
    assert line == "2 passed, 1 error"
    assert "still running: pump" in said


def test_a_warning_of_ours_fails_unless_it_is_expected(outcome: Outcome) -> None:
    line, said = outcome(
        "import logging, pytest\n"
        "def test_warns(): logging.getLogger('app.x').warning('disk is %s', 'full')\n"
        "def test_informs(): logging.getLogger('app.x').info('fine')\n"
        "def test_theirs(): logging.getLogger('urllib3').warning('x')\n"
        "@pytest.mark.expects_log('disk is')\n"
        "def test_expects(): logging.getLogger('app.x').warning('disk is full')\n"
    )
    assert line == "4 passed, 1 error"
    assert "WARNING app.x: disk is full" in said


def test_a_crash_in_its_own_process_is_one_failure_and_the_run_goes_on(outcome: Outcome) -> None:
    line, said = outcome(
        "import os, pytest\n"
        "own = pytest.mark.webengine\n"
        f"@own\ndef test_child(): assert os.getppid() != {os.getpid()} and os.environ['POC_TEST_REPORTS']\n"
        "@own\ndef test_skips(): pytest.skip('no card')\n"
        "@own\ndef test_fails(): assert 1 == 2\n"
        "@own\ndef test_crashes(): os.abort()\n"
        "def test_here(): assert 'POC_TEST_REPORTS' not in os.environ\n"
    )
    assert line == "2 failed, 2 passed, 1 skipped"
    assert "assert 1 == 2" in said
    assert "the test's own process ended with -6" in said


def test_two_workers_never_divide_a_file(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "-n 2 --dist loadfile -vv")
    _, said = outcome("import pytest\n@pytest.mark.parametrize('n', range(12))\ndef test_one(n): pass\n")
    workers = {line.split("]")[0] for line in said.splitlines() if line.startswith("[gw") and "PASSED" in line}
    assert len(workers) == 1, said
