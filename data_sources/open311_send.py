"""Telling an Open311 server what became of a case, by the request-updates extension (wire format 4.1.6)."""

from collections.abc import Mapping

from app.clock import real_now
from app.domain.case import CaseId
from app.domain.lifecycle import plain_status
from app.domain.mail import Enclosed, MailState
from app.errors import SourceAsksToWait, SourceError
from app.journal.links import number_at, photo_after
from app.journal.outbox import Letter
from app.journal.store import Journal
from app.settings import SourceSpec
from data_sources.delivery import Delivered
from data_sources.http import Http
from data_sources.http_answer import Answer
from data_sources.http_trouble import beginning
from data_sources.open311_line import configure
from data_sources.open311_options import Options
from data_sources.open311_photo import MENDED, Enclosure, enclosure

NO_UPDATES = (404, 405, 410, 501)
NO_NUMBER = Delivered(
    MailState.REFUSED,
    "The source has not taken this complaint, so there is nothing to tell it about.",
    "Look why it was refused; once it has a number there, link it by hand.",
)
NO_FILES = (413, 415)
FILE_TRIES = 3  # so often a picture may fail before the update is tried without it as well


def signature(http: Http, options: Options) -> dict[str, str]:
    """The fields by which a server knows who sends, and for which city."""
    told = {"jurisdiction_id": options.jurisdiction_id} if options.jurisdiction_id else {}
    return told | ({"api_key": http.secret} if http.secret and options.auth_mode == "query" else {})


class UpdateSender:
    """Posts updates to one source. The same `update_id` twice is applied once: "already exists" is success."""

    def __init__(self, spec: SourceSpec, http: Http, journal: Journal) -> None:
        self._spec, self._http, self._journal = spec, http, journal
        self._options = Options.model_validate(spec.options)
        configure(http, self._options)

    def __call__(self, letter: Letter) -> Delivered:
        """Deliver one update. Raises SourceError when no whole answer came, or one that says to try again."""
        case = CaseId.parse(letter.mail.case)
        number = str(letter.mail.payload["service_request_id"]) or number_at(self._journal, case, self._spec.id)
        if not number:
            return NO_NUMBER
        kind = "xml" if self._options.format == "xml" else "json"
        path = self._options.path_templates.updates.format(format=kind)
        photo = enclosure(letter, self._options, self._journal, real_now())
        if photo.wait is not None:
            return photo.wait
        send = self._tried_both if photo.file is not None and letter.attempts >= FILE_TRIES else self._tried
        return send(path, self._form(letter, number), photo)

    def _tried(self, path: str, form: Mapping[str, str], photo: Enclosure) -> Delivered:
        return self._ended(self._http.send(path, form=form, file=photo.file), photo)

    def _tried_both(self, path: str, form: Mapping[str, str], photo: Enclosure) -> Delivered:
        """With the picture, and if that fails at once without it: a server that is away fails at both, and the picture
        waits for it; one that breaks off at files, or is too far for them, still gets the citizen's update."""
        try:
            return self._tried(path, form, photo)
        except SourceAsksToWait:
            raise
        except SourceError:
            return self._tried(path, form, Enclosure(told={"photo": Enclosed.STUCK}))

    def _form(self, letter: Letter, number: str) -> dict[str, str]:
        payload, options = letter.mail.payload, self._options
        status = str(payload["status"]) if options.extended_statuses else plain_status(str(payload["status"]))
        form = {
            "update_id": letter.mail.id,
            "service_request_id": number,
            "updated_datetime": str(payload["updated_datetime"]),
            "status": status.lower() if options.status_case == "lower" else status,
            "description": str(payload["description"]) or " ",
        }
        if options.photo_mode == "media_url" and payload["status"] in MENDED:
            photo = photo_after(self._journal, CaseId.parse(letter.mail.case))
            form |= {"media_url": photo} if photo else {}
        return form | signature(self._http, options)

    def _ended(self, answer: Answer, photo: Enclosure) -> Delivered:
        said = beginning(answer.body, self._http.hidden)
        if (answer.status in (200, 201) and answer.is_data) or (
            answer.status == 400 and "already exist" in said.lower()
        ):
            return Delivered(MailState.CONFIRMED, answer={"said": said, **photo.told})
        if answer.status in NO_FILES and photo.file is not None:
            what = f"The server does not take the photo ({answer.status}); the update goes without it."
            return Delivered(MailState.WAITING, what, answer={"photo": Enclosed.REFUSED})
        if answer.status in NO_UPDATES:
            step = "Tell the agency by telephone; the source takes no updates, or does not know the case."
            return Delivered(MailState.REFUSED, f"The server answered {answer.status}. {said}", step)
        if answer.status == 400:
            return Delivered(
                MailState.REFUSED, said or "The server refused it (400).", "Look at the case at its source."
            )
        self._http.checked(answer)
        raise SourceError(self._spec.id, f"The server sent {answer.content_type or 'something else'} instead of data.")
