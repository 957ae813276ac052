"""The key that signs tokens is changed while the bank runs, and auth may be away meanwhile."""

from __future__ import annotations

import time
from typing import Any

import httpx
import jwt
import pytest

from tests.journeys.client import Person
from tests.journeys.customer import content
from tests.journeys.test_one_service_down import stopped
from tests.journeys.waiting import wait_until
from tests.servers.bank import RunningBank

# One path of each service that asks for a token.
PATHS = {
    "auth": "/auth/me",
    "accounts": "/accounts",
    "transactions": "/transactions",
    "interest": "/approvals/interest",
    "support": "/approvals/support",
    "planning": "/categories",
}
# Auth reads its keys again after half a minute.
NOTICED = 60.0


def kid(token: str) -> str:
    found: str = jwt.get_unverified_header(token)["kid"]
    return found


def published(bank: RunningBank) -> set[str]:
    answer = httpx.get(f"{bank.base_url}/.well-known/jwks.json", timeout=30.0)
    return {key["kid"] for key in content(answer)["keys"]}


def told(bank: RunningBank, token: str) -> dict[str, int]:
    """Return what each service says to a token: 403 is from one who believed it."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    return {
        service: httpx.get(
            f"{bank.base_url}/api/v1{path}", headers=headers, timeout=30.0
        ).status_code
        for service, path in PATHS.items()
    }


def believed(statuses: dict[str, int], *, but: str = "") -> bool:
    return all(status in {200, 403, 404} for name, status in statuses.items() if name != but)


@pytest.fixture(scope="module")
def rotated(bank, new_person) -> dict[str, Any]:
    """Return a token of the old key and one of the new one; both live."""
    person: Person = new_person().sign_up()
    old = person.access_token
    bank.manage("rotate_signing_key", "--minutes", "0")

    def new_one() -> str:
        person.renew()
        return "" if kid(person.access_token) == kid(old) else person.access_token

    new = wait_until(new_one, what="a token of the new key", within=NOTICED)
    return {"person": person, "old": old, "new": new}


class TestRotation:
    def test_publishes_both_keys(self, bank, rotated):
        assert {kid(rotated["old"]), kid(rotated["new"])} <= published(bank)

    @pytest.mark.parametrize("which", ["old", "new"])
    def test_every_service_believes_a_token_of_the_key(self, bank, rotated, which):
        statuses = told(bank, rotated[which])
        assert believed(statuses), statuses

    def test_ends_no_session(self, rotated):
        rotated["person"].renew()
        assert rotated["person"].get("/auth/me").status_code == 200

    def test_a_key_that_nobody_published_proves_nothing(self, bank, rotated):
        header, payload, signature = rotated["new"].split(".")
        forged = f"{header}.{payload}.{signature[:-4]}AAAA"
        assert set(told(bank, forged).values()) == {401}


class TestWithoutAuth:
    def test_every_other_service_knows_both_keys(self, bank, rotated, kind):
        if kind != "split":
            pytest.skip("Only the split bank can stop auth alone.")
        # Tokens of five minutes: those of the fixture may be old by now.
        rotated["person"].renew()
        token = rotated["person"].access_token
        assert believed(told(bank, token))
        with stopped(bank, "auth"):
            statuses = told(bank, token)
            assert statuses["auth"] == 503
            assert believed(statuses, but="auth"), statuses
            if time.time() < jwt.decode(rotated["old"], options={"verify_signature": False})["exp"]:
                assert believed(told(bank, rotated["old"]), but="auth")

    def test_a_service_that_starts_meanwhile_knows_the_keys_again(self, bank, rotated, kind):
        if kind != "split":
            pytest.skip("Only the split bank can stop auth alone.")
        rotated["person"].renew()
        token = rotated["person"].access_token
        with stopped(bank, "auth"):
            bank.stop("accounts")
            bank.start("accounts")
            statuses = told(bank, token)
            assert believed(statuses, but="auth"), statuses
        assert believed(told(bank, token))
