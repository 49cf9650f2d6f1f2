"""How a partner draws up its contracts: drafts, the paper that is signed outside, amendments."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from applications.models import Course, FundingTerms, Partner, PartnerYear, SchoolYear
from facilitators import documents
from facilitators.actions.offering import read_again, refuse_ended
from facilitators.models import Contract, ContractFile, Facilitator
from plp.core import files
from plp.core.codes import new_code
from plp.core.models import User
from plp.core.workflow import TransitionError

Status = Contract.Status
Role = ContractFile.Role

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
AS_IT_WAS = "It was offered or withdrawn meanwhile, so it stays as it was."
ONLY_PDF = "Save it as PDF and try again: only that keeps its pages as both have signed them."


def suggesting_terms(partner: Partner, year: SchoolYear, on: date) -> FundingTerms | None:
    """Return the terms in force, whose day rate and travel a partner's contracts begin with."""
    in_year = PartnerYear.objects.filter(partner=partner, program_year__school_year=year)
    terms = FundingTerms.objects.filter(
        program__years__in=in_year.values("program_year"), from_day__lte=max(on, year.first_day)
    )
    return terms.order_by("-from_day", "-pk").first()


@transaction.atomic
def draw_up(contract: Contract, courses: Iterable[Course], *, by: User) -> Contract:
    """Save a new draft. Drawn up twice, as by pressing twice, it is the first one.

    Raises TransitionError where the partnership has ended.
    """
    refuse_ended(contract)
    said = {name: getattr(contract, name) for name in DRAFTED}
    for begun in Contract.objects.filter(status=Status.DRAFT, by=by, replaces=None, **said):
        if {*begun.courses.all()} == {*courses}:
            return begun
    contract.code, contract.by = _free_code(), by
    contract.save()
    contract.courses.set(courses)
    return contract


@transaction.atomic
def change_draft(contract: Contract, courses: Iterable[Course]) -> None:
    """Save what was changed of a draft; what staff let be signed is asked anew for other courses
    or days. Raises TransitionError where it is no draft any more.
    """
    Facilitator.objects.locked(contract.facilitator_id)
    found = read_again(contract)
    if found.status != Status.DRAFT:
        raise TransitionError(AS_IT_WAS)
    is_more = _is_more(contract, courses, found)
    contract.override_reason = "" if is_more else found.override_reason
    contract.override_by = None if is_more else found.override_by
    contract.save(update_fields=[*DRAFTED, "override_reason", "override_by"])
    contract.courses.set(courses)
    if contract.paper == Contract.Paper.ONLINE:
        _drop_paper(contract)


def _is_more(contract, courses, found):
    """Whether a changed draft is about courses or days that nobody has let be signed."""
    days_of = [(each.first_day, each.last_day) for each in (contract, found)]
    return days_of[0] != days_of[1] or bool({*courses} - {*found.courses.all()})


def _drop_paper(contract):
    """Delete what was uploaded as signed outside."""
    for file in contract.files.filter(role=Role.OUTSIDE):
        file.delete()


def add_document(contract: Contract, upload) -> ContractFile:
    """Keep the paper that was signed outside with a draft, in the place of an earlier one.

    Raises files.NotTaken for what is no PDF, and TransitionError where the contract is no draft of
    that kind any more; nothing is kept then.
    """
    if _kind(upload) != "pdf":
        raise files.NotTaken(ONLY_PDF)
    content = upload.read()
    with transaction.atomic():
        Facilitator.objects.locked(contract.facilitator_id)
        found = read_again(contract)
        if found.status != Status.DRAFT or found.paper != Contract.Paper.OUTSIDE:
            raise TransitionError(AS_IT_WAS)
        _drop_paper(contract)
        return documents.keep(contract, Role.OUTSIDE, content, upload.name)


def _kind(upload):
    """Return the kind of a file; of one that is taken nowhere, none."""
    try:
        return files.kind_of(upload.name, upload)
    except files.NotTaken:
        return ""


@transaction.atomic
def amend(contract: Contract, *, by: User) -> Contract:
    """Draw up a contract that replaces one in force, or return the one that somebody has begun.

    Raises TransitionError where it is not in force.
    """
    refuse_ended(contract)
    Facilitator.objects.locked(contract.facilitator_id)
    found = read_again(contract)
    if found.status != Status.IN_FORCE:
        raise TransitionError("Only a contract in force is changed by an amendment.")
    begun = found.amendments.unmade()
    if amendment := begun.first():
        return amendment
    kept = {name: getattr(found, name) for name in KEPT}
    amendment = Contract.objects.create(**kept, code=_free_code(), by=by, replaces=found)
    amendment.courses.set(found.courses.all())
    return amendment


def _free_code():
    """Return a code that no contract has: of 3 billion, a second try is nearly never needed."""
    return next(code for code in iter(new_code, "") if not _is_taken(code))


def _is_taken(code):
    return Contract.objects.filter(code=code).exists()
