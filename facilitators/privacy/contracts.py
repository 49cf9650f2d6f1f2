"""What contracts hold of who signed them: they stay, with their bytes, until a day."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from facilitators.actions.forgetting import erase_contract
from facilitators.models import Contract, ContractStatusChange, Signature
from facilitators.models.contracts import MADE, OUT
from facilitators.needed import without_what_rests_on
from facilitators.privacy.people import forget_facilitator, must_stay, of_person
from plp.core import days
from plp.core.money import dollars
from plp.core.privacy import Fate, Row, StandIn, holds, objections, retains
from plp.core.privacy.registry import is_nowhere
from plp.core.workflow import TransitionError

Status = Contract.Status

STAYS = (
    "It stays until the end of its retention, with its documents byte for byte: both sides can "
    "prove by them what was agreed, and they name who signed."
)


# Contracts


def contracts(email: str) -> Iterator[Row]:
    found = Contract.objects.filter(facilitator__in=of_person(email))
    related = ["partner", "facilitator", "school_year"]
    for each in found.select_related(*related).prefetch_related("courses", "files"):
        yield Row(
            each,
            f"Contract {each.code} with {each.partner}",
            {
                "School year": str(each.school_year),
                "Courses": ", ".join(course.name for course in each.courses.all()),
                "Days": days.span(each.first_day, each.last_day),
                "Engaged as": each.get_engagement_display(),
                "Pay for a day": dollars(each.day_rate),
                "Travel, at most": dollars(each.travel_cap),
                "What else is agreed": each.terms or "–",
                "Status": each.get_status_display(),
            },
            Fate.STAYS,
            STAYS,
            files=[(file.name, file.file) for file in each.files.all()],
        )


def nothing(email: str, stand_in: StandIn) -> None:
    """Erase nothing here: who it is with is blanked with the facilitator, and texts are swept.

    Raises TransitionError where one was offered or signed since the objections were asked for; from
    now on none can be.
    """
    list(of_person(email).order_by("pk").select_for_update(of=["self"]))
    if bound := list(of_contracts(email, None)):
        raise TransitionError(" ".join(bound))


holds("Contracts", find=contracts, erase=nothing)


@objections
def of_contracts(email, by):
    """Say what somebody is still bound by: whom it binds must be known as long as it does."""
    waits = Contract.objects.filter(status__in=[*OUT, Status.IN_FORCE])
    for each in waits.filter(facilitator__in=of_person(email)).select_related("partner"):
        status = each.get_status_display().lower()
        yield (
            f"Contract {each.code} with {each.partner} is not over ({status}). "
            "End it or withdraw it first."
        )


# Signatures


def _signed_by(email):
    of_facilitator = Q(side=Signature.Side.FACILITATOR, contract__facilitator__in=of_person(email))
    return Signature.objects.filter(Q(user__email=email) | of_facilitator)


def signatures(email: str) -> Iterator[Row]:
    for each in _signed_by(email).select_related("contract"):
        yield Row(
            each,
            f"Signature on contract {each.contract.code}, {each.get_side_display().lower()}",
            {
                "Name as typed": each.name,
                "When": days.moment_in_words(each.at),
                "From the address": each.address or "–",
                "Agreed to": each.consent,
            },
            Fate.BLANKED,
            f"Only the typed name is blanked. {STAYS}",
            names={each.name},
        )


def erase_signatures(email: str, stand_in: StandIn) -> None:
    """Blank the typed name: the signed document has it, and when and from where stay."""
    _signed_by(email).update(name=stand_in.name)


holds("Signatures", find=signatures, erase=erase_signatures)


# How long


def erase_each(rows):
    """Erase contracts; whoever was erased before, and was kept for them alone, goes too."""
    for contract in rows.select_related("facilitator"):
        facilitator = contract.facilitator
        erase_contract(contract)
        if is_nowhere(facilitator.email) and not must_stay(facilitator):
            forget_facilitator(facilitator)


def _not_replaced():
    """Contracts on which no payment rests, and that no amendment replaces: that is erased first."""
    amendments = Contract.objects.filter(replaces=OuterRef("pk"))
    return without_what_rests_on(Contract.objects.exclude(Exists(amendments)))


def over(moment):
    day = days.pacific_day(moment)
    return [_not_replaced().filter(status__in=MADE, last_day__lt=day)]


def came_to_nothing(moment):
    """Contracts that were never made, counted from when they were moved last."""
    unmade = _not_replaced().exclude(status__in=[*MADE, *OUT])
    moves = ContractStatusChange.objects.filter(contract=OuterRef("pk")).order_by("-at", "-pk")
    last = Coalesce(Subquery(moves.values("at")[:1]), F("made_at"))
    return [unmade.annotate(last=last).filter(last__lt=moment)]


retains(
    kind="contract",
    name="Contracts with facilitators, with their documents and signatures",
    after="after the last day of the contract",
    days=7 * 365,
    fewest=4 * 365,
    why_fewest="payments are audited, and contracts can be sued on, for years.",
    due=over,
    erase=erase_each,
    batch=1,
)
retains(
    kind="contract-unmade",
    name="Contracts that were drawn up and never made",
    after="after they were drawn up, declined, withdrawn or expired",
    days=2 * 365,
    fewest=90,
    why_fewest="people ask what was offered, and why it was declined.",
    due=came_to_nothing,
    erase=erase_each,
    batch=1,
)
