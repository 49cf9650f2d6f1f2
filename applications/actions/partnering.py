"""Partnerships: their beginning, their people, their years and their end."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from applications import emails
from applications.emails.partnering import MEMBER_INVITED
from applications.figures import best_first
from applications.models import (
    Application,
    Membership,
    Offer,
    Partner,
    PartnerRequirement,
    PartnerYear,
    Pin,
    Program,
    ProgramYear,
    Region,
)
from applications.models.applicant import Payee
from applications.models.partner import COLUMNS, Right, about
from applications.registry import when_a_partnership_ends
from plp.core import days, history, invitations
from plp.core.models import Invitation, User
from plp.core.privacy.registry import is_nowhere
from plp.core.texts import in_a_row
from plp.core.workflow import TransitionError


def make_partner(offer: Offer, *, on: date) -> Partner:
    """Make who said yes the partner of the region: first year, requirements, invitations.

    Its caller holds the region's lock and the transaction.
    """
    application = offer.application
    joint = application.joint_organization
    partner = Partner.objects.create(
        organization=application.organization,
        joint_organization=joint,
        payee=application.payee if joint else Payee.APPLICANT,
        type=application.type,
        region=offer.region,
        website=application.website,
        application=application,
        started_on=on,
    )
    if first := application.draft.program.years.running_or_next(on):
        year = open_year(partner, first, terms=offer.terms, manager_fte=application.manager_fte)
        confirm_year(year, by=None, note=f"With the yes of {offer.signed_name}.")
    for email, (name, rights) in people_of(application).items():
        invitations.invite("member", email, name=name, about=about(partner), rights=rights)
    return partner


@transaction.atomic
def add_partner(partner: Partner, *, by) -> None:
    """Save a partner who never applied, with the running year of the current program, if any."""
    partner.save()
    program = Program.objects.current().first()
    if program and (running := program.years.running_or_next(partner.started_on)):
        confirm_year(open_year(partner, running), by=by, note="Added by staff.")


@transaction.atomic
def open_year(partner: Partner, program_year: ProgramYear, **fields) -> PartnerYear:
    """Open a program year for a partner, to be renewed, with a copy of everything that it asks.

    Raises TransitionError if the partnership has ended, or has that year already.
    """
    if _locked(partner).ended_on:
        raise TransitionError(f"The partnership with {partner} has ended.")
    if partner.years.filter(program_year=program_year).exists():
        raise TransitionError(f"{partner} has {program_year} already.")
    year = PartnerYear.objects.create(partner=partner, program_year=program_year, **fields)
    rows = PartnerRequirement.objects.bulk_create(
        PartnerRequirement(
            partner_year=year,
            requirement=asked,
            number=asked.number,
            window_from=asked.window_from,
            window_until=asked.window_until,
        )
        for asked in program_year.requirements.all()
    )
    history.note(rows, is_new=True)
    return year


@transaction.atomic
def confirm_year(year: PartnerYear, *, by, note: str) -> None:
    """Note that a partner goes on in a year. Raises TransitionError if that is said already."""
    year.move(year.Status.CONFIRMED, by=by, note=note)


@transaction.atomic
def not_renew_year(year: PartnerYear, *, by, note: str) -> None:
    """Note that a partner does not go on in a year. Raises TransitionError likewise."""
    year.move(year.Status.NOT_RENEWING, by=by, note=note)


def people_of(application: Application) -> dict[str, tuple[str, list[Right]]]:
    """Return whom to invite: {address: (name, rights)}, each address once.

    Until a program manager is hired, the contact acts as one.
    """
    manager = application.manager_email or application.contact_email
    named = [
        (manager, application.manager_name or application.contact_name, [Right.MANAGE]),
        (application.signatory_email, application.signatory_name, [Right.SIGN]),
        (application.fiscal_email, application.fiscal_name, [Right.MONEY]),
        (application.contact_email, application.contact_name, []),
    ]
    people = {}
    for email, name, rights in named:
        if email and not is_nowhere(email):
            known, held = people.get(email.lower(), (name, []))
            people[email.lower()] = (known, held + rights)
    return people


def invited_to(invitation: Invitation) -> Partner:
    """Return the partner that an invitation of a member names."""
    return Partner.objects.get(pk=invitation.about.removeprefix("partner:"))


def open_invitations(partner: Partner):
    """Invitations of members that are neither accepted nor taken back."""
    return Invitation.objects.open().filter(kind="member", about=about(partner))


# What people are invited as, with each right.
INVITED_AS = {
    Right.MANAGE: "program manager",
    Right.SIGN: "signatory",
    Right.MONEY: "finance contact",
}


def _describe(invitation):
    given = [INVITED_AS[right] for right in Right if right in invitation.rights]
    return f"{in_a_row(given or ['a member'])} of {invited_to(invitation)}"


def _accept(invitation: Invitation, user: User) -> None:
    """Make a person a member, with the rights of the invitation beside those they have."""
    partner = invited_to(invitation)
    if partner.ended_on:
        raise TransitionError(f"The partnership with {partner} has ended.")
    membership, _ = Membership.objects.get_or_create(partner=partner, user=user)
    for right in invitation.rights:
        setattr(membership, COLUMNS[Right(right)], True)
    membership.save()


invitations.register(
    invitations.InvitationKind(
        what="member",
        mail=MEMBER_INVITED,
        describe=_describe,
        accept=_accept,
        lock=lambda invitation: _locked(invited_to(invitation)),
        contact=lambda invitation: contact_of(invited_to(invitation)),
    )
)


@transaction.atomic
def invite_member(partner: Partner, *, by, email: str, name: str, rights) -> None:
    """Invite somebody to act for a partner.

    Raises TransitionError if the partnership has ended, or they are a member already.
    """
    if _locked(partner).ended_on:
        raise TransitionError(f"The partnership with {partner} has ended.")
    if partner.memberships.filter(user__email=email.lower()).exists():
        raise TransitionError(f"{email} is a member already. Change what they may do instead.")
    invitations.invite("member", email, by=by, name=name, about=about(partner), rights=rights)


@transaction.atomic
def end_partnership(partner: Partner, *, by, last_day: date, reason: str, on: date) -> None:
    """End a partnership with a day: at once if that has passed, else on the day after it.

    Raises TransitionError if it has ended, or the day is before the first; nothing is saved then.
    """
    Region.objects.locked(pk=partner.region_id)
    ending = _locked(partner)
    if (ending.ends_on, ending.end_reason) == (last_day, reason):
        raise TransitionError("It ends on that day, for that reason, already.")
    if ending.ended_on:
        raise TransitionError(f"It has ended on {days.in_words(ending.ended_on)} already.")
    if last_day < ending.started_on:
        raise TransitionError(f"It began on {days.in_words(ending.started_on)}, after that day.")
    ending.ends_on, ending.end_reason = last_day, reason
    ending.ended_on = last_day if last_day < on else None
    _save_end(ending, by=by)
    emails.partnership_ends(ending, occasion=timezone.now(), contact=contact_of(ending))


@transaction.atomic
def keep_partnership(partner: Partner, *, by) -> None:
    """Call the planned end of a partnership off, and tell its people.

    Raises TransitionError if no end is planned, or it has ended; nothing is saved then.
    """
    Region.objects.locked(pk=partner.region_id)
    staying = _locked(partner)
    if staying.ended_on:
        raise TransitionError(f"It has ended on {days.in_words(staying.ended_on)} already.")
    if staying.ends_on is None:
        raise TransitionError("No end is planned.")
    last_day, staying.ends_on, staying.end_reason = staying.ends_on, None, ""
    staying.save()
    contact = contact_of(staying)
    emails.partnership_kept(staying, last_day, occasion=timezone.now(), contact=contact)


@transaction.atomic
def close_partnership(partner: Partner, *, on: date) -> None:
    """End a partnership whose planned last day has passed; do nothing otherwise."""
    Region.objects.locked(pk=partner.region_id)
    ending = _locked(partner)
    if ending.ended_on is None and ending.ends_on and ending.ends_on < on:
        ending.ended_on = ending.ends_on
        _save_end(ending, by=None)


def _save_end(partner, *, by):
    """Save how a partnership ends; once it has, nobody joins, and staff hear who waits."""
    partner.save()
    if partner.ended_on is None:
        return
    for invitation in open_invitations(partner):
        invitations.revoke(invitation, by=by)
    for follow in when_a_partnership_ends():
        follow(partner, by)
    line = list(best_first(_waitlisted(partner.region)))
    if waiting := len(line) + partner.region.interests.count():
        contact = contact_of(partner)
        emails.region_free(partner, waiting=waiting, line=line[:10], contact=contact)


def _waitlisted(region):
    return Application.objects.in_line(region).on_waiting_list()


@transaction.atomic
def tell_waiting(region: Region, *, by=None) -> int:
    """Write to who waits for a region that it is free; return how many were not told before.

    Raises TransitionError where it cannot be applied for, or nobody is left to be told.
    """
    locked = Region.objects.locked(pk=region.pk)
    if locked.is_spoken_for():
        raise TransitionError(f"{region} is served or offered, so there is nothing to tell.")
    if meant := locked.meant_for():
        raise TransitionError(meant.keeps_region)
    program = Program.objects.current().first()
    if not Pin.objects.filter(program=program, region=region).exists():
        raise TransitionError(
            f"The current program seeks no partner in {region}. Add the city to it first."
        )
    last = region.partners.order_by("ended_on").last()
    occasion = f"region {region.pk} free since {last.ended_on if last else 'the beginning'}"
    contact = program.contact_email
    told = [emails.waiting_open(each, occasion=occasion) for each in _waitlisted(region)]
    told += [
        emails.region_open(interest, region, occasion=occasion, contact=contact)
        for interest in region.interests.all()
    ]
    if not any(told):
        raise TransitionError(f"Nobody waits for {region}, or all have been told.")
    return sum(map(bool, told))


def contact_of(partner: Partner) -> str:
    """Return whom a partner's people ask: their program's contact address."""
    year = partner.years.select_related("program_year__program").last()
    program = year.program_year.program if year else Program.objects.current().first()
    return program.contact_email if program else ""


def _locked(partner):
    """Lock a partner and read it again."""
    return Partner.objects.select_for_update(of=["self"]).get(pk=partner.pk)
