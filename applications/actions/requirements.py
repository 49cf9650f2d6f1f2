"""What is asked of one partner: adjusted, waived, or raised with its consent."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from applications import emails
from applications.asking import Ask, asks_more, objection
from applications.models import PartnerRequirement, PartnerYear, Requirement, RequirementProposal
from plp.core import history
from plp.core.workflow import TransitionError

Answer = RequirementProposal.Answer
ADDED_LATER = "It came to the program after your year had been opened."
UPDATED = "The program asks this of all its partners now."


@transaction.atomic
def adjust(
    row: PartnerRequirement,
    *,
    by,
    reason: str,
    number=None,
    window_from: date | None = None,
    window_until: date | None = None,
) -> None:
    """Ask for another number or window of one partner; what is left out stays as it is.

    Asking less holds at once. Asking more of a year that is confirmed is proposed to the partner.
    Raises TransitionError where that is no other, or no sound, number and window.
    """
    row = _locked(row)
    _refuse_waived(row)
    now = Ask.of(row)
    ask = Ask(
        now.number if number is None else number,
        window_from or now.window_from,
        window_until or now.window_until,
    )
    if why := objection(row.requirement.kind, ask):
        raise TransitionError(why)
    if ask == now:
        raise TransitionError("That is what it asks already.")
    _ask(row, ask, by=by, reason=reason)


@transaction.atomic
def waive(row: PartnerRequirement, *, by, reason: str) -> None:
    """Ask a partner no more for something. Raises TransitionError if it is waived already."""
    row = _locked(row)
    _refuse_waived(row)
    before = f"{Ask.of(row)}"
    _take_back(row, by)
    row.waived_because = reason
    row.save()
    emails.requirement_changed(row, before=before, after="waived", reason=reason)


@transaction.atomic
def ask_again(row: PartnerRequirement, *, by, reason: str) -> None:
    """Ask once more for what was waived. Raises TransitionError where it was not."""
    row = _locked(row)
    if not row.waived_because:
        raise TransitionError("It is not waived.")
    _ask(row, Ask.of(row), by=by, reason=reason)


@transaction.atomic
def ask_as_program(row: PartnerRequirement, *, by, reason: str = UPDATED) -> None:
    """Ask a partner for what the program asks of all. Raises TransitionError if it does already."""
    row = _locked(row)
    _refuse_waived(row)
    ask = Ask.of(row.requirement)
    if ask == Ask.of(row):
        raise TransitionError("It asks what the program asks already.")
    _ask(row, ask, by=by, reason=reason)


@transaction.atomic
def answer_proposal(proposal: RequirementProposal, *, yes: bool, by) -> None:
    """Take the partner's answer: a yes makes the proposal hold.

    Raises TransitionError if it is answered or taken back already; nothing changes then.
    """
    row = _locked(proposal.requirement)
    _close(proposal, Answer.YES if yes else Answer.NO, by=by)
    if yes:
        _hold(row, Ask.of(proposal), proposal.reason)
    emails.proposal_answered(proposal, row)


@transaction.atomic
def take_proposal_back(row: PartnerRequirement, *, by, reason: str) -> None:
    """Ask the partner no more what waits for its answer. Raises TransitionError if nothing does."""
    row = _locked(row)
    proposal = row.open_proposal
    if proposal is None:
        raise TransitionError("Nothing waits for the partner’s answer.")
    _close(proposal, Answer.TAKEN_BACK, by=by)
    emails.proposal_taken_back(proposal, row, reason=reason)


@transaction.atomic
def add_missing(year: PartnerYear, *, by) -> None:
    """Add to a partner year what its program year asks and it lacks.

    Where the year is confirmed, that is more than was promised: it is waived until the partner
    agrees. Raises TransitionError if nothing is missing.
    """
    PartnerYear.objects.select_for_update(of=["self"]).get(pk=year.pk)
    year.refresh_from_db(fields=["status"])
    _refuse_over(year)
    missing = list(missing_of(year))
    if not missing:
        raise TransitionError("It has all that the program year asks.")
    is_confirmed = year.status == PartnerYear.Status.CONFIRMED
    for asked in missing:
        row = PartnerRequirement(
            partner_year=year,
            requirement=asked,
            **Ask.of(asked)._asdict(),
            waived_because=ADDED_LATER if is_confirmed else "",
        )
        row.save()
        if is_confirmed:
            _propose(row, Ask.of(asked), by=by, reason=ADDED_LATER)
        else:
            emails.requirement_changed(row, before="–", after=str(Ask.of(row)), reason=ADDED_LATER)


def missing_of(year: PartnerYear) -> QuerySet[Requirement]:
    """Return what a program year asks and a partner year has no copy of."""
    has = year.requirements.values("requirement")
    return Requirement.objects.filter(program_year=year.program_year_id).exclude(pk__in=has)


def _ask(row, ask, *, by, reason):
    """Ask for something else: at once, unless it is more than was promised."""
    _take_back(row, by)
    if row.partner_year.status == PartnerYear.Status.CONFIRMED and asks_more(row, ask):
        _propose(row, ask, by=by, reason=reason)
        return
    before = "waived" if row.waived_because else str(Ask.of(row))
    _hold(row, ask, reason)
    emails.requirement_changed(row, before=before, after=str(ask), reason=reason)


def _propose(row, ask, *, by, reason):
    proposal = row.proposals.create(**ask._asdict(), reason=reason, by=by)
    emails.proposal_made(proposal, row)


def _hold(row, ask, reason):
    """Write what holds from now on; it is adjusted where it is not what the program asks."""
    is_other = ask != Ask.of(row)
    row.number, row.window_from, row.window_until = ask
    if is_other or not row.differs:
        row.adjusted_because = reason if row.differs else ""
    row.waived_because = ""
    row.save()


def _take_back(row, by):
    """Close what waits for an answer: the requirement it was about is another now."""
    for proposal in row.proposals.open():
        _close(proposal, Answer.TAKEN_BACK, by=by)


def _close(proposal, answer, *, by):
    """Note an answer, unless there is one: of two at once, one is refused."""
    said = {"answer": answer, "answered_by": by, "answered_at": timezone.now()}
    if not RequirementProposal.objects.open().filter(pk=proposal.pk).update(**said):
        raise TransitionError("It is answered already, or we have taken it back.")
    proposal.refresh_from_db()
    history.note([proposal])


def _locked(row):
    """Lock a requirement of a partner and read it again, with all that its rules look at."""
    PartnerRequirement.objects.select_for_update(of=["self"]).get(pk=row.pk)
    related = [
        "requirement__course",
        "partner_year__partner__region",
        "partner_year__program_year__program",
        "partner_year__program_year__school_year",
    ]
    row = PartnerRequirement.objects.select_related(*related).get(pk=row.pk)
    _refuse_over(row.partner_year)
    return row


def _refuse_over(year):
    if year.partner.ended_on:
        raise TransitionError("The partnership has ended, so what it asked stays as it is.")
    if year.status == PartnerYear.Status.NOT_RENEWING:
        raise TransitionError("The partner does not go on in this year.")


def _refuse_waived(row):
    if row.waived_because:
        raise TransitionError("It is waived. Ask for it again first.")
