"""Signing in with a browser: password, passkey, app with codes, invitations, a second factor."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from plp.core import invitations
from plp.core.models import User
from tests.browser.conftest import sign_in
from tests.browser.looking import look
from tests.make import make_invitation, make_user

pytestmark = pytest.mark.browser

PHRASE = "chalk and board"
LOGIN = "/accounts/login/"


@pytest.fixture
def person(django_db_blocker):
    """Somebody new for each test: what browser tests save is saved for good."""
    with django_db_blocker.unblock():
        yield make_user(f"dana{time.time_ns()}@example.org", password=PHRASE, name="Dana")


def with_authenticator(page):
    """Give a page's browser a device that keeps passkeys and says yes to everything."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devices


def shown_code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_out(page):
    page.get_by_label("Your account").get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: url.endswith("/"))


def add_passkey(page):
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Laptop at work")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/recovery-codes/")


def path_of(invitation):
    return invitations.address(invitation).removeprefix("http://localhost:8000")


def test_password_then_passkey_and_from_then_on_the_passkey_alone(open_page, site, person):
    page = open_page(f"{LOGIN}?next=/accounts/2fa/")
    with_authenticator(page)

    sign_in(page, person.email, PHRASE)
    add_passkey(page)
    assert page.locator("#codes").input_value().count("\n") == 9
    page.get_by_role("link", name="Done").click()
    assert "Laptop at work" in page.locator("main").inner_text()
    sign_out(page)
    page.goto(site + LOGIN)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/me/")

    assert person.email in page.locator("main").inner_text()


def test_a_passkey_also_stands_beside_the_password(open_page, site, person):
    page = open_page(f"{LOGIN}?next=/accounts/2fa/")
    with_authenticator(page)
    sign_in(page, person.email, PHRASE)
    add_passkey(page)
    sign_out(page)

    page.goto(f"{site}{LOGIN}")
    sign_in(page, person.email, PHRASE)
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/me/")

    assert person.email in page.locator("main").inner_text()


def test_a_passkey_that_is_not_there_is_said_in_words(open_page):
    page = open_page(LOGIN)
    with_authenticator(page)

    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_text("That did not work").wait_for()


def test_an_app_with_codes(open_page, site, person):
    page = open_page(f"{LOGIN}?next=/accounts/2fa/")
    sign_in(page, person.email, PHRASE)
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Code").fill(shown_code(secret))
    page.get_by_role("button", name="Use this app").click()
    page.get_by_role("link", name="Done").click()
    sign_out(page)

    page.goto(site + LOGIN)
    sign_in(page, person.email, PHRASE)
    page.get_by_label("Code").fill(shown_code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url("**/me/")


def test_somebody_new_accepts_and_adds_a_passkey(open_page):
    asked = make_invitation()
    page = open_page(path_of(asked))
    with_authenticator(page)

    page.get_by_label("Your name").fill("Eva Stone")
    page.get_by_label("Password").fill(PHRASE)
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("heading", name="You are in").wait_for()
    add_passkey(page)

    eva = User.objects.get(email=asked.email)
    assert (eva.name, eva.is_staff) == ("Eva Stone", True)
    assert Authenticator.objects.filter(user=eva, type="webauthn").exists()


def test_somebody_with_an_account_signs_in_and_accepts(open_page, person):
    asked = make_invitation(email=person.email)
    page = open_page(path_of(asked))

    page.get_by_role("link", name="Sign in to accept").click()
    sign_in(page, person.email, PHRASE)
    page.get_by_role("button", name="Accept the invitation").click()
    page.get_by_role("heading", name="You are in").wait_for()

    person.refresh_from_db()
    assert person.is_staff


def test_staff_set_up_a_second_factor_before_they_work(open_page, person, settings):
    settings.STAFF_SECOND_FACTOR = True
    person.is_staff = person.is_superuser = True
    person.save()
    page = open_page(f"{LOGIN}?next=/admin/core/user/")
    with_authenticator(page)

    sign_in(page, person.email, PHRASE)
    page.wait_for_url("**/accounts/2fa/")
    add_passkey(page)
    page.get_by_role("link", name="Your pages").click()

    page.wait_for_url("**/admin/")


PAGES = {
    "login": LOGIN,
    "signup": "/accounts/signup/",
    "inactive": "/accounts/inactive/",
    "reset": "/accounts/password/reset/",
    "reset-done": "/accounts/password/reset/done/",
    "reset-wrong": "/accounts/password/reset/key/1-set-password/",
    "reset-over": "/accounts/password/reset/key/done/",
    "verification-sent": "/accounts/confirm-email/",
    "confirm-wrong": "/accounts/confirm-email/x/",
}
PAGES_OF_ONE = {
    "me": "/me/",
    "index": "/accounts/2fa/",
    "logout": "/accounts/logout/",
    "email": "/accounts/email/",
    "password": "/accounts/password/change/",
    "reauthenticate": "/accounts/reauthenticate/",
    "totp": "/accounts/2fa/totp/activate/",
    "add": "/accounts/2fa/webauthn/add/",
    "passkeys": "/accounts/2fa/webauthn/",
    "accepted": "/invitation/accepted/",
}
PAGES_WITH_APP = {
    "index-with-app": "/accounts/2fa/",
    "reauthenticate-code": "/accounts/2fa/reauthenticate/",
    "totp-off": "/accounts/2fa/totp/deactivate/",
    "codes": "/accounts/2fa/recovery-codes/",
    "codes-new": "/accounts/2fa/recovery-codes/generate/",
}


@pytest.mark.looks
def test_everyone_can_read_what_needs_no_account(open_page, site):
    page = open_page("/")
    for name, address in PAGES.items():
        page.goto(site + address)
        look(page, f"accounts-{name}")


@pytest.mark.looks
def test_everyone_can_read_the_pages_of_an_account(open_page, site, person):
    page = open_page(LOGIN)
    sign_in(page, person.email, PHRASE)
    for name, address in PAGES_OF_ONE.items():
        page.goto(site + address)
        look(page, f"accounts-{name}")


@pytest.mark.looks
def test_everyone_can_read_the_pages_of_an_app_with_codes(open_page, site, person):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    page = open_page(LOGIN)
    sign_in(page, person.email, PHRASE)
    look(page, "accounts-second-step")
    page.get_by_label("Code").fill(shown_code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/me/")
    page.goto(f"{site}/accounts/2fa/recovery-codes/generate/")
    page.get_by_role("button", name="Make new codes").click()
    for name, address in PAGES_WITH_APP.items():
        page.goto(site + address)
        look(page, f"accounts-{name}")


@pytest.mark.looks
def test_everyone_can_read_the_pages_of_a_passkey(open_page, site, person):
    page = open_page(f"{LOGIN}?next=/accounts/2fa/")
    with_authenticator(page)
    sign_in(page, person.email, PHRASE)
    add_passkey(page)
    page.goto(f"{site}/accounts/2fa/webauthn/reauthenticate/")
    look(page, "accounts-reauthenticate-passkey")
    for name, link in {"rename": "Rename", "remove": "Remove"}.items():
        page.goto(f"{site}/accounts/2fa/webauthn/")
        look(page, "accounts-passkeys-one")
        page.get_by_role("link", name=link).click()
        look(page, f"accounts-passkey-{name}")


@pytest.mark.looks
def test_everyone_can_read_an_invitation(open_page, site, person):
    new, known = make_invitation(by=person, name="Eva Stone"), make_invitation(email=person.email)
    page = open_page(path_of(new))
    look(page, "accounts-invitation-new")
    page.goto(site + path_of(known))
    look(page, "accounts-invitation-sign-in")
    page.get_by_role("link", name="Sign in to accept").click()
    sign_in(page, person.email, PHRASE)
    look(page, "accounts-invitation-accept")
    page.goto(site + path_of(new))
    look(page, "accounts-invitation-other")


@pytest.mark.looks
@pytest.mark.parametrize("state", ["expired", "revoked", "accepted", "unknown"])
def test_everyone_can_read_of_an_invitation_that_is_over(open_page, state, person):
    from django.utils import timezone

    from tests.plp.test_invitations import PAST

    now = timezone.now()
    changed = {"expired": PAST, "revoked": {"revoked_at": now}, "accepted": {"accepted_at": now}}
    asked = make_invitation(by=person, changed=changed.get(state))
    path = path_of(asked) if state in changed else f"/invitation/{asked.pk}/wrong/"

    page = open_page(path, expected="Failed to load resource")

    look(page, f"accounts-invitation-{state}")
