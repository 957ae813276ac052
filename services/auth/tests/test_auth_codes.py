"""One-time codes: what is kept of them, who may guess how often, and what the owner hears."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from kernel.ids import new_id
from services.auth import commands
from services.auth.commands import CodeVerdict
from services.auth.models import CodeLock, CodePurpose, OneTimeCode, SignInEvent, User
from services.auth.tests.conftest import PASSWORD, TOTP_SECRET

EMAIL = "ada@example.org"
SIGN_IN = CodePurpose.SIGN_IN


def issue(*, replaces: UUID | None = None, person_id: UUID | None = None, now=None, email=EMAIL):
    code_id, digits = new_id(), commands.new_digits()
    commands.issue_code(
        code_id=code_id,
        digits=digits,
        purpose=SIGN_IN,
        channel="email",
        person_id=person_id,
        address=email,
        replaces=replaces,
        now=now or timezone.now(),
    )
    return code_id, digits


def check(code_id, guess, *, now=None, use=True, purpose=SIGN_IN):
    return commands.check_code(
        code_id=code_id, purpose=purpose, guess=guess, use=use, now=now or timezone.now()
    )


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


@pytest.mark.django_db
class TestACode:
    def test_is_six_digits_of_every_kind(self):
        codes = [commands.new_digits() for _ in range(500)]
        assert all(len(code) == 6 and code.isdigit() for code in codes)
        assert {code[0] for code in codes} == set("0123456789")

    def test_is_kept_neither_in_its_table_nor_in_the_session(self, visitor, person, mailbox):
        person()
        client = visitor()
        client.give_password(EMAIL)
        digits = mailbox.code(EMAIL)
        row = OneTimeCode.objects.get()
        kept = " ".join(
            str(getattr(row, field.attname)) for field in OneTimeCode._meta.concrete_fields
        )
        assert digits not in kept
        assert EMAIL not in kept
        assert digits.encode() not in bytes(row.code_hash) + bytes(row.address_hash)
        session = Session.objects.get(pk=client.session_token).get_decoded()
        assert digits not in str(session)
        assert str(row.id) in str(session)

    def test_of_two_rows_with_equal_digits_hashes_differently(self):
        from services.auth.commands.issue_code import hash_code

        assert hash_code(code_id=new_id(), digits="123456") != hash_code(
            code_id=new_id(), digits="123456"
        )

    def test_works_once(self):
        code_id, digits = issue()
        assert check(code_id, digits) == CodeVerdict.RIGHT
        assert check(code_id, digits) == CodeVerdict.DEAD

    @pytest.mark.parametrize("written", ["{0} ", "{0:.3}-{1}", " {0}"])
    def test_may_be_written_with_blanks(self, written):
        code_id, digits = issue()
        assert check(code_id, written.format(digits, digits[3:])) == CodeVerdict.RIGHT

    @pytest.mark.parametrize("guess", ["", "x", "0" * 7, "１２３４５６", "١٢٣٤٥٦"])
    def test_is_ascii_digits(self, guess):
        code_id, _ = issue()
        assert check(code_id, guess) == CodeVerdict.WRONG

    def test_lives_five_minutes(self):
        now = timezone.now()
        code_id, digits = issue(now=now)
        late = now + timedelta(minutes=5)
        assert check(code_id, digits, now=late) == CodeVerdict.DEAD
        assert check(code_id, digits, now=late - timedelta(seconds=1)) == CodeVerdict.RIGHT

    def test_dies_after_five_wrong_tries(self):
        code_id, digits = issue()
        verdicts = [check(code_id, wrong(digits)) for _ in range(5)]
        assert verdicts == [CodeVerdict.WRONG] * 5
        assert check(code_id, digits) == CodeVerdict.DEAD

    def test_opens_nothing_else(self):
        code_id, digits = issue()
        verdict = check(code_id, digits, purpose=CodePurpose.RESET_PASSWORD)
        assert verdict == CodeVerdict.DEAD

    def test_that_is_looked_at_stays_and_costs_no_try(self):
        code_id, digits = issue()
        for _ in range(9):
            assert check(code_id, digits, use=False) == CodeVerdict.RIGHT
        assert OneTimeCode.objects.get().tries_left == 5
        assert check(code_id, digits) == CodeVerdict.RIGHT

    def test_dies_when_another_is_sent_which_happens_twice(self):
        first, digits = issue()
        second, _ = issue(replaces=first)
        assert check(first, digits) == CodeVerdict.DEAD
        with pytest.raises(commands.NoMoreCodes):
            issue(replaces=first)
        third, digits = issue(replaces=second)
        with pytest.raises(commands.NoMoreCodes):
            issue(replaces=third)
        assert check(third, digits) == CodeVerdict.RIGHT

    def test_that_nobody_answers_is_counted_and_purged(self):
        from services.auth.tests.test_sign_in_log import codes

        before = codes("expired")
        now = timezone.now()
        code_id, digits = issue(now=now)
        issue(now=now)
        check(code_id, digits, now=now)
        commands.purge_expired(now=now + timedelta(minutes=6))
        assert codes("expired") - before == 1
        assert not OneTimeCode.objects.exists()


@pytest.mark.django_db
class TestTooManyWrongCodes:
    def guess_wrong(self, times: int, *, person_id=None, now=None) -> list[CodeVerdict]:
        verdicts = []
        while len(verdicts) < times:
            code_id, digits = issue(person_id=person_id, now=now)
            tries = min(5, times - len(verdicts))
            verdicts += [check(code_id, wrong(digits), now=now) for _ in range(tries)]
        return verdicts

    def test_lock_across_codes(self):
        now = timezone.now()
        verdicts = self.guess_wrong(10, person_id=new_id(), now=now)
        assert verdicts == [CodeVerdict.WRONG] * 9 + [CodeVerdict.LOCKED_NOW]
        with pytest.raises(commands.CodesLocked) as locked:
            issue(now=now)
        assert 14 * 60 < locked.value.retry_after_seconds <= 15 * 60 + 1

    def test_kill_the_codes_that_are_out(self):
        now = timezone.now()
        person_id = new_id()
        code_id, digits = issue(person_id=person_id, now=now)
        self.guess_wrong(10, person_id=person_id, now=now)
        assert check(code_id, digits, now=now) == CodeVerdict.DEAD

    def test_follow_the_person_to_another_address(self):
        now, person_id = timezone.now(), new_id()
        self.guess_wrong(10, person_id=person_id, now=now)
        with pytest.raises(commands.CodesLocked):
            issue(person_id=person_id, email="new@example.org", now=now)
        issue(person_id=new_id(), email="other@example.org", now=now)

    def test_lock_for_twice_as_long_each_time(self):
        now, person_id = timezone.now(), new_id()
        for minutes in (15, 30, 60, 120, 240, 480, 960, 1440, 1440):
            self.guess_wrong(10, person_id=person_id, now=now)
            with pytest.raises(commands.CodesLocked):
                issue(person_id=person_id, now=now + timedelta(minutes=minutes, seconds=-1))
            now += timedelta(minutes=minutes)
            issue(person_id=person_id, now=now)

    def test_are_forgotten_after_a_right_one(self):
        self.guess_wrong(9)
        code_id, digits = issue()
        assert check(code_id, digits) == CodeVerdict.RIGHT
        assert set(CodeLock.objects.values_list("wrong", "locks", "locked_until")) == {(0, 0, None)}
        self.guess_wrong(9)
        issue()

    def test_are_forgotten_after_a_day(self):
        now = timezone.now()
        self.guess_wrong(9, now=now)
        later = now + timedelta(days=1)
        assert self.guess_wrong(9, now=later) == [CodeVerdict.WRONG] * 9

    def test_are_told_to_the_owner_once_and_stop_the_next_sign_in(
        self, visitor, person, mailbox, settings
    ):
        settings.ACCOUNT_RATE_LIMITS = False
        person()
        for _ in range(2):
            client = visitor()
            client.give_password(EMAIL)
            for _ in range(5):
                client.give_code("00000x")
        told = [message for message in mailbox.to(EMAIL) if "too many" in message.subject]
        assert len(told) == 1
        assert SignInEvent.objects.filter(result="locked", factor="email_code").exists()
        answer = visitor().give_password(EMAIL)
        assert answer.status_code == 429
        assert answer.json()["code"] == "codes_locked"
        assert int(answer.headers["Retry-After"]) > 14 * 60

    def test_stay_counted_when_the_cache_is_lost(self, visitor, person, settings):
        from django.core.cache import cache

        settings.ACCOUNT_RATE_LIMITS = False
        person()
        for _ in range(2):
            client = visitor()
            client.give_password(EMAIL)
            for _ in range(5):
                client.give_code("00000x")
                cache.clear()
        assert visitor().give_password(EMAIL).status_code == 429


@pytest.mark.django_db
class TestTooManyWrongPasswords:
    @pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
    def test_lock_an_address_whether_somebody_has_it_or_not(
        self, visitor, person, mailbox, settings, email
    ):
        settings.ACCOUNT_RATE_LIMITS = False
        person()
        answers = [visitor().give_password(email, "wrong horse") for _ in range(10)]
        assert {answer.status_code for answer in answers} == {400}
        locked = visitor().give_password(email)
        assert (locked.status_code, locked.json()["code"]) == (429, "sign_in_locked")
        assert 14 * 60 < int(locked.headers["Retry-After"]) <= 15 * 60 + 1
        told = [message for message in mailbox.to(email) if "passwords" in message.subject]
        assert len(told) == (1 if email == EMAIL else 0)

    def test_cost_no_hash_while_it_is_locked(self, visitor, person, settings, monkeypatch):
        from django.contrib.auth import hashers

        settings.ACCOUNT_RATE_LIMITS = False
        person()
        for _ in range(10):
            visitor().give_password(EMAIL, "wrong horse")
        monkeypatch.setattr(hashers, "check_password", pytest.fail)
        assert visitor().give_password(EMAIL).status_code == 429


def at_once(number: int, work) -> list:
    start, results = threading.Barrier(number), []

    def run(place: int) -> None:
        start.wait()
        try:
            results.append(work(place))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_twenty_passwords_ten_are_compared(self, person, settings, monkeypatch):
        settings.ACCOUNT_RATE_LIMITS = False
        person()
        compared = []
        check_password = User.check_password

        def slowly(user: User, guess: str) -> bool:
            compared.append(guess)
            return check_password(user, guess)

        monkeypatch.setattr(User, "check_password", slowly)

        def guess(place: int) -> int:
            body = {"email": EMAIL, "password": f"wrong horse {place}"}
            path = "/api/v1/auth/app/v1/auth/login"
            return Client().post(path, body, content_type="application/json").status_code

        assert Counter(at_once(20, guess)) == {400: 10, 429: 10}
        assert len(compared) == 10

    def test_of_twenty_codes_of_an_app_ten_are_compared(self, person, visitor, settings):
        settings.ACCOUNT_RATE_LIMITS = False
        commands.enrol_authenticator(user=person(), secret=TOTP_SECRET)
        client = visitor()
        client.give_password(EMAIL)
        headers = {"X-Session-Token": client.session_token}

        def guess(place: int) -> int:
            body, path = {"code": f"{place:05d}"}, "/api/v1/auth/app/v1/auth/2fa/authenticate"
            answer = Client().post(path, body, content_type="application/json", headers=headers)
            return answer.status_code

        assert Counter(at_once(20, guess)) == {400: 10, 429: 10}
        results = SignInEvent.objects.filter(factor="totp").values_list("result", flat=True)
        assert Counter(results) == {"failed": 9, "locked": 1}

    def test_of_forty_guesses_of_eight_codes_ten_are_compared(self):
        person_id = new_id()
        codes = [issue(person_id=person_id) for _ in range(8)]

        def guess(place: int) -> CodeVerdict:
            code_id, digits = codes[place % len(codes)]
            return check(code_id, wrong(digits))

        verdicts = Counter(at_once(40, guess))
        assert verdicts == {CodeVerdict.WRONG: 9, CodeVerdict.LOCKED_NOW: 1, CodeVerdict.DEAD: 30}

    def test_of_twenty_guesses_five_are_compared(self, visitor, person, mailbox):
        person()
        client = visitor()
        client.give_password(EMAIL)
        row = OneTimeCode.objects.get()
        digits = mailbox.code(EMAIL)
        guesses = [f"{(int(digits) + 1 + place) % 1_000_000:06d}" for place in range(20)]
        path = "/api/v1/auth/app/v1/auth/code/confirm"
        headers = {"X-Session-Token": client.session_token}

        def guess(place: int) -> int:
            body = {"code": guesses[place]}
            answer = Client().post(path, body, content_type="application/json", headers=headers)
            return answer.status_code

        statuses = Counter(at_once(20, guess))
        assert 500 not in statuses
        assert 200 not in statuses
        row.refresh_from_db()
        assert row.tries_left == 0
        assert sum(CodeLock.objects.values_list("wrong", flat=True)) == 2 * 5

    def test_of_ten_right_guesses_one_is_right(self):
        code_id, digits = issue(person_id=new_id())
        verdicts = Counter(at_once(10, lambda _: check(code_id, digits)))
        assert verdicts == {CodeVerdict.RIGHT: 1, CodeVerdict.DEAD: 9}

    def test_of_five_requests_for_another_code_one_is_granted(self):
        code_id, _ = issue()

        def again(_: int) -> bool:
            try:
                issue(replaces=code_id)
            except commands.NoMoreCodes:
                return False
            return True

        assert sorted(at_once(5, again)) == [False] * 4 + [True]


@pytest.mark.django_db
class TestForgottenPassword:
    def ask(self, visitor, mailbox):
        client = visitor()
        client.call("POST", "auth/password/request", {"email": EMAIL})
        return client, mailbox.code(EMAIL)

    def test_code_survives_a_password_that_is_refused(self, visitor, person, mailbox):
        person()
        client, code = self.ask(visitor, mailbox)
        for password in ("short", EMAIL, "password123"):
            answer = client.call("POST", "auth/password/reset", {"key": code, "password": password})
            assert {error["param"] for error in answer.json()["errors"]} == {"password"}
        good = {"key": code, "password": "another good phrase"}
        assert client.call("POST", "auth/password/reset", good).status_code == 401
        assert visitor().give_password(EMAIL, "another good phrase").status_code == 401

    def test_code_can_be_looked_at_first(self, visitor, person, mailbox):
        person()
        client, code = self.ask(visitor, mailbox)
        look = {"X-Password-Reset-Key": code}
        assert client.call("GET", "auth/password/reset", **look).status_code == 200
        good = {"key": code, "password": "another good phrase"}
        assert client.call("POST", "auth/password/reset", good).status_code == 401
        assert client.call("POST", "auth/password/reset", good).status_code == 409

    def test_says_nothing_about_a_password_without_the_code(self, visitor, person):
        person()
        answers = []
        for email in (EMAIL, "nobody@example.org"):
            client = visitor()
            client.call("POST", "auth/password/request", {"email": email})
            body = {"key": "000000", "password": EMAIL}
            answers.append(client.call("POST", "auth/password/reset", body).json())
            look = {"X-Password-Reset-Key": "000000"}
            answers.append(client.call("GET", "auth/password/reset", **look).json())
        assert answers[:2] == answers[2:]

    def test_mails_the_owner_and_is_written_down(self, visitor, person, mailbox):
        person()
        client, code = self.ask(visitor, mailbox)
        client.call("POST", "auth/password/reset", {"key": code, "password": "another good phrase"})
        assert "password was changed" in mailbox.to(EMAIL)[-1].subject
        assert SignInEvent.objects.filter(event="password_reset", result="succeeded").exists()


@pytest.mark.django_db
def test_sign_in_codes_can_go_by_sms_and_the_log_tells_neither_code_nor_number(
    visitor, person, settings, logged, mailbox
):
    settings.SIGN_IN_CODE_CHANNEL = "sms"
    settings.CHANNELS = settings.CHANNELS | {"sms": "services.auth.channels.sms.MailboxSms"}
    person()
    client = visitor()
    client.give_password(EMAIL)
    assert mailbox.to(EMAIL) == []
    code = mailbox.code("+4930901820@sms.example")
    assert client.give_code(code).status_code == 200
    assert OneTimeCode.objects.get().channel == "sms"
    settings.CHANNELS = settings.CHANNELS | {"sms": "services.auth.channels.sms.LogOnlySms"}
    logged()
    visitor().give_password(EMAIL, PASSWORD)
    lines = logged()
    assert "sms.not_sent" in lines
    assert "4930901820" not in lines
