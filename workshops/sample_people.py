"""Who comes to the workshops of a large sample, who was there, and what they thought."""

from datetime import timedelta
from random import Random

from workshops.models import (
    Attendance,
    Certificate,
    Enrollment,
    EnrollmentStatusChange,
    Feedback,
    FeedbackAnswer,
    FeedbackQuestion,
    Teacher,
    Workshop,
)

COME = [12, 16, 20, 24, 28]  # teachers of one workshop; 20 on average
CANCELS = 0.05
PRESENT = 0.9
ASKED = 10  # of one in so many workshops, those who were present have answered
WORDS = ["More time to try it.", "Bring the same two again.", "The room was cold, the day was not."]
AHEAD = timedelta(days=40)  # of the workshop, somebody signs up

STARTED = {"in_progress", "completed"}
BATCH = 5_000


def come(workshops: list[Workshop], teachers: dict[int, list[Teacher]], dice: Random) -> None:
    """Fill workshops with teachers of their partners; who finds no seat waits."""
    made = Enrollment.objects.bulk_create(
        (
            row
            for workshop in workshops
            if workshop.status != "planned"
            for row in _enrolled(workshop, teachers[workshop.partner.pk], dice)
        ),
        batch_size=BATCH,
    )
    cancelled = [row for row in made if row.status == "cancelled"]
    EnrollmentStatusChange.objects.bulk_create(
        EnrollmentStatusChange(enrollment=row, old="enrolled", new=row.status) for row in cancelled
    )
    _mark(made, dice)
    completed = [workshop.pk for workshop in workshops if workshop.status == "completed"]
    asked = {*completed[::ASKED]}
    _answer([row for row in made if row.workshop_id in asked], dice)


def _enrolled(workshop, teachers, dice):
    [session] = workshop.days
    seats = workshop.capacity
    for n, teacher in enumerate(dice.sample(teachers, dice.choice(COME))):
        status = "cancelled" if dice.random() < CANCELS else "enrolled" if seats else "waitlisted"
        seats -= status == "enrolled"
        yield Enrollment(
            workshop=workshop,
            teacher=teacher,
            name=teacher.name,
            school=teacher.school,
            state=teacher.state,
            how=dice.choice(["self", "self", "group", "list"]),
            since=session.begins_at - AHEAD + timedelta(hours=n),
            status=status,
        )


def _mark(enrollments, dice):
    """Say of everybody with a seat whether they were there, once a workshop was started."""
    marks = []
    for row in enrollments:
        if row.status == "enrolled" and row.workshop.status in STARTED:
            [session] = row.workshop.days
            row.was_there = dice.random() < PRESENT
            mark = Attendance(enrollment=row, session=session, is_present=row.was_there)
            mark.how, mark.marked_at = dice.choice(["manager", "code"]), session.begins_at
            marks.append(mark)
    Attendance.objects.bulk_create(marks, batch_size=BATCH)


def _answer(enrollments, dice):
    """Let those who were there answer, and have their certificates."""
    there = [row for row in enrollments if getattr(row, "was_there", False)]
    questions = list(FeedbackQuestion.objects.filter(is_active=True))
    feedback = Feedback.objects.bulk_create(Feedback(enrollment=row) for row in there)
    FeedbackAnswer.objects.bulk_create(
        (_answered(each, question, dice) for each in feedback for question in questions),
        batch_size=BATCH,
    )
    Certificate.objects.bulk_create(
        Certificate(enrollment=row, code=f"SAMPLE{row.pk:06}") for row in there
    )


def _answered(feedback, question, dice):
    answer = FeedbackAnswer(feedback=feedback, question=question)
    if question.kind == question.Kind.TEXT:
        answer.words = dice.choice(WORDS)
    else:
        answer.score = dice.randint(2, 5)
    return answer
