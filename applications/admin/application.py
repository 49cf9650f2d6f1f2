"""Organizations that ask to become partners, and what they were offered."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html

from applications import actions, sent
from applications.admin import moves
from applications.admin.base import ProgramFilter
from applications.admin.entering import enter
from applications.models import Application, ApplicationStatusChange, ChangeRequest, Offer
from plp.core.admin_helpers import QueueFilter, ReadOnly, ReadOnlyInline, StateFilter
from plp.core.confirming import TakesSteps


class StatusChangeInline(ReadOnlyInline):
    model = ApplicationStatusChange
    fields = ["at", "from_status", "to_status", "by", "note"]
    readonly_fields = fields
    verbose_name_plural = "what happened so far"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")

    @admin.display(description="from")
    def from_status(self, change):
        return Application.Status(change.old).label

    @admin.display(description="to")
    def to_status(self, change):
        return Application.Status(change.new).label


class ChangeRequestInline(ReadOnlyInline):
    model = ChangeRequest
    fields = ["asked_at", "sections_in_words", "message", "answered_at"]
    readonly_fields = fields
    verbose_name_plural = "changes requested"


class OfferInline(ReadOnlyInline):
    model = Offer
    fields = ["region", "reply_by", "announced_at", "answer", "signed_name", "answered_at"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("region")


@admin.register(Application)
class ApplicationAdmin(TakesSteps, ReadOnly, admin.ModelAdmin):
    heading = "Applications and partners"
    list_display = ["organization", "code", "sought", "type", "status", "contact", "submitted_at"]
    list_filter = [
        QueueFilter,
        "status",
        "type",
        ("pin__program", ProgramFilter),
        ("pin__region__state", StateFilter),
    ]
    list_select_related = ["pin__region", "draft"]
    search_fields = ["organization", "contact_email", "pin__region__city", "draft__code"]
    fieldsets = [
        (None, {"fields": ["code", "status", "submitted_at", "round", "entered_by", "as_pdf"]}),
        ("What it says", {"fields": ["everything"]}),
    ]
    readonly_fields = [*fieldsets[0][1]["fields"], "everything"]
    inlines = [StatusChangeInline, ChangeRequestInline, OfferInline]
    steps = moves.OF_APPLICATIONS

    def get_queryset(self, request):
        related = ["pin__region", "draft__entered_by", "draft__program", "terms"]
        return super().get_queryset(request).select_related(*related)

    def get_urls(self):
        view = self.admin_site.admin_view(self.pdf_view)
        own = path("<path:object_id>/pdf/", view, name="applications_application_pdf")
        return [own, *super().get_urls()]

    def get_actions(self, request):
        """Offer no deleting in bulk: most of what would be ticked must stay."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_add_permission(self, request):
        return request.user.has_perm("applications.add_application")

    def has_delete_permission(self, request, obj=None):
        decided_on = obj is not None and obj.status != Application.Status.SUBMITTED
        allowed = request.user.has_perm("applications.delete_application")
        return not decided_on and allowed

    def delete_model(self, request, obj):
        """Delete what was typed and uploaded with the application."""
        draft = obj.draft
        super().delete_model(request, obj)
        actions.discard_draft(draft)

    def add_view(self, request, form_url="", extra_context=None):
        return enter(request, model_admin=self)

    def pdf_view(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        application = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        name = f"application-{application.code}.pdf"
        return HttpResponse(
            sent.pdf(application),
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )

    @admin.display(ordering="draft__code")
    def code(self, application):
        return application.code

    @admin.display(description="city where we seek a partner", ordering="pin__region__city")
    def sought(self, application):
        return application.pin

    @admin.display(ordering="contact_email")
    def contact(self, application):
        return application.contact_email

    @admin.display(description="entered by")
    def entered_by(self, application):
        return application.draft.entered_by or "the applicant"

    @admin.display(description="to print")
    def as_pdf(self, application):
        url = reverse("admin:applications_application_pdf", args=[application.pk])
        return format_html('<a href="{}">application-{}.pdf</a>', url, application.code)

    @admin.display(description="answers")
    def everything(self, application):
        context = {
            "parts": sent.parts(application),
            "files": application.draft.attachments.all(),
        }
        return render_to_string("admin/_parts.html", context)


@admin.register(Offer)
class OfferAdmin(ReadOnly, admin.ModelAdmin):
    heading = "Applications and partners"
    list_display = ["organization", "region", "reply_by", "announced_at", "answer", "answered_at"]
    list_filter = [QueueFilter, "answer"]
    list_select_related = ["application__pin__region", "region"]
    search_fields = ["application__organization", "region__city"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("application__pin__region", "region")

    @admin.display(ordering="application__organization")
    def organization(self, offer):
        return offer.application.organization
