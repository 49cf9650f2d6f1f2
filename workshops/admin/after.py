"""What teachers thought of workshops, what they are asked, and their certificates."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from plp.core.admin_exports import Exports
from plp.core.admin_helpers import NoBulkDelete, ReadOnly, ReadOnlyInline, SelectFilter
from plp.core.editing import Watched
from workshops.admin.enrollments import Listed
from workshops.models import Certificate, Feedback, FeedbackAnswer, FeedbackQuestion

OF_WORKSHOP = [
    ("enrollment__workshop__course", admin.RelatedFieldListFilter),
    ("enrollment__workshop__partner_year__partner", SelectFilter),
]


class OfWorkshop:
    """Columns of what hangs on an enrollment."""

    list_filter = OF_WORKSHOP
    list_select_related = [
        "enrollment__workshop__course",
        "enrollment__workshop__partner_year__partner",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display
    def workshop(self, row):
        return row.enrollment.workshop

    @admin.display(ordering="enrollment__workshop__partner_year__partner__organization")
    def partner(self, row):
        return row.enrollment.workshop.partner


class AnswerInline(ReadOnlyInline):
    model = FeedbackAnswer
    fields = ["question", "score", "words"]
    readonly_fields = fields
    verbose_name_plural = "what was answered"

    def get_queryset(self, request):
        answers = super().get_queryset(request).select_related("question")
        return answers.order_by("question__position", "question_id")


@admin.register(Feedback)
class FeedbackAdmin(Exports, OfWorkshop, Listed, ReadOnly, admin.ModelAdmin):
    """Nowhere here does it say who answered: not on the page, in a search, or in a file."""

    when_empty = "No teacher has answered yet. They are asked when their workshop is completed."
    list_display = ["workshop", "partner", "at"]
    search_fields = [
        "enrollment__workshop__code",
        "enrollment__workshop__title",
        "enrollment__workshop__partner_year__partner__organization",
    ]
    search_help_text = "Title of the workshop, the code in its address, or organization"
    fields = ["workshop", "partner", "at"]
    readonly_fields = fields
    inlines = [AnswerInline]
    export_prefetch = ["answers"]

    def get_export_columns(self, request, queryset):
        """Name the workshop, then one column a question."""
        questions = FeedbackQuestion.objects.all()
        return [
            ("Workshop", lambda row: str(row.enrollment.workshop)),
            ("Code", "enrollment__workshop__code"),
            ("Course", "enrollment__workshop__course__name"),
            ("Partner", lambda row: str(row.enrollment.workshop.partner)),
            *((question.text, _answer_to(question)) for question in questions),
        ]


def _answer_to(question):
    def answered(feedback):
        given = {answer.question_id: answer for answer in feedback.answers.all()}
        answer = given.get(question.pk)
        return answer and (answer.words if answer.score is None else answer.score)

    return answered


@admin.register(FeedbackQuestion)
class FeedbackQuestionAdmin(NoBulkDelete, Watched, admin.ModelAdmin):
    when_empty = "Teachers are asked nothing. Add a question."
    list_display = ["text", "kind", "position", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["text"]
    fields = ["text", "kind", "low", "high", "position", "is_active"]

    def get_readonly_fields(self, request, obj=None):
        """Leave the kind of what was answered: its answers are of that kind."""
        return ["kind"] if obj and obj.answers.exists() else []

    def has_delete_permission(self, request, obj=None):
        """What was answered is taken out, never deleted."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj and obj.answers.exists())


@admin.register(Certificate)
class CertificateAdmin(OfWorkshop, Listed, ReadOnly, admin.ModelAdmin):
    when_empty = "No certificate was made yet. Teachers find theirs once a workshop is completed."
    list_display = ["code", "name", "workshop", "partner", "made_at"]
    search_fields = ["code", "enrollment__name", "enrollment__teacher__email"]
    search_help_text = "Number of the certificate, or name or e-mail of the teacher"
    fields = ["code", "enrollment_link", "workshop", "partner", "made_at"]
    readonly_fields = fields

    @admin.display(ordering="enrollment__name")
    def name(self, certificate):
        return certificate.enrollment.name

    @admin.display(description="enrollment")
    def enrollment_link(self, certificate):
        url = reverse("admin:workshops_enrollment_change", args=[certificate.enrollment_id])
        return format_html('<a href="{}">{}</a>', url, certificate.enrollment)
