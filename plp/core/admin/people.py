"""People who sign in, and groups of what they may do, in the admin."""

from allauth.account import admin as account_admin
from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import (
    AdminUserCreationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.models import Group

from plp.core import groups, second_factor
from plp.core.admin_helpers import NoBulkDelete, TicksMany
from plp.core.confirming import Step, TakesSteps
from plp.core.models import User
from plp.core.powers import may_touch, roles_to_give

# An address is the person's own; what proves who somebody is, is nobody else's to see.
admin.site.unregister([Group, account_admin.EmailAddress, mfa_admin.Authenticator])

# Whoever could set these on anyone could give themselves everything.
POWERS = ["is_superuser", "groups"]


class PasswordOnFile(ReadOnlyPasswordHashWidget):
    """Django's own, without an attribute that its element cannot have."""

    def get_context(self, name, value, attrs):
        attrs.pop("disabled", None)
        return super().get_context(name, value, attrs)


class PersonForm(UserChangeForm):
    password = ReadOnlyPasswordHashField(label="Password", widget=PasswordOnFile)

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


STEPS = [
    Step(
        slug="take-off",
        label="Take off lost passkeys and codes",
        done="Took off passkeys and codes",
        consequence="They sign in with their password alone, and are told so by mail. Be sure that "
        "it is they who ask: call them on a number that you know.",
        permission="core.change_user",
        take=second_factor.take_off,
    ),
]


@admin.register(User)
class UserAdmin(TicksMany, TakesSteps, DjangoUserAdmin):
    heading = "People"
    form = PersonForm
    add_form = NewPersonForm
    list_display = ["email", "name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    search_fields = ["email", "name"]
    list_per_page = 50
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    ordering = ["email"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (
            "What they may do",
            {
                "fields": ["is_active", "is_staff", *POWERS],
                "description": "You can give groups that hold no more than you do, if you may "
                "also invite colleagues. Only superusers make superusers.",
            },
        ),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    steps = STEPS

    def state_of(self, person):
        count = Authenticator.objects.filter(user=person).count()
        return "Passkey, app or codes beside the password" if count else "Password alone"

    def version_of(self, person):
        last = Authenticator.objects.filter(user=person).order_by("pk").last()
        return f"{person.pk}-{last.pk if last else 0}"

    def get_readonly_fields(self, request, obj=None):
        locked = [] if request.user.is_superuser else POWERS
        if request.user.has_perm("core.add_invitation"):
            locked = [name for name in locked if name != "groups"]
        return [*super().get_readonly_fields(request, obj), *locked]

    def get_fieldsets(self, request, obj=None):
        """Show nothing of a password, not even how it is stored, to whoever cannot change it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [(None, {"fields": ["email", "name"]}), *fieldsets[1:]]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = roles_to_give(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        return may_touch(request.user, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return may_touch(request.user, obj) and super().has_delete_permission(request, obj)


@admin.register(Group)
class GroupAdmin(NoBulkDelete, TicksMany, DjangoGroupAdmin):
    heading = "People"
    filter_horizontal = []

    def has_change_permission(self, request, obj=None):
        """Leave the groups that the code makes as the code says."""
        return not _is_made(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not _is_made(obj) and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Whoever could give a group more permissions could give them to themselves."""
        locked = [] if request.user.is_superuser else ["permissions"]
        return [*super().get_readonly_fields(request, obj), *locked]


def _is_made(group):
    return group is not None and group.name in groups.names()
