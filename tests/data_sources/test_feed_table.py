"""Feeds that are tables: CSV as agencies save it."""

import pytest

from app.errors import SourceError
from tests.data_sources.far_end import FarEnd

CSV = "Tanggal;Terangkut (ton) ;Catatan\r\n29/11/2016;1.512,5;\r\n30/11/2016;-;hujan\r\nJumlah;1.512,5;\r\n;;\r\n"


TABLE = """
[source.options]
path = "x.csv"
{more}
fields = {{ period = "tanggal", value = "terangkut (ton)", remark = "Catatan" }}
constants = {{ name = "sampah_terangkut", unit = "t" }}
"""


def table(far_end, more: str = "", answer: object = CSV, mime: str = "text/csv") -> FarEnd:
    far = far_end("json_feed", TABLE.format(more=more))
    far.serves("x.csv", answer, mime)
    return far


@pytest.mark.parametrize("mime", ["text/csv", "text/plain", "application/octet-stream"])
def test_a_csv_is_read_by_its_headers_sums_and_blanks_left_out(far_end, now, mime):
    batch = table(far_end, answer="\ufeff" + CSV, mime=mime).poll(now)
    assert [(fact.period_from.day, fact.value) for fact in batch.facts] == [(29, 1512.5), (30, None)]
    assert batch.facts[1].extra == {"remark": "hujan"}
    assert list(batch.notes) == ["1 total rows were left out."]


def test_a_csv_in_another_encoding_below_a_title_is_read(far_end, now):
    text = "Laporan Dinas Kebersihan\r\n\r\n" + CSV.replace(";", "\t").replace("hujan", "café")
    far = table(far_end, 'encoding = "windows-1252"\nskip_lines = 2', text.encode("cp1252"))
    assert far.poll(now).facts[1].extra == {"remark": "café"}
    with pytest.raises(SourceError, match="not utf-8 at byte"):
        table(far_end, "skip_lines = 2", text.encode("cp1252")).poll(now)


def test_a_csv_of_headers_alone_is_empty_and_another_text_is_no_csv(far_end, now):
    assert not table(far_end, answer="Tanggal,Terangkut (ton),Catatan\n").poll(now).facts
    for wrong in ("server sedang sibuk", "Tanggal;Ton\n1/1/2016;5", " \n"):
        with pytest.raises(SourceError):
            table(far_end, answer=wrong).poll(now)


def test_a_row_with_too_many_cells_is_rejected(far_end, now):
    batch = table(far_end, answer=CSV + "28/11/2016;1;x;y\r\n").poll(now)
    assert [one.reason for one in batch.rejected] == ["more cells than columns"]
