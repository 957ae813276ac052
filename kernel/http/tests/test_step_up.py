"""The header `Step-Up` gives a proof when auth has signed it, and none otherwise."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from kernel.http.permissions import OWN
from kernel.http.step_up import proof_of
from kernel.step_up.digest import facts_digest
from kernel.step_up.errors import StepUpRequired
from kernel.step_up.proofs import Proof

# In auth's own process the keys come from its tables.
pytestmark = pytest.mark.django_db
PERSON = uuid.UUID(int=1)
FACTS = {"field": "phone", "value": "+49 30 123456"}


@pytest.fixture
def read(make_token):
    """Return a function that reads the proof of a request whose claims were changed."""

    def call(**changes):
        claims = {
            "token_use": "step_up",
            "operation": "change_contact",
            "facts_sha256": facts_digest(operation="change_contact", facts=FACTS),
        }
        token = make_token(person_id=PERSON, **(claims | changes))
        return proof_of(APIRequestFactory().post("/", HTTP_STEP_UP=token))

    return call


class TestProofOf:
    def test_gives_what_was_signed(self, read):
        expires_at = int(time.time()) + 60
        assert read(jti="one", exp=expires_at) == Proof(
            jti="one",
            person_id=PERSON,
            operation="change_contact",
            facts_sha256=facts_digest(operation="change_contact", facts=FACTS),
            expires_at=datetime.fromtimestamp(expires_at, tz=UTC),
        )

    def test_gives_none_without_the_header(self):
        assert proof_of(APIRequestFactory().post("/")) is None
        assert proof_of(APIRequestFactory().post("/", HTTP_STEP_UP=" ")) is None

    def test_gives_an_expired_one_so_that_it_is_refused_as_such(self, read):
        assert read(exp=1).expires_at == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)

    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://elsewhere.example"},
            {"aud": "shop"},
            {"token_use": "access"},
            {"token_use": None},
            {"sub": "somebody"},
            {"sub": None},
            {"jti": ""},
            {"jti": "x" * 65},
            {"jti": None},
            {"exp": None},
            {"exp": 10**30},
            {"exp": 10**15},
            {"operation": None},
            {"operation": ["change_contact"]},
            {"facts_sha256": None},
            {"facts_sha256": 7},
        ],
    )
    def test_gives_none_for_what_proves_nothing(self, read, claims):
        assert read(**claims) is None

    def test_gives_none_for_what_another_key_signed(self, read):
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        assert read(key=other) is None
        assert read(key=other, kid="unknown") is None

    @pytest.mark.parametrize("token", ["x", "a.b.c", "é", jwt.encode({}, "k" * 32, "HS256")])
    def test_gives_none_for_what_is_no_token_of_ours(self, token):
        assert proof_of(APIRequestFactory().post("/", HTTP_STEP_UP=token)) is None

    def test_is_no_access_token(self, step_up, sign_in):
        class WhoView(APIView):
            permissions = {"GET": OWN}

            def get(self, request):
                return Response({})

        proof = step_up(person_id=PERSON, operation="change_contact", facts=FACTS)
        headers = {"HTTP_AUTHORIZATION": f"Bearer {proof['HTTP_STEP_UP']}"}
        assert WhoView.as_view()(APIRequestFactory().get("/", **headers)).status_code == 401


class TestTheProblem:
    def test_says_what_to_confirm(self, http, problem, monkeypatch):
        from kernel.http.tests import urls

        wanted = {"operation": "change_contact", "facts": FACTS}
        refusal = StepUpRequired(extra={"step_up": wanted, "status": 200, "code": "fine"})
        monkeypatch.setitem(urls.FAILURES, "step_up", refusal)
        found = problem(http.get("/api/fail?with=step_up"), 403, "step_up_required")
        assert found["step_up"] == wanted
