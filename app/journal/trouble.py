"""The database's own errors under our names."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.errors import JournalError, NotAllowed
from app.journal.driver import with_driver_errors
from app.journal.probe import NEXT_STEP, reason

FORBIDDEN = "42501"  # PostgreSQL: insufficient privilege; our guards say the same
LOGIN_STEP = "Ask the admin for a login with more rights, or work at another desk."


@contextmanager
def trouble_named() -> Iterator[None]:
    """Turn the database's own errors into ours, which name the thing and the next step."""
    try:
        yield
    except with_driver_errors(DBAPIError) as fault:
        cause = getattr(fault, "orig", None) or fault
        what = reason(cause)
        if getattr(cause, "sqlstate", None) == FORBIDDEN:
            raise NotAllowed("journal", f"this desk's login may not do that ({what}).", LOGIN_STEP) from fault
        raise JournalError("journal", f"the database does not answer ({what}).", NEXT_STEP) from fault
    except SQLAlchemyError as fault:
        raise JournalError("journal", f"the database cannot be used ({fault}).", NEXT_STEP) from fault
