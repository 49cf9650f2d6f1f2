"""A referee answers, and an applicant chooses a time: by keyboard, on both widths."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from applications import actions, referees
from applications.models import Interview, ReferenceRequest
from plp.core.days import pacific_today
from tests.browser.looking import look
from tests.browser.test_to_a_partner import ADMIN
from tests.browsing import link
from tests.make import make_sent, make_user, the_pin

pytestmark = pytest.mark.browser

NAME = "Paper Lantern Office of Education"


@pytest.fixture
def application(open_page):
    """What staff have asked two references and the applicant about; saved for good."""
    cache.clear()
    made = make_sent(organization=NAME, pin=the_pin("fresno-ca"))
    made.move("in_review", by=None)
    actions.ask_references(made, by=None, reply_by=pacific_today() + timedelta(days=14))
    actions.propose_interview(
        made,
        by=None,
        times=[timezone.now() + timedelta(days=7, hours=n) for n in range(3)],
        interviewers=[make_user(name="Sam Okafor", is_staff=True, is_superuser=True).pk],
        how="https://call.example.org/paper-lantern",
        minutes=45,
        message="We would like to hear how you pay for the first year.",
    )
    return made


def test_a_referee_answers_and_an_applicant_chooses_a_time(application, open_page, open_admin):
    # A referee, without JavaScript
    request = ReferenceRequest.objects.filter(reference__application=application).first()
    address = referees.address(request).removeprefix("http://localhost:8000")
    page = open_page(address, script=False)
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_role("alert").get_by_text("Write what they are good at.").wait_for()
    page.get_by_label("How do you know each other’s work?").fill("We ran a summer school.")
    page.get_by_label("What are they good at?").fill("Patience, and keeping promises.")
    page.get_by_label("Yes, with reservations").press("Space")
    page.get_by_role("button", name="Send my answer").press("Enter")
    page.get_by_role("heading", name="Thank you, we have your answer").wait_for()

    # The same form as another referee sees it
    other = ReferenceRequest.objects.filter(reference__application=application).last()
    page = open_page(referees.address(other).removeprefix("http://localhost:8000"))
    look(page, "reference")

    # The applicant
    page = open_page(link(application.draft))
    look(page, "interview-proposed")
    page.get_by_role("radio").first.press("Space")
    page.get_by_role("button", name="Send", exact=True).press("Enter")
    page.get_by_role("heading", name="Our interview").wait_for()
    look(page, "interview-agreed")
    interview = Interview.objects.get(application=application)
    assert interview.at == interview.times.first().at

    # Staff
    page = open_admin(f"{ADMIN}/application/{application.pk}/change/")
    page.get_by_text("Patience, and keeping promises.").wait_for()
    look(page, "dossier-talked")
    page.get_by_role("link", name="Propose other times…").click()
    look(page, "propose")
