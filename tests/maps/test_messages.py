"""Calls into the page: whatever the words are, they stay words."""

import json

import numpy as np
import pytest

from maps.messages import call, literal, metres, pack_trail


@pytest.mark.parametrize(
    "text", ["</script><script>1", "');alert(1)//", "${7*7}`", "\u2028\u2029", "\ud800", "\0", '"']
)
def test_X1_X2_arguments_go_as_plain_ascii_json(text: str) -> None:
    script = call("card", [text])
    assert script.isascii() and "<" not in script and "\n" not in script
    assert json.loads(script.removeprefix("window.poc.card(").removesuffix(");0")) == [text]


def test_a_number_that_is_none_raises_instead_of_reaching_the_page() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        literal(float("nan"))


def test_a_place_that_is_none_has_no_metres() -> None:
    assert metres(None, 1.0, (0, 0)) is None
    assert metres(float("nan"), 1.0, (0, 0)) is None
    assert metres(0.0, 0.0, (0, 0)) == [0.0, 0.0]


def test_a_trails_ages_count_back_from_its_end() -> None:
    packed = pack_trail(np.array([[0, 0, 100.0], [0, 0.001, 160.0]]), (0, 0))
    assert packed.columns["age"].tolist() == [60.0, 0.0]
    assert packed.columns["x"][1] == pytest.approx(111.3, abs=0.1)
