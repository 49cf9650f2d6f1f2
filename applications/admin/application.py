"""Organizations that ask to become partners, and what they were offered."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html

from applications import actions, sent
from applications.admin import exports, moves
from applications.admin.base import ProgramFilter, RegionFilter, RoundFilter
from applications.admin.entering import enter
from applications.models import Application, ApplicationStatusChange, ChangeRequest, Offer
from applications.models.application import IN_PUBLIC, PublicStatus
from plp.core import days
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import QueueFilter, ReadOnly, ReadOnlyInline, StateFilter
from plp.core.confirming import TakesSteps
from plp.core.templatetags.plp import icon

LOOKS = {PublicStatus.WITHDRAWN: "notselected", PublicStatus.LAPSED: "overdue"}

# In the order in which they come, not in the order of the alphabet.
by_step = Case(*[When(status=status, then=n) for n, status in enumerate(Application.Status)])


def status_in_color(application):
    """Return a status as staff read it, in the color that its applicant sees."""
    public = IN_PUBLIC[application.status]
    look = LOOKS.get(public, public.value)
    label = application.get_status_display()
    return format_html('<span class="status s-{}">{}{}</span>', look, icon(look), label)


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
class ApplicationAdmin(Exports, TakesSteps, ReadOnly, admin.ModelAdmin):
    heading = "Applications and partners"
    list_display = [
        "organization",
        "code",
        "sought",
        "in_state",
        "type",
        "status_in_color",
        "contact",
        "received",
    ]
    # No date_hierarchy: at 10,000 rows, naming its months takes longer than all else on the page.
    list_filter = [
        QueueFilter,
        "status",
        ("pin__program", ProgramFilter),
        ("round", RoundFilter),
        ("pin__region", RegionFilter),
        ("pin__region__state", StateFilter),
        "type",
        "submitted_at",
    ]
    list_select_related = ["pin__region", "draft"]
    list_per_page = 50
    search_fields = [
        "organization",
        "contact_email",
        "signatory_email",
        "pin__region__city",
        "draft__code",
    ]
    search_help_text = "Organization, e-mail of contact or signatory, city, or code"
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["code", "status", "submitted_at", "round", "entered_by", "as_pdf"]}),
        ("What it says", {"fields": ["everything"]}),
    ]
    readonly_fields = [*fieldsets[0][1]["fields"], "everything"]
    inlines = [StatusChangeInline, ChangeRequestInline, OfferInline]
    steps = moves.OF_APPLICATIONS
    export_select = ["round"]
    export_prefetch = exports.PREFETCH

    def get_queryset(self, request):
        related = ["pin__region", "draft__entered_by", "draft__program", "terms"]
        return super().get_queryset(request).select_related(*related)

    def get_ordering(self, request):
        """List a queue as its first page does: who waits longest first."""
        return ["submitted_at", "pk"] if "queue" in request.GET else super().get_ordering(request)

    def get_export_columns(self, request, queryset):
        may_decide = request.user.has_perm("applications.decide_application")
        return exports.columns(exports.questions_of(queryset, also_private=may_decide))

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

    @admin.display(description="state", ordering="pin__region__state")
    def in_state(self, application):
        return application.pin.region.state

    @admin.display(description="status", ordering=by_step)
    def status_in_color(self, application):
        return status_in_color(application)

    @admin.display(description="received", ordering="submitted_at")
    def received(self, application):
        return days.in_words(days.pacific_day(application.submitted_at), weekday=False)

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


class AnswerFilter(admin.SimpleListFilter):
    title = "answer"
    parameter_name = "answer"

    def lookups(self, request, model_admin):
        return [("waiting", "Waiting"), *Offer.Answer.choices]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.unanswered()
        return queryset.filter(answer=self.value()) if self.value() else queryset


@admin.register(Offer)
class OfferAdmin(Exports, ReadOnly, admin.ModelAdmin):
    heading = "Applications and partners"
    list_display = ["organization", "region", "reply_by", "announced_at", "answer", "answered_at"]
    list_filter = [
        QueueFilter,
        AnswerFilter,
        ("application__pin__program", ProgramFilter),
        ("region", RegionFilter),
        "reply_by",
    ]
    list_select_related = ["application__pin__region", "region"]
    list_per_page = 50
    search_fields = ["application__organization", "region__city", "application__draft__code"]
    search_help_text = "Organization, city, or code"
    export_columns = [
        ("Organization", "application__organization"),
        ("Code", "application__code"),
        ("City", "region__city"),
        ("State", "region__state"),
        ("Conditions", "conditions"),
        ("Last day to reply", "reply_by"),
        ("Announced (Pacific time)", "announced_at"),
        ("Answer", "get_answer_display"),
        ("Answered (Pacific time)", "answered_at"),
        ("Answered by", "signed_name"),
    ]

    def get_queryset(self, request):
        related = ["application__pin__region", "application__draft", "region"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(ordering="application__organization")
    def organization(self, offer):
        return offer.application.organization
