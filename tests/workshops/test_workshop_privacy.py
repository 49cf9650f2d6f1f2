"""What is held of who comes to workshops and leads them: found, erased, and not kept for ever."""

from datetime import date

import pytest
import time_machine

from facilitators.models import Facilitator
from plp.core import history
from plp.core.days import pacific_today
from plp.core.privacy.person import Person, _to_read, erase
from plp.core.privacy.retaining import enforce_retention
from tests.facilitators.make import make_facilitator
from tests.make import make_teacher
from tests.workshops.everything import make_attended
from tests.workshops.make import (
    make_attendance,
    make_enrollment,
    make_leading,
    make_session,
    make_workshop,
)
from workshops.actions.teachers import forget_unless_known
from workshops.models import (
    Assignment,
    Certificate,
    Enrollment,
    FeedbackAnswer,
    Teacher,
    VenueSheet,
    WalkIn,
)
from workshops.models.enrollment import PRIVATE

pytestmark = pytest.mark.django_db

EMAIL, NAME = "ines@mill.example", "Ines Paperboat"
TYPED = {
    "name": NAME,
    "school": "Mill School",
    "district_name": "Mill District",
    "diet": "No nuts",
    "access_needs": "A seat in front",
}


@pytest.fixture
def ines():
    return make_teacher(name=NAME, email=EMAIL)


def sections(email=EMAIL):
    return {section.title: section.rows for section in Person(email).sections}


def fates(email=EMAIL):
    return {title: {str(row.fate) for row in rows} for title, rows in sections(email).items()}


def gone(by, commit, email=EMAIL):
    with commit():
        return erase(Person(email), by=by, names=[NAME])


def test_a_teacher_is_found_with_their_workshops_and_all_that_they_told(ines):
    enrollment = make_enrollment(make_workshop(date(2016, 10, 8)), ines, **TYPED)
    make_attendance(enrollment)

    [row] = sections()["Workshops"]

    assert row.says["School"] == "Mill School"
    assert row.says["Food that you do not eat"] == "No nuts"
    assert row.says["Saturday, 8 October 2016"] == "Present, marked by the partner"
    assert "A seat in front" in _to_read(Person(EMAIL))


def test_where_somebody_was_present_a_stand_in_stays_for_the_money(ines, administrator, commit):
    enrollment = make_enrollment(make_workshop(), ines, **TYPED, reason=f"{NAME} asked.")
    enrollment.school = "Other School"
    enrollment.save()
    make_attendance(enrollment)
    other = make_enrollment(enrollment.workshop, **TYPED | {"name": "Bo Harbor"})
    assert fates()["Workshops"] == {"blanked"}

    gone(administrator, commit)

    enrollment.refresh_from_db()
    assert enrollment.attendances.get().is_present
    assert (enrollment.name, enrollment.school, enrollment.district_name) == ("[erased]", "", "")
    assert (enrollment.reason, enrollment.diet, enrollment.access_needs) == ("", "", "")
    kept = history.of(Enrollment).filter(id=enrollment.pk)
    assert {(row.name, row.school, row.reason) for row in kept} == {("[erased]", "", "")}
    assert Teacher.objects.get(pk=ines.pk).name == "[erased]"
    other.refresh_from_db()
    assert (other.school, other.diet) == ("Mill School", "No nuts")


def test_a_seat_at_a_workshop_to_come_goes_whole(ines, administrator, commit):
    enrollment = make_enrollment(make_workshop(status="open"), ines, **TYPED)
    assert fates()["Workshops"] == {"deleted"}

    gone(administrator, commit)

    assert not Enrollment.objects.exists()
    assert not history.of(Enrollment).filter(id=enrollment.pk).exists()


def test_who_did_not_come_to_what_is_over_still_counts_as_enrolled(ines, administrator, commit):
    make_enrollment(make_workshop(status="completed"), ines, **TYPED)

    gone(administrator, commit)

    assert Enrollment.objects.get().name == "[erased]"


def test_certificates_and_walk_ins_go_and_of_feedback_only_scores_stay(ines, administrator, commit):
    workshop = make_workshop(status="completed")
    make_attended(workshop)
    enrollment = Enrollment.objects.get()
    Enrollment.objects.update(teacher=ines)
    WalkIn.objects.update(email=EMAIL, name=NAME)
    words = FeedbackAnswer.objects.filter(score=None)
    assert words.exists()
    scores = FeedbackAnswer.objects.exclude(score=None).count()
    assert fates() == {
        "Workshops": {"blanked"},
        "Certificates": {"deleted"},
        "Walked in at workshops": {"deleted"},
        "Feedback on workshops": {"blanked"},
        "Teachers": {"blanked"},
    }

    gone(administrator, commit)

    assert not Certificate.objects.exists()
    assert not WalkIn.objects.exists()
    assert not words.exists()
    assert FeedbackAnswer.objects.filter(feedback__enrollment=enrollment).count() == scores > 0


def test_whoever_led_something_stays_as_a_stand_in(administrator, commit):
    jonas = make_facilitator(email=EMAIL, name=NAME)
    led = make_leading(make_workshop(status="completed"), facilitator=jonas, status="confirmed")
    led.changes.create(old="asked", new="declined", note="My father is ill.")
    make_leading(make_workshop(), facilitator=jonas)
    assert fates() == {"Workshops they lead": {"deleted", "stays"}, "Facilitators": {"blanked"}}
    assert "My father is ill." in _to_read(Person(EMAIL))

    gone(administrator, commit)

    assert Assignment.objects.get() == led
    assert led.changes.get().note == "[erased]"
    assert Facilitator.objects.get().name == "[erased]"


def test_whoever_led_nothing_goes_whole(administrator, commit):
    make_leading(make_workshop(), facilitator=make_facilitator(email=EMAIL, name=NAME))

    gone(administrator, commit)

    assert not Assignment.objects.exists()
    assert not Facilitator.objects.exists()


def test_a_teacher_who_is_enrolled_is_known_still(ines):
    make_enrollment(teacher=ines)

    forget_unless_known(ines)

    assert Teacher.objects.filter(pk=ines.pk).exists()


# How long


def test_what_teachers_need_is_blanked_30_days_after_the_last_day(ines):
    workshop = make_workshop(date(2016, 10, 8))
    make_session(workshop, day=date(2016, 11, 5))
    enrollment = make_enrollment(workshop, ines, **TYPED)
    with time_machine.travel("2016-12-05 12:00-08:00"):
        enforce_retention(pacific_today())
        enrollment.refresh_from_db()
        assert enrollment.diet == "No nuts"

    with time_machine.travel("2016-12-06 12:00-08:00"):
        enforce_retention(pacific_today())
        enforce_retention(pacific_today())

    enrollment.refresh_from_db()
    assert {getattr(enrollment, name) for name in PRIVATE} == {""}
    assert enrollment.school == "Mill School"


def test_no_history_is_kept_of_what_teachers_need():
    columns = {field.name for field in history.of(Enrollment).model._meta.fields}

    assert not columns & set(PRIVATE)


def test_who_walked_in_and_who_helped_are_not_kept_for_ever():
    workshop = make_workshop(date(2016, 10, 8))
    with time_machine.travel("2016-10-08 12:00-07:00"):
        make_attended(workshop)
    sheet = VenueSheet(workshop=workshop, contact_name=NAME, contact_phone="415 555 2699")
    sheet.save()

    with time_machine.travel("2017-01-07 12:00-08:00"):
        enforce_retention(pacific_today())
        assert not WalkIn.objects.exists()
        sheet.refresh_from_db()
        assert sheet.contact_name == NAME

    with time_machine.travel("2017-10-10 12:00-07:00"):
        enforce_retention(pacific_today())

    sheet.refresh_from_db()
    assert (sheet.contact_name, sheet.contact_phone) == ("", "")
    assert {row.contact_name for row in history.of(VenueSheet)} == {""}


def test_the_seat_of_who_is_erased_goes_to_the_first_who_waits(ines, administrator, commit):
    workshop = make_workshop(date(2099, 10, 8), status="open", capacity=1)
    make_enrollment(workshop, ines)
    waiting = make_enrollment(workshop, status="waitlisted")

    gone(administrator, commit)

    waiting.refresh_from_db()
    assert waiting.status == "enrolled"
