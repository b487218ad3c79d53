"""The database's own errors under our names."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.errors import JournalError
from app.journal.driver import with_driver_errors
from app.journal.probe import NEXT_STEP, reason


@contextmanager
def trouble_named() -> Iterator[None]:
    """Turn the database's own errors into ours, which name the thing and the next step."""
    try:
        yield
    except with_driver_errors(DBAPIError) as fault:
        what = reason(getattr(fault, "orig", None) or fault)
        raise JournalError("journal", f"the database does not answer ({what}).", NEXT_STEP) from fault
    except SQLAlchemyError as fault:
        raise JournalError("journal", f"the database cannot be used ({fault}).", NEXT_STEP) from fault
