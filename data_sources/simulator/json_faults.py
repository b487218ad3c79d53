"""Faults of the text itself, JSON and XML: numbers no parser should take, keys twice, cuts, depth, DOCTYPEs."""

import json
from typing import Any

from data_sources.simulator.faults import Active
from data_sources.simulator.open311_xml import HEAD


def spoil_json(data: Any, faults: Active) -> bytes:
    """Serialise, then break what the faults ask for. Only the first record of a list is touched."""
    text = json.dumps(data, ensure_ascii=False)
    extra = _extra(faults, _place_field(data))
    if extra:
        text = _into_first(data, extra)
    if "cut_json" in faults:
        text = text[: max(1, len(text) * 2 // 3)]
    return text.encode("utf-8", "surrogatepass" if "lone_surrogate" in faults else "replace")


def _place_field(data: Any) -> str:
    """The field a bad number goes into: latitude under its name in these records."""
    first = data[0] if isinstance(data, list) and data else data
    return "latitude" if isinstance(first, dict) and "latitude" in first else "lat"


def _extra(faults: Active, field: str) -> str:
    """Raw members to add to the first record."""
    parts = []
    if "nan" in faults:
        parts.append(f'"{faults["nan"].arg or field}":NaN')
    if "overflow" in faults:
        parts.append(f'"{faults["overflow"].arg or field}":1e999')
    if "huge_int" in faults:
        parts.append(f'"{field}":{"7" * int(faults["huge_int"].number(5000))}')
    if "leading_zero" in faults:
        parts.append('"zipcode":007')
    if "duplicate_keys" in faults:
        parts.append('"description":"satu","description":"dua"')
    if "lone_surrogate" in faults:
        parts.append('"description":"\\ud800 separuh"')
    if "deep" in faults:
        depth = int(faults["deep"].number(100_000))
        parts.append('"extra":' + "[" * depth + "]" * depth)
    return ",".join(parts)


def _into_first(data: Any, extra: str) -> str:
    """The data with raw members put into its first object; fields of the same name give way."""
    names = {part.split('"')[1] for part in extra.split(",") if part.startswith('"')}
    rows = data if isinstance(data, list) else [data]
    if not rows or not isinstance(rows[0], dict):
        return json.dumps(data)
    rest = {key: value for key, value in rows[0].items() if key not in names}
    first = json.dumps(rest, ensure_ascii=False)[:-1] + (", " if rest else "") + extra + "}"
    if not isinstance(data, list):
        return first
    return "[" + ", ".join([first, *(json.dumps(row, ensure_ascii=False) for row in rows[1:])]) + "]"


def spoil_xml(text: str, faults: Active) -> str:
    """Put a DOCTYPE, entities or depth into a document."""
    body = text.removeprefix(HEAD)
    if "doctype" in faults:
        return f"{HEAD}<!DOCTYPE service_requests>\n{body}"
    if "entities" in faults:
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        return f'{HEAD}<!DOCTYPE lolz [<!ENTITY l0 "lol">{laughs}]>\n{_with_text(body, "&l9;")}'
    if "xxe" in faults:
        return f'{HEAD}<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n{_with_text(body, "&x;")}'
    if "deep_xml" in faults:
        depth = int(faults["deep_xml"].number(200_000))
        return HEAD + "<a>" * depth + "</a>" * depth
    return text[: len(text) * 2 // 3] if "cut_json" in faults else text


def _with_text(body: str, text: str) -> str:
    at = body.find("</")
    return body[:at] + text + body[at:] if at > 0 else f"<r>{text}</r>"
