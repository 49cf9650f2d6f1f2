"""Contracts that not both have signed: offered, offered again, taken back, expired."""

from datetime import date

from django.db import IntegrityError, transaction

from applications.models import Partner
from facilitators import documents
from facilitators.actions.inviting import invite_where_needed
from facilitators.emails import offering as emails
from facilitators.models import Contract, ContractFile, Facilitator
from plp.core import days
from plp.core.models import User
from plp.core.privacy.registry import is_nowhere
from plp.core.workflow import TransitionError

Status = Contract.Status
Role = ContractFile.Role

ENDED = "The partnership has ended, so nothing is offered any more."
ERASED = "Whoever it is with asked to be erased, so it cannot be offered. Withdraw the draft."


@transaction.atomic
def offer(contract: Contract, *, by: User, on: date) -> None:
    """Offer a contract to its facilitator, who is invited where they have no account.

    Raises TransitionError where it breaks a rule, also one that somebody else's offer has made it
    break meanwhile; nothing is saved and nobody is written to then.
    """
    refuse_ended(contract)
    facilitator = Facilitator.objects.locked(contract.facilitator_id)
    found = read_again(contract)
    if found.status != Status.DRAFT:
        raise TransitionError(f"It is {found.get_status_display().lower()} already.")
    if why_not := why_not_offered(found, on):
        raise TransitionError(why_not)
    _move_out(found, by)
    if found.paper == Contract.Paper.ONLINE:
        name = f"contract-{found.code}.pdf"
        documents.keep(found, Role.OFFER, documents.offer_pdf(found), name)
    invite_where_needed(facilitator, by=by)
    emails.offered(found)
    contract.status = found.status


def why_not_offered(contract: Contract, on: date) -> str:
    """Return why a draft cannot be offered on a day, or nothing."""
    checks = [_of_partner, _of_facilitator, why_not_of_days, _of_text, _of_other_contracts]
    return next(filter(None, (check(contract, on) for check in checks)), "")


def _of_partner(contract, on):
    return ENDED if contract.partner.ended_on else ""


def _of_facilitator(contract, on):
    return ERASED if is_nowhere(contract.facilitator.email) else ""


def why_not_of_days(contract, on):
    year = contract.school_year
    if not year.first_day <= contract.first_day <= contract.last_day <= year.last_day:
        whole = days.span(year.first_day, year.last_day)
        return f"Its days are not all in the school year, {whole}."
    if contract.last_day < on:
        return "Its last day has passed."
    if contract.answer_by is None or contract.answer_by < on:
        return "The last day to sign has passed: choose a later one."
    return ""


def _of_text(contract, on):
    if not contract.courses.exists():
        return "Choose at least one course."
    if contract.paper == Contract.Paper.OUTSIDE:
        has_document = contract.files.filter(role=Role.OUTSIDE).exists()
        return "" if has_document else "Upload the document that is signed outside first."
    template = contract.template
    if template is None or not template.published_at:
        return "Choose the text of the contract first."
    return "This text is not offered any more: choose another." if template.is_retired else ""


def _of_other_contracts(contract, on):
    others = Contract.objects.filter(
        partner=contract.partner,
        facilitator=contract.facilitator,
        school_year=contract.school_year,
    ).exclude(pk=contract.pk)
    if out := others.out().first():
        return f"Contract {out.code} for this year waits for a signature. Withdraw it first."
    in_force = others.in_force().first()
    if in_force and contract.replaces_id != in_force.pk:
        return f"Contract {in_force.code} for this year is in force: change it by an amendment."
    if contract.replaces_id and not in_force:
        return "The contract that it would replace is not in force any more. Draw up a new one."
    ended = others.filter(status=Status.ENDED)
    if over := ended.over_days(contract.first_day, contract.last_day).first():
        covered = days.span(over.first_day, over.last_day)
        return f"Contract {over.code} covers {covered}. Choose days before or after these."
    return ""


def _move_out(contract, by):
    try:
        with transaction.atomic():
            contract.move(Status.OFFERED, by=by)
    except IntegrityError:
        raise TransitionError("Another contract for this year was offered meanwhile.") from None


@transaction.atomic
def send_again(contract: Contract, *, by: User | None = None, on: date) -> None:
    """Send the facilitator the mail of an offer again, at most once a day; and the invitation, as
    long as they have no account.

    Raises TransitionError where they need not sign any more, or it has gone today.
    """
    facilitator = Facilitator.objects.locked(contract.facilitator_id)
    found = read_again(contract)
    if found.status != Status.OFFERED:
        raise TransitionError("It does not wait for the facilitator any more.")
    was_offered_today = found.changes.filter(new=Status.OFFERED, at__gte=days.start_of(on)).exists()
    if was_offered_today or not emails.offered(found, again=on):
        raise TransitionError("The mail has gone today already. Try again tomorrow.")
    invite_where_needed(facilitator, by=by)


@transaction.atomic
def withdraw(contract: Contract, *, by: User | None, reason: str) -> None:
    """Take a contract back that not both have signed; of a draft, nobody hears.

    Raises TransitionError where it is in force or over.
    """
    Facilitator.objects.locked(contract.facilitator_id)
    found = read_again(contract)
    was = found.status
    found.move(Status.WITHDRAWN, by=by, note=reason)
    if was != Status.DRAFT:
        emails.withdrawn(found, reason=reason)
    contract.status = found.status


@transaction.atomic
def expire(contract: Contract, *, on: date) -> None:
    """End a contract whose last day to sign has passed; both sides hear of it.

    Raises TransitionError where it was signed by both, withdrawn or given more time meanwhile.
    """
    Facilitator.objects.locked(contract.facilitator_id)
    found = read_again(contract)
    if found.answer_by is None or found.answer_by >= on:
        raise TransitionError("It can still be signed.")
    found.move(Status.EXPIRED, by=None)
    emails.expired(found)


@transaction.atomic
def let_sign(contract: Contract, *, by: User, reason: str) -> None:
    """Let a contract be signed for the partner though an accreditation is missing.

    Raises TransitionError where nobody is to sign it any more.
    """
    Facilitator.objects.locked(contract.facilitator_id)
    if not read_again(contract).is_unmade:
        raise TransitionError("Nobody is to sign it any more.")
    contract.override_reason, contract.override_by = reason, by
    contract.save(update_fields=["override_reason", "override_by"])


def end_all_of(partner: Partner, *, by: User | None) -> None:
    """Withdraw what is out or drawn up when a partnership ends; what is in force stays."""
    for contract in partner.contracts.unmade().order_by("facilitator_id", "pk"):
        withdraw(contract, by=by, reason="The partnership has ended.")


def refuse_ended(contract):
    """Lock the partner, so that it does not end meanwhile; whoever ends it does so first."""
    if Partner.objects.select_for_update(of=["self"]).get(pk=contract.partner_id).ended_on:
        raise TransitionError(ENDED)


def read_again(contract):
    related = ["partner__region", "facilitator", "school_year", "template", "replaces", "by"]
    return Contract.objects.select_related(*related).get(pk=contract.pk)
