"""Draws the complaints of one day: how many, when, where, about what, and what will become of them."""

import math
from collections import Counter
from datetime import date, datetime, time
from random import Random

from data_sources.simulator import topics
from data_sources.simulator.city import City, Service, Village
from data_sources.simulator.complaints import Complaint, Step, make_id
from data_sources.simulator.noise import chooser, poisson

PER_DAY = 200
_METRE = 1 / 111_320


class DayDraw:
    """A day's cases are a function of (seed, day): asking twice, or after a restart, gives the same city."""

    def __init__(self, city: City, seed: int, scale: float) -> None:
        self._city, self._seed, self._scale = city, seed, scale
        self._weights = _service_weights(city)
        self._village_weights = [v.radius_m for v in city.villages]

    def day(self, day: date) -> list[Complaint]:
        rng = chooser(self._seed, "complaints", day)
        busy = 0.75 if day.weekday() >= 5 else 1.06
        midnight = datetime.combine(day, time(), self._city.zone).timestamp()
        moments = sorted(_moment(rng, midnight) for _ in range(poisson(rng, PER_DAY * self._scale * busy)))
        return [self._case(chooser(self._seed, day, n), day, n, at) for n, at in enumerate(moments, 1)]

    def _case(self, rng: Random, day: date, serial: int, at: float) -> Complaint:
        service = rng.choices(self._city.services, self._weights)[0]
        village = rng.choices(self._city.villages, self._village_weights)[0]
        topic = topics.topic(service.topic)
        title, text = rng.choice(topic.reports)
        n = rng.randint(2, 9)
        place = None if rng.random() < 0.03 else _place(rng, village)
        case = Complaint(
            make_id(day, serial), service.code, at, title, f"{title}. {text.format(n=n)}", _address(rng, village),
            place[0] if place else None, place[1] if place else None,
            media=rng.random() < 0.22,
        )  # fmt: skip
        if rng.random() < 0.7:
            case.expected = at + topic.promise_h * 3600
        case.steps = lifecycle(rng, case.id, service, at)
        return case


def _service_weights(city: City) -> list[float]:
    shared = Counter(s.topic for s in city.services)
    return [topics.topic(s.topic).weight / shared[s.topic] for s in city.services]


def _moment(rng: Random, midnight: float) -> float:
    hour = rng.choices(range(24), topics.HOURS)[0]
    return midnight + hour * 3600 + rng.randrange(3600)


def _place(rng: Random, village: Village) -> tuple[float, float]:
    """Somewhere in the village, never further than its radius from the centre."""
    r, angle = village.radius_m * math.sqrt(rng.random()) * 0.95, rng.uniform(0, 2 * math.pi)
    lat = village.lat + r * math.sin(angle) * _METRE
    return round(lat, 6), round(village.lon + r * math.cos(angle) * _METRE / math.cos(math.radians(lat)), 6)


def _address(rng: Random, village: Village) -> str | None:
    if rng.random() < 0.04:
        return None
    street = f"Jl. {rng.choice(topics.STREETS)}"
    where = ", ".join(filter(None, (village.name, village.district)))
    if rng.random() < 0.4:
        return f"{street}, {where}"
    return f"{street} No. {rng.randint(1, 180)}, RT {rng.randint(1, 12):03d}/RW {rng.randint(1, 25):03d}, {where}"


def _hours(rng: Random, topic: topics.Topic) -> float:
    """Hours until the end: within the promise for almost all, beyond it for one in sixty."""
    if rng.random() < 1 / 60:
        return topic.promise_h * rng.uniform(1.05, 2.0)
    return min(topic.hours * 0.5 * math.exp(rng.gauss(0, 0.6)), topic.promise_h * 0.9)


def lifecycle(rng: Random, ident: str, service: Service, at: float) -> list[Step]:
    """Received, given to the agency, worked on, ended; a few are never ended and some end elsewhere."""
    topic = topics.topic(service.topic)
    end = at + _hours(rng, topic) * 3600
    seen = at + min((end - at) * 0.2, rng.uniform(300, 5400))
    begun = seen + (end - seen) * rng.uniform(0.3, 0.8)
    rows = [(seen, "open", f"Laporan diterima dan diteruskan ke {service.agency}.")]
    fate = rng.random()
    if fate < 0.03:
        rows.append((end, "duplicate", "Laporan ganda, digabung dengan laporan sebelumnya."))
    elif fate < 0.06:
        rows.append(
            (end, "not_councils_responsibility", "Bukan wewenang kota, diteruskan ke pengelola jalan nasional.")
        )
    else:
        rows.append(
            (
                begun,
                "in_progress",
                rng.choice(topic.working).format(crew=f"{rng.randint(1, 40):02d}", n=rng.randint(3, 9)),
            )
        )
        if fate < 0.995:
            rows.append((end, "closed", rng.choice(topic.done)))
        if fate > 0.992 and fate < 0.995:
            rows.append((end + rng.uniform(3600, 90000), "reopen", "Dibuka kembali atas keberatan pelapor."))
    return [Step(float(int(t)), status, note, f"{ident}-{n}") for n, (t, status, note) in enumerate(rows, 1)]
