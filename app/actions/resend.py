"""Send again: what a far end refused, once somebody has put right why it did."""

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from app.actions.room import Effect, Refused, Scene
from app.domain.case import Case, CaseId
from app.journal.outbox import send_again


@dataclass(frozen=True, slots=True)
class Resend:
    """All refused letters of a case leave once more, oldest first; what was delivered stays delivered."""

    case: CaseId
    verb: str = "resend"

    def prepare(self, connection: Connection, key: int, now: Case) -> Case:
        """Let them wait again; the case stays as it is. Raises Refused."""
        if not send_again(connection, str(self.case)):
            raise Refused(str(self.case), "nothing of it was refused.", "There is nothing to send again.")
        return now

    def apply(self, case: Case, scene: Scene) -> Effect:
        """Nothing else."""
        return Effect(case)
