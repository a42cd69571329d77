"""What the machine gives to tests. A missing program skips its tests with a word; with CI=true it fails them."""

import os
import shutil

import pytest

CHROMIUM = (
    shutil.which("chromium")
    or shutil.which("google-chrome")
    or shutil.which("chromium-browser")
)
TIMEOUT = 90_000  # milliseconds; the machine may be busy
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def missing(what):
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium():
    """A browser for the whole run; each test opens its own context."""
    if not CHROMIUM:
        missing("browser tests need Chromium: apt install chromium")
    # Slow to import, and only browser tests need it.
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=TIMEOUT)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield Patient(browser)
        browser.close()


class Patient:
    """The browser, whose visitors all wait as long as a busy machine takes: Playwright has no such option."""

    def __init__(self, browser):
        self.browser = browser

    def new_context(self, **options):
        context = self.browser.new_context(**options)
        context.set_default_timeout(TIMEOUT)
        return context

    def new_page(self, **options):
        """In a context of its own, which closes with it."""
        page = self.browser.new_page(**options)
        page.set_default_timeout(TIMEOUT)
        return page


@pytest.fixture
def context(chromium):
    """A fresh visitor. Every request that leaves the site and every policy violation fails the test."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB"
    )
    faults = watch(context)
    yield context
    context.close()
    assert faults == []


def watch(context):
    """A list that fills with every request that leaves the site and every violation of the policy."""
    faults = []
    context.on(
        "request",
        lambda request: (
            faults.append(request.url) if leaves_the_site(request.url) else None
        ),
    )
    context.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if "Content Security Policy" in message.text
            else None
        ),
    )
    return faults


@pytest.fixture
def page(context):
    return context.new_page()


def leaves_the_site(url):
    return not url.startswith(
        ("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:")
    )
