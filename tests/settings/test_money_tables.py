"""The city file's tables of money, indicators and the briefing: all optional; faults bear their line."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.errors import ConfigError
from app.settings import CityFile

Read = Callable[[str], CityFile]
START = """[city]
name = "X"
zone = "Asia/Jakarta"
box = [-6.41, 106.88, -6.16, 107.06]
[[source]]
id = "a"
protocol = "open311"
url = "http://127.0.0.1:1/"
"""
FAULTY = (
    START
    + """[revenue]
realisd = "x"
pbb_due = { 2016 = 2015-09-10 }
[[tax_kind]]
key = "HOTEL"
name = "Pajak Hotel"
successor = "PBJT_HOTL"
[[tax_kind]]
key = "HOTEL"
name = "Pajak Hotel"
[funds]
watch_percent = 180
[briefing]
scenes = ["tody"]
[[indicator]]
name = "sampah"
agency = "dlh"
title = "Sampah"
better = "highr"
[[indicator]]
name = "dbd"
agency = "dinkes"
title = "DBD"
outbreak = "klb-twofld"
aggregate = "summ"
[[indicator]]
name = "izin"
agency = "bppt"
title = "Izin"
menengah = 80
kritis = 90
[[indicator]]
name = "izin"
agency = "bppt"
title = "Izin lagi"
tite_en = "Again"
"""
)


def test_all_of_them_may_be_left_out(tmp_city: Read) -> None:
    city = tmp_city(START)
    assert city.indicators == () and city.tax_kinds == ()
    assert (city.revenue.realised, city.funds.watch_percent) == ("realisasi_pajak", 80)
    assert city.briefing.rotate == timedelta(seconds=20)
    assert city.all_tax_kinds()["PPJ"].successor == "PBJT_LISTRIK"


def test_faults_are_named_with_line_and_nearest_spelling(tmp_city: Read) -> None:
    with pytest.raises(ConfigError) as caught:
        tmp_city(FAULTY)
    assert {(f.line, f.key, f.nearest) for f in caught.value.faults} == {
        (10, "revenue realisd", "realised"),
        (11, "revenue pbb_due", ""),
        (15, "tax_kind 1 successor", "PBJT_HOTEL"),
        (17, "tax_kind 2 key", ""),
        (20, "funds watch_percent", ""),
        (22, "briefing scenes 1", "today"),
        (27, "indicator 1 better", "higher"),
        (32, "indicator 2 outbreak", "klb-twofold"),
        (33, "indicator 2 aggregate", "sum"),
        (34, "indicator 3", ""),
        (41, "indicator 4 name", ""),
        (44, "indicator 4 tite_en", "title_en"),
    }


def test_one_indicator_may_stand_beside_its_share_of_another(tmp_city: Read) -> None:
    entry = '[[indicator]]\nname = "terisi"\nagency = "dinkes"\ntitle = "Terisi"\n'
    city = tmp_city(START + entry + entry + 'of = "total"\n')
    assert [spec.of for spec in city.indicators] == ["", "total"]


def test_the_citys_own_words_for_a_tax_win_over_the_laws(tmp_city: Read) -> None:
    city = tmp_city(START + '[[tax_kind]]\nkey = "HOTEL"\nname = "Hotel & penginapan"\nsuccessor = "PBJT_HOTEL"\n')
    assert city.all_tax_kinds()["HOTEL"].name == "Hotel & penginapan"


def test_the_city_we_ship_names_six_agencies_and_nine_kinds_of_tax(city: CityFile) -> None:
    assert {spec.agency for spec in city.indicators} == {
        *("dinkes", "bappeda", "dispenda", "telematika", "bppt", "kebersihan")
    }
    assert all(city.agency_of(spec.agency) for spec in city.indicators)
    assert len(city.tax_kinds) == 9
    assert city.revenue.pbb_due[2015] == date(2015, 9, 9)
