"""What partners promise, and how it is measured."""

from django.contrib import admin, messages

from applications.admin.base import Content, OfProgram, ProgramFilter, ProgramYearFilter
from applications.admin.catching_up import offers
from applications.admin.siblings import CommitmentForm
from applications.models import Commitment, Requirement
from plp.core import days


@admin.register(Commitment)
class CommitmentAdmin(OfProgram):
    heading = "Program"
    form = CommitmentForm
    shown_on = ["program", "form", "questions"]
    shown_at = "#commitments"
    list_display = ["title", "position", "in_program", "parent", "measured_in"]
    list_filter = [("program", ProgramFilter)]
    list_select_related = ["program", "parent"]
    search_fields = ["title", "text"]
    fieldsets = [
        (
            None,
            {
                "fields": ["program", "title", "text"],
                "description": "Visitors read it, applicants acknowledge it word for word, and "
                "partners are measured by its requirements.",
            },
        ),
        ("Where it stands", {"fields": ["slug", "position", "parent"]}),
    ]
    prepopulated_fields = {"slug": ["title"]}

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .prefetch_related("requirements__program_year__school_year")
        )

    @admin.display(description="measured in")
    def measured_in(self, commitment):
        years = {r.program_year.number: r.program_year for r in commitment.requirements.all()}
        return ", ".join(str(years[number]) for number in sorted(years))


@admin.register(Requirement)
class RequirementAdmin(Content):
    heading = "Program"
    shown_at = "#commitments"
    list_display = [
        "kind",
        "course",
        "how_many",
        "window",
        "commitment",
        "program_year",
        "in_program",
    ]
    list_filter = [
        ProgramYearFilter,
        "kind",
        ("program_year__program", ProgramFilter),
    ]
    list_select_related = [
        "commitment",
        "course",
        "program_year__program",
        "program_year__school_year",
    ]
    search_fields = ["commitment__title", "note"]
    fieldsets = [
        (None, {"fields": ["commitment", "program_year", "kind", "course"]}),
        (
            "How many",
            {
                "fields": ["number", "note"],
                "description": "Nobody keeps the count by hand: the workshops, meetups and other "
                "records that meet it are counted.",
            },
        ),
        (
            "When",
            {
                "fields": ["window_from", "window_until", "lead_days"],
                "description": "The window: the days on which something counts, the first and the "
                "last included. What happened before a partner joined is never overdue.",
            },
        ),
    ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        for offer in offers(obj):
            messages.warning(request, offer)

    @admin.display(description="number", ordering="number")
    def how_many(self, requirement):
        """Say 4, not 4.0."""
        return None if requirement.number is None else f"{requirement.number.normalize():f}"

    @admin.display(ordering="window_from")
    def window(self, requirement):
        if requirement.window_from is None:
            return None
        return days.span(requirement.window_from, requirement.window_until)

    @admin.display(description="program", ordering="program_year__program__slug")
    def in_program(self, requirement):
        return requirement.program_year.program.slug
