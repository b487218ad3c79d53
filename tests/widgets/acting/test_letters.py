"""How far each message is: in the top bar for the whole room, on the case with why and the next step."""

from datetime import timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa

from app.clock import real_now
from app.domain.mail import Enclosed, Mail, MailState, What
from app.i18n import Language
from app.journal.acting_tables import outbox
from app.journal.engine import writing
from app.journal.outbox import Letter, letters_of
from app.journal.store import Journal
from app.journal.undelivered import undelivered
from app.journal.visited import visited
from tests.widgets.acting.room import Room
from tests.widgets.complaint.conftest import said
from widgets.case_words import status_word
from widgets.letter_words import letter_state, letters_told

WORDS = Language("id")


def mark(journal: Journal, state: MailState, **columns: Any) -> None:
    """What a courier would write about every letter."""
    with writing(journal.engine) as connection:
        connection.execute(outbox.update().values(state=state.value, **columns))


def test_the_message_of_a_deed_is_followed_from_waiting_to_refused_with_the_next_step(room: Room) -> None:
    badge, panel = room.desk.topbar.outbox, room.desk.panels["complaint"]
    assert not badge.isVisible()
    room.press("a")
    room.done(1)
    room.until(badge.isVisible)
    assert badge.text() == "1 pesan menunggu"
    about = f"SOROT · {status_word(WORDS, 'INVESTIGATING')}"
    room.until(lambda: said(panel).get("Pesan") == f"{about}: menunggu")  # type: ignore[arg-type]
    mark(room.journal, MailState.REFUSED, error="it is not there.", next_step="Look again.")
    badge.ask()
    room.until(lambda: badge.text() == "1 pesan ditolak")
    room.until(lambda: "ditolak" in said(panel).get("Pesan", ""))  # type: ignore[arg-type]
    assert said(panel)["Pesan"].endswith("Periksa lagi.")  # type: ignore[arg-type]
    room.group.select("", 0)
    badge._fill()
    badge.menu().actions()[0].trigger()
    assert room.key != 0  # the case that wants a person is in hand
    room.desk.commands.actions["act:resend"].trigger()
    room.done(2)
    badge.ask()
    room.until(lambda: badge.text() == "1 pesan menunggu")
    mark(room.journal, MailState.CONFIRMED)
    badge.ask()
    room.until(lambda: not badge.isVisible())


def test_a_try_that_failed_says_why_and_when_the_next_one_is(room: Room) -> None:
    room.press("a")
    room.done(1)
    with writing(room.journal.engine) as connection:
        later = real_now() + timedelta(seconds=90)
        values = {"attempts": 2, "error": "the server is away.", "not_before": int(later.timestamp() * 1000)}
        connection.execute(outbox.update().values(**values))
        letters = letters_of(connection, connection.execute(sa.select(outbox.c.case_id)).scalar_one())
    told = letters_told(letters, WORDS)
    assert "the server is away." in told and "percobaan berikutnya" in told
    assert undelivered(room.journal).letters[0][1].attempts == 2


def test_a_message_tells_that_it_waits_for_its_photo_and_whether_it_went_with_it() -> None:
    def told(state: MailState, error: str = "", **answer: Any) -> str:
        now, mail = real_now(), Mail("m", What.UPDATE, "sorot", "sorot/1")
        return letter_state(Letter(1, "o", mail, state, now, now, 0, None, error, "", answer), WORDS)

    awaited = "The crew's photo has not come yet; the update waits for it."
    assert told(MailState.WAITING, awaited).startswith("menunggu: Foto regu belum tiba; pemberitahuan menunggunya.")
    assert told(MailState.CONFIRMED, photo=Enclosed.SENT.value) == "diterima, dengan foto"
    assert told(MailState.CONFIRMED, photo=Enclosed.MISSING.value) == "diterima, tanpa foto"
    assert told(MailState.CONFIRMED) == "diterima" and told(MailState.REFUSED, photo="sent") == "ditolak:"


def test_where_somebody_was_is_read_from_arrivals_and_from_crews(room: Room) -> None:
    assert visited(room.journal).tolist() == []
    room.desk.panels["queue"]._on_states("nobody")  # type: ignore[attr-defined]
    room.until(lambda: room.desk.panels["queue"]._choice.visited is not None)  # type: ignore[attr-defined]
    assert isinstance(room.desk.panels["queue"]._choice.visited, np.ndarray)  # type: ignore[attr-defined]
