"""Two people at once, on PostgreSQL: there is one registration, and a teacher is in one group."""

import pytest
import time_machine

from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.make import make_teacher
from tests.workshops.events.conftest import TODAY, TYPED, join, make_cast
from workshops.actions import grouping, registering
from workshops.models import CohortTeacher, EventRegistration, Teacher

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2031-07-02 12:00-07:00"):
        yield


def told(step):
    """Take a step; return what a person reads where it is refused."""

    def take():
        try:
            step()
        except TransitionError as refusal:
            return str(refusal)
        return ""

    return take


@pytest.mark.parametrize("round", range(3))
def test_registering_twice_at_once_gives_one_row(round):
    cast = make_cast()

    def register():
        registering.register_member(cast.session, cast.partner, cast.dana, on=TODAY)

    assert at_once(told(register), told(register)) == ["", ""]
    assert EventRegistration.objects.count() == 1


@pytest.mark.parametrize("round", range(3))
def test_of_two_partners_who_bring_a_teacher_one_does(round):
    cast = make_cast()
    other = join(cast.year.program_year, cast.summit, cast.session)

    def bring(who):
        return told(lambda: registering.bring_teacher(cast.session, who.partner, on=TODAY, **TYPED))

    answers = at_once(bring(cast), bring(other))

    assert sorted(answers)[0] == ""
    assert "Another partner brings this teacher" in sorted(answers)[1]
    assert Teacher.objects.count() == EventRegistration.objects.count() == 1


@pytest.mark.parametrize("round", range(3))
def test_of_two_partners_who_group_a_teacher_one_does(round):
    cast = make_cast()
    other = join(cast.year.program_year, cast.summit, cast.session)
    make_teacher(email=TYPED["email"])
    where = {
        "course": cast.year.program_year.courses.get(),
        "school_year": cast.year.program_year.school_year,
    }

    def group(who):
        return told(lambda: grouping.add_teacher(who.partner, **where, **TYPED))

    answers = at_once(group(cast), group(other))

    assert sorted(answers)[0] == ""
    assert "in the group of another partner" in sorted(answers)[1]
    assert CohortTeacher.objects.count() == 1
