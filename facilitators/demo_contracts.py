"""Contracts of the demo, in each state, with the documents that were signed."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.models import Partner, SchoolYear
from facilitators import actions, documents
from facilitators.actions import offering, signing
from facilitators.consent import sentence
from facilitators.models import Contract, ContractTemplate, Facilitator, Signature
from plp.core.auth import DEMO_PASSWORD
from plp.core.models import User

SIGNATORY = "signatory@example.org"
FACILITATOR, PARTNER = Signature.Side.FACILITATOR, Signature.Side.PARTNER
Paper, Status = Contract.Paper, Contract.Status

TEXT = """\
## Work

{facilitator} leads workshops of {courses} for {partner} from {first_day} to {last_day}, as \
{engagement}.

## Pay

{pay} Travel: {travel}. A day that is cancelled late: {late_cancel}.

## What else is agreed

{terms}
"""

# How the contracts of the first partner stand, by the place of the facilitator.
STATES = [
    (0, Status.OFFERED),
    (1, Status.IN_FORCE),
    (2, Status.SIGNED),
    (3, Status.ENDED),
    (4, Status.DECLINED),
    (6, Status.WITHDRAWN),
    (7, Status.EXPIRED),
    (8, Status.DRAFT),
]


def load(partners: list[Partner], people: list[Facilitator], manager: User, on: date) -> None:
    """Give the first partner a contract in each state, and the first facilitator two more: one in
    force with the second partner, and one that was signed outside with the third."""
    year = SchoolYear.objects.filter(first_day__lte=on, last_day__gte=on).first()
    if year is None:
        return
    made = _Maker(year, manager, on)
    for number, status in STATES:
        made.contract(partners[0], people[number], status)
    for partner, status, paper in zip(
        partners[1:], [Status.IN_FORCE, Status.OFFERED], [Paper.ONLINE, Paper.OUTSIDE], strict=False
    ):
        made.contract(partner, people[0], status, paper=paper)


class _Maker:
    """Who draws contracts up and signs them, for a school year, on a day."""

    def __init__(self, year, manager, on):
        self.year, self.manager, self.on = year, manager, on
        self.template = _template()
        self.signatory = User.objects.create_user(SIGNATORY, DEMO_PASSWORD, name="Vera Quillpen")

    def contract(self, partner, person, status, **fields):
        """Draw a contract up, and take each step that leads to where it stands."""
        contract = self._draft(partner, person, **fields)
        for step in WAYS[status]:
            getattr(self, f"_{step}")(contract)
            contract.refresh_from_db()
        return contract

    def _draft(self, partner, person, paper=Paper.ONLINE):
        is_online = paper == Paper.ONLINE
        contract = Contract(
            partner=partner,
            facilitator=person,
            school_year=self.year,
            paper=paper,
            template=self.template if is_online else None,
            day_rate=500,
            travel_cap=200,
            late_cancel_pay=250,
            terms="The partner brings the cables, and somebody who knows where the switch is.",
            first_day=self.year.first_day,
            last_day=self.year.last_day,
            answer_by=self.on + timedelta(days=11),
        )
        # Somebody without a valid accreditation is offered one, too: staff then decide.
        courses = [each.course for each in person.accreditations.select_related("course")][:1]
        contract = actions.draw_up(contract, courses, by=self.manager)
        if not is_online:
            paper = SimpleUploadedFile("district-form.pdf", documents.offer_pdf(contract))
            offering.add_document(contract, paper)
        return contract

    def _offer(self, contract):
        actions.offer(contract, by=self.manager, on=self.on)

    def _sign(self, contract):
        person = contract.facilitator
        if person.user is None:
            person.user = User.objects.create_user(person.email, name=person.name)
            person.save()
        actions.sign(
            contract, by=person.user, name=person.name, **self._said(contract, FACILITATOR)
        )

    def _sign_for_partner(self, contract):
        contract.partner.memberships.get_or_create(user=self.signatory, defaults={"may_sign": True})
        said = self._said(contract, PARTNER)
        actions.sign_for_partner(contract, by=self.signatory, name=self.signatory.name, **said)

    def _said(self, contract, side):
        return {
            "consent": sentence(contract, side),
            "sha256": signing.read_by(contract).sha256,
            "address": "203.0.113.7",
            "on": self.on,
        }

    def _end(self, contract):
        last_day = max(contract.first_day, self.on - timedelta(days=3))
        reason = "Moves to another state, and cannot come any more."
        actions.end_early(contract, by=self.manager, last_day=last_day, reason=reason, on=self.on)

    def _decline(self, contract):
        """Say no, as the facilitator would."""
        person = contract.facilitator
        person.user = User.objects.create_user(person.email, name=person.name)
        person.save()
        actions.decline(contract, by=person.user, reason="I lead for my own district this year.")

    def _withdraw(self, contract):
        actions.withdraw(contract, by=self.manager, reason="The workshops were moved to summer.")

    def _expire(self, contract):
        contract.answer_by = self.on - timedelta(days=1)
        contract.save(update_fields=["answer_by"])
        actions.expire(contract, on=self.on)


WAYS = {
    Status.DRAFT: [],
    Status.OFFERED: ["offer"],
    Status.SIGNED: ["offer", "sign"],
    Status.IN_FORCE: ["offer", "sign", "sign_for_partner"],
    Status.ENDED: ["offer", "sign", "sign_for_partner", "end"],
    Status.DECLINED: ["offer", "decline"],
    Status.WITHDRAWN: ["offer", "withdraw"],
    Status.EXPIRED: ["offer", "expire"],
}


def _template():
    """Return the text that partners offer, the newest; where there is none, one for the demo."""
    found = ContractTemplate.objects.filter(published_at__isnull=False, is_retired=False)
    return found.order_by("-published_at", "-pk").first() or ContractTemplate.objects.create(
        name="Leading workshops", text=TEXT, published_at=timezone.now()
    )
