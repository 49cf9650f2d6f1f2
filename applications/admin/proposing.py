"""The page on which reviewers are proposed for applications, changed by hand, and saved."""

from collections import defaultdict
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse

from applications import actions
from applications.actions.assigning import reviewers
from applications.admin.base import ChoiceOfProgram
from applications.admin.moves import Asks, Day, refuse_past
from applications.domains import of_email
from applications.likeness import domains_of
from applications.models import (
    Application,
    Program,
    Recusal,
    Reference,
    Review,
    ReviewAssignment,
)
from applications.models.application import UNDECIDED
from applications.models.reviews import COORDINATE, stepped_aside
from applications.proposing import Asked, Reviewer, may_review, propose
from plp.core.admin_helpers import check_boxes, step_page
from plp.core.days import pacific_today
from plp.core.keys import key_in
from plp.core.workflow import TransitionError

MOST = 300  # applications in one proposal


class ProposalForm(Asks):
    program = ChoiceOfProgram(Program.objects.all())
    reviewers = forms.ModelMultipleChoiceField(None, widget=check_boxes())
    each = forms.IntegerField(
        label="Reviews of an application",
        min_value=1,
        max_value=10,
        help_text="Those that are assigned or begun already count.",
    )
    due_on = Day(label="Last day", validators=[refuse_past])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = reviewers()
        self.fields["reviewers"].label_from_instance = str


def page(model_admin, request):
    """Ask for whom and until when, show who would review what, and save what is ticked."""
    if not request.user.has_perm(COORDINATE):
        raise PermissionDenied
    if request.method == "POST":
        return _save(request)
    form = ProposalForm(request.GET if "look" in request.GET else None, initial=_initial(request))
    context = {"form": form, "ids": request.GET.get("ids", "")}
    if form.is_bound and form.is_valid():
        context |= _proposed(request, form.cleaned_data)
    name = "applications/reviewassignment/propose"
    return step_page(request, model_admin, name, "Assign reviewers", **context)


def for_chosen(model_admin, request, queryset):
    """Lead from the ticked applications of a list to a proposal for just those."""
    keys = queryset.order_by("pk").values_list("pk", flat=True)[:MOST]
    query = {"ids": ",".join(map(str, keys))}
    return redirect(reverse("admin:applications_reviewassignment_propose", query=query))


def _initial(request):
    program = Program.objects.current().first() or Program.objects.first()
    return {
        "program": program,
        "reviewers": [reviewer.pk for reviewer in reviewers()],
        "each": program and program.reviews_wanted,
        "due_on": program and pacific_today() + timedelta(days=program.review_days),
    }


def _applications(request, program):
    """Return the applications to be assigned: those that are named, else all that lack reviews."""
    rows = Application.objects.filter(status__in=UNDECIDED).exclude(stepped_aside(request.user))
    named = [key for key in map(key_in, request.GET.get("ids", "").split(",")) if key]
    rows = rows.filter(pk__in=named) if named else rows.filter(draft__program=program)
    return rows.select_related("pin__region").order_by("submitted_at", "pk")


def _proposed(request, said):
    applications = list(_applications(request, said["program"]))
    asked = _asked(applications)
    if not request.GET.get("ids"):
        applications = [a for a in applications if len(asked[a.pk].has) < said["each"]]
    shown = applications[:MOST]
    people = list(said["reviewers"])
    candidates = [
        Reviewer(person.pk, of_email(person.email), load) for person, load in _loads(people)
    ]
    made = propose([asked[a.pk] for a in shown], candidates, said["each"])
    return {
        "due_on": said["due_on"],
        "people": [
            {"person": person, "before": one.load, "after": made.loads[one.key]}
            for person, one in zip(people, candidates, strict=True)
        ],
        "rows": [_row(a, asked[a.pk], candidates, made) for a in shown],
        "lacking": sum(map(bool, made.lacking.values())),
        "more": len(applications) - len(shown),
    }


def _row(application, asked, candidates, made):
    return {
        "application": application,
        "lacking": made.lacking.get(application.pk, 0),
        "cells": [_cell(one, asked, made.pairs[application.pk]) for one in candidates],
    }


def _cell(one, asked, chosen):
    """Return how a reviewer stands to an application: why not, or whether it is proposed."""
    if one.key in asked.has:
        return {"said": "assigned"}
    if one.key in asked.aside:
        return {"said": "stepped aside"}
    if not may_review(one, asked):
        return {"said": "same organization"}
    return {"value": f"{asked.key}-{one.key}", "is_proposed": one.key in chosen, "key": one.key}


def _loads(people):
    """Return each reviewer with the number of reviews that they are still to do."""
    rows = ReviewAssignment.objects.open().filter(reviewer__in=people).order_by()
    loads = dict(rows.values_list("reviewer").annotate(n=Count("pk")))
    return [(person, loads.get(person.pk, 0)) for person in people]


def _asked(applications):
    """Return {application's key: what a proposal needs to know of it}, in a few queries."""
    keys = [application.pk for application in applications]
    has, aside, domains = defaultdict(set), defaultdict(set), defaultdict(set)
    for model in (ReviewAssignment, Review):
        for key, reviewer in _pairs(model, keys):
            has[key].add(reviewer)
    for key, reviewer in _pairs(Recusal, keys):
        aside[key].add(reviewer)
    for key, email in Reference.objects.filter(application__in=keys).values_list(
        "application", "email"
    ):
        domains[key].add(of_email(email))
    for a in applications:
        domains[a.pk] |= domains_of(a)
    return {
        key: Asked(
            key,
            frozenset(has[key] - aside[key]),
            frozenset(aside[key]),
            frozenset(domains[key] - {""}),
        )
        for key in keys
    }


def _pairs(model, keys):
    return model.objects.filter(application__in=keys).values_list("application", "reviewer")


def _save(request):
    """Assign what is ticked, in one transaction."""
    pairs = [tuple(map(key_in, pair.split("-", 1))) for pair in request.POST.getlist("pair")]
    pairs = [pair for pair in pairs if len(pair) == 2 and all(pair)]
    try:
        due_on = Day(required=False).clean(request.POST.get("due_on", ""))
        batch = actions.assign(pairs, by=request.user, due_on=due_on)
    except (TransitionError, forms.ValidationError) as refusal:
        messages.error(request, str(getattr(refusal, "message", refusal)))
        return redirect("admin:applications_reviewassignment_propose")
    made = batch.assignments.count()
    messages.success(request, f"{made} reviews are assigned, and the reviewers have mail.")
    if left := len(set(pairs)) - made:
        messages.warning(request, f"{left} were left out: assigned or ruled out meanwhile.")
    return redirect("admin:applications_assignmentbatch_change", batch.pk)
