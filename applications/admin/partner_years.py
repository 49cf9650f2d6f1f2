"""What a partner has promised for a school year, and what staff adjust of it."""

from django import forms
from django.contrib import admin

from applications.actions import session_of
from applications.admin import moves
from applications.admin.base import ProgramYearFilter
from applications.models import PartnerRequirement, PartnerYear, PartnerYearStatusChange
from plp.core.admin_helpers import ReadOnlyInline
from plp.core.confirming import TakesSteps
from plp.core.editing import Watched


class RequirementInline(Watched, admin.TabularInline):
    model = PartnerRequirement
    fields = [
        "kind",
        "asked",
        "number",
        "window_from",
        "window_until",
        "adjusted_because",
        "waived_because",
    ]
    readonly_fields = ["kind", "asked"]
    extra = 0
    can_delete = False
    verbose_name_plural = "what it asks of this partner"

    def get_queryset(self, request):
        related = ["requirement__course", "requirement__program_year__school_year"]
        return super().get_queryset(request).select_related(*related, "partner_year__partner")

    def has_add_permission(self, request, obj=None):
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name.endswith("_because"):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 24})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="requirement")
    def kind(self, row):
        course = row.requirement.course
        return f"{row.requirement.get_kind_display()}{f', {course}' if course else ''}"

    @admin.display(description="the program asks")
    def asked(self, row):
        return row.as_the_program_asks


class YearChangeInline(ReadOnlyInline):
    model = PartnerYearStatusChange
    fields = ["at", "to_status", "by", "note"]
    readonly_fields = fields
    verbose_name_plural = "what happened so far"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")

    @admin.display(description="became")
    def to_status(self, change):
        return PartnerYear.Status(change.new).label


@admin.register(PartnerYear)
class PartnerYearAdmin(TakesSteps, Watched, admin.ModelAdmin):
    heading = "Applications and partners"
    steps = moves.OF_PARTNER_YEARS
    list_display = ["partner", "program_year", "status", "manager_fte", "urban"]
    list_filter = ["status", "urban", ProgramYearFilter]
    list_select_related = ["partner", "program_year__school_year"]
    list_per_page = 50
    search_fields = ["partner__organization", "partner__joint_organization"]
    readonly_fields = ["partner", "program_year", "status", "terms", "session"]
    fieldsets = [
        (None, {"fields": ["partner", "program_year", "status", "terms", "manager_fte"]}),
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
                "fields": ["urban", "urban_reason"],
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
