"""Programs are told at least once, signed, and never inside the bank's own network."""

from __future__ import annotations

import json
import threading
import uuid
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.crypto import seal
from kernel.outbox.models import Event
from kernel.outbox.relay import relay_events
from services.transactions import commands, tasks, webhooks
from services.transactions.commands import tell_webhooks
from services.transactions.consumers import CONSUMERS, WEBHOOKS
from services.transactions.models import Webhook, WebhookDelivery
from services.transactions.webhooks import addresses, posting

pytestmark = pytest.mark.django_db
URL = "https://hooks.example.org/bank?key=1"
TABLE = {name: tuple({*takers} & {WEBHOOKS}) for name, takers in CONSUMERS.items()}


def moment():
    return datetime.now(UTC)


class Died(Exception):
    """The process is gone."""


def _die(*_, **__):
    raise Died


class Receiver:
    """A small server on this machine that answers as it is told and remembers what came."""

    def __init__(self):
        self.answers, self.came, receiver = [], [], self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.came.append((self.path, dict(self.headers), body))
                status, headers = receiver.answers.pop(0) if receiver.answers else (204, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

            do_GET = do_POST  # noqa: N815  (the server looks for this name)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    settings.WEBHOOK_PLAIN_HTTP = True
    found = Receiver()
    yield found
    found.stop()


@pytest.fixture(autouse=True)
def _no_names(monkeypatch):
    """Names resolve to a public address without asking anybody."""
    works = addresses._resolve

    def resolve(host, port):
        return ["93.184.215.14"] if host.endswith("example.org") else works(host, port)

    monkeypatch.setattr(addresses, "_resolve", resolve)


@pytest.fixture
def hook():
    """Return a function that makes a person's webhook over HTTP."""

    def make(person, url=URL, events=("transfer.posted",)):
        answer = person.send("POST", "webhooks", {"url": url, "events": list(events)})
        assert answer.status_code == 201, answer.content
        return answer.json()

    return make


@pytest.fixture
def paid(ada, payer, payee):
    """Return a function that lets Ada pay Ben, and relays it."""

    def pay(amount="1.00"):
        Event.objects.filter(published_at=None).delete()
        body = {"from_account": str(payer.id), "to_account": str(payee.id), "amount": amount}
        assert ada.post("transfers", body).status_code == 201
        relay_events(now=moment(), consumers=TABLE)
        return Event.objects.order_by("-id").first()

    return pay


class TestKeepingWebhooks:
    def test_shows_the_secret_once_and_seals_it(self, ada, hook):
        made = hook(ada)
        assert made["secret"].startswith("whsec_")
        assert made["status"] == "active"
        shown = ada.get(f"webhooks/{made['id']}").json()
        assert shown == {name: value for name, value in made.items() if name != "secret"}
        assert ada.get("webhooks").json()["results"] == [shown]
        row = Webhook.objects.get()
        assert made["secret"].encode() not in bytes(row.sealed_secret)
        assert commands.webhooks.open_secret(row) == made["secret"]

    def test_rotates_the_secret_and_its_key_id(self, ada, hook):
        made = hook(ada)
        answer = ada.send("POST", f"webhooks/{made['id']}/rotate-secret")
        assert answer.headers["Cache-Control"] == "no-store"
        rotated = answer.json()
        assert rotated["secret"] != made["secret"]
        assert rotated["key_id"] != made["key_id"]
        assert commands.webhooks.open_secret(Webhook.objects.get()) == rotated["secret"]

    def test_changes_what_is_given_and_keeps_the_rest(self, ada, hook):
        made = hook(ada)
        changed = ada.send("PATCH", f"webhooks/{made['id']}", {"description": "Till"}).json()
        assert (changed["description"], changed["url"]) == ("Till", URL)
        changed = ada.send("PATCH", f"webhooks/{made['id']}", {"status": "disabled"}).json()
        assert (changed["status"], changed["disabled_by"]) == ("disabled", "owner")
        changed = ada.send("PATCH", f"webhooks/{made['id']}", {"status": "active"}).json()
        assert (changed["status"], changed["disabled_by"]) == ("active", "")

    def test_forgets_the_secret_of_a_deleted_one(self, ada, hook, refused):
        made = hook(ada)
        assert ada.send("DELETE", f"webhooks/{made['id']}").status_code == 204
        refused(ada.get(f"webhooks/{made['id']}"), 404, "webhook_not_found")
        assert bytes(Webhook.objects.get().sealed_secret) == b""

    def test_seals_secrets_again_after_a_new_data_key(self, ada, hook, settings):
        made = hook(ada)
        assert commands.reseal_secrets() == 0
        fresh = "next:" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
        settings.DATA_KEYS = f"{fresh},{settings.DATA_KEYS}"
        assert commands.reseal_secrets() == 1
        assert commands.webhooks.open_secret(Webhook.objects.get()) == made["secret"]
        assert commands.reseal_secrets() == 0

    @pytest.mark.parametrize(
        ("change", "code", "field"),
        [
            ({"events": ["nobody.knows"]}, "webhook_event_unknown", "events"),
            ({"url": "http://hooks.example.org/"}, "webhook_url_refused", "url"),
            ({"url": "ftp://hooks.example.org/"}, "webhook_url_refused", "url"),
            ({"url": "https://hooks.example.org:8443/"}, "webhook_url_refused", "url"),
            ({"url": "https://me@hooks.example.org/"}, "webhook_url_refused", "url"),
            ({"url": "https://127.0.0.1/"}, "webhook_url_refused", "url"),
            ({"url": "https://[::1]/"}, "webhook_url_refused", "url"),
            ({"url": "https://169.254.169.254/latest"}, "webhook_url_refused", "url"),
            ({"url": "https://localhost/"}, "webhook_url_refused", "url"),
            ({"events": []}, "invalid", "events"),
            ({"secret": "mine"}, "invalid", "secret"),
        ],
    )
    def test_refuses(self, change, code, field, ada, hook, refused, settings):
        settings.WEBHOOK_PLAIN_HTTP = False
        body = {"url": URL, "events": ["transfer.posted"]} | change
        refused(ada.send("POST", "webhooks", body), 400, code, field)
        made = hook(ada)
        refused(ada.send("PATCH", f"webhooks/{made['id']}", change), 400, code, field)

    def test_refuses_more_than_one_person_may_have(self, ada, ben, hook, refused, settings):
        settings.WEBHOOKS_PER_PERSON = 2
        hook(ada)
        hook(ada)
        body = {"url": URL, "events": ["transfer.posted"]}
        refused(ada.send("POST", "webhooks", body), 422, "too_many_webhooks")
        hook(ben)


class TestPosting:
    def test_tells_what_happened_signed_and_only_of_ones_own_accounts(
        self, ada, ben, hook, receiver, paid, payer, payee
    ):
        made = hook(ben, receiver.url)
        event = paid()
        assert commands.send_deliveries(now=moment()) == 1
        ((path, headers, body),) = receiver.came
        assert path == "/hook"
        assert headers["Bank-Webhook-Id"] == str(event.id)
        assert headers["Bank-Webhook-Key"] == made["key_id"]
        assert webhooks.verify(
            secret=made["secret"],
            timestamp=headers["Bank-Webhook-Timestamp"],
            signature=headers["Bank-Webhook-Signature"].removeprefix("v1="),
            body=body,
            now=moment(),
        )
        said = json.loads(body)
        assert (said["id"], said["type"]) == (str(event.id), "transfer.posted")
        assert said["data"]["amount"] == "1.00"
        assert said["data"]["accounts"] == [{"account": str(payee.id), "direction": "in"}]
        assert str(payer.id) not in body.decode()
        (delivery,) = ben.get(f"webhooks/{made['id']}/deliveries").json()["results"]
        assert (delivery["status"], delivery["response_code"]) == ("delivered", 204)
        assert commands.send_deliveries(now=moment()) == 0

    def test_writes_an_event_that_comes_twice_once(self, ada, hook, receiver, paid):
        hook(ada, receiver.url)
        event = paid()
        assert commands.write_deliveries(event, now=moment()) == 1
        assert WebhookDelivery.objects.count() == 1

    def test_tells_nobody_of_other_events_or_of_other_peoples_accounts(
        self, ada, caller, hook, receiver, paid
    ):
        hook(ada, receiver.url, ["standing_order.failed"])
        hook(caller(), receiver.url)
        paid()
        assert not WebhookDelivery.objects.exists()

    def test_a_crash_before_the_mark_posts_again_with_the_same_id(
        self, ada, hook, receiver, paid, monkeypatch
    ):
        hook(ada, receiver.url)
        event = paid()
        with monkeypatch.context() as dying:
            dying.setattr(tell_webhooks, "_settle", _die)
            with pytest.raises(Died):
                commands.send_deliveries(now=moment())
        assert commands.send_deliveries(now=moment()) == 0
        assert commands.send_deliveries(now=moment() + timedelta(seconds=61)) == 1
        ids = [headers["Bank-Webhook-Id"] for _, headers, _ in receiver.came]
        assert ids == [str(event.id)] * 2
        assert WebhookDelivery.objects.get().status == "delivered"

    def test_another_process_does_not_post_what_is_being_posted(self, ada, hook, receiver, paid):
        hook(ada, receiver.url)
        paid()
        meanwhile = []

        def post(*args, **kwargs):
            meanwhile.append(commands.send_deliveries(now=moment()))
            return webhooks.post(*args, **kwargs)

        assert tell_webhooks.send_deliveries(now=moment(), post=post) == 1
        assert meanwhile == [0]
        assert len(receiver.came) == 1

    def test_the_task_relays_and_posts(self, ada, hook, receiver, paid):
        hook(ada, receiver.url)
        paid()
        tasks.send_webhooks()
        assert len(receiver.came) == 1
        tasks.purge_webhooks()
        assert WebhookDelivery.objects.count() == 1

    def test_old_deliveries_go_and_those_that_wait_stay(self, ada, hook, receiver, paid):
        hook(ada, receiver.url)
        paid()
        later = moment() + timedelta(days=31)
        assert commands.purge_deliveries(now=later) == 0
        commands.send_deliveries(now=moment())
        assert commands.purge_deliveries(now=later) == 1

    def test_follows_no_redirect(self, ada, hook, receiver, paid):
        hook(ada, receiver.url)
        paid()
        receiver.answers = [(302, {"Location": receiver.url + "/elsewhere"})]
        commands.send_deliveries(now=moment())
        assert [path for path, *_ in receiver.came] == ["/hook"]
        delivery = WebhookDelivery.objects.get()
        assert (delivery.status, delivery.response_code) == ("waiting", 302)

    def test_gives_up_on_one_that_trickles(self, receiver, monkeypatch):
        monkeypatch.setattr(posting, "TOTAL_SECONDS", 0.2)
        monkeypatch.setattr(posting, "CONNECT_SECONDS", 20)
        hold = threading.Event()

        class Slow(list):
            def append(self, item):
                super().append(item)
                hold.wait(timeout=20)

        receiver.came = Slow()
        outcome = webhooks.post(receiver.url, body=b"{}", headers={})
        hold.set()
        assert outcome == webhooks.Outcome(failure="timed_out")


class TestFailures:
    @pytest.fixture
    def dead(self, ada, hook, paid):
        """A delivery to a webhook that answers 500, and a function that tries at a time."""
        hook(ada)
        paid()

        def attempt(at):
            answer = webhooks.Outcome(response_code=500)
            return tell_webhooks.send_deliveries(now=at, post=lambda *_, **__: answer)

        return WebhookDelivery.objects.get(), attempt

    def test_are_tried_again_ever_more_rarely_for_a_day_then_the_webhook_is_disabled(
        self, dead, ada
    ):
        delivery, attempt = dead
        waits, now = [], delivery.next_try_at
        while True:
            assert attempt(now) == 1
            delivery.refresh_from_db()
            if delivery.next_try_at is None:
                break
            waits.append(delivery.next_try_at - now)
            now = delivery.next_try_at
        assert now - delivery.tried_from == timedelta(hours=24)
        assert waits[0] == timedelta(seconds=10)
        assert waits[:-1] == sorted(waits[:-1])
        assert max(waits) <= timedelta(hours=4)
        assert (delivery.status, delivery.response_code) == ("failed", 500)
        hook = Webhook.objects.get()
        assert (hook.status, hook.disabled_by) == ("disabled", "bank")
        event = Event.objects.get(name="webhook.disabled")
        assert event.payload["person_id"] == str(ada.id)
        assert event.payload["host"] == "hooks.example.org"

    def test_of_one_message_make_the_others_of_that_webhook_wait(self, dead, paid):
        _, attempt = dead
        paid("2.00")
        now = moment()
        assert attempt(now) == 1
        assert attempt(now) == 0
        assert set(WebhookDelivery.objects.values_list("next_try_at", flat=True)) == {
            max(WebhookDelivery.objects.values_list("next_try_at", flat=True))
        }

    def test_do_not_hold_up_another_webhook(self, dead, ben, hook, receiver, payee):
        hook(ben, receiver.url)
        event = Event.objects.order_by("-id").first()
        commands.write_deliveries(event, now=moment())
        assert dead[0].status == "waiting"
        posted = []

        def post(url, **_):
            posted.append(url)
            return webhooks.Outcome(response_code=500 if url == URL else 200)

        assert tell_webhooks.send_deliveries(now=moment(), post=post) == 2
        assert sorted(posted) == sorted([URL, receiver.url])
        assert set(WebhookDelivery.objects.values_list("status", flat=True)) == {
            "waiting",
            "delivered",
        }

    def test_wait_while_the_webhook_is_disabled_and_go_on_when_it_is_enabled(self, dead, ada):
        delivery, attempt = dead
        path = f"webhooks/{delivery.webhook_id}"
        ada.send("PATCH", path, {"status": "disabled"})
        assert attempt(moment()) == 0
        ada.send("PATCH", path, {"status": "active"})
        assert attempt(moment()) == 1

    def test_end_after_a_day_in_which_it_stayed_disabled(self, dead, ada):
        delivery, attempt = dead
        ada.send("PATCH", f"webhooks/{delivery.webhook_id}", {"status": "disabled"})
        assert attempt(moment()) == 0
        assert attempt(moment() + timedelta(hours=25)) == 0
        delivery.refresh_from_db()
        assert (delivery.status, delivery.failure) == ("failed", "disabled")

    def test_can_be_posted_again_by_hand_with_the_same_id(self, dead, ada, receiver, refused):
        delivery, attempt = dead
        path = f"webhooks/{delivery.webhook_id}/deliveries/{delivery.id}/redeliver"
        WebhookDelivery.objects.update(status="failed", next_try_at=None)
        answer = ada.send("POST", path)
        assert (answer.status_code, answer.json()["status"]) == (202, "waiting")
        assert attempt(moment()) == 1
        ada.send("PATCH", f"webhooks/{delivery.webhook_id}", {"status": "disabled"})
        refused(ada.send("POST", path), 409, "webhook_inactive")

    def test_are_listed_by_what_became_of_them(self, dead, ada, refused):
        delivery, _ = dead
        path = f"webhooks/{delivery.webhook_id}/deliveries"
        assert len(ada.get(path, status="waiting").json()["results"]) == 1
        assert ada.get(path, status="delivered").json()["results"] == []
        refused(ada.get(path, status="lost"), 400, "invalid", "status")


class TestSignatures:
    def test_are_the_ones_that_any_other_program_makes(self):
        # printf '1700000000.{"id":"1"}' | openssl dgst -sha256 -hmac whsec_test
        assert webhooks.sign(secret="whsec_test", timestamp=1700000000, body=b'{"id":"1"}') == (
            "11bf4466ea17c3df3fd743af0b435368e16b7a05eb8eced85e8c4670767bdec5"
        )

    @given(body=st.binary(max_size=80), flip=st.integers(min_value=0))
    def test_fit_one_body_one_time_and_one_secret(self, body, flip):
        now = datetime(2026, 11, 21, tzinfo=UTC)
        timestamp = int(now.timestamp())
        signature = webhooks.sign(secret="s", timestamp=timestamp, body=body)
        fits = {"secret": "s", "timestamp": str(timestamp), "signature": signature, "body": body}
        assert webhooks.verify(**fits, now=now)
        changed = bytearray(body or b"x")
        changed[flip % len(changed)] ^= 1
        assert not webhooks.verify(**fits | {"body": bytes(changed)}, now=now)
        assert not webhooks.verify(**fits | {"secret": "t"}, now=now)
        assert not webhooks.verify(**fits | {"timestamp": str(timestamp + 1)}, now=now)

    @pytest.mark.parametrize(
        ("age", "fits"), [(300, True), (301, False), (-300, True), (-301, False)]
    )
    def test_are_refused_outside_five_minutes(self, age, fits):
        now = datetime(2026, 11, 21, tzinfo=UTC)
        timestamp = int(now.timestamp()) - age
        signature = webhooks.sign(secret="s", timestamp=timestamp, body=b"")
        found = webhooks.verify(
            secret="s", timestamp=str(timestamp), signature=signature, body=b"", now=now
        )
        assert found is fits

    @pytest.mark.parametrize("timestamp", ["", "now", "-1", "1" * 13, "1.5", "١"])
    def test_are_refused_with_a_time_that_is_none(self, timestamp):
        asked = {"secret": "s", "signature": "0" * 64, "body": b"", "now": moment()}
        assert not webhooks.verify(timestamp=timestamp, **asked)


# What must never be connected to, as an address that a name may resolve to.
INSIDE = (
    "0.0.0.0",  # noqa: S104  (nothing is bound)
    "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
    "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
    "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "not an address", "",
)  # fmt: skip
OUTSIDE = ("8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001::64")
# Written so that a careless reader takes them for a name.
LITERALS = (
    "127.0.0.1", "127.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "017700000001", "0177.0.0.1",
    "0", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "169.254.169.254",
)  # fmt: skip


class TestAddresses:
    @pytest.mark.parametrize("address", INSIDE)
    def test_inside_are_refused(self, address):
        assert not addresses.is_public(address)

    @pytest.mark.parametrize("address", OUTSIDE)
    def test_outside_are_not(self, address):
        assert addresses.is_public(address)

    @pytest.mark.parametrize("host", LITERALS)
    def test_are_refused_however_they_are_written(self, host, settings):
        settings.WEBHOOK_PRIVATE_ADDRESSES = False
        outcome = webhooks.post(f"https://{host}/", body=b"{}", headers={})
        assert outcome.failure in ("address_not_public", "host_unknown", "url_invalid")
        assert outcome.response_code is None

    @pytest.mark.parametrize(
        "url",
        [
            "file:///etc/passwd", "gopher://hooks.example.org/", "https://", "https:///x", "hooks",
            "https://a b/", "https://hooks.example.org/\r\nX: 1", "https://hooks.example.org\\@x/",
            "https://user:word@hooks.example.org/", "https://hooks.example.org/#x",
            "https://hooks.example.org:0x50/", "https://hooks.example.org:99999/",
            "https://hooks.example.org:22/", "https://[::1/", "https://bücher.example.org/",
            "https://hooks.example.org/" + "x" * 500,
        ],
    )  # fmt: skip
    def test_of_another_form_are_refused(self, url):
        with pytest.raises(addresses.AddressRefused):
            addresses.read_target(url, plain_http=True)

    def test_one_inside_among_others_refuses_the_name(self):
        target = addresses.read_target(URL, plain_http=False)
        with pytest.raises(addresses.AddressRefused, match="address_not_public"):
            addresses.check_target(
                target, private=False, resolve=lambda *_: ["93.184.215.14", "10.0.0.1"]
            )

    def test_that_change_after_the_check_are_not_looked_up_again(self, settings, monkeypatch):
        settings.WEBHOOK_PRIVATE_ADDRESSES = False
        answers = [["93.184.215.14"], ["127.0.0.1"]]
        connected = []

        def connect(address, timeout):
            connected.append(address)
            raise ConnectionRefusedError

        monkeypatch.setattr(posting.socket, "create_connection", connect)
        outcome = webhooks.post(URL, body=b"{}", headers={}, resolve=lambda *_: answers.pop(0))
        assert connected == [("93.184.215.14", 443)]
        assert outcome.failure == "not_connected"
        # The next message is checked anew.
        again = webhooks.post(URL, body=b"{}", headers={}, resolve=lambda *_: answers.pop(0))
        assert again.failure == "address_not_public"
        assert len(connected) == 1

    def test_of_an_old_webhook_are_checked_when_it_is_told(self, ada, hook, paid, monkeypatch):
        made = hook(ada)
        monkeypatch.setattr(addresses, "_resolve", lambda *_: ["10.0.0.1"])
        paid()
        commands.send_deliveries(now=moment())
        (delivery,) = ada.get(f"webhooks/{made['id']}/deliveries").json()["results"]
        assert (delivery["status"], delivery["failure"]) == ("waiting", "address_not_public")


OPERATIONS = {
    "get": ("GET", "webhooks/{webhook}", None, "webhook_not_found"),
    "change": ("PATCH", "webhooks/{webhook}", {"description": "x"}, "webhook_not_found"),
    "delete": ("DELETE", "webhooks/{webhook}", None, "webhook_not_found"),
    "rotate": ("POST", "webhooks/{webhook}/rotate-secret", None, "webhook_not_found"),
    "deliveries": ("GET", "webhooks/{webhook}/deliveries", None, "webhook_not_found"),
    "redeliver": (
        "POST",
        "webhooks/{webhook}/deliveries/{delivery}/redeliver",
        None,
        "webhook_not_found",
    ),
}


class TestOthers:
    @pytest.mark.parametrize("role", ["customer", "administrator", "compliance", "auditor"])
    @pytest.mark.parametrize("name", OPERATIONS)
    def test_find_nothing(self, name, role, ada, caller, hook, paid, refused):
        made = hook(ada)
        paid()
        ids = {"webhook": made["id"], "delivery": str(WebhookDelivery.objects.get().id)}
        before = list(Webhook.objects.values())
        method, path, body, code = OPERATIONS[name]
        other = caller(roles=(role,))
        refused(other.send(method, path.format_map(ids), body), 404, code)
        assert other.get("webhooks").json()["results"] == []
        assert list(Webhook.objects.values()) == before

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_who_are_nobody_are_told_to_sign_in(self, name, ada, refused):
        ada.headers = {}
        method, path, body, _ = OPERATIONS[name]
        ids = {"webhook": str(uuid.uuid4()), "delivery": str(uuid.uuid4())}
        refused(ada.send(method, path.format_map(ids), body), 401, "not_authenticated")

    def test_cannot_have_anothers_delivery_posted_to_them(self, ada, ben, hook, paid, refused):
        hook(ada)
        mine = hook(ben, events=["batch.posted"])
        paid()
        theirs = WebhookDelivery.objects.get().id
        path = f"webhooks/{mine['id']}/deliveries/{theirs}/redeliver"
        refused(ben.send("POST", path), 404, "delivery_not_found")

    def test_secrets_do_not_open_for_another_webhook(self, ada, hook):
        first, second = hook(ada), hook(ada)
        row = Webhook.objects.get(id=first["id"])
        row.sealed_secret = Webhook.objects.get(id=second["id"]).sealed_secret
        with pytest.raises(Exception, match="sealed"):
            commands.webhooks.open_secret(row)
        assert seal("x", context="a") != seal("x", context="a")
