"""Contracts at their edges: papers left over, drafts changed, days covered twice, people gone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from facilitators import actions, verifying
from facilitators.actions import drafting, offering, signing
from facilitators.emails.signing import signed_document
from facilitators.models import Contract
from facilitators.views.finding import find_one
from plp.core.models import Invitation, Message
from plp.core.money import DollarsField
from plp.core.privacy.registry import StandIn
from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.facilitators.make import (
    make_contract,
    make_contract_file,
    make_facilitator,
    make_facilitator_with_account,
    make_template,
)
from tests.facilitators.signing import ON, Parties
from tests.make import PDF, make_course, make_member, make_partner, make_school_year, make_user

pytestmark = pytest.mark.django_db

DAY = date(2029, 8, 1)


@pytest.fixture
def year(db):
    return make_school_year(2029)


def ready(year, **fields):
    text = make_template(published_at="2029-07-01T12:00Z")
    return make_contract(**({"school_year": year, "answer_by": DAY, "template": text} | fields))


# Papers


def test_an_upload_that_was_left_when_the_paper_changed_is_not_what_both_signed():
    parties = Parties()
    left = make_contract_file(parties.contract, role="outside", sha256="ab" * 32)
    parties.sign()
    parties.sign_for_partner()

    is_signed, words = verifying.verdict(left.sha256)

    assert not is_signed
    assert words == verifying.UNKNOWN
    kept = parties.contract.files.get(role="signed")
    assert signed_document(str(parties.contract.pk)).name == kept.name


def test_an_upload_goes_once_the_contract_is_to_be_signed_here(year, commit):
    contract = ready(year, paper="outside")
    drafting.add_document(contract, SimpleUploadedFile("paper.pdf", PDF))
    contract.paper = Contract.Paper.ONLINE

    with commit():
        drafting.change_draft(contract, contract.courses.all())

    assert not contract.files.exists()


# Drafts


def test_a_second_draft_for_another_course_is_a_draft_of_its_own(year):
    manager, partner, facilitator = make_user(), make_partner(), make_facilitator()
    courses = [make_course(), make_course()]

    def drawn_up(course):
        draft = Contract(
            partner=partner,
            facilitator=facilitator,
            school_year=year,
            day_rate=500,
            first_day=year.first_day,
            last_day=year.last_day,
        )
        return drafting.draw_up(draft, [course], by=manager)

    first, again, other = drawn_up(courses[0]), drawn_up(courses[0]), drawn_up(courses[1])

    assert first == again
    assert other != first
    assert [*other.courses.all()] == [courses[1]]


@pytest.mark.parametrize("changed", ["courses", "days", "terms"])
def test_what_staff_let_be_signed_is_not_let_for_other_courses_or_days(year, changed):
    contract, staff = ready(year), make_user()
    offering.let_sign(contract, by=staff, reason="They are accredited next week.")
    contract = Contract.objects.get(pk=contract.pk)
    courses = [*contract.courses.all()]
    match changed:
        case "courses":
            courses = [make_course()]
        case "days":
            contract.last_day = date(2030, 3, 1)
        case "terms":
            contract.terms = "Lunch is paid."

    drafting.change_draft(contract, courses)

    contract.refresh_from_db()
    is_kept = changed == "terms"
    assert bool(contract.override_reason) == is_kept
    assert contract.override_by == (staff if is_kept else None)


def test_nothing_is_offered_to_somebody_who_was_erased(year):
    erased = make_facilitator(name="[erased]", email=StandIn(7).email)
    contract = ready(year, facilitator=erased)

    with pytest.raises(TransitionError, match="asked to be erased"):
        offering.offer(contract, by=make_user(), on=DAY)

    assert not Invitation.objects.exists()


# Mails


def test_sending_again_brings_whoever_has_no_account_a_link_that_opens(year, time_machine):
    time_machine.move_to("2029-08-01T19:00Z")
    manager = make_member().user
    contract = ready(year, answer_by=DAY + timedelta(days=60))
    offering.offer(contract, by=manager, on=DAY)
    time_machine.move_to("2029-09-01T19:00Z")

    offering.send_again(contract, by=manager, on=date(2029, 9, 1))

    assert Invitation.objects.get().state == Invitation.State.WAITING
    assert Message.objects.filter(what="facilitator-invited").count() == 2


def test_an_offer_brings_the_link_that_it_speaks_of_also_to_who_was_invited_before(year):
    manager = make_member().user
    contract = ready(year)
    actions.invite_facilitator(contract.facilitator, by=manager)

    offering.offer(contract, by=manager, on=DAY)

    assert "another mail from us has the link" in Message.objects.get(what="contract-offered").text
    assert Message.objects.filter(what="facilitator-invited").count() == 2
    assert Invitation.objects.count() == 1


# Days


def test_the_day_that_an_amendment_covers_too_is_the_amendments():
    parties = Parties("in_force")
    first = parties.contract
    kept = {name: getattr(first, name) for name in [*drafting.KEPT, "by", "answer_by"]}
    second = Parties(**kept, replaces=first, courses=[*first.courses.all()])
    parties.contract, parties.document = second.contract, second.document
    parties.sign()
    parties.sign_for_partner()

    assert [*Contract.objects.covering(first.first_day)] == [second.contract]


def test_a_new_contract_leaves_the_days_that_an_ended_one_covers(year):
    ended = make_contract(school_year=year, status="ended", last_day=date(2030, 3, 31))
    of_both = {"partner": ended.partner, "facilitator": ended.facilitator}
    overlapping = ready(year, **of_both, first_day=date(2030, 3, 31))
    after = ready(year, **of_both, first_day=date(2030, 4, 1))

    assert f"{ended.code} covers" in offering.why_not_offered(overlapping, DAY)
    assert not offering.why_not_offered(after, DAY)


# Amounts


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("$1,512.50", Decimal("1512.50")),
        ("1,250,000", Decimal(1250000)),
        ("512.50", Decimal("512.50")),
        (".5", Decimal("0.5")),
        ("512,50", None),
        ("1,5", None),
        ("1,2345", None),
        ("1.512,50", None),
        ("5_0", None),
        ("NaN", None),
        ("1e9", None),
        ("-1", None),
        ("0.001", None),
        (".", None),
    ],
)
def test_a_comma_parts_thousands_and_nothing_else(typed, amount):
    field = DollarsField(max_digits=9, min_value=0)
    try:
        found = field.clean(typed)
    except ValidationError:
        found = None
    assert found == amount


# Who sees what


def test_a_page_for_the_partner_never_shows_the_address_of_a_facilitators_account(client):
    parties = Parties()
    parties.jonas.name = ""
    parties.jonas.save()
    parties.sign(name="Jonas Tinderbox")
    client.force_login(parties.manager)

    page = client.get(
        reverse("facilitators:contract", args=[parties.partner.pk, parties.contract.pk])
    )

    assert parties.jonas.email not in page.content.decode()
    assert "<strong>Signed by the facilitator</strong>, Jonas Tinderbox" in said(page)


def test_a_draft_that_was_withdrawn_shows_nobody_who_is_not_listed(rf):
    contract = make_contract(facilitator=make_facilitator_with_account())
    offering.withdraw(contract, by=None, reason="Drawn up by mistake.")
    type(contract.facilitator).objects.update(is_listed=False)

    with pytest.raises(Exception, match="No facilitator whom you can find"):
        find_one(contract.partner, contract.facilitator_id)


def test_the_consent_that_is_kept_is_the_one_that_was_read(client, time_machine):
    time_machine.move_to("2016-04-11 12:00 -0700", tick=False)
    parties = Parties("signed")
    sent = parties.posted("partner")
    type(parties.partner).objects.update(organization="Another Office")
    client.force_login(parties.signatory)
    address = reverse("facilitators:contract-sign", args=[parties.partner.pk, parties.contract.pk])

    page = client.post(address, sent)

    assert page.context["form"].errors["agrees"]
    assert parties.contract.signatures.count() == 1
    assert "Another Office" in page.content.decode()
    assert parties.contract.answer_by >= ON
    assert Contract.objects.get().status == signing.Status.SIGNED
