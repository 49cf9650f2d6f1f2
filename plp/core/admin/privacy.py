"""People's data in the admin: what was erased, how long records are kept, and a person's pages."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.html import format_html

from plp.core.admin.person import TITLE, may_export, person
from plp.core.admin_helpers import NoBulkDelete, QueueFilter, ReadOnly, step_page
from plp.core.days import pacific_today
from plp.core.models import Erasure, ErasureRequest, Retention
from plp.core.privacy.retaining import moment
from plp.core.queues import queue
from plp.core.retention import RULES

AHEAD = 30  # days that are looked ahead
HOW_IT_WORKS = (
    "Records past their days are erased every ten minutes and cannot be brought back. “What falls "
    "due” above the list says how many that will be. Of several rules for one kind, the one with "
    "the latest first day that has come holds."
)


@admin.register(Erasure)
class ErasureAdmin(ReadOnly, admin.ModelAdmin):
    heading = "Privacy"
    list_display = ["at", "by", "what"]
    list_select_related = ["by"]
    fields = ["at", "by", "what"]
    readonly_fields = fields

    def get_urls(self):
        view = self.admin_site.admin_view(person)
        own = path("person/", view, {"model_admin": self}, name="core_erasure_person")
        return [own, *super().get_urls()]

    def has_view_permission(self, request, obj=None):
        return may_export(request.user) or super().has_view_permission(request, obj)

    def own_pages(self, request):
        """What the first page of the admin lists beside records."""
        if not may_export(request.user):
            return []
        return [{"name": TITLE, "admin_url": reverse("admin:core_erasure_person"), "perms": {}}]

    def changelist_view(self, request, extra_context=None):
        extra = {"may_export": may_export(request.user)}
        return super().changelist_view(request, extra | (extra_context or {}))

    @admin.display(description="what was erased")
    def what(self, erasure):
        return (
            "; ".join(f"{kind}: {number}" for kind, number in erasure.counts.items()) or "Nothing"
        )


@queue(
    "asked-to-be-erased",
    "People who ask to be erased",
    position=60,
    look="need",
    empty="Nobody asks to be erased.",
    model=ErasureRequest,
    called="email",
    since="asked_at",
    may="core.delete_erasurerequest",
)
def asked_to_be_erased(requests):
    return requests


@admin.register(ErasureRequest)
class ErasureRequestAdmin(NoBulkDelete, admin.ModelAdmin):
    when_empty = "Nobody asks to be erased. Teachers do so on their own page."
    heading = "Privacy"
    list_display = ["email", "asked_at"]
    list_filter = [QueueFilter]
    search_fields = ["email"]
    fields = ["email", "asked_at", "next_step"]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="what to do")
    def next_step(self, asked):
        return format_html(
            'Look at what is held of this address under <a href="{}">A person’s data</a>, and '
            "erase it there: the request goes with it. If something must stay, answer the person "
            "and delete the request.",
            reverse("admin:core_erasure_person"),
        )


@admin.register(Retention)
class RetentionAdmin(NoBulkDelete, admin.ModelAdmin):
    heading = "Privacy"
    list_display = ["name", "days", "after", "from_day", "fewest"]
    list_filter = ["from_day"]
    readonly_fields = ["name", "after", "fewest"]

    def get_fieldsets(self, request, obj=None):
        """Ask for the kind of a new rule only; say of an old one what is known of its kind."""
        new, old = ["kind", "days", "from_day"], ["name", "after", "days", "fewest", "from_day"]
        return [(None, {"fields": old if obj else new, "description": HOW_IT_WORKS})]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "kind":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        kinds = [(rule.kind, rule.name) for rule in RULES.values()]
        return forms.ChoiceField(label="What is kept", choices=kinds)

    def get_urls(self):
        view = self.admin_site.admin_view(self.due_view)
        return [path("due/", view, name="core_retention_due"), *super().get_urls()]

    def has_delete_permission(self, request, obj=None):
        """A rule that is still to come may be taken back; one that held says why records went."""
        holds = obj is not None and obj.from_day <= pacific_today()
        return not holds and super().has_delete_permission(request, obj)

    def due_view(self, request):
        """Say for each rule how many records are past it, and will be within 30 days."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = [_due(rule) for rule in RULES.values()]
        page = {"template": "core/retention/due", "title": "What falls due"}
        return step_page(request, self, **page, rows=rows, ahead=AHEAD)

    @admin.display(description="what is kept", ordering="kind")
    def name(self, retention):
        return retention.name

    @admin.display(description="counted")
    def after(self, retention):
        return retention.rule and retention.rule.after

    @admin.display(description="at least")
    def fewest(self, retention):
        return retention.rule and f"{retention.rule.fewest} days: {retention.rule.why_fewest}"


def _due(rule):
    on = pacific_today()
    now = sum(rows.count() for rows in rule.due(moment(rule, on)))
    then = sum(rows.count() for rows in rule.due(moment(rule, on, ahead=AHEAD)))
    return {"rule": rule, "now": now, "soon": then - now}
