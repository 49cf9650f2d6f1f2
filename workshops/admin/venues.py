"""What partners prepare for workshops: the checklist, pages about places, supplies to send."""

from django import forms
from django.contrib import admin
from django.db.models import F, Q

from plp.core import days
from plp.core.admin_helpers import QueueFilter, ReadOnly
from plp.core.confirming import Step, TakesSteps
from plp.core.days import pacific_today
from plp.core.editing import Watched
from workshops.actions import venues as actions
from workshops.models import ChecklistDone, ChecklistItem, Supply, VenueSheet
from workshops.venue import SHEET, is_filled


@admin.register(ChecklistItem)
class ChecklistItemAdmin(Watched, admin.ModelAdmin):
    when_empty = "Nothing is on the checklist, so partners are reminded of nothing."
    list_display = ["what", "days_before", "mode", "is_active"]
    list_filter = ["is_active", "mode"]
    list_per_page = 50
    search_fields = ["what", "help"]
    search_help_text = "What is to be done"
    fields = ["what", "help", "days_before", "mode", "is_active"]

    def has_delete_permission(self, request, obj=None):
        """What was done for a workshop names it; such an item is taken out, not deleted."""
        is_used = obj is not None and ChecklistDone.objects.filter(item=obj).exists()
        return not is_used and super().has_delete_permission(request, obj)


@admin.register(VenueSheet)
class VenueSheetAdmin(Watched, admin.ModelAdmin):
    when_empty = "No partner has said yet what people find at the place of a workshop."
    list_display = ["workshop", "partner", "room", "contact_name", "is_filled"]
    list_select_related = ["workshop__course", "workshop__partner_year__partner"]
    list_per_page = 50
    search_fields = [
        "workshop__title",
        "workshop__venue",
        "workshop__code",
        "workshop__partner_year__partner__organization",
    ]
    search_help_text = "Title, place or code of the workshop, or organization"
    readonly_fields = ["workshop", "partner"]
    fields = ["workshop", "partner", *SHEET]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(ordering="workshop__partner_year__partner__organization")
    def partner(self, sheet):
        return sheet.workshop.partner

    @admin.display(description="says something", boolean=True)
    def is_filled(self, sheet):
        return is_filled(sheet)


class SentForm(forms.Form):
    """On which day it was sent, and a word to the partner."""

    required_css_class = "required"

    sent_on = forms.DateField(
        label="Sent on", widget=admin.widgets.AdminDateWidget, help_text="Today or earlier."
    )
    note = forms.CharField(
        label="A word to the partner",
        max_length=300,
        required=False,
        help_text="How it travels, or what is missing. It stands in the mail.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].initial = pacific_today()

    def clean_sent_on(self):
        day = self.cleaned_data["sent_on"]
        days.validate_day(day)
        if day > pacific_today():
            raise forms.ValidationError("This day is still to come. Note it once it was sent.")
        return day


STEPS = [
    Step(
        slug="sent",
        label="It was sent",
        done="Noted as sent",
        consequence="The partner’s program managers get a mail, of which the answers come to you.",
        permission="workshops.change_supply",
        take=actions.send,
        form=SentForm,
        fits=lambda supply: supply.sent_on is None,
        why_not="This is noted already.",
    ),
]


class SentFilter(admin.SimpleListFilter):
    title = "sent"
    parameter_name = "sent"

    def lookups(self, request, model_admin):
        return [("no", "Not yet"), ("yes", "Sent")]

    def queryset(self, request, queryset):
        if self.value() not in {"no", "yes"}:
            return queryset
        return queryset.filter(Q(sent_on__isnull=self.value() == "no"))


@admin.register(Supply)
class SupplyAdmin(TakesSteps, ReadOnly, Watched, admin.ModelAdmin):
    steps = STEPS
    steps_order = ["needed_by", "pk"]
    when_empty = "No partner has asked for anything. They do it on the page of a workshop’s place."
    list_display = ["what", "partner", "workshop", "needed_by", "sent_on"]
    list_filter = [QueueFilter, SentFilter, "needed_by"]
    list_per_page = 50
    search_fields = ["what", "workshop__title", "workshop__partner_year__partner__organization"]
    search_help_text = "What it is, title of the workshop, or organization"
    date_hierarchy = "needed_by"
    fields = [
        "what",
        "partner",
        "workshop",
        "needed_by",
        "shipping",
        "by",
        "asked_at",
        "sent_on",
        "note",
    ]
    readonly_fields = ["partner", "shipping"]

    def get_queryset(self, request):
        related = ["workshop__course", "workshop__partner_year__partner", "workshop__sheet", "by"]
        return super().get_queryset(request).select_related(*related)

    def state_of(self, supply):
        return f"Sent on {days.in_words(supply.sent_on)}" if supply.sent_on else "Not sent yet"

    def version_of(self, supply):
        return f"{supply.pk}-{supply.sent_on}-{len(supply.note)}"

    @admin.display(ordering=F("workshop__partner_year__partner__organization"))
    def partner(self, supply):
        return supply.workshop.partner

    @admin.display(description="where it is sent", empty_value="The partner has not said yet")
    def shipping(self, supply):
        sheet = getattr(supply.workshop, "sheet", None)
        return sheet.shipping if sheet and sheet.shipping else None
