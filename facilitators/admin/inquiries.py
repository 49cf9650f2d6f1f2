"""What partners ask facilitators and staff, and the answers of staff."""

from django import forms
from django.contrib import admin
from django.db.models import F

from facilitators import actions
from facilitators.models import Inquiry
from plp.core.admin_helpers import QueueFilter, ReadOnly, StateFilter
from plp.core.confirming import Step, TakesSteps


class AnswerForm(forms.Form):
    required_css_class = "required"

    answer = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        help_text="It goes to who asked, by mail, and stands below the partner’s questions.",
    )


def waits_for_staff(inquiry):
    return inquiry.facilitator_id is None and inquiry.answered_at is None


ANSWER = Step(
    slug="answer",
    label="Answer",
    done="Answered",
    consequence="The partner reads it, and the question leaves the queue. It cannot be changed.",
    permission="facilitators.change_inquiry",
    take=actions.answer_for_staff,
    form=AnswerForm,
    fits=waits_for_staff,
    why_not="It is answered already, or a facilitator was asked.",
    is_single=True,
)


class WhomFilter(admin.SimpleListFilter):
    title = "who was asked"
    parameter_name = "whom"

    def lookups(self, request, model_admin):
        return [("staff", "Our staff"), ("facilitator", "A facilitator")]

    def queryset(self, request, queryset):
        match self.value():
            case "staff":
                return queryset.for_staff()
            case "facilitator":
                return queryset.filter(facilitator__isnull=False)
        return queryset


class AnsweredFilter(admin.SimpleListFilter):
    title = "answer"
    parameter_name = "answered"

    def lookups(self, request, model_admin):
        return [("none", "No answer yet"), *Inquiry.Says.choices]

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.unanswered()
        return queryset.filter(says=self.value()) if self.value() else queryset


@admin.register(Inquiry)
class InquiryAdmin(TakesSteps, ReadOnly, admin.ModelAdmin):
    steps = [ANSWER]
    when_empty = (
        "No partner has asked anything yet. What they ask facilitators about dates, or us where "
        "they find nobody, stands here."
    )
    list_display = ["partner", "whom", "course", "dates", "asked_at", "state"]
    list_filter = [
        QueueFilter,
        WhomFilter,
        AnsweredFilter,
        "course",
        ("partner__region__state", StateFilter),
    ]
    list_select_related = ["partner__region", "facilitator", "course"]
    list_per_page = 50
    ordering = ["-asked_at", "-pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = [
        "partner__organization",
        "partner__joint_organization",
        "facilitator__name",
        "dates",
        "place",
    ]
    search_help_text = "Partner, facilitator, dates or place"
    date_hierarchy = "asked_at"
    fieldsets = [
        (None, {"fields": ["partner", "whom", "state"]}),
        (
            "What they ask",
            {"fields": ["course", "dates", "place", "message", "by", "asked_at"]},
        ),
        (
            "The answer",
            {"fields": ["says", "answer", "answered_by", "answered_at"]},
        ),
    ]
    readonly_fields = ["whom", "state", "asked_at", "answered_at"]

    def get_queryset(self, request):
        related = ["partner__region", "facilitator", "course", "by", "answered_by"]
        return super().get_queryset(request).select_related(*related)

    def state_of(self, inquiry):
        """Return how a question stands."""
        if inquiry.answered_at is None:
            return "No answer yet"
        return inquiry.get_says_display() or "Answered"

    def version_of(self, inquiry):
        at = inquiry.answered_at
        return f"{inquiry.pk}-{at.timestamp() if at else 0}"

    @admin.display(description="answer", ordering=F("answered_at").asc(nulls_first=True))
    def state(self, inquiry):
        return self.state_of(inquiry)

    @admin.display(description="asked", ordering="facilitator__name")
    def whom(self, inquiry):
        return inquiry.facilitator or "Our staff"
