"""Telling an Open311 server what became of a case, by the request-updates extension (wire format 4.1.6)."""

from app.domain.lifecycle import plain_status
from app.domain.mail import MailState
from app.errors import SourceError
from app.journal.outbox import Letter
from app.settings import SourceSpec
from data_sources.delivery import Delivered
from data_sources.http import Http
from data_sources.http_answer import Answer
from data_sources.http_trouble import beginning
from data_sources.open311_options import Options

NO_UPDATES = (404, 405, 410, 501)


class UpdateSender:
    """Posts updates to one source. The same `update_id` twice is applied once: "already exists" is success."""

    def __init__(self, spec: SourceSpec, http: Http) -> None:
        self._spec, self._http = spec, http
        self._options = Options.model_validate(spec.options)

    def __call__(self, letter: Letter) -> Delivered:
        """Deliver one update. Raises SourceError when no whole answer came, or one that says to try again."""
        form = "xml" if self._options.format == "xml" else "json"
        path = self._options.path_templates.updates.format(format=form)
        return self._ended(self._http.send(path, form=self._form(letter), headers=self._options.extra_headers))

    def _form(self, letter: Letter) -> dict[str, str]:
        payload, options = letter.mail.payload, self._options
        status = str(payload["status"]) if options.extended_statuses else plain_status(str(payload["status"]))
        form = {
            "update_id": letter.mail.id,
            "service_request_id": str(payload["service_request_id"]),
            "updated_datetime": str(payload["updated_datetime"]),
            "status": status.lower() if options.status_case == "lower" else status,
            "description": str(payload["description"]) or " ",
        }
        form |= {"jurisdiction_id": options.jurisdiction_id} if options.jurisdiction_id else {}
        return form | ({"api_key": self._http.secret} if self._http.secret else {})

    def _ended(self, answer: Answer) -> Delivered:
        said = beginning(answer.body, self._http.hidden)
        if answer.status in (200, 201) and answer.is_data:
            return Delivered(MailState.CONFIRMED, answer={"said": said})
        if answer.status == 400 and "already exist" in said.lower():
            return Delivered(MailState.CONFIRMED, answer={"said": said})
        if answer.status in NO_UPDATES:
            step = "Tell the agency by telephone; the source takes no updates, or does not know the case."
            return Delivered(MailState.REFUSED, f"The server answered {answer.status}. {said}", step)
        if answer.status == 400:
            return Delivered(
                MailState.REFUSED, said or "The server refused it (400).", "Look at the case at its source."
            )
        self._http.checked(answer)
        raise SourceError(self._spec.id, f"The server sent {answer.content_type or 'something else'} instead of data.")
