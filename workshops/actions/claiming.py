"""What a partner does to be reimbursed: begin a request, send it, take it back."""

from datetime import date

from django.db import transaction

from applications.models import FundingTerms, Partner, PartnerYear
from plp.core.codes import new_code
from plp.core.workflow import TransitionError
from workshops.models import (
    Cohort,
    CommunityEvent,
    FundedTeacher,
    Reimbursement,
    ReimbursementLine,
    Workshop,
    WorkshopStatusChange,
)
from workshops.money import expenses
from workshops.money.cohorts import claim_of
from workshops.money.stamps import stamp_of, stamp_of_lines

Kind, Status = Reimbursement.Kind, Reimbursement.Status

NOT_WITH_YOU = "It was sent, decided or withdrawn meanwhile, so it stays as it is."


class Changed(TransitionError):
    """What a request asks for is not what the person saw who sends it."""


CHANGED = (
    "What stands here has changed since you opened this page. Look at it as it is now, then send "
    "it."
)


@transaction.atomic
def begin(cohort: Cohort, *, on: date) -> Reimbursement:
    """Begin a request for a teacher group; the one that is begun or returned already, if there is
    one. Staff draw one up in the same way, for the partner to send.

    Raises TransitionError where there is nothing to ask for.
    """
    _lock(cohort.partner_id)
    if begun := Reimbursement.objects.with_partner().filter(cohort=cohort).first():
        return begun
    claim = claim_of(cohort, on)
    if not claim.lines:
        raise TransitionError(claim.obstacles[0])
    return _begin(claim.known.year, kind=claim.kind, cohort=cohort)


@transaction.atomic
def begin_event(event: CommunityEvent, *, on: date) -> Reimbursement:
    """Begin a request for what a community event cost; the one that is there, if there is one.

    Raises TransitionError for one that is not completed, or too long ago.
    """
    _lock(event.partner_id)
    if found := event.reimbursements.going_on().first():
        return found
    event.refresh_from_db(fields=["status"])
    if event.status != CommunityEvent.Status.COMPLETED:
        raise TransitionError(expenses.NOT_COMPLETED)
    year = _year(event.partner, event.last_day, on)
    return _begin(year, kind=Kind.EVENT, event=event)


@transaction.atomic
def begin_invoice(partner: Partner, *, on: date, title: str, of_day: date) -> Reimbursement:
    """Begin a request for something else that was paid; begun twice, as by pressing twice, it is
    the first one. Raises TransitionError for what is too long ago, or still ahead."""
    _lock(partner.pk)
    year = _year(partner, of_day, on)
    named = {"kind": Kind.INVOICE, "title": title, "of_day": of_day}
    same = Reimbursement.objects.filter(partner_year=year, status=Status.DRAFT, **named).first()
    return same or _begin(year, **named)


def _year(partner, day, on):
    """Return the year in which something was spent; refuse what is too long ago, or ahead."""
    rules = expenses.Rules(partner)
    if why := rules.too_late(day, on):
        raise TransitionError(why)
    return rules.year_on(day)


def _begin(year, **fields):
    return Reimbursement.objects.create(code=new_code(), partner_year=year, **fields)


@transaction.atomic
def send(request: Reimbursement, *, by, on: date, seen: str, note: str = "") -> None:
    """Send a request: its figures are written down, and stay as they are from then on.

    `seen` is the stamp of what the person saw. Sent twice, it is sent once. Raises Changed where
    the figures are others now, and TransitionError where something is still missing; nothing is
    written then.
    """
    _lock(request.partner_year.partner_id)
    # What is added to it, or taken from it, locks the request alone.
    request.refresh_from_db(from_queryset=Reimbursement.objects.select_for_update(of=["self"]))
    if request.status == Status.SENT:
        return
    refuse_over(request)
    if request.is_of_cohort:
        figures = _write_claim(request, on, seen)
    else:
        figures = _check_expenses(request, on, seen)
    if note != request.note:
        request.note = note
        request.save(update_fields=["note"])
    request.move(Status.SENT, by=by, as_of=on, **figures)


def _write_claim(request, on, seen):
    """Write down the figures of a teacher group; return the fields that go with them."""
    _lock_terms(request.cohort)
    claim = claim_of(request.cohort, on)
    if claim.obstacles:
        raise TransitionError(" ".join(claim.obstacles))
    if stamp_of(claim) != seen:
        raise Changed(CHANGED)
    request.lines.all().delete()
    request.funded.all().delete()
    ReimbursementLine.objects.bulk_create(_rows(request, claim))
    FundedTeacher.objects.bulk_create(
        FundedTeacher(reimbursement=request, teacher_id=one.teacher, session_id=one.session)
        for one in claim.funded
    )
    closed = _closed_on(claim) or on
    return {
        "kind": claim.kind,
        "urban": claim.urban,
        "steps": claim.steps,
        "closed_on": closed,
        "partner_year": claim.known.year,
    }


def _lock_terms(cohort):
    """Let who is saving funding terms just now save them first: once used they never change."""
    taught = PartnerYear.objects.filter(
        partner=cohort.partner_id, program_year__school_year=cohort.school_year_id
    )
    rows = FundingTerms.objects.filter(program__in=taught.values("program_year__program"))
    list(rows.select_for_update(of=["self"], no_key=True).order_by("pk"))


def _rows(request, claim):
    for position, line in enumerate(claim.lines, 1):
        yield ReimbursementLine(
            reimbursement=request,
            position=position,
            kind=line.kind,
            part=line.part,
            session_id=line.session,
            terms_id=line.terms,
            text=line.text,
            amount=line.amount,
        )


def _closed_on(claim):
    """Return the day, where the workshops are, on which the last of them was completed; None where
    that is not known."""
    asked = {line.workshop for line in claim.lines if line.workshop}
    keys = asked or {day.workshop for day in claim.completed}
    moves = WorkshopStatusChange.objects.filter(
        workshop__in=keys, new=Workshop.Status.COMPLETED
    ).select_related("workshop")
    last = {move.workshop_id: move.at.astimezone(move.workshop.tz).date() for move in moves}
    return max(last.values(), default=None)


def _check_expenses(request, on, seen):
    if missing := expenses.obstacles_of(request, on):
        raise TransitionError(" ".join(missing))
    if stamp_of_lines(request) != seen:
        raise Changed(CHANGED)
    return {"closed_on": expenses.day_of(request), "urban": request.partner_year.urban}


@transaction.atomic
def withdraw(request: Reimbursement, *, by) -> None:
    """Take a request back that is not sent, or not decided yet; what it asked for can be asked for
    again. Raises TransitionError where it is decided."""
    _lock(request.partner_year.partner_id)
    request.move(Status.WITHDRAWN, by=by)


def refuse_over(request: Reimbursement) -> None:
    """Raise TransitionError where a request is not with its partner any more."""
    if not request.is_with_partner:
        raise TransitionError(NOT_WITH_YOU)


def _lock(partner):
    """Lock a partner's row: whoever asks for money for it does so one after the other."""
    Partner.objects.select_for_update(of=["self"]).get(pk=partner)
