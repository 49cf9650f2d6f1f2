"""The list of whom applicants name as references and staff have asked."""

from django.contrib import admin

from applications.admin.base import HidesWhatOneLeft, ProgramFilter, RegionFilter
from applications.models import ReferenceRequest
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import ReadOnly
from plp.core.days import pacific_today

APPLICATION = "reference__application"


class StateFilter(admin.SimpleListFilter):
    title = "answer"
    parameter_name = "answer"

    def lookups(self, request, model_admin):
        waiting = [("waiting", "Waiting"), ("waived", "Waived, none came")]
        return [*waiting, *ReferenceRequest.Recommends.choices]

    def queryset(self, request, queryset):
        match self.value():
            case None:
                return queryset
            case "waiting":
                return queryset.waiting()
            case "waived":
                return queryset.unanswered().filter(waived_at__isnull=False)
            case said:
                return queryset.filter(recommends=said)


@admin.register(ReferenceRequest)
class ReferenceRequestAdmin(HidesWhatOneLeft, Exports, ReadOnly, admin.ModelAdmin):
    of_application = APPLICATION
    heading = "Review and decisions"
    when_empty = "Nobody was asked yet. Ask the references from the page of an application."
    list_display = ["referee", "organization", "reply_by", "reminded_at", "answered_at", "answer"]
    list_filter = [
        StateFilter,
        (f"{APPLICATION}__pin__program", ProgramFilter),
        (f"{APPLICATION}__pin__region", RegionFilter),
        "reply_by",
    ]
    list_per_page = 50
    search_fields = [
        "reference__name",
        f"{APPLICATION}__organization",
        f"{APPLICATION}__pin__region__city",
        f"{APPLICATION}__draft__code",
    ]
    search_help_text = "Name, applying organization, city, or code"
    export_columns = [
        ("Reference", "reference__name"),
        ("Of", "reference__organization"),
        ("Applicant", f"{APPLICATION}__organization"),
        ("Code", f"{APPLICATION}__code"),
        ("Asked (Pacific time)", "asked_at"),
        ("Last day to answer", "reply_by"),
        ("Reminded (Pacific time)", "reminded_at"),
        ("Answered (Pacific time)", "answered_at"),
        ("Would recommend", "get_recommends_display"),
        ("How they know each other's work", "known_for"),
        ("Strengths", "strengths"),
        ("Doubts", "doubts"),
        ("Waived (Pacific time)", "waived_at"),
        ("Waived because", "waived_because"),
    ]

    def get_queryset(self, request):
        related = [f"{APPLICATION}__pin__region", f"{APPLICATION}__draft", "asked_by", "waived_by"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(ordering="reference__name")
    def referee(self, asked):
        return asked.reference.name

    @admin.display(ordering=f"{APPLICATION}__organization")
    def organization(self, asked):
        return asked.reference.application.organization

    @admin.display(ordering="recommends")
    def answer(self, asked):
        if asked.answered_at:
            return asked.get_recommends_display()
        if asked.waived_at:
            return "Waived"
        return "Waiting" if asked.reply_by >= pacific_today() else "Waiting, late"
