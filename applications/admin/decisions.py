"""Decisions as staff list them, and the record of who was told what."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from applications.admin import announcing, deciding
from applications.admin.base import ProgramFilter, RegionFilter
from applications.models import Announcement, Decision
from applications.models.reviews import stepped_aside
from plp.core.admin_helpers import NoBulkDelete, QueueFilter, ReadOnly, step_page
from plp.core.confirming import TakesSteps


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("ready", "Ready to announce"), ("announced", "Announced"), ("gone", "Discarded")]

    def queryset(self, request, queryset):
        match self.value():
            case "ready":
                return queryset.ready()
            case "announced":
                return queryset.filter(announced_at__isnull=False)
            case "gone":
                return queryset.filter(discarded_at__isnull=False)
        return queryset


@admin.register(Decision)
class DecisionAdmin(NoBulkDelete, TakesSteps, ReadOnly, admin.ModelAdmin):
    heading = "Review and decisions"
    when_empty = (
        "No decision is ready. Choose “Decide, and announce later” on an application, or for many "
        "in their list."
    )
    list_display = ["organization", "region", "kind", "last_day", "state", "made_at", "made_by"]
    list_filter = [
        QueueFilter,
        StateFilter,
        "kind",
        ("application__pin__program", ProgramFilter),
        ("region", RegionFilter),
    ]
    list_select_related = ["application__pin__region", "region", "made_by"]
    list_per_page = 50
    search_fields = ["application__organization", "region__city", "application__draft__code"]
    search_help_text = "Organization, city, or code"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/applications/decision/change_list.html"
    steps = deciding.OF_DECISIONS
    fields = [
        "about",
        "region",
        "kind",
        "last_day",
        "words",
        "state",
        "made_by",
        "made_at",
        "announced_at",
        "discarded_at",
        "were_told",
    ]

    def get_queryset(self, request):
        related = ["application__pin__region", "application__draft__program", "region", "made_by"]
        rows = super().get_queryset(request).select_related(*related)
        return rows.exclude(stepped_aside(request.user, "application"))

    def get_urls(self):
        own = [
            path(
                "announce/",
                self.admin_site.admin_view(self.announce_view),
                name="applications_decision_announce",
            ),
            path(
                "<int:pk>/reword/<slug:what>/",
                self.admin_site.admin_view(self.reword_view),
                name="applications_decision_reword",
            ),
        ]
        return [*own, *super().get_urls()]

    def announce_view(self, request):
        return announcing.page(self, request)

    def reword_view(self, request, pk, what):
        return announcing.reword(self, request, pk, what)

    def state_of(self, decision):
        return decision.state

    def version_of(self, decision):
        return f"{decision.pk}-{decision.state}"

    @admin.display(description="application")
    def about(self, decision):
        address = reverse("admin:applications_application_change", args=[decision.application_id])
        return format_html('<a href="{}">{}</a>', address, decision.application)

    @admin.display(ordering="application__organization")
    def organization(self, decision):
        return decision.application.organization

    @admin.display(description="who was told")
    def were_told(self, decision):
        return told(decision.told.all()) or "Nobody yet."


def told(mails):
    """Return each mail as a link: to whom, and how far it has come."""
    return format_html_join(
        ", ",
        '<a href="{}">{}</a> ({})',
        (
            (reverse("admin:core_message_change", args=[mail.pk]), mail.to, mail.state.lower())
            for mail in mails
        ),
    )


@admin.register(Announcement)
class AnnouncementAdmin(ReadOnly, admin.ModelAdmin):
    heading = "Review and decisions"
    when_empty = "Nothing has been announced together yet."
    list_display = ["at", "by", "how_many"]
    list_select_related = ["by"]
    list_per_page = 50

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("by")
        return rows.annotate(number=Count("decisions"))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show who was told what in one go."""
        announcement = self.get_object(request, object_id)
        if announcement is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST" or not self.has_view_permission(request, announcement):
            raise PermissionDenied
        hidden = stepped_aside(request.user, "application")
        rows = announcement.decisions.exclude(hidden).order_by(
            "region__state", "region__city", "pk"
        )
        rows = rows.select_related("application__pin__region").prefetch_related("told")
        context = {
            "original": announcement,
            "rows": [(decision, told(decision.told.all())) for decision in rows],
            "mails": sum(len(decision.told.all()) for decision in rows),
            "still_ready": Decision.objects.ready().exclude(hidden).count(),
        }
        page = "applications/announcement/told"
        return step_page(request, self, page, str(announcement), **context)

    @admin.display(description="decisions", ordering="number")
    def how_many(self, announcement):
        return announcement.number
