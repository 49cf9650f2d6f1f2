"""What is measured of workshops, among 20,000 with 400,000 enrollments."""

LISTS = [
    "workshop",
    "session",
    "assignment",
    "enrollment",
    "attendance",
    "walkin",
    "feedback",
    "certificate",
    "teacher",
]


def addresses(partner):
    """Return the addresses of pages about workshops: those of staff, of a partner, of anybody."""
    from django.contrib import admin
    from django.db.models import Count

    from workshops.models import Workshop

    shown = {model._meta.label_lower for model in admin.site._registry}
    lists = [f"/admin/workshops/{name}/" for name in LISTS if f"workshops.{name}" in shown]
    searched = [
        "enrollment/?q=learner7",
        "enrollment/?status__exact=waitlisted",
    ]
    theirs = Workshop.objects.of(partner)
    crowded = theirs.annotate(many=Count("enrollments")).order_by("-many")
    open_one = crowded.filter(status="open").first()
    done = crowded.filter(status="completed").first()
    return {
        "staff": [*lists, *(f"/admin/workshops/{each}" for each in searched)],
        "manager": _of_partner(partner.pk, open_one, done),
        "anybody": _answering([("workshops:workshop-public", [open_one.code])]),
    }


def _of_partner(partner, open_one, done):
    """Return the pages of all workshops of a partner, of one that is open, and one that is over."""
    named = [
        ("workshops:workshops", [partner]),
        ("workshops:month", [partner]),
        ("workshops:workshop-plan", [partner]),
        ("workshops:workshop", [partner, open_one.pk]),
        ("workshops:workshop", [partner, done.pk]),
        ("workshops:place", [partner, open_one.pk]),
        ("workshops:day", [partner, done.pk, done.sessions.first().pk]),
        ("workshops:sign-in-sheet", [partner, open_one.pk]),
        ("workshops:report", [partner]),
    ]
    return _answering(named)


def _answering(named):
    """Return the addresses of those names that there are."""
    from django.urls import NoReverseMatch, reverse

    found = []
    for name, args in named:
        try:
            found.append(reverse(name, args=args))
        except NoReverseMatch:
            continue
    return found
