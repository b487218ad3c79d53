"""The PostgreSQL driver's errors, known once the driver is in use: a journal in a SQLite file never loads it."""

import sys


def with_driver_errors(*errors: type[Exception]) -> tuple[type[Exception], ...]:
    """For `except`: these, and what the driver raises past SQLAlchemy, once it is loaded."""
    driver = sys.modules.get("psycopg")
    return errors if driver is None else (*errors, driver.Error)
