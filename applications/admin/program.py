"""Programs, their application periods and their terms."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import path

from applications.admin.base import Content, OfProgram, ProgramFilter
from applications.admin.mending import PARTS, gaps_of
from applications.admin.previewing import preview_program
from applications.admin.siblings import RoundForm, RoundFormSet
from applications.admin.steps import clone, make_current
from applications.models import (
    Program,
    Round,
    Terms,
)
from applications.models.program import period_on
from plp.core.admin_helpers import counted, list_link
from plp.core.days import pacific_today
from plp.core.editing import Watched


class RoundInline(Watched, admin.StackedInline):
    model = Round
    formset = RoundFormSet
    extra = 0
    fields = [("name", "opens_on", "closes_on")]


@admin.register(Program)
class ProgramAdmin(Content):
    heading = "Program"
    shown_on = [
        "program",
        "home",
        "apply",
        "form",
        "questions",
        "funding",
        "faq",
        "terms",
        "privacy",
    ]
    list_display = ["name", "slug", "is_current", "school_years", "period"]
    search_fields = ["name", "slug"]
    readonly_fields = ["is_current", "lacks", "parts"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "contact_email", "is_current"]}),
        (
            "What is missing",
            {"fields": ["lacks"], "description": "Checked each time you open this page."},
        ),
        (
            "What hangs on it",
            {"fields": ["parts"], "description": "Each has a list of its own."},
        ),
        (
            "Program page, at the top",
            {
                "fields": ["page_title", "headline", "summary"],
                "description": "What a visitor reads first, also on the home page.",
            },
        ),
        (
            "Program page, below",
            {
                "fields": [
                    "why",
                    "who",
                    "what_partners_do",
                    "what_partners_get",
                    "map_text",
                    "commitments_text",
                    "funding_text",
                ],
                "description": "In the order of the page. The map, the commitments and the "
                "amounts are drawn from their own records: do not repeat them here.",
            },
        ),
        (
            "Application form",
            {
                "fields": ["urban_text"],
                "description": "Its questions have a list of their own.",
            },
        ),
        (
            "Reviews",
            {
                "fields": ["reviews_wanted", "review_days", "disagreement"],
                "description": "What reviewers score by are the criteria: they have a list of "
                "their own.",
            },
        ),
        (
            "Privacy page",
            {
                "fields": ["privacy_policy"],
                "description": "Partners promise to follow it, so tell them when it changes.",
            },
        ),
    ]
    inlines = [RoundInline]

    def program_of(self, program):
        return program

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("rounds", "years__school_year")

    def get_fieldsets(self, request, obj=None):
        about_saved_ones = {"What is missing", "What hangs on it"}
        fieldsets = super().get_fieldsets(request, obj)
        return [f for f in fieldsets if obj or f[0] not in about_saved_ones]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<path:object_id>/clone/",
                wrap(clone),
                {"model_admin": self},
                name="applications_program_clone",
            ),
            path(
                "<path:object_id>/make-current/",
                wrap(make_current),
                {"model_admin": self},
                name="applications_program_make_current",
            ),
            path(
                "<int:object_id>/preview/",
                wrap(preview_program),
                {"model_admin": self},
                name="applications_program_preview",
            ),
            path("<int:object_id>/preview/<path:at>", wrap(preview_program), {"model_admin": self}),
        ]
        return own + super().get_urls()

    def has_delete_permission(self, request, obj=None):
        shown = obj is not None and obj.is_current
        return not shown and super().has_delete_permission(request, obj)

    @admin.display(description="school years")
    def school_years(self, program):
        return ", ".join(str(year.school_year) for year in program.years.all())

    @admin.display(description="applications")
    def period(self, program):
        return str(period_on(pacific_today(), program.rounds.all()))

    @admin.display(description="missing")
    def lacks(self, program):
        return render_to_string("admin/_missing.html", {"gaps": gaps_of(program)})

    @admin.display(description="lists")
    def parts(self, program):
        links = []
        for model, to_program in PARTS.items():
            number = model.objects.filter(**{to_program: program}).count()
            filters = {f"{to_program}__id__exact": program.pk}
            links.append(list_link(model, counted(number, model), **filters))
        return render_to_string("admin/_links.html", {"links": links})


@admin.register(Round)
class RoundAdmin(OfProgram):
    heading = "Program"
    form = RoundForm
    shown_on = ["program", "home", "apply"]
    list_display = ["name", "in_program", "opens_on", "closes_on"]
    list_filter = [("program", ProgramFilter)]
    list_select_related = ["program"]
    search_fields = ["name"]
    fieldsets = [
        (
            None,
            {
                "fields": ["program", "name", "opens_on", "closes_on"],
                "description": "Applications are taken from the first to the last day, both "
                "included. Periods of a program follow one another and never overlap.",
            },
        )
    ]


@admin.register(Terms)
class TermsAdmin(OfProgram):
    heading = "Program"
    shown_on = ["terms"]
    list_display = ["version", "in_program", "published_on"]
    list_filter = [("program", ProgramFilter)]
    list_select_related = ["program"]
    fieldsets = [
        (
            None,
            {
                "fields": ["program", "version", "text", "published_on"],
                "description": "Edit a version until the day it is published. From then on "
                "it is what people accepted: nobody can change or delete it, and only a new "
                "version replaces it. Applicants accept the version of the day they send.",
            },
        )
    ]

    def view_on_site(self, terms):
        """Lead to the page where there is one."""
        is_public = terms.program.is_current and terms.is_published(pacific_today())
        return terms.get_absolute_url() if is_public else None

    def shown_from(self, terms):
        return terms.published_on

    def before_preview(self, terms):
        """Let them be published: without a day, today."""
        if terms.published_on is None:
            Terms.objects.filter(pk=terms.pk).update(published_on=pacific_today())

    def has_change_permission(self, request, obj=None):
        return _unpublished(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _unpublished(obj) and super().has_delete_permission(request, obj)


def _unpublished(terms):
    return terms is None or not terms.is_published(pacific_today())
