"""What the table says: ratios read the right way round, missed aims stand out, sizes stand beside every figure."""

import pytest

from tests.benchmarks.catalogue import BENCHMARKS, chosen
from tests.benchmarks.figure import AS_LONG, FASTER, OF_RATE, Figure
from tests.benchmarks.peer_pages import missing
from tests.benchmarks.table import table


@pytest.mark.parametrize("sense, ratio", [(FASTER, 4.0), (AS_LONG, 0.25), (OF_RATE, 0.25)])
def test_a_ratio_says_how_ours_stands_to_the_peers(sense: str, ratio: float) -> None:
    assert Figure("step", "1 row", 5.0, "ms", "peer", 20.0, sense).ratio == ratio


def test_without_a_peer_there_is_no_ratio() -> None:
    assert Figure("step", "1 row", 5.0, "ms").ratio is None


def test_a_figure_survives_its_file() -> None:
    figure = Figure("step", "1 row", 5.0, "ms", "peer", 20.0, FASTER, "3 ms", False, "slow")
    assert Figure.of(figure.as_dict()) == figure


def test_the_table_names_sizes_peers_missed_aims_and_failures() -> None:
    figure = Figure("sorted", "1,000 rows", 5.0, "ms", "QTableWidget", 20.0, aim="3 ms", met=False, note="busy")
    text = table({"queue": [figure]}, {"map-pan": "not done in time"})
    line = next(line for line in text.splitlines() if "sorted" in line)
    for part in ("1,000 rows", "5.00 ms", "20.0 ms QTableWidget", "4.00 times faster", "MISSED (3 ms)"):
        assert part in line
    assert "queue, sorted: busy" in text
    assert "FAILED map-pan: not done in time" in text


def test_the_beginning_of_a_name_picks_all_that_begin_so() -> None:
    assert [one.name for one in chosen(["map"])] == ["map-paint", "map-move", "map-pan"]
    assert chosen([]) == list(BENCHMARKS)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no benchmark 'quee'"):
        chosen(["quee"])


def test_a_peer_that_is_not_there_is_named_with_the_way_to_install_it() -> None:
    assert [line.split(":")[1].split(" is ")[0].strip() for line in missing([])] == ["headless Chromium", "WeasyPrint"]
    [said] = missing(["ours", "headless Chromium"])
    assert said.startswith("NOT MEASURED: WeasyPrint") and "pip install weasyprint" in said
    assert missing(["headless Chromium", "WeasyPrint"]) == []
