"""Letters as words: to whom, what about, how far, and the next step where a person has to act."""

from collections.abc import Mapping, Sequence

from app.clock import real_now
from app.domain.mail import Enclosed, MailState, What
from app.i18n import N_, Language
from app.journal.outbox import Letter
from app.sentences import in_words
from widgets.case_words import one_line, status_word

MAIL_WORDS: Mapping[MailState, str] = {
    MailState.WAITING: N_("waits"),
    MailState.SENDING: N_("is being sent"),
    MailState.SENT: N_("sent"),
    MailState.CONFIRMED: N_("received"),
    MailState.REFUSED: N_("refused"),
    MailState.CANCELLED: N_("taken back"),
}
PHOTO_WORDS: Mapping[str, str] = {
    Enclosed.SENT: N_("with the photo"),
    Enclosed.MISSING: N_("without the photo"),
    Enclosed.REFUSED: N_("without the photo, which the server does not take"),
    Enclosed.STUCK: N_("without the photo, which did not get through"),
}
SHOWN = 4  # letters of a case in its fields; what was refused is always among them


def letter_about(letter: Letter, words: Language) -> str:
    """To whom, and what it says."""
    mail = letter.mail
    match mail.what:
        case What.UPDATE:
            about = status_word(words, str(mail.payload.get("status", "")))
        case What.CREATE:
            about = words.text("new complaint")
        case What.ORDER:
            about = words.text("order")
        case What.RECALL:
            about = words.text("recall")
    return f"{one_line(mail.target, 40).upper()} · {about}"


def letter_state(letter: Letter, words: Language) -> str:
    """How far it is, with or without its photo; why it waits and until when; what to do where it was refused."""
    said = words.text(MAIL_WORDS[letter.state])
    if letter.state is MailState.REFUSED:
        return " ".join(filter(None, (f"{said}:", _sentence(letter.error, words), _sentence(letter.next_step, words))))
    if letter.state is MailState.WAITING and letter.error:
        left = max(0.0, (letter.not_before - real_now()).total_seconds())
        again = words.text("next try in {left}", left=words.age(left))
        return f"{said}: {_sentence(letter.error, words)} {again}"
    photo = PHOTO_WORDS.get(str(letter.answer.get("photo", "")), "")
    return f"{said}, {words.text(photo)}" if photo and letter.state is MailState.CONFIRMED else said


def letters_told(letters: Sequence[Letter], words: Language) -> str:
    """The letters of a case, newest first, one line each."""
    refused = [one for one in letters if one.state is MailState.REFUSED]
    shown = [one for one in letters if one in refused or one in letters[:SHOWN]]
    return "\n".join(f"{letter_about(one, words)}: {letter_state(one, words)}" for one in shown)


def any_refused(letters: Sequence[Letter]) -> bool:
    """Whether a person has to act."""
    return any(one.state is MailState.REFUSED for one in letters)


def _sentence(text: str, words: Language) -> str:
    return in_words(one_line(text, 300), words) if text else ""
