"""Who comes to workshops: seats and the waiting list, and on which days they were present."""

from django import forms
from django.contrib import admin

from plp.core.admin_exports import Exports
from plp.core.admin_helpers import MovesInline, ReadOnly, ReadOnlyInline, SelectFilter, list_link
from plp.core.admin_private import PrivateExports, private_fieldsets
from plp.core.confirming import Step, TakesSteps
from workshops.actions.correcting import correct_attendance
from workshops.admin.finding import FindsEnrollments
from workshops.admin.reporting import Reports
from workshops.models import Attendance, Enrollment, EnrollmentStatusChange, Session
from workshops.models.enrollment import PRIVATE

MAY_CORRECT = "workshops.change_attendance"
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
