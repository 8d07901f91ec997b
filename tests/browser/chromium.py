"""Finds and starts Chromium, and watches what its pages do; the fixtures in `conftest.py` hand it out."""

import os
import re
import shutil
from collections.abc import Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing outside this machine has an address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
LOCAL = {"127.0.0.1", "localhost", "[::1]", "::1"}
# A navigation that another one overtakes, or a page that is closed, ends its requests; that is no fault.
ENDED_BY_BROWSER = "net::ERR_ABORTED"
DEFAULT_TIMEOUT_MS = 15_000


def find_chromium(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return the path of a Chromium: the one in CHROMIUM, else the first on the path; None where there is none."""
    if named := environ.get("CHROMIUM"):
        return shutil.which(named)
    return next(filter(None, (shutil.which(name, path=environ.get("PATH")) for name in NAMES)), None)


def start_chromium(playwright: Playwright, path: str) -> Browser:
    """Start Chromium without a screen."""
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


class Watch:
    """Collects what must not happen on a page: script errors, CSP violations, failed or foreign requests, 4xx and 5xx.

    A test that means to meet one of them says so before: `watch.allow(r"422 .*/contact/")`.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """Take problems that match this expression as wanted, from the start of the test."""
        self.allowed.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """Return the problems that no test allowed."""
        return [problem for problem in self.problems if not any(one.search(problem) for one in self.allowed)]

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of a context."""
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAL:
            self.problems.append(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != ENDED_BY_BROWSER:
            self.problems.append(f"request failed: {request.failure} {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status} {response.request.method} {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # "Failed to load resource" repeats a response that is counted above.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")


_STANDS_STILL = """() => document.getAnimations().every(
  each => each.playState !== "running" || each.effect.getComputedTiming().iterations === Infinity
)"""
"""What fades in has no contrast yet."""


def axe_problems(page: Page) -> list[str]:
    """Return what axe finds on a page: one line for each violation, with the elements it is about."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_function(_STANDS_STILL)
    violations = Axe().run(page).response["violations"]
    return [
        f"{found['id']}: {found['help']}: " + "; ".join(" ".join(map(str, node["target"])) for node in found["nodes"])
        for found in violations
    ]


def overflow(page: Page) -> int:
    """Return how many pixels a page scrolls sideways."""
    pixels: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return pixels
