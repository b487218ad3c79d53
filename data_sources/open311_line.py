"""Setting up the line to an Open311 server, and the first thing asked of it: its services."""

from data_sources.http import Http
from data_sources.line_options import set_line, sign
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
    set_line(http, options)
    sign(http, options.auth_mode)
