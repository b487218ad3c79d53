"""Kinds of tax of both laws, side by side."""

from datetime import date

from app.domain.tax_kinds import KINDS, TaxKind, borne_on, by_key, family, formerly

ALL = by_key(KINDS)


def test_five_old_kinds_go_on_as_objects_of_the_new_tax() -> None:
    old = ("HOTEL", "RESTORAN", "HIBURAN", "PPJ", "PARKIR")
    assert [family(key, ALL) for key in old] == [
        "PBJT_HOTEL",
        "PBJT_MAKAN",
        "PBJT_HIBURAN",
        "PBJT_LISTRIK",
        "PBJT_PARKIR",
    ]


def test_the_other_four_keep_their_name_under_both_laws() -> None:
    for key in ("PBB_P2", "BPHTB", "REKLAME", "AIR_TANAH"):
        assert family(key, ALL) == key
        assert all(borne_on(key, day, ALL).key == key for day in (date(2016, 1, 1), date(2025, 1, 1)))


def test_the_name_changes_on_5_january_2024() -> None:
    assert borne_on("PBJT_HOTEL", date(2024, 1, 4), ALL).key == "HOTEL"
    assert borne_on("PBJT_HOTEL", date(2024, 1, 5), ALL).key == "PBJT_HOTEL"
    assert [kind.key for kind in formerly("PBJT_HOTEL", date(2024, 6, 1), ALL)] == ["HOTEL"]
    assert formerly("PBJT_HOTEL", date(2016, 6, 1), ALL) == ()


def test_nine_kinds_are_levied_in_2016_beside_the_two_the_city_has_not() -> None:
    levied = {kind.key for kind in KINDS if kind.is_valid(date(2016, 11, 30))}
    assert levied == {
        *("PBB_P2", "BPHTB", "HOTEL", "RESTORAN", "HIBURAN", "REKLAME", "PPJ", "PARKIR", "AIR_TANAH", "MBLB", "WALET")
    }


def test_a_kind_nobody_knows_stands_for_itself_and_a_circle_ends() -> None:
    assert family("ALIEN", ALL) == "ALIEN"
    assert borne_on("ALIEN", date(2016, 1, 1), ALL).name == "ALIEN"
    circle = by_key([TaxKind("A", "a", "a", successor="B"), TaxKind("B", "b", "b", successor="A")])
    assert family("A", circle) == "B"
