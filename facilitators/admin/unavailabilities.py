"""The days on which facilitators cannot come; their notes are theirs alone."""

from datetime import date

from django.contrib import admin
from django.db.models import QuerySet

from facilitators.models import Unavailability
from plp.core.days import pacific_today


class WhenFilter(admin.SimpleListFilter):
    title = "when"
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("now", "Today"), ("ahead", "Today or ahead"), ("past", "Past")]

    def queryset(self, request, queryset):
        return narrow(queryset, self.value(), pacific_today())


def narrow(rows: QuerySet, when: str | None, on: date) -> QuerySet:
    """Return those of today, ahead or past; all of them, where nothing is chosen."""
    match when:
        case "now":
            return rows.touching(on, on)
        case "ahead":
            return rows.filter(last_day__gte=on)
        case "past":
            return rows.filter(last_day__lt=on)
    return rows


@admin.register(Unavailability)
class UnavailabilityAdmin(admin.ModelAdmin):
    when_empty = "No facilitator has named a day yet. Add one for who tells you on the phone."
    list_display = ["facilitator", "first_day", "last_day", "at"]
    list_filter = [WhenFilter]
    list_select_related = ["facilitator"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["facilitator__name", "facilitator__email"]
    search_help_text = "Name or e-mail address of the facilitator"
    date_hierarchy = "first_day"
    ordering = ["-first_day", "-pk"]
    fields = ["facilitator", "first_day", "last_day"]
    autocomplete_fields = ["facilitator"]
