"""What is held of teachers, who have no account here."""

from collections.abc import Iterator

from django.db.models import Q

from plp.core import days, history, outbox
from plp.core.privacy import Fate, Row, StandIn, holds
from workshops import invited
from workshops.models import EventRegistration, Teacher

WORDS = ["school", "district_name"]


def teachers(email: str) -> Iterator[Row]:
    for teacher in Teacher.objects.filter(email__iexact=email).select_related("district"):
        groups = teacher.in_cohorts.select_related(
            "cohort__course", "cohort__school_year", "cohort__partner"
        )
        yield Row(
            teacher,
            f"Teacher {teacher.name}",
            {
                "Name": teacher.name,
                "E-mail": teacher.email,
                "School": teacher.school,
                "District": teacher.district_in_words,
                "State": teacher.get_state_display(),
                "Known since": days.moment_in_words(teacher.added_at),
                "In groups": "; ".join(str(row.cohort) for row in groups),
            },
            Fate.BLANKED,
            "How many teachers came and learned still counts for the partner.",
            names={teacher.name},
        )


def erase_teachers(email: str, stand_in: StandIn) -> None:
    """Blank who they were, also in what was; their links open nothing any more."""
    found = Teacher.objects.filter(email__iexact=email)
    rows = EventRegistration.objects.filter(teacher__in=found).select_related("teacher")
    outbox.forget_links(map(invited.secret, rows))
    keys = list(found.values_list("pk", flat=True))
    gone = {"name": stand_in.name, "email": stand_in.email} | dict.fromkeys(WORDS, "")
    # Whoever was forgotten is no teacher any more, but stands in the history.
    history.of(Teacher).filter(Q(id__in=keys) | Q(email__iexact=email)).update(**gone)
    found.update(**gone)


holds("Teachers", find=teachers, erase=erase_teachers, is_last=True)


def earlier_teachers(email: str) -> Iterator[Row]:
    """Where history still names somebody who is no teacher here any more, or has another address
    now."""
    now = Teacher.objects.filter(email__iexact=email)
    rows = history.of(Teacher).filter(email__iexact=email).exclude(id__in=now.values("pk"))
    for row in rows:
        yield Row(
            row,
            f"Teacher {row.name}, as of {days.moment_in_words(row.history_date)}",
            {
                "Name": row.name,
                "E-mail": row.email,
                "School": row.school,
                "District": row.district_name,
                "State": row.get_state_display(),
            },
            Fate.BLANKED,
            "It stays as history.",
            names={row.name},
        )


holds(
    "Earlier records of teachers",
    find=earlier_teachers,
    erase=lambda email, stand_in: None,  # done with the teachers
)
