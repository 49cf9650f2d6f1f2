"""What hangs on a facilitator, below their record: only read there, each row leads to its own."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from facilitators.models import Accreditation, Contract, Inquiry, Suggestion, Unavailability
from plp.core import days
from plp.core.admin_helpers import ReadOnlyInline


def led_to(record, text):
    """Return a link to a record's own page."""
    meta = record._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    return format_html('<a href="{}">{}</a>', address, text)


class AccreditationInline(ReadOnlyInline):
    model = Accreditation
    fields = ["for_course", "first_day", "last_day", "revoked_from", "revoke_reason"]
    readonly_fields = fields
    verbose_name_plural = "accreditations"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("course", "facilitator")

    @admin.display(description="course")
    def for_course(self, row):
        return led_to(row, row.course)


class ContractInline(ReadOnlyInline):
    model = Contract
    fields = ["with_partner", "school_year", "day_rate", "status"]
    readonly_fields = fields
    verbose_name_plural = "contracts"

    def get_queryset(self, request):
        related = ["partner", "school_year", "facilitator"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description="partner")
    def with_partner(self, row):
        return led_to(row, row.partner)


class UnavailabilityInline(ReadOnlyInline):
    model = Unavailability
    fields = ["when"]
    readonly_fields = fields
    verbose_name_plural = "days on which they cannot come"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("facilitator")

    @admin.display(description="days")
    def when(self, row):
        return led_to(row, days.span(row.first_day, row.last_day))


class InquiryInline(ReadOnlyInline):
    model = Inquiry
    fields = ["asked", "partner", "course", "dates", "says"]
    readonly_fields = fields
    verbose_name_plural = "what partners asked"

    def get_queryset(self, request):
        related = ["partner", "course", "facilitator"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description="asked")
    def asked(self, row):
        return led_to(row, days.in_words(days.pacific_day(row.asked_at), weekday=False))


class SuggestionInline(ReadOnlyInline):
    model = Suggestion
    fields = ["received", "partner", "why"]
    readonly_fields = fields
    verbose_name_plural = "who suggested them"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("partner")

    @admin.display(description="received")
    def received(self, row):
        return led_to(row, days.in_words(days.pacific_day(row.at), weekday=False))
