"""Invitations in the admin: who was asked, asking again, taking back, and asking a colleague."""

from django.contrib import admin
from django.urls import path

from plp.core.admin import invitation_steps as steps
from plp.core.admin_helpers import ReadOnly
from plp.core.models import Invitation


class InvitationStateFilter(admin.SimpleListFilter):
    """By state as staff read it: what nobody accepted in time has expired."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Invitation.State.choices

    def queryset(self, request, queryset):
        known = self.value() in Invitation.State.values
        return queryset.in_state(self.value()) if known else queryset


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, admin.ModelAdmin):
    heading = "People"
    list_display = ["email", "inviting", "state", "last_day"]
    list_filter = [InvitationStateFilter]
    list_per_page = 50
    search_fields = ["email", "name", "inviting"]
    fields = [
        "email",
        "name",
        "inviting",
        "state",
        "last_day",
        "invited_by",
        "invited_at",
        "accepted_at",
        "accepted_by",
        "revoked_at",
    ]

    def get_urls(self):
        of_one = [("resend", steps.resend), ("revoke", steps.revoke)]
        return [
            path(
                "invite/",
                self.admin_site.admin_view(steps.invite_colleague),
                {"model_admin": self},
                name="core_invitation_invite",
            ),
            *(
                path(
                    f"<path:object_id>/{address}/",
                    self.admin_site.admin_view(view),
                    {"model_admin": self},
                    name=f"core_invitation_{address}",
                )
                for address, view in of_one
            ),
            *super().get_urls(),
        ]

    def get_fields(self, request, invitation=None):
        """Leave out what says nothing of this invitation."""
        return [name for name in self.fields if getattr(invitation, name, None) not in ("", None)]

    def changelist_view(self, request, extra_context=None):
        may_invite = {"may_invite": steps.may_invite(request.user)}
        return super().changelist_view(request, may_invite | (extra_context or {}))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_act"] = bool(obj) and obj.is_open and steps.may_act(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description="state")
    def state(self, invitation):
        return invitation.state.label

    @admin.display(description="last day", ordering="expires_at")
    def last_day(self, invitation):
        return invitation.last_day
