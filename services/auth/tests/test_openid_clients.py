"""Grafana signs staff in through the bank; services call it as themselves. All over HTTP."""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from django.test import Client as Http
from django.utils import timezone
from rest_framework.exceptions import NotAuthenticated

from kernel.http.principal import principal_of
from services.auth import commands
from services.auth.models import SignInEvent, User

pytestmark = pytest.mark.django_db
HOME = "https://grafana.example/login/generic_oauth"
register_openid_client = partial(commands.register_openid_client, now=timezone.now())
register_service = partial(commands.register_service, now=timezone.now())
SECRET = "a-secret-of-grafana-that-is-long-enough"
VERIFIER = "a" * 20 + "B-._~9" * 5
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)
TOKEN = "/identity/o/api/token"
USERINFO = "/identity/o/api/userinfo"


@pytest.fixture
def grafana(db):
    return register_openid_client(name="grafana", redirect_uris=[HOME], secret=SECRET)


def authorize(http, **changes):
    asked = {
        "client_id": "grafana",
        "redirect_uri": HOME,
        "response_type": "code",
        "scope": "openid email profile roles",
        "state": "s-1",
        "nonce": "n-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | changes
    kept = {name: value for name, value in asked.items() if value is not None}
    return http.get(f"/identity/o/authorize?{urlencode(kept)}")


def came_back(answer) -> dict[str, str]:
    assert answer.status_code == 302, answer.content
    address = urlsplit(answer["Location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == HOME
    return {name: values[0] for name, values in parse_qs(address.query).items()}


def exchange(code, *, secret=SECRET, client_id="grafana", **changes):
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": HOME,
        "code_verifier": VERIFIER,
    } | changes
    return post(body, client_id=client_id, secret=secret)


def post(body, *, client_id, secret):
    proof = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return Http().post(TOKEN, body, headers={"Authorization": f"Basic {proof}"})


class TestSigningStaffIn:
    def test_brings_them_back_with_their_roles(self, grafana, staff_signed_in, settings, client):
        browser, _ = staff_signed_in("browser", roles=("operations", "customer"))
        back = came_back(authorize(browser.http))
        assert back["state"] == "s-1"
        answer = exchange(back["code"]).json()
        published = client.get("/.well-known/jwks.json").json()["keys"]
        kid = jwt.get_unverified_header(answer["id_token"])["kid"]
        key = next(jwt.PyJWK(one).key for one in published if one["kid"] == kid)
        said = jwt.decode(
            answer["id_token"],
            key,
            algorithms=["RS256"],
            audience="grafana",
            issuer=settings.ISSUER,
        )
        person = User.objects.get()
        assert said["sub"] == str(person.id)
        assert said["roles"] == ["operations"]
        assert said["nonce"] == "n-1"
        bearer = {"Authorization": f"Bearer {answer['access_token']}"}
        told = client.get(USERINFO, headers=bearer).json()
        assert told["roles"] == ["operations"]
        assert (told["sub"], told["email"], told["name"]) == (
            str(person.id),
            person.email,
            person.email,
        )
        event = SignInEvent.objects.get(event="program_sign_in")
        assert (event.person_id, event.factor) == (person.id, "totp")
        body = {"grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}
        assert post(body, client_id="grafana", secret=SECRET).status_code == 400

    def test_sends_strangers_to_the_sign_in_and_lets_them_come_back(self, grafana, client):
        answer = authorize(client)
        assert answer.status_code == 302
        address = urlsplit(answer["Location"])
        assert address.path == "/login"
        following = parse_qs(address.query)["next"][0]
        assert following.startswith("/identity/o/authorize?client_id=grafana")

    def test_keeps_customers_out(self, grafana, signed_in):
        browser, _ = signed_in("browser")
        answer = authorize(browser.http)
        assert answer.status_code == 403
        assert "This is for staff" in answer.content.decode()

    def test_keeps_staff_out_who_showed_an_emailed_code(self, grafana, signed_in):
        browser, _ = signed_in("browser", roles=("operations",))
        answer = authorize(browser.http)
        assert answer.status_code == 403
        assert "authenticator" in answer.content.decode()

    def test_keeps_staff_out_who_enrolled_only_afterwards(self, grafana, signed_in):
        from services.auth.tests.conftest import TOTP_SECRET

        browser, _ = signed_in("browser", roles=("operations",))
        commands.enrol_authenticator(user=User.objects.get(), secret=TOTP_SECRET)
        assert authorize(browser.http).status_code == 403

    @pytest.mark.parametrize(
        "changes",
        [
            {"code_challenge": None, "code_challenge_method": None},
            {"code_challenge": VERIFIER, "code_challenge_method": "plain"},
            {"code_challenge_method": None},
        ],
        ids=["no challenge", "plain", "plain by default"],
    )
    def test_needs_pkce(self, grafana, staff_signed_in, changes):
        browser, _ = staff_signed_in("browser")
        back = came_back(authorize(browser.http, **changes))
        assert back["error"] == "invalid_request"
        assert "code" not in back

    @pytest.mark.parametrize("prompt", ["none", "login"])
    def test_asks_nobody_again(self, grafana, staff_signed_in, prompt, client):
        browser, _ = staff_signed_in("browser")
        for http in (browser.http, client):
            back = came_back(authorize(http, prompt=prompt))
            assert back["error"] in {"login_required", "consent_required"}
            assert back["state"] == "s-1"
            assert "code" not in back

    @pytest.mark.parametrize(
        "changes",
        [
            {"redirect_uri": "https://evil.example/"},
            {"redirect_uri": HOME + "/more"},
            {"redirect_uri": None},
            {"client_id": "unknown"},
            {"client_id": None},
            {"client_id": "unknown", "prompt": "none"},
            {"redirect_uri": "https://evil.example/", "prompt": "login"},
        ],
        ids=str,
    )
    def test_redirects_to_no_address_that_is_not_registered(
        self, grafana, staff_signed_in, changes
    ):
        browser, _ = staff_signed_in("browser")
        answer = authorize(browser.http, **changes)
        assert "Location" not in answer.headers
        page = answer.content.decode()
        assert "cannot go on" in page
        assert "<script" not in page
        assert "style=" not in page
        assert "http" not in page.replace("https://evil.example/", "")
        assert "'unsafe" not in answer.headers["Content-Security-Policy"]

    def test_grants_no_other_way_and_no_other_scope(self, grafana, staff_signed_in):
        browser, _ = staff_signed_in("browser")
        for changes in ({"response_type": "token"}, {"response_type": "id_token token"}):
            assert "error" in came_back(authorize(browser.http, **changes))
        assert (
            came_back(authorize(browser.http, scope="openid service"))["error"] == "invalid_scope"
        )
        body = {"grant_type": "client_credentials"}
        assert post(body, client_id="grafana", secret=SECRET).status_code in {400, 401}

    def test_takes_no_form(self, grafana, staff_signed_in):
        browser, _ = staff_signed_in("browser")
        assert browser.http.post("/identity/o/authorize", {"request": "x"}).status_code in {
            403,
            405,
        }


class TestTheCode:
    @pytest.fixture
    def code(self, grafana, staff_signed_in):
        browser, _ = staff_signed_in("browser", roles=("operations",))
        return came_back(authorize(browser.http))["code"]

    def test_works_once(self, code):
        assert exchange(code).status_code == 200
        assert exchange(code).status_code == 400

    @pytest.mark.parametrize(
        "changes",
        [
            {"code_verifier": "b" * 50},
            {"code_verifier": ""},
            {"secret": "x" * 40},
            {"secret": ""},
            {"client_id": "unknown"},
            {"redirect_uri": "https://evil.example/"},
        ],
        ids=str,
    )
    def test_is_worth_nothing_to_others(self, code, changes):
        assert exchange(code, **changes).status_code in {400, 401}

    def test_is_worth_nothing_when_the_person_was_deactivated_meanwhile(self, code):
        User.objects.update(is_active=False)
        assert exchange(code).status_code == 400

    def test_gives_a_token_that_opens_nothing_at_the_bank(self, code, client):
        token = exchange(code).json()["access_token"]
        with pytest.raises(NotAuthenticated):
            principal_of(token)
        with pytest.raises(NotAuthenticated):
            principal_of(exchange(code).json().get("id_token", token))

    def test_asks_for_no_audience_of_its_own(self, grafana, staff_signed_in):
        browser, _ = staff_signed_in("browser")
        back = came_back(authorize(browser.http, resource="https://bank"))
        answer = exchange(back["code"], resource="https://bank").json()
        claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
        assert claims["aud"] == "grafana"

    def test_gives_a_token_that_dies_with_the_person(self, code, client):
        bearer = {"Authorization": f"Bearer {exchange(code).json()['access_token']}"}
        assert client.get(USERINFO, headers=bearer).status_code == 200
        User.objects.update(is_active=False)
        assert client.get(USERINFO, headers=bearer).status_code == 401


class TestServices:
    @pytest.fixture
    def service(self, db):
        return register_service(name="rollout")

    def ask(self, service, **changes):
        body = {"grant_type": "client_credentials"} | changes
        return post(body, client_id=service.client_id, secret=service.secret)

    def test_get_a_token_of_their_own(self, service, settings):
        answer = self.ask(service)
        assert answer.status_code == 200, answer.content
        claims = jwt.decode(answer.json()["access_token"], options={"verify_signature": False})
        assert claims["iss"] == settings.ISSUER
        assert claims["aud"] == settings.TOKEN_AUDIENCE
        assert claims["sub"] == service.client_id
        assert claims["roles"] == ["service"]
        assert claims["token_use"] == "service"
        assert claims["exp"] - claims["iat"] == 300
        assert "refresh_token" not in answer.json()

    @pytest.mark.parametrize("secret", ["", "x" * 43])
    def test_get_none_without_their_secret(self, service, secret):
        body = {"grant_type": "client_credentials"}
        assert post(body, client_id=service.client_id, secret=secret).status_code == 401

    def test_sign_nobody_in(self, service, staff_signed_in):
        browser, _ = staff_signed_in("browser")
        answer = authorize(browser.http, client_id=service.client_id, scope="service")
        assert "cannot go on" in answer.content.decode()

    def test_get_no_other_scope(self, service):
        assert self.ask(service, scope="openid").status_code == 400

    def test_are_no_role_of_people(self, db):
        from services.auth.models import Role

        assert "service" not in Role.values


class TestOtherWaysIn:
    @pytest.mark.parametrize("path", ["/identity/o/device", "/identity/o/api/device/code"])
    def test_by_a_code_on_a_device_are_closed(self, client, path):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404

    def test_are_not_announced(self, client):
        found = client.get("/.well-known/openid-configuration").json()
        assert "device_authorization_endpoint" not in found
        assert "registration_endpoint" not in found
        assert found["grant_types_supported"] == ["authorization_code", "client_credentials"]
        assert "roles" in found["scopes_supported"]

    def test_password_grant_is_none(self, grafana, person):
        person()
        body = {"grant_type": "password", "username": "ada@example.org", "password": "x"}
        assert post(body, client_id="grafana", secret=SECRET).status_code in {400, 401}


class TestRegistering:
    def test_may_be_repeated(self, staff_signed_in):
        first = register_openid_client(name="grafana", redirect_uris=[HOME])
        again = register_openid_client(name="grafana", redirect_uris=[HOME, "https://b.example/"])
        assert first.secret
        assert again.secret is None
        browser, _ = staff_signed_in("browser")
        code = came_back(authorize(browser.http))["code"]
        assert exchange(code, secret=first.secret).status_code == 200

    def test_takes_another_secret(self, staff_signed_in):
        for secret in ("first-" + "x" * 40, SECRET):
            done = register_openid_client(name="grafana", redirect_uris=[HOME], secret=secret)
            assert done.secret is None
        browser, _ = staff_signed_in("browser")
        code = came_back(authorize(browser.http))["code"]
        assert exchange(code).status_code == 200

    @pytest.mark.parametrize(
        "uri",
        [
            "",
            "grafana",
            "javascript:alert(1)",
            "https://*.example/",
            "https://a.example/#x",
            "https://a@b.example/",
            "ftp://a.example/",
        ],
    )
    def test_refuses_an_address_that_is_none(self, db, uri):
        with pytest.raises(ValueError, match="address"):
            register_openid_client(name="grafana", redirect_uris=[uri])

    def test_refuses_to_send_people_away_without_tls(self, db, settings):
        settings.HTTPS = True
        with pytest.raises(ValueError, match="TLS"):
            register_openid_client(name="grafana", redirect_uris=["http://a.example/"])

    def test_refuses_what_would_open_the_bank(self, db, settings):
        with pytest.raises(ValueError, match="audience"):
            register_openid_client(name=settings.TOKEN_AUDIENCE, redirect_uris=[HOME])
        with pytest.raises(ValueError, match="characters"):
            register_service(name="x", secret="short")
        with pytest.raises(ValueError, match="address"):
            register_openid_client(name="grafana", redirect_uris=[])

    def test_does_not_turn_a_service_into_a_program(self, db):
        service = register_service(name="rollout")
        with pytest.raises(ValueError, match="service"):
            register_openid_client(name=service.client_id, redirect_uris=[HOME])

    def test_of_a_service_keeps_its_id(self, db):
        first = register_service(name="rollout")
        again = register_service(name="rollout")
        assert (again.client_id, again.secret) == (first.client_id, None)


class TestATokenOfAService:
    @pytest.fixture
    def token(self, db):
        service = register_service(name="rollout")
        body = {"grant_type": "client_credentials"}
        answer = post(body, client_id=service.client_id, secret=service.secret)
        return answer.json()["access_token"]

    @pytest.fixture
    def signed(self, token, settings):
        """Return a function that signs changed claims with the bank's own key."""
        from allauth.core.internal import jwkkit
        from allauth.idp.oidc.adapter import get_adapter

        claims = jwt.decode(token, options={"verify_signature": False})
        jwk, key = jwkkit.load_jwk_from_pem(get_adapter().get_signing_key().pem)

        def sign(**changes):
            content = {k: v for k, v in (claims | changes).items() if v is not None}
            return jwt.encode(content, key, algorithm="RS256", headers={"kid": jwk["kid"]})

        return sign

    def test_proves_a_service_and_no_person(self, token, staff_signed_in):
        _, answer = staff_signed_in()
        service, person = principal_of(token), principal_of(answer.json()["meta"]["access_token"])
        assert (service.is_service, service.roles) == (True, {"service"})
        assert not person.is_service

    @pytest.mark.parametrize(
        "changes",
        [
            {"aud": None},
            {"aud": "grafana"},
            {"iss": None},
            {"sub": None},
            {"sub": "rollout"},
            {"token_use": "access"},
            {"token_use": None},
            {"token_use": "openid"},
            {"roles": None},
            {"roles": []},
            {"roles": ["service", "administrator"]},
            {"roles": ["administrator"]},
        ],
        ids=str,
    )
    def test_is_refused_with_other_claims(self, signed, changes):
        assert principal_of(signed()).is_service
        with pytest.raises(NotAuthenticated):
            principal_of(signed(**changes))

    def test_does_nothing_that_a_person_does(self, token, client):
        header = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/v1/auth/me", headers=header).status_code == 403
        assert client.get("/api/v1/users", headers=header).status_code == 403
        asked = client.post(
            "/api/v1/auth/step-up", {}, content_type="application/json", headers=header
        )
        assert asked.status_code == 403
