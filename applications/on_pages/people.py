"""What is to be done about a partner's people, and what has happened among them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from applications.acting import portal_page
from applications.actions.partnering import open_invitations
from applications.look import Look
from applications.models import Membership, Partner
from applications.models.partner import Right
from applications.onboarding import how_far, lists_of, undone
from applications.people import given, needed, shares_in_words, silent
from applications.registry import News, NextStep, news, next_steps, open_matters
from plp.core import history
from plp.core.models import User

portal_page("People", "applications:people", 70)


@next_steps
def steps(look: Look) -> Iterator[NextStep]:
    """Name a program manager where there is none; finish the onboarding; say who gives how much."""
    members = (member for partner in look.active for member in look.members[partner.pk])
    lists = lists_of(members, look.on, look.programs)
    for partner in look.active:
        managers = [member for member in look.members[partner.pk] if member.may_manage]
        if not managers:
            yield _name_a_manager(partner, look.invitations[partner.pk])
            continue
        yield from _onboarding(managers, lists)
        if step := _share(partner, managers, look.year_of(partner)):
            yield step


def _name_a_manager(partner, invitations):
    named = [each.name or each.email for each in invitations if Right.MANAGE in each.rights]
    name = next(iter(named), "")
    more = (
        f"{name} is invited as one and has not accepted yet."
        if name
        else "Nobody here may invite anybody, so write to us whom we shall invite."
    )
    url = reverse("applications:people", args=[partner.pk])
    return NextStep(partner.pk, "program manager", "Name a program manager", url, more=more)


def _onboarding(managers, lists):
    for member in managers:
        todos = lists[member.pk]
        for first in undone(todos)[:1]:
            yield NextStep(
                member.partner_id,
                f"onboarding {member.pk} {first.item.thing}",
                f"Finish the onboarding of {member.user}: {how_far(todos)}",
                reverse("applications:onboarding", args=[member.partner_id]),
                first.due,
                f"Next: {first.item.title}.",
                Right.MANAGE,
            )


def _share(partner, managers, year):
    need = needed(year)
    if not need or given(managers, year) >= need:
        return None
    what = "State" if silent(managers, year) else "Look at"
    return NextStep(
        partner.pk,
        "share of full time",
        f"{what} who gives how much of full time as program manager",
        reverse("applications:people", args=[partner.pk]),
        more=shares_in_words(managers, year),
        right=Right.MANAGE,
    )


@news
def joined_and_left(partner: Partner, since: datetime) -> Iterator[News]:
    """Say who joined, as what, and who has left."""
    for member in partner.memberships.filter(since__gte=since).select_related("user"):
        roles = member.roles[0].lower() + member.roles[1:]
        yield News(member.since, f"{member.user} joined: {roles}")
    left = history.of(Membership).filter(
        partner_id=partner.pk, history_type="-", history_date__gte=since
    )
    moments = list(left.values_list("history_date", "user_id"))
    names = User.objects.in_bulk({user for _, user in moments})
    for at, user in moments:
        if user in names:
            yield News(at, f"{names[user]} no longer acts for you")


@open_matters
def not_accepted(partner: Partner, on: date) -> Iterator[str]:
    """Name those who have not accepted an invitation: it is taken back at the end."""
    for invitation in open_invitations(partner):
        who = invitation.name or invitation.email
        yield f"{who} has not accepted an invitation; it is taken back when the partnership ends."
