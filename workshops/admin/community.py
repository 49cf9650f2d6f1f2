"""What partners do for their communities, and the files that show it."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from applications.models import SchoolYear
from plp.core.admin_exports import Exports
from plp.core.admin_files import UploadedFiles
from plp.core.admin_helpers import MovesInline, ReadOnlyInline, StateFilter
from plp.core.confirming import Step, TakesSteps
from plp.core.editing import Watched, WatchedForm
from plp.core.keys import key_in
from workshops.actions import community as actions
from workshops.models import CommunityEvent, CommunityEventFile, CommunityEventStatusChange

Status = CommunityEvent.Status
CHANGE = "workshops.change_communityevent"


class SchoolYearFilter(admin.SimpleListFilter):
    """By the school year in which an event begins."""

    title = "school year"
    parameter_name = "school_year"

    def lookups(self, request, model_admin):
        return [(year.pk, year.name) for year in SchoolYear.objects.order_by("-first_day")]

    def queryset(self, request, queryset):
        year = SchoolYear.objects.filter(pk=key_in(self.value())).first()
        return (
            queryset.filter(first_day__range=(year.first_day, year.last_day)) if year else queryset
        )


class HeadcountForm(forms.Form):
    required_css_class = "required"

    headcount = forms.IntegerField(
        label="How many came", min_value=0, max_value=1_000_000, localize=False
    )


class ReasonForm(forms.Form):
    required_css_class = "required"

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text="The partner reads it on the page of the event.",
    )


def _complete(event, *, by, headcount):
    on = timezone.localdate(timezone=event.zone)
    actions.complete_event(event, by=by, headcount=headcount, on=on)


def _is(*statuses):
    return lambda event: event.status in statuses


STEPS = [
    Step(
        slug="complete",
        label="Record that it took place",
        done="Recorded that it took place",
        consequence="It counts as done for what the partner has promised.",
        permission=CHANGE,
        take=_complete,
        form=HeadcountForm,
        fits=_is(Status.PLANNED),
        why_not="It is recorded or cancelled already.",
        is_single=True,
    ),
    Step(
        slug="cancel",
        label="Cancel",
        done="Cancelled",
        consequence="It counts no more and leaves the public list. The partner can undo it.",
        permission=CHANGE,
        take=actions.cancel_event,
        form=ReasonForm,
        fits=_is(Status.PLANNED),
        why_not="It is recorded or cancelled already.",
    ),
    Step(
        slug="plan-again",
        label="Plan again",
        done="Planned again",
        consequence="It counts as planned. How many came stays to be confirmed.",
        permission=CHANGE,
        take=actions.undo_event,
        fits=_is(Status.COMPLETED, Status.CANCELLED),
        why_not="It is planned.",
    ),
]


class EventAdminForm(WatchedForm):
    link = forms.URLField(required=False, assume_scheme="https", max_length=200)


class FileInline(ReadOnlyInline):
    model = CommunityEventFile
    fields = ["download", "kind", "size", "uploaded_at"]
    readonly_fields = fields
    verbose_name_plural = "what shows it"

    @admin.display(description="file")
    def download(self, file):
        url = reverse("admin:workshops_communityeventfile_change", args=[file.pk])
        return format_html('<a href="{}">{}</a>', url, file.name)


class ChangeInline(MovesInline):
    model = CommunityEventStatusChange


@admin.register(CommunityEvent)
class CommunityEventAdmin(Exports, TakesSteps, Watched, admin.ModelAdmin):
    form = EventAdminForm
    steps = STEPS
    when_empty = (
        "No partner has planned anything yet. What they plan for their communities stands here."
    )
    list_display = [
        "title",
        "kind",
        "partner",
        "state",
        "first_day",
        "status",
        "headcount",
    ]
    list_filter = [
        "kind",
        "status",
        SchoolYearFilter,
        ("partner__region__state", StateFilter),
        "is_public",
    ]
    list_select_related = ["partner__region"]
    list_per_page = 50
    ordering = ["-first_day", "-pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # one query a filter, over all rows
    search_fields = [
        "title",
        "place",
        "with_whom",
        "joined",
        "partner__organization",
        "partner__joint_organization",
    ]
    search_help_text = "Title, place, with whom, or partner"
    date_hierarchy = "first_day"
    autocomplete_fields = ["partner"]
    readonly_fields = ["status", "headcount"]
    fieldsets = [
        (None, {"fields": ["partner", "kind", "title", "status", "headcount"]}),
        (
            "When and where",
            {
                "fields": ["first_day", "last_day", "begins", "ends", "place"],
                "description": "Its first day decides for which requirement it counts.",
            },
        ),
        (
            "What",
            {"fields": ["with_whom", "joined", "about", "link", "is_public"]},
        ),
    ]
    inlines = [FileInline, ChangeInline]
    export_columns = [
        ("Event", "title"),
        ("Kind", "get_kind_display"),
        ("Partner", "partner"),
        ("City", "partner__region__city"),
        ("State", "partner__region__state"),
        ("First day", "first_day"),
        ("Last day", "last_day"),
        ("Place", "place"),
        ("With whom", "with_whom"),
        ("Community joined", "joined"),
        ("Link", "link"),
        ("Listed in public", "is_public"),
        ("Status", "get_status_display"),
        ("Headcount", "headcount"),
        ("Files", lambda event: len(event.files.all())),
    ]
    export_prefetch = ["files"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("partner__region")

    def get_readonly_fields(self, request, obj=None):
        """Leave an event with its partner: it counts for what that one has promised."""
        fixed = ["partner"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(ordering="partner__region__state")
    def state(self, event):
        return event.partner.region.state


@admin.register(CommunityEventFile)
class CommunityEventFileAdmin(UploadedFiles, admin.ModelAdmin):
    when_empty = "No partner has uploaded a file yet."
    list_display = ["name", "event", "partner", "kind", "size", "uploaded_at"]
    list_select_related = ["event__partner"]
    search_fields = ["name", "event__title", "event__partner__organization"]
    fields = ["download", "event", "partner", "kind", "size", "uploaded_at"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event__partner")

    @admin.display(ordering="event__partner__organization")
    def partner(self, file):
        return file.event.partner
