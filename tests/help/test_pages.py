"""Help pages: every panel and protocol has one in both languages, and commands and settings named in them exist."""

import re
import shlex
from pathlib import Path

import pytest

from app.domain.visible import visible
from app.settings import load_city
from data_sources.connector import PROTOCOLS
from main import parser
from tests.conftest import ROOT
from widgets.panels.registry import PANELS

HELP = ROOT / "resources" / "help"
LANGUAGES = ("id", "en")
PAGES = sorted(path.relative_to(HELP) for path in HELP.glob("*/*.md"))
SUBJECTS = {"channels", "desk", "keys", "first-steps", "city-file", "journal", "faults", "reports", "people", "photos"}


def text_of(page: Path) -> str:
    return (HELP / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("panel", [panel.name for panel in PANELS])
def test_every_panel_has_a_help_page(panel, language):
    assert (HELP / language / f"{panel}.md").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("protocol", sorted(PROTOCOLS))
def test_every_protocol_has_a_help_page(protocol, language):
    assert (HELP / language / f"protocol-{protocol}.md").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subjects_beyond_panels_and_protocols_have_a_page(language):
    assert {path.stem for path in (HELP / language).glob("*.md")} >= SUBJECTS


def test_both_languages_have_the_same_pages_with_the_same_parts():
    assert {path.name for path in PAGES if path.parts[0] == "id"} == {
        path.name for path in PAGES if path.parts[0] == "en"
    }
    for page in (path.name for path in PAGES if path.parts[0] == "id"):
        shapes = [_shape(text_of(Path(language, page))) for language in LANGUAGES]
        assert shapes[0] == shapes[1], page


def _shape(text: str) -> list[str]:
    """Headings, rows of tables and items of lists, by their first sign, and every command and key in them."""
    marks = [line[0] for line in text.splitlines() if line[:1] in ("#", "|")]
    return marks + sorted(set(re.findall(r"`(\./poc [a-z]+|[A-Z][A-Za-z]*\+[A-Za-z+]+|[a-z_]+_[a-z_]+)[^`]*`", text)))


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_begins_with_its_title_is_short_and_holds_no_hidden_sign(page):
    text = text_of(page)
    assert text.startswith("# ")
    assert 5 < len(text.splitlines()) < 60
    assert visible(text, 20_000, lines=True) == text.replace("\t", " ")


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_leads_to_a_page(page):
    for target in re.findall(r"\]\(([^)]+)\)", text_of(page)):
        assert (HELP / page.parent / target).is_file(), target


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_command_is_one_that_the_program_understands(page):
    for line in re.findall(r"`\./poc ([^`]+)`", text_of(page)):
        assert parser().parse_args(shlex.split(line)).command


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("protocol", sorted(PROTOCOLS))
def test_every_option_of_a_protocol_page_exists(protocol, language):
    rows = re.findall(r"^\| (`.*?) \|", text_of(Path(language, f"protocol-{protocol}.md")), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    assert named
    assert named <= set(PROTOCOLS[protocol].options_model.model_fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_the_city_file_can_be_read(language, tmp_path):
    [example] = re.findall(r"```toml\n(.*?)```", text_of(Path(language, "city-file.md")), re.DOTALL)
    path = tmp_path / "city.toml"
    path.write_text(example, encoding="utf-8")
    assert load_city(path).sources[0].secret_env == "POC_SOROT_KEY"
