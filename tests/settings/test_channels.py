"""The city file's channels: how crews are reached; faults bear their line."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.errors import ConfigError
from app.settings import CityFile

Read = Callable[[str], CityFile]
START = """[city]
name = "X"
zone = "Asia/Jakarta"
box = [-6.41, 106.88, -6.16, 107.06]
[[source]]
id = "sorot"
protocol = "open311"
url = "http://127.0.0.1:1/"
"""


def test_channels_have_a_pace_and_a_patience(tmp_city: Read) -> None:
    city = tmp_city(
        START
        + """[[channel]]
id = "wa"
agency = "dlh"
kind = "webhook"
url = "https://gateway.example.go.id/poc"
secret_env = "POC_WA"
no_answer_after = "3m"
[[channel]]
id = "telp"
agency = "dlh"
kind = "voice"
name = "Posko DLH"
phone = "021 8896 0250"
"""
    )
    hook, voice = city.channels
    assert (hook.no_answer_after, hook.every, hook.secret_env) == (
        timedelta(minutes=3),
        timedelta(seconds=10),
        "POC_WA",
    )
    assert (voice.name, voice.no_answer_after) == ("Posko DLH", timedelta(minutes=5))
    assert city.channel_of("wa") is hook and city.channel_of("x") is None


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        ('kind = "webhook"', 9, "a webhook needs its url"),
        ('kind = "webhook"\nurl = "http://gateway.example.go.id/"', 13, "is not https"),
        ('kind = "voice"', 9, "a voice channel needs a phone number"),
        ('kind = "radio"\nphone = "1"', 12, "is none of webhook, voice"),
        ('kind = "voice"\nphone = "1"\nid_ = 3', 14, "is not known here"),
    ],
)
def test_a_channel_that_cannot_work_is_a_fault(tmp_city: Read, lines: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as told:
        tmp_city(f'{START}[[channel]]\nid = "wa"\nagency = "dlh"\n{lines}\n')
    (fault,) = told.value.faults
    assert (fault.line, words in fault.what) == (line, True), fault


def test_plain_http_stays_within_this_machine(tmp_city: Read) -> None:
    here = [
        f'[[channel]]\nid = "c{n}"\nagency = "a"\nkind = "webhook"\nurl = "http://{host}:8/"\n'
        for n, host in enumerate(("127.0.0.1", "localhost", "[::1]"))
    ]
    assert len(tmp_city(START + "".join(here)).channels) == 3


def test_names_of_what_leaves_are_used_once(tmp_city: Read) -> None:
    voice = '[[channel]]\nid = "{}"\nagency = "a"\nkind = "voice"\nphone = "1"\n'
    with pytest.raises(ConfigError) as told:
        tmp_city(START + voice.format("sorot") + voice.format("b") + voice.format("b"))
    assert [fault.what for fault in told.value.faults] == ["'sorot' is the name of a source", "'b' is used twice"]
