"""A server with the first program, and Chromium to look at it with."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from plp.core.models import User
from tests.make import make_user

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
SHOTS = Path(__file__).parent / "shots"
STAFF = "admin-in-browser@example.org"
WIDTHS = {"desk": 1280, "phone": 390}


def _chromium():
    """Return where Chromium is, or skip the test with what to do about it."""
    pytest.importorskip("playwright.sync_api", reason="needs tests/requirements.txt: `make test`")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("needs Chromium; on Debian: apt-get install chromium")
    return found


def sign_in(page, email, password):
    """Fill in the page for signing in, and wait for what comes after."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


@pytest.fixture(scope="session")
def chromium():
    path = _chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker):
    """The address of a running server. What browser tests save is saved for good."""
    from django.test.testcases import LiveServerThread, _StaticFilesHandler

    with django_db_blocker.unblock():
        server = LiveServerThread("localhost", _StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://localhost:{server.port}"
        server.terminate()


@pytest.fixture
def open_page(chromium, site, django_db_blocker):
    """Open pages of the site; at the end, nothing may have been said on the console.

    What holds `expected` is meant: the browser itself says it of a page that is not there, say.
    """
    contexts, said = [], []

    def open_page(
        address,
        *,
        width=WIDTHS["desk"],
        scheme="light",
        script=True,
        motion="reduce",
        expected=None,
        cookies=(),
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion=motion,
            has_touch=width < WIDTHS["desk"],
        )
        context.set_default_timeout(15_000)  # ms; a busy machine is slow, and no less right
        context.add_cookies([*cookies])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: heard(address, expected, message.text))
        page.on("pageerror", lambda error: said.append(f"{address}: {error}"))
        page.goto(site + address)
        return page

    def heard(address, expected, text):
        if expected is None or expected not in text:
            said.append(f"{address}: {text}")

    with django_db_blocker.unblock():
        yield open_page
    for context in contexts:
        context.close()
    assert not said


@pytest.fixture
def cookies_of(site):
    """Return a function that signs somebody in, and the cookies that a browser then has."""

    def sign_in(user):
        client, name = Client(), settings.SESSION_COOKIE_NAME
        client.force_login(user)
        return [{"name": name, "value": client.cookies[name].value, "url": site}]

    return sign_in


@pytest.fixture
def open_admin(open_page, cookies_of):
    """Open pages of the admin, signed in."""

    def open_admin(address, **options):
        found = User.objects.filter(email=STAFF).first()
        staff = found or make_user(STAFF, is_staff=True, is_superuser=True)
        return open_page(address, cookies=cookies_of(staff), **options)

    return open_admin
