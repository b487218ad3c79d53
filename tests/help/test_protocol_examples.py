"""The example block on a protocol's page is one that works: it is a source of a city file without a fault."""

import re

import pytest

from app.settings import load_city
from data_sources.connector import check_options
from tests.conftest import ROOT

CITY = '[city]\nname = "Kota"\nzone = "Asia/Jakarta"\nbox = [-6.41, 106.88, -6.16, 107.06]\n'


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("protocol", ["ckan", "json_feed"])
def test_the_example_of_a_protocols_page_is_a_source_without_a_fault(language, protocol, tmp_path):
    page = (ROOT / "resources" / "help" / language / f"protocol-{protocol}.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    path = tmp_path / "city.toml"
    path.write_text(CITY + example, encoding="utf-8")
    (source,) = load_city(path, check_options).sources
    assert source.protocol == protocol and check_options(source) == []
