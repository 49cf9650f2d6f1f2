"""What program managers learn: the list, each item done when and by whom."""

from typing import NamedTuple

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import actions, onboarding
from applications.acting import acting_for
from applications.models import Membership, OnboardingItem
from applications.models.partner import Right
from applications.onboarding import Todo
from plp.core.days import pacific_today
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError


class Row(NamedTuple):
    """One item, as everybody who manages for the partner has it."""

    item: OnboardingItem
    mine: Todo | None  # of whoever looks, where they manage
    others: list[tuple[Membership, Todo]]


@never_cache
@require_safe
def todo(request, pk):
    """The list of a program manager; others see how far everybody is."""
    partner = acting_for(request, pk)
    today = pacific_today()
    managers = list(partner.memberships.filter(may_manage=True).select_related("user"))
    lists = onboarding.lists_of(managers, today)
    own = next((m for m in managers if m.user_id == request.user.pk), None)
    mine = lists[own.pk] if own else []
    context = {
        "signed_in": True,
        "partner": partner,
        "rows": _rows(managers, lists, own),
        "managers": [(member, onboarding.how_far(lists[member.pk])) for member in managers],
        "own": own,
        "is_through": own and mine and not onboarding.undone(mine),
        "may_do": own and not partner.ended_on,
        "today": today,
    }
    return render(request, "applications/portal/onboarding.html", context)


def _rows(managers, lists, own):
    """Return a row for each item: all lists of a partner have the same."""
    rows = []
    for todos in zip(*(lists[member.pk] for member in managers), strict=True):
        of = dict(zip(managers, todos, strict=True))
        rows.append(Row(todos[0].item, of.pop(own, None), list(of.items())))
    return rows


@never_cache
@get_or_post
def finish(request, pk, item):
    """Note that whoever asks has done an item."""
    return _with_item(request, pk, item, lambda found: actions.finish_item(found, request.user))


@never_cache
@get_or_post
def undo(request, pk, item):
    """Take that back, on the same day."""
    today = pacific_today()
    return _with_item(
        request, pk, item, lambda found: actions.undo_item(found, request.user, on=today)
    )


def _with_item(request, pk, key, take):
    """Take a step with an item that the asking person has to do now."""
    partner = acting_for(request, pk, Right.MANAGE)
    if request.method != "POST":
        return redirect("applications:onboarding", pk)
    own = partner.memberships.filter(user=request.user, may_manage=True)
    todos = [each for found in onboarding.lists_of(own, pacific_today()).values() for each in found]
    found = next((each.item for each in todos if each.item.pk == key), None)
    try:
        if found is None:
            raise TransitionError("This item has changed meanwhile. This is the list as it is now.")
        take(found)
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    return redirect("applications:onboarding", pk)
