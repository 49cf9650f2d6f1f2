"""What is held of who comes to workshops: their seats, that they were there, and who walked in."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from plp.core import days, history
from plp.core.privacy import Fate, Row, StandIn, holds, retains
from workshops.actions.enrolling import move_up
from workshops.actions.seating import lock
from workshops.models import (
    Attendance,
    Certificate,
    Enrollment,
    Payable,
    Session,
    Teacher,
    WalkIn,
    Workshop,
)
from workshops.models.enrollment import PRIVATE
from workshops.models.schedule import WorkshopStatus

WORDS = ["school", "district_name", "reason"]
BLANK_NEEDS = dict.fromkeys(PRIVATE, "")
LABELS = {name: Enrollment._meta.get_field(name).verbose_name.capitalize() for name in PRIVATE}

# What is paid and counted rests on who was there, and on how many were to come.
RESTS = (
    Exists(Attendance.objects.filter(enrollment=OuterRef("pk")))
    | Exists(Payable.objects.filter(enrollment=OuterRef("pk")))
    | Q(workshop__status__in=[WorkshopStatus.IN_PROGRESS, WorkshopStatus.COMPLETED])
)


def of_teacher(email: str):
    return Enrollment.objects.filter(teacher__email__iexact=email)


# Seats


def enrollments(email: str) -> Iterator[Row]:
    found = of_teacher(email).annotate(must_stay=RESTS).select_related("workshop__course")
    for row in found.prefetch_related("attendances__session__workshop"):
        yield Row(
            row,
            str(row.workshop),
            _said(row),
            Fate.BLANKED if row.must_stay else Fate.DELETED,
            "That somebody was there still counts for the partner, and money may rest on it."
            if row.must_stay
            else "Their seat is free then.",
            names={row.name},
        )


def _said(row):
    """Return what somebody typed, and what became of it."""
    said = {
        "Name": row.name,
        "School": row.school,
        "District": row.district_name,
        "State": row.get_state_display(),
        "Status": f"{row.get_status_display()}, since {days.moment_in_words(row.since)}",
        "How they came": row.get_how_display(),
        "Why": row.reason,
    }
    said |= {LABELS[name]: getattr(row, name) for name in PRIVATE}
    for one in row.attendances.all():
        was = "Present" if one.is_present else "Not present"
        said[days.in_words(one.session.day)] = f"{was}, {one.get_how_display().lower()}"
    return {label: text for label, text in said.items() if text}


def erase_enrollments(email: str, stand_in: StandIn) -> None:
    """Blank those that something rests on, also in what was; delete the others. Their workshops
    are locked first, as by everybody who changes seats."""
    for workshop in _in_order(of_teacher(email).values("workshop")):
        lock(workshop)
    kept = {"name": stand_in.name} | dict.fromkeys(WORDS, "")
    teachers = Teacher.objects.filter(email__iexact=email)
    history.of(Enrollment).filter(teacher_id__in=teachers.values("pk")).update(**kept)
    rests = of_teacher(email).filter(RESTS).values("pk")
    gone = list(of_teacher(email).exclude(pk__in=rests))
    for row in gone:
        key = row.pk
        row.delete()
        history.forget(history.of(Enrollment).filter(id=key))
    of_teacher(email).update(**kept, **BLANK_NEEDS)
    for workshop in _in_order({row.workshop_id for row in gone}):
        move_up(workshop)


def _in_order(keys):
    """Return workshops in the order in which they are locked."""
    return list(Workshop.objects.filter(pk__in=keys).order_by("pk"))


holds("Workshops", find=enrollments, erase=erase_enrollments)


# Certificates


def certificates(email: str) -> Iterator[Row]:
    found = Certificate.objects.filter(enrollment__in=of_teacher(email))
    for row in found.select_related("enrollment__workshop__course"):
        yield Row(
            row,
            str(row.enrollment.workshop),
            {"Number": row.code, "Made": days.moment_in_words(row.made_at)},
            Fate.DELETED,
            "Nobody can check it any more.",
        )


def erase_certificates(email: str, stand_in: StandIn) -> None:
    Certificate.objects.filter(enrollment__in=of_teacher(email)).delete()


holds("Certificates", find=certificates, erase=erase_certificates)


# Who walked in


def walk_ins(email: str) -> Iterator[Row]:
    found = WalkIn.objects.filter(email__iexact=email)
    for row in found.select_related("session__workshop__course"):
        yield Row(
            row,
            str(row.session.workshop),
            {
                "Name": row.name,
                "E-mail": row.email,
                "School": row.school,
                "State": row.get_state_display(),
                "Came": days.moment_in_words(row.came_at),
            },
            Fate.DELETED,
            "",
            names={row.name},
        )


def erase_walk_ins(email: str, stand_in: StandIn) -> None:
    WalkIn.objects.filter(email__iexact=email).delete()


holds("Walked in at workshops", find=walk_ins, erase=erase_walk_ins)


# How long


def past_needs(moment):
    """Enrollments that tell what somebody needs, whose workshop's last day was before a moment."""
    told = Q(pk__in=[])
    for name in PRIVATE:
        told |= ~Q(**{name: ""})
    left = Session.objects.filter(workshop=OuterRef("workshop"), day__gte=days.pacific_day(moment))
    return [Enrollment.objects.filter(told, ~Exists(left))]


retains(
    kind="workshop-needs",
    name="What teachers told for a workshop: food, and what they need",
    after="after the last day of the workshop",
    days=30,
    fewest=1,
    why_fewest="they are still there.",
    due=past_needs,
    erase=lambda rows: rows.update(**BLANK_NEEDS),  # no history of it was ever kept
)
retains(
    kind="walk-in",
    name="Who walked in at a workshop",
    after="after they came",
    days=90,
    fewest=14,
    why_fewest="the partner still says who belongs there; whoever does is enrolled then.",
    due=lambda moment: [WalkIn.objects.filter(came_at__lt=moment)],
    erase=lambda rows: rows.delete(),
)
