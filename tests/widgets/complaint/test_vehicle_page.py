"""A vehicle in the complaint panel."""

from tests.widgets.complaint.conftest import Opener, said
from tests.widgets.complaint.room import CaseLive, arrived
from tests.widgets.complaint.test_complaint_panel import WORDS, t


def test_a_vehicles_page_lists_where_it_arrived(live: CaseLive, open_panel: Opener) -> None:
    hostile = "<b>Alun-alun</b>\u202e\n" + "x" * 500
    live.arrivals["vehicle", 1] = (arrived(6), arrived(50, kind="landmark", place=0, place_name=hostile))
    panel = open_panel("vehicle", 1)
    lines = [line.text.toPlainText() for line in panel.vehicle.arrivals._lines]
    assert lines[0] == t("arrived at {place}", place="Tumpukan sampah")
    assert "<b>Alun-alun</b>" in lines[1] and "\u202e" not in lines[1] and len(lines[1]) < 90
    panel._group.select("vehicle", 2)
    assert not panel.vehicle.arrivals.isVisible()


def test_a_vehicle_is_shown_in_the_same_panel(live: CaseLive, open_panel: Opener) -> None:
    panel = open_panel("vehicle", 1)
    fields = said(panel)
    assert panel.headline == live.picture.vehicle_names[0]
    assert fields[t("Speed")] == "24 km/h"
    assert fields[t("Last fix")] == t("{age} ago", age=WORDS.age(4))
    assert fields[t("State")] == t("up to date")
    assert live.questions == []
    live.tick(600)
    assert said(panel)[t("State")] == t("lost: drawn hollow")


def test_a_vehicle_never_seen_has_no_speed(live: CaseLive, open_panel: Opener) -> None:
    live.picture.vehicles.fix_at[1] = live.picture.vehicles.lat[1] = float("nan")
    fields = said(open_panel("vehicle", 2))
    assert fields[t("State")] == t("never seen") and fields[t("Last fix")] == t("never")
    assert t("Speed") not in fields and t("Coordinates") not in fields
