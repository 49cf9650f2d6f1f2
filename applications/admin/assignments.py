"""Who is asked to review what, as staff list it, and the steps in which it was assigned."""

from django.contrib import admin
from django.db.models import Count
from django.urls import path, reverse

from applications import actions
from applications.admin import progress, proposing
from applications.admin.base import HidesWhatOneLeft, ProgramFilter
from applications.models import AssignmentBatch, ReviewAssignment
from applications.models.reviews import COORDINATE, READ_ALL, REVIEW
from plp.core.admin_helpers import NoBulkDelete, ReadOnly
from plp.core.confirming import Step, TakesSteps

TAKE_BACK = Step(
    slug="take-back",
    label="Take back",
    done="Took back",
    consequence="It leaves the reviewer's list. Nobody is written to.",
    permission=COORDINATE,
    take=actions.take_back_assignment,
)

UNDO = Step(
    slug="undo",
    label="Undo",
    done="Undid",
    consequence="Every assignment of this step whose review is not begun is taken back, and each "
    "reviewer is told in one mail. Reviews that are begun stay.",
    permission=COORDINATE,
    take=actions.undo_assignments,
    fits=lambda batch: batch.undone_at is None,
    why_not="It is undone already.",
)


class WhoseFilter(admin.SimpleListFilter):
    title = "what is to be done"
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("open", "By anybody"), ("mine", "By me")]

    def queryset(self, request, queryset):
        if self.value() not in {"open", "mine"}:
            return queryset
        waiting = queryset.open()
        return waiting.filter(reviewer=request.user) if self.value() == "mine" else waiting


@admin.register(ReviewAssignment)
class ReviewAssignmentAdmin(HidesWhatOneLeft, NoBulkDelete, TakesSteps, admin.ModelAdmin):
    of_application = "application"
    heading = "Review and decisions"
    when_empty = "Nobody is asked to review anything yet."
    list_display = ["application", "reviewer", "due_on", "state", "assigned_at"]
    list_filter = [
        WhoseFilter,
        ("application__pin__program", ProgramFilter),
        "due_on",
    ]
    list_select_related = ["application__pin__region", "reviewer"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["application__organization", "reviewer__name", "reviewer__email"]
    search_help_text = "Organization, or name or e-mail of the reviewer"
    fields = ["application", "reviewer", "due_on", "assigned_by", "assigned_at"]
    readonly_fields = ["application", "reviewer", "assigned_by", "assigned_at"]
    steps = [TAKE_BACK]

    def get_queryset(self, request):
        """Coordinators see all, others what is theirs."""
        rows = super().get_queryset(request).select_related("application__pin__region", "reviewer")
        if not request.user.has_perm(COORDINATE) and not request.user.has_perm(READ_ALL):
            rows = rows.filter(reviewer=request.user)
        return progress.with_progress(rows)

    def get_urls(self):
        own = [
            path(
                f"{address}/",
                self.admin_site.admin_view(view),
                {"model_admin": self},
                name=f"applications_reviewassignment_{address}",
            )
            for address, view in [
                ("propose", _with_admin(proposing.page)),
                ("mine", _with_admin(progress.mine)),
                ("progress", _with_admin(progress.overview)),
                ("remind", _with_admin(progress.remind)),
            ]
        ]
        return [*own, *super().get_urls()]

    def own_pages(self, request):
        """Return the pages beside the list, for the admin's first page."""
        pages = [
            ("My reviews", "mine", REVIEW),
            ("Progress of the reviews", "progress", COORDINATE),
            ("Assign reviewers", "propose", COORDINATE),
        ]
        return [
            {"name": name, "admin_url": reverse(f"admin:applications_reviewassignment_{address}")}
            for name, address, permission in pages
            if request.user.has_perm(permission)
        ]

    def state_of(self, assignment):
        return self.state(assignment)

    def version_of(self, assignment):
        return f"{assignment.pk}-{assignment.due_on}"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="state")
    def state(self, assignment):
        if assignment.aside:
            return "Stepped aside"
        if assignment.done_at:
            return "Done"
        if not assignment.is_open:
            return "Not needed any more"
        return "Begun" if assignment.begun else "Not begun"


def _with_admin(view):
    def page(request, model_admin):
        return view(model_admin, request)

    return page


@admin.register(AssignmentBatch)
class AssignmentBatchAdmin(NoBulkDelete, TakesSteps, ReadOnly, admin.ModelAdmin):
    heading = "Review and decisions"
    when_empty = "Nothing was assigned in one step yet."
    list_display = ["at", "by", "how_many", "undone_at"]
    list_select_related = ["by"]
    list_per_page = 50
    fields = ["at", "by", "how_many", "undone_at"]
    steps = [UNDO]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("by")
        return rows.annotate(number=Count("assignments"))

    def state_of(self, batch):
        return f"{batch.assignments.count()} assigned"

    def version_of(self, batch):
        return f"{batch.pk}-{batch.undone_at}"

    @admin.display(description="still assigned", ordering="number")
    def how_many(self, batch):
        return batch.number
