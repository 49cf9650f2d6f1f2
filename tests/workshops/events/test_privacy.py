"""What is held of teachers and of who comes to events: found, exported, erased, and not kept."""

import pytest
import time_machine

from plp.core import history
from plp.core.days import pacific_today
from plp.core.models import Message
from plp.core.privacy.person import Person, _to_read, erase
from plp.core.privacy.retaining import enforce_retention
from tests.make import make_cohort, make_registration, make_teacher
from workshops import emails, invited
from workshops.actions import registering
from workshops.models import EventRegistration, Teacher
from workshops.models.events import PRIVATE

pytestmark = pytest.mark.django_db

EMAIL = "ines@mill.example"
TOLD = dict.fromkeys(PRIVATE, "Told in private")


@pytest.fixture
def ines(cast):
    teacher = make_teacher(name="Ines Paperboat", email=EMAIL, school="Mill School")
    teacher.school = "Old Mill School"
    teacher.save()
    make_registration(event=cast.session, partner=cast.partner, teacher=teacher, **TOLD)
    make_cohort(teacher, partner=cast.partner)
    return teacher


def sections(email):
    return {section.title: section.rows for section in Person(email).sections}


def test_a_teacher_is_found_with_all_that_they_told(ines):
    found = sections("INES@mill.example".lower())

    assert found["Teachers"][0].says["School"] == "Old Mill School"
    assert "Larkspur Office" in found["Teachers"][0].says["In groups"]
    [row] = found["Registrations for events"]
    assert row.says["Arrival and departure"] == "Told in private"
    assert row.says["Comes"] == "Comes"
    assert "Earlier records of teachers" not in found


def test_a_member_is_found_by_their_registration(cast):
    make_registration(event=cast.session, partner=cast.partner, member=cast.dana, teacher=None)

    assert len(sections(cast.dana.email)["Registrations for events"]) == 1


def test_of_a_teacher_who_is_erased_only_the_number_stays(ines, administrator, commit):
    other = make_registration(**TOLD)
    row = EventRegistration.objects.get(teacher=ines)
    emails.teacher_invited(row, occasion="1")
    secret = invited.secret(row)

    with commit():
        erase(Person(EMAIL), by=administrator, names=["Ines Paperboat"])

    gone = Teacher.objects.get(pk=ines.pk)
    assert (gone.name, gone.school) == ("[erased]", "")
    assert not Teacher.objects.filter(email=EMAIL).exists()
    assert not history.of(Teacher).filter(name="Ines Paperboat").exists()
    assert not history.of(Teacher).filter(school__contains="Mill").exists()
    row.refresh_from_db()
    assert {getattr(row, name) for name in PRIVATE} == {""}
    assert row.registered_at
    assert gone.in_cohorts.count() == 1
    assert not Message.objects.filter(text__contains=secret).exists()
    other.refresh_from_db()
    assert other.travel == "Told in private"


def test_of_a_teacher_who_was_taken_off_a_list_no_history_stays(cast, administrator, commit):
    ines = make_teacher(name="Ines Paperboat", email=EMAIL, school="Mill School")
    registering.take_off(
        make_registration(
            event=cast.session, partner=cast.partner, teacher=ines, registered_at=None
        )
    )

    assert not Teacher.objects.exists()
    [gone, made] = sections(EMAIL)["Earlier records of teachers"]
    assert gone.says["School"] == made.says["School"] == "Mill School"
    assert "Mill School" in _to_read(Person(EMAIL))

    with commit():
        erase(Person(EMAIL), by=administrator, names=[])

    assert "Earlier records of teachers" not in sections(EMAIL)
    assert {row.name for row in history.of(Teacher)} == {"[erased]"}
    assert {row.school for row in history.of(Teacher)} == {""}


def test_what_was_told_is_blanked_30_days_after_the_event(cast, ines):
    row = EventRegistration.objects.get()
    with time_machine.travel("2031-08-21 12:00-07:00"):
        enforce_retention(pacific_today())
        row.refresh_from_db()
        assert row.diet == "Told in private"

    with time_machine.travel("2031-08-23 12:00-07:00"):
        enforce_retention(pacific_today())
        enforce_retention(pacific_today())

    row.refresh_from_db()
    assert {getattr(row, name) for name in PRIVATE} == {""}
    assert row.registered_at


def test_no_history_is_kept_of_what_was_told(ines):
    columns = {field.name for field in history.of(EventRegistration).model._meta.fields}

    assert not columns & set(PRIVATE)
