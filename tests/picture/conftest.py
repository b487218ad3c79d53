"""Pictures are made from real journals."""

from tests.journal.conftest import journal

__all__ = ["journal"]
