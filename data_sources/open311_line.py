"""Setting up the line to an Open311 server, and the first thing asked of it: its services."""

import base64

from data_sources.http import Http
from data_sources.open311_answer import Listed
from data_sources.open311_options import Options
from data_sources.wire_text import text_of


def services_of(listed: Listed) -> dict[str, str]:
    """Names by code."""
    records = [entry.value for entry in listed.entries if isinstance(entry.value, dict)]
    codes = {text_of(r.get("service_code"), 200): text_of(r.get("service_name"), 500) for r in records}
    return {code: name for code, name in codes.items() if code}


def configure(http: Http, options: Options) -> None:
    """Set the line up as the options say."""
    if options.accept_encoding is not None:
        http.headers["Accept-Encoding"] = options.accept_encoding or "identity"
    http.credentials |= options.extra_headers  # they may hold a key
    http.rate_per_minute = options.rate_per_minute or http.rate_per_minute
    http.deadline_s = options.timeout_s or http.deadline_s
    if http.secret and options.auth_mode == "bearer":
        http.credentials["Authorization"] = f"Bearer {http.secret}"
    if http.secret and options.auth_mode == "basic":
        http.credentials["Authorization"] = "Basic " + base64.b64encode(http.secret.encode()).decode()
