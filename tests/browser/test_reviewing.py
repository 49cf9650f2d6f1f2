"""A reviewer's day, by keyboard alone: read, score, lose the connection, finish, go on."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from applications.models import Review
from tests.browser.conftest import sign_in
from tests.browser.looking import look
from tests.make import make_assignment, make_review, make_sent, make_user, the_pin

pytestmark = pytest.mark.browser

PASSWORD = "chalk and slate"
COMMENT = "They know their districts."


@pytest.fixture
def reviewer(site):
    person = make_user("rita-in-browser@example.org", password=PASSWORD, is_staff=True)
    person.groups.add(Group.objects.get(name="Reviewer"))
    return person


def review_page(application):
    return reverse("admin:applications_application_review", args=[application.pk])


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_reviewers_day_by_keyboard(open_page, reviewer, django_db_blocker):
    first = make_sent(organization="Slate Works")
    second = make_sent(organization="Chalk Works", pin=the_pin("boston-ma"))
    make_review(first, comment="Read by who is done.")
    for application in (first, second):
        make_assignment(application, reviewer=reviewer)
    lost = "ERR_INTERNET_DISCONNECTED"
    page = open_page(f"/accounts/login/?next={review_page(first)}", expected=lost)
    sign_in(page, reviewer.email, PASSWORD)
    assert "Read by who is done." not in page.content()
    look(page, "review")

    # Too early: what is missing is named, and its link leads to the scale.
    page.locator("#id_recommendation_0").focus()
    press(page, "Control+Enter")
    page.get_by_text("6 things are missing").wait_for()
    press(page, "Tab", "Enter", "Space", "ArrowDown")
    assert page.evaluate("document.activeElement.value") == "2"
    look(page, "review-missing")

    # From scale to scale, then the recommendation and the comment.
    scales = first.pin.program.criteria.in_force().count()
    for _ in range(scales):
        press(page, "Tab", "Space", "ArrowDown", "ArrowDown")
    press(page, "Tab")
    page.context.set_offline(True)
    page.keyboard.type(COMMENT)
    page.get_by_text("Not saved: no connection").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Saved ").wait_for()
    assert Review.objects.get(reviewer=reviewer).comment == COMMENT

    press(page, "Control+Enter")
    page.get_by_text("Your review is finished.").wait_for()
    assert "Read by who is done." in page.content()
    look(page, "review-done")

    page.locator("a.next").focus()
    press(page, "Enter")
    page.get_by_role("heading", name="Chalk Works").wait_for()
    assert page.url.endswith(review_page(second))
    assert set(Review.objects.get(reviewer=reviewer).scores.values_list("value", flat=True)) == {
        2,
        3,
    }
