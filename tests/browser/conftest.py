"""A real house behind a real server, driven by the system's Chromium. A missing browser is a failure, not a skip."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.bootstrap import House, open_house
from assistant.settings import Settings, load
from assistant.web.server import build

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-default-apps", "--disable-sync", "--no-first-run", "--autoplay-policy=no-user-gesture-required",
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
TOKEN = "a token for the tests"


@dataclass
class Served:
    """A house and the address it is served at."""

    house: House
    address: str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Served]]:
    """Serve a house over a fresh data folder; all are stopped at the end. One house of a process can be ``working``.

    In a thread of its own: the browser's driver keeps an event loop in this one.
    """
    stops: list[Callable[[], None]] = []
    with ThreadPoolExecutor(1) as aside:

        def start(name: str, working: bool = False) -> Served:
            served, stop = aside.submit(_start, _bare_settings(tmp_path_factory.mktemp(name)), working).result()
            stops.append(stop)
            return served

        yield start
        for stop in stops:
            aside.submit(stop).result()


@pytest.fixture(scope="package")
def served(serve: Callable[..., Served]) -> Served:
    """The house most tests share; each makes the meetings it needs."""
    return serve("house", working=True)


@pytest.fixture
def house(served: Served) -> House:
    return served.house


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    assert path, "The browser tests need Chromium."
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield opened
        opened.close()


@dataclass
class Watched:
    """What went wrong in the browser, and what a test expects to."""

    expected: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        if not any(part in sentence for part in self.expected):
            self.seen.append(sentence)


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Fails the test on any console error, script error or foreign host that was not expected."""
    found = Watched()
    yield found
    assert not [s for s in found.seen if not any(part in s for part in found.expected)]


@pytest.fixture
def open_page(browser: Browser, served: Served, watched: Watched) -> Iterator[Callable[..., Page]]:
    """open_page("/meetings", lang="en", dark=True, phone=True) → a page that has settled."""
    contexts: list[BrowserContext] = []

    def opener(path: str = "/", lang: str = "ja", dark: bool = False, phone: bool = False, base: str = "",
               settle: bool = True, **options: Any) -> Page:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 800}
        context = browser.new_context(
            viewport=size, locale="ja-JP" if lang == "ja" else "en-GB", color_scheme="dark" if dark else "light",
            has_touch=phone, accept_downloads=True, reduced_motion="reduce", **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        watch(page, base or served.address, watched)
        page.goto((base or served.address) + path)
        if settle:
            page.wait_for_selector("#island #stage", state="attached")
        return page

    yield opener
    for context in contexts:
        context.close()


def watch(page: Page, address: str, watched: Watched) -> None:
    """Write down every console error, script error and request to somewhere else."""
    page.on("console", lambda m: watched.note(f"console {m.type}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: watched.note(f"script: {error}"))
    own = (address, "blob:", "data:")
    page.on("request", lambda r: None if r.url.startswith(own) else watched.note(f"foreign: {r.url}"))


def _bare_settings(folder: Path) -> Settings:
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith(("RENKEI_", "OPENAI_"))]:
            patch.delenv(name)
        return load(folder / "data")


def _start(settings: Settings, working: bool) -> tuple[Served, Callable[[], None]]:
    house = open_house(settings)
    if working:
        house.start()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    server = uvicorn.Server(uvicorn.Config(build(house.desk, settings, TOKEN), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)

    def stop() -> None:
        server.should_exit = True
        thread.join(10)
        house.stop()

    return Served(house, f"http://127.0.0.1:{listening.getsockname()[1]}"), stop
