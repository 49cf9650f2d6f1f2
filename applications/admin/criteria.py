"""What reviewers score applications by, changed between rounds without touching old scores."""

from django.contrib import admin, messages
from django.shortcuts import redirect

from applications import actions
from applications.admin.base import OfProgram, ProgramFilter
from applications.admin.siblings import CriterionForm
from applications.models import Criterion, Score
from plp.core.admin_helpers import NoBulkDelete, counted
from plp.core.workflow import TransitionError

KEPT = "Scores given so far keep the old wording"


class InForceFilter(admin.SimpleListFilter):
    """Those that reviews ask for, unless one wants to see the others."""

    title = "whether it is asked for"
    parameter_name = "asked"

    def lookups(self, request, model_admin):
        return [("no", "Not any more"), ("all", "All")]

    def choices(self, changelist):
        now, *others = super().choices(changelist)
        return [now | {"display": "Now"}, *others]

    def queryset(self, request, queryset):
        match self.value():
            case "no":
                return queryset.filter(retired_at__isnull=False)
            case "all":
                return queryset
        return queryset.in_force()


@admin.register(Criterion)
class CriterionAdmin(NoBulkDelete, OfProgram):
    heading = "Program"
    can_preview = False  # no public page shows one
    form = CriterionForm
    list_display = ["name", "position", "weight", "steps", "in_program", "retired_at"]
    list_filter = [("program", ProgramFilter), InForceFilter]
    list_select_related = ["program"]
    search_fields = ["name", "guidance"]
    fieldsets = [
        (None, {"fields": ["program", "position"]}),
        (
            "What reviewers score",
            {
                "fields": ["name", "guidance", "scale", "weight"],
                "description": "Until somebody has scored by it, you change it as you like.",
            },
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["program"] if obj else []

    def get_fieldsets(self, request, obj=None):
        """Say before one edits a criterion that has scores what becomes of them."""
        place, rubric, *more = super().get_fieldsets(request, obj)
        if obj is None:
            return [place, rubric, *more]
        said = _what_happens(obj)
        rubric = (rubric[0], rubric[1] | ({"description": said} if said else {}))
        return [place, rubric, *more]

    def has_change_permission(self, request, obj=None):
        return _is_asked(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_asked(obj) and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        actions.keep_criterion(obj)

    def delete_model(self, request, obj):
        actions.drop_criterion(obj)

    def get_deleted_objects(self, objs, request):
        """Let scores keep nobody from dropping a criterion: they keep it."""
        return [*objs], {}, set(), []

    def delete_view(self, request, object_id, extra_context=None):
        found = Criterion.objects.in_force().filter(pk=object_id).first()
        extra = {"consequence": _when_dropped(found) if found else ""} | (extra_context or {})
        return self._or_say_why_not(super().delete_view, request, object_id, extra)

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        view = super().changeform_view
        if request.method == "POST" and object_id:
            return self._or_say_why_not(view, request, object_id, *args, **kwargs)
        return view(request, object_id, *args, **kwargs)

    def _or_say_why_not(self, view, request, object_id, *args, **kwargs):
        """Answer in words where somebody else has replaced or dropped it first."""
        is_gone = Criterion.objects.filter(pk=object_id, retired_at__isnull=False).exists()
        try:
            if request.method == "POST" and is_gone:
                raise TransitionError("Someone has replaced or dropped this criterion meanwhile.")
            return view(request, object_id, *args, **kwargs)
        except TransitionError as refusal:
            messages.error(request, f"{refusal} This is the list as it is now.")
            return redirect("admin:applications_criterion_changelist")


def _is_asked(criterion):
    return criterion is None or criterion.retired_at is None


def _what_happens(criterion):
    scores = criterion.scores.count()
    if not _is_asked(criterion):
        return "It is not asked for any more. The scores given by it keep it."
    if scores:
        return (
            f"{counted(scores, Score).capitalize()}: what you change here holds from now on. "
            f"{KEPT}; reviews that are not finished ask for the new one."
        )
    return ""


def _when_dropped(criterion):
    scores = criterion.scores.count()
    if not scores:
        return ""
    return (
        f"It has {counted(scores, Score)}, so it is not deleted but only not asked for any more. "
        f"{KEPT}, and count as before."
    )
