"""The list of interviews: the next ones, and those of which nobody has said how they went."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from applications.admin.base import HidesWhatOneLeft, ProgramFilter, RegionFilter
from applications.admin.talked import with_openness
from applications.models import Interview
from plp.core import zones
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import QueueFilter, ReadOnly

HOW_IT_WENT = ["outcome", "notes"]


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("proposed", "A time is to be chosen"),
            ("agreed", "To be held"),
            ("past", "Say how it went"),
            ("held", "Held"),
            ("off", "Called off"),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        match self.value():
            case "proposed":
                return queryset.open().filter(at__isnull=True)
            case "agreed":
                return queryset.open().filter(at__gt=now)
            case "past":
                return queryset.open().filter(at__lte=now)
            case "held":
                return queryset.filter(held_at__isnull=False)
            case "off":
                return queryset.filter(called_off_at__isnull=False)
        return queryset


@admin.register(Interview)
class InterviewAdmin(HidesWhatOneLeft, Exports, ReadOnly, admin.ModelAdmin):
    """How one went is no column of the list: it would sway those who still review."""

    of_application = "application"
    heading = "Review and decisions"
    when_empty = "No interview was proposed yet. Propose one from the page of an application."
    list_display = ["organization", "city", "when", "who", "state"]
    list_filter = [
        QueueFilter,
        StateFilter,
        ("application__pin__program", ProgramFilter),
        ("application__pin__region", RegionFilter),
    ]
    list_per_page = 50
    search_fields = [
        "application__organization",
        "application__pin__region__city",
        "application__draft__code",
    ]
    search_help_text = "Organization, city, or code"
    export_columns = [
        ("Organization", "application__organization"),
        ("Code", "application__code"),
        ("City", "application__pin__region__city"),
        ("State of the interview", "state"),
        ("Proposed (Pacific time)", "proposed_at"),
        ("Time (Pacific time)", "at"),
        ("Minutes", "minutes"),
        ("How to take part", "how"),
        ("Held (Pacific time)", "held_at"),
        ("Called off (Pacific time)", "called_off_at"),
    ]

    def get_queryset(self, request):
        related = ["application__pin__region", "application__draft"]
        rows = with_openness(super().get_queryset(request), request.user).select_related(*related)
        return rows.prefetch_related("interviewers")

    def get_exclude(self, request, obj=None):
        """Keep how it went from who still reviews."""
        return [] if obj and obj.is_readable else HOW_IT_WENT

    def history_view(self, request, object_id, extra_context=None):
        """Its history says how it went, too."""
        obj = self.get_object(request, object_id)
        if obj is not None and not obj.is_readable:
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    @admin.display(ordering="application__organization")
    def organization(self, interview):
        return interview.application.organization

    @admin.display(ordering="application__pin__region__city")
    def city(self, interview):
        return interview.application.pin

    @admin.display(ordering="at")
    def when(self, interview):
        at = interview.held_at or interview.at
        return zones.in_words(at, interview.zone) if at else None

    @admin.display(description="interviewers")
    def who(self, interview):
        return ", ".join(str(person) for person in interview.interviewers.all())
