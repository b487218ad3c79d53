"""Templates of answers: both languages, places for values, and faults of the city file that name the right spelling."""

from pathlib import Path

import pytest

from app.errors import ConfigError
from app.settings.load import load_city, read_city
from app.settings.template import PLACES, Template, filled
from tests.conftest import CITIES

CITY = """
[city]
name = "Kota"
zone = "Asia/Jakarta"
box = [-6.4, 106.8, -6.1, 107.1]
[[source]]
id = "sorot"
protocol = "open311"
url = "https://example.invalid/"
[[template]]
id = "a"
title = "Diterima"
text = "Aduan {number} ({category})"
"""


def test_a_template_speaks_both_languages_and_indonesian_where_there_is_no_other() -> None:
    [template] = read_city(CITY, Path("city.toml")).templates
    assert template.in_language("en") == template.in_language("id") == ("Diterima", "Aduan {number} ({category})")
    both = Template(id="b", title="Halo", title_en="Hello", text="Salam", text_en="Greetings")
    assert both.in_language("en") == ("Hello", "Greetings") and both.in_language("id") == ("Halo", "Salam")


def test_values_are_filled_in_and_an_unknown_one_leaves_no_hole() -> None:
    text = "Aduan {number} ({category}) di {address} ditangani {agency}."
    values = {"number": "4812", "category": "Jalan", "address": "Jl. {agency}", "agency": "DBMSDA"}
    assert filled(text, **values).startswith("Aduan 4812 (Jalan) di Jl. ")
    assert filled("Aduan {number} ({category}) diterima.", number="7") == "Aduan 7 diterima."


def test_a_citizens_own_words_are_never_taken_for_a_place() -> None:
    assert filled("{address} {number}", address="{number}", number="7") == "{number} 7"


@pytest.mark.parametrize(
    ("text", "said"), [("Aduan {nomer}", "nomer"), ("Aduan {numbr}", "did you mean 'number'"), ("a { b", "alone")]
)
def test_a_wrong_place_is_a_fault_of_the_file(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as met:
        read_city(CITY.replace("Aduan {number} ({category})", text), Path("city.toml"))
    assert said in str(met.value)


def test_two_templates_of_one_name_are_a_fault() -> None:
    again = CITY + '[[template]]\nid = "a"\ntitle = "B"\ntext = "C"\n'
    with pytest.raises(ConfigError, match="used twice"):
        read_city(again, Path("city.toml"))


def test_templates_of_our_cities_are_in_both_languages_and_for_kinds_that_exist() -> None:
    for path in sorted(CITIES.glob("*.toml")):
        city = load_city(path)
        for template in city.templates:
            assert template.title_en and template.text_en, template.id
            assert set(template.category) <= {category.id for category in city.categories}
            named = [
                {place for place in PLACES if f"{{{place}}}" in text} for text in (template.text, template.text_en)
            ]
            assert named[0] == named[1], template.id
