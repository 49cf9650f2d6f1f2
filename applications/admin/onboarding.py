"""What program managers learn, changed without touching what they have done."""

from django.contrib import admin, messages
from django.db.models import Count
from django.shortcuts import redirect
from django.utils.html import format_html_join

from applications import actions
from applications.admin.base import OfProgram, ProgramFilter
from applications.admin.siblings import InOrderForm
from applications.models import OnboardingItem
from plp.core.admin_helpers import NoBulkDelete
from plp.core.days import pacific_today
from plp.core.workflow import TransitionError

EARLIER = " Who did the version before has done it, too."


class ItemForm(InOrderForm):
    """An item; line breaks are kept as files have them, and nobody is asked again unless said."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "is_asked_again" in self.fields and self.instance.done.exists():
            self.initial["is_asked_again"] = False

    @property
    def among_which(self):
        own = self.instance.replaces_id
        return OnboardingItem.objects.latest().exclude(pk=own)

    def clean_text(self):
        return "\n".join(self.cleaned_data["text"].splitlines())


class InForceFilter(admin.SimpleListFilter):
    """Those that hold or will, unless one wants to see the others."""

    title = "whether it holds"
    parameter_name = "holds"

    def lookups(self, request, model_admin):
        return [("no", "Replaced or over"), ("all", "All")]

    def choices(self, changelist):
        now, *others = super().choices(changelist)
        return [now | {"display": "Now or later"}, *others]

    def queryset(self, request, queryset):
        over = queryset.filter(until__lt=pacific_today()) | queryset.filter(
            replaced_by__isnull=False
        )
        match self.value():
            case "no":
                return over
            case "all":
                return queryset
        return queryset.exclude(pk__in=over.order_by().values("pk"))


@admin.register(OnboardingItem)
class OnboardingItemAdmin(NoBulkDelete, OfProgram):
    heading = "Program"
    can_preview = False  # no public page shows one
    form = ItemForm
    when_empty = "Program managers have nothing to learn. Add what they should read and do."
    list_display = ["title", "position", "days", "from_day", "until", "in_program", "doers"]
    list_filter = [("program", ProgramFilter), InForceFilter]
    list_select_related = ["program"]
    search_fields = ["title", "text"]
    readonly_fields = ["who"]
    fieldsets = [
        (None, {"fields": ["program", "position"]}),
        (
            "What program managers read and do",
            {
                "fields": ["title", "text", "days", "from_day", "until"],
                "description": "Until somebody has done it, you change it as you like.",
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(doers_number=Count("done"))

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["program"] if obj else [])]

    def get_fieldsets(self, request, obj=None):
        """Say before one edits an item that some have done what becomes of them."""
        place, words, *more = super().get_fieldsets(request, obj)
        if obj is None:
            return [place, words, *more]
        is_known = obj.replaces_id or obj.done.exists()
        fields = [*words[1]["fields"], *(["is_asked_again"] if is_known else [])]
        said = words[1] | {"fields": fields, "description": _what_happens(obj)}
        return [place, (words[0], said), ("Who has done it", {"fields": ["who"]}), *more]

    def has_change_permission(self, request, obj=None):
        return _is_latest(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        may = _is_latest(obj) and super().has_delete_permission(request, obj)
        return may and not (obj and obj.done.exists())

    def save_model(self, request, obj, form, change):
        ask_again = form.cleaned_data.get("is_asked_again")
        actions.keep_onboarding_item(obj, on=pacific_today(), ask_again=ask_again)

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        """Answer in words where somebody else has replaced it first."""
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except TransitionError as refusal:
            messages.error(request, f"{refusal} This is the list as it is now.")
            return redirect("admin:applications_onboardingitem_changelist")

    @admin.display(description="done by", ordering="doers_number")
    def doers(self, item):
        return item.doers_number

    @admin.display(description="people")
    def who(self, item):
        done = item.done.select_related("user").order_by("user__name", "pk")
        names = format_html_join("; ", "{}", ((each.user,) for each in done))
        before = "" if item.is_asked_again or not item.replaces_id else EARLIER
        return names or f"Nobody yet.{before}"


def _is_latest(item):
    return item is None or not hasattr(item, "replaced_by")


def _what_happens(item):
    if not _is_latest(item):
        return "A later version has replaced it. Who has done this one keeps it."
    if item.done.exists():
        return (
            "Some have done it: another title or text holds from now on, or from the first day "
            "that you set, as a new version. For those who did this one it counts as done, unless "
            "you ask again."
        )
    return "Nobody has done it, so you change it as you like."
