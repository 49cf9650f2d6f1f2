"""Who may look at a partner's pages, and who may act on them."""

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from applications.models import Membership, Partner
from applications.models.partner import HANDLING_MONEY, Right
from plp.core import places
from plp.core.methods import get_or_post

HOME = "applications:portal"
READ_ONLY = {"GET", "HEAD"}
NO_AMOUNTS = (
    "Amounts are for those of your organization who manage the program, sign, or handle money."
)
VIEWING = "viewing-partner"  # in the session of staff who look at a partner's pages as it sees them


class Page(NamedTuple):
    """One of the pages that a partner's navigation leads to."""

    label: str
    url_name: str
    position: int
    is_of_money: bool = False  # only for who reads amounts


PAGES: list[Page] = []


def portal_page(label: str, url_name: str, position: int, is_of_money=False) -> None:
    """Add a page to a partner's navigation; its address takes the partner's key as `pk`."""
    page = Page(label, url_name, position, is_of_money)
    if page not in PAGES:
        PAGES.append(page)
        PAGES.sort(key=lambda page: page.position)


class Acting(NamedTuple):
    """For whom somebody acts, and what they may do; every page of a partner reads it of the
    request, as `request.acting`."""

    partner: Partner
    rights: frozenset
    is_staff: bool  # somebody of the staff looks at it as the partner sees it
    others: list[Partner]
    members: list[Membership]
    elsewhere: list[places.Place] = []  # what else is theirs, beside partners

    @property
    def pages(self):
        return [page for page in PAGES if self.sees_money or not page.is_of_money]

    @property
    def sees_money(self):
        """Whether they read amounts: everybody but members without any right."""
        return bool(self.rights) or self.is_staff

    @property
    def handles_money(self):
        """Whether they ask for money and pay, also once the partnership has ended."""
        return bool(self.rights & set(HANDLING_MONEY))

    @property
    def may_manage(self):
        return self.may(Right.MANAGE)

    def may(self, *rights):
        """Whether they have one of these rights, as long as the partnership lasts."""
        return bool(self.rights & set(rights)) and not self.partner.ended_on


def acting_for(request: HttpRequest, pk: int, *rights: Right, also_ended=False) -> Partner:
    """Return the partner of a page, if who asks acts for it; note what they may do.

    Raises Http404 for anybody else. What is posted needs one of the rights, where some are named,
    and a partnership that has not ended, unless `also_ended`: else PermissionDenied.
    """
    members = Membership.objects.filter(partner__memberships__user=request.user)
    members = members.select_related("partner__region", "user")
    members = places.with_places(members, "user_id").read_with_shares()
    mine = {member.partner_id: member for member in members if member.user_id == request.user.pk}
    if request.session.get(VIEWING) == pk and may_view_as(request.user):
        partner = get_object_or_404(Partner.objects.select_related("region"), pk=pk)
        members = partner.memberships.select_related("user").read_with_shares()
        acting = Acting(partner, frozenset(), True, [], members)
    elif pk in mine:
        acting = _as_member(mine, pk, [each for each in members if each.partner_id == pk])
    else:
        raise Http404("No partner of yours has this address.")
    request.acting = acting
    if request.method not in READ_ONLY:
        _check(acting, rights, also_ended)
    return acting.partner


def acting_for_money(request: HttpRequest, pk: int) -> Partner:
    """Return the partner of a page of money, as `acting_for` does, also once the partnership has
    ended: what is owed is still paid. What is posted needs that they handle money.

    Raises PermissionDenied for members without any right, who read no amounts.
    """
    partner = acting_for(request, pk, *HANDLING_MONEY, also_ended=True)
    if not request.acting.sees_money:
        raise PermissionDenied(NO_AMOUNTS)
    return partner


def for_managers(back: str, *, read_only: str, over: str) -> Callable:
    """Return what decorates the view of a form that only who may manage a partner fills in:
    (request, partner, …). Others of the partner are led `back`, to a page of the partner, and are
    told why: that they read only, or that the partnership is over."""

    def decorate(view):
        @never_cache
        @get_or_post
        @wraps(view)
        def answer(request, pk, **keys):
            partner = acting_for(request, pk, Right.MANAGE)
            if not request.acting.may_manage:
                messages.error(request, over if partner.ended_on else read_only)
                return redirect(back, pk)
            return view(request, partner, **keys)

        return answer

    return decorate


def may_view_as(user) -> bool:
    """Whether somebody may look at partners' pages without acting for them: staff, read-only."""
    return user.is_staff and user.has_perm("applications.view_partner")


def _as_member(mine, pk, members):
    others = [each.partner for key, each in mine.items() if key != pk]
    beside = places.elsewhere(mine[pk], HOME)
    return Acting(mine[pk].partner, frozenset(mine[pk].rights), False, others, members, beside)


def _check(acting, rights, also_ended):
    if acting.is_staff:
        raise PermissionDenied("You look at this page as the partner sees it: nothing is changed.")
    if acting.partner.ended_on and not also_ended:
        raise PermissionDenied("The partnership has ended, so this cannot be changed any more.")
    if rights and not acting.rights & set(rights):
        raise PermissionDenied("Somebody else at your organization has the right to do this.")
