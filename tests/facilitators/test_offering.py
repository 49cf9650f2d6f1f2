"""Contracts drawn up, offered, taken back, amended and over, before both have signed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from applications.actions.partnering import close_partnership
from applications.models import SchoolYear
from facilitators import actions, jobs
from facilitators.actions import drafting, offering
from facilitators.lacking import courses_lacking
from facilitators.models import Contract
from plp.core import files
from plp.core.models import Invitation, Message
from plp.core.workflow import TransitionError
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_facilitator_with_account,
    make_template,
)
from tests.make import (
    PDF,
    make_course,
    make_funding_terms,
    make_member,
    make_partner,
    make_partner_year,
    make_school_year,
)

ON = date(2029, 8, 1)


@pytest.fixture
def year(db):
    return make_school_year(2029)


@pytest.fixture
def manager(db):
    return make_member().user


def ready(year, **fields):
    """A draft that can be offered on the day of these tests."""
    defaults = {
        "school_year": year,
        "answer_by": ON,
        "template": make_template(published_at="2029-07-01T12:00Z"),
    }
    return make_contract(**(defaults | fields))


def sent(what):
    return Message.objects.filter(what=what)


def test_offers_a_contract_as_a_kept_pdf_and_writes_to_the_facilitator(year, manager):
    contract = ready(year, facilitator=make_facilitator_with_account(name="Jonas"))

    actions.offer(contract, by=manager, on=ON)

    contract.refresh_from_db()
    [file] = contract.files.all()
    [mail] = sent("contract-offered")
    assert contract.status == Contract.Status.OFFERED
    assert (file.role, file.kind) == ("offer", "pdf")
    assert mail.to == contract.facilitator.email
    assert contract.code in mail.text
    assert "Wednesday, 1 August 2029" in mail.text
    assert f"/facilitator/contracts/{contract.pk}/" in mail.text
    assert not Invitation.objects.filter(kind="facilitator").exists()


def test_invites_a_facilitator_without_an_account_and_says_so(year, manager):
    contract = ready(year)

    actions.offer(contract, by=manager, on=ON)

    assert Invitation.objects.get(kind="facilitator").email == contract.facilitator.email
    assert "You have no account yet" in sent("contract-offered").get().text


def test_answers_come_to_who_drew_it_up_or_else_manages(year):
    partner = make_partner()
    first = make_member(partner)
    drew_up = make_member(partner)
    contract = ready(year, partner=partner, by=drew_up.user)
    actions.offer(contract, by=drew_up.user, on=ON)
    drew_up.delete()

    actions.send_again(contract, on=ON + timedelta(days=30_000))

    replies = sent("contract-offered").order_by("pk").values_list("reply_to", flat=True)
    assert list(replies) == [drew_up.user.email, first.user.email]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"answer_by": ON - timedelta(days=1)}, "last day to sign has passed"),
        ({"answer_by": None}, "last day to sign has passed"),
        ({"first_day": date(2029, 6, 30)}, "not all in the school year"),
        ({"last_day": date(2030, 7, 1)}, "not all in the school year"),
        ({"first_day": date(2029, 7, 1), "last_day": date(2029, 7, 31)}, "Its last day has passed"),
        ({"courses": []}, "Choose at least one course"),
        ({"template": None}, "Choose the text"),
        ({"paper": "outside"}, "Upload the document"),
    ],
)
def test_refuses_what_breaks_a_rule(year, manager, changed, why):
    contract = ready(year, **changed)

    with pytest.raises(TransitionError, match=why):
        actions.offer(contract, by=manager, on=ON)

    contract.refresh_from_db()
    assert contract.status == Contract.Status.DRAFT
    assert not Message.objects.exists()


@pytest.mark.parametrize("changed", [{"published_at": None}, {"is_retired": True}])
def test_refuses_a_text_that_is_not_offered(year, manager, changed):
    template = make_template(**({"published_at": "2029-07-01T12:00Z"} | changed))

    with pytest.raises(TransitionError, match=r"text"):
        actions.offer(ready(year, template=template), by=manager, on=ON)


def test_refuses_a_partner_that_has_ended(year, manager):
    contract = ready(year, partner=make_partner(ended_on=date(2029, 7, 31)))

    with pytest.raises(TransitionError, match="has ended"):
        actions.offer(contract, by=manager, on=ON)
    with pytest.raises(TransitionError, match="has ended"):
        actions.draw_up(Contract(partner=contract.partner), [], by=manager)


@pytest.mark.parametrize(
    ("status", "why"), [("offered", "waits"), ("signed", "waits"), ("in_force", "amendment")]
)
def test_refuses_a_second_one_for_the_year(year, manager, status, why):
    first = make_contract(school_year=year, status=status)
    second = ready(year, partner=first.partner, facilitator=first.facilitator)

    with pytest.raises(TransitionError, match=why):
        actions.offer(second, by=manager, on=ON)


def test_offers_the_same_facilitator_another_year_or_partner(year, manager):
    first = make_contract(school_year=year, status="in_force")
    others = [
        ready(year, facilitator=first.facilitator),
        ready(make_school_year(2030), partner=first.partner, facilitator=first.facilitator),
    ]

    for contract in others:
        actions.offer(contract, by=manager, on=ON)

    assert Contract.objects.out().count() == 2


def test_amends_what_is_in_force_once(year, manager):
    course = make_course()
    first = make_contract(
        school_year=year,
        status="in_force",
        courses=[course],
        template=make_template(published_at="2029-07-01T12:00Z"),
    )

    amendment = actions.amend(first, by=manager)
    again = actions.amend(first, by=manager)
    Contract.objects.filter(pk=amendment.pk).update(answer_by=ON)
    actions.offer(amendment, by=manager, on=ON)

    amendment.refresh_from_db()
    first.refresh_from_db()
    assert again == amendment
    assert amendment.replaces == first
    assert list(amendment.courses.all()) == [course]
    assert (amendment.status, first.status) == ("offered", "in_force")
    assert first.code in sent("contract-offered").get().text


def test_amends_nothing_that_is_not_in_force(year, manager):
    with pytest.raises(TransitionError, match="in force"):
        actions.amend(make_contract(school_year=year, status="signed"), by=manager)


def test_refuses_an_amendment_of_what_has_ended(year, manager):
    amendment = actions.amend(make_contract(school_year=year, status="in_force"), by=manager)
    Contract.objects.filter(pk=amendment.replaces_id).update(status="ended")
    Contract.objects.filter(pk=amendment.pk).update(
        answer_by=ON, template=make_template(published_at="2029-07-01T12:00Z")
    )

    with pytest.raises(TransitionError, match="not in force any more"):
        actions.offer(amendment, by=manager, on=ON)


def test_draws_up_the_same_once(year, manager):
    said = {
        "partner": make_partner(),
        "facilitator": make_facilitator_with_account(),
        "school_year": year,
        "template": make_template(),
        "day_rate": Decimal("512.50"),
        "first_day": year.first_day,
        "last_day": year.last_day,
        "answer_by": ON,
    }
    course = make_course()

    first = actions.draw_up(Contract(**said), [course], by=manager)
    again = actions.draw_up(Contract(**said), [course], by=manager)

    assert again == first
    assert len(first.code) == len("K7M4-PXQ")


def test_draws_up_another_one_for_other_courses(year, manager):
    said = {
        "partner": make_partner(),
        "facilitator": make_facilitator_with_account(),
        "school_year": year,
        "day_rate": 500,
        "first_day": year.first_day,
        "last_day": year.last_day,
    }

    one, other = (actions.draw_up(Contract(**said), [make_course()], by=manager) for _ in range(2))

    assert one != other


def test_changes_a_draft_with_its_days(year):
    contract = make_contract(school_year=year)
    contract.last_day, contract.answer_by, contract.day_rate = ON, ON, Decimal("450.05")
    course = make_course()

    drafting.change_draft(contract, [course])

    contract.refresh_from_db()
    assert (contract.last_day, contract.answer_by) == (ON, ON)
    assert contract.day_rate == Decimal("450.05")
    assert list(contract.courses.all()) == [course]
    assert contract.history.first().last_day == ON


def test_leaves_what_was_offered_as_it_was(year, manager):
    contract = make_contract(school_year=year, status="offered")
    seen = Contract.objects.get(pk=contract.pk)
    seen.day_rate = 1

    with pytest.raises(TransitionError, match="stays as it was"):
        drafting.change_draft(seen, [])

    contract.refresh_from_db()
    assert contract.day_rate == 500


@pytest.mark.parametrize(("status", "mails"), [("draft", 0), ("offered", 1), ("signed", 1)])
def test_withdraws_what_not_both_have_signed(year, manager, status, mails):
    contract = make_contract(school_year=year, status=status)

    actions.withdraw(contract, by=manager, reason="Somebody else leads it.")

    contract.refresh_from_db()
    assert contract.status == Contract.Status.WITHDRAWN
    assert contract.changes.get().note == "Somebody else leads it."
    assert sent("contract-withdrawn").count() == mails


@pytest.mark.parametrize("status", ["in_force", "ended", "declined", "expired", "withdrawn"])
def test_withdraws_nothing_that_is_in_force_or_over(year, manager, status):
    with pytest.raises(TransitionError):
        actions.withdraw(make_contract(school_year=year, status=status), by=manager, reason="No.")

    assert not Message.objects.exists()


@pytest.mark.parametrize("status", ["offered", "signed"])
def test_expires_after_the_last_day_and_tells_both_sides_once(year, status):
    contract = make_contract(school_year=year, status=status, answer_by=ON)
    member = make_member(contract.partner)

    jobs.expire_contracts(ON)
    assert Contract.objects.get().status == status
    for _ in range(2):
        jobs.expire_contracts(ON + timedelta(days=1))

    assert Contract.objects.get().status == Contract.Status.EXPIRED
    told = set(sent("contract-expired").values_list("to", flat=True))
    assert told == {contract.facilitator.email, member.user.email}
    with pytest.raises(TransitionError):
        actions.expire(contract, on=ON + timedelta(days=2))


def test_reminds_whoever_has_not_signed_once(year):
    offered = make_contract(school_year=year, status="offered", answer_by=ON)
    signed = make_contract(school_year=year, status="signed", answer_by=ON)
    signs = make_member(signed.partner, may_manage=False, may_sign=True)
    make_member(signed.partner)

    jobs.remind_who_has_not_signed(ON - timedelta(days=4))
    assert not sent("contract-expires").exists()
    for before in [3, 2, 0]:
        jobs.remind_who_has_not_signed(ON - timedelta(days=before))

    told = set(sent("contract-expires").values_list("to", flat=True))
    assert told == {offered.facilitator.email, signs.user.email}
    assert sent("contract-expires").count() == 2


def test_asks_no_facilitator_to_sign_for_the_partner(year):
    facilitator = make_facilitator_with_account()
    contract = make_contract(
        school_year=year, facilitator=facilitator, status="signed", answer_by=ON
    )
    make_member(contract.partner, user=facilitator.user, may_sign=True)
    signatory = make_member(contract.partner, may_sign=True).user

    jobs.remind_who_has_not_signed(ON)

    assert [mail.to for mail in sent("contract-expires")] == [signatory.email]


def test_sends_the_mail_again_once_a_day(year, manager):
    contract = ready(year)
    actions.offer(contract, by=manager, on=ON)
    later = ON + timedelta(days=30_000)

    actions.send_again(contract, on=later)
    with pytest.raises(TransitionError, match="gone today"):
        actions.send_again(contract, on=later)

    assert sent("contract-offered").count() == 2


def test_keeps_the_paper_signed_outside_in_the_place_of_an_earlier_one(year, manager):
    contract = ready(year, paper="outside", template=None)

    for content in [PDF, PDF + b"\n"]:
        drafting.add_document(contract, SimpleUploadedFile("district.pdf", content))
    actions.offer(contract, by=manager, on=ON)

    [file] = contract.files.all()
    assert (file.role, file.name, file.size) == ("outside", "district.pdf", len(PDF) + 1)


def test_takes_only_a_pdf_signed_outside_and_only_for_a_draft(year):
    contract = ready(year, paper="outside", status="offered")

    with pytest.raises(files.NotTaken):
        drafting.add_document(contract, SimpleUploadedFile("a.txt", b"Text."))
    with pytest.raises(TransitionError):
        drafting.add_document(contract, SimpleUploadedFile("a.pdf", PDF))

    assert not contract.files.exists()


def test_staff_let_it_be_signed_without_an_accreditation(year, manager):
    contract = make_contract(school_year=year, status="signed")

    actions.let_sign(contract, by=manager, reason="Accredited by paper.")

    contract.refresh_from_db()
    assert (contract.override_reason, contract.override_by) == ("Accredited by paper.", manager)
    with pytest.raises(TransitionError):
        actions.let_sign(make_contract(status="in_force"), by=manager, reason="Late.")


def test_says_which_courses_no_accreditation_covers(year):
    held, ended, revoked, lacked = (make_course() for _ in range(4))
    contract = make_contract(school_year=year, courses=[held, ended, revoked, lacked])
    of = {"facilitator": contract.facilitator}
    make_accreditation(course=held, first_day=ON, last_day=ON, **of)
    make_accreditation(course=ended, first_day=date(2029, 1, 1), last_day=date(2029, 7, 31), **of)
    make_accreditation(
        course=revoked,
        first_day=date(2029, 1, 1),
        last_day=ON,
        revoked_from=ON,
        revoke_reason="Left.",
        **of,
    )
    make_accreditation(course=lacked, first_day=ON, last_day=ON)  # somebody else's

    assert courses_lacking(contract, ON) == [ended, revoked, lacked]


def test_suggests_what_the_terms_in_force_say(year):
    partner_year = make_partner_year()
    program, school_year = partner_year.program_year.program, partner_year.program_year.school_year
    before, begins = school_year.first_day - timedelta(days=1), school_year.first_day
    make_funding_terms(program=program, from_day=before, facilitator_day_rate=500)
    begun = make_funding_terms(program=program, from_day=begins, facilitator_day_rate=520)
    later = begins + timedelta(days=1)
    newest = make_funding_terms(program=program, from_day=later, facilitator_day_rate=600)

    assert drafting.suggesting_terms(partner_year.partner, school_year, before) == begun
    assert drafting.suggesting_terms(partner_year.partner, school_year, later) == newest
    assert drafting.suggesting_terms(make_partner(), school_year, later) is None


def test_the_end_of_a_partnership_withdraws_what_not_both_have_signed(year):
    partner = make_partner(ends_on=ON)
    statuses = ["draft", "offered", "signed", "in_force"]
    for status in statuses:
        make_contract(partner=partner, school_year=year, status=status)

    close_partnership(partner, on=ON + timedelta(days=1))

    now = partner.contracts.order_by("pk").values_list("status", flat=True)
    assert list(now) == ["withdrawn", "withdrawn", "withdrawn", "in_force"]
    assert sent("contract-withdrawn").count() == 2


@given(
    first=st.integers(-400, 400),
    length=st.integers(0, 400),
    answer=st.integers(-5, 5),
)
def test_days_are_offered_exactly_when_inside_the_year_and_not_past(first, length, answer):
    year = SchoolYear(first_day=date(2029, 7, 1), last_day=date(2030, 6, 30))
    begins = year.first_day + timedelta(days=first)
    contract = Contract(
        school_year=year,
        first_day=begins,
        last_day=begins + timedelta(days=length),
        answer_by=ON + timedelta(days=answer),
    )

    is_inside = year.first_day <= begins and contract.last_day <= year.last_day
    is_due = contract.last_day >= ON and answer >= 0
    assert (offering.why_not_of_days(contract, ON) == "") == (is_inside and is_due)


def test_sending_again_invites_anew_whose_invitation_has_expired(year, manager):
    contract = ready(year)
    actions.offer(contract, by=manager, on=ON)
    past = timezone.now() - timedelta(days=1)
    Invitation.objects.update(invited_at=past - timedelta(days=14), expires_at=past)

    actions.send_again(contract, on=ON + timedelta(days=30_000))

    assert sent("facilitator-invited").count() == 2
