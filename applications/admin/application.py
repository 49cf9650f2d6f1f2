"""Organizations that ask to become partners, and what they were offered."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.html import format_html

from applications import actions, sent
from applications.admin import (
    deciding,
    dossier,
    exports,
    figures,
    likely,
    moves,
    notes,
    proposing,
    recusing,
    reporting,
    reviewing,
    talking,
)
from applications.admin.base import HidesWhatOneLeft, ProgramFilter, RegionFilter, RoundFilter
from applications.admin.entering import enter
from applications.admin.reviews_shown import with_reviews
from applications.models import Application, Offer
from applications.models.decisions import ready_in_words, with_ready
from applications.models.reviews import COORDINATE
from plp.core import days, files
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import NoBulkDelete, QueueFilter, ReadOnly, StateFilter
from plp.core.confirming import TakesSteps
from plp.core.templatetags.plp import icon
from plp.core.workflow import TransitionError

# In the order in which they come, not in the order of the alphabet.
by_step = Case(*[When(status=status, then=n) for n, status in enumerate(Application.Status)])


class ReceivedFilter(admin.DateFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "day received"


@admin.register(Application)
class ApplicationAdmin(
    HidesWhatOneLeft,
    figures.ShowsFigures,
    NoBulkDelete,
    Exports,
    TakesSteps,
    ReadOnly,
    admin.ModelAdmin,
):
    heading = "Applications and partners"
    when_empty = (
        "No organization has applied yet. What they send stands here; what reaches you on paper "
        "you can enter yourself."
    )
    list_display = [
        "organization",
        "sought",
        "status_in_color",
        *figures.COLUMNS,
        "received",
        "code",
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
        *figures.FILTERS,
        ("submitted_at", ReceivedFilter),
        likely.LikenessFilter,
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
    show_facets = admin.ShowFacets.NEVER  # one query a filter, over all rows
    steps = [
        *moves.OF_APPLICATIONS,
        *deciding.OF_APPLICATIONS,
        *talking.OF_APPLICATIONS,
        *likely.OF_APPLICATIONS,
    ]
    steps_order = ["submitted_at", "pk"]
    export_select = ["round", "draft__entered_by"]
    export_prefetch = exports.PREFETCH

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("pin__region", "draft__program")
        return with_ready(rows) if request.user.has_perm("applications.view_decision") else rows

    def get_actions(self, request):
        actions = super().get_actions(request)
        if request.user.has_perm(COORDINATE):
            label = "Assign reviewers…"
            actions["assign_reviewers"] = (proposing.for_chosen, "assign_reviewers", label)
        return actions

    def state_of(self, application):
        """Say what is decided and not announced, too: taking another step discards it."""
        ready = application.ready_decision
        status = super().state_of(application)
        return f"{status}; ready: {ready.get_kind_display()}" if ready else status

    def version_of(self, application):
        ready = application.ready_decision
        return f"{super().version_of(application)}-{ready.pk if ready else 0}"

    def get_ordering(self, request):
        """List a queue as its first page does: who waits longest first."""
        return ["submitted_at", "pk"] if "queue" in request.GET else super().get_ordering(request)

    def get_export_columns(self, request, queryset):
        also_private = request.user.has_perm("applications.read_private_application")
        questions = exports.questions_of(queryset, also_private=also_private)
        return exports.columns(questions, beside=figures.EXPORTED)

    def get_changelist(self, request, **kwargs):
        """Let a dossier ask for the order of a list without reading a page of it."""
        return getattr(request, "changelist", None) or figures.FigureList

    def own_pages(self, request):
        return reporting.own_pages(request)

    def get_urls(self):
        own = [
            path(
                address,
                self.admin_site.admin_view(view),
                more,
                name=f"applications_application_{name}",
            )
            for address, view, name, more in [
                ("reports/", reporting.reports, "reports", {"model_admin": self}),
                ("<path:object_id>/pdf/", self.pdf_view, "pdf", {}),
                ("<int:pk>/like/<int:other>/", likely.compare, "like", {"model_admin": self}),
                ("<int:pk>/notes/", notes.add, "notes", {"model_admin": self}),
                ("<int:pk>/notes/<int:note>/", notes.change, "note", {"model_admin": self}),
                ("<int:pk>/review/", reviewing.page, "review", {"model_admin": self}),
                ("<int:pk>/step-aside/", recusing.step_aside, "aside", {"model_admin": self}),
                ("<int:pk>/lift/<int:recusal>/", recusing.lift, "lift", {"model_admin": self}),
                ("<int:pk>/reopen/<int:review>/", recusing.reopen, "reopen", {"model_admin": self}),
            ]
        ]
        return [*own, *super().get_urls()]

    def has_add_permission(self, request):
        return request.user.has_perm("applications.add_application")

    def has_delete_permission(self, request, obj=None):
        decided_on = obj is not None and obj.status != Application.Status.SUBMITTED
        allowed = request.user.has_perm("applications.delete_application")
        return not decided_on and allowed

    def delete_model(self, request, obj):
        """Erase it with all that hangs on it, unless somebody has begun to read it meanwhile."""
        actions.delete_application(obj)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except TransitionError as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:applications_application_change", object_id)

    def add_view(self, request, form_url="", extra_context=None):
        return enter(request, model_admin=self)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show the dossier; nothing is changed here but by the steps it leads to."""
        rows = likely.with_likeness(self.get_queryset(request))
        rows = rows.select_related("draft__entered_by", "terms", "round")
        application = with_reviews(rows, request.user).filter(pk=object_id).first()
        if application is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST" or not self.has_view_permission(request, application):
            raise PermissionDenied
        return dossier.show(self, request, application, notes.NoteForm())

    def pdf_view(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        application = get_object_or_404(self.get_queryset(request), pk=object_id)
        also_private = request.user.has_perm("applications.read_private_application")
        drawn = sent.pdf(application, also_private=also_private)
        return files.as_pdf(drawn, f"application-{application.code}.pdf")

    @admin.display(ordering="draft__code")
    def code(self, application):
        return application.code

    @admin.display(description="city", ordering="pin__region__city")
    def sought(self, application):
        return application.pin

    @admin.display(description="status", ordering=by_step)
    def status_in_color(self, application):
        return format_html(
            '<span class="status s-{0}">{1}{2}</span> {3}',
            application.look,
            icon(application.look),
            application.get_status_display(),
            ready_in_words(application),
        )

    @admin.display(description="received", ordering="submitted_at")
    def received(self, application):
        return days.in_words(days.pacific_day(application.submitted_at), weekday=False)


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
class OfferAdmin(HidesWhatOneLeft, Exports, ReadOnly, admin.ModelAdmin):
    of_application = "application"
    heading = "Applications and partners"
    when_empty = "No offer has been made yet. Make one from the page of an application."
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
