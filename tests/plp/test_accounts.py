"""Signing in: by password, by whom, and what is mailed on the way."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.urls import reverse

from plp.core.auth import DEMO_PASSWORD
from plp.core.models import Message, User
from plp.core.models.outbox import NOT_KEPT
from tests.browsing import said
from tests.make import make_user

pytestmark = pytest.mark.django_db

PHRASE = "chalk and board"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_limit_spent(db):
    """The cache holds what other tests have spent of a limit."""
    cache.clear()


@pytest.fixture
def dana():
    return make_user("dana@example.org", password=PHRASE, name="Dana Whitlock")


def signs_in(client, email="dana@example.org", password=PHRASE, **more):
    return client.post(LOGIN, {"login": email, "password": password} | more)


def who(client):
    return client.session.get("_auth_user_id")


def mails(what):
    return list(Message.objects.filter(what=what).order_by("pk"))


def link_in(mail):
    return re.search(r"http://localhost:8000(\S+)", mail.text)[1]


def test_signs_in_with_an_address_however_it_is_typed(client, dana):
    answer = signs_in(client, "Dana@Example.org")

    assert answer.url == reverse("me")
    assert who(client) == str(dana.pk)


def test_goes_where_one_wanted_to(client, dana):
    assert signs_in(client, next="/accounts/email/").url == "/accounts/email/"


def test_goes_to_no_other_site(client, dana):
    assert signs_in(client, next="https://evil.example/").url == reverse("me")


@pytest.mark.parametrize(
    ("email", "password"), [("dana@example.org", "wrong"), ("eva@example.org", PHRASE)]
)
def test_does_not_say_which_of_the_two_was_wrong(client, dana, email, password):
    answer = signs_in(client, email, password)

    assert "e-mail address or the password is not right" in said(answer)
    assert who(client) is None


def test_nobody_signs_in_with_the_demos_password(client, settings):
    make_user("administrator@example.org", password=DEMO_PASSWORD)

    signs_in(client, "administrator@example.org", DEMO_PASSWORD)
    assert who(client) is None

    settings.DEBUG = True
    signs_in(client, "administrator@example.org", DEMO_PASSWORD)
    assert who(client)


def test_a_closed_account_is_told_so(client, dana):
    User.objects.update(is_active=False)

    answer = client.post(LOGIN, {"login": dana.email, "password": PHRASE}, follow=True)

    assert "This account is closed" in said(answer)
    assert who(client) is None


def test_guessing_is_stopped(client, dana):
    for _ in range(5):
        signs_in(client, password="wrong")

    answer = signs_in(client)

    assert "Too many" in said(answer)
    assert who(client) is None


def test_too_many_from_one_place_get_a_page(client, dana):
    for n in range(31):
        answer = signs_in(client, f"nobody{n}@example.org", "wrong")

    assert answer.status_code == 429
    assert "Please wait a little" in said(answer)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up(client, method):
    answer = getattr(client, method)(
        reverse("account_signup"), {"email": "eva@example.org", "password1": PHRASE}
    )

    assert "Accounts are by invitation" in said(answer)
    assert not User.objects.filter(email="eva@example.org").exists()


def test_signing_out_asks_first(client, dana):
    client.force_login(dana)

    client.get(reverse("account_logout"))
    assert who(client)
    client.post(reverse("account_logout"))

    assert who(client) is None


def test_a_new_password_by_mail(client, dana):
    client.post(reverse("account_reset_password"), {"email": "Dana@example.org"})
    [mail] = mails("password-reset")
    page = client.get(link_in(mail), follow=True)

    answer = client.post(
        page.request["PATH_INFO"],
        {"password1": "ink and paper", "password2": "ink and paper"},
        follow=True,
    )

    dana.refresh_from_db()
    assert "Your password is changed" in said(answer)
    assert dana.check_password("ink and paper")
    assert "by a link that we mailed you" in mails("account-changed")[0].text
    assert "opens nothing" in said(client.get(link_in(mail), follow=True))


def test_the_link_of_a_new_password_is_blanked_once_sent(client, dana):
    client.post(reverse("account_reset_password"), {"email": dana.email})
    [mail] = mails("password-reset")
    secret = link_in(mail).rstrip("/").rpartition("key/")[2].partition("-")[2]

    mail.claim()
    mail.mark_sent()

    mail.refresh_from_db()
    assert secret not in mail.text + mail.secret + mail.occasion
    assert NOT_KEPT in mail.text


def test_says_the_same_of_an_address_without_an_account(client, dana):
    page = reverse("account_reset_password")

    one = client.post(page, {"email": dana.email}, follow=True)
    other = client.post(page, {"email": "eva@example.org"}, follow=True)

    assert said(one) == said(other)
    assert [mail.to for mail in mails("password-reset")] == [dana.email]


def test_the_demos_password_cannot_be_chosen(client, dana):
    client.force_login(dana)
    new = {"password1": DEMO_PASSWORD, "password2": DEMO_PASSWORD}

    answer = client.post(reverse("account_change_password"), new | {"oldpassword": PHRASE})

    assert "known to everyone" in said(answer)


def test_changes_the_password_and_says_so_by_mail(client, dana):
    client.force_login(dana)
    new = {"password1": "ink and paper", "password2": "ink and paper"}

    client.post(reverse("account_change_password"), new | {"oldpassword": PHRASE})

    dana.refresh_from_db()
    assert dana.check_password("ink and paper")
    assert who(client)
    [mail] = mails("account-changed")
    assert (mail.to, "Your password was changed." in mail.text) == (dana.email, True)


def test_changes_the_address_once_it_is_confirmed(client, dana):
    signs_in(client)

    client.post(reverse("account_email"), {"email": "d@example.net", "action_add": ""})
    dana.refresh_from_db()
    assert dana.email == "dana@example.org"
    [mail] = mails("address-to-confirm")
    assert mail.to == "d@example.net"
    assert mail.secret in link_in(mail)
    assert "Is this your address?" in said(client.get(link_in(mail)))
    client.post(link_in(mail))

    dana.refresh_from_db()
    assert dana.email == "d@example.net"
    assert addresses(dana) == [("d@example.net", True, True)]
    assert mails("account-changed")[0].to == "dana@example.org"


def test_takes_no_address_of_somebody_else(client, dana):
    make_user("eva@example.org")
    signs_in(client)

    client.post(reverse("account_email"), {"email": "eva@example.org", "action_add": ""})
    for mail in mails("address-to-confirm"):
        client.post(link_in(mail))

    dana.refresh_from_db()
    assert dana.email == "dana@example.org"


def test_the_old_address_stays_if_one_thinks_better_of_it(client, dana):
    signs_in(client)
    client.post(reverse("account_email"), {"email": "d@example.net", "action_add": ""})

    assert "We wrote to d@example.net" in said(client.get(reverse("account_email")))
    client.post(reverse("account_email"), {"email": "d@example.net", "action_remove": ""})

    assert addresses(dana) == [("dana@example.org", True, True)]


def addresses(person):
    rows = EmailAddress.objects.filter(user=person)
    return list(rows.values_list("email", "verified", "primary"))


def test_an_address_that_staff_change_is_known_to_allauth(dana):
    dana.email = "Dana@example.net"
    dana.save()

    assert addresses(dana) == [("dana@example.net", True, True)]


def test_an_address_that_staff_have_replaced_is_free_for_somebody_else(dana):
    dana.email = "dana.whitlock@example.net"
    dana.save()

    eva = make_user("dana@example.org")

    assert addresses(eva) == [("dana@example.org", True, True)]


def test_the_admin_sends_people_to_the_one_page_for_signing_in(client):
    answer = client.get("/admin/login/?next=/admin/core/user/")

    assert answer.url == f"{LOGIN}?next=%2Fadmin%2Fcore%2Fuser%2F"
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 302


def test_the_admin_tells_others_that_they_may_not(client, stranger):
    client.force_login(stranger)

    assert client.get("/admin/", follow=True).status_code == 403


def app_of(person):
    """Give somebody an app with codes; return the code that it shows now."""
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    return code(secret)


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_second_factor_is_asked_after_the_password(client, dana):
    shown = app_of(dana)

    answer = signs_in(client)
    assert answer.url == reverse("mfa_authenticate")
    assert who(client) is None
    assert "One more step" in said(client.get(answer.url))
    assert "not right" in said(client.post(answer.url, {"code": "000000"}))
    client.post(answer.url, {"code": shown})

    assert who(client) == str(dana.pk)


def test_a_recovery_code_opens_once(client, dana):
    app_of(dana)
    codes = RecoveryCodes.activate(dana).get_unused_codes()

    signs_in(client)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert who(client)
    client.post(reverse("account_logout"))
    signs_in(client)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert who(client) is None


def test_whoever_has_just_signed_in_sets_up_an_app(client, dana, commit):
    signs_in(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context_data["form"].secret

    with commit():
        answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)

    assert Authenticator.objects.filter(user=dana, type="totp").exists()
    assert "10 codes that are not used yet" in said(answer)
    assert "An authenticator app was added" in mails("account-changed")[0].text


def test_whoever_signed_in_long_ago_proves_it_once_more(client, dana):
    client.force_login(dana)

    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert "Is it you?" in said(client.get(answer.url))
    answer = client.post(answer.url, {"password": PHRASE})

    assert answer.url == reverse("mfa_activate_totp")
    assert client.get(answer.url).status_code == 200


def test_the_app_can_be_removed_and_its_codes_with_it(client, dana):
    shown = app_of(dana)
    signs_in(client)
    client.post(reverse("mfa_authenticate"), {"code": shown})

    assert "Remove the app with codes?" in said(client.get(reverse("mfa_deactivate_totp")))
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=dana).exists()


def test_what_staff_see_of_people_holds_no_proof(client, administrator, dana):
    app_of(dana)
    client.force_login(administrator)

    for page in ["/admin/mfa/authenticator/", "/admin/account/emailaddress/"]:
        assert client.get(page).status_code == 404


def test_staff_are_sent_to_their_work(client, administrator):
    client.force_login(administrator)

    assert client.get(reverse("me")).url == reverse("admin:index")


def test_others_are_told_that_nothing_is_open_yet(client, stranger):
    client.force_login(stranger)

    answer = client.get(reverse("me"))

    assert "Nothing is open to you yet" in said(answer)
    assert stranger.email in said(answer)
