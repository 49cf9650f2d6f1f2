"""Who comes to workshops: seats and the waiting list, who was present, and who walked in."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from plp.core.admin_exports import Exports
from plp.core.admin_helpers import MovesInline, ReadOnly, ReadOnlyInline, SelectFilter, list_link
from plp.core.admin_private import PrivateExports, private_fieldsets
from plp.core.confirming import Step, TakesSteps
from workshops.actions.correcting import correct_attendance
from workshops.admin.finding import FindsEnrollments
from workshops.admin.reporting import Reports
from workshops.models import Attendance, Enrollment, EnrollmentStatusChange, Session, WalkIn
from workshops.models.enrollment import PRIVATE

MAY_CORRECT = "workshops.change_attendance"
MAY_EXPORT = "workshops.export_enrollment"  # who comes, day by day
COUNTS = "Its partner reads it, and the hours of their certificate follow from it."
OF_ENROLLMENT = ["workshop__course", "workshop__partner_year__partner", "teacher"]


class Listed:
    """A long list, of which nothing is counted that nobody asked for."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # one query a filter, over all rows
    ordering = ["-pk"]


class PresenceField(forms.TypedChoiceField):
    """Present, or not."""

    WORDS = [("yes", "Present"), ("no", "Not present")]

    def __init__(self, **kwargs):
        own = {"choices": self.WORDS, "coerce": "yes".__eq__, "widget": forms.RadioSelect}
        super().__init__(**own, **kwargs)

    def in_words(self, value):
        return presence(value)


class DayForm(forms.Form):
    """On which day somebody was present, or was not."""

    required_css_class = "required"

    session = forms.ModelChoiceField(Session.objects.none(), label="Day", empty_label="Choose")
    is_present = PresenceField(label="Were they there?")

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        workshops = [record.workshop_id for record in records]
        days = Session.objects.filter(workshop__in=workshops).select_related("workshop")
        self.fields["session"].queryset = days


def presence(is_present):
    return "Present" if is_present else "Not present"


def days_present(enrollment):
    """Return on how many days somebody was present, in words."""
    marks = [mark.is_present for mark in enrollment.attendances.all()]
    return f"Present on {sum(marks)} of {len(marks)} days noted"


def _correct(enrollment, *, by, session, is_present):
    correct_attendance(enrollment, session, is_present=is_present, by=by)


CORRECT = Step(
    slug="correct",
    label="Correct who was present",
    done="Corrected who was present",
    consequence=COUNTS,
    permission=MAY_CORRECT,
    take=_correct,
    form=DayForm,
    knows_records=True,
    is_single=True,
    stands=days_present,
)


class AttendanceInline(ReadOnlyInline):
    model = Attendance
    fields = ["session", "present", "how", "by", "marked_at"]
    readonly_fields = fields
    verbose_name_plural = "who was present when"

    def get_queryset(self, request):
        related = ["session__workshop", "enrollment", "by"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(boolean=True)
    def present(self, mark):
        return mark.is_present


class ChangeInline(MovesInline):
    model = EnrollmentStatusChange


@admin.register(Enrollment)
class EnrollmentAdmin(
    FindsEnrollments,
    Reports,
    PrivateExports,
    Exports,
    TakesSteps,
    Listed,
    ReadOnly,
    admin.ModelAdmin,
):
    when_empty = "Nobody is enrolled yet. Teachers sign up once a partner opens a workshop."
    list_display = ["name", "workshop_link", "partner", "status", "how", "since"]
    list_filter = [
        "status",
        "how",
        ("workshop__course", admin.RelatedFieldListFilter),
        ("workshop__partner_year__program_year__school_year", admin.RelatedFieldListFilter),
        ("workshop__partner_year__partner", SelectFilter),
    ]
    list_select_related = OF_ENROLLMENT
    inlines = [AttendanceInline, ChangeInline]
    steps = [CORRECT]
    export_select = ["workshop__partner_year__program_year", "teacher__district"]
    export_columns = [
        ("Workshop", lambda row: str(row.workshop)),
        ("Code", "workshop__code"),
        ("Course", "workshop__course__name"),
        ("Partner", lambda row: str(row.workshop.partner)),
        ("Name", "name"),
        ("E-mail", "teacher__email"),
        ("School", "school"),
        ("District", lambda row: row.district_name or row.teacher.district_in_words),
        ("State", "state"),
        ("Status", "get_status_display"),
        ("How they came here", "get_how_display"),
        ("Since (Pacific time)", "since"),
        ("Days present", lambda row: sum(mark.is_present for mark in row.attendances.all())),
    ]
    export_prefetch = ["attendances"]
    private_columns = [
        *export_columns[:6],
        *((Enrollment._meta.get_field(n).verbose_name.capitalize(), n) for n in PRIVATE),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_fields(self, request, obj=None):
        private = PRIVATE if self.reads_private(request) else []
        fixed = ["workshop_link", "partner", "teacher", "status", "since", "answer_by", "how"]
        typed = ["name", "school", "district_name", "state"]
        return [*fixed, "reason", *typed, *private]

    def get_fieldsets(self, request, obj=None):
        return private_fieldsets(super().get_fieldsets(request, obj), PRIVATE)

    @admin.display(description="workshop")
    def workshop_link(self, enrollment):
        return list_link(Enrollment, enrollment.workshop, q=enrollment.workshop.code)

    @admin.display(ordering="workshop__partner_year__partner__organization")
    def partner(self, enrollment):
        return enrollment.workshop.partner


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
