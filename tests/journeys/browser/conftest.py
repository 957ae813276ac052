"""Chromium, and a bank whose portal is built."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from config.run.portal import ensure_portal
from config.run.supervisor import Supervisor
from tests.servers.bank import RunningBank

CHROMIUM = "/usr/bin/chromium"
# No sandbox: CI runs as root. The rest keeps the browser from calling home.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMEOUT_MS = 20_000
# Chromium reports these answers as errors; here they say "not yet", as the API documents:
# allauth's next step is a 401, and who has no customer record yet gets a 404.
NOT_YET = (
    ("401", "/api/v1/auth/browser/v1/"),
    ("401", "/api/v1/auth/token"),
    ("404", "/api/v1/customers/me"),
)
REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) => {
  window.reportViolation(`${event.violatedDirective}: ${event.blockedURI}`)
})
"""


@dataclass
class Watch:
    """What a page did that nobody sees: complaints, and the requests that it sent."""

    complaints: list[str] = field(default_factory=list)
    posts: list[Request] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Take down an error of the console, unless it is an answer that says "not yet"."""
        if message.type not in {"error", "warning"}:
            return
        path = urlsplit(message.location["url"]).path
        if any(
            path.startswith(start) and f"status of {code}" in message.text
            for code, start in NOT_YET
        ):
            return
        self.complaints.append(f"{message.text} ({message.location['url']})")

    def report(self, violation: str) -> None:
        """Take down what the content security policy stopped."""
        self.complaints.append(violation)

    def see(self, request: Request) -> None:
        """Take down a request that changes something."""
        if request.method == "POST":
            self.posts.append(request)

    def posts_to(self, path: str) -> list[Request]:
        """Return what was posted to a path below /api/v1."""
        return [post for post in self.posts if urlsplit(post.url).path == f"/api/v1{path}"]


@pytest.fixture(scope="session")
def portal() -> None:
    """Build the portal, if its sources changed; a bank looks for its files when it starts."""
    with Supervisor() as supervisor:
        assert ensure_portal(supervisor=supervisor)


@pytest.fixture(scope="session")
def bank(kind: str, portal: None, request: pytest.FixtureRequest) -> RunningBank:
    """Return the journeys' bank, started after the portal was built."""
    found: RunningBank = request.getfixturevalue("bank")
    return found


@pytest.fixture
def context(bank: RunningBank) -> Iterator[BrowserContext]:
    """Return a new browser that knows nothing."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        opened = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=FLAGS,
            base_url=bank.base_url,
            locale="en-GB",
            timezone_id="Europe/Berlin",
            viewport={"width": 1280, "height": 900},
        )
        opened.set_default_timeout(TIMEOUT_MS)
        yield opened
        opened.close()


@pytest.fixture
def watch() -> Watch:
    """Return what the page will have done."""
    return Watch()


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    """Return a page under watch."""
    opened = context.pages[0]
    opened.on("console", watch.hear)
    opened.on("pageerror", lambda error: watch.complaints.append(f"uncaught: {error}"))
    opened.on("request", watch.see)
    opened.expose_function("reportViolation", watch.report)
    opened.add_init_script(REPORT_VIOLATIONS)
    return opened
