"""`simulate` as a process: one JSON line, flags, and a clean end."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from data_sources.simulator import serve

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "data_sources.simulator.serve"]


@contextmanager
def process(*flags: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    with subprocess.Popen([*COMMAND, *flags], cwd=ROOT, stdout=subprocess.PIPE, text=True) as far:
        try:
            assert far.stdout is not None
            yield far, json.loads(far.stdout.readline())
        finally:
            far.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_json_line_then_a_clean_end(number: signal.Signals) -> None:
    with process() as (far, urls):
        assert {"open311", "traccar"} <= set(urls)
        assert requests.get(urls["open311"] + "/services.json", timeout=20).status_code == 200
        assert requests.get(urls["traccar"] + "/devices", timeout=20).status_code == 200
        far.send_signal(number)
        assert far.wait(15) == 0
        assert far.stdout is not None and far.stdout.read() == ""


def test_it_ends_while_a_client_hangs_on_a_dripping_answer() -> None:
    with process("--fault", "open311:drip_body:0.2") as (far, urls):
        hanging = requests.get(urls["open311"] + "/requests.json", stream=True, timeout=20)
        far.terminate()
        assert far.wait(15) == 0
        hanging.close()


def test_flags_reach_the_city() -> None:
    flags = [
        "--starts",
        "2016-12-24T18:00:00+07:00",
        "--speed",
        "100",
        "--fault",
        "traccar:status:503",
        "--scale",
        "0.2",
    ]
    with process(*flags, "--no-scenario") as (_, urls):
        state = requests.get(urls["control"] + "/state", timeout=20).json()
        assert state["starts"].startswith("2016-12-24T18:00") and state["speed"] == 100 and state["scenario"] == {}
        assert requests.get(urls["traccar"] + "/devices", timeout=20).status_code == 503


def test_it_ends_with_its_parent() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with process("--parent", str(child.pid)) as (far, _):
        child.kill()
        child.wait(15)
        assert far.wait(15) == 0


def test_a_taken_port_is_said_plainly(capfd: pytest.CaptureFixture[str]) -> None:
    with process() as (_, urls):
        port = urls["open311"].split(":")[2].split("/")[0]
        assert subprocess.run([*COMMAND, "--port-open311", port], cwd=ROOT, timeout=60).returncode == 1
    assert "cannot listen" in capfd.readouterr().err


@pytest.mark.parametrize(
    "flags", [["--starts", "2016-11-30T10:00"], ["--fault", "open311:nonsense"], ["--city", "nowhere.toml"], ["--what"]]
)
def test_wrong_usage_is_2(flags: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main(flags) == 2
    assert capsys.readouterr().err


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main(["--help"]) == 0
    assert "--starts" in capsys.readouterr().out
