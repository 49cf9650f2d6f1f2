"""Workshops as staff see them: where they are, who leads, and what they do for a partner."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F
from django.urls import path, reverse
from django.utils.html import format_html

from applications.models.program import STATE_NAMES
from plp.core import days
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import (
    MovesInline,
    QueueFilter,
    ReadOnly,
    ReadOnlyInline,
    SelectFilter,
    StateFilter,
    list_link,
)
from plp.core.confirming import TakesSteps
from plp.core.editing import Watched
from workshops.admin import months, running
from workshops.admin.counting_steps import STEPS as COUNTING
from workshops.admin.counting_steps import in_words
from workshops.admin.dashboard import Dashboard
from workshops.admin.scheduling_steps import STEPS
from workshops.listing import rows
from workshops.models import (
    Assignment,
    Enrollment,
    Session,
    Workshop,
    WorkshopStatusChange,
)

OF_PARTNER = ["partner_year__partner__region", "partner_year__program_year__school_year"]


class DayInline(ReadOnlyInline):
    model = Session
    fields = ["when", "worth"]
    readonly_fields = fields
    verbose_name_plural = "days"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("workshop")

    @admin.display(description="day")
    def when(self, session):
        return str(session)


class LeadingInline(ReadOnlyInline):
    model = Assignment
    fields = ["facilitator", "role", "status"]
    readonly_fields = fields
    verbose_name_plural = "who leads"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("facilitator", "workshop__course")


class MoveInline(MovesInline):
    model = WorkshopStatusChange


@admin.register(Workshop)
class WorkshopAdmin(Dashboard, Exports, TakesSteps, Watched, admin.ModelAdmin):
    steps = [*STEPS, *running.STEPS, *COUNTING]
    when_empty = "No workshop is planned yet. Partners plan them on their pages."
    change_list_template = "admin/workshops/workshop/change_list.html"
    list_display = ["__str__", "partner", "state", "when", "status", "leads", "seats"]
    list_filter = [
        QueueFilter,
        "status",
        ("course", SelectFilter),
        ("partner_year__program_year__school_year", SelectFilter),
        ("partner_year__partner__region__state", StateFilter),
        "mode",
        "mails_off",
    ]
    list_select_related = [*OF_PARTNER, "course"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # one query a filter, over all rows
    ordering = ["-pk"]
    search_fields = ["title", "code", "venue", "partner_year__partner__organization"]
    search_help_text = "Title, code, place, or partner"
    readonly_fields = [
        "status",
        "code",
        "partner_year",
        "course",
        "mode",
        "venue",
        "address",
        "zip_code",
        "meeting_link",
        "zone",
        "capacity",
        "people",
        "counts",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "partner_year",
                    "course",
                    "number",
                    "title",
                    "code",
                    "status",
                    "people",
                    "counts",
                ],
            },
        ),
        (
            "Where",
            {
                "fields": [
                    "mode",
                    "venue",
                    "address",
                    "zip_code",
                    "meeting_link",
                    "zone",
                    "capacity",
                ],
                "description": "A step above changes day and place, and tells all concerned once.",
            },
        ),
        (
            "Sign-up and certificates",
            {"fields": ["sign_up", "sign_up_until", "hours", "about", "mails_off"]},
        ),
    ]
    inlines = [DayInline, LeadingInline, MoveInline]
    export_columns = [
        ("Workshop", str),
        ("Code", "code"),
        ("Partner", "partner_year__partner"),
        ("State", "partner_year__partner__region__state"),
        ("School year", "partner_year__program_year__school_year"),
        ("Course", "course"),
        ("Number", "number"),
        ("First day", "first_day"),
        ("Last day", "last_day"),
        ("How", "get_mode_display"),
        ("Place", "where"),
        ("ZIP code", "zip_code"),
        ("Time zone", "zone"),
        ("Status", "get_status_display"),
        ("Seats", "capacity"),
        ("Seats taken", "taken"),
    ]

    def get_queryset(self, request):
        related = [*OF_PARTNER, "course", "counted_anyway__by"]
        return super().get_queryset(request).select_related(*related)

    def get_export_rows(self, request, listed):
        return rows(listed.select_related(*OF_PARTNER)).order_by("pk")

    def get_urls(self):
        view = self.admin_site.admin_view(self.month_view)
        return [path("calendar/", view, name="workshops_workshop_month"), *super().get_urls()]

    def month_view(self, request):
        """A month of workshops, of one state or course, or of all."""
        return months.month_page(request, self)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(ordering=F("partner_year__partner__organization"))
    def partner(self, workshop):
        return workshop.partner

    @admin.display(ordering="partner_year__partner__region__state")
    def state(self, workshop):
        return STATE_NAMES.get(workshop.partner.region.state, workshop.partner.region.state)

    @admin.display(description="days")
    def when(self, workshop):
        return workshop.when

    @admin.display(description="who leads")
    def leads(self, workshop):
        return workshop.leads or "Nobody yet"

    @admin.display(description="seats taken")
    def seats(self, workshop):
        return f"{workshop.taken} of {workshop.capacity}"

    @admin.display(description="who comes")
    def people(self, workshop):
        return list_link(Enrollment, "Enrolled and waiting", workshop=workshop.pk)

    @admin.display(description="for what its partner promised")
    def counts(self, workshop):
        return in_words(workshop)

    def get_changelist(self, request, **kwargs):
        return WorkshopList


class WorkshopList(ChangeList):
    """The page of the list, with what its rows say of days, leads and seats: three queries more."""

    def get_results(self, request):
        super().get_results(request)
        shown = {row.pk: row for row in rows(Workshop.objects.filter(pk__in=_keys(self)))}
        for each in self.result_list:
            row = shown[each.pk]
            each.taken = row.taken
            each.leads = ", ".join(str(a.facilitator) for a in row.counted_on)
            each.when = _in_days(row)


def _keys(listed):
    listed.result_list = list(listed.result_list)
    return [each.pk for each in listed.result_list]


def _in_days(workshop):
    if workshop.first_day is None:
        return "No day yet"
    return days.span(workshop.first_day, workshop.last_day)


@admin.register(Session)
class SessionAdmin(ReadOnly, admin.ModelAdmin):
    when_empty = "No workshop has a day yet. Partners plan them on their pages."
    list_display = ["day", "of", "partner", "hours", "worth"]
    list_select_related = ["workshop__course", "workshop__partner_year__partner"]
    list_filter = [("workshop__partner_year__partner__region__state", StateFilter)]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-day", "-pk"]
    search_fields = ["workshop__title", "workshop__partner_year__partner__organization"]
    search_help_text = "Title, or partner"
    date_hierarchy = "day"
    fields = ["of", "partner", "day", "hours", "worth", "begins_at", "ends_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display(description="workshop")
    def of(self, session):
        page = reverse("admin:workshops_workshop_change", args=[session.workshop_id])
        return format_html('<a href="{}">{}</a>', page, session.workshop)

    @admin.display
    def partner(self, session):
        return session.workshop.partner
