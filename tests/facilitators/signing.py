"""Contracts that are out, and both sides that sign them, for tests."""

from datetime import date

from applications.models import SchoolYear
from facilitators import documents
from facilitators.actions import signing
from facilitators.consent import sentence
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_facilitator_with_account,
    make_template,
)
from tests.make import make_partner, make_school_year, make_user

ON = date(2016, 4, 11)
LAST = date(2016, 4, 22)


def school_year_2016():
    found = SchoolYear.objects.filter(first_day=date(2016, 7, 1)).first()
    return found or make_school_year(2016)


class Parties:
    """A facilitator and a signatory, and a contract that was offered by a partner's manager."""

    def __init__(self, status="offered", *, is_accredited=True, **fields):
        self.jonas = make_user(name="Jonas Tinderbox")
        self.facilitator = make_facilitator_with_account(user=self.jonas, name="Jonas Tinderbox")
        self.partner = make_partner(organization="Larkspur Office")
        self.manager = make_user(name="Dana Whitlock")
        self.partner.memberships.create(user=self.manager, may_manage=True)
        self.signatory = make_user(name="Vera Quill")
        self.partner.memberships.create(user=self.signatory, may_sign=True)
        defaults = {
            "partner": self.partner,
            "facilitator": self.facilitator,
            "school_year": school_year_2016(),
            "template": make_template(text="# Work\n\n{facilitator} leads workshops."),
            "by": self.manager,
            "answer_by": LAST,
            "status": "offered",
        }
        self.contract = make_contract(**(defaults | fields))
        if is_accredited:
            for course in self.contract.courses.all():
                make_accreditation(facilitator=self.facilitator, course=course)
        role = "outside" if self.contract.paper == "outside" else "offer"
        content = documents.offer_pdf(self.contract)
        self.document = documents.keep(self.contract, role, content, "contract.pdf")
        if status in {"signed", "in_force"}:
            self.sign()
        if status == "in_force":
            self.sign_for_partner()

    def said(self, side, **fields):
        """What somebody who signs sends along."""
        who = self.jonas if side == "facilitator" else self.signatory
        return {
            "by": who,
            "name": who.name,
            "consent": sentence(self.contract, side),
            "sha256": self.document.sha256,
            "address": "203.0.113.7",
            "on": ON,
        } | fields

    def sign(self, **fields):
        return signing.sign(self.contract, **self.said("facilitator", **fields))

    def sign_for_partner(self, **fields):
        return signing.sign_for_partner(self.contract, **self.said("partner", **fields))

    def posted(self, side, **fields):
        """The same, as a form sends it."""
        said = self.said(side)
        sent = {name: said[name] for name in ["name", "consent", "sha256"]}
        return sent | {"agrees": "on"} | fields
