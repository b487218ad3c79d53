"""What a console does not load to show a desk over a SQLite journal: a start is as long as its imports."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.journal import migrate
from app.journal.store import Journal
from tests.program.program import run, write_city

BOX = "[50.0, 20.0, 55.0, 30.0]"
HEAVY = ("alembic", "psycopg", "requests", "urllib3", "structlog", "rich", "data_sources", "reportlab", "folium")
LOADED = """
import sys
from pathlib import Path
import main
from app.command_line import parser
args = parser().parse_args(["run", "--city", sys.argv[1], "--journal", sys.argv[2]])
main._start_logging(args)
main._city(args, None)
from widgets import session
from widgets.options import ConsoleOptions
session._opened(sys.argv[2], ConsoleOptions("desk")).close()
print(*(name for name in sys.argv[3:] if name in sys.modules))
"""


def test_a_console_over_a_sqlite_file_loads_nothing_it_does_not_need(tmp_path: Path) -> None:
    city = write_city(tmp_path / "city.toml", BOX, "far open311 http://127.0.0.1:9")
    Journal.create(str(tmp_path / "j.sqlite")).close()
    words = [sys.executable, "-c", LOADED, str(city), str(tmp_path / "j.sqlite"), *HEAVY]
    told = subprocess.run(words, cwd=Path(migrate.__file__).parents[2], capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    assert told.stdout.split() == []


def test_the_name_of_the_last_migration_is_its_revision() -> None:
    assert migrate.last_named() == migrate.newest()


@pytest.mark.parametrize("is_there", [True, False])
def test_wrong_options_are_told_before_a_collector_is_started(tmp_path: Path, is_there: bool) -> None:
    city = write_city(tmp_path / "city.toml", BOX, 'far traccar http://127.0.0.1:9 { auth_mod = "bearer" }')
    journal = tmp_path / "j.sqlite"
    if is_there:
        Journal.create(str(journal)).close()
    script = (
        "import sys; from app.errors import ConfigError; import main\n"
        "from widgets.start_collector import open_or_wait\n"
        "from app.command_line import parser\n"
        "args = parser().parse_args(['run', '--city', sys.argv[1]]); main._start_logging(args)\n"
        "try:\n"
        "    check = lambda: main.city_of(args)\n"
        "    open_or_wait(sys.argv[2], (sys.executable, '-c', ''), print, before_collector=check)\n"
        "except ConfigError as trouble: print(trouble.faults[0])\n"
    )
    root = Path(migrate.__file__).parents[2]
    words = [sys.executable, "-c", script, str(city), str(journal)]
    told = subprocess.run(words, cwd=root, capture_output=True, text=True, timeout=60)
    assert "did you mean 'auth_mode'?" in told.stdout, told.stderr
    assert journal.exists() == is_there
    assert run("doctor", "--city", city, "--journal", journal).code == 2
