"""The timeline counts what the picture holds, and is not driven by every single change."""

import pytest

from app.i18n import Language
from app.views.intake import BINS, intake_view
from tests.widgets.fakes import NOW
from widgets.panels.timeline import TimelinePanel


def test_the_day_ends_with_the_bin_of_now_and_counts_each_complaint_once(live):
    view = intake_view(live.picture, live.frame(), live.city)
    requested = live.picture.complaints.requested
    inside = (requested >= view.start) & (requested <= NOW.timestamp())
    assert len(view.counts) == BINS
    assert view.end - view.start == 86_400
    assert view.start < NOW.timestamp() < view.end
    assert view.counts.sum() == inside.sum() > 0


def test_complaints_without_a_time_or_of_the_future_count_nowhere(live):
    c = live.picture.complaints
    before = intake_view(live.picture, live.frame(), live.city).counts.sum()
    inside = [i for i in range(c.n) if NOW.timestamp() - c.requested[i] < 80_000]
    c.requested[inside[0]] = float("nan")
    c.requested[inside[1]] = NOW.timestamp() + 60
    assert intake_view(live.picture, live.frame(), live.city).counts.sum() == before - 2


@pytest.fixture
def panel(live, group):
    group.set_language(Language("en"))
    made = TimelinePanel(live, group)
    made.resize(1200, 130)
    yield made
    made.deleteLater()


def test_D20_a_thousand_changes_are_counted_a_few_times(panel, live, monkeypatch, qtbot):
    counted: list[int] = []
    monkeypatch.setattr("widgets.panels.timeline.intake_view", lambda *a: counted.append(1) or intake_view(*a))
    first = panel.headline
    for _ in range(1_000):
        live.add_complaint()
    assert counted == []
    qtbot.waitUntil(lambda: panel.headline != first)
    assert len(counted) == 1


def test_it_says_its_sum_to_screen_readers_and_in_its_headline(panel):
    assert panel.headline.endswith("complaints in 24 hours")
    assert panel.accessibleDescription() == panel.headline
    assert panel.is_painted()
