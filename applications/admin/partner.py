"""The organizations that serve regions, and their people."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from applications import actions
from applications.actions.partnering import open_invitations
from applications.admin import moves, writing
from applications.admin.base import RegionFilter
from applications.admin.members import MembershipInline
from applications.admin.partner_list import (
    OverdueFilter,
    ShowsTallies,
    YearFilter,
    YearStatusFilter,
)
from applications.admin.partner_now import ShowsNow
from applications.admin.partner_pages import OverviewPages
from applications.admin.viewing_as import ViewsAs
from applications.models import (
    Partner,
    PartnerYear,
    Region,
)
from applications.models.partner import rights_in_words
from plp.core import days
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import QueueFilter, ReadOnlyInline, StateFilter
from plp.core.confirming import TakesSteps
from plp.core.editing import Watched, WatchedForm


class ActiveFilter(admin.SimpleListFilter):
    title = "state of the partnership"
    parameter_name = "active"

    def lookups(self, request, model_admin):
        return [("yes", "Active"), ("ending", "Its end is planned"), ("no", "Ended")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        found = queryset.filter(ended_on__isnull=self.value() != "no")
        return found.filter(ends_on__isnull=False) if self.value() == "ending" else found


class PartnerForm(WatchedForm):
    website = forms.URLField(required=False, assume_scheme="https")

    class Meta:
        model = Partner
        fields = [
            "organization",
            "joint_organization",
            "payee",
            "type",
            "region",
            "website",
            "started_on",
        ]

    def clean_region(self):
        """Lock the region, so that of two people who give it a partner one is told in words."""
        return Region.objects.locked(pk=self.cleaned_data["region"].pk)


class YearInline(ReadOnlyInline):
    model = PartnerYear
    fields = ["year", "status", "manager_fte", "urban", "terms"]
    readonly_fields = fields
    verbose_name_plural = "years"

    def get_queryset(self, request):
        related = ["program_year__school_year", "terms", "partner"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description="year")
    def year(self, year):
        url = reverse("admin:applications_partneryear_change", args=[year.pk])
        return format_html('<a href="{}">{}</a>', url, year.program_year)


@admin.register(Partner)
class PartnerAdmin(
    OverviewPages, ShowsNow, ShowsTallies, Exports, ViewsAs, TakesSteps, Watched, admin.ModelAdmin
):
    heading = "Applications and partners"
    form = PartnerForm
    when_empty = "No partner serves a region yet. A signatory’s yes to an offer makes one."
    list_display = [
        "organization",
        "joint_organization",
        "region",
        "started_on",
        "state_of",
        "year_now",
    ]
    list_filter = [
        QueueFilter,
        ActiveFilter,
        OverdueFilter,
        YearFilter,
        YearStatusFilter,
        "type",
        ("region", RegionFilter),
        ("region__state", StateFilter),
    ]
    list_select_related = ["region"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["organization", "joint_organization", "region__city"]
    export_columns = [
        ("Organization", "organization"),
        ("Jointly with", "joint_organization"),
        ("Who is paid", "get_payee_display"),
        ("Type", "get_type_display"),
        ("Region", "region__name"),
        ("City", "region__city"),
        ("State", "region__state"),
        ("Website", "website"),
        ("Active from", "started_on"),
        ("Planned last day", "ends_on"),
        ("Last day", "ended_on"),
        ("Why it ends", "end_reason"),
    ]
    readonly_fields = ["state_of", "end_reason", "applied", "invited"]
    fieldsets = [
        (None, {"fields": ["organization", "type", "website", "region"]}),
        (
            "Two organizations together",
            {
                "fields": ["joint_organization", "payee"],
                "description": "Both are named wherever the partner is; one of them is paid.",
            },
        ),
        (
            "How long",
            {
                "fields": ["started_on", "state_of", "end_reason", "applied"],
                "description": "An active partner serves the region: its city takes no "
                "applications. Partners are ended, never deleted.",
            },
        ),
        (
            "Who is invited",
            {
                "fields": ["invited"],
                "description": "Their links can be sent again or taken back under Invitations.",
            },
        ),
    ]
    inlines = [MembershipInline, YearInline]
    steps = [*writing.OF_PARTNERS, *moves.OF_PARTNERS]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("region", "application")

    def get_fieldsets(self, request, obj=None):
        """Ask a new partner for less: nobody is invited and nothing ends before it is saved."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        return [fieldsets[0], fieldsets[1], ("How long", {"fields": ["started_on"]})]

    def get_readonly_fields(self, request, obj=None):
        """Leave a partner in its region: another one would be another partnership."""
        fixed = ["region", "started_on"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            actions.add_partner(obj, by=request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def version_of(self, partner):
        return f"{partner.pk}-{partner.ends_on}-{partner.ended_on}"

    @admin.display(description="state", ordering="ended_on")
    def state_of(self, partner):
        if partner.ended_on:
            return f"Ended on {days.in_words(partner.ended_on, weekday=False)}"
        if partner.ends_on:
            return f"Ends on {days.in_words(partner.ends_on, weekday=False)}"
        return "Active"

    @admin.display(description="application")
    def applied(self, partner):
        if partner.application is None:
            return "Added by staff, without an application."
        url = reverse("admin:applications_application_change", args=[partner.application_id])
        return format_html('<a href="{}">{}</a>', url, partner.application.organization)

    @admin.display(description="not accepted yet")
    def invited(self, partner):
        waiting = [
            f"{invitation.name or invitation.email}: {rights_in_words(invitation.rights)}"
            for invitation in open_invitations(partner)
        ]
        return "; ".join(waiting) or "Nobody waits to accept."
