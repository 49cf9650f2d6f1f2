"""How long applicants waited for a decision."""

from collections import defaultdict
from statistics import quantiles

from django.db.models import F, Max

from applications.models import Application, ApplicationStatusChange
from applications.reports.hours import day_of, hour
from applications.reports.tables import Asked, Table

Status = Application.Status
DECIDED = [Status.ACCEPTED, Status.DECLINED, Status.LAPSED]  # a withdrawal is no decision of ours


def time_to_decision(asked: Asked) -> Table:
    """Return the days from sending to the last decision: lower quartile, median, upper quartile."""
    moves = asked.narrow(
        ApplicationStatusChange.objects.order_by(), "application__", "application__draft__"
    )
    took = defaultdict(list)
    for _, status, sent, decided in (
        moves.filter(new=F("application__status"), new__in=DECIDED)
        .values_list("application", "new", hour("application__submitted_at"))
        .annotate(decided=hour(Max("at")))
    ):
        number = (day_of(decided) - day_of(sent)).days
        took[Status(status).label].append(number)
        took["All"].append(number)
    order = ["All", *[status.label for status in DECIDED]]
    rows = [(name, len(took[name]), *_quartiles(took[name])) for name in order if took[name]]
    headings = ["Decision", "Number", "A quarter within", "Half within", "Three quarters within"]
    bars = [
        (name, f"half within {half:g} days", [("b", low, high), ("m", half, half)])
        for name, _, low, half, high in rows
    ]
    most = max((high for *_, high in rows), default=0)
    title = "Days from sending to the decision"
    return Table("time", title, headings, rows, bars, most)


def _quartiles(numbers):
    if len(numbers) == 1:
        return numbers * 3
    return [round(number, 1) for number in quantiles(numbers, n=4, method="inclusive")]
