"""Who acts for a partner: its people see it, its program managers change it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications import actions, onboarding, portal
from applications.acting import acting_for
from applications.actions.members import LAST_MANAGER, leaves_no_manager
from applications.actions.partnering import open_invitations
from applications.form.members import InviteForm, MemberForm
from applications.look import Look
from applications.models.partner import Right, rights_in_words
from applications.people import shares_in_words
from applications.promises import full_time
from plp.core import invitations, limits
from plp.core.days import pacific_today
from plp.core.methods import get_or_post
from plp.core.workflow import TransitionError


@never_cache
@require_safe
def people(request, pk):
    """Members with what they may do, since when, and how far their onboarding is; who is asked."""
    partner = acting_for(request, pk)
    look = portal.look_at(request.acting)
    members, year = look.members[pk], look.year_of(partner)
    lists = onboarding.lists_of(members, look.on, look.programs)
    rows = [
        (
            member,
            _share(member.share_in(year)),
            onboarding.how_far(lists.get(member.pk, [])),
        )
        for member in members
    ]
    context = {
        "rows": rows,
        "invitations": [(i, rights_in_words(i.rights)) for i in look.invitations[pk]],
        "shares": shares_in_words(members, year),
        "has_manager": any(member.may_manage for member in members),
        "contact": portal.contact(year),
    }
    return _page(request, "people", partner, **context)


def _share(share):
    return "" if share is None else full_time(share)


@never_cache
@get_or_post
def invite(request, pk):
    """Invite somebody by name, address and what they may do."""
    partner = _managed(request, pk)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        limits.spend(request, "member", key=str(pk))
        try:
            actions.invite_member(partner, by=request.user, **form.cleaned_data)
        except TransitionError as refusal:
            form.add_error("email", str(refusal))
        else:
            email = form.cleaned_data["email"].lower()
            messages.success(request, f"{email} is invited. They join once they accept.")
            return redirect("applications:people", pk)
    return _page(request, "person_invite", partner, form=form)


@never_cache
@get_or_post
def resend(request, pk, invitation):
    """Mail an open invitation again, with a new link."""
    return _with_invitation(request, pk, invitation, invitations.resend, "The invitation is sent")


@never_cache
@get_or_post
def take_back(request, pk, invitation):
    """Take an open invitation back: its link opens nothing any more."""
    done = "The invitation is taken back"
    return _with_invitation(request, pk, invitation, invitations.revoke, done)


def _with_invitation(request, pk, key, take, done):
    partner = acting_for(request, pk, Right.MANAGE)
    if request.method != "POST":
        return redirect("applications:people", pk)
    limits.spend(request, "member", key=str(pk))
    found = open_invitations(partner).filter(pk=key).first()
    try:
        if found is None:
            raise TransitionError("This invitation is not open any more.")
        take(found, by=request.user)
        messages.success(request, f"{done}: {found.email}.")
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    return redirect("applications:people", pk)


@never_cache
@get_or_post
def person(request, pk, member):
    """Change what a member may do, and the share of full time they give."""
    partner = _managed(request, pk)
    found = _member(partner, member)
    year = Look([partner], pacific_today()).year_of(partner)
    form = MemberForm(request.POST if request.method == "POST" else None, member=found, year=year)
    if form.is_valid():
        try:
            actions.change_member(found, by=request.user, year=year, **form.said)
        except TransitionError as refusal:
            form.add_error("rights", str(refusal))
        else:
            messages.success(request, f"Saved: {found.user}.")
            return redirect("applications:people", pk)
    return _page(request, "person", partner, form=form, member=found)


@never_cache
@get_or_post
def remove(request, pk, member):
    """Say what ends with a membership, then end it: a manager anybody's, others their own."""
    partner = acting_for(request, pk, also_ended=True)
    found = _member(partner, member)
    is_own = found.user_id == request.user.pk
    if not is_own and not request.acting.may_manage:
        raise PermissionDenied("Only a program manager removes other people.")
    refused = LAST_MANAGER if leaves_no_manager(partner, {found.pk}) else ""
    if request.method == "POST":
        try:
            actions.remove_member(found, by=request.user, on=pacific_today())
        except TransitionError as refusal:
            refused = str(refusal)
        else:
            return _after_removing(request, partner, found, is_own)
    context = {"member": found, "is_own": is_own, "refused": refused}
    return _page(request, "person_remove", partner, **context)


def _after_removing(request, partner, member, is_own):
    if is_own:
        messages.success(request, f"You no longer act for {partner}.")
        return redirect("applications:portal")
    messages.success(request, f"{member.user} no longer acts for {partner}.")
    return redirect("applications:people", partner.pk)


def _managed(request, pk):
    """Return the partner of a page on which its program managers change something."""
    partner = acting_for(request, pk, Right.MANAGE)
    if partner.ended_on:
        raise PermissionDenied("The partnership has ended, so this cannot be changed any more.")
    if not request.acting.may_manage:
        raise PermissionDenied("Only a program manager changes who acts for the partner.")
    return partner


def _member(partner, key):
    return get_object_or_404(partner.memberships.select_related("user"), pk=key)


def _page(request, name, partner, **context):
    shared = {"signed_in": True, "partner": partner}
    return render(request, f"applications/portal/{name}.html", shared | context)
