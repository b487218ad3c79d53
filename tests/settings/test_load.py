"""The city file: what it may leave out, and how it says what is wrong."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import ConfigError, Fault
from app.settings import CityFile, SourceSpec, load_city
from app.settings.lines import lines_of

Read = Callable[[str], CityFile]

TWO_TABLES = """
[city]
name = "Kota Bogor"
zone = "Asia/Jakarta"
box = [-6.69, 106.73, -6.51, 106.86]

[[source]]
id = "laporan"
protocol = "open311"
url = "http://127.0.0.1:1/"
"""

MANY_FAULTS = """[city]
name = "X"
zone = "Asia/Jakrta"
box = [-6.16, 106.88, -6.41, 107.06]
[[source]]
id = "a b"
protocol = "open311"
ulr = "http://x/"
every = 20
[source.options]
note = \"\"\"
[not.a.table]
every = "x"
\"\"\"
[source.mapping]
services = { "010" = 12 }
servces = 1
[[categry]]
id = "x"
[[category]]
id = "y"
name = "Y"
severity = "tingi"
done = "3 days"
"""


def faults_of(read: Read, text: str) -> list[Fault]:
    with pytest.raises(ConfigError) as caught:
        read(text)
    return caught.value.faults


def test_city_and_one_source_are_enough(tmp_city: Read) -> None:
    city = tmp_city(TWO_TABLES)
    source = city.sources[0]
    assert (source.every, source.stale_after) == (timedelta(seconds=60), timedelta(seconds=360))
    assert source.history is None
    assert city.places.kelurahan == ()
    assert city.category_of("sampah") is None


def test_all_faults_are_shown_together_with_line_and_nearest_spelling(tmp_city: Read) -> None:
    found = {(f.line, f.key, f.nearest) for f in faults_of(tmp_city, MANY_FAULTS)}
    assert found == {
        (3, "city zone", "Asia/Jakarta"),
        (4, "city box", ""),
        (5, "source 1 url", ""),
        (6, "source 1 id", ""),
        (8, "source 1 ulr", "url"),
        (9, "source 1 every", ""),
        (16, "source 1 mapping services 010", ""),
        (17, "source 1 mapping servces", "services"),
        (18, "categry", "category"),
        (23, "category 1 severity", "tinggi"),
        (24, "category 1 done", ""),
    }


def test_the_message_of_the_error_holds_every_fault(tmp_city: Read) -> None:
    with pytest.raises(ConfigError, match=r"line 8: source 1 ulr: .*did you mean 'url'\?.*line 18: categry"):
        tmp_city(MANY_FAULTS)


@pytest.mark.parametrize(
    "line, key",
    [
        ('url = "file:///etc/passwd"', "source 1 url"),
        ('url = "127.0.0.1:80"', "source 1 url"),
        ('url = "http://127.0.0.1:99999/"', "source 1 url"),
        ('url = "http://ada:rahasia@127.0.0.1/"', "source 1 url"),
        ('url = "http://x/"\nevery = "0s"', "source 1 every"),
        ('url = "http://x/"\nevery = "20s"\nstale_after = "10s"', "source 1"),
        (
            'url = "http://x/"\nmapping = { status_map = { "Selesai" = "tutup" } }',
            "source 1 mapping status_map Selesai",
        ),
    ],
)
def test_a_source_that_cannot_work_is_a_fault(tmp_city: Read, line: str, key: str) -> None:
    text = TWO_TABLES.replace('url = "http://127.0.0.1:1/"', line)
    assert [f.key for f in faults_of(tmp_city, text)] == [key]


def test_a_secret_written_into_the_file_is_refused_and_not_repeated(tmp_city: Read) -> None:
    faults = faults_of(tmp_city, TWO_TABLES + 'secret_env = "s3cr3t-t0ken!"\nsecret = "s3cr3t-t0ken!"\n')
    assert [f.key for f in faults] == ["source 1 secret_env", "source 1 secret"]
    assert "s3cr3t" not in " ".join(map(str, faults))


def test_faults_between_tables_have_lines_too(tmp_city: Read) -> None:
    text = TWO_TABLES + (
        '[[source]]\nid = "laporan"\nprotocol = "traccar"\nurl = "http://127.0.0.1:1/"\n'
        '[[kelurahan]]\ncode = "1"\nname = "A"\nkecamatan = "32.71.O1"\nlat = -6.6\nlon = 106.8\narea_km2 = 1\n'
        '[[kecamatan]]\ncode = "32.71.01"\nname = "B"\nlat = 106.8\nlon = -6.6\narea_km2 = 1\n'
    )
    found = [(f.line, f.key, f.nearest) for f in faults_of(tmp_city, text)]
    assert (12, "source 2 id", "") in found
    assert (18, "kelurahan 1 kecamatan", "32.71.01") in found
    assert any(f.key == "kecamatan 1 lat" for f in faults_of(tmp_city, text))


@pytest.mark.parametrize("text, line", [("[city\n", 1), ('[city]\nname = "x\n', 2), ("a = 1\na = 2\n", 2)])
def test_text_that_is_not_toml_names_the_line(tmp_city: Read, text: str, line: int) -> None:
    faults = faults_of(tmp_city, text)
    assert [f.line for f in faults] == [line]
    assert "is not TOML" in faults[0].what


def test_a_file_that_cannot_be_read_is_a_fault_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_city(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'[city]\nname = "\xe9"\n')
    with pytest.raises(ConfigError, match=r"not UTF-8 text \(byte 15\)"):
        load_city(tmp_path / "latin.toml")


def test_no_source_and_no_city_are_faults(tmp_city: Read) -> None:
    assert [f.key for f in faults_of(tmp_city, "source = []\n")] == ["city", "source"]


def test_unknown_agencies_and_categories_are_no_fault(tmp_city: Read) -> None:
    city = tmp_city(TWO_TABLES + 'agency = "siapa"\nmapping = { services = { "9" = "entah" } }\n')
    assert city.sources[0].mapping.services == {"9": "entah"}
    assert city.agency_of("siapa") is None


def test_paths_are_relative_to_the_file(tmp_city: Read, tmp_path: Path) -> None:
    city = tmp_city(
        TWO_TABLES + 'ca_file = "kota.pem"\n[map]\ntiles = "/srv/tiles.mbtiles"\nboundaries = "b/k.geojson"\n'
    )
    assert city.sources[0].ca_file == tmp_path / "kota.pem"
    assert city.map.tiles == Path("/srv/tiles.mbtiles")
    assert city.map.boundaries == tmp_path / "b" / "k.geojson"


def test_what_only_a_protocol_knows_is_shown_beside_other_faults_with_its_line(tmp_path: Path) -> None:
    text = TWO_TABLES.replace('name = "Kota Bogor"', 'nama = "Kota Bogor"') + "[source.options]\na = 1\npage_sise = 2\n"

    def check(spec: SourceSpec) -> list[Fault]:
        return [Fault(None, f"source {spec.id}: options.{key}", "is odd") for key in spec.options if key != "a"]

    (tmp_path / "city.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_city(tmp_path / "city.toml", check)
    assert [(f.line, f.what) for f in caught.value.faults] == [
        (2, "is missing"),
        (3, "is not known here"),
        (13, "is odd"),
    ]


def test_lines_of_nested_tables_and_long_lists() -> None:
    lines = lines_of('[[a]]\nx = [\n  1, # [\n  "]",\n]\n[a.b]\n"q.r" = 1\n[[a]]\nc.d = 2 # x = 1\n[[a.e]]\nf = 1\n')
    assert lines[("a", 0, "x")] == 2
    assert lines[("a", 0, "b", "q.r")] == 7
    assert lines[("a", 1, "c", "d")] == 9
    assert lines[("a", 1, "e", 0, "f")] == 11
