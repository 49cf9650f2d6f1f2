"""Registering for the program's events: members themselves, teachers by an invitation."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from applications.models import Partner, PartnerYear, ProgramEvent
from applications.registry import events_of
from plp.core import days, outbox
from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops import emails, invited
from workshops.actions.teachers import forget_unless_known, known_teacher
from workshops.models import EventRegistration, Said


def closed_because(event: ProgramEvent, on: date) -> str:
    """Say why nobody can register themselves any more, or nothing while they can."""
    if event.takes_registrations(on):
        return ""
    last = days.in_words(event.last_day_to_register)
    return f"The last day to register was {last}. Write to us if something has changed."


def check(event: ProgramEvent, partner: Partner, on: date) -> None:
    """Raise TransitionError where a partner cannot register for an event any more, or at all."""
    if reason := closed_because(event, on):
        raise TransitionError(reason)
    if not goes_to(partner, event):
        raise TransitionError(f"{partner} does not go to this event. Ask us if it should.")


def goes_to(partner: Partner, event: ProgramEvent) -> bool:
    year = PartnerYear.objects.filter(partner=partner, program_year=event.program_year_id).first()
    return year is not None and event in events_of([year])[year.pk]


@transaction.atomic
def register_member(
    event: ProgramEvent, partner: Partner, user, *, on: date, **details: str
) -> EventRegistration:
    """Register a member for an event of their partner, once, or change what they have said.

    Raises TransitionError after the last day, for another's event, and where they are registered
    with another partner; nothing is saved then.
    """
    check(event, partner, on)
    row, _ = EventRegistration.objects.select_for_update(of=["self"]).get_or_create(
        event=event, member=user, defaults={"partner": partner}
    )
    _refuse_another(row, partner)
    return _keep(row, details)


def _refuse_another(row, partner):
    if row.partner_id != partner.pk:
        raise TransitionError(f"You are registered for it with {row.partner} already.")


def _keep(row, details):
    for name, text in details.items():
        setattr(row, name, text)
    if row.cancelled_at or not row.registered_at:
        row.registered_at = timezone.now()
    row.cancelled_at = None
    row.save()
    return row


@transaction.atomic
def cancel_member(event: ProgramEvent, partner: Partner, user, *, on: date) -> None:
    """Note that a member does not come, who then leaves no details; twice is fine.

    Raises TransitionError after the last day; nothing is saved then.
    """
    if reason := closed_because(event, on):
        raise TransitionError(reason)
    mine = EventRegistration.objects.select_for_update(of=["self"])
    row = mine.filter(event=event, partner=partner, member=user).first()
    if row:
        row.cancel()


@transaction.atomic
def bring_teacher(
    event: ProgramEvent, partner: Partner, *, on: date, by: User | None = None, **typed: str
) -> EventRegistration:
    """Invite a teacher to a partner's summer session; they themselves say whether they come.

    Raises TransitionError after the last day, for another session or a summit, and where the
    teacher is on the list already; nothing is saved and no mail is written then.
    """
    check(event, partner, on)
    if event.kind != ProgramEvent.Kind.SUMMER_SESSION:
        raise TransitionError("Teachers come to summer sessions only.")
    teacher = known_teacher(partner, **typed)
    row, is_new = EventRegistration.objects.get_or_create(
        event=event, teacher=teacher, defaults={"partner": partner}
    )
    if not is_new and row.partner_id == partner.pk:
        raise TransitionError(f"{teacher.email} is on your list already.")
    if not is_new:
        raise TransitionError("Another partner brings this teacher already. Ask us if it is wrong.")
    emails.teacher_invited(row, occasion=str(row.pk), by=by)
    return row


def _locked(row):
    """Lock a registration and read it again."""
    related = EventRegistration.objects.select_related("event", "partner", "teacher")
    return related.select_for_update(of=["self"]).get(pk=row.pk)


@transaction.atomic
def write_again(row: EventRegistration, *, on: date, by: User | None = None) -> None:
    """Mail their link once more to a teacher who has not answered, once a day at most."""
    row = _locked(row)
    if reason := closed_because(row.event, on):
        raise TransitionError(reason)
    if row.said != Said.NOTHING:
        raise TransitionError(f"{row.teacher} has answered already.")
    if not emails.teacher_invited(row, occasion=f"{row.pk} {on}", by=by):
        raise TransitionError(f"{row.teacher.email} was written to today already.")


@transaction.atomic
def take_off(row: EventRegistration) -> None:
    """Take a teacher off a list who has not answered; their link opens nothing from then on."""
    row = _locked(row)
    if row.said != Said.NOTHING:
        raise TransitionError(f"{row.teacher} has answered, so they say themselves if they come.")
    outbox.forget_links([invited.secret(row)])
    teacher = row.teacher
    row.delete()
    forget_unless_known(teacher)


@transaction.atomic
def answer_invitation(
    row: EventRegistration, *, comes: bool, on: date, **details: str
) -> EventRegistration:
    """Keep whether a teacher comes, and what they need; who does not come leaves no details.

    Raises TransitionError after the last day, and where who would bring them is no partner any
    more; nothing is saved then.
    """
    if reason := closed_because(row.event, on):
        raise TransitionError(reason)
    row = _locked(row)
    if comes and row.partner.ended_on:
        raise TransitionError(f"{row.partner} is no partner of ours any more. Ask us for a place.")
    if comes:
        return _keep(row, details)
    row.cancel()
    return row


@transaction.atomic
def comes(row: EventRegistration, *, by) -> None:
    """Note for somebody that they come, also after the last day.

    Raises TransitionError where they have said so; likewise below.
    """
    row = _locked(row)
    if row.said == Said.COMES:
        raise TransitionError("They have said so.")
    _keep(row, {})


@transaction.atomic
def does_not_come(row: EventRegistration, *, by) -> None:
    """Note for somebody that they do not come, also after the last day."""
    row = _locked(row)
    if row.said == Said.NOT:
        raise TransitionError("They have said so.")
    row.cancel()
