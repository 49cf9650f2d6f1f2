"""What is measured of workshops, among 20,000 with 400,000 enrollments, and of years of money."""

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
    "reimbursement",
    "paymentbatch",
    "payable",
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
        *_steps_of_money(),
    ]
    theirs = Workshop.objects.of(partner)
    crowded = theirs.annotate(many=Count("enrollments")).order_by("-many")
    open_one = crowded.filter(status="open").first()
    done = crowded.filter(status="completed").first()
    return {
        "staff": [*lists, *(f"/admin/workshops/{each}" for each in searched)],
        "manager": [*_of_partner(partner.pk, open_one, done), *_of_money(partner)],
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


def _steps_of_money():
    """Return the dossier of a request, finance's choice of what to pay, and a payment."""
    from workshops.models import Payable, Reimbursement

    request = Reimbursement.objects.filter(status="sent").latest("pk")
    payable = Payable.objects.filter(kind="led").latest("pk")
    return [
        "reimbursement/?queue=requests-to-decide",
        f"reimbursement/{request.pk}/change/",
        "paymentbatch/make/",
        f"payable/{payable.pk}/change/",
    ]


def _of_money(partner):
    """Return the pages of a partner's money, with one request and one payment."""
    from workshops.models import Payable, Reimbursement

    request = Reimbursement.objects.of(partner).latest("pk")
    payable = Payable.objects.filter(partner=partner, kind="led").latest("pk")
    names = ["money", "money-csv", "requests", "payments", "funding", "tax-totals"]
    named = [(f"workshops:{name}", [partner.pk]) for name in names]
    return _answering(
        [
            *named,
            ("workshops:request", [partner.pk, request.pk]),
            ("workshops:payment", [partner.pk, payable.pk]),
        ]
    )


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
