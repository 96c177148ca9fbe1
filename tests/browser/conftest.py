"""One browser for all browser tests; each test opens windows of its own.

The driver keeps an event loop running in the main thread, so the servers of browser tests need a thread of
their own (tests.support.webchat.ServerThread), and asyncio.run cannot be called beside them.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import browsing


@pytest.fixture(scope="package", name="browser")
def one_browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture(autouse=True)
def windows_closed(browser: Browser) -> Iterator[None]:
    """Close what a test opened, so that no page of it goes on calling a server that is gone."""
    yield
    for context in browser.contexts:
        context.close()
