"""What the application form asks, and what visitors ask."""

from django.contrib import admin

from applications.admin.base import OfProgram, ProgramFilter
from applications.admin.siblings import InOrderForm, QuestionForm
from applications.models import Draft, FaqEntry, Question
from plp.core.admin_helpers import counted


@admin.register(Question)
class QuestionAdmin(OfProgram):
    heading = "Program"
    form = QuestionForm
    shown_on = ["form", "questions", "apply"]
    list_display = ["text", "section", "position", "kind", "is_required", "in_program"]
    list_filter = [("program", ProgramFilter), "section", "reviewers_may_see"]
    list_select_related = ["program"]
    search_fields = ["text", "help"]
    prepopulated_fields = {"slug": ["text"]}
    fieldsets = [
        (None, {"fields": ["program", "section", "position", "slug"]}),
        ("The question", {"fields": ["text", "help"]}),
        (
            "The answer",
            {
                "fields": ["kind", "choices", "is_required", "words_at_most"],
                "description": "Change the kind, and whoever has answered already is asked to look "
                "again before they can send.",
            },
        ),
        (
            "Whether it is asked",
            {
                "fields": ["shown_if", "shown_if_answer"],
                "description": "Empty: always. Else only of those who give that answer to an "
                "earlier question of the same section; it is required of nobody else.",
            },
        ),
        ("Who reads it", {"fields": ["reviewers_may_see"]}),
        (
            "Drafts that are open",
            {
                "fields": ["in_drafts"],
                "description": "What was typed stays with the draft. It is neither shown nor sent "
                "once the question is deleted, or has another short name or section.",
            },
        ),
    ]
    readonly_fields = ["in_drafts"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [f for f in fieldsets if obj or f[0] != "Drafts that are open"]

    @admin.display(description="typed in")
    def in_drafts(self, question):
        return counted(_typed_in(question).count(), Draft)

    def delete_view(self, request, object_id, extra_context=None):
        question = self.get_object(request, object_id)
        typed = _typed_in(question).count() if question else 0
        consequence = (
            f"Something is typed here in {counted(typed, Draft)}. It will neither be shown nor "
            "sent any more."
            if typed
            else ""
        )
        extra = {"consequence": consequence} | (extra_context or {})
        return super().delete_view(request, object_id, extra)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer as conditions only questions that are answered by choosing one of some."""
        if db_field.name == "shown_if":
            deciding = Question.objects.filter(kind__in=["yes_no", "choice"])
            kwargs["queryset"] = deciding.select_related("program")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _typed_in(question):
    """Return the unsent drafts in which somebody has come past a question."""
    return Draft.objects.unsent().filter(
        program=question.program_id,
        sections__slug=question.section,
        sections__typed__has_key=f"q-{question.slug}",
    )


@admin.register(FaqEntry)
class FaqEntryAdmin(OfProgram):
    heading = "Program"
    form = InOrderForm
    shown_on = ["faq"]
    list_display = ["question", "position", "in_program"]
    list_filter = [("program", ProgramFilter)]
    list_select_related = ["program"]
    search_fields = ["question", "answer"]
    fieldsets = [
        (None, {"fields": ["program", "question", "answer"]}),
        ("Where it stands", {"fields": ["slug", "position"]}),
    ]
    prepopulated_fields = {"slug": ["question"]}

    def anchor(self, entry):
        return f"#{entry.slug}" if entry else ""
