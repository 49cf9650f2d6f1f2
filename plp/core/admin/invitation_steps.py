"""Pages of the steps that hang on an invitation."""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from plp.core import invitations
from plp.core.admin_helpers import step_page
from plp.core.emails import STAFF
from plp.core.models import Invitation, User
from plp.core.powers import roles_to_give
from plp.core.workflow import TransitionError


class ColleagueForm(forms.Form):
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput({"class": "vTextField"}))
    name = forms.CharField(
        label="Name",
        max_length=200,
        required=False,
        widget=forms.TextInput({"class": "vTextField"}),
    )
    role = forms.ModelChoiceField(
        Group.objects.none(),
        label="Role",
        empty_label="Choose a role",
        help_text="You can give what you hold yourself, and no more.",
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles_to_give(by)

    def clean_email(self):
        """Refuse an address that would gain nothing, or that could not accept."""
        email = self.cleaned_data["email"].lower()
        person = User.objects.filter(email=email).first()
        if person and not person.is_active:
            raise forms.ValidationError("This person's account is closed. Open it again first.")
        return email


def may_invite(user):
    return user.has_perm("core.add_invitation")


def may_act(user, invitation):
    """Whether a person may send an invitation again or take it back, with all that it gives."""
    if not user.has_perm("core.change_invitation"):
        return False
    if invitation.kind != STAFF:
        return True
    return set(invitation.rights) <= set(roles_to_give(user).values_list("name", flat=True))


def invite_colleague(request, *, model_admin):
    """Ask for an address and a role; then write to that address."""
    if not may_invite(request.user):
        raise PermissionDenied
    form = ColleagueForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        return _invited(request, model_admin, form.cleaned_data)
    return _page(request, model_admin, None, "invite", "Invite a colleague", form=form)


def _invited(request, model_admin, cleaned):
    with transaction.atomic():
        made = invitations.invite(
            STAFF,
            cleaned["email"],
            by=request.user,
            name=cleaned["name"],
            rights=[cleaned["role"].name],
        )
        model_admin.log_addition(request, made, f"Invited as {made.inviting}.")
    messages.success(request, f"Invited {made.email} to be {made.inviting}.")
    return redirect("admin:core_invitation_changelist")


def resend(request, object_id, *, model_admin):
    """Say that the old link dies; then mail a new one."""
    return _step(request, object_id, model_admin, invitations.resend, "Resend", "Sent again.")


def revoke(request, object_id, *, model_admin):
    """Say that the link dies; then take the invitation back."""
    return _step(request, object_id, model_admin, invitations.revoke, "Revoke", "Taken back.")


def _step(request, object_id, model_admin, take, title, done):
    invitation = _to_act_on(request, object_id)
    if request.method != "POST":
        return _page(request, model_admin, invitation, title.lower(), title)
    try:
        with transaction.atomic():
            take(invitation, by=request.user)
            model_admin.log_change(request, invitation, done)
    except TransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("admin:core_invitation_change", invitation.pk)


def _to_act_on(request, object_id):
    found = Invitation.objects.filter(pk=object_id).first()
    if found is None or found.kind not in invitations.KINDS:
        raise Http404("There is no such invitation.")
    if not may_act(request.user, found):
        raise PermissionDenied
    return found


def _page(request, model_admin, invitation, template, title, **context):
    name = "admin:core_invitation_change" if invitation else "admin:core_invitation_changelist"
    back = reverse(name, args=[invitation.pk] if invitation else [])
    context |= {"original": invitation, "back": back}
    return step_page(request, model_admin, f"core/invitation/{template}", title, **context)
