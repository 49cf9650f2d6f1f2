"""Who comes to the demo's workshops, was there, and what they thought. Nobody here is real."""

from datetime import timedelta

from django.utils import timezone
from django.utils.text import slugify

from workshops.actions.finishing import settle_certificates
from workshops.models import (
    Attendance,
    Enrollment,
    Feedback,
    FeedbackQuestion,
    Teacher,
    Workshop,
)

NAMES = [
    "Ines Paperboat",
    "Otto Pinwheel",
    "Wanda Teaspoon",
    "Felix Lampshade",
    "Greta Umbrella",
    "Hugo Marbles",
    "Ida Cloudberry",
    "Jasper Doorbell",
    "Kit Windfall",
    "Lena Breadcrumb",
    "Milo Handsaw",
    "Nell Buttercup",
]
SCHOOLS = ["Buttonhole Middle School", "Half-Moon High School", "Kettle Lane School"]
DIETS = {1: "No nuts", 4: "Vegetarian"}
NEEDS = {2: "A seat near the screen"}
ABSENT = 5  # the place of the one who did not come
MARKED = 6  # so many are marked on the day itself
ANSWERED = 6  # so many answer
WORDS = [
    "Pairs that change every hour.",
    "",
    "The card game, on Monday.",
    "More time for questions.",
]

Status = Enrollment.Status


def load(workshop: Workshop, come: int, by, *, offers: bool = False) -> None:
    """Enroll so many teachers, those beyond the seats on the waiting list, of which the first may
    be offered a seat; note who was there, where it has begun; and let them answer and have their
    certificates, where it is over."""
    first = workshop.sessions.earliest("day")
    opened = first.begins_at - timedelta(days=60)
    kept = workshop.capacity - offers
    rows = [_enroll(workshop, n, kept, opened + timedelta(hours=n)) for n in range(come)]
    if workshop.status in {Workshop.Status.IN_PROGRESS, Workshop.Status.COMPLETED}:
        _mark(workshop, first, rows, by)
    if workshop.status == Workshop.Status.IN_PROGRESS:
        _walk_in(first)
    if workshop.status == Workshop.Status.COMPLETED:
        settle_certificates(workshop)
        _answer(rows[:ABSENT] + rows[ABSENT + 1 :][: ANSWERED - ABSENT], first.ends_at)


def _enroll(workshop, n, kept, since):
    teacher = _teacher(workshop.partner, n)
    row = Enrollment.objects.create(
        workshop=workshop,
        teacher=teacher,
        name=teacher.name,
        school=teacher.school,
        district_name="Upper Marzipan",
        state=teacher.state,
        how=Enrollment.How.SELF if n % 3 else Enrollment.How.GROUP,
        diet=DIETS.get(n, "") if workshop.is_to_come else "",
        access_needs=NEEDS.get(n, "") if workshop.is_to_come else "",
        since=since,
        **_stands(workshop, n, kept),
    )
    row.changes.create(old="", new=row.status, by=None)
    row.changes.update(at=since)
    return row


def _stands(workshop, n, kept):
    """Say whether somebody has a seat, or the one that is free is offered to them."""
    if n < kept:
        return {"status": Status.ENROLLED}
    if n < workshop.capacity:
        begins = workshop.sessions.earliest("day").begins_at
        return {"status": Status.OFFERED, "answer_by": begins - timedelta(hours=12)}
    return {"status": Status.WAITLISTED}


def _teacher(partner, n):
    address = f"{slugify(NAMES[n])}@{slugify(partner.organization)}.example"
    own = {"name": NAMES[n], "school": SCHOOLS[n % 3], "state": partner.region.state}
    teacher, _ = Teacher.objects.get_or_create(email=address, defaults=own)
    return teacher


def _mark(workshop, day, rows, by):
    """Note who is there: of a workshop that is going on, the first ones so far."""
    is_over = workshop.status == Workshop.Status.COMPLETED
    for n, row in enumerate(rows if is_over else rows[:MARKED]):
        Attendance.objects.create(
            enrollment=row,
            session=day,
            is_present=n != ABSENT,
            how=Attendance.How.CODE if n % 4 == 1 else Attendance.How.MANAGER,
            by=None if n % 4 == 1 else by,
            marked_at=min(day.begins_at + timedelta(minutes=n - 8), timezone.now()),
        )


def _walk_in(day):
    row = day.walk_ins.create(
        name="Pearl Rainbarrel", email="pearl@rainbarrel.example", school=SCHOOLS[0]
    )
    day.walk_ins.filter(pk=row.pk).update(
        came_at=min(day.begins_at - timedelta(minutes=3), timezone.now())
    )


def _answer(rows, moment):
    questions = list(FeedbackQuestion.objects.filter(is_active=True))
    for n, row in enumerate(rows):
        feedback = Feedback.objects.create(enrollment=row)
        Feedback.objects.filter(pk=feedback.pk).update(at=moment + timedelta(hours=n))
        for at, question in enumerate(questions):
            said = {"score": 5 - (n + at) % 3}
            if question.kind == FeedbackQuestion.Kind.TEXT:
                said = {"words": WORDS[(n + at) % len(WORDS)]}
            if any(said.values()):
                feedback.answers.create(question=question, **said)
