"""The columns of CKAN tables: drift, types, wide tables, words, and what nobody asked for."""

from datetime import date, timedelta

import pytest

from app.errors import SourceError
from app.settings.places import Places
from data_sources.connector import PROTOCOLS, check_options, probe
from tests.data_sources.portal import Table, options, row, table_of

DRIFT = r"far: The columns changed: new 'Petugas' \(text\); changed 'Realisasi \(Rp\)' \(text to numeric\)"


@pytest.mark.expects_log(DRIFT)
def test_H9_schema_drift_is_noticed_shown_and_warned_of_once_with_a_sample(far_end, now, caplog):
    table, far = table_of(far_end, 4)
    assert not far.poll(now).notes
    table.fields.append({"id": "Petugas", "type": "text"})
    table.fields[3]["type"] = "numeric"
    for one in table.rows:
        one |= {"Petugas": "Siti", "Realisasi (Rp)": float(one["_id"])}
    noted = [far.poll(now + timedelta(minutes=n)) for n in range(1, 4)]
    for batch in noted:
        (note,) = batch.notes
        assert note.startswith("The columns changed: new 'Petugas' (text); changed 'Realisasi (Rp)'")
        assert '"Realisasi (Rp)": 4.0' in note
    assert sum("The columns changed" in record.getMessage() for record in caplog.records) == 1
    assert [fact.value for fact in noted[0].facts] == [4, 3, 2, 1]
    assert noted[0].facts[0].extra == {"Petugas": "Siti"}
    far.poll(now + timedelta(days=8))
    assert not far.poll(now + timedelta(days=8, minutes=1)).notes, "after a week the new columns are the known ones"


def test_H9_a_column_the_figures_hang_on_is_a_failure_that_names_it(far_end, now):
    table, far = table_of(far_end, 4)
    far.poll(now)
    before = dict(far.cursor)
    del table.fields[2]
    for one in table.rows:
        one["Jns Pajak"] = one.pop("Jenis Pajak ")
    with pytest.raises(SourceError, match=r"no column 'Jenis Pajak'.*Was 'Jns Pajak' meant"):
        far.poll(now + timedelta(minutes=1))
    assert far.cursor == before


def test_H9_unknown_columns_are_kept_and_personal_ones_are_not(far_end, now):
    table, far = table_of(far_end, 1, 'ignore = ["No"]')
    table.rows[0] |= {"Keterangan": "setoran bank", "Nama Wajib Pajak Name": "Budi", "No ": 7}
    (fact,) = far.poll(now).facts
    assert fact.extra == {"Keterangan": "setoran bank"}


def test_numbers_in_a_numeric_column_are_the_machines_whatever_the_city_writes(far_end, now):
    table, far = table_of(far_end, 1, 'notation = "id"')
    table.rows[0]["Realisasi (Rp)"] = "1234.567"
    table.fields[3] = {"id": "Realisasi (Rp)", "type": "text", "info": {"type_override": "numeric"}}
    (fact,) = far.poll(now).facts
    assert fact.value == 1234.567


WIDE = """
[source.options]
resource_id = "t1"
fields = { year = "Tahun" }
labels = { jenis = "Jenis", kecamatan = "Kecamatan" }
constants = { name = "realisasi_pajak", unit = "IDR", agency = "dispenda" }
words = { jenis = { "Pajak Hotel" = "HOTEL" } }
melt = { columns = "periods", into = "month" }
"""


def test_a_wide_table_of_months_is_molten_and_its_words_are_ours(far_end, now):
    record = {"_id": 1, "Tahun": "2016", "Jenis": "pajak  hotel", "Kecamatan": "Bekasi Timur"}
    table = Table([{**record, "Januari": "1.500,50", "Feb": "-", "Mei ": "", "Total": "9"}])
    far = far_end("ckan", WIDE)
    city = far.city.model_copy(update={"places": _places()})
    far.connector = PROTOCOLS["ckan"].build(far.spec, city, far.http)
    table.attach(far)
    facts = {fact.period_from: fact for fact in far.poll(now).facts}
    assert {day: fact.value for day, fact in facts.items()} == {date(2016, 1, 1): 1500.5, date(2016, 2, 1): None}
    assert facts[date(2016, 2, 1)].period_to == date(2016, 2, 29)
    assert dict(facts[date(2016, 1, 1)].labels) == {"jenis": "HOTEL", "kecamatan": "32.75.01"}


def _places():
    area = {"code": "32.75.01", "name": "Bekasitimur", "lat": -6.2, "lon": 107.0, "area_km2": 1}
    return Places.model_validate({"kecamatan": [area]})


def test_a_wide_table_of_kinds_goes_into_a_label(far_end, now):
    wide = WIDE.replace('labels = { jenis = "Jenis", kecamatan = "Kecamatan" }', "").replace(
        'melt = { columns = "periods", into = "month" }', 'melt = { columns = ["PBB", "hotel"], into = "jenis" }'
    )
    far = Table([{"_id": 1, "Tahun": 2016, "PBB": 5, "Hotel": "7"}]).attach(far_end("ckan", wide))
    assert {fact.labels["jenis"]: fact.value for fact in far.poll(now).facts} == {"PBB": 5, "Hotel": 7}


@pytest.mark.parametrize(
    "wrong",
    [
        'package = "p"',
        'resource = "x"\nresource_id_ = "y"',
        'full_every = "soon"',
        'date_in_zone = "Asia/Bekasi"',
        "scale = 0",
        'melt = { columns = "all" }',
    ],
)
def test_options_that_make_no_sense_are_faults(source, wrong):
    assert check_options(source("ckan", options(wrong)).sources[0])


def test_a_page_longer_than_any_portal_allows_is_a_fault(source):
    assert check_options(source("ckan", options().replace("page_size = 10", "page_size = 40000")).sources[0])


@pytest.mark.parametrize("cut,told", [('name = "realisasi_pajak"', "'name'"), ('period = "tanggal"', "period")])
def test_what_no_figure_can_do_without_is_told(source, cut, told):
    (fault,) = check_options(source("ckan", options().replace(cut, "")).sources[0])
    assert told in fault.what


def test_a_look_for_doctor_is_one_small_answer(far_end, now):
    _, far = table_of(far_end, 34)
    found = probe(far.spec, far.city, now)
    assert (found.reachable, found.authorised, found.speaks, found.records) == (True, True, True, 5)
    assert found.newest_age_s is not None and not found.error
    assert len(far.calls("api/3/action/datastore_search")) == 1


def test_the_same_row_twice_with_different_values_is_told(far_end, now):
    table, far = table_of(far_end, 2)
    table.rows.append(row(2, _id=3) | {"Realisasi (Rp)": "Rp 5"})
    batch = far.poll(now)
    assert "1 records name the same figure" in " ".join(batch.notes)
