"""What follows when a workshop is completed, once, and again after it was reopened."""

from datetime import date
from decimal import Decimal

import pytest

from plp.core.models import Message
from tests.make import make_member, make_teacher
from tests.workshops.make import (
    make_attendance,
    make_enrollment,
    make_session,
    make_workshop,
)
from workshops.actions.finishing import finish, settle_certificates
from workshops.models import Certificate

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2016, 10, 8), date(2016, 10, 9)


@pytest.fixture
def workshop():
    made = make_workshop(FIRST, status="completed")
    make_session(made, day=SECOND, worth=Decimal("0.5"))
    make_member(made.partner)
    return made


def present(workshop, *days, **fields):
    enrollment = make_enrollment(workshop, **fields)
    for session in workshop.sessions.filter(day__in=days):
        make_attendance(enrollment, session)
    return enrollment


def mails(what):
    return list(Message.objects.filter(what=what).order_by("pk"))


def test_each_who_was_present_gets_a_certificate_and_is_asked(workshop):
    came, half = present(workshop, FIRST, SECOND), present(workshop, SECOND)
    make_enrollment(workshop)
    make_attendance(make_enrollment(workshop), workshop.sessions.first(), is_present=False)

    finish(workshop)

    assert {row.enrollment for row in Certificate.objects.all()} == {came, half}
    first, second = mails("workshop-over")
    assert (first.to, second.to) == (came.teacher.email, half.teacher.email)
    assert "certificate of 9 hours" in first.text
    assert "certificate of 3 hours" in second.text
    assert first.secret in first.text


def test_the_partner_hears_how_many_came(workshop):
    present(workshop, FIRST, SECOND, is_walk_in=True)
    present(workshop, FIRST)
    make_enrollment(workshop)

    finish(workshop)

    [mail] = mails("workshop-summary")
    assert "Saturday, 8 October 2016: 2 of 3 were there" in mail.text
    assert "Sunday, 9 October 2016: 1 of 3 were there" in mail.text
    assert "2 teachers were there, 1 of them walked in." in mail.text


def test_ended_again_nothing_is_done_twice(workshop):
    stays, goes = present(workshop, FIRST), present(workshop, FIRST)
    finish(workshop)
    code = stays.certificate.code
    goes.attendances.update(is_present=False)
    comes = present(workshop, FIRST)

    finish(workshop)

    assert {row.enrollment for row in Certificate.objects.all()} == {stays, comes}
    assert Certificate.objects.get(enrollment=stays).code == code
    asked = [mail.to for mail in mails("workshop-over")]
    assert asked == [row.teacher.email for row in (stays, goes, comes)]
    assert len(mails("workshop-summary")) == 1


def test_no_hours_make_no_certificate_but_they_are_asked(workshop):
    workshop.hours = 0
    workshop.save()
    present(workshop, FIRST)

    finish(workshop)

    assert not Certificate.objects.exists()
    [mail] = mails("workshop-over")
    assert "certificate" not in mail.text


def test_who_gave_the_seat_back_has_none(workshop):
    present(workshop, FIRST, status="cancelled")

    finish(workshop)

    assert not Certificate.objects.exists()
    assert not mails("workshop-over")


def test_no_mail_is_written_where_staff_want_none(workshop):
    workshop.mails_off = True
    workshop.save()
    present(workshop, FIRST)

    finish(workshop)

    assert Certificate.objects.exists()
    assert not Message.objects.exists()


def test_certificates_of_another_workshop_stay(workshop):
    other = make_workshop(FIRST, status="completed")
    present(other, FIRST)
    settle_certificates(other)

    settle_certificates(workshop)

    assert Certificate.objects.count() == 1


def test_certificates_are_settled_in_as_many_queries_for_one_as_for_three(
    workshop, django_assert_num_queries
):
    present(workshop, FIRST, SECOND)
    with django_assert_num_queries(8):
        settle_certificates(workshop)
    for _ in range(3):
        present(workshop, FIRST, SECOND)

    with django_assert_num_queries(8):
        settle_certificates(workshop)


def test_whoever_was_erased_gets_no_certificate_any_more(workshop):
    gone = present(workshop, FIRST, teacher=make_teacher(email="erased-7@erased.invalid"))

    finish(workshop)

    assert gone.attendances.get().is_present
    assert not Certificate.objects.exists()
