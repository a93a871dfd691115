"""Windows of a real browser, Debian's chromium, on pages that a server in this process gives."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from house.rules import ROOT
from waiting import wait_until
from web.office import PASSWORD

AXE = ROOT / "workflow/web/assets/node_modules/axe-core/axe.min.js"
DESKTOP, PHONE = (1280, 900), (390, 844)

# A page that is refused is also told on the console, and the tests look at the page themselves.
_EXPECTED = "Failed to load resource: the server responded with a status of 4"


@contextmanager
def served(web: FastAPI) -> Iterator[str]:
    """The address of the pages, which are served while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(web, log_config=None))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            wait_until(lambda: server.started)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine; skips the test where there is none.

    The one without windows does with half of the work.
    """
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium here: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""By how many pixels a page is wider than its window."""
_STICKS_OUT = """() => [...document.body.querySelectorAll("*")]
  .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map(each => each.outerHTML.slice(0, 120))"""


@dataclass
class Window:
    """A page, and everything that the browser complained of."""

    page: Page
    address: str
    scripts: bool = True
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, person: str) -> None:
        self.page.goto(self.address)
        self.page.get_by_label("Your short name").fill(person)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.address}/")

    def goes_to(self, title: str) -> None:
        """By the bar; on a narrow window its links stand behind a button, where scripts run."""
        menu = self.page.get_by_role("button", name="Menu")
        if menu.is_visible():
            menu.click()
        self.page.get_by_role("banner").get_by_role("link", name=title).click()

    def accessible(self) -> None:
        """Fails on anything that axe finds, and on a page wider than the window.

        It waits for the whole page: a click ends when the first of it has come.
        Without scripts axe waits for ever for a timer of the page: it is asked with them alone.
        """
        self.page.wait_for_load_state()
        if self.scripts:
            self.page.evaluate(AXE.read_text("utf-8"))
            found = self.page.evaluate("axe.run().then(result => result.violations)")
            said = [(each["id"], [n["html"] for n in each["nodes"]]) for each in found]
            assert said == [], said
        assert self.page.evaluate(_TOO_WIDE) == 0, self.page.evaluate(_STICKS_OUT)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_EXPECTED):
            self.complaints.append(message.text)


@contextmanager
def window(
    browser: Browser,
    address: str,
    *,
    size: tuple[int, int] = DESKTOP,
    scripts: bool = True,
) -> Iterator[Window]:
    """A window of its own; at its end the browser must have complained of nothing."""
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, java_script_enabled=scripts)  # type: ignore[arg-type]  # these two keys
    context.set_default_timeout(15_000)
    opened = Window(context.new_page(), address, scripts)
    opened.page.on("console", opened.hear)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()
    assert opened.complaints == []


def picture(page: Page, folder: Path, name: str) -> None:
    """Keep what the whole page looks like, for people to look at."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)
