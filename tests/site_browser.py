"""A site in a real Chromium that runs without a window, watched for requests and errors."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

WIDE, NARROW = (1280, 900), (390, 844)
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


class Watched(NamedTuple):
    """A page, and what it did that it should not."""

    page: Page
    requests: list[str]
    errors: list[str]


@contextmanager
def chromium() -> Generator[Browser]:
    """Yield a browser; tests are skipped where there is none."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.skip(f"none of {', '.join(_PROGRAMS)} is installed")
    # Chromium's own sandbox is not to be had for root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched(
    browser: Browser, size: tuple[int, int] = WIDE, *, dark: bool = False
) -> Generator[Watched]:
    """Yield a page that no other one has left anything for."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(5000)
    found = Watched(page, [], [])

    def asked(request: Request) -> None:
        found.requests.append(request.url)

    def said(message: ConsoleMessage) -> None:
        found.errors.append(f"{message.type}: {message.text}")

    def failed(error: Error) -> None:
        found.errors.append(str(error))

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", failed)
    try:
        yield found
    finally:
        context.close()


def shown(page: Page, site: Path, path: str) -> None:
    """Open a page of a site as a file, and wait until its scripts are done."""
    page.goto(f"{site.as_uri()}/{path}")
    page.wait_for_selector("footer")
