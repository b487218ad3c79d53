"""A client without patience or cleverness: sends one request, keeps every byte, says how the connection ended."""

import socket
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Got:
    """What came back: head and body as bytes, and how it ended (closed, reset, refused, silence)."""

    head: bytes
    body: bytes
    end: str
    moments: tuple[float, ...]

    @property
    def length(self) -> int:
        line = next(line for line in self.head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        return int(line.split(b":")[1])


def fetch(url: str, patience: float = 5.0) -> Got:
    """GET an address; gives up when nothing comes for `patience` seconds or the answer lasts four times that."""
    parts = urlsplit(url)
    data, moments, started = b"", list[float](), time.monotonic()
    try:
        with socket.create_connection((str(parts.hostname), int(parts.port or 80)), patience) as line:
            line.sendall(
                f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()
            )
            end = "silence"
            while time.monotonic() - started < 4 * patience:
                chunk = line.recv(65536)
                if not chunk:
                    end = "closed"
                    break
                data += chunk
                moments.append(time.monotonic() - started)
    except ConnectionRefusedError:
        end = "refused"
    except ConnectionResetError:
        end = "reset"
    except TimeoutError:
        end = "silence"
    head, _, body = data.partition(b"\r\n\r\n")
    return Got(head, body, end, tuple(moments))


def parsed(content: bytes) -> ET.Element:
    """A document of our own simulator, which sends no entities unless told to."""
    return ET.fromstring(content)  # noqa: S314
