"""D16, D17, D18, D21, D23: stalls, uncaught faults, wrong threads, second starts and the order of the end."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QRunnable, QThread, QThreadPool, QTimer, Signal, Slot, qWarning

from widgets.guard_gui import WrongThread, assert_gui_thread
from widgets.guard_stall import StallWatch, tell_systemd
from widgets.hooks import SAFE_MODE_AT, Faults
from widgets.palette_list import EntryModel
from widgets.shutdown import Shutdown, Stage
from widgets.single import SingleDesk

ROOT = Path(__file__).parents[3]


class Heard(QObject):
    """A receiver of the GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, int, bool]] = []
        self.too_many = 0

    @Slot(str, int)
    def on_met(self, text: str, recent: int) -> None:
        self.said.append((text, recent, QThread.currentThread() == self.thread()))

    @Slot()
    def on_too_many(self) -> None:
        self.too_many += 1


class Sender(QObject):
    rung = Signal()

    @Slot()
    def on_rung(self) -> None:
        raise RuntimeError("in a slot")


class Run(QRunnable):
    def run(self) -> None:
        raise RuntimeError("in a runnable")


class Thread(QThread):
    def run(self) -> None:
        raise RuntimeError("in a thread")


def _fail() -> None:
    raise RuntimeError("in a Python thread")


@pytest.fixture
def faults(app, monkeypatch):
    made, heard = Faults(), Heard()
    made.met.connect(heard.on_met)
    made.too_many.connect(heard.on_too_many)
    made.install()
    yield made, heard
    made.remove()


@pytest.mark.qt_no_exception_capture
def test_D17_faults_in_slot_runnable_and_threads_reach_the_one_hook(faults, qtbot, caplog):
    made, heard = faults
    sender = Sender()
    sender.rung.connect(sender.on_rung)
    sender.rung.emit()
    QThreadPool.globalInstance().start(Run())
    QThreadPool.globalInstance().waitForDone()
    thread = Thread()
    thread.start()
    thread.wait()
    plain = threading.Thread(target=_fail)
    plain.start()
    plain.join()
    qtbot.waitUntil(lambda: len(heard.said) == 4)
    assert {text for text, _, _ in heard.said} == {
        f"RuntimeError: in a {where}" for where in ("slot", "runnable", "thread", "Python thread")
    }
    assert all(in_gui for _, _, in_gui in heard.said), "a note would be shown from a worker"
    assert made.total == 4
    assert sum("uncaught RuntimeError" in record.getMessage() for record in caplog.records) == 4


@pytest.mark.qt_no_exception_capture
def test_D17_twenty_faults_a_minute_mean_safe_mode(faults, qtbot, caplog):
    made, heard = faults
    for n in range(SAFE_MODE_AT - 1):
        made.on_exception(ValueError, ValueError(str(n)), None)
    qtbot.waitUntil(lambda: len(heard.said) == SAFE_MODE_AT - 1)
    assert heard.too_many == 0
    made.on_exception(ValueError, ValueError("last"), None)
    qtbot.waitUntil(lambda: heard.too_many == 1)


def test_D17_an_old_fault_no_longer_counts(faults, monkeypatch, caplog):
    made, heard = faults
    now = [100.0]
    monkeypatch.setattr("widgets.hooks.monotonic", lambda: now[0])
    for _ in range(SAFE_MODE_AT * 2):
        made.on_exception(ValueError, ValueError("slow trouble"), None)
        now[0] += 4
    assert heard.too_many == 0


def test_D17_an_interrupt_by_a_person_is_no_fault(faults):
    made, _ = faults
    made.on_exception(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert made.total == 0


@pytest.mark.qt_no_exception_capture
def test_D17_words_of_Qt_go_to_the_log(faults, caplog):
    qWarning("a complaint of the toolkit")
    assert any(r.name == "poc.qt" and "a complaint of the toolkit" in r.getMessage() for r in caplog.records)


@pytest.mark.expects_log("stands still")
def test_D16_a_stall_of_the_screen_is_dumped_with_every_stack_once(app, qtbot, tmp_path):
    watch = StallWatch(tmp_path / "stacks.txt", stall_s=0.2)
    watch.start()
    QTimer.singleShot(0, _sleep_in_the_gui_thread)
    qtbot.waitUntil(lambda: watch.stalls > 0, timeout=20_000)
    qtbot.wait(300)
    watch.stop()
    text = (tmp_path / "stacks.txt").read_text()
    assert "_sleep_in_the_gui_thread" in text
    assert text.count("_sleep_in_the_gui_thread") == 1  # a busy machine may stand still for itself besides


def _sleep_in_the_gui_thread() -> None:
    time.sleep(1.0)


def test_D16_no_stall_no_dump(app, qtbot, tmp_path):
    watch = StallWatch(tmp_path / "stacks.txt", stall_s=5)
    watch.start()
    qtbot.wait(50)
    watch.stop()
    assert not (tmp_path / "stacks.txt").exists()


def test_D16_systemd_hears_us_from_the_GUI_timer_only(app, qtbot, tmp_path, monkeypatch):
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(address)
        server.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        watch = StallWatch(tmp_path / "stacks.txt")
        watch.start()
        qtbot.wait(300)
        watch.stop()
        assert server.recv(100) == b"WATCHDOG=1"
    tell_systemd("READY=1", {}.get)


def test_D18_a_model_touched_from_a_worker_is_an_assertion(app):
    model, met = EntryModel(), []

    def work() -> None:
        try:
            model.show([])
        except WrongThread as fault:
            met.append(fault)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(met) == 1
    model.show([])
    assert_gui_thread()


def test_D21_a_second_start_of_the_same_desk_raises_the_first(app, qtbot, tmp_path):
    first, second = SingleDesk("meja 1", "sqlite:///a.db", tmp_path), SingleDesk("meja 1", "sqlite:///a.db", tmp_path)
    assert first.take()
    with qtbot.waitSignal(first.raise_wanted, timeout=20_000):
        assert not second.take()
    first.release()
    assert second.take(), "the lock was not given back"
    second.release()


def test_D21_another_desk_or_another_journal_starts(app, tmp_path):
    desks = [SingleDesk(desk, url, tmp_path) for desk, url in (("1", "a"), ("2", "a"), ("1", "b"))]
    assert all(desk.take() for desk in desks)
    for desk in desks:
        desk.release()


_HOLD = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from widgets.single import SingleDesk
app = QCoreApplication([])
desk = SingleDesk("meja 1", "sqlite:///a.db", Path(sys.argv[1]))
print(desk.take(), flush=True)
time.sleep(60)
"""


def test_D21_the_lock_of_a_desk_that_crashed_is_taken_over(app, tmp_path):
    child = subprocess.Popen([sys.executable, "-c", _HOLD, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "True"
        mine = SingleDesk("meja 1", "sqlite:///a.db", tmp_path)
        assert not mine.take(), "two desks of one name"
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert mine.take(), "a dead desk keeps the lock"
        mine.release()
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def test_D23_the_end_has_one_order_whatever_the_order_of_adding():
    done, end = [], Shutdown()
    for stage in (Stage.PROFILE, Stage.DATABASE, Stage.TIMERS, Stage.PAGE, Stage.WORKERS, Stage.OUTBOX, Stage.SOCKETS):
        end.add(stage, stage.name, lambda stage=stage: done.append(stage))
    assert end.run()
    assert done == list(Stage)
    assert end.run()
    assert done == list(Stage), "ended twice"


def test_D23_a_step_that_fails_or_is_late_does_not_stop_the_next(caplog):
    done, end = [], Shutdown()
    end.add(Stage.TIMERS, "a bug", lambda: 1 / 0)
    end.add(Stage.WORKERS, "a slow worker", lambda: False)
    end.add(Stage.DATABASE, "the journal", lambda: done.append("closed"))
    assert not end.run()
    assert not end.run(), "the second answer forgets the first"
    assert done == ["closed"]
    text = " ".join(record.getMessage() for record in caplog.records)
    assert "a bug could not be ended" in text
    assert "a slow worker did not end in time" in text
