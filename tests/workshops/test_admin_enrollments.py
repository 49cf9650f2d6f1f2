"""Who comes to workshops, as staff see and correct it; and feedback, without names."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group

from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import make_teacher, make_user
from tests.workshops.make import make_attendance, make_enrollment, make_workshop
from workshops.actions.correcting import correct_attendance
from workshops.models import Attendance, Enrollment, Feedback, FeedbackQuestion, WalkIn

pytestmark = pytest.mark.django_db

ENROLLMENTS = "/admin/workshops/enrollment/"
MARKS = "/admin/workshops/attendance/"
FEEDBACK = "/admin/workshops/feedback/"
QUESTIONS = "/admin/workshops/feedbackquestion/"


@pytest.fixture
def enrolled():
    """Somebody enrolled in a workshop that was on 8 October 2016."""
    workshop = make_workshop(status="completed", title="Loops for beginners")
    return make_enrollment(workshop, name="Ines Paperboat", school="=1+1", diet="No nuts")


@pytest.fixture
def viewer(client):
    person = make_user(is_staff=True)
    person.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(person)
    return client


def take(client, address, **said_there):
    seen = client.get(address).context_data["seen"]
    return client.post(address, {"do": "1", "seen": seen, **said_there}, follow=True)


def correct(client, enrollment, is_present):
    day = enrollment.workshop.sessions.get()
    address = f"{ENROLLMENTS}step/correct/?ids={enrollment.pk}"
    return take(client, address, session=day.pk, is_present=is_present)


# Found by what staff type


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("bo", True),  # part of the name that we know
        ("RIVER bo", True),  # each word somewhere
        ("mill.example", True),
        ("ridge", True),  # the school
        ("ines paperboat", True),  # as they typed it for this workshop
        ("Ines", False),
        ("CODE", True),  # of the workshop
        ("bo nobody", False),
    ],
)
def test_finds_who_is_enrolled_in_both_lists(staff, typed, finds):
    teacher = make_teacher(name="Bo Rivers", email="bo@mill.example", school="Ridge School")
    enrolled = make_enrollment(make_workshop(), teacher, name="Ines Paperboat")
    make_attendance(enrolled)
    make_attendance(make_enrollment(teacher=make_teacher(name="Kit", email="kit@k.example")))
    typed = enrolled.workshop.code.lower() if typed == "CODE" else typed

    for address in (ENROLLMENTS, MARKS):
        found = staff.get(address, {"q": typed}).context_data["cl"]
        assert found.result_count == finds, address


# Who was present


def test_staff_note_who_was_present_where_nobody_has_said(staff, administrator, enrolled):
    page = said(correct(staff, enrolled, "yes"))

    mark = enrolled.attendances.get()
    assert (mark.is_present, mark.how, mark.by) == (True, "staff", administrator)
    assert "Corrected who was present: Ines Paperboat" in page


def test_a_correction_keeps_what_was_said_before(staff, enrolled):
    mark = make_attendance(enrolled)

    take(staff, f"{MARKS}step/not-present/?ids={mark.pk}")

    mark.refresh_from_db()
    assert (mark.is_present, mark.how) == (False, "staff")
    assert [(h.is_present, h.how) for h in mark.history.all()] == [
        (False, "staff"),
        (True, "manager"),
    ]


def test_says_beforehand_what_it_changes(staff, enrolled):
    day = enrolled.workshop.sessions.get()
    address = f"{ENROLLMENTS}step/correct/?ids={enrolled.pk}"

    page = said(staff.post(address, {"session": day.pk, "is_present": "no"}))

    assert "Not present" in page
    assert "Present on 0 of 1 days noted" in page
    assert not Attendance.objects.exists()


def test_refuses_a_day_of_another_workshop(staff, enrolled):
    other = make_workshop(status="completed").sessions.get()
    address = f"{ENROLLMENTS}step/correct/?ids={enrolled.pk}"

    page = said(staff.post(address, {"do": "1", "session": other.pk, "is_present": "yes"}))

    assert "Select a valid choice" in page
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("status", ["planned", "open", "cancelled"])
def test_nobody_is_present_before_a_workshop_was_started(status):
    enrollment = make_enrollment(make_workshop(status=status))

    refused(enrollment, "once the workshop was started")


def test_nobody_is_present_on_a_day_that_has_not_begun(enrolled):
    with time_machine.travel(datetime(2016, 10, 8, 13, 59, tzinfo=UTC)):
        refused(enrolled, "has not begun")


@pytest.mark.parametrize("status", ["waitlisted", "cancelled"])
def test_nobody_without_a_seat_is_present(enrolled, status):
    Enrollment.objects.update(status=status)
    enrolled.refresh_from_db()

    refused(enrolled, "Only somebody who is enrolled")


def refused(enrollment, why):
    day = enrollment.workshop.sessions.get()
    with pytest.raises(TransitionError, match=why):
        correct_attendance(enrollment, day, is_present=True, by=None)
    assert not Attendance.objects.exists()


def test_a_viewer_corrects_nothing(viewer, enrolled):
    mark = make_attendance(enrolled)

    assert viewer.get(f"{MARKS}step/not-present/?ids={mark.pk}").status_code == 403
    assert viewer.get(f"{ENROLLMENTS}step/correct/?ids={enrolled.pk}").status_code == 403
    assert "Correct who was present" not in said(viewer.get(f"{ENROLLMENTS}{enrolled.pk}/change/"))


# Downloads


def test_downloads_who_comes_with_nothing_that_runs_or_is_private(staff, enrolled):
    make_attendance(enrolled)

    text = b"".join(staff.get(f"{ENROLLMENTS}export.csv")).decode()

    assert f"Ines Paperboat,{enrolled.teacher.email},'=1+1" in text
    assert text.splitlines()[1].endswith(",1")
    assert "nuts" not in text


def test_downloads_what_teachers_need_for_who_may_read_it(staff, enrolled):
    assert "No nuts" in b"".join(staff.get(f"{ENROLLMENTS}private.csv")).decode()
    assert "No nuts" in said(staff.get(f"{ENROLLMENTS}{enrolled.pk}/change/"))


def test_who_may_not_read_it_gets_neither_download_nor_fields(viewer, enrolled):
    assert viewer.get(f"{ENROLLMENTS}private.csv").status_code == 403
    page = said(viewer.get(f"{ENROLLMENTS}{enrolled.pk}/change/"))
    assert "Ines Paperboat" in page
    assert "nuts" not in page


def test_a_download_of_who_was_present_asks_equally_often_for_many(
    staff, enrolled, django_assert_max_num_queries
):
    for _ in range(3):
        make_attendance(make_enrollment(enrolled.workshop))

    with django_assert_max_num_queries(10):
        text = b"".join(staff.get(f"{MARKS}export.csv")).decode()

    assert text.count(",2016-10-08,Present,") == 3


# Feedback


@pytest.fixture
def feedback(enrolled):
    made = Feedback.objects.create(enrollment=enrolled)
    question, other = FeedbackQuestion.objects.filter(kind="scale")[:2]
    made.answers.create(question=question, score=4)
    made.answers.create(question=other, words="More time to try")
    return made


def test_feedback_says_nowhere_who_wrote_it(staff, feedback):
    pages = [
        said(staff.get(FEEDBACK)),
        said(staff.get(f"{FEEDBACK}{feedback.pk}/change/")),
        said(staff.get(f"{FEEDBACK}{feedback.pk}/history/")),
        b"".join(staff.get(f"{FEEDBACK}export.csv")).decode(),
    ]

    assert "More time to try" in pages[1]
    assert "More time to try" in pages[3]
    assert all("Loops for beginners" in page for page in pages[:2])
    address = feedback.enrollment.teacher.email
    assert not any("Paperboat" in page or address in page for page in pages)


@pytest.mark.parametrize("asked", ["q=Paperboat", "enrollment__name__startswith=Ines"])
def test_feedback_cannot_be_sought_by_who_wrote_it(staff, feedback, asked):
    answer = staff.get(f"{FEEDBACK}?{asked}")

    assert answer.status_code != 200 or not answer.context_data["cl"].result_count


def test_the_kind_of_a_question_is_fixed_once_it_was_answered(staff, feedback):
    answered = feedback.answers.first().question
    free = FeedbackQuestion.objects.exclude(answers__feedback=feedback).first()

    def fields(question):
        page = staff.get(f"{QUESTIONS}{question.pk}/change/")
        return set(page.context_data["adminform"].form.fields)

    assert "kind" in fields(free)
    assert "kind" not in fields(answered)
    assert staff.get(f"{QUESTIONS}{answered.pk}/delete/").status_code == 403
    assert staff.get(f"{QUESTIONS}{free.pk}/delete/").status_code == 200


# Who walked in


def test_who_walked_in_is_found_by_what_was_said(staff, enrolled):
    day, moment = enrolled.workshop.sessions.get(), datetime(2016, 10, 8, 15, tzinfo=UTC)
    for name, said_at in [("Ann", {}), ("Bo", {"confirmed_at": moment})]:
        WalkIn.objects.create(session=day, name=name, email=f"{name}@mill.example", **said_at)

    def found(what):
        rows = staff.get(f"/admin/workshops/walkin/?said={what}").context_data["cl"].queryset
        return [row.name for row in rows]

    assert found("waiting") == ["Ann"]
    assert found("confirmed") == ["Bo"]
    assert found("dismissed") == []
