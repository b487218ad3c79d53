"""What breaches by an hour at the present pace: arithmetic over the times still to be worked.

The model: an agency works off its open cases in the order in which they are due, as fast as it finished cases lately,
and nothing new comes in. Who does something else first breaches more: the forecast is what cannot be helped.
"""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def will_breach(worked_until_due: Array, finished: int, worked_lately: float) -> Array:
    """Which of some cases end too late: a mask in their order. `worked_until_due` = working time until each is due,
    0 or less for what has breached (it is worked off too, and is no forecast); the same unit as `worked_lately`, in
    which `finished` cases were finished.
    """
    order = np.argsort(worked_until_due, kind="stable")
    turn = np.empty(len(order), "f8")
    turn[order] = np.arange(1, len(order) + 1)
    needed = turn * (worked_lately / finished) if finished > 0 else np.full(len(order), np.inf)
    return np.asarray((worked_until_due > 0) & (needed > worked_until_due))
