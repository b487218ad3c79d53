"""Signing in to a fleet server, and what of its errors is told."""

from datetime import timedelta

import pytest
from werkzeug import Response

from app.errors import SourceError, SourceRefused
from tests.data_sources.fleet_server import Fleet


def test_a_token_goes_out_as_bearer_and_a_password_as_basic(far_end, now):
    for more, secret, header in (
        ("", "tok3n", "Bearer tok3n"),
        ('options = { auth_mode = "basic" }', "admin:admin", "Basic YWRtaW46YWRtaW4="),
    ):
        far = far_end("traccar", more, secret=secret)
        Fleet(far, [], [])
        far.poll_all(now)
        assert far.server.log[-1][0].headers["Authorization"] == header
        assert far.server.log[0][0].headers["Accept"] == "application/json"
        far.forget()


def test_a_session_is_opened_and_opened_again_when_it_ends(far_end, now):
    far = far_end("traccar", 'options = { auth_mode = "session" }', secret="ops@b.id:s3cret")
    sessions: list[dict[str, str]] = []

    def sign_in(request):
        sessions.append(dict(request.form))
        return Response("{}", content_type="application/json", headers={"Set-Cookie": f"JSESSIONID=s{len(sessions)}"})

    def devices(request):
        return Response(
            *(("[]", 200) if request.cookies.get("JSESSIONID") == valid else ("", 401)), content_type="application/json"
        )

    far.server.expect_request("/api/session", method="POST").respond_with_handler(sign_in)
    far.server.expect_request("/api/devices").respond_with_handler(devices)
    far.serves("positions", [])
    valid = "s1"
    far.poll(now)
    assert sessions == [{"email": "ops@b.id", "password": "s3cret"}]
    valid = "s2"
    far.poll(now + timedelta(seconds=20))
    assert len(sessions) == 2
    valid = "never"
    with pytest.raises(SourceRefused):
        far.poll(now + timedelta(seconds=40))


def test_a_missing_second_factor_is_said(far_end, now):
    far = far_end("traccar", 'options = { auth_mode = "session" }', secret="ops@b.id:s3cret")
    far.serves("session", Response("", 401, {"WWW-Authenticate": "TOTP"}))
    with pytest.raises(SourceRefused, match="second factor"):
        far.poll(now)


def test_error_pages_of_the_server_are_not_shown(far_end, now):
    far = far_end("traccar")
    far.serves("devices", "java.lang.RuntimeException\n\tat org.traccar", "text/plain", status=400)
    with pytest.raises(SourceError) as caught:
        far.poll(now)
    assert "java" not in str(caught.value)
