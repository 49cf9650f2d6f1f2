"""Who leads a workshop: penciled in, asked, confirmed, declined, taken off, replaced.

Each step locks the facilitators whom it is about, by key, then the workshop, and reads again; who
is confirmed has bookings, and nobody has two that overlap, of whatever partner. What is refused
raises TransitionError, and nothing is saved then.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from facilitators.actions import invite_where_needed
from facilitators.models import Contract, Facilitator
from plp.core import days
from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.emails import staffing as emails
from workshops.models import Assignment, Booking, Workshop
from workshops.models.staffing import COUNTED_ON

Role, Status = Assignment.Role, Assignment.Status

IS_ON_IT = "{} is on this workshop already."
LED = "{} leads it already. Replace them, or choose somebody as co-lead."
NOT_LISTED = "Partners cannot find this person any more, so choose somebody else."
NOT_ASKED = "You were not asked, or were taken off meanwhile."
CHANGED = "Somebody has just changed who leads this workshop. Look again, then decide."
TAKEN = "{} is confirmed for another workshop at these hours of {}. {}"
CHOOSE = "Choose another day, or somebody else."


def lock_facilitators(keys: Iterable[int]) -> None:
    """Lock facilitators in the one order: whoever takes a step with several of them at once, such
    as for a series, calls it with all of them first."""
    for key in sorted({*keys}):
        Facilitator.objects.locked(key)


@transaction.atomic
def pencil_in(
    workshop: Workshop, facilitator: Facilitator, *, by: User | None, role: str = Role.LEAD
) -> Assignment:
    """Put somebody down whom one thinks of; they hear nothing of it. A contract may follow.

    Raises TransitionError if they are on it, or another leads it.
    """
    found = _locked(workshop.pk, [facilitator.pk])
    return _penciled(found, facilitator, role, by)


@transaction.atomic
def put_down(
    workshop: Workshop, facilitator: Facilitator, *, role: str, how: str, by: User
) -> Assignment:
    """Pencil somebody in, and “ask” them, or confirm who has “agreed”, in one step."""
    found = pencil_in(workshop, facilitator, role=role, by=by)
    if how == "ask":
        ask(found, by=by)
    elif how == "agreed":
        confirm(found, by=by, on_their_word=True)
    return found


@transaction.atomic
def ask(assignment: Assignment, *, by: User | None) -> None:
    """Ask somebody whether they come; who has no account is invited to one, to answer there."""
    found = _read(assignment)
    _refuse_second_lead(found.workshop, found.role, beside=found.pk)
    _refuse_unlisted(found.workshop, found.facilitator)
    _move(found, Status.ASKED, by=by)
    if not found.workshop.mails_off:
        invite_where_needed(found.facilitator, by=by)
    emails.asked(found, by=by)
    assignment.status = found.status


@transaction.atomic
def confirm(assignment: Assignment, *, by: User, on_their_word: bool = False) -> None:
    """Take a yes: of the facilitator, or of a manager to whom they gave their word.

    Raises TransitionError if they are confirmed elsewhere at one of its hours, too.
    """
    found = _read(assignment)
    if not on_their_word:
        _refuse_others(found, by, Status.ASKED, Status.CONFIRMED)
    _move(found, Status.CONFIRMED, by=by)
    _book(found, by)
    (emails.noted_yes if on_their_word else emails.said_yes)(found, by=by)
    assignment.status = found.status


@transaction.atomic
def decline(assignment: Assignment, *, by: User, reason: str) -> None:
    """Take the no of a facilitator, also after their yes: they are free at its hours then."""
    found = _read(assignment)
    _refuse_others(found, by, Status.ASKED, Status.CONFIRMED, Status.DECLINED)
    had_said_yes = found.status == Status.CONFIRMED
    _move(found, Status.DECLINED, by=by, note=reason)
    found.bookings.all().delete()
    emails.said_no(found, reason=reason, had_said_yes=had_said_yes)
    assignment.status = found.status


@transaction.atomic
def release(assignment: Assignment, *, by: User | None, reason: str) -> None:
    """Take somebody off; who was only penciled in hears nothing of it."""
    found = _read(assignment)
    _release(found, by, reason)
    assignment.status = found.status


@transaction.atomic
def replace(
    assignment: Assignment,
    facilitator: Facilitator,
    *,
    by: User,
    reason: str,
    has_agreed: bool = False,
) -> Assignment:
    """Put somebody in another's place, in one step: the new one is asked, or confirmed where they
    have agreed already. Who was there, who comes and the program managers hear of it.

    Raises TransitionError if the new one cannot come; the other stays then.
    """
    found = _read(assignment, facilitator.pk)
    if facilitator.pk == found.facilitator_id:
        raise TransitionError("Choose somebody else than who is to be replaced.")
    _release(found, by, reason)
    new = _penciled(found.workshop, facilitator, found.role, by)
    confirm(new, by=by, on_their_word=True) if has_agreed else ask(new, by=by)
    emails.replaced(found, new, by=by, reason=reason)
    assignment.status = found.status
    return new


@transaction.atomic
def rebook(workshop: Workshop) -> None:
    """Bring the bookings of who is confirmed in line with the days of a workshop.

    Whoever changes its days calls it in the same transaction, once they are saved, and `lock` at
    its beginning. Raises TransitionError where somebody leads elsewhere at one of the new hours.
    """
    for assignment in lock(workshop).assignments.confirmed().select_related("facilitator"):
        assignment.workshop = workshop
        assignment.bookings.all().delete()
        _book(assignment, by=None)


@transaction.atomic
def free(workshop: Workshop) -> None:
    """Free everybody at the hours of a workshop that is cancelled; that they were confirmed stays
    on record. Whoever cancels it calls it in the same transaction, and `lock` at its beginning."""
    lock(workshop)
    Booking.objects.filter(assignment__workshop=workshop).delete()


def lock(workshop: Workshop) -> Workshop:
    """Lock who is counted on for a workshop, then the workshop; return it as it is now.

    Raises TransitionError if somebody was added meanwhile, whom it would lock too late.
    """
    keys = _counted_on(workshop.pk)
    found = _locked(workshop.pk, keys, also_over=True)
    if _counted_on(workshop.pk) - keys:
        raise TransitionError(CHANGED)
    return found


def _counted_on(key):
    rows = Assignment.objects.active().filter(workshop=key).order_by()
    return set(rows.values_list("facilitator", flat=True))


def _locked(key, facilitators, *, also_over=False):
    lock_facilitators(facilitators)
    related = ["partner_year__partner__region", "course"]
    workshop = Workshop.objects.select_related(*related).locked(key)
    if not also_over:
        workshop.refuse_over("who leads it stays as it is.")
    return workshop


def _read(assignment, *others):
    """Lock who is concerned and the workshop, and read the assignment then."""
    workshop = _locked(assignment.workshop_id, [assignment.facilitator_id, *others])
    found = Assignment.objects.select_related("facilitator").filter(pk=assignment.pk).first()
    if found is None:
        raise TransitionError(CHANGED)
    found.workshop = workshop
    return found


def _penciled(workshop, facilitator, role, by):
    _refuse_unlisted(workshop, facilitator)
    before = workshop.assignments.filter(facilitator=facilitator).first()
    if before and before.status in COUNTED_ON:
        raise TransitionError(IS_ON_IT.format(facilitator))
    _refuse_second_lead(workshop, role)
    if before is None:
        return Assignment.objects.create(workshop=workshop, facilitator=facilitator, role=role)
    before.move(Status.PENCILED, by=by, role=role)
    return before


def _move(found, to, *, by, note=""):
    if found.status == to:
        raise TransitionError(f"{found.facilitator} is {to.label.lower()} already.")
    found.move(to, by=by, note=note)


def _refuse_others(found, by, *statuses):
    """Refuse an answer of anybody but who was asked."""
    if found.facilitator.user_id != by.pk or found.status not in statuses:
        raise TransitionError(NOT_ASKED)


def _refuse_second_lead(workshop, role, *, beside=None):
    if role == Role.LEAD:
        leads = workshop.assignments.active().filter(role=Role.LEAD).exclude(pk=beside)
        if lead := leads.select_related("facilitator").first():
            raise TransitionError(LED.format(lead.facilitator))


def _refuse_unlisted(workshop, facilitator):
    """Refuse whom the partner can neither find nor knows from a contract."""
    contracts = Contract.objects.made().filter(partner=workshop.partner, facilitator=facilitator)
    is_listed = Facilitator.objects.listed().filter(pk=facilitator.pk).exists()
    if not is_listed and not contracts.exists():
        raise TransitionError(NOT_LISTED)


def _release(found, by, reason):
    is_known = found.status != Status.PENCILED
    _move(found, Status.RELEASED, by=by, note=reason)
    found.bookings.all().delete()
    if is_known:
        emails.taken_off(found, by=by, reason=reason)


def _book(assignment, by):
    """Book the hours of a workshop for who leads it, whose row is locked."""
    sessions = list(assignment.workshop.sessions.all())
    if taken := _taken(assignment.facilitator_id, sessions):
        raise TransitionError(_in_words(taken, assignment, by))
    Booking.objects.bulk_create(Booking.of(assignment, session) for session in sessions)


def _taken(facilitator, sessions):
    """Return the first hours at which somebody is booked and that overlap some of these."""
    overlapping = Q(pk__in=[])
    for each in sessions:
        overlapping |= Q(begins_at__lt=each.ends_at, ends_at__gt=each.begins_at)
    booked = Booking.objects.filter(overlapping, facilitator=facilitator)
    return booked.select_related("session__workshop__partner_year__partner__region").first()


def _in_words(taken, assignment, by):
    """Say what is in the way; of another partner's workshop a partner learns the hours alone."""
    other, person = taken.session.workshop, assignment.facilitator
    day = days.in_words(taken.session.day)
    if by and by.pk == person.user_id:
        return f"You lead {other} of {other.partner} at these hours of {day}. Decline one of both."
    if other.partner == assignment.workshop.partner:
        mine = f"It is {other} of yours: take them off there first. {CHOOSE}"
        return TAKEN.format(person, day, mine)
    return TAKEN.format(person, day, CHOOSE)
