"""From a visitor to a partner with an account: everybody's part, one after the other."""

import pytest
from django.core.cache import cache

from applications.models import Application, Partner
from plp.core.days import pacific_today
from plp.core.models import Message
from tests.browser.applying import fill_in, send
from tests.browser.looking import look
from tests.browser.test_accounts import PHRASE, add_passkey, with_authenticator

pytestmark = [pytest.mark.browser, pytest.mark.both]

NAME = "Quarter Moon Office of Education"
ADMIN = "/admin/applications"


def link_in_mail(what, to):
    """Return the path of the link in the last mail of a kind to an address."""
    text = Message.objects.filter(what=what, to=to).latest("pk").text
    line = next(line for line in text.split("\n") if "http://localhost:8000" in line)
    return line.partition("http://localhost:8000")[2]


def take(page, label):
    """Take a step from a record's page, through the page that shows it."""
    page.get_by_role("link", name=f"{label}…").click()


@pytest.fixture(autouse=True)
def nobody_is_at_a_limit(django_db_blocker):
    with django_db_blocker.unblock():
        cache.clear()
        yield


def test_from_a_visitor_to_a_partner_with_a_passkey(open_page, open_admin, tmp_path):
    # A visitor applies.
    page = open_page("/educate/plc/plp-application?region=salt-lake-city-ut")
    fill_in(page, NAME, tmp_path)
    send(page)
    application = Application.objects.get(organization=NAME)

    # Staff read it, start the review and offer the partnership.
    staff = open_admin(f"{ADMIN}/application/?queue=new")
    staff.get_by_label("Search", exact=False).first.fill(NAME)
    staff.get_by_role("button", name="Search").click()
    staff.get_by_role("link", name=NAME).first.click()
    look(staff, "partner-dossier")
    take(staff, "Start review")
    staff.get_by_role("button", name="Start review").click()
    take(staff, "Offer the partnership")
    staff.get_by_label("Conditions").fill("Name your program manager by June.")
    look(staff, "partner-offer")
    staff.get_by_role("button", name="Show what will happen").click()
    look(staff, "partner-offer-shown")
    staff.get_by_role("button", name="Offer the partnership").click()
    assert "Offered the partnership" in staff.locator(".messagelist").inner_text()

    # The signatory opens the link in the mail and says yes.
    signatory = open_page(link_in_mail("offer-to-sign", application.signatory_email))
    for box in signatory.get_by_role("checkbox").all():
        box.check()
    signatory.get_by_label("Your full name").fill("Ruth Abernathy")
    signatory.get_by_role("button", name="Accept the offer").click()
    signatory.get_by_role("heading", name="You are our partner").wait_for()

    # The contact, who manages until somebody is hired, accepts the invitation with a passkey.
    manager = open_page(link_in_mail("member-invited", application.contact_email))
    with_authenticator(manager)
    manager.get_by_label("Your name").fill("Dana Whitlock")
    manager.get_by_label("Password").fill(PHRASE)
    manager.get_by_role("button", name="Make my account").click()
    add_passkey(manager)

    # The portal is where the account leads, now and with the passkey alone.
    manager.goto(manager.url.split("/accounts/")[0] + "/me/")
    heading = manager.get_by_role("heading", name=NAME)
    heading.wait_for()
    text = manager.locator("main").inner_text()
    for words in ["Salt Lake City, UT", "Ruth Abernathy", "Workshop days", "Before you joined"]:
        assert words in text, words
    look(manager, "partner-portal")
    manager.get_by_label("Partner").get_by_role("link", name="Sign out").click()
    manager.get_by_role("button", name="Sign out").click()
    manager.goto(manager.url.rstrip("/") + "/accounts/login/")
    manager.get_by_role("button", name="passkey").click()
    heading.wait_for()

    # The city is served now.
    public = open_page("/regions/salt-lake-city-ut/")
    assert "Served by a partner" in public.locator("main").inner_text()
    end(Partner.objects.get(organization=NAME))


def end(partner):
    """Leave the city to others: what browser tests save is saved for good."""
    partner.ended_on = pacific_today()
    partner.save()
