"""Who acts for a partner: changing what members may do, and removing them."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from applications import emails
from applications.actions.partnering import contact_of
from applications.models import Membership, Partner, PartnerYear
from applications.models.partner import COLUMNS, Right
from applications.registry import when_a_member_leaves
from plp.core.models import User
from plp.core.workflow import TransitionError

LAST_MANAGER = (
    "A partner is never without a program manager. Give this right to another member first; "
    "somebody who is invited has it once they accept."
)
GONE = "Somebody has just removed this member."


@transaction.atomic
def change_member(
    member: Membership,
    *,
    by: User | None,
    rights: list[Right],
    year: PartnerYear | None = None,
    fte: Decimal | None = None,
) -> None:
    """Set what a member may do, and the share of full time that they give in a year as a manager.

    Raises TransitionError if they are no member any more, or nobody would be left who manages;
    nothing is saved then.
    """
    found = _locked(member)
    before, share = found.rights, found.share_in(year)
    if Right.MANAGE not in rights:
        _refuse_last_manager(found)
    for right, column in COLUMNS.items():
        setattr(found, column, right in rights)
    if found.rights != before:
        found.save()
    set_share(found, year, fte)
    if (found.rights, found.share_in(year)) != (before, share):
        tell_changed(found, by=by, year=year)


def set_share(member: Membership, year: PartnerYear | None, fte: Decimal | None) -> None:
    """Note how much of full time a member gives in a year of the partner, None where it is not
    said. Who does not manage gives nothing, then and in later years."""
    if year is None:
        return
    if not member.may_manage:
        begins = year.program_year.school_year.first_day
        member.shares.filter(year__program_year__school_year__first_day__gte=begins).delete()
    elif fte is None:
        member.shares.filter(year=year).delete()
    elif fte != member.share_in(year):
        member.shares.update_or_create(year=year, defaults={"fte": fte})


@transaction.atomic
def remove_member(member: Membership, *, by: User | None, on: date) -> None:
    """Remove a member; what they may do ends with the row. Raises TransitionError likewise."""
    found = _locked(member)
    _refuse_last_manager(found)
    before_removal(found, by=by, on=on)
    found.delete()


def leaves_no_manager(partner: Partner, leaving: set[int]) -> bool:
    """Whether nobody would be left who manages, if these members no longer did.

    Where nobody does already, or the partnership has ended, there is nothing to guard.
    """
    managers = {*partner.memberships.managers().values_list("pk", flat=True)}
    return bool(managers) and managers <= leaving and partner.ended_on is None


def tell_changed(member: Membership, *, by: User | None, year: PartnerYear | None) -> None:
    """Write to a member who was changed by somebody else."""
    if by != member.user:
        share, contact = member.share_in(year), contact_of(member.partner)
        emails.member_changed(member, by=by, share=share, contact=contact)


def before_removal(member: Membership, *, by: User | None, on: date) -> None:
    """End what hangs on a membership from a day on; write to who is removed by somebody else."""
    for follow in when_a_member_leaves():
        follow(member, on)
    if by != member.user:
        emails.member_removed(member, by=by, contact=contact_of(member.partner))


def _refuse_last_manager(member):
    if leaves_no_manager(member.partner, {member.pk}):
        raise TransitionError(LAST_MANAGER)


def _locked(member):
    """Read a member again once nobody else changes who acts for the partner."""
    partner = Partner.objects.select_for_update(of=["self"]).get(pk=member.partner_id)
    found = partner.memberships.select_related("user", "partner").filter(pk=member.pk).first()
    if found is None:
        raise TransitionError(GONE)
    return found
