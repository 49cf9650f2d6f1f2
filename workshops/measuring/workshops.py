"""How days of workshops count for what a partner has promised, and who led them."""

from decimal import Decimal
from functools import cache

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.urls import reverse

from applications.models import PartnerRequirement, Requirement
from applications.registry import Counted, among, measures, window
from facilitators.models import Accreditation, Contract
from workshops.models import Assignment, Payable, Session, Workshop

Kind, Status = Requirement.Kind, Workshop.Status
ASKED = "workshop__partner_year__requirements"
YEAR = "workshop__partner_year__program_year__school_year"
COMPLETED = Q(workshop__status=Status.COMPLETED)
COUNTED_ANYWAY = Q(workshop__counted_anyway__isnull=False)
VIRTUAL = Q(workshop__mode=Workshop.Mode.VIRTUAL)
BOTH = "its lead was not both accredited for the course on that day and under contract with you"
NOT_PAID = "Somebody who led it was not paid by the day on which it was due."
NOT_LED = f"It does not count yet: {BOTH}. Our staff can let it count."
NOT_VIRTUAL = "A virtual workshop counts only where our staff allow it."


def describe_day(session) -> Counted:
    """Return a day as a person reads it behind the number of days."""
    if session.done is not None:
        return _counted(session, session.worth, session.done, _said_by_staff(session))
    is_virtual = session.workshop.mode == Workshop.Mode.VIRTUAL
    return _counted(
        session, Decimal(0), False, NOT_VIRTUAL if is_virtual else NOT_LED, "nothing yet"
    )


def describe_lead(session) -> Counted:
    """Return a day as a person reads it behind the share of days that were led as asked."""
    if session.done:
        return _counted(session, session.worth, True, _said_by_staff(session), "led as asked")
    remark = NOT_PAID if session.as_asked else f"{BOTH.capitalize()}."
    return _counted(session, session.worth, False, remark, "not as asked")


def _counted(session, worth, is_done, remark, said=""):
    workshop = session.workshop
    url = reverse("workshops:workshop", args=[workshop.partner_year.partner_id, workshop.pk])
    return Counted(str(workshop), worth, bool(is_done), session.day, url, remark, said)


def _said_by_staff(session):
    found = getattr(session.workshop, "counted_anyway", None)
    return f"Our staff let it count: {found.reason}" if found else ""


@measures(Kind.WORKSHOP_DAYS, describe=describe_day)
def workshop_days(requirements: QuerySet[PartnerRequirement], on) -> QuerySet[Session]:
    """Days of workshops of the required course, within the window or else the school year.

    Unit: days; a session is worth 1 or a half. Cancelled never counts; what is not completed is
    planned, also when its day has passed. Completed, it is done where its lead was accredited and
    under contract on that day, or staff let it count anyway with a reason; else it counts as
    nothing, `done` is None. A virtual one counts only where staff let it, also as planned.
    Source: program page, four 1-day workshops a course in the school year; DESIGN, rule 4.
    """
    of_course = Q(workshop__course=F(f"{ASKED}__requirement__course"))
    return _rows(requirements, Kind.WORKSHOP_DAYS, of_course).annotate(
        done=_flag(
            When(VIRTUAL & ~COUNTED_ANYWAY, then=Value(None)),
            When(~COMPLETED, then=Value(False)),
            When(_as_asked(), then=Value(True)),
            default=None,
        )
    )


@measures(Kind.FACILITATED, describe=describe_lead)
def facilitated_days(requirements: QuerySet[PartnerRequirement], on) -> QuerySet[Session]:
    """Days of completed workshops, done where they were led as asked and all who led them were paid
    when due; or staff let them count.

    Unit: days, of any course of the year. Those to come are no part of the share. What is not due
    yet counts as paid; employees, of whom there is no payment, too. Source: program page, contract
    with and compensate accredited facilitators to lead every workshop day; DESIGN, rule 4.
    """
    for_leading = Payable.objects.filter(workshop=OuterRef("workshop"), kind=Payable.Kind.LED)
    paid_late = Q(Exists(for_leading.not_paid_when_due(on))) & ~COUNTED_ANYWAY
    rows = _rows(requirements, Kind.FACILITATED, COMPLETED)
    return rows.annotate(
        as_asked=_flag(When(_as_asked(), then=Value(True)), default=False),
        done=_flag(When(paid_late, then=Value(False)), default=F("as_asked")),
    )


def _rows(requirements, kind, which):
    """Return the days of live workshops for requirements of one kind; the kind is a constant, as
    PostgreSQL plans badly what it would have to match by rows. All conditions stand in one filter,
    so that they are of the same requirement."""
    rows = Session.objects.live().filter(
        which,
        among(ASKED, requirements),
        Q(**{f"{ASKED}__requirement__kind": kind}),
        workshop__partner_year__in=requirements.order_by().values("partner_year"),
        day__range=window(ASKED, YEAR),
    )
    related = ["workshop__course", "workshop__partner_year", "workshop__counted_anyway"]
    return _with_lead(rows.select_related(*related)).annotate(requirement=F(ASKED))


def _with_lead(rows):
    """Name the confirmed lead of each day, of whom a workshop has one at most."""
    is_lead = Q(
        workshop__assignments__role=Assignment.Role.LEAD,
        workshop__assignments__status=Assignment.Status.CONFIRMED,
    )
    return rows.alias(lead=FilteredRelation("workshop__assignments", condition=is_lead))


@cache  # as it costs more to put together than to ask
def _as_asked():
    """Match a day whose lead was accredited for the course on it, and under contract with the
    partner; or one that staff let count anyway."""
    person, day, course = (
        OuterRef("lead__facilitator"),
        OuterRef("day"),
        OuterRef("workshop__course"),
    )
    holding = Accreditation.objects.filter(facilitator=person, course=course)
    agreed = Contract.objects.filter(
        facilitator=person, partner=OuterRef("workshop__partner_year__partner"), courses=course
    )
    return COUNTED_ANYWAY | (Q(Exists(holding.valid_on(day))) & Q(Exists(agreed.covering(day))))


def _flag(*cases, default):
    if not isinstance(default, F):
        default = Value(default)
    return Case(*cases, default=default, output_field=BooleanField(null=True))
