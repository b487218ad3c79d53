"""Cases, services and updates as Open311 objects; plain dicts in the standard's order of fields."""

from typing import Any

from data_sources.simulator import topics
from data_sources.simulator.city import Service
from data_sources.simulator.complaints import Complaint, Step, is_closed
from data_sources.simulator.world import World

Record = dict[str, Any]
_NOTICE = {
    "sampah": "Petugas datang paling lambat 24 jam kerja.",
    "tps": "TPS dikosongkan dalam 24 jam.",
    "lampu": "Perbaikan PJU dikerjakan malam hari.",
}


def service_record(service: Service) -> Record:
    topic = topics.topic(service.topic)
    return {
        "service_code": service.code,
        "service_name": service.name,
        "description": f"Laporan warga tentang {service.name.lower()}, ditangani {service.agency}.",
        "metadata": has_questions(service),
        "type": service.kind,
        "keywords": ", ".join(topic.words[:3]) or "umum",
        "group": topic.name,
    }


def has_questions(service: Service) -> bool:
    """Services whose definition asks something more."""
    return service.topic in _QUESTIONS


def definition_record(service: Service) -> Record:
    """A service definition; the list of attributes is empty where nothing is asked."""
    return {"service_code": service.code, "attributes": _QUESTIONS.get(service.topic, [])}


def _question(order: int, code: str, kind: str, required: bool, text: str, values: dict[str, str]) -> Record:
    return {
        "variable": True,
        "code": code,
        "datatype": kind,
        "required": required,
        "datatype_description": None,
        "order": order,
        "description": text,
        "values": [{"key": key, "name": name} for key, name in values.items()],
    }


_QUESTIONS: dict[str, list[Record]] = {
    "jalan": [
        _question(1, "UKURAN", "string", False, "Perkiraan panjang × lebar kerusakan", {}),
        _question(2, "BAHAYA", "singlevaluelist", False, "Apakah membahayakan?", {"01": "Ya", "02": "Tidak"}),
    ],
    "lampu": [_question(1, "TIANG", "string", False, "Nomor tiang lampu", {})],
    "pohon": [
        _question(1, "HALANG", "multivaluelist", False, "Menghalangi apa?", {"J": "Jalan", "K": "Kabel", "R": "Rumah"})
    ],
}


def request_record(world: World, case: Complaint, services: dict[str, Service], base: str) -> Record:
    """One case as it stands now, in the words of the standard: open or closed."""
    now, service = world.now(), services.get(case.code)
    step = case.step(now)
    media = case.media and service is not None
    return {
        "service_request_id": case.id,
        "status": "closed" if is_closed(case.status(now)) else "open",
        "status_notes": step.note if step else None,
        "service_name": service.name if service else case.code,
        "service_code": case.code,
        "description": case.text,
        "agency_responsible": service.agency if service else None,
        "service_notice": _NOTICE.get(service.topic) if service else None,
        "requested_datetime": world.iso(case.requested),
        "updated_datetime": world.iso(case.updated(now)),
        "expected_datetime": world.iso(case.expected) if case.expected else None,
        "address": case.address,
        "address_id": None,
        "zipcode": None,
        "lat": case.lat,
        "long": case.lon,
        "media_url": f"{base}/open311/media/{case.id}.png" if media else None,
    }


def extended(world: World, case: Complaint, record: Record) -> Record:
    """The `extensions=true` form: the richer status word, attributes and the public notes of the case."""
    now = world.now()
    notes = [{"datetime": world.iso(s.at), "description": s.note, "type": s.status} for s in case.steps if s.at <= now]
    status = case.status(now)
    detail = {"status_detail": status, "title": case.title}
    return record | {"status": status, "extended_attributes": detail, "attributes": [], "notes": notes}


def update_record(world: World, case: Complaint, step: Step) -> Record:
    """One entry of the request-updates extension; statuses in small letters."""
    told: Record = {
        "update_id": step.ident,
        "service_request_id": case.id,
        "status": step.status,
        "updated_datetime": world.iso(step.at),
        "description": step.note,
    }
    return told | ({"media_url": step.media} if step.media else {})
