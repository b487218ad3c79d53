"""Who may read the fleet server: basic, bearer, cookie or token. Without a set login everybody may, as on a demo."""

import base64
import binascii
import secrets
from typing import Any

from starlette.requests import HTTPConnection

from data_sources.simulator.world import Setup

COOKIE = "JSESSIONID"
GUEST = "pengamat@armada.example"


class Access:
    """Sessions of the fleet server. They live in memory; a restart forgets them, as the real one does."""

    def __init__(self, setup: Setup) -> None:
        self._login, self._token = setup.login, setup.token
        self.sessions: dict[str, str] = {}
        self.tokens: dict[str, str] = {setup.token: GUEST} if setup.token else {}

    @property
    def strict(self) -> bool:
        return self._login is not None or self._token is not None

    def accepts(self, email: str, password: str) -> bool:
        """Whether a login is right; without a set one any name with any password is."""
        return f"{email}:{password}" == self._login if self._login else bool(email) and not self._token

    def open(self, email: str) -> str:
        """Start a session; returns the cookie's value."""
        cookie = secrets.token_hex(12)
        self.sessions[cookie] = email
        return cookie

    def by_token(self, token: str) -> str | None:
        """The account of a token; any token is good unless something was set."""
        return self.tokens.get(token) or (None if self.strict or not token else GUEST)

    def user(self, connection: HTTPConnection) -> str | None:
        """The account this request is made by, or None when it carries nothing that counts."""
        session = self.sessions.get(connection.cookies.get(COOKIE, ""))
        if session:
            return session
        kind, _, value = connection.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self.by_token(value.strip())
        if kind.lower() == "basic":
            email, _, password = _decoded(value).partition(":")
            return email if self.accepts(email, password) else None
        return self.by_token(connection.query_params.get("token", ""))

    def may_read(self, connection: HTTPConnection) -> bool:
        given: Any = connection.headers.get("authorization")
        return self.user(connection) is not None or (not self.strict and given is None)


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
