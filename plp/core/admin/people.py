"""People who sign in, and groups of what they may do, in the admin."""

from allauth.account import admin as account_admin
from allauth.mfa import admin as mfa_admin
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group

from plp.core import groups
from plp.core.admin_helpers import TicksMany
from plp.core.models import User
from plp.core.powers import may_touch

# An address is the person's own; what proves who somebody is, is nobody else's to see.
admin.site.unregister([Group, account_admin.EmailAddress, mfa_admin.Authenticator])

# Whoever could set these on anyone could give themselves everything.
POWERS = ["is_superuser", "groups"]


class PersonForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}


class NewPersonForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]
        field_classes = {}
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "username"})}


@admin.register(User)
class UserAdmin(TicksMany, DjangoUserAdmin):
    heading = "People"
    form = PersonForm
    add_form = NewPersonForm
    list_display = ["email", "name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    search_fields = ["email", "name"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    ordering = ["email"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (
            "What they may do",
            {
                "fields": ["is_active", "is_staff", *POWERS],
                "description": "Only superusers change what somebody may do beyond this.",
            },
        ),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    def get_readonly_fields(self, request, obj=None):
        locked = [] if request.user.is_superuser else POWERS
        return [*super().get_readonly_fields(request, obj), *locked]

    def has_change_permission(self, request, obj=None):
        return may_touch(request.user, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return may_touch(request.user, obj) and super().has_delete_permission(request, obj)


@admin.register(Group)
class GroupAdmin(TicksMany, DjangoGroupAdmin):
    heading = "People"
    filter_horizontal = []

    def has_change_permission(self, request, obj=None):
        """Leave the groups that the code makes as the code says."""
        return not _is_made(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not _is_made(obj) and super().has_delete_permission(request, obj)

    def get_actions(self, request):
        """Offer no deleting in bulk: it would not look at each."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_readonly_fields(self, request, obj=None):
        """Whoever could give a group more permissions could give them to themselves."""
        locked = [] if request.user.is_superuser else ["permissions"]
        return [*super().get_readonly_fields(request, obj), *locked]


def _is_made(group):
    return group is not None and group.name in groups.names()
