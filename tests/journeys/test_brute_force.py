"""Many guesses at one moment, over HTTP: how many of them the bank looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.journeys.client import Mailbox, Person
from tests.journeys.customer import content
from tests.journeys.signing_in import enrol_app, give_password, waits_for

THREADS = 20
LOGIN = "/api/v1/auth/app/v1/auth/login"


def at_once(work: Callable[[int], httpx.Response]) -> Counter[int]:
    """Return the statuses of twenty requests that are sent together."""
    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(answer.status_code for answer in pool.map(work, range(THREADS)))


def failures(person: Person, factor: str) -> list[str]:
    """Return the results of what went wrong with a factor, as the person sees it."""
    events: list[dict[str, Any]] = content(person.get("/auth/activity?limit=100"))["results"]
    return [
        event["result"]
        for event in events
        if event["factor"] == factor and event["result"] != "succeeded"
    ]


def test_of_twenty_passwords_at_once_ten_at_most_are_looked_at(new_person):
    person = new_person().sign_up()

    def guess(place: int) -> httpx.Response:
        body = {"email": person.email, "password": f"wrong horse {place}"}
        return httpx.post(f"{person.base_url}{LOGIN}", json=body, timeout=60)

    statuses = at_once(guess)
    assert set(statuses) == {400, 429}
    assert statuses[400] <= 10
    assert len(failures(person, "password")) == statuses[400]
    # Now the right one has to wait, too.
    waiting = give_password(person)
    assert waiting.status_code == 429
    assert int(waiting.headers["Retry-After"]) > 60


def test_after_twenty_codes_at_once_the_right_one_is_not_taken(new_person):
    person = new_person().sign_up()
    stranger = new_person(email=person.email, password=person.password)
    before = len(Mailbox(person.mail_dir).codes(person.email))
    assert waits_for(give_password(stranger)) == "login_by_code"
    code = Mailbox(person.mail_dir).wait_for_code(person.email, beyond=before)

    def guess(place: int) -> httpx.Response:
        body = {"code": f"{(int(code) + 1 + place) % 10**6:06d}"}
        return stranger.auth("POST", "auth/code/confirm", body)

    statuses = at_once(guess)
    assert not set(statuses) & {200, 500}
    assert stranger.auth("POST", "auth/code/confirm", {"code": code}).status_code != 200
    assert failures(person, "email_code")


def test_of_twenty_codes_of_an_app_at_once_ten_at_most_are_looked_at(new_person):
    person = new_person().sign_up()
    app = enrol_app(person)
    thief = new_person(email=person.email, password=person.password)
    assert waits_for(give_password(thief)) == "mfa_authenticate"

    def guess(place: int) -> httpx.Response:
        # Never right: a code has six digits.
        return thief.auth("POST", "auth/2fa/authenticate", {"code": f"{place:05d}"})

    statuses = at_once(guess)
    assert set(statuses) == {400, 429}
    assert statuses[400] <= 10
    assert len(failures(person, "totp")) == statuses[400]
    refused = thief.auth("POST", "auth/2fa/authenticate", {"code": app.code()})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 60
