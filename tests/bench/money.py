"""What is measured of ten years of money: as staff, a partner and a facilitator read it."""

from django.urls import reverse

from workshops.models import Payable, PaymentBatch, Reimbursement

LISTS = ["reimbursement", "paymentbatch", "payable"]
ALL_YEARS = {"first": "2000-01-01", "last": "2099-12-31"}


def addresses(partner):
    """Return the addresses of each who reads of money."""
    payable = Payable.objects.filter(partner=partner, kind="led").latest("pk")
    return {
        "staff": _of_staff(payable),
        "manager": _of_partner(partner, payable),
        "facilitator": _of_facilitator(payable),
    }


def facilitator(partner):
    """Return the account of the facilitator whose pages are measured, made for it."""
    from plp.core.models import User

    payable = Payable.objects.filter(partner=partner, kind="led").latest("pk")
    payee = payable.assignment.facilitator
    payee.user = User.objects.create_user("paid@sample.example")
    payee.save(update_fields=["user"])
    return payee.user


def _of_staff(payable):
    """Return lists, the dossier of a request, finance's choice of what to pay, and a payment."""
    sent = Reimbursement.objects.filter(status="sent").latest("pk")
    batch = PaymentBatch.objects.latest("pk")
    admin = "/admin/workshops"
    return [
        *(f"{admin}/{name}/" for name in LISTS),
        f"{admin}/reimbursement/?queue=requests-to-decide",
        f"{admin}/reimbursement/{sent.pk}/change/",
        f"{admin}/paymentbatch/make/",
        f"{admin}/paymentbatch/{batch.pk}/change/",
        f"{admin}/payable/{payable.pk}/change/",
        reverse("admin:workshops_spending"),
        reverse("admin:workshops_dashboard"),
    ]


def _of_partner(partner, payable):
    """Return the pages of a partner's money, with requests and one payment."""
    names = ["money", "money-csv", "requests", "payments", "funding", "tax-totals", "estimate"]
    theirs = Reimbursement.objects.of(partner)
    asked = theirs.filter(cohort=None).latest("pk")
    of_group = theirs.exclude(cohort=None).latest("pk")
    named = [
        *((name, []) for name in names),
        ("request", [asked.pk]),
        ("request", [of_group.pk]),
        ("request-pdf", [of_group.pk]),
        ("payment", [payable.pk]),
    ]
    return [reverse(f"workshops:{name}", args=[partner.pk, *keys]) for name, keys in named]


def _of_facilitator(payable):
    return [
        reverse("workshops:own-money"),
        reverse("workshops:own-payment", args=[payable.pk]),
        reverse("workshops:own-statement", query=ALL_YEARS),
    ]
