"""What reviews come to, in the list of applications: columns, filters, order and download.

A figure that this person may not read (yet) is no figure anywhere: not shown, last in both
directions, in no filter. Unless the list is sorted or filtered by them, only the page's own rows
are computed.
"""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, OrderBy
from django.utils.html import format_html

from applications.figures import figure, with_figures
from applications.models import Application
from plp.core.templatetags.plp import icon

COLUMNS = {"reviews_done": "review_count", "mean": "mean", "spread": "spread"}
EXPORTED = [
    ("Reviews", "review_count"),
    ("Mean (0 to 100)", "mean"),
    ("Spread (points)", "spread"),
    ("Reviewers disagree", "reviewers_disagree"),
]

BANDS = {
    "80": ("80 or more", {"mean__gte": 80}),
    "60": ("60 to below 80", {"mean__gte": 60, "mean__lt": 80}),
    "40": ("40 to below 60", {"mean__gte": 40, "mean__lt": 60}),
    "0": ("Below 40", {"mean__lt": 40}),
    "60-up": ("60 or more", {"mean__gte": 60}),
    "60-down": ("Below 60", {"mean__lt": 60}),
}


class FigureList(ChangeList):
    """A list that can be sorted by figures, and reads those of the rows that it shows."""

    def get_ordering_field(self, field_name):
        if field_name in COLUMNS:
            return OrderBy(F(COLUMNS[field_name]), nulls_last=True)
        return super().get_ordering_field(field_name)

    def get_ordering(self, request, queryset):
        ordering = super().get_ordering(request, queryset)
        return [_by_figure(one, request.user) for one in ordering]

    def get_results(self, request):
        super().get_results(request)
        rows = Application.objects.filter(pk__in=[row.pk for row in self.result_list])
        wanted = rows.order_by().annotate(wanted=F("pin__program__reviews_wanted"))
        found = {row.pk: row for row in with_figures(wanted.only("pk"), seen_by=request.user)}
        self.result_list = [row for row in self.result_list if row.pk in found]
        for row in self.result_list:
            row.figures = found[row.pk]


def _by_figure(ordering, user):
    """Return an order by a figure as this person may sort by it, and any other as it is."""
    if not (isinstance(ordering, OrderBy) and isinstance(ordering.expression, F)):
        return ordering
    name = ordering.expression.name
    if name not in COLUMNS.values():
        return ordering
    expression = figure(name, seen_by=user)
    return OrderBy(expression, descending=ordering.descending, nulls_last=True)


class ShowsFigures:
    """The list of applications with its columns of figures."""

    def get_export_rows(self, request, listed):
        return with_figures(super().get_export_rows(request, listed), seen_by=request.user)

    @admin.display(description="reviews", ordering="review_count")
    def reviews_done(self, application):
        figures = application.figures
        if figures.review_count is None:
            return format_html('<span class="quiet">{}</span>', "hidden")
        return f"{figures.review_count} of {figures.wanted}"

    @admin.display(description="mean", ordering="mean", empty_value="–")
    def mean(self, application):
        return points(application.figures.mean)

    @admin.display(description="spread", ordering="spread", empty_value="–")
    def spread(self, application):
        figures = application.figures
        if not figures.reviewers_disagree:
            return points(figures.spread)
        return format_html(
            '{} <span class="status s-waiting">{}Disagree</span>',
            points(figures.spread),
            icon("need"),
        )


def points(number):
    """Return points as they are read, or None."""
    return None if number is None else f"{number:.1f}"


class FigureFilter(admin.SimpleListFilter):
    """A filter by one figure, of those that this person may read."""

    figure = ""
    choices_of = {}

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _) in self.choices_of.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.choices_of:
            return queryset
        _, wanted = self.choices_of[self.value()]
        of_it = {self.figure: figure(self.figure, seen_by=request.user)}
        return queryset.alias(**of_it).filter(**wanted)


class MeanFilter(FigureFilter):
    title = "mean of reviews"
    parameter_name = figure = "mean"
    choices_of = BANDS


class DisagreementFilter(FigureFilter):
    title = "agreement of reviewers"
    parameter_name = "disagree"
    figure = "reviewers_disagree"
    choices_of = {
        "yes": ("They disagree", {"reviewers_disagree": True}),
        "no": ("They do not disagree", {"reviewers_disagree": False}),
    }


class ReviewsFilter(FigureFilter):
    title = "number of reviews"
    parameter_name = "reviewed"
    figure = "review_count"
    choices_of = {
        "none": ("None", {"review_count": 0}),
        "lacking": ("Fewer than wanted", {"review_count__lt": F("pin__program__reviews_wanted")}),
        "all": ("As many as wanted", {"review_count__gte": F("pin__program__reviews_wanted")}),
    }


FILTERS = [MeanFilter, DisagreementFilter, ReviewsFilter]
