from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from kernel.http.keys import thumbprint

pytestmark = pytest.mark.django_db


def test_the_published_key_is_the_one_that_signs(client, settings, signed_in):
    import jwt

    _, answer = signed_in()
    published = client.get("/.well-known/jwks.json").json()["keys"]
    public = load_pem_public_key(settings.JWT_PUBLIC_KEYS.encode())
    assert [key["kid"] for key in published] == [thumbprint(public)]
    assert published[0]["kty"] == "RSA"
    assert not {"d", "p", "q"} & set(published[0])
    token = answer.json()["meta"]["access_token"]
    key = jwt.PyJWK(published[0]).key
    jwt.decode(token, key, algorithms=["RS256"], audience="bank", issuer=settings.ISSUER)


def test_the_issuer_is_fixed_whatever_the_request_says(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    answer = client.get("/.well-known/openid-configuration", headers={"Host": "evil.example"})
    found = answer.json()
    assert found["issuer"] == settings.ISSUER
    assert "evil.example" not in answer.content.decode()
    assert found["jwks_uri"] == f"{settings.PUBLIC_URL}/.well-known/jwks.json"


def test_the_admin_of_django_is_not_there(client):
    assert client.get("/admin/").status_code == 404
    assert client.get("/accounts/login/").status_code == 404


def test_a_lost_cache_is_an_outage_and_lets_nobody_in(client, settings, person):
    person()
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    settings.MIDDLEWARE = [
        *(name for name in settings.MIDDLEWARE if "LostCache" not in name),
        "services.auth.signin.middleware.LostCacheMiddleware",
    ]
    from django.test import Client

    answer = Client().post(
        "/api/v1/auth/app/v1/auth/login",
        {"email": "ada@example.org", "password": "correct horse battery"},
        content_type="application/json",
    )
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.json()["code"] == "try_again"


def test_the_schema_describes_the_own_endpoints(client):
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.generators import SchemaGenerator

    with GENERATOR_STATS.silence():
        schema = SchemaGenerator().get_schema(request=None, public=True)
    said = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]
    assert [text for text in said if "services/auth" in text or "services.auth" in text] == []
    minting = schema["paths"]["/api/v1/auth/token"]["post"]
    assert minting["operationId"] == "mint_token"
    assert {"200", "401", "403"} <= set(minting["responses"])
    assert schema["paths"]["/api/v1/auth/me"]["get"]["operationId"] == "get_me"
    assert not [path for path in schema["paths"] if "/auth/app/" in path]
