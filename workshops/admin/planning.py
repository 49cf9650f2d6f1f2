"""What plans of workshops go by, as staff set it: the rules of a year, a partner's wishes, and
days on which it wants none."""

from django import forms
from django.contrib import admin

from plp.core.admin_helpers import check_boxes
from plp.core.editing import Watched, WatchedForm
from workshops.models import Blackout, PlanningWishes, WorkshopRules
from workshops.models.planning import WEEKDAYS


@admin.register(WorkshopRules)
class WorkshopRulesAdmin(Watched, admin.ModelAdmin):
    when_empty = "No year has numbers of its own: sign-up closes 7 days before, notice is 14 days."
    list_display = ["program_year", "sign_up_closes", "short_notice"]
    list_select_related = ["program_year__program", "program_year__school_year"]
    fields = ["program_year", "sign_up_closes", "short_notice"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)


class WishesForm(WatchedForm):
    weekdays = forms.TypedMultipleChoiceField(
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        widget=check_boxes(),
        help_text="Days are proposed on these.",
    )


@admin.register(PlanningWishes)
class PlanningWishesAdmin(Watched, admin.ModelAdmin):
    form = WishesForm
    when_empty = "No partner has said how it likes its workshops. They say it as they plan."
    list_display = ["partner", "on_days", "begins", "ends", "capacity"]
    list_select_related = ["partner"]
    list_per_page = 50
    search_fields = ["partner__organization", "venue"]
    search_help_text = "Partner, or place"
    autocomplete_fields = ["partner"]
    fieldsets = [
        (None, {"fields": ["partner"]}),
        (
            "What a new workshop is filled in with",
            {"fields": ["weekdays", "begins", "ends", "capacity", "hours"]},
        ),
        ("Its usual place", {"fields": ["venue", "address", "zip_code"]}),
        ("On certificates", {"fields": ["provider_number"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("partner")

    @admin.display(description="weekdays")
    def on_days(self, wishes):
        return ", ".join(WEEKDAYS[day] for day in sorted(wishes.weekdays))


@admin.register(Blackout)
class BlackoutAdmin(Watched, admin.ModelAdmin):
    when_empty = "No partner has named days without workshops. They name them as they plan."
    list_display = ["partner", "first_day", "last_day", "note"]
    list_select_related = ["partner"]
    list_per_page = 50
    search_fields = ["partner__organization", "note"]
    search_help_text = "Partner, or why"
    date_hierarchy = "first_day"
    autocomplete_fields = ["partner"]
    fields = ["partner", "first_day", "last_day", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("partner")
