"""What the application form asks, and what visitors ask."""

from django.contrib import admin

from applications.admin.base import OfProgram, ProgramFilter
from applications.models import FaqEntry, Question


@admin.register(Question)
class QuestionAdmin(OfProgram):
    heading = "Program"
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
                "description": "Empty “words at most” means any number of words.",
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
        (
            "Who reads it",
            {
                "fields": ["reviewers_may_see"],
                "description": "Staff see every answer.",
            },
        ),
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer as conditions only questions that are answered by choosing one of some."""
        if db_field.name == "shown_if":
            deciding = Question.objects.filter(kind__in=["yes_no", "choice"])
            kwargs["queryset"] = deciding.select_related("program")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(FaqEntry)
class FaqEntryAdmin(OfProgram):
    heading = "Program"
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
