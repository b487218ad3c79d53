"""The line on which photos come: whoever wrote an address must not make this program call where it likes.

Only the source's own server and the hosts its block names are asked, by addresses that are public, and the address that
was checked is the one that is connected to. Every redirect is held against the same rules (safety row S1). The
source's key is never sent: a photo's address is a stranger's words.
"""

import ipaddress
import socket
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

import requests

from app.errors import SourceError
from app.settings import SourceSpec
from data_sources.http import Http
from data_sources.http_answer import Answer, Unchanged
from data_sources.http_session import watched_session
from data_sources.http_trouble import BadStatus, asks_to_wait

DEADLINE_S = 20.0
CAP_BYTES = 12 * 1024 * 1024
ACCEPT = "image/jpeg, image/png, image/webp;q=0.9"
_USUAL = {"http": 80, "https": 443}
_HIDDEN = tuple(
    ipaddress.ip_network(net)
    for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10", "192.88.99.0/24")
)
"""Ranges that lead to IPv4 addresses behind another name, or are left over; `is_global` says yes to some of them."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAdmitted(SourceError):
    """A photo's address leads where we do not go; another try would lead there too."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    hidden = any(address in net for net in _HIDDEN if net.version == address.version)
    return address.is_global and not (address.is_multicast or address.is_reserved or hidden)


def resolved(host: str, port: int) -> list[Address]:
    """Every address of a name, by the system's resolver. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


class PhotoLine(Http):
    """One source's (or channel's) line for photos, for one thread; `cancel` may be called from another."""

    def __init__(self, spec: SourceSpec, deadline_s: float = DEADLINE_S, cap_bytes: int = CAP_BYTES) -> None:
        super().__init__(spec, None, deadline_s, cap_bytes)
        self._hosts = frozenset(spec.photo_hosts)
        own = urlsplit(spec.url)
        self._own = (own.hostname or "", own.port or _USUAL.get(own.scheme, 0))
        self._own_may_be_inside = spec.intranet or _is_plain_inside(own.hostname or "")
        self._unchanged = Unchanged(0)  # a photo is fetched once
        self._session.close()
        self._session = watched_session(self._wire, str(spec.ca_file) if spec.ca_file else None, self.address_for)

    def fetch(self, url: str) -> bytes:
        """The bytes behind a photo's address. Raises NotAdmitted for one we do not follow, else SourceError."""
        return self.get(url, accept=ACCEPT).body

    def resolve(self, link: str) -> str:
        """The address, if its server is one of those allowed."""
        try:
            parts = urlsplit(urljoin(f"{self.base}/", link))
            host, port = parts.hostname or "", parts.port or _USUAL.get(parts.scheme, 0)
        except ValueError:
            self._refuse("The photo's address is no address.")
        if parts.scheme not in _USUAL or parts.username is not None:
            self._refuse("The photo's address is of a kind that is not followed.")
        is_named = host in self._hosts and port == _USUAL[parts.scheme]
        if not is_named and not self._is_own(host, port):
            self._refuse("The photo lies on a server that is not the source's own; its photo_hosts may name it.")
        return parts.geturl()

    def address_for(self, host: str, port: int) -> str:
        """The checked address to connect to. Every answer of the resolver must be allowed, or none is taken."""
        try:
            found = resolved(host, port)
        except (OSError, UnicodeError):
            raise SourceError(self.source, "The server's name was not found.") from None
        inside_allowed = self._own_may_be_inside and self._is_own(host, port)
        if not found or not (inside_allowed or all(map(is_public, found))):
            self._refuse("The photo's server has an address inside a network; not asked.")
        if any(one.is_multicast or one.is_unspecified or one.is_link_local for one in found):
            self._refuse("The photo's server has an address inside a network; not asked.")
        return str(found[0])

    def _is_own(self, host: str, port: int) -> bool:
        """The source's own server: the same name and port, or both at their usual ports (http leads to https)."""
        name, own_port = self._own
        usual = _USUAL.values()
        return host == name and (port == own_port or (port in usual and own_port in usual))

    def _redirected(self, prepared: requests.PreparedRequest, target: str) -> requests.PreparedRequest:
        following = super()._redirected(prepared, target)
        self.resolve(following.url or "")
        return following

    def checked(self, answer: Answer, also: object = ()) -> Answer:
        """A whole answer of any type: what it is its bytes tell. Raises for every status but 200."""
        if answer.status in (429, 503):
            raise asks_to_wait(self.source, answer.status, answer.headers, self._clock.now())
        if answer.status in (404, 410):
            self._refuse("The photo is no longer there.")
        if answer.status != 200:
            raise BadStatus(self.source, answer.status, "The photo's server refuses.")
        return answer

    def _refuse(self, what: str) -> NoReturn:
        raise NotAdmitted(self.source, what)


def _is_plain_inside(host: str) -> bool:
    """Whether the city file itself names an address inside, or this machine."""
    try:
        return host == "localhost" or not is_public(ipaddress.ip_address(host))
    except ValueError:
        return False
