"""Which table a source's options mean today: a new upload makes a new resource, the package keeps its name.

Source of rule: wire formats 4.4.
"""

from typing import Any

from app.errors import SourceError
from data_sources.batch import Cursor
from data_sources.ckan_answer import Invalid, Portal
from data_sources.ckan_options import Options
from data_sources.http_trouble import BadStatus, Refused
from data_sources.wire_text import text_of

_STAMPS = ("last_modified", "metadata_modified", "revision_timestamp", "created")


def find_resource(portal: Portal, options: Options) -> Cursor:
    """`resource`, its id, and `stamp`, when the portal says it changed ("" where it does not say).

    Raises SourceError when the package has no such resource, naming those it has.
    """
    if options.resource_id:
        return {"resource": options.resource_id, "stamp": _stamp_of(portal, options.resource_id)}
    package, _ = portal.show("package_show", options.package)
    found = _chosen(portal.source, package.get("resources"), options)
    return {"resource": text_of(found.get("id"), 200), "stamp": _stamp(found)}


def _stamp_of(portal: Portal, ident: str) -> str:
    """The stamp of a resource that is known by its id; a portal need not tell."""
    try:
        return _stamp(portal.show("resource_show", ident)[0])
    except (Refused, Invalid, BadStatus):
        return ""


def _chosen(source: str, listed: Any, options: Options) -> dict[str, Any]:
    resources = [one for one in listed if isinstance(one, dict) and one.get("id")] if isinstance(listed, list) else []
    named = [one for one in resources if _folded(one.get("name")) == _folded(options.resource)]
    fitting = named if options.resource else [one for one in resources if one.get("datastore_active")] or resources
    if not fitting or (not options.resource and len(fitting) > 1):
        there = ", ".join(repr(text_of(one.get("name"), 100)) for one in resources[:20]) or "none"
        what = f"Package {options.package!r} has no resource {options.resource!r}" if options.resource else (
            f"Package {options.package!r} has {len(fitting)} resources"
        )  # fmt: skip
        raise SourceError(source, f"{what}; there are {there}.", "Set resource in the city file.")
    return max(fitting, key=lambda one: (bool(one.get("datastore_active")), _stamp(one)))


def _stamp(resource: dict[str, Any]) -> str:
    return next((text for name in _STAMPS if (text := text_of(resource.get(name), 50))), "")


def _folded(value: Any) -> str:
    return " ".join(text_of(value, 200).split()).casefold()
