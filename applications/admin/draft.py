"""Drafts that are being written, and the files of applications."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html

from applications import actions
from applications.admin.base import HidesWhatOneLeft, ProgramFilter, RegionFilter
from applications.models import Attachment, Draft
from plp.core.admin_exports import Exports
from plp.core.admin_files import UploadedFiles
from plp.core.admin_helpers import NoBulkDelete, ReadOnly, step_page


class SentFilter(admin.SimpleListFilter):
    title = "sent"
    parameter_name = "sent"

    def lookups(self, request, model_admin):
        return [("yes", "Sent"), ("no", "Still being written")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(application__isnull=self.value() == "no")


@admin.register(Draft)
class DraftAdmin(HidesWhatOneLeft, Exports, NoBulkDelete, ReadOnly, admin.ModelAdmin):
    of_application = "application__pk"
    heading = "Applications and partners"
    when_empty = "Nobody has begun to apply yet. What they type stands here from the first page on."
    list_display = ["code", "email", "pin", "in_program", "touched_at", "sent"]
    list_filter = [
        SentFilter,
        ("program", ProgramFilter),
        ("pin__region", RegionFilter),
        "touched_at",
    ]
    list_select_related = ["program", "pin__region", "application"]
    list_per_page = 50
    search_fields = ["code", "email", "pin__region__city"]
    search_help_text = "Code, e-mail, or city"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # one query a filter, over all rows
    # No link: whoever has one may read and change the draft.
    export_columns = [
        ("Code", "code"),
        ("E-mail", "email"),
        ("Program", "program__slug"),
        ("City", "pin__region__city"),
        ("State", "pin__region__state"),
        ("Entered by", "entered_by"),
        ("Started (Pacific time)", "created_at"),
        ("Last touched (Pacific time)", "touched_at"),
        ("Sent", "is_sent"),
    ]
    fields = ["code", "email", "program", "pin", "entered_by", "created_at", "touched_at", "sent"]
    readonly_fields = fields

    def get_queryset(self, request):
        related = ["program", "pin__region", "application", "entered_by"]
        return super().get_queryset(request).select_related(*related)

    def get_urls(self):
        view = self.admin_site.admin_view(self.renew_link)
        own = path("<path:object_id>/new-link/", view, name="applications_draft_new_link")
        return [own, *super().get_urls()]

    def has_delete_permission(self, request, obj=None):
        is_sent = obj is not None and obj.is_sent
        return not is_sent and request.user.has_perm("applications.delete_draft")

    def delete_model(self, request, obj):
        actions.discard_draft(obj)

    def renew_link(self, request, object_id):
        """Mail a new link, after a page that says that the old ones then open nothing."""
        draft = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not request.user.has_perm("applications.change_draft"):
            raise PermissionDenied
        if request.method == "POST":
            actions.renew_link(draft)
            self.log_change(request, draft, "Mailed a new link.")
            messages.success(request, f"A new link is on its way to {draft.email}.")
            return redirect("admin:applications_draft_change", draft.pk)
        title = f"Mail a new link for {draft}"
        return step_page(request, self, "applications/draft/new_link", title, original=draft)

    @admin.display(description="program", ordering="program__slug")
    def in_program(self, draft):
        return draft.program.slug

    @admin.display(description="application")
    def sent(self, draft):
        if not draft.is_sent:
            return "Still being written"
        url = reverse("admin:applications_application_change", args=[draft.application.pk])
        return format_html('<a href="{}">{}</a>', url, draft.application.organization)


@admin.register(Attachment)
class AttachmentAdmin(HidesWhatOneLeft, UploadedFiles, admin.ModelAdmin):
    of_application = "draft__application__pk"
    heading = "Applications and partners"
    list_display = ["name", "draft", "kind", "size", "uploaded_at"]
    list_select_related = ["draft"]
    search_fields = ["name", "draft__code"]
    fields = ["download", "draft", "kind", "size", "uploaded_at"]
    readonly_fields = fields
