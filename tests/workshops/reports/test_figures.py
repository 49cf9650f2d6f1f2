"""What workshops came to, against counting by hand."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.make import make_course, make_partner, make_partner_year, make_teacher
from tests.workshops.make import make_attendance, make_enrollment, make_session, make_workshop
from workshops.models import Enrollment, Feedback, FeedbackAnswer, FeedbackQuestion, Workshop
from workshops.reports import figures as of

pytestmark = pytest.mark.django_db
STATUSES = ["completed", "completed", "completed", "open", "cancelled"]


def a_world(dice):
    """Two partners with workshops of one or two days in two courses, and teachers in some."""
    courses = [make_course(), make_course()]
    years = [make_partner_year(partner=make_partner()) for _ in range(2)]
    teachers = [make_teacher() for _ in range(4)]
    for _ in range(dice.randint(2, 7)):
        workshop = make_workshop(
            partner_year=dice.choice(years),
            course=dice.choice(courses),
            status=dice.choice(STATUSES),
        )
        if dice.random() < 0.3:
            make_session(workshop, day=date(2016, 10, 9))
        for teacher in dice.sample(teachers, dice.randint(0, 4)):
            status = dice.choice(["enrolled", "enrolled", "waitlisted", "cancelled"])
            enrollment = make_enrollment(workshop, teacher, status=status)
            for session in workshop.sessions.all():
                if dice.random() < 0.6:
                    make_attendance(enrollment, session, is_present=dice.random() < 0.7)


def was_at(enrollment):
    return any(mark.is_present for mark in enrollment.attendances.all())


def by_hand():
    """Return {(partner, course): (completed, {came to: teachers})}, one record at a time."""
    found = {}
    for workshop in Workshop.objects.filter(status="completed"):
        key = (workshop.partner.pk, workshop.course_id)
        completed, came = found.get(key, (0, {}))
        for enrollment in workshop.enrollments.all():
            if enrollment.status == "enrolled" or was_at(enrollment):
                teacher = enrollment.teacher_id
                came[teacher] = came.get(teacher, 0) + was_at(enrollment)
        found[key] = (completed + 1, came)
    return {key: (n, Counter(came.values())) for key, (n, came) in found.items()}


@pytest.mark.parametrize("seed", range(12))
def test_who_came_to_how_many_is_as_counted_by_hand(seed):
    a_world(Random(seed))

    found = of.together(Workshop.objects.all())

    assert {(row.partner, row.course): (row.completed, row.counts) for row in found} == by_hand()


@pytest.mark.parametrize("seed", range(12))
def test_seats_enrolled_and_attended_are_as_counted_by_hand(seed):
    a_world(Random(seed))

    found = of.figures(Workshop.objects.all(), "pk")

    assert found == {
        (each.pk,): of.Figures(
            1,
            each.capacity,
            each.enrollments.filter(status="enrolled").count(),
            sum(map(was_at, each.enrollments.all())),
        )
        for each in Workshop.objects.exclude(status="cancelled")
    }


@pytest.mark.parametrize("seed", range(6))
def test_a_sum_is_the_sum_of_its_workshops(seed):
    a_world(Random(seed))
    one_by_one = of.figures(Workshop.objects.all(), "pk")

    by_course = of.figures(Workshop.objects.all(), "course")

    assert of.total(by_course.values()) == of.total(one_by_one.values())
    for (course,), sums in by_course.items():
        keys = Workshop.objects.filter(course=course).values_list("pk", flat=True)
        assert sums == of.total(found for (key,), found in one_by_one.items() if key in keys)


def test_districts_are_known_before_typed_and_said_last_where_there_is_none():
    workshop = make_workshop()
    make_enrollment(workshop, make_teacher(district_name="Typed before", state="OR"))
    make_enrollment(workshop, make_teacher(state="WA"), district_name="Typed here", state="OR")
    came = make_enrollment(workshop, make_teacher(state="", district_name=""))
    make_attendance(came)

    assert of.districts(Workshop.objects.all()) == [
        of.District("Typed before", "OR", 1, 1, 0),
        of.District("Typed here", "WA", 1, 1, 0),
        of.District("", "", 1, 1, 1),
    ]


def test_a_teacher_in_two_workshops_is_one_of_a_district():
    teacher = make_teacher(district_name="Bend", state="OR")
    for _ in range(2):
        make_enrollment(make_workshop(), teacher)

    assert of.districts(Workshop.objects.all()) == [of.District("Bend", "OR", 1, 2, 0)]


def answer(workshop, *scores):
    question = FeedbackQuestion.objects.filter(kind="scale").first()
    for score in scores:
        feedback = Feedback.objects.create(enrollment=make_enrollment(workshop))
        FeedbackAnswer.objects.create(feedback=feedback, question=question, score=score)
    return question


def test_means_are_shown_from_five_answers_on():
    four, five = make_workshop(status="completed"), make_workshop(status="completed")
    answer(four, 5, 5, 5, 5)
    question = answer(five, 1, 2, 3, 4, 5)

    assert of.means(Workshop.objects.all()) == [of.Mean(five.pk, question.pk, 3, 5)]


def test_the_number_of_queries_does_not_grow():
    def asked():
        with CaptureQueriesContext(connection) as queries:
            workshops = Workshop.objects.all()
            of.figures(workshops, "pk")
            of.districts(workshops)
            of.together(workshops)
            of.means(workshops)
        return len(queries)

    a_world(Random(1))
    few = asked()
    for seed in (2, 3):
        a_world(Random(seed))

    assert asked() == few == 8
    assert Enrollment.objects.count() > 10
