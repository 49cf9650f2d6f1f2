"""What a partner has promised for a school year, and what staff adjust of it."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from applications.actions import session_of
from applications.admin import moves
from applications.admin.base import ProgramYearFilter
from applications.admin.requirement_steps import ADD_MISSING
from applications.asking import Ask
from applications.models import PartnerRequirement, PartnerYear, PartnerYearStatusChange
from plp.core.admin_helpers import MovesInline, QueueFilter, ReadOnlyInline, list_link
from plp.core.confirming import TakesSteps
from plp.core.editing import Watched


class RequirementInline(ReadOnlyInline):
    model = PartnerRequirement
    fields = ["what", "asked", "asks", "adjusted_because", "waived_because"]
    readonly_fields = fields
    verbose_name_plural = "what it asks of this partner"

    def get_queryset(self, request):
        related = ["requirement__course", "requirement__program_year__school_year"]
        return super().get_queryset(request).select_related(*related, "partner_year__partner")

    @admin.display(description="requirement")
    def what(self, row):
        """Lead to its own page, on which it is adjusted or waived."""
        address = reverse("admin:applications_partnerrequirement_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, row.name)

    @admin.display(description="the program asks")
    def asked(self, row):
        return row.as_the_program_asks

    @admin.display(description="it asks")
    def asks(self, row):
        return str(Ask.of(row))


class YearChangeInline(MovesInline):
    model = PartnerYearStatusChange


@admin.register(PartnerYear)
class PartnerYearAdmin(TakesSteps, Watched, admin.ModelAdmin):
    heading = "Applications and partners"
    steps = [*moves.OF_PARTNER_YEARS, ADD_MISSING]
    list_display = ["partner", "program_year", "status", "manager_fte", "urban"]
    list_filter = [QueueFilter, "status", "urban", ProgramYearFilter]
    list_select_related = ["partner", "program_year__school_year"]
    list_per_page = 50
    search_fields = ["partner__organization", "partner__joint_organization"]
    readonly_fields = [
        "partner",
        "program_year",
        "status",
        "terms",
        "urban_said",
        "adjust",
        "session",
    ]
    fieldsets = [
        (None, {"fields": ["partner", "program_year", "status", "terms", "manager_fte", "adjust"]}),
        (
            "Summer session",
            {
                "fields": ["session"],
                "description": "It follows the state of the region, unless you choose another.",
            },
        ),
        (
            "Urban or not",
            {
                "fields": ["urban_said", "urban", "urban_reason"],
                "description": "An urban partner is paid more. It is your decision, with a "
                "reason, not the applicant's.",
            },
        ),
    ]
    inlines = [RequirementInline, YearChangeInline]

    def get_queryset(self, request):
        related = [
            "partner__region",
            "program_year__school_year",
            "terms",
            "event_exception__event",
        ]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description="what it asks")
    def adjust(self, year):
        return list_link(PartnerRequirement, "Adjust or waive", partner_year=year.pk)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def version_of(self, year):
        exception = getattr(year, "event_exception", None)
        where = exception.event_id if exception else 0
        return f"{super().version_of(year)}-{where}"

    @admin.display(description="it goes to")
    def session(self, year):
        exception = getattr(year, "event_exception", None)
        if exception:
            return f"{exception.event}, and not that of its state: {exception.reason}"
        return str(session_of(year) or "None is set for its state yet.")
