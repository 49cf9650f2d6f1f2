"""Every address of the site, filled in from sample records, and who asks for them."""

from datetime import date
from decimal import Decimal

from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from django.utils.regex_helper import normalize

from applications import links
from applications.models import (
    Application,
    ConfirmationFile,
    Draft,
    Partner,
    Program,
    ProgressCall,
    ReferenceRequest,
    Region,
)
from facilitators import documents
from plp.core import invitations
from tests.applications.test_admin import MAKE
from tests.facilitators.make import (
    make_contract,
    make_contract_file,
    make_facilitator_with_account,
    make_inquiry,
)
from tests.make import (
    PDF,
    make_call,
    make_community_event,
    make_confirmation,
    make_confirmation_file,
    make_event,
    make_invitation,
    make_partner,
    make_partner_requirement,
    make_registration,
    make_review,
    make_user,
    the_program,
)
from tests.workshops.make import make_enrollment, make_leading, make_supply, make_workshop
from tests.workshops.make_money import make_payable, make_reimbursement
from workshops.models import ChecklistItem

OUT = "out"
DOOR = "/admin/login/?"
# Who asks, in the order of the columns of access.txt.
PEOPLE = {
    OUT: None,
    "stranger": None,
    "former": None,
    "member": None,
    "colleague": None,
    "facilitator": None,
    "viewer": "Viewer",
    "reviewer": "Reviewer",
    "finance": "Finance",
    "staff": "Program staff",
    "admin": "Administrator",
}
AMOUNT = Decimal("4321.09")  # of whatever is money
STEPS = {
    model._meta.model_name: model_admin.steps
    for model, model_admin in admin.site._registry.items()
    if getattr(model_admin, "steps", None)
}


class Site:
    """Records of every kind, people of every kind, and the addresses about those records."""

    def __init__(self):
        self.records = {model: MAKE[model](1) for model in admin.site._registry}
        self.records[Program] = the_program()
        self.records[Draft] = Draft.objects.filter(application__isnull=True).first()
        self.partner = make_partner(organization="Larkspur Office")
        self.records[Partner] = self.partner
        self.requirement = make_partner_requirement(
            partner=self.partner, kind="funding", number=None
        )
        confirmation = make_confirmation(self.requirement)
        self.evidence = make_confirmation_file(confirmation)
        self.records[ConfirmationFile] = self.evidence
        self.event = make_event(
            program_year=self.requirement.partner_year.program_year, states=["OR"]
        )
        self.registration = make_registration(event=self.event, partner=self.partner)
        self.proposal = self.requirement.proposals.create(number=6, reason="Four are few.")
        self.call = make_call(self.requirement.partner_year)
        self.records[ProgressCall] = self.call
        self.invitation = make_invitation(email="invited@example.org")
        self.people = {name: self._person(name, role) for name, role in PEOPLE.items()}
        self.member = self.partner.memberships.create(user=self.people["member"], may_manage=True)
        self.partner.memberships.create(user=self.people["colleague"])
        self.partner.memberships.create(user=self.people["former"]).delete()
        self.facilitator = make_facilitator_with_account(user=self.people["facilitator"])
        self.inquiry = make_inquiry(partner=self.partner, facilitator=self.facilitator)
        self.contract = make_contract(
            partner=self.partner, facilitator=self.facilitator, day_rate=AMOUNT
        )
        self.document = make_contract_file(self.contract, sha256=documents.sha256(PDF))
        self.offered = make_contract(
            partner=self.partner, facilitator=self.facilitator, status="offered"
        )
        self.to_sign = make_contract_file(self.offered, sha256=documents.sha256(PDF))
        self.note = self.records[Application].notes.create(
            author=self.people["reviewer"], text="Strong."
        )
        application = self.records[Application]
        self.recusal = application.recusals.create(reviewer=make_user(), reason="My employer.")
        self.review = make_review(application)
        self.workshop = make_workshop(partner_year=self.requirement.partner_year)
        self.supply = make_supply(self.workshop)
        self.enrollment = make_enrollment(self.workshop)
        led = {"facilitator": self.facilitator, "status": "confirmed"}
        self.assignment = make_leading(self.workshop, **led)
        self.assignment.changes.create(old="asked", new="confirmed")
        self.led = make_workshop(partner_year=self.requirement.partner_year)
        make_leading(self.led, facilitator=self.facilitator, status="confirmed")
        self.community_event = make_community_event(
            partner=self.partner, is_public=True, day=date(2099, 1, 1)
        )
        self.claim = make_reimbursement(
            AMOUNT, partner_year=self.requirement.partner_year, status="sent"
        )
        self.paper = self.claim.files.create(
            name="receipt.pdf", kind="pdf", size=len(PDF), file=ContentFile(PDF, "r.pdf")
        )
        self.payable = make_payable(AMOUNT, assignment=self.assignment)
        self.line = self.payable.lines.get()
        self.objection = self.line.objections.create(text="It was two days.")
        self.receipt = self.line.files.create(
            name="train.pdf", kind="pdf", size=len(PDF), file=ContentFile(PDF, "t.pdf")
        )
        self.funding = self.partner.other_funding.create(
            school_year=self.requirement.partner_year.program_year.school_year,
            source="Larkspur Fund",
            amount=AMOUNT,
            since=date(2016, 9, 1),
        )
        self.community_event.files.create(
            name="agenda.pdf", kind="pdf", size=len(PDF), file=ContentFile(PDF, "a.pdf")
        )

    def _person(self, name, role):
        if name == OUT:
            return None
        person = make_user(f"{name}@people.example", name=name, is_staff=role is not None)
        if role:
            person.groups.add(Group.objects.get(name=role))
        return person

    def client(self, name):
        client = Client()
        if name != OUT:
            client.force_login(self.people[name])
        return client

    def addresses(self):
        """Return {how a row of the table is called: an address}."""
        found = {}
        for name, path in _patterns(get_resolver()):
            for row, address in self._filled(name, path):
                assert found.setdefault(row, address) == address, row
        return found

    def _filled(self, name, path):
        """Yield (row, address): one for each step where an address names one."""
        if name.endswith("_step"):
            model = path.split("/")[2]
            record = self.records[Region] if model == "region" else self._of(path)
            for step in STEPS[model]:
                yield f"{name} {step.slug}", f"/{path % {'slug': step.slug}}?ids={record.pk}"
            return
        yield name, "/" + path % self._values(name, path)

    def _values(self, name, path):
        key = self._of(path).pk if name.startswith("admin:") and self._of(path) else 0
        draft = self.records[Draft]
        values = {
            "app_label": "core",
            "assignment_pk": self.assignment.pk,
            "at": "faq/",
            "code": draft.code,
            "content_type_id": 1,
            "id": key,
            "invitation": 0,
            "inquiry": self.inquiry.pk,
            "item": 0,
            "key": "set-password",
            "member": self.member.pk,
            "note": self.note.pk,
            "object_id": key,
            "other": 0,
            "pk": key,
            "purpose": "edit",
            "recusal": self.recusal.pk,
            "review": self.review.pk,
            "secret": links.secret(draft, links.Purpose.EDIT)[::-1],
            "slug": "organization",
            "table": "courses",
            "uidb36": "1",
            "url": "nothing-here",
            "version": 1,
            "what": "offer-to-sign",
            "workshop_pk": 0,
            "year": self.requirement.partner_year_id,
        }
        if name == "invitation":
            secret = invitations.secret(self.invitation)
            values |= {"pk": self.invitation.pk, "secret": secret}
        if name.startswith("admin:workshops_spending_"):
            values["table"] = "years"
        if name.startswith("applications:reference"):
            values["pk"] = self.records[ReferenceRequest].pk
        if path.startswith("registration/"):
            values["pk"] = self.registration.pk
        if path.startswith("check-in/"):
            values["pk"] = self.event.pk
        if path.startswith("partner/"):
            values |= self._of_partner()
        if path.startswith("facilitator/workshops/"):
            values["workshop_pk"] = self.workshop.pk
        if path.startswith("workshops/"):
            values["code"] = self.workshop.code
            values["workshop_pk"] = self.led.pk
        if path.startswith("my-workshops/"):
            values |= self._of_money()
        if path.startswith("facilitator/") or name in {
            "facilitators:contract-end",
            "facilitators:contract-sign",
        }:
            values |= {"contract_pk": self.offered.pk, "document_pk": self.to_sign.pk}
            values |= self._of_money()
        if name in {"workshops:community-public", "workshops:community-calendar"}:
            values["pk"] = self.community_event.pk
        if "impact" in name or "dashboard" in name:
            values["table"] = "years"
        if name == "applications:region":
            values["slug"] = "los-angeles-ca"
        return values

    def _of_partner(self):
        """Return what addresses of a partner's pages name: records of the partner, all of them."""
        return {
            "pk": self.partner.pk,
            "requirement": self.requirement.pk,
            "proposal": self.proposal.pk,
            "year": self.requirement.partner_year_id,
            "event_pk": self.community_event.pk,
            "file_pk": self.community_event.files.get().pk,
            "event": self.event.pk,
            "registration": self.registration.pk,
            "file": self.evidence.pk,
            "course": 0,
            "facilitator": self.facilitator.pk,
            "teacher": self.enrollment.teacher_id,
            "row": self.enrollment.pk,
            "call": self.call.pk,
            "contract_pk": self.contract.pk,
            "document_pk": self.document.pk,
            "workshop_pk": self.workshop.pk,
            "item": ChecklistItem.objects.first().pk,
            "supply": self.supply.pk,
            "session_pk": self.workshop.sessions.get().pk,
            "walk_in": 0,
            **self._of_money(),
        }

    def _of_money(self):
        return {
            "request_pk": self.claim.pk,
            "paper_pk": self.paper.pk,
            "cohort_pk": self.claim.cohort_id,
            "payable_pk": self.payable.pk,
            "line_pk": self.line.pk,
            "objection_pk": self.objection.pk,
            "receipt_pk": self.receipt.pk,
            "funding_pk": self.funding.pk,
            "school_year": self.funding.school_year_id,
        }

    def _of(self, path):
        """Return the sample record that an address of the admin is about."""
        parts = path.split("/")
        named = {f"{m._meta.app_label}/{m._meta.model_name}": m for m in self.records}
        model = named.get("/".join(parts[1:3]))
        return self.records.get(model)


def _patterns(resolver, namespace="", path=""):
    """Yield (name, path with %(name)s for each part to fill in) of all addresses."""
    for pattern in resolver.url_patterns:
        [(here, _), *_] = normalize(pattern.pattern.regex.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern, inner, path + here)
        else:
            yield _named(namespace, pattern, path + here), path + here


def _named(namespace, pattern, path):
    """Return a name; Django's admin leaves old and unknown addresses without one."""
    if pattern.name:
        return namespace + pattern.name
    shape = path.replace("%(", "<").replace(")s", ">")
    return f"{namespace}/{shape}"


def outcome(client, address):
    """Return what somebody gets who asks for an address: in one word, and the bytes of the page."""
    page = client.get(address)
    if page.status_code == 302 and page.url.startswith(DOOR):
        let_go(page)
        return at_the_door(client, page.url)
    content = page.getvalue()
    let_go(page)
    if page.status_code in (301, 302):
        return "login" if page.url.startswith("/accounts/login/") else "moved", content
    return str(page.status_code), content


def at_the_door(client, address):
    """Return what the admin's login answers; it is the same wherever somebody was going."""
    if not hasattr(client, "at_the_door"):
        client.at_the_door = outcome(client, address)
    return client.at_the_door


def let_go(page):
    """Close the files of a page; closing the page itself would close the test's database, too."""
    for close in page._resource_closers:
        close()
