"""What parts without a language write in English is said in the person's: every sentence they know has words here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, Field, ValidationError

from app.command_line import spoken_language
from app.errors import ConfigError, PocError
from app.geo.boundaries import choose_areas
from app.geo.points import Box
from app.i18n import Language
from app.sentences import SENTENCES, in_words, matching, named_in_words, poll_in_words, trouble_in_words
from app.settings import read_city
from app.settings.faults import model_faults
from app.settings.kinds import Frozen
from main import main
from tests.conftest import ROOT

INDONESIAN, ENGLISH = Language("id"), Language("en")
SAYS = {  # who says a sentence, and from which argument on
    **dict.fromkeys(("SourceError", "SourceRefused", "SourceAsksToWait", "Refused", "BadStatus", "WrongType"), 1),
    **dict.fromkeys(("_Told", "JournalError", "LeaseLost", "TilesError", "PocError", "CallStopped"), 1),
    "_fail": 0,
    "fault": 0,
    "Fault": 2,
    "_fault": 1,
    "BoundariesError": 0,
    "Delivered": 1,
    "_refuse": 0,
    "NotAdmitted": 1,
    "BadPicture": 0,
}
LISTED = {"_SENTENCES", "steps", "_SAYS", "NO_TILES", "NEXT_STEP", "STOPPED", "NO_NUMBER"}
BUILT = {"it 7.", "a month"}  # put together of parts that stand in the lists, or no sentence
FILES = [
    *sorted((ROOT / "data_sources").glob("*.py")),
    *sorted((ROOT / "app" / "journal").glob("*.py")),
    *(ROOT / "app" / "settings" / f"{name}.py" for name in ("city", "kinds", "faults", "load", "source", "places")),
    ROOT / "app" / "settings" / "channel.py",
    *(ROOT / name for name in ("app/geo/boundaries.py", "maps/tiles.py", "maps/basemap.py")),
]


def _text(node: ast.AST) -> str | None:
    """A constant, or a template with "7" in its holes; the name of a file before it is left out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        whole = "".join(str(part.value) if isinstance(part, ast.Constant) else _hole(part) for part in node.values)
        return whole.removeprefix("7: ")
    return None


def _hole(part: ast.AST) -> str:
    """One of two words where the code chooses between them."""
    chosen = getattr(part, "value", None)
    is_choice = isinstance(chosen, ast.IfExp) and isinstance(chosen.body, ast.Constant)
    return str(ast.literal_eval(chosen.body)) if is_choice and isinstance(chosen, ast.IfExp) else "7"


def _said(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        owner = getattr(getattr(node.func, "value", None), "attr", getattr(getattr(node.func, "value", None), "id", ""))
        if name in SAYS:
            return list(node.args[SAYS[name] :])
        if name == "append" and owner == "notes":
            return list(node.args)
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if getattr(target, "id", "") in LISTED and node.value is not None:
            return list(ast.walk(node.value))
    if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
        return list(node.value.elts[1:2])  # a fault between tables: its place, what is wrong, the nearest word
    return []


def _sentences() -> Iterator[tuple[str, str]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for said in _said(node):
                text = _text(said)
                if text and " " in text and text not in BUILT:
                    yield text, path.name


def test_every_sentence_is_known():
    sentences = dict(_sentences())
    assert len(sentences) > 120
    assert {text: where for text, where in sentences.items() if matching(text) is None} == {}


@pytest.mark.parametrize("message", SENTENCES)
def test_every_sentence_has_indonesian_words(message):
    assert INDONESIAN.text(message) != message


def test_values_are_carried_over_and_sentences_within_a_sentence_are_said_too():
    assert in_words("The server refused us (401). It says: key <b>7</b> {x}", INDONESIAN) == (
        "Server menolak kami (401). Katanya: key <b>7</b> {x}"
    )
    told = "The server answered 500. It says: java.lang.Error at a.b.c(D.java:92). 41 more"
    assert in_words(told, INDONESIAN) == "Server menjawab 500. Katanya: java.lang.Error at a.b.c(D.java:92). 41 more"
    assert in_words("The answer is not JSON: Expecting value at byte 7.", INDONESIAN) == (
        "Jawaban bukan JSON: Nilai diharapkan pada bita 7."
    )
    assert in_words("History could not be read: The answer ended early.", INDONESIAN) == (
        "Riwayat tidak dapat dibaca: Jawaban terputus sebelum selesai."
    )
    assert in_words("The answer is nested too deep at byte 12.", INDONESIAN).endswith("bita 12.")


def test_an_unknown_sentence_stays_and_lines_are_said_one_by_one():
    assert in_words("Rubbish {n} from afar", INDONESIAN) == "Rubbish {n} from afar"
    two = in_words("The answer ended early.\nRubbish", INDONESIAN)
    assert two == "Jawaban terputus sebelum selesai.\nRubbish"
    assert len(in_words("The server sent x instead of data: " + "y" * 1_000_000, INDONESIAN)) < 5_000


CITY = """
[city]
name = 7
zone = "Asia/Jakarto"
box = [-6.41, 106.88, -6.16]
[[source]]
id = "a b"
protocol = "open311"
url = "x"
evry = "2x"
stale_after = "2x"
"""


def test_every_fault_of_a_city_file_is_said_in_the_persons_language():
    with pytest.raises(ConfigError) as caught:
        read_city(CITY, Path("kota.toml"))
    said = trouble_in_words(caught.value, "run", INDONESIAN)
    lines = [line.removeprefix("kota.toml: ") for line in said.split("\n")]
    assert lines[0] == "baris 3: city name: harus teks"
    assert lines[1] == "baris 4: city zone: bukan zona waktu (maksudnya 'Asia/Jakarta'?)"
    assert "baris 10: source 1 evry: tidak dikenal di sini (maksudnya 'every'?)" in lines
    assert any("bukan rentang waktu: '2x' (tulis 20s" in line for line in lines)
    english = trouble_in_words(caught.value, "run", ENGLISH)
    assert english == "\n".join(f"kota.toml: {fault}" for fault in caught.value.faults)


@pytest.mark.parametrize(
    "text,said",
    [
        ("a = ", "bukan TOML: Nilai tidak sah (di akhir berkas)"),
        ("a = ?\n", "baris 1: file: bukan TOML: Nilai tidak sah, kolom 5"),
        ("a = 1\na = 2\n", "Nilai tidak boleh ditulis dua kali"),
        ("a\n", "Kurang tanda '=' sesudah nama"),
        ("a = [1", "Daftar tidak ditutup"),
    ],
)
def test_a_file_that_is_no_toml_is_told_in_the_persons_language(text, said):
    with pytest.raises(ConfigError) as caught:
        read_city(text, Path("kota.toml"))
    assert said in trouble_in_words(caught.value, "run", INDONESIAN)


class Odd(Frozen):
    """Every kind of value a table may hold."""

    a: int = 0
    b: bool = False
    c: tuple[int, ...] = ()
    d: dict[str, str] = Field(default_factory=dict)
    e: float = 0.0
    f: BaseModel | None = None


@pytest.mark.parametrize(
    "raw",
    [{"a": "x"}, {"b": "x"}, {"c": 1}, {"d": 1}, {"e": float("inf")}, {"e": "x"}, {"f": 1}, {"a": 1.5}],
)
def test_what_the_checker_of_types_says_is_known(raw):
    with pytest.raises(ValidationError) as caught:
        Odd.model_validate(raw)
    for fault in model_faults(caught.value, {}):
        assert in_words(fault.what, INDONESIAN) != fault.what, fault.what


def test_a_bad_map_file_is_told_in_the_persons_language(tmp_path):
    (tmp_path / "batas.geojson").write_text("{}")
    box = Box(-6.4, 106.9, -6.1, 107.1)
    told = [choose_areas((), box, tmp_path / name).problem for name in ("batas.geojson", "tidak-ada.geojson")]
    assert [named_in_words(one, INDONESIAN) for one in told] == [
        "batas.geojson: bukan FeatureCollection GeoJSON yang berisi wilayah.",
        "tidak-ada.geojson: tidak dapat dibaca (Berkas atau folder itu tidak ada).",
    ]


@pytest.mark.parametrize(
    "told,spoken",
    [
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "id_ID", "LC_ALL": "en_GB"}, "en"),
        ({}, "en"),
    ],
)
def test_the_terminal_speaks_the_systems_language(monkeypatch, told, spoken):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert spoken_language() == spoken


@pytest.mark.parametrize("command", ["collect", "doctor", "export complaints", "journal check", "run"])
def test_a_command_tells_the_faults_of_the_file_in_the_language_asked_for(tmp_path, capsys, command):
    path = tmp_path / "kota.toml"
    path.write_text(CITY, encoding="utf-8")
    assert main([*command.split(), "--city", str(path), "--language", "id"]) == 2
    assert "kota.toml: baris 4: city zone: bukan zona waktu" in capsys.readouterr().err


def test_doctor_and_collect_tell_of_a_dead_source_in_the_language_asked_for(tmp_path, capsys):
    path = tmp_path / "kota.toml"
    url = "http://127.0.0.1:9/api"
    table = f'[[source]]\nid = "armada"\nprotocol = "traccar"\nurl = "{url}"\n'
    path.write_text(f'[city]\nname = "K"\nzone = "Asia/Jakarta"\nbox = [-6.4, 106.8, -6.1, 107.0]\n{table}')
    common = ["--city", str(path), "--journal", str(tmp_path / "j.sqlite"), "--language", "id"]
    assert main(["collect", "--once", *common]) == 1
    assert capsys.readouterr().err == "armada: gagal: Server menolak sambungan.\n"
    assert main(["doctor", *common]) == 1
    told = capsys.readouterr().out
    assert "sumber armada: tidak terjangkau, Server menolak sambungan." in told
    assert "Tanyakan kepada dinas apakah servernya hidup." in told


def test_errors_and_polls_are_said_in_the_persons_language():
    error = PocError("journal", "it has the schema 9 of a newer program.", "Update this program.")
    assert trouble_in_words(error, "doctor", INDONESIAN) == (
        "doctor: journal: skemanya 9 dari program yang lebih baru. Perbarui program ini."
    )
    assert trouble_in_words(error, "doctor", ENGLISH) == f"doctor: {error}"
    wrapped = ValueError(str(error))
    wrapped.__cause__ = error
    assert trouble_in_words(wrapped, "run", INDONESIAN).endswith("Perbarui program ini.")
    assert trouble_in_words(ValueError("'x' has no time zone; write for example y"), "a", INDONESIAN).startswith(
        "a: 'x'"
    )
    assert poll_in_words(1200, 3, None, INDONESIAN) == "1.200 rekaman dibaca, 3 ditolak"
    assert poll_in_words(0, 0, PocError("x", "The answer ended early."), INDONESIAN).startswith("gagal: Jawaban")
