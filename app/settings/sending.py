"""What the city file says about sending units: who may be sent, and how travel times are found."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from app.settings.kinds import Frozen, NearPath, Span, Word, fault
from app.settings.source import Url


def _web(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise fault("is no address of the web; write for example https://osrm.example.go.id")
    return url


class Routing(Frozen):
    """How long a way takes. `url`: an OSRM server, asked for its `/table` of `profile`, an answer within `deadline`.

    Without one, or when it does not answer: the straight line × `detour_factor` at the fleet's own speed. The factor
    is the city's own choice: roads of cities are commonly 1.2 to 1.6 times the straight line.
    """

    url: Annotated[Url, AfterValidator(_web)] | None = None
    profile: Word = "driving"
    ca_file: NearPath | None = None
    deadline: Span = timedelta(seconds=3)
    detour_factor: float = Field(default=1.4, ge=1, le=5)


class Sending(Frozen):
    """Who is suggested: a unit whose fix is younger than `fix_within`, with fewer than `most_orders` open orders.

    An open order is taken to last `order_takes`; a unit that has one is suggested behind it.
    """

    fix_within: Span = timedelta(minutes=10)
    most_orders: int = Field(default=2, ge=1, le=100)
    order_takes: Span = timedelta(minutes=30)
