"""What a view needs and how it is built."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.kind import Kind


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """A view by name: rebuilt only when one of the kinds it depends on has changed."""

    name: str
    depends_on: frozenset[Kind]
    build: Callable[..., Any]
