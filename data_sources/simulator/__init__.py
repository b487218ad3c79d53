"""An independent far end: a seeded city that speaks Open311, Traccar, CKAN and plain feeds over real sockets.

It misbehaves on demand.
"""

from data_sources.simulator.running import FarEnd, running

__all__ = ["FarEnd", "running"]
