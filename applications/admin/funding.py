"""What the program pays: read-only once it was paid by, and seen before it holds."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from applications.admin.base import OfProgram, ProgramFilter
from applications.models import FundingTerms
from applications.registry import group_changes, uses_of
from plp.core import days
from plp.core.admin_helpers import InDollars, in_dollars
from plp.core.days import pacific_today
from plp.core.editing import WatchedForm
from plp.core.keys import key_in

AMOUNTS = ["small_cohort", "large_cohort", "per_teacher"]
TO_CHANGE = (
    "To change what is paid, add a row with a later first day: what was promised under this one "
    "stays as it was. “Preview…” shows, beside the public pages, what your change does to the "
    "teacher groups that are going on."
)


def lock_terms(programs) -> None:
    """Lock the terms of a program, in the order of those who send requests by them."""
    rows = FundingTerms.objects.filter(program__in=programs)
    list(rows.select_for_update().order_by("pk"))


class FundingTermsForm(WatchedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "urban_means" in self.fields:
            self.fields["urban_means"].widget = forms.Textarea(attrs={"rows": 3})

    def clean(self):
        """Refuse a first day that would take over days which are paid for already."""
        cleaned = super().clean()
        program, first = cleaned.get("program"), cleaned.get("from_day")
        if program and first and "from_day" in self.changed_data:
            lock_terms([program.pk])
            others = FundingTerms.objects.filter(program=program).exclude(pk=self.instance.pk)
            earlier = others.filter(from_day__lt=first).first()
            last = max((use.last for use in uses_of(earlier)), default=None) if earlier else None
            if last and last >= first:
                self.add_error(
                    "from_day",
                    f"Days until {days.in_words(last)} are paid by the terms before. Choose a "
                    "later first day.",
                )
        return cleaned


@admin.register(FundingTerms)
class FundingTermsAdmin(InDollars, OfProgram):
    heading = "Program"
    form = FundingTermsForm
    shown_on = ["program", "groups", "funding"]
    shown_at = "#funding"
    list_display = [
        "__str__",
        "in_program",
        *map(in_dollars, map(FundingTerms._meta.get_field, AMOUNTS)),
        "more_for_urban",
    ]
    list_filter = [("program", ProgramFilter)]
    list_select_related = ["program"]
    fieldsets = [
        (None, {"fields": ["program", "from_day"], "description": TO_CHANGE}),
        (
            "For a teacher group",
            {
                "fields": [
                    "smallest_cohort",
                    "small_cohort_up_to",
                    "small_cohort",
                    "large_cohort",
                    "per_teacher",
                ],
                "description": "Amounts are in dollars. A group brings the small or the larger "
                "amount, and the amount for each funded teacher.",
            },
        ),
        (
            "For urban partners",
            {
                "fields": ["urban_uplift_percent", "uplift_on", "urban_means"],
                "description": "Whether a partner is urban is decided on its year.",
            },
        ),
        ("How it is paid", {"fields": ["parts", "claim_within_days"]}),
        (
            "For people",
            {
                "fields": [
                    "facilitator_day_rate",
                    "travel_cap",
                    "teacher_stipend",
                    "teacher_travel",
                ]
            },
        ),
    ]

    def get_changeform_initial_data(self, request):
        """Begin with the latest amounts of the program: next year's differ in a few."""
        initial = super().get_changeform_initial_data(request)
        chosen = FundingTerms.objects.filter(program=key_in(str(initial.get("program") or "")))
        latest = chosen.first()
        return (model_to_dict(latest, exclude=["from_day"]) if latest else {}) | initial

    def get_fieldsets(self, request, obj=None):
        """Say of terms in use what they were used for, and how to go on."""
        (name, first), *others = super().get_fieldsets(request, obj)
        if obj and self._uses(obj):
            first = first | {"description": self._why_not(obj)}
        return [(name, first), *others]

    def _why_not(self, terms):
        add = reverse(
            "admin:applications_fundingterms_add", query={"program": str(terms.program_id)}
        )
        used = " ".join(use.why for use in self._uses(terms))
        text = 'In use, so they stay as they are. {} <a href="{}">Add terms from a later day</a>.'
        return format_html(text, used, add)

    def _uses(self, terms):
        """Return what terms were used for, read once for each record of a page."""
        if not hasattr(terms, "used"):
            terms.used = uses_of(terms) if terms.pk else []
        return terms.used

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and not (obj and self._uses(obj))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and not (obj and self._uses(obj))

    def get_object(self, request, object_id, from_field=None):
        """Lock what is about to be saved: a request that is sent meanwhile comes first."""
        if request.method == "POST":
            its = FundingTerms.objects.filter(pk=key_in(object_id))
            lock_terms(its.values("program"))
        found = super().get_object(request, object_id, from_field)
        request.terms_before = found and FundingTerms.objects.get(pk=found.pk)
        return found

    def shown_from(self, terms):
        return terms.from_day

    def own_preview(self, name):
        return self._preview_groups if name == "groups" else None

    def _preview_groups(self, request, terms):
        """Show what the groups that are going on bring now, and would bring."""
        if not request.user.has_perm("applications.view_partner"):
            raise PermissionDenied
        program = terms.program
        after = list(program.funding_terms.all())
        was = getattr(request, "terms_before", None)
        before = [row for row in after if row.pk != terms.pk]
        before += [was] if was and was.program_id == program.pk else []
        changes = group_changes(program, before, after, pacific_today())
        total = sum(each.difference for each in changes)
        context = {
            "program": program,
            "terms": terms,
            "changes": [each for each in changes if each.difference],
            "same": sum(not each.difference for each in changes),
            "total": total,
            "amount": abs(total),
        }
        return render(request, "admin/applications/fundingterms/groups.html", context)
