"""Feedback: given once by who was there, and read by others from five on, without names."""

from datetime import date

import pytest
from django.urls import reverse

from facilitators.models import Facilitator
from tests.facilitators.make import make_facilitator_with_account
from tests.make import make_member
from tests.workshops.everything import make_feedback
from tests.workshops.make import (
    make_attendance,
    make_enrollment,
    make_leading,
    make_workshop,
)
from workshops import own_links, thoughts
from workshops.models import Feedback, FeedbackAnswer, FeedbackQuestion

pytestmark = pytest.mark.django_db

Kind = FeedbackQuestion.Kind


@pytest.fixture
def workshop():
    return make_workshop(date(2016, 10, 8), status="completed")


@pytest.fixture
def seat(workshop, client):
    enrollment = make_enrollment(workshop, name="Ines Paperboat")
    make_attendance(enrollment)
    link = own_links.of_enrollment(enrollment)
    page = client.get(reverse("workshops:feedback-open", args=[enrollment.pk, link.secret]))
    assert page.url == address(enrollment)
    return enrollment


def address(enrollment):
    return reverse("workshops:feedback", args=[enrollment.pk])


def answers(score="4", words="More time."):
    return {
        f"question-{each.pk}": score if each.kind == Kind.SCALE else words
        for each in FeedbackQuestion.objects.filter(is_active=True)
    }


def given_by(workshop, number, **said):
    for each in range(number):
        enrollment = make_enrollment(workshop, name=f"Teacher Named{each}")
        make_attendance(enrollment)
        make_feedback(enrollment, **said)


def test_what_was_answered_is_kept(seat, client):
    page = client.post(address(seat), answers())

    assert page.status_code == 302
    asked = FeedbackQuestion.objects.filter(is_active=True)
    kept = FeedbackAnswer.objects.filter(feedback__enrollment=seat)
    assert kept.count() == asked.count()
    assert {row.score for row in kept} == {4, None}
    assert "your answers are kept" in client.get(address(seat)).content.decode()


def test_it_is_given_once(seat, client):
    client.post(address(seat), answers())

    page = client.post(address(seat), answers(score="1"))

    assert "They can be given once" in page.content.decode()
    assert Feedback.objects.count() == 1
    assert not FeedbackAnswer.objects.filter(score=1).exists()


def test_a_scale_that_is_left_out_is_an_error_and_nothing_typed_is_lost(seat, client):
    page = client.post(address(seat), answers(score=""))

    text = page.content.decode()
    assert "Choose one of these." in text
    assert "More time." in text
    assert not Feedback.objects.exists()


def test_words_may_be_left_out(seat, client):
    client.post(address(seat), answers(words=""))

    assert Feedback.objects.exists()
    assert not FeedbackAnswer.objects.filter(score=None).exists()


def test_who_was_not_there_is_not_asked(seat, client):
    seat.attendances.update(is_present=False)

    page = client.post(address(seat), answers())

    assert "Only those who were there" in page.content.decode()
    assert not Feedback.objects.exists()


def test_nobody_is_asked_before_it_is_completed(seat, client):
    seat.workshop.move("in_progress", by=None)

    page = client.post(address(seat), answers())

    assert "once the workshop is completed" in page.content.decode()
    assert not Feedback.objects.exists()


def test_nobody_answers_for_another(seat, client, workshop):
    other = make_enrollment(workshop)
    make_attendance(other)

    assert client.post(address(other), answers()).status_code == 404
    assert not Feedback.objects.exists()


def test_with_fewer_than_five_answers_only_their_number_is_read(workshop):
    given_by(workshop, 4, words="Secret words.")

    found = thoughts.of_workshop(workshop)

    assert (found.number, found.missing, found.scores, found.words) == (4, 1, [], [])


def test_from_five_on_scores_and_words_are_read_in_no_telling_order(workshop):
    for words in ["pears", "Apples", "figs", "dates", "Zucchini"]:
        given_by(workshop, 1, score=2 if words == "figs" else 4, words=words)

    found = thoughts.of_workshop(workshop)

    assert found.words[0][1] == ["Apples", "dates", "figs", "pears", "Zucchini"]
    assert found.scores[0].mean == pytest.approx(3.6)
    assert found.scores[0].by_score == [(1, 0), (2, 1), (3, 0), (4, 4), (5, 0)]


def test_a_question_that_fewer_have_answered_is_not_read(workshop):
    given_by(workshop, 4)
    late = FeedbackQuestion.objects.create(text="Was the coffee good?", kind=Kind.SCALE)
    given_by(workshop, 3)

    asked = {row.question for row in thoughts.of_workshop(workshop).scores}

    assert asked
    assert late not in asked


def test_answers_are_read_in_as_many_queries_for_five_as_for_eight(
    workshop, django_assert_num_queries
):
    given_by(workshop, 5, words="Good.")
    with django_assert_num_queries(2):
        thoughts.of_workshop(workshop)
    given_by(workshop, 3, words="Good.")

    with django_assert_num_queries(2):
        thoughts.of_workshop(workshop)


# Who reads it


def portal(workshop):
    return reverse("workshops:workshop", args=[workshop.partner.pk, workshop.pk])


def led(workshop):
    return reverse("workshops:led", args=[workshop.pk])


@pytest.mark.parametrize(("number", "is_read"), [(4, False), (5, True)])
def test_partners_read_it_without_names(workshop, client, number, is_read):
    given_by(workshop, number, words="More breaks please.")
    client.force_login(make_member(workshop.partner).user)

    text = client.get(portal(workshop)).content.decode()

    assert f"{number} answered" in text
    assert f"{number} teachers were there" in text
    assert ("More breaks please." in text) is is_read
    assert "Named0" not in text.partition("After the workshop")[2]


@pytest.mark.parametrize(("number", "is_read"), [(4, False), (5, True)])
def test_who_led_it_reads_it_likewise(workshop, client, number, is_read):
    given_by(workshop, number, words="More breaks please.")
    jonas = make_facilitator_with_account()
    make_leading(workshop, facilitator=jonas, status="confirmed")
    client.force_login(jonas.user)

    text = client.get(led(workshop)).content.decode()

    assert ("More breaks please." in text) is is_read
    assert "Named0" not in text
    assert led(workshop) in client.get("/facilitator/").content.decode()


@pytest.mark.parametrize("status", ["asked", "declined", None])
def test_a_facilitator_who_did_not_lead_it_reads_nothing(workshop, client, status):
    jonas = make_facilitator_with_account()
    if status:
        make_leading(workshop, facilitator=jonas, status=status)
    client.force_login(jonas.user)

    assert Facilitator.objects.count() == 1
    assert client.get(led(workshop)).status_code == 404


def test_another_partner_reads_nothing(workshop, client):
    given_by(workshop, 5)
    client.force_login(make_member().user)

    assert client.get(portal(workshop)).status_code == 404
