"""An independent far end: a seeded city that speaks Open311 and Traccar over real sockets and misbehaves on demand."""

from data_sources.simulator.running import FarEnd, running

__all__ = ["FarEnd", "running"]
