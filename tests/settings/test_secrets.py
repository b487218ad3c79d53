"""Safety rule K1: secrets come from outside the city file, and a broken keyring stops nothing."""

import sys
import textwrap
from pathlib import Path

import pytest

from app.settings import SourceSpec, find_secret, secret_for
from app.settings import secrets as module
from app.settings.secrets import secret_file

NAME = "POC_TEST_KEY"
SPEC = SourceSpec(id="sorot", protocol="open311", url="http://127.0.0.1:1/", secret_env=NAME)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Put a keyring of ours in place of the system's."""
    source = "import os, time\nfrom keyring.backend import KeyringBackend\nfrom keyring.errors import KeyringLocked\n"
    source += "class Ours(KeyringBackend):\n    priority = 1\n    set_password = delete_password = None\n"
    source += "    def get_password(self, service, username):\n"
    (tmp_path / "ours_keyring.py").write_text(source + textwrap.indent(body, " " * 8))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "ours_keyring.Ours")


def write(path: Path, text: str, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def test_K1_a_missing_keyring_leaves_the_source_without_secret_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    found = find_secret(SPEC)
    assert found.value is None
    assert "keyring is missing or locked" in found.trouble
    assert f"set {NAME}" in found.trouble
    assert "keyring set patriot-operation-center POC_TEST_KEY" in found.trouble


@pytest.mark.parametrize("body", ["raise KeyringLocked('locked')", "os.abort()", "os._exit(3)"])
def test_K1_a_locked_or_crashing_keyring_never_stops_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    keyring(tmp_path, monkeypatch, body)
    found = find_secret(SPEC)
    assert found.value is None
    assert "keyring is missing or locked" in found.trouble


def test_K1_a_keyring_that_waits_for_a_person_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring(tmp_path, monkeypatch, "time.sleep(60)")
    monkeypatch.setattr(module, "KEYRING_DEADLINE_S", 0.5)
    assert "does not answer" in find_secret(SPEC).trouble


def test_K1_the_keyring_is_asked_for_our_service_and_the_secrets_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring(tmp_path, monkeypatch, "return f'{service}/{username} ä '")
    found = find_secret(SPEC)
    assert (found.value, found.origin) == ("patriot-operation-center/POC_TEST_KEY ä ", "keyring")


def test_K1_order_is_environment_then_systemd_then_private_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(secret_file(NAME), "from-file\n", 0o600)
    assert secret_for(SPEC) == "from-file"
    write(tmp_path / "credentials" / NAME, "from-systemd\n", 0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    assert secret_for(SPEC) == "from-systemd"
    monkeypatch.setenv(NAME, "from-environment")
    assert secret_for(SPEC) == "from-environment"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_K1_a_file_that_others_can_read_is_not_used(mode: int) -> None:
    write(secret_file(NAME), "leaked", mode)
    found = find_secret(SPEC)
    assert found.value is None
    assert "chmod 600" in found.trouble


def test_a_source_without_secret_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent")
    assert find_secret(SPEC.model_copy(update={"secret_env": None})).trouble == ""
    assert "cannot be asked" in find_secret(SPEC).trouble


def test_a_secret_does_not_show_in_its_own_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "hush-hush")
    assert "hush" not in repr(find_secret(SPEC))
