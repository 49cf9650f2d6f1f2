"""Applicants for one city side by side: who waits for it in columns, what they say in rows."""

from collections import Counter
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html

from applications import sent
from applications.admin.figures import points
from applications.figures import with_figures
from applications.models import Application, Pin, Review
from applications.models.application import TO_BE_DECIDED
from applications.models.decisions import ready_in_words, with_ready
from applications.models.questions import Section
from applications.models.reviews import stepped_aside
from plp.core import days
from plp.core.admin_helpers import step_page

ALIKE = {Section.COMMITMENTS.label}  # everybody acknowledges the same
BESIDE = 12  # applicants on one page
NOTHING = "–"
HIDDEN = "hidden"


class Line(NamedTuple):
    """A question, and what each applicant answers to it."""

    label: str
    texts: list[str]

    @property
    def same(self):
        """What all of several answer, or nothing where they differ."""
        return self.texts[0] if len(self.texts) > 1 and len({*self.texts}) == 1 else ""


class Group(NamedTuple):
    """The lines of one section of the form."""

    title: str
    lines: list[Line]


def link(pin):
    """Return a link to the applicants of a pin, where there is one."""
    if not (pin and pin.pk):
        return None
    address = reverse("admin:applications_pin_compare", args=[pin.pk])
    return format_html('<a href="{}">Compare applicants</a>', address)


def compare(request, pk, model_admin):
    """Show who waits for a decision on a city, the best mean that one may know first."""
    user = request.user
    if not user.has_perm("applications.view_application"):
        raise PermissionDenied
    pin = get_object_or_404(Pin.objects.select_related("region", "program"), pk=pk)
    page = Paginator(_compared(pin.region, user), BESIDE).get_page(request.GET.get("p"))
    compared = list(page)
    prefetch_related_objects(compared, *sent.READ)
    context = {
        "original": pin,
        "applications": compared,
        "page": page,
        "ready": [ready_in_words(row) for row in compared],
        "figures": _figures(compared),
        "groups": _groups(compared, user),
        "span": len(compared) + 1,
    }
    name = "applications/pin/compare"
    return step_page(request, model_admin, name, f"Applicants for {pin}", **context)


def _compared(region, user):
    """Return them, each with the figures that this person may know.

    Those without a mean, also because it is hidden, follow in the order in which they came.
    """
    waiting = Application.objects.filter(status__in=TO_BE_DECIDED, pin__region=region)
    rows = waiting.exclude(stepped_aside(user)).select_related("pin__region", "draft", "terms")
    if user.has_perm("applications.view_decision"):
        rows = with_ready(rows)
    return (
        with_figures(rows, seen_by=user)
        .annotate(wanted=F("pin__program__reviews_wanted"))
        .order_by(F("mean").desc(nulls_last=True), "submitted_at", "pk")
    )


def _figures(compared):
    """Return what reviews come to, as lines; where it is hidden, that."""
    recommended = _recommended([row for row in compared if row.review_count is not None])
    says = {
        "Received": lambda row: days.in_words(days.pacific_day(row.submitted_at), weekday=False),
        "Reviews": lambda row: f"{row.review_count} of {row.wanted}",
        "Mean": lambda row: points(row.mean) or NOTHING,
        "Spread": _spread,
        "Recommended": lambda row: recommended[row.pk] or NOTHING,
    }
    return [
        Line(label, [_unless_hidden(row, label, say) for row in compared])
        for label, say in says.items()
    ]


def _unless_hidden(row, label, say):
    is_figure = label != "Received"
    return HIDDEN if is_figure and row.review_count is None else say(row)


def _spread(row):
    apart = points(row.spread) or NOTHING
    return f"{apart}, they disagree" if row.reviewers_disagree else apart


def _recommended(rows):
    """Return {application: how often each was recommended, in words}."""
    counted = Review.objects.counted().filter(application__in=rows).order_by()
    found = {row.pk: Counter() for row in rows}
    for key, recommendation in counted.values_list("application", "recommendation"):
        found[key][recommendation] += 1
    return {key: _counted(times) for key, times in found.items()}


def _counted(times):
    choices = Review.Recommendation.choices
    return "\n".join(f"{label}: {times[value]}" for value, label in choices if times[value])


def _groups(compared, user):
    """Return the sections of the form with the answers of each beside one another."""
    also_private = user.has_perm("applications.read_private_application")
    said = [_said(row, also_private) for row in compared]
    titles = {title: None for one in said for title in one}
    return [Group(title, _lines([one.get(title, {}) for one in said])) for title in titles]


def _said(application, also_private):
    """Return {section: {label: text}}; what is asked several times, such as references, joined."""
    found = {}
    for part in sent.parts(application, also_private=also_private, name_files=False):
        if part.title in ALIKE:
            continue
        texts = found.setdefault(part.title, {})
        for row in part.rows:
            texts[row.label] = "\n\n".join(filter(None, [texts.get(row.label), row.text]))
    return found


def _lines(said):
    labels = {label: None for one in said for label in one}
    return [Line(label, [one.get(label, NOTHING) for one in said]) for label in labels]
