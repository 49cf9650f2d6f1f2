"""Who was present on which day of a workshop, and who walked in."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from plp.core.admin_exports import Exports
from plp.core.admin_helpers import ReadOnly, SelectFilter
from plp.core.confirming import Step, TakesSteps
from workshops.actions.correcting import correct_attendance
from workshops.admin.enrollments import COUNTS, MAY_CORRECT, Listed, presence
from workshops.admin.finding import FindsEnrollments
from workshops.models import Attendance, WalkIn

MAY_EXPORT = "workshops.export_enrollment"  # who comes, day by day


def _noted(is_present):
    def take(mark, *, by):
        correct_attendance(mark.enrollment, mark.session, is_present=is_present, by=by)

    return take


def _is(is_present):
    return lambda mark: mark.is_present is is_present


@admin.register(Attendance)
class AttendanceAdmin(FindsEnrollments, Exports, TakesSteps, Listed, ReadOnly, admin.ModelAdmin):
    when_empty = "Nobody’s presence is noted yet. Partners do it on the day, from a phone."
    list_display = ["name", "workshop", "day", "partner", "present", "how", "marked_at"]
    list_filter = [
        "is_present",
        "how",
        ("enrollment__workshop__course", admin.RelatedFieldListFilter),
        ("enrollment__workshop__partner_year__partner", SelectFilter),
    ]
    list_select_related = [
        "session__workshop__course",
        "enrollment__workshop__course",
        "enrollment__workshop__partner_year__partner",
        "by",
    ]
    enrollment = "enrollment"
    fields = ["enrollment_link", "session", "present", "how", "by", "marked_at"]
    readonly_fields = fields
    steps = [
        Step(
            slug="present",
            label="Was present",
            done="Noted as present",
            consequence=COUNTS,
            permission=MAY_CORRECT,
            take=_noted(True),
            fits=_is(False),
            why_not="This is noted already.",
        ),
        Step(
            slug="not-present",
            label="Was not present",
            done="Noted as not present",
            consequence=COUNTS,
            permission=MAY_CORRECT,
            take=_noted(False),
            fits=_is(True),
            why_not="This is noted already.",
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    export_columns = [
        ("Workshop", lambda mark: str(mark.enrollment.workshop)),
        ("Code", "enrollment__workshop__code"),
        ("Partner", lambda mark: str(mark.enrollment.workshop.partner)),
        ("Name", "enrollment__name"),
        ("Day", "session__day"),
        ("Present", lambda mark: presence(mark.is_present)),
        ("How it is known", "get_how_display"),
        ("Noted (Pacific time)", "marked_at"),
    ]

    def has_export_permission(self, request):
        return self.has_view_permission(request) and request.user.has_perm(MAY_EXPORT)

    def state_of(self, mark):
        return presence(mark.is_present)

    def version_of(self, mark):
        return f"{mark.pk}-{mark.is_present}-{mark.marked_at.timestamp()}"

    @admin.display(description="name", ordering="enrollment__name")
    def name(self, mark):
        return mark.enrollment.name

    @admin.display(description="enrollment")
    def enrollment_link(self, mark):
        url = reverse("admin:workshops_enrollment_change", args=[mark.enrollment_id])
        return format_html('<a href="{}">{}</a>', url, mark.enrollment)

    @admin.display
    def workshop(self, mark):
        return mark.enrollment.workshop

    @admin.display(ordering="session__day")
    def day(self, mark):
        return mark.session.day

    @admin.display(ordering="enrollment__workshop__partner_year__partner__organization")
    def partner(self, mark):
        return mark.enrollment.workshop.partner

    @admin.display(boolean=True, ordering="is_present")
    def present(self, mark):
        return mark.is_present


class AnsweredFilter(admin.SimpleListFilter):
    """By what their partner has said of somebody who walked in."""

    title = "what was said"
    parameter_name = "said"
    SAID = {
        "waiting": {"confirmed_at": None, "dismissed_at": None},
        "confirmed": {"confirmed_at__isnull": False},
        "dismissed": {"dismissed_at__isnull": False},
    }

    def lookups(self, request, model_admin):
        return [("waiting", "Nothing yet"), ("confirmed", "Confirmed"), ("dismissed", "Dismissed")]

    def queryset(self, request, queryset):
        return queryset.filter(**self.SAID.get(self.value(), {}))


@admin.register(WalkIn)
class WalkInAdmin(Listed, ReadOnly, admin.ModelAdmin):
    when_empty = "Nobody has walked into a workshop yet without being enrolled."
    list_display = ["name", "email", "workshop", "day", "partner", "said", "came_at"]
    list_filter = [
        AnsweredFilter,
        ("session__workshop__partner_year__partner", SelectFilter),
    ]
    list_select_related = ["session__workshop__course", "by"]
    search_fields = ["name", "email", "school", "session__workshop__code"]
    search_help_text = "Name, e-mail, school, or the code in the workshop’s address"
    fields = ["name", "email", "school", "state", "workshop", "session", "came_at", "said", "by"]
    readonly_fields = fields

    def get_queryset(self, request):
        related = [*self.list_select_related, "session__workshop__partner_year__partner"]
        return super().get_queryset(request).select_related(*related)

    @admin.display
    def workshop(self, walk_in):
        return walk_in.session.workshop

    @admin.display(ordering="session__day")
    def day(self, walk_in):
        return walk_in.session.day

    @admin.display(ordering="session__workshop__partner_year__partner__organization")
    def partner(self, walk_in):
        return walk_in.session.workshop.partner

    @admin.display(description="what was said")
    def said(self, walk_in):
        if walk_in.confirmed_at:
            return "Confirmed"
        return "Dismissed" if walk_in.dismissed_at else "Nothing yet"
