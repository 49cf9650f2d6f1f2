"""How both sides sign a contract: the facilitator first, then somebody else for the partner.

Each step locks the partner, then the facilitator, then the contract, and reads it again; what is
refused is logged.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import wraps

from django.db import IntegrityError, transaction

from applications.models import Membership, Partner
from facilitators import documents
from facilitators.consent import is_name_of, sentence
from facilitators.emails import signing as emails
from facilitators.lacking import courses_lacking
from facilitators.models import Contract, ContractFile, Facilitator, Signature
from facilitators.registry import follow
from plp.core import days
from plp.core.models import User
from plp.core.texts import in_a_row
from plp.core.workflow import TransitionError

logger = logging.getLogger("facilitators.signing")

Status, Side, Role = Contract.Status, Signature.Side, ContractFile.Role
RELATED = ["partner__region", "facilitator", "school_year", "replaces", "by"]

NOT_YOURS = "This contract is not yours."
NOT_FOR_PARTNER = "You have no right to sign for this partner."
SAME_PERSON = "You are the facilitator of this contract, so somebody else signs it for the partner."
CHANGED = "The text has changed since you opened it. Read it again, then sign."
NOT_OPEN = {
    Status.DRAFT: "It is not offered yet.",
    Status.OFFERED: "The facilitator has not signed it yet.",
    Status.SIGNED: "The facilitator has signed it already.",
    Status.IN_FORCE: "It is signed by both already.",
    Status.ENDED: "It has ended.",
    Status.DECLINED: "The facilitator has declined it, so it cannot be signed any more.",
    Status.WITHDRAWN: "The partner has withdrawn it, so it cannot be signed any more.",
    Status.EXPIRED: "The last day to sign has passed, so it cannot be signed any more.",
}


class Refused(TransitionError):
    """A signature is refused for what stands in a field of its form."""

    def __init__(self, why: str, field: str):
        super().__init__(why)
        self.field = field


def logged(step: Callable) -> Callable:
    """Decorate a step, so that each refusal of it is logged: of which contract, to whom and why."""

    @wraps(step)
    def take(contract, *, by, **said):
        try:
            return step(contract, by=by, **said)
        except TransitionError as error:
            refused(step.__name__, contract.pk, by, str(error))
            raise

    return take


def refused(step: str, contract: int, by: User | None, why: str) -> None:
    """Log that somebody may not take a step with a contract."""
    logger.warning("%s of contract %s by user %s: %s", step, contract, by and by.pk, why)


@logged
@transaction.atomic
def sign(
    contract: Contract, *, by: User, name: str, consent: str, sha256: str, address: str, on: date
) -> Signature:
    """Take the signature of the facilitator, under what was read: `sha256` is of its bytes.

    Raises TransitionError, or Refused where a field is at fault; nothing is saved then.
    """
    found = _locked(contract)
    if found.facilitator.user_id is None or found.facilitator.user_id != by.pk:
        raise TransitionError(NOT_YOURS)
    _check_open(found, Status.OFFERED, on)
    names = (found.facilitator.name, by.name)
    signature = _signed(found, Side.FACILITATOR, by, names, name, consent, sha256, address)
    found.move(Status.SIGNED, by=by)
    emails.signed(found)
    contract.status = found.status
    return signature


@logged
@transaction.atomic
def sign_for_partner(
    contract: Contract, *, by: User, name: str, consent: str, sha256: str, address: str, on: date
) -> Signature:
    """Take the signature for the partner: the contract is in force, and ends what it replaces.

    Raises TransitionError, or Refused where a field is at fault; nothing is saved then.
    """
    found = _locked(contract)
    _check_may_sign(found, by)
    _check_open(found, Status.SIGNED, on)
    _check_accredited(found, on)
    signature = _signed(found, Side.PARTNER, by, (by.name,), name, consent, sha256, address)
    _end_replaced(found, by)
    _put_in_force(found, by)
    if found.paper == Contract.Paper.ONLINE:
        content = documents.signed_pdf(found)
        documents.keep(found, Role.SIGNED, content, f"contract-{found.code}-signed.pdf")
    emails.in_force(found)
    follow(found)
    contract.status = found.status
    return signature


@logged
@transaction.atomic
def decline(contract: Contract, *, by: User, reason: str) -> None:
    """Take the facilitator's no. Raises TransitionError where they cannot say it any more."""
    found = _locked(contract)
    if found.facilitator.user_id is None or found.facilitator.user_id != by.pk:
        raise TransitionError(NOT_YOURS)
    if found.status != Status.OFFERED:
        raise TransitionError(NOT_OPEN[found.status])
    found.move(Status.DECLINED, by=by, note=reason)
    emails.declined(found, reason=reason)
    contract.status = found.status


@logged
@transaction.atomic
def end_early(contract: Contract, *, by: User, last_day: date, reason: str, on: date) -> None:
    """End a contract in force with an earlier last day; what was led until then is kept.

    Raises TransitionError where it is not in force, or Refused for a day that is not one of its.
    """
    found = _locked(contract)
    if found.status != Status.IN_FORCE:
        raise TransitionError("It is not in force, so there is nothing to end.")
    if not found.first_day <= last_day <= found.last_day:
        covered = days.span(found.first_day, found.last_day)
        raise Refused(f"Choose a day that it covers: {covered}.", "last_day")
    found.move(Status.ENDED, by=by, note=reason, last_day=last_day)
    emails.ended(found, reason=reason)
    follow(found)
    contract.status, contract.last_day = found.status, last_day


@transaction.atomic
def end_over(contract: Contract, *, on: date) -> None:
    """End a contract whose last day has passed; do nothing otherwise."""
    found = _locked(contract)
    if found.status == Status.IN_FORCE and found.last_day < on:
        found.move(Status.ENDED, by=None, note="Its last day has passed.")


def read_by(contract: Contract) -> ContractFile | None:
    """Return the document that both sides read and sign, or None where none is kept yet."""
    return contract.files.filter(role=contract.role_to_sign).first()


def _locked(contract):
    Partner.objects.select_for_update(of=["self"]).get(pk=contract.partner_id)
    Facilitator.objects.locked(contract.facilitator_id)
    Contract.objects.select_for_update(of=["self"]).get(pk=contract.pk)
    return Contract.objects.select_related(*RELATED).get(pk=contract.pk)


def _check_open(contract, status, on):
    if contract.status != status:
        raise TransitionError(NOT_OPEN[contract.status])
    if contract.partner.ended_on:
        raise TransitionError("The partnership has ended, so it cannot be signed any more.")
    if contract.answer_by < on:
        raise TransitionError(NOT_OPEN[Status.EXPIRED])


def _check_may_sign(contract, by):
    theirs = contract.signatures.filter(user=by, side=Side.FACILITATOR)
    if by.pk == contract.facilitator.user_id or theirs.exists():
        raise TransitionError(SAME_PERSON)
    if not contract.partner.memberships.filter(user=by, may_sign=True).exists():
        raise TransitionError(NOT_FOR_PARTNER)


def signatories(members: Iterable[Membership], contract: Contract) -> list[User]:
    """Return who of a partner's members can sign a contract: never its facilitator."""
    return [
        member.user
        for member in members
        if member.may_sign and member.user_id != contract.facilitator.user_id
    ]


def why_not_accredited(contract: Contract, on: date) -> str:
    """Return why a contract cannot be signed for the partner without staff, or nothing."""
    lacking = [] if contract.override_reason else courses_lacking(contract, on)
    if not lacking:
        return ""
    courses = in_a_row([str(course) for course in lacking])
    return (
        f"{contract.facilitator} is not accredited for {courses} on any day of it. Staff can "
        "accredit them, or let you sign without it."
    )


def _check_accredited(contract, on):
    if why_not := why_not_accredited(contract, on):
        raise TransitionError(why_not)


def _signed(contract, side, by, names, name, consent, sha256, address):
    """Keep a signature under the document that was read, whose bytes are compared once more."""
    document = read_by(contract)
    if document is None:
        raise TransitionError("It has no document that could be signed.")
    if sha256 != document.sha256:
        raise TransitionError(CHANGED)
    documents.read(document)
    if consent != sentence(contract, side):
        raise Refused("Tick this to sign.", "agrees")
    if not is_name_of(name, *names):
        raise Refused(f"Type your name as we know it: {next(filter(None, names), '')}.", "name")
    return contract.signatures.create(
        side=side,
        user=by,
        name=name,
        consent=consent,
        sha256=sha256,
        address=address or None,
    )


def _end_replaced(contract, by):
    """End the contract that an amendment replaces on the day before it begins."""
    replaced = contract.replaces
    if replaced is None or replaced.status != Status.IN_FORCE:
        return
    until = max(replaced.first_day, contract.first_day - timedelta(days=1))
    last_day = min(replaced.last_day, until)
    note = f"Replaced by contract {contract.code}."
    replaced.move(Status.ENDED, by=by, note=note, last_day=last_day)


def _put_in_force(contract, by):
    try:
        with transaction.atomic():
            contract.move(Status.IN_FORCE, by=by)
    except IntegrityError:
        other = "Another contract of both for this school year is in force already."
        raise TransitionError(other) from None
