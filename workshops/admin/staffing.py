"""Who leads workshops, as staff read it: partners choose, facilitators answer."""

from django.contrib import admin
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html

from plp.core.admin_helpers import MovesInline, ReadOnly, StateFilter
from workshops.models import Assignment, AssignmentStatusChange

STATE = "workshop__partner_year__partner__region__state"
RELATED = ["facilitator", "workshop__course", "workshop__partner_year__partner"]


class MoveInline(MovesInline):
    model = AssignmentStatusChange


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly, admin.ModelAdmin):
    when_empty = "Nobody is put down for a workshop yet. Partners do so on their pages."
    list_display = ["facilitator", "of", "partner", "role", "status", "made_at"]
    list_filter = ["status", "role", (STATE, StateFilter)]
    list_select_related = RELATED
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-pk"]
    search_fields = [
        "facilitator__name",
        "workshop__title",
        "workshop__partner_year__partner__organization",
    ]
    search_help_text = "Facilitator, title of a workshop, or partner"
    fields = ["facilitator", "of", "partner", "role", "status", "made_at"]
    inlines = [MoveInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*RELATED)

    @admin.display(description="workshop")
    def of(self, assignment):
        page = reverse("admin:workshops_workshop_change", args=[assignment.workshop_id])
        return format_html('<a href="{}">{}</a>', page, assignment.workshop)

    @admin.display(ordering=F("workshop__partner_year__partner__organization"))
    def partner(self, assignment):
        return assignment.workshop.partner
