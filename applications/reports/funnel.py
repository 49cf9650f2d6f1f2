"""How far a program's applications came, in one query."""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import BooleanField, Case, Exists, OuterRef, When

from applications.models import Application, ApplicationStatusChange, Draft, Offer, Round
from applications.models.applicant import OrganizationType
from applications.models.program import STATE_NAMES
from applications.reports.hours import hour, week_of
from applications.reports.tables import Asked, Table, in_words

Status = Application.Status

# How far applications came, each step out of those before it; then where the others are.
CAME_TO = ["Begun", "Sent", "In review", "Offered", "Accepted"]
ELSEWHERE = [Status.DECLINED, Status.WAITLISTED, Status.WITHDRAWN, Status.LAPSED]
STEPS = [*CAME_TO, *[status.label for status in ELSEWHERE]]

IN_THE_END = [Status.ACCEPTED, *ELSEWHERE]
OFFERED = [Status.OFFERED, Status.ACCEPTED, Status.LAPSED]

NOWHERE = {"period": "In no period", "type": "Not said"}
NO_CITY = "No city chosen"
NOT_SENT = "Not sent"


def funnel(asked: Asked) -> list[Table]:
    """Return how many came how far: in all, by period, state, type and week."""
    rows = [Begun(*row) for row in _begun(asked)]
    periods = _periods({row.period for row in rows}, asked)
    types = dict(OrganizationType.choices)
    return [
        _total(_grouped(rows, lambda row: "")),
        _by("period", "Application period", _grouped(rows, _unless_draft("period", periods))),
        _by("state", "State", _grouped(rows, lambda row: STATE_NAMES.get(row.state, NO_CITY))),
        _by("type", "Type", _grouped(rows, _unless_draft("type", types))),
        _by("week", "Week from", _by_week(rows)),
    ]


def _periods(keys, asked):
    """Return {key: name}; two programs may call theirs alike."""
    rows = Round.objects.filter(pk__in=keys).values_list("pk", "name", "program__slug")
    return {key: name if asked.program else f"{name} ({slug})" for key, name, slug in rows}


class Begun(NamedTuple):
    """What was ever begun: every application has the draft that it was sent from."""

    period: int | None
    state: str | None
    type: str | None
    begun: str  # the hour; see hours.py
    sent: str | None
    status: str | None
    was_read: bool
    had_offer: bool


def _begun(asked):
    """Return all in one query; to group them five times here is faster than five queries are."""
    drafts = asked.narrow(Draft.objects.order_by(), "application__", "").annotate(**_flags())
    return drafts.values_list(
        "application__round",
        "pin__region__state",
        "application__type",
        hour("created_at"),
        hour("application__submitted_at"),
        "application__status",
        "was_read",
        "had_offer",
    )


def _grouped(rows, key):
    """Return {key: how many reached each step}."""
    alike = Counter((key(row), *row[-3:]) for row in rows)
    groups = defaultdict(Counter)
    for (name, *outcome), number in alike.items():
        groups[name].update(dict.fromkeys(_reached(*outcome), number))
    return groups


def _unless_draft(name, labels):
    """Return a function that says a row's group; what was not sent has none."""

    def key(row):
        if row.status is None:
            return NOT_SENT
        return labels.get(getattr(row, name), NOWHERE[name])

    return key


def _by_week(rows):
    """Return {week: how many were begun in it, and how far those came that were sent in it}."""
    weeks = _grouped([row for row in rows if row.sent], lambda row: week_of(row.sent))
    for steps in weeks.values():
        del steps["Begun"]
    for week, number in Counter(week_of(row.begun) for row in rows).items():
        weeks[week]["Begun"] = number
    return weeks


def _flags():
    """Whether staff ever read it, and whether it ever had an offer; most say so by their status."""
    read = ApplicationStatusChange.objects.filter(
        application=OuterRef("application"), new=Status.IN_REVIEW
    )
    offers = Offer.objects.filter(application=OuterRef("application"))
    return {
        "was_read": Case(
            When(application__status=Status.SUBMITTED, then=False),
            When(application__status=Status.WITHDRAWN, then=Exists(read)),
            default=True,
            output_field=BooleanField(),
        ),
        "had_offer": Case(
            When(application__status__in=OFFERED, then=True),
            default=Exists(offers),
            output_field=BooleanField(),
        ),
    }


def _reached(status, was_read, had_offer):
    """Yield the steps that an application of this kind counts in; a draft is only begun."""
    yield "Begun"
    if status is None:
        return
    yield "Sent"
    if was_read:
        yield "In review"
    if had_offer:
        yield "Offered"
    if status in IN_THE_END:
        yield Status(status).label


def _total(groups):
    steps = groups.get("", Counter())
    rows = [(step, steps[step]) for step in STEPS]
    bars = [(step, f"{number:,}", [("a", 0, number)]) for step, number in rows]
    return Table("funnel", "How far they came", ["Step", "Number"], rows, bars, steps["Begun"])


def _by(slug, heading, groups):
    """Return a table with a row for each group, and bars of those begun, sent and accepted."""
    rows = [(name, *[steps[step] for step in STEPS]) for name, steps in sorted(groups.items())]
    bars = [
        (
            in_words(name),
            f"{steps['Sent']:,} sent, {steps['Accepted']:,} accepted",
            [("b", 0, steps["Sent"]), ("a", 0, steps["Accepted"])],
        )
        for name, steps in sorted(groups.items())
    ]
    most = max((steps["Sent"] for steps in groups.values()), default=0)
    return Table(f"by-{slug}", f"By {slug}", [heading, *STEPS], rows, bars, most)
