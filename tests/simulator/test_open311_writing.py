"""Creating cases and updates over Open311."""

from typing import Any

import pytest
import requests

from data_sources.simulator import FarEnd, running
from data_sources.simulator.forms import MOST_BYTES, MOST_FILES
from tests.photos.pictures import photo

GOOD = {"api_key": "k", "service_code": "020", "lat": "-6.25", "long": "107.0", "description": "Sampah. Banyak sekali"}


def post(far: FarEnd, **form: Any) -> requests.Response:
    return requests.post(f"{far.open311}/requests.json", data=form, timeout=20)


def test_a_created_case_is_listed_first(own: FarEnd) -> None:
    made = post(own, **GOOD).json()
    assert set(made[0]) == {"service_request_id", "service_notice", "account_id"}
    newest = requests.get(f"{own.open311}/requests.json?page_size=1", timeout=20).json()[0]
    assert newest["service_request_id"] == made[0]["service_request_id"]
    assert (newest["lat"], newest["long"], newest["status"]) == (-6.25, 107.0, "open")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"api_key": ""}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "nope"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "north"}, 400),
        ({"lat": "95"}, 400),
        ({"description": "x" * 4001}, 400),
    ],
)
def test_what_the_standard_refuses(own: FarEnd, change: dict[str, str], status: int) -> None:
    answer = post(own, **(GOOD | change))
    assert answer.status_code == status and answer.json()[0]["code"] == status


def test_an_address_alone_is_a_place(own: FarEnd) -> None:
    made = post(own, api_key="k", service_code="020", address_string="Jl. Juanda 1").json()[0]
    case = requests.get(f"{own.open311}/requests/{made['service_request_id']}.json", timeout=20).json()[0]
    assert case["address"] == "Jl. Juanda 1" and case["lat"] is None


def test_token_leads_to_the_id_after_a_while(own: FarEnd) -> None:
    own.fault("open311", "token")
    made = post(own, **GOOD).json()[0]
    url = f"{own.open311}/tokens/{made['token']}.json"
    assert requests.get(url, timeout=20).json() == [{"service_request_id": None, "token": made["token"]}]
    own.advance(10)
    ident = requests.get(url, timeout=20).json()[0]["service_request_id"]
    assert requests.get(f"{own.open311}/requests/{ident}.json", timeout=20).status_code == 200


def test_only_the_set_key_may_write() -> None:
    with running(api_key="rahasia", complaint_days=1, track_days=1) as far:
        assert post(far, **GOOD).status_code == 403
        assert post(far, **(GOOD | {"api_key": "rahasia"})).status_code == 200


def test_an_update_of_somebody_else_changes_the_case_once(own: FarEnd) -> None:
    ident = own.complaint(service_code="010", lat=-6.25, long=107.0, quiet=True)
    form = {
        "api_key": "k", "service_request_id": ident, "update_id": "77", "status": "CLOSED",
        "updated_datetime": own.now().isoformat(timespec="seconds"), "description": "Selesai",
    }  # fmt: skip
    url = f"{own.open311}/servicerequestupdates.json"
    first, again = requests.post(url, data=form, timeout=20), requests.post(url, data=form, timeout=20)
    assert first.status_code == 200 and first.json()[0]["update_id"]
    assert again.status_code == 400 and "already exists" in again.json()[0]["description"]
    case = requests.get(f"{own.open311}/requests/{ident}.json", timeout=20).json()[0]
    assert (case["status"], case["status_notes"]) == ("closed", "Selesai")


def mended(own: FarEnd, **other: str) -> dict[str, str]:
    """The form of an update that tells that a new case is mended."""
    ident = own.complaint(service_code="010", lat=-6.25, long=107.0, quiet=True)
    at = own.now().isoformat(timespec="seconds")
    told = {"service_request_id": ident, "update_id": "78", "status": "CLOSED", "updated_datetime": at}
    return told | {"api_key": "k", "description": "Selesai"} | other


def test_a_picture_that_comes_with_an_update_is_served_as_its_media(own: FarEnd) -> None:
    form, jpeg = mended(own), photo()
    files = {"photo1": ("sesudah.jpg", jpeg, "image/jpeg")}
    url = f"{own.open311}/servicerequestupdates"
    assert requests.post(f"{url}.json", data=form, files=files, timeout=20).status_code == 200
    assert requests.post(f"{url}.json", data=form, files=files, timeout=20).status_code == 400  # applied once
    (told,) = [row for row in requests.get(f"{url}.json", timeout=20).json() if row.get("media_url")]
    assert told["service_request_id"] == form["service_request_id"]
    assert told["media_url"] in requests.get(f"{url}.xml", timeout=20).text
    served = requests.get(told["media_url"], timeout=20)
    assert (served.content, served.headers["Content-Type"]) == (jpeg, "image/jpeg")
    case = requests.get(f"{own.open311}/requests/{form['service_request_id']}.json", timeout=20).json()[0]
    assert (case["status"], case["status_notes"]) == ("closed", "Selesai")


def test_hostile_forms_are_refused_and_change_nothing(own: FarEnd) -> None:
    form = mended(own)
    url = f"{own.open311}/servicerequestupdates.json"

    def status(files: Any) -> int:
        return requests.post(url, data=form, files=files, timeout=20).status_code

    whole = requests.Request("POST", url, data=form, files={"photo1": photo()}).prepare()
    assert isinstance(whole.body, bytes) and len(whole.body) > 500
    for boundary in ("; boundary=another", "; boundary=" + "x" * 300, ""):
        kind = {"Content-Type": f"multipart/form-data{boundary}"}
        assert requests.post(url, data=whole.body, headers=kind, timeout=20).status_code == 400, boundary
    assert status({"photo1": b"\xff\xd8\xff" + bytes(MOST_BYTES)}) == 413
    assert status([(f"photo{n}", photo()) for n in range(MOST_FILES + 1)]) == 400
    assert status({"photo1": b"<svg/>"}) == 415
    assert requests.post(url, data=form | {"description": "x" * (2 << 20)}, timeout=20).status_code == 400
    assert status({"photo1": photo()}) == 200  # nothing of all that had been taken
