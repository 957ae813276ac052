from __future__ import annotations

import threading
from datetime import timedelta

import jwt
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from services.auth import commands
from services.auth.models import RefreshUse, User

PATH = "/api/v1/auth/app/v1/tokens/refresh"


@pytest.mark.django_db
class TestRefresh:
    def test_gives_new_tokens_with_the_same_proofs(self, signed_in):
        client, answer = signed_in()
        meta = answer.json()["meta"]
        fresh = client.refresh(meta["refresh_token"])
        assert fresh.status_code == 200
        before, after = (
            jwt.decode(token, options={"verify_signature": False})
            for token in (meta["access_token"], fresh.json()["data"]["access_token"])
        )
        for name in ("iss", "aud", "sub", "roles", "amr", "auth_time", "step_up", "token_use"):
            assert before[name] == after[name]
        assert before["jti"] != after["jti"]
        again = client.refresh(fresh.json()["data"]["refresh_token"])
        assert again.status_code == 200

    def test_works_once(self, signed_in):
        client, answer = signed_in()
        token = answer.json()["meta"]["refresh_token"]
        assert client.refresh(token).status_code == 200
        assert client.refresh(token).status_code == 400

    def test_works_once_though_the_session_forgot(self, signed_in):
        from django.contrib.sessions.models import Session

        client, answer = signed_in()
        token = answer.json()["meta"]["refresh_token"]
        kept = Session.objects.get(pk=client.session_token).session_data
        assert client.refresh(token).status_code == 200
        Session.objects.filter(pk=client.session_token).update(session_data=kept)
        assert client.refresh(token).status_code == 400
        assert RefreshUse.objects.count() == 1

    def test_takes_on_a_changed_role(self, signed_in):
        client, answer = signed_in()
        user = User.objects.get()
        user.groups.clear()
        fresh = client.refresh(answer.json()["meta"]["refresh_token"]).json()["data"]
        claims = jwt.decode(fresh["access_token"], options={"verify_signature": False})
        assert claims["roles"] == []

    @pytest.mark.parametrize("end", ["sign out", "deactivate", "expire"])
    def test_stops_at_once(self, signed_in, end, monkeypatch):
        client, answer = signed_in()
        if end == "sign out":
            client.call("DELETE", "auth/session")
        elif end == "deactivate":
            User.objects.update(is_active=False)
        else:
            from django.contrib.sessions.models import Session

            Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
        assert client.refresh(answer.json()["meta"]["refresh_token"]).status_code == 400

    def test_is_refused_when_the_person_signs_out_meanwhile(self, signed_in, monkeypatch):
        from django.contrib.sessions.models import Session

        client, answer = signed_in()
        use = commands.use_refresh_token

        def sign_out_and_use(**values):
            Session.objects.all().delete()
            return use(**values)

        monkeypatch.setattr(commands, "use_refresh_token", sign_out_and_use)
        assert client.refresh(answer.json()["meta"]["refresh_token"]).status_code == 400

    @pytest.mark.parametrize("token", ["", "x", "a.b.c", 5, None, ["x"]])
    def test_refuses_what_is_no_token(self, visitor, token):
        assert visitor().refresh(token).status_code == 400

    def test_refuses_an_access_token(self, signed_in):
        client, answer = signed_in()
        assert client.refresh(answer.json()["meta"]["access_token"]).status_code == 400

    def test_marks_are_purged_when_they_prove_nothing(self, db):
        now = timezone.now()
        for number, hours in enumerate((-1, 1)):
            commands.use_refresh_token(
                jti=str(number), expires_at=now + timedelta(hours=hours), now=now
            )
        assert commands.purge_expired(now=now) == 1
        assert RefreshUse.objects.get().jti == "1"


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_of_five_uses_at_once_one_wins(signed_in):
    _, answer = signed_in()
    token = answer.json()["meta"]["refresh_token"]
    for _ in range(4):
        start = threading.Barrier(5)
        answers = []

        def use(token=token, start=start, answers=answers):
            start.wait()
            body = {"refresh_token": token}
            answers.append(Client().post(PATH, body, content_type="application/json"))
            connection.close()

        threads = [threading.Thread(target=use) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400, 400]
        winner = next(answer for answer in answers if answer.status_code == 200)
        # And the winner's next token works.
        token = winner.json()["data"]["refresh_token"]
