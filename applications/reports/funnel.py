"""How far a program's applications came, in a few grouped queries."""

from collections import Counter, defaultdict

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, When

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
OUTCOME = ["application__status", "was_read", "had_offer"]

NOWHERE = {"round": "In no period", "state": "No city chosen", "type": "Not said"}
NOT_SENT = "Not sent"


def funnel(asked: Asked) -> list[Table]:
    """Return how many came how far: in all, by period, state, type and week."""
    rows = list(_counted(asked))
    rounds = {key for key, *_ in rows if key}
    names = {
        "round": dict(Round.objects.filter(pk__in=rounds).values_list("pk", "name")),
        "state": STATE_NAMES,
        "type": dict(OrganizationType.choices),
    }
    grouped = {name: defaultdict(Counter) for name in names}
    total = Counter(dict.fromkeys(STEPS, 0))
    for row in rows:
        *keys, status, was_read, had_offer, number = row
        steps = dict.fromkeys(_reached(status, was_read, had_offer), number)
        total.update(steps)
        for (name, groups), key in zip(grouped.items(), keys, strict=True):
            groups[_called(name, names[name], key, status)].update(steps)
    return [
        _total(total),
        _by("period", "Application period", grouped["round"]),
        _by("state", "State", grouped["state"]),
        _by("type", "Type", grouped["type"]),
        _by("week", "Week from", _by_week(asked)),
    ]


def _counted(asked):
    """Count all that was ever begun: every application has the draft that it was sent from."""
    return (
        _drafts(asked)
        .values_list("application__round", "pin__region__state", "application__type", *OUTCOME)
        .annotate(number=Count("pk"))
    )


def _drafts(asked):
    return asked.narrow(Draft.objects.order_by(), "application__", "").annotate(**_flags())


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


def _called(name, names, key, status):
    if status is None and name != "state":
        return NOT_SENT
    return names.get(key) or NOWHERE[name]


def _total(steps):
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


def _by_week(asked):
    """Return {week: how many were begun in it, and how far those came that were sent in it}."""
    weeks = defaultdict(Counter)
    drafts = _drafts(asked)
    for at, number in drafts.values_list(hour("created_at")).annotate(Count("pk")):
        weeks[week_of(at)]["Begun"] += number
    sent = drafts.filter(application__isnull=False)
    rows = sent.values_list(hour("application__submitted_at"), *OUTCOME).annotate(Count("pk"))
    for at, status, was_read, had_offer, number in rows:
        _, *steps = _reached(status, was_read, had_offer)
        weeks[week_of(at)].update(dict.fromkeys(steps, number))
    return weeks
