"""Whom the line to a source trusts: redirects, links, certificates, and where its key goes (S2, H7, T1, L2)."""

import socket
import ssl
from pathlib import Path

import pytest
import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Response

from app.clock import real_now
from app.errors import SourceError, SourceRefused
from data_sources.http import File
from tests.data_sources.far_end import Wild, answer_of

JSON = "Content-Type: application/json"
SECRET = "kunci-rahasia-9f3"


def test_S2_a_redirect_to_a_file_is_not_followed(line, httpserver: HTTPServer):
    httpserver.expect_request("/api/requests.json").respond_with_data(
        "", status=302, headers={"Location": "file:///etc/passwd"}
    )
    with pytest.raises(SourceError, match="InvalidSchema"):
        line().get("requests.json")


def test_S2_a_redirect_to_no_address_is_a_failure(line, httpserver: HTTPServer):
    httpserver.expect_request("/api/requests.json").respond_with_data("", status=302, headers={"Location": "http://["})
    with pytest.raises(SourceError):
        line().get("requests.json")


def test_S2_credentials_stay_with_their_own_server(line, httpserver: HTTPServer, wild: Wild):
    wild.scripts = [[answer_of(b"[]", JSON)]]
    httpserver.expect_request("/api/requests.json").respond_with_data(
        "", status=302, headers={"Location": f"{wild.url}/elsewhere"}
    )
    http = line(deadline_s=5)
    http.credentials["Authorization"] = f"Bearer {SECRET}"
    assert http.get("requests.json").body == b"[]"
    assert SECRET.encode() not in wild.requests[0]
    assert httpserver.log[-1][0].headers["Authorization"] == f"Bearer {SECRET}"


def test_S2_credentials_go_along_on_the_same_server(line, httpserver: HTTPServer):
    seen: list[str | None] = []
    httpserver.expect_request("/api/requests.json").respond_with_data(
        "", status=302, headers={"Location": "/api/there"}
    )
    httpserver.expect_request("/api/there").respond_with_handler(
        lambda request: (
            seen.append(request.headers.get("Authorization")) or Response(b"[]", mimetype="application/json")
        )
    )
    http = line()
    http.credentials["Authorization"] = f"Bearer {SECRET}"
    http.get("requests.json")
    assert seen == [f"Bearer {SECRET}"]


def test_S2_a_chain_of_redirects_ends(line, httpserver: HTTPServer):
    httpserver.expect_request("/api/requests.json").respond_with_data(
        "", status=302, headers={"Location": "/api/requests.json"}
    )
    with pytest.raises(SourceError, match="sending us on"):
        line().get("requests.json")
    assert len(httpserver.log) == 3


def test_S2_a_form_with_a_file_is_sent_to_nobody_else(line, httpserver: HTTPServer, wild: Wild):
    httpserver.expect_request("/api/updates.json").respond_with_data(
        "", status=307, headers={"Location": f"{wild.url}/elsewhere"}
    )
    with pytest.raises(SourceError, match="form on to another address"):
        line(secret=SECRET).send(
            "updates.json", form={"api_key": SECRET}, file=File("photo1", "after.jpg", b"x", "image/jpeg")
        )
    assert not wild.requests


def test_H7_a_link_to_another_server_is_not_followed(line):
    http = line()
    with pytest.raises(SourceError, match="another server"):
        http.get("http://example.invalid/requests.json?page=2")
    with pytest.raises(SourceError, match="another server"):
        http.get("//example.invalid/requests.json")
    for broken in ("http://[", "http://localhost:99999/"):
        with pytest.raises(SourceError, match="no address"):
            http.get(broken)


def test_L2_the_key_is_in_no_error(line, httpserver: HTTPServer):
    httpserver.expect_request("/api/requests.json").respond_with_data(f"wrong key {SECRET}", status=403)
    with pytest.raises(SourceError) as refused:
        line(secret=SECRET).get("requests.json", {"api_key": SECRET})
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(SourceError) as closed:
        line(f"http://127.0.0.1:{port}", deadline_s=5, secret=SECRET).get("requests.json", {"api_key": SECRET})
    for caught in (refused, closed):
        assert SECRET not in str(caught.getrepr(chain=True, style="long"))


class _Tls:
    """A TLS server by certificates made in the test."""

    def __init__(self, wild: Wild, certificate: trustme.LeafCert) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        wild.context = context
        wild.scripts = [[answer_of(b"[]", JSON)]]


@pytest.fixture
def authority(tmp_path: Path) -> tuple[trustme.CA, Path]:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return ca, tmp_path / "ca.pem"


def test_T1_a_self_signed_certificate_is_not_trusted(line, wild: Wild, authority):
    _Tls(wild, authority[0].issue_cert("127.0.0.1"))
    with pytest.raises(SourceRefused, match="certificate not trusted"):
        line(wild.url, deadline_s=5).get("requests.json")


def test_T1_a_private_authority_is_trusted_by_its_file(line, wild: Wild, authority):
    _Tls(wild, authority[0].issue_cert("127.0.0.1"))
    assert line(wild.url, deadline_s=5, ca_file=authority[1]).get("requests.json").body == b"[]"


def test_T1_a_certificate_for_another_host_is_not_trusted(line, wild: Wild, authority):
    _Tls(wild, authority[0].issue_cert("lain.example.id"))
    with pytest.raises(SourceRefused, match="certificate not trusted"):
        line(wild.url, deadline_s=5, ca_file=authority[1]).get("requests.json")


def test_T1_an_expired_certificate_is_not_trusted(line, wild: Wild, authority):
    past = real_now().replace(year=real_now().year - 1)
    _Tls(wild, authority[0].issue_cert("127.0.0.1", not_after=past))
    with pytest.raises(SourceRefused, match="certificate not trusted"):
        line(wild.url, deadline_s=5, ca_file=authority[1]).get("requests.json")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated:DeprecationWarning")
def test_T1_old_tls_is_refused(line, wild: Wild, authority):
    _Tls(wild, authority[0].issue_cert("127.0.0.1"))
    assert wild.context is not None
    wild.context.set_ciphers("ALL:@SECLEVEL=0")
    wild.context.minimum_version = ssl.TLSVersion.TLSv1
    wild.context.maximum_version = ssl.TLSVersion.TLSv1
    with pytest.raises(SourceRefused, match="certificate not trusted"):
        line(wild.url, deadline_s=5, ca_file=authority[1]).get("requests.json")


def test_T1_nobody_switches_verification_off():
    root = Path(__file__).parents[2]
    folders = ("app", "data_sources", "maps", "widgets", "reports")
    files = [path for folder in folders for path in (root / folder).rglob("*.py")]
    assert files
    word = "verify" + "=False"
    assert not [path for path in files if word in path.read_text("utf-8").replace(" ", "")]
