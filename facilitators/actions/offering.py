"""What a partner does with its contracts before both have signed: drawn up, offered, taken back."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from applications.models import Course, FundingTerms, Partner, PartnerYear, SchoolYear
from facilitators import documents
from facilitators.actions.inviting import invite_facilitator
from facilitators.emails import offering as emails
from facilitators.models import Contract, ContractFile, Facilitator
from plp.core import days, files
from plp.core.codes import new_code
from plp.core.models import User
from plp.core.texts import in_a_row
from plp.core.workflow import TransitionError

Status = Contract.Status
Role = ContractFile.Role
NOT_MADE = [Status.DRAFT, Status.OFFERED, Status.SIGNED]  # not signed by both

# What an amendment begins with: all that was agreed on.
KEPT = [
    "partner",
    "facilitator",
    "school_year",
    "template",
    "engagement",
    "day_rate",
    "travel_cap",
    "days_until_paid",
    "late_cancel_pay",
    "late_cancel_days",
    "terms",
    "first_day",
    "last_day",
]
DRAFTED = [*KEPT, "paper", "answer_by"]  # what a partner fills in
ENDED = "The partnership has ended, so nothing is offered any more."
AS_IT_WAS = "It was offered or withdrawn meanwhile, so it stays as it was."
ONLY_PDF = "Save it as PDF and try again: only that keeps its pages as both have signed them."


def suggested_rate(partner: Partner, year: SchoolYear, on: date):
    """Return the day rate that the terms in force suggest for a partner's year, or None."""
    in_year = PartnerYear.objects.filter(partner=partner, program_year__school_year=year)
    terms = FundingTerms.objects.filter(
        program__years__in=in_year.values("program_year"), from_day__lte=max(on, year.first_day)
    )
    found = terms.order_by("-from_day", "-pk").first()
    return found.facilitator_day_rate if found else None


@transaction.atomic
def draw_up(contract: Contract, courses: Iterable[Course], *, by: User) -> Contract:
    """Save a new draft. Drawn up twice, as by pressing twice, it is the first one.

    Raises TransitionError where the partnership has ended.
    """
    _refuse_ended(contract)
    said = {name: getattr(contract, name) for name in DRAFTED}
    same = Contract.objects.filter(status=Status.DRAFT, by=by, replaces=None, **said)
    if begun := same.first():
        return begun
    contract.code, contract.by = _free_code(), by
    contract.save()
    contract.courses.set(courses)
    return contract


@transaction.atomic
def change_draft(contract: Contract, courses: Iterable[Course]) -> None:
    """Save what was changed of a draft. Raises TransitionError where it is none any more."""
    _facilitator_locked(contract)
    if _read_again(contract).status != Status.DRAFT:
        raise TransitionError(AS_IT_WAS)
    contract.save(update_fields=DRAFTED)
    contract.courses.set(courses)


def add_document(contract: Contract, upload) -> ContractFile:
    """Keep the paper that was signed outside with a draft, in the place of an earlier one.

    Raises files.NotTaken for what is no PDF, and TransitionError where the contract is no draft of
    that kind any more; nothing is kept then.
    """
    if _kind(upload) != "pdf":
        raise files.NotTaken(ONLY_PDF)
    content = upload.read()
    with transaction.atomic():
        _facilitator_locked(contract)
        found = _read_again(contract)
        if found.status != Status.DRAFT or found.paper != Contract.Paper.OUTSIDE:
            raise TransitionError(AS_IT_WAS)
        for earlier in contract.files.filter(role=Role.OUTSIDE):
            earlier.delete()
        return documents.keep(contract, Role.OUTSIDE, content, upload.name)


def _kind(upload):
    """Return the kind of a file; of one that is taken nowhere, none."""
    try:
        return files.kind_of(upload.name, upload)
    except files.NotTaken:
        return ""


@transaction.atomic
def offer(contract: Contract, *, by: User, on: date) -> None:
    """Offer a contract to its facilitator, who is invited where they have no account.

    Raises TransitionError where it breaks a rule, also one that somebody else's offer has made it
    break meanwhile; nothing is saved and nobody is written to then.
    """
    _refuse_ended(contract)
    facilitator = _facilitator_locked(contract)
    found = _read_again(contract)
    if found.status != Status.DRAFT:
        raise TransitionError(f"It is {found.get_status_display().lower()} already.")
    if why_not := why_not_offered(found, on):
        raise TransitionError(why_not)
    _move_out(found, by)
    if found.paper == Contract.Paper.ONLINE:
        name = f"contract-{found.code}.pdf"
        documents.keep(found, Role.OFFER, documents.offer_pdf(found), name)
    if facilitator.user_id is None:
        invite_facilitator(facilitator, by=by)
    emails.offered(found)
    contract.status = found.status


def why_not_offered(contract: Contract, on: date) -> str:
    """Return why a draft cannot be offered on a day, or nothing."""
    checks = [_of_partner, why_not_of_days, _of_text, _of_other_contracts]
    return next(filter(None, (check(contract, on) for check in checks)), "")


def _of_partner(contract, on):
    return ENDED if contract.partner.ended_on else ""


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
    return ""


def _move_out(contract, by):
    try:
        with transaction.atomic():
            contract.move(Status.OFFERED, by=by)
    except IntegrityError:
        raise TransitionError("Another contract for this year was offered meanwhile.") from None


@transaction.atomic
def send_again(contract: Contract, *, on: date) -> None:
    """Send the facilitator the mail of an offer again, at most once a day, and a new invitation
    to an account where the first has expired.

    Raises TransitionError where they need not sign any more, or it has gone today.
    """
    if _read_again(contract).status != Status.OFFERED:
        raise TransitionError("It does not wait for the facilitator any more.")
    was_offered_today = contract.changes.filter(
        new=Status.OFFERED, at__gte=days.start_of(on)
    ).exists()
    if was_offered_today or not emails.offered(contract, again=on):
        raise TransitionError("The mail has gone today already. Try again tomorrow.")
    if contract.facilitator.user_id is None:  # the invitation may have expired meanwhile
        invite_facilitator(contract.facilitator, by=contract.by)


@transaction.atomic
def withdraw(contract: Contract, *, by: User | None, reason: str) -> None:
    """Take a contract back that not both have signed; of a draft, nobody hears.

    Raises TransitionError where it is in force or over.
    """
    _facilitator_locked(contract)
    found = _read_again(contract)
    was = found.status
    found.move(Status.WITHDRAWN, by=by, note=reason)
    if was != Status.DRAFT:
        emails.withdrawn(found, reason=reason)
    contract.status = found.status


@transaction.atomic
def amend(contract: Contract, *, by: User) -> Contract:
    """Draw up a contract that replaces one in force, or return the one that somebody has begun.

    Raises TransitionError where it is not in force.
    """
    _refuse_ended(contract)
    _facilitator_locked(contract)
    found = _read_again(contract)
    if found.status != Status.IN_FORCE:
        raise TransitionError("Only a contract in force is changed by an amendment.")
    begun = found.amendments.filter(status__in=NOT_MADE)
    if amendment := begun.first():
        return amendment
    kept = {name: getattr(found, name) for name in KEPT}
    amendment = Contract.objects.create(**kept, code=_free_code(), by=by, replaces=found)
    amendment.courses.set(found.courses.all())
    return amendment


@transaction.atomic
def expire(contract: Contract, *, on: date) -> None:
    """End a contract whose last day to sign has passed; both sides hear of it.

    Raises TransitionError where it was signed by both, withdrawn or given more time meanwhile.
    """
    _facilitator_locked(contract)
    found = _read_again(contract)
    if found.answer_by is None or found.answer_by >= on:
        raise TransitionError("It can still be signed.")
    found.move(Status.EXPIRED, by=None)
    emails.expired(found)


@transaction.atomic
def let_sign(contract: Contract, *, by: User, reason: str) -> None:
    """Let a contract be signed for the partner though an accreditation is missing.

    Raises TransitionError where nobody is to sign it any more.
    """
    _facilitator_locked(contract)
    if _read_again(contract).status not in NOT_MADE:
        raise TransitionError("Nobody is to sign it any more.")
    contract.override_reason, contract.override_by = reason, by
    contract.save(update_fields=["override_reason", "override_by"])


def end_all_of(partner: Partner, *, by: User | None) -> None:
    """Withdraw what is out or drawn up when a partnership ends; what is in force stays."""
    for contract in partner.contracts.filter(status__in=NOT_MADE).order_by("facilitator", "pk"):
        withdraw(contract, by=by, reason="The partnership has ended.")


def courses_in_words(courses: Iterable[Course]) -> str:
    return in_a_row([course.name for course in courses])


def _refuse_ended(contract):
    """Lock the partner, so that it does not end meanwhile; whoever ends it does so first."""
    if Partner.objects.select_for_update(of=["self"]).get(pk=contract.partner_id).ended_on:
        raise TransitionError(ENDED)


def _facilitator_locked(contract):
    """Lock the facilitator: whoever changes what is out or in force for one does so first."""
    return Facilitator.objects.select_for_update(of=["self"]).get(pk=contract.facilitator_id)


def _read_again(contract):
    related = ["partner__region", "facilitator", "school_year", "template", "replaces", "by"]
    return Contract.objects.select_related(*related).get(pk=contract.pk)


def _free_code():
    """Return a code that no contract has: of 3 billion, a second try is nearly never needed."""
    return next(code for code in iter(new_code, "") if not _is_taken(code))


def _is_taken(code):
    return Contract.objects.filter(code=code).exists()
