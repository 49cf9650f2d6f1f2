"""Confirmations on a partner's pages: given, answered by staff, not verified yet."""

from datetime import date, datetime

from django.db.models import Count, Q

from applications.measures import Kind
from applications.models import Confirmation, ConfirmationStatusChange, Partner, PartnerYear
from applications.registry import News, met_at, news, open_matters, report_figures

met_at("applications:confirm", Kind.FUNDING, Kind.PRIVACY, of_requirement=True)


@news
def given_confirmations(partner: Partner, since: datetime):
    given = Confirmation.objects.filter(
        requirement__partner_year__partner=partner, given_at__gte=since
    )
    for each in given.select_related("requirement__requirement__course"):
        yield News(each.given_at, each.requirement.name)


@news
def answered_confirmations(partner: Partner, since: datetime):
    moves = ConfirmationStatusChange.objects.filter(
        confirmation__requirement__partner_year__partner=partner, at__gte=since
    )
    for move in moves.select_related("confirmation__requirement__requirement__course"):
        word = Confirmation.Status(move.new).label.lower()
        yield News(move.at, f"{move.confirmation.requirement.name}: {word} by us")


@report_figures
def of_confirmations(year: PartnerYear):
    given = Confirmation.objects.counting().filter(requirement__partner_year=year)
    verified = Count("pk", filter=Q(status=Confirmation.Status.VERIFIED))
    said = given.aggregate(all=Count("pk"), verified=verified)
    if said["all"]:
        yield "Confirmations verified", f"{said['verified']} of {said['all']}"


@open_matters
def unverified_confirmations(partner: Partner, on: date):
    given = Confirmation.objects.filter(
        requirement__partner_year__partner=partner, status=Confirmation.Status.GIVEN
    )
    for each in given.select_related("requirement__requirement__course"):
        yield f"A confirmation is not verified: {each.requirement.name}."
