"""Days of workshops as entries for calendars: of a partner, a facilitator, a teacher.

Each entry is in the zone of the place, and says so; a later version takes the place of an earlier,
since it has the same name and a higher number.
"""

from collections.abc import Iterable
from datetime import date, datetime

import icalendar
from django.conf import settings
from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from applications.models import Partner
from facilitators.models import Facilitator
from facilitators.registry import calendar_entries
from plp.core import calendars, outbox
from plp.core.calendars import calendar, host
from workshops.models import (
    Assignment,
    Enrollment,
    Session,
    Teacher,
    Workshop,
    WorkshopStatusChange,
)

NAMES = {
    Enrollment.Status.ENROLLED: "",
    Enrollment.Status.WAITLISTED: "Waiting list: ",
    Enrollment.Status.OFFERED: "Seat offered, answer it: ",
}
TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"


def of_partner(partner: Partner, since: date) -> list[tuple[str, icalendar.Event]]:
    """Return (the page, the entry) of each day of a partner's workshops, cancelled ones too."""
    found = []
    for session in versioned(
        Session.objects.filter(workshop__partner_year__partner=partner), since
    ):
        page = reverse("workshops:workshop", args=[partner.pk, session.workshop_id])
        found.append((page, entry(session, page)))
    return found


@calendar_entries
def of_facilitator(facilitator: Facilitator, since: date) -> list[icalendar.Event]:
    """Return the days on which a facilitator leads, or is asked to; asked stands as tentative."""
    Status = Assignment.Status
    mine = facilitator.assignments.told()
    status = dict(mine.order_by().values_list("workshop", "status"))
    page = reverse("facilitators:own")
    return [
        entry(session, page, is_sure=status[session.workshop_id] == Status.CONFIRMED)
        for session in versioned(Session.objects.filter(workshop__in=status), since)
    ]


def of_teacher(teacher: Teacher, since: date) -> list[icalendar.Event]:
    """Return the days of the workshops that a teacher comes to, or waits for."""
    rows = teacher.enrollments.filter(status__in=NAMES).order_by()
    mine = {row.workshop_id: row for row in rows}
    found = versioned(Session.objects.filter(workshop__in=mine), since)
    return [_for_enrolled(session, mine[session.workshop_id]) for session in found]


def file_of(enrollment: Enrollment) -> bytes:
    """Return the calendar file of one workshop, as it goes to somebody who is enrolled."""
    mine = Session.objects.filter(workshop=enrollment.workshop_id)
    found = versioned(mine, date.min)
    return calendar([_for_enrolled(session, enrollment) for session in found])


@outbox.attaches("enrollment")
def attached(key: str) -> outbox.Attachment | None:
    """Return that file for a mail, unless there is nothing left to attach."""
    found = Enrollment.objects.filter(pk=key).first()
    return found and outbox.Attachment("workshop.ics", file_of(found), calendars.TYPE)


def _for_enrolled(session, enrollment):
    page = reverse("workshops:seat", args=[enrollment.pk])
    is_sure = enrollment.status == Enrollment.Status.ENROLLED
    return entry(session, page, is_sure=is_sure, before=NAMES.get(enrollment.status, ""))


def versioned(sessions: QuerySet[Session], since: date) -> QuerySet[Session]:
    """Return days from a day on, with what an entry says; and how often each has changed, as
    `version`, and when last, as `changed_at`."""
    own = Session.history.model.objects.filter(id=OuterRef("pk"))
    of_workshop = Workshop.history.model.objects.filter(id=OuterRef("workshop"))
    moves = WorkshopStatusChange.objects.filter(workshop=OuterRef("workshop"))
    related = ["workshop__course", "workshop__partner_year__partner"]
    return (
        sessions.filter(day__gte=since)
        .select_related(*related)
        .annotate(
            version=_of(own, "id", Count("pk"), 0)
            + _of(of_workshop, "id", Count("pk"), 0)
            + _of(moves, "workshop", Count("pk"), 0),
            changed_at=Greatest(
                _of(own, "id", Max("history_date"), F("workshop__made_at")),
                _of(of_workshop, "id", Max("history_date"), F("workshop__made_at")),
                _of(moves, "workshop", Max("at"), F("workshop__made_at")),
            ),
        )
        .order_by("day", "pk")
    )


def _of(rows, key, aggregate, default):
    found = rows.order_by().values(key).annotate(found=aggregate).values("found")
    return Coalesce(Subquery(found), default)


def entry(session: Session, path: str, *, is_sure=True, before="") -> icalendar.Event:
    """Return one day, read by `versioned`; `path` is the page on which its reader finds more."""
    workshop = session.workshop
    made = icalendar.Event()
    made.add("uid", f"workshop-day-{session.pk}@{host()}")
    made.add("sequence", session.version)
    made.add("dtstamp", session.changed_at)
    is_off = workshop.status == Workshop.Status.CANCELLED
    made.add("status", CANCELLED if is_off else CONFIRMED if is_sure else TENTATIVE)
    made.add("summary", f"{before}{workshop}")
    made.add("location", workshop.where)
    made.add("description", "\n".join(_said(session)))
    made.add("url", settings.SITE_URL + path)
    made.add("dtstart", datetime.combine(session.day, session.begins, workshop.tz))
    made.add("dtend", datetime.combine(session.day, session.ends, workshop.tz))
    return made


def _said(session) -> Iterable[str]:
    """Yield what stands below: calendars show times in their own zone, so here is the place's."""
    workshop = session.workshop
    yield f"{workshop.partner}, {workshop.course.full_name}"
    yield f"Local time there: {session.hours}"
    if workshop.about:
        yield workshop.about
