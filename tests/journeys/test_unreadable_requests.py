"""What is no request is refused as such, and nothing moves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.journeys.customer import content, new_key
from tests.journeys.world import MOVEMENTS, movement


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """A request that is no request."""

    status: int
    code: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


UNREADABLE = {
    "a_key_twice": Unreadable(
        status=400, code="malformed_request", content=b'{"amount": "1.00", "amount": "9.00"}'
    ),
    "a_bare_nan": Unreadable(status=400, code="malformed_request", content=b'{"amount": NaN}'),
    "no_json": Unreadable(status=400, code="malformed_request", content=b"amount=1.00"),
    "half_a_json": Unreadable(status=400, code="malformed_request", content=b'{"amount": "1'),
    "a_list": Unreadable(status=400, code="malformed_request", content=b"[]"),
    "no_utf_8": Unreadable(status=400, code="malformed_request", content=b'{"note": "\xff"}'),
    "a_byte_order_mark": Unreadable(
        status=400, code="malformed_request", content=b'\xef\xbb\xbf{"amount": "1.00"}'
    ),
    "half_a_character": Unreadable(
        status=400, code="malformed_request", content=b'{"note": "a\\ud800b"}'
    ),
    "nothing": Unreadable(status=400, code="invalid", content=b""),
    "deep_json": Unreadable(
        status=400, code="malformed_request", content=b'{"amount":' + b"[" * 100_000
    ),
    "a_number_of_a_million_digits": Unreadable(
        status=400, code="malformed_request", content=b'{"amount":' + b"9" * 100_000 + b"}"
    ),
    "another_content_type": Unreadable(
        status=415,
        code="unsupported_media_type",
        content=b"amount=1.00",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ),
    "a_huge_body": Unreadable(
        status=413,
        code="request_too_large",
        content=b'{"note": "' + b"x" * 2_000_000 + b'"}',
        headers={"Connection": "close"},
    ),
}


@MOVEMENTS
@pytest.mark.parametrize("request_", list(UNREADABLE.values()), ids=list(UNREADABLE))
def test_a_request_cannot_be_read_that_is(request_, path, refused):
    refused(
        path,
        status=request_.status,
        code=request_.code,
        content=request_.content,
        headers=dict(request_.headers),
    )


def test_a_connection_is_kept_or_announced_to_close_after_a_huge_body(world):
    person = world.payer.person
    huge = UNREADABLE["a_huge_body"].content
    for _ in range(25):
        answer = person.post("/transfers", content=huge, key=new_key())
        assert content(answer, status=413)["code"] == "request_too_large"
        # A client that was told of no end sends its next request on the same connection.
        assert content(person.get("/accounts"))["results"]


def test_a_duplicate_key_does_not_smuggle_another_amount_in(world, refused):
    body = json.dumps(movement(world, "/transfers"))
    raw = body[:-1] + ', "amount": "99.00"}'
    refused("/transfers", status=400, code="malformed_request", content=raw.encode())
