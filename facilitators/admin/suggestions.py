"""Who is suggested as a facilitator, and what staff answer."""

from django import forms
from django.contrib import admin
from django.db.models import F
from django.utils.html import format_html_join

from applications.models import Course
from facilitators import actions
from facilitators.admin.below import led_to
from facilitators.admin.person_form import link_to
from facilitators.models import Facilitator, Suggestion, SuggestionStatusChange
from plp.core.admin_exports import Exports
from plp.core.admin_helpers import MovesInline, QueueFilter, TicksMany
from plp.core.confirming import Step, TakesSteps
from plp.core.editing import Watched
from plp.core.keys import key_in

Status = Suggestion.Status
CHANGE = "facilitators.change_suggestion"
NEW = "new"


def doubles_of(suggestion):
    """Return who in the directory is likely the person suggested."""
    return Facilitator.objects.like(suggestion.name, suggestion.email)[:20]


class WhoField(forms.ChoiceField):
    def in_words(self, value):
        return dict(self.choices)[value]


class Tick(forms.BooleanField):
    def in_words(self, value):
        return "Yes" if value else "No"


class TakeUpForm(forms.Form):
    """Whom of the directory it is, if somebody there may be meant, and whether to invite them."""

    required_css_class = "required"

    who = WhoField(label="Who it is", widget=forms.RadioSelect)
    invite = Tick(
        label="Invite them to an account",
        required=False,
        help_text="Unless they have one.",
    )

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        found = list(doubles_of(records[0]))
        if not found:
            del self.fields["who"]
            return
        self.fields["who"].choices = [
            *((str(each.pk), f"{each.name} ({each.email})") for each in found),
            *([] if _is_known(records[0], found) else [(NEW, "Another person: add them")]),
        ]
        if len(self.fields["who"].choices) == 1:
            self.fields["who"].initial = self.fields["who"].choices[0][0]


def _is_known(suggestion, found):
    return any(each.email == suggestion.email for each in found)


def _take_up(suggestion, *, by, invite, who=NEW):
    person = Facilitator.objects.filter(pk=key_in(who)).first()
    actions.take_up(suggestion, by=by, person=person, invite=invite)


class WordForm(forms.Form):
    required_css_class = "required"

    word = forms.CharField(
        label="A word on why",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text="Whoever suggested reads it in the mail.",
    )


STEPS = [
    Step(
        slug="take-up",
        label="Take up",
        done="Taken up",
        consequence="They stand in the directory of facilitators from now on, with the courses "
        "named here as those they would like to lead. Whoever suggested them gets a mail, of which "
        "the answers come to you.",
        permission=CHANGE,
        take=_take_up,
        form=TakeUpForm,
        knows_records=True,
        fits=lambda suggestion: suggestion.status != Status.TAKEN_UP,
        why_not="It is taken up already.",
        is_single=True,
    ),
    Step(
        slug="decline",
        label="Decline",
        done="Declined",
        consequence="Whoever suggested them gets a mail, of which the answers come to you. You can "
        "still take it up later.",
        permission=CHANGE,
        take=actions.decline_suggestion,
        form=WordForm,
        fits=lambda suggestion: suggestion.status == Status.NEW,
        why_not="It is answered already.",
    ),
]


class CourseFilter(admin.SimpleListFilter):
    title = "course"
    parameter_name = "course"

    def lookups(self, request, model_admin):
        return [(course.pk, course.name) for course in Course.objects.all()]

    def queryset(self, request, queryset):
        key = key_in(self.value())
        return queryset.filter(courses=key) if key else queryset


class WhoFilter(admin.SimpleListFilter):
    title = "who suggests"
    parameter_name = "who"

    def lookups(self, request, model_admin):
        return [("partner", "A partner"), ("self", "They themselves")]

    def queryset(self, request, queryset):
        if self.value() not in {"partner", "self"}:
            return queryset
        return queryset.filter(partner__isnull=self.value() == "self")


class ChangeInline(MovesInline):
    model = SuggestionStatusChange


def courses_of(suggestion):
    return ", ".join(course.name for course in suggestion.courses.all())


def who_suggests(suggestion):
    return str(suggestion.partner) if suggestion.partner else "They themselves"


@admin.register(Suggestion)
class SuggestionAdmin(Exports, TakesSteps, TicksMany, Watched, admin.ModelAdmin):
    heading = "Facilitators"
    steps = STEPS
    when_empty = (
        "Nobody is suggested yet. Partners suggest facilitators on their pages, and people "
        "themselves on a public page."
    )
    list_display = ["name", "email", "who", "for_courses", "at", "status"]
    list_filter = [QueueFilter, "status", CourseFilter, WhoFilter, "at"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name", "email", "home_zip__startswith", "partner__organization"]
    search_help_text = "Name, e-mail, partner, or the beginning of a home ZIP code"
    readonly_fields = ["who", "by", "at", "status", "why", "in_directory"]
    fieldsets = [
        (None, {"fields": ["status", "in_directory", "who", "by", "at"]}),
        (
            "Whom they suggest",
            {
                "fields": ["name", "email", "home_zip", "courses", "why"],
                "description": "Correct what is mistyped before you take it up; the history keeps "
                "what it said.",
            },
        ),
    ]
    inlines = [ChangeInline]
    export_columns = [
        ("Name", "name"),
        ("E-mail", "email"),
        ("Home ZIP code", "home_zip"),
        ("Courses", courses_of),
        ("Why", "why"),
        ("Suggested by", who_suggests),
        ("Received (Pacific time)", "at"),
        ("Status", "get_status_display"),
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("partner", "facilitator", "by")
        return rows.prefetch_related("courses")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="suggested by", ordering=F("partner__organization"))
    def who(self, suggestion):
        return who_suggests(suggestion)

    @admin.display(description="courses")
    def for_courses(self, suggestion):
        return courses_of(suggestion)

    @admin.display(description="in the directory", empty_value="Nobody like them")
    def in_directory(self, suggestion):
        """Say whom they became, or who there is likely the same person."""
        if suggestion.facilitator:
            return led_to(suggestion.facilitator, suggestion.facilitator)
        rows = ((link_to(each), each.email) for each in doubles_of(suggestion))
        return format_html_join(", ", "Likely {} ({})", rows) or None
