"""What facilitators are accredited for: the list, its steps, and the way to the board."""

from datetime import date

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html

from applications.models import SchoolYear
from facilitators.actions import accrediting as rules
from facilitators.admin import board
from facilitators.admin.accrediting import ADD, OF_ACCREDITATIONS
from facilitators.admin.filters import HomeStateFilter
from facilitators.models import Accreditation, Facilitator
from plp.core import days
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import NoBulkDelete, QueueFilter
from plp.core.confirming import TakesSteps
from plp.core.days import pacific_today
from plp.core.editing import Watched, WatchedForm
from plp.core.exporting import CSV, XLSX
from plp.core.keys import key_in
from plp.core.templatetags.plp import icon
from plp.core.workflow import TransitionError

State = Accreditation.State


class HowFilter(admin.SimpleListFilter):
    """By how they are today."""

    title = "how it is today"
    parameter_name = "how"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        known = self.value() in State.values
        return queryset.in_state(self.value(), pacific_today()) if known else queryset


class DayFilter(admin.SimpleListFilter):
    """By a day on which they count: today, or the end of a school year."""

    title = "day on which it counts"
    parameter_name = "counts_on"

    def lookups(self, request, model_admin):
        ends = SchoolYear.objects.filter(last_day__gte=pacific_today()).order_by("last_day")
        found = [(f"{year.last_day}", f"Last day of {year}") for year in ends[:3]]
        return [(f"{pacific_today()}", "Today"), *found]

    def queryset(self, request, queryset):
        try:
            return queryset.valid_on(date.fromisoformat(self.value() or ""))
        except ValueError:
            return queryset


class CorrectForm(WatchedForm):
    """The days of an accreditation, to correct a slip of the keyboard."""

    class Meta:
        model = Accreditation
        fields = ["first_day", "last_day"]

    def clean(self):
        """Lock the facilitator first, so that of two people who change days one is told."""
        cleaned = super().clean()
        of_days = {name: cleaned.get(name) for name in ("first_day", "last_day")}
        if not all(of_days.values()):
            return cleaned
        Facilitator.objects.locked(self.instance.facilitator_id)
        known = self.instance
        corrected = Accreditation(
            pk=known.pk, facilitator=known.facilitator, course=known.course, **of_days
        )
        try:
            rules.refuse_days(corrected)
        except TransitionError as refusal:
            self.add_error("last_day", str(refusal))
        return cleaned


def how(accreditation):
    """Return how an accreditation is today as a colored word."""
    on = pacific_today()
    look = accreditation.state_on(on).look
    return format_html(
        '<span class="status s-{}">{}{}</span>', look, icon(look), accreditation.in_words(on)
    )


@admin.register(Accreditation)
class AccreditationAdmin(NoBulkDelete, Exports, TakesSteps, Watched, admin.ModelAdmin):
    heading = "Facilitators"
    form = CorrectForm
    change_list_template = "admin/facilitators/accreditation/change_list.html"
    steps = OF_ACCREDITATIONS
    when_empty = (
        "Nobody is accredited yet. Choose people in the list of facilitators, then “Accredit”."
    )
    list_display = ["person", "course", "first_day", "last_day", "how", "home"]
    list_filter = [
        QueueFilter,
        HowFilter,
        DayFilter,
        "course",
        HomeStateFilter,
        "facilitator__is_listed",
    ]
    list_select_related = ["facilitator", "course"]
    list_per_page = 50
    ordering = ["facilitator__name", "course", "first_day"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # one query a filter, over all rows
    search_fields = ["facilitator__name", "facilitator__email", "course__name", "course__code"]
    search_help_text = "Name, e-mail, or course"
    readonly_fields = ["facilitator", "course", "how", "revoked", "revoke_reason", "by", "at"]
    fieldsets = [
        (None, {"fields": ["facilitator", "course", "how"]}),
        (
            "Days",
            {
                "fields": ["first_day", "last_day"],
                "description": "Both count. Change them here only to correct a slip: nobody is "
                "written to. To make it last longer or end sooner, renew or revoke it.",
            },
        ),
        ("Revoked", {"fields": ["revoked", "revoke_reason"]}),
        ("Entered", {"fields": ["by", "at"]}),
    ]
    export_columns = [
        ("Facilitator", "facilitator__name"),
        ("E-mail", "facilitator__email"),
        ("Home state", "home_state"),
        ("Course", "course__name"),
        ("First valid day", "first_day"),
        ("Last valid day", "last_day"),
        ("Revoked from", "revoked_from"),
        ("Why it was revoked", "revoke_reason"),
        ("How it is today", lambda row: row.in_words(pacific_today())),
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).with_home_state()
        return rows.select_related("facilitator", "course", "by")

    def get_object(self, request, object_id, from_field=None):
        """Lock the facilitator before the accreditation, as every step does."""
        if request.method == "POST" and (key := key_in(object_id)):
            of_it = Accreditation.objects.filter(pk=key)
            list(Facilitator.objects.filter(pk__in=of_it.values("facilitator")).select_for_update())
        return super().get_object(request, object_id, from_field)

    def get_readonly_fields(self, request, obj=None):
        """Leave the days of what is revoked: they say what was given."""
        fixed = ["first_day", "last_day"] if obj and obj.revoked_from else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_fieldsets(self, request, obj=None):
        found = super().get_fieldsets(request, obj)
        return [one for one in found if one[0] != "Revoked" or (obj and obj.revoked_from)]

    def has_add_permission(self, request):
        """One accredits people, in their list or on their page: there the mails are shown."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def state_of(self, accreditation):
        counts = days.span(
            accreditation.first_day, max(accreditation.ends_on, accreditation.first_day)
        )
        return f"{counts}: {accreditation.in_words(pacific_today())}"

    def version_of(self, accreditation):
        return f"{accreditation.pk}-{accreditation.last_day}-{accreditation.revoked_from}"

    @admin.display(description="facilitator", ordering="facilitator__name")
    def person(self, accreditation):
        return accreditation.facilitator.name

    @admin.display(description="how it is today", ordering="last_day")
    def how(self, accreditation):
        return how(accreditation)

    @admin.display(description="home state", ordering="home_state", empty_value="–")
    def home(self, accreditation):
        return accreditation.home_state

    @admin.display(description="revoked from")
    def revoked(self, accreditation):
        return days.in_words(accreditation.revoked_from)

    def get_urls(self):
        def at(address, view, name, **more):
            view = self.admin_site.admin_view(board.guarded(view, self))
            return path(address, view, more, name=f"facilitators_accreditation_{name}")

        own = [at("board/", board.page, "board")]
        files = [
            at(f"board.{kind}", board.export, f"board_{kind}", kind=kind) for kind in (CSV, XLSX)
        ]
        return [*own, *files, *super().get_urls()]

    def own_pages(self, request):
        return board.own_pages(request)

    def changelist_view(self, request, extra_context=None):
        context = {"pages": [*self._way_to_people(request), *self.own_pages(request)]}
        return super().changelist_view(request, context | (extra_context or {}))

    def _way_to_people(self, request):
        """Lead to the list in which people are accredited."""
        if not request.user.has_perm(ADD):
            return []
        address = reverse("admin:facilitators_facilitator_changelist")
        return [{"name": "Accredit facilitators", "admin_url": address}]
