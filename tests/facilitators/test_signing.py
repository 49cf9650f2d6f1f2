"""Signing: what each side may do, what it leaves behind, and each thing that is refused."""

import logging
from datetime import date

import pytest

from facilitators import documents
from facilitators.actions import offering, signing
from facilitators.consent import is_name_of, sentence
from facilitators.jobs import end_contracts
from facilitators.models import Contract, Signature
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.facilitators.make import make_contract
from tests.facilitators.signing import LAST, ON, Parties
from tests.make import make_user

pytestmark = pytest.mark.django_db


def mails(what):
    return {message.to: message for message in Message.objects.filter(what=what)}


def refuses(step, why, caplog, contract):
    """Assert that a step is refused in words, logged, and changes nothing."""
    before = Contract.objects.get(pk=contract.pk).status, contract.signatures.count()
    with (
        caplog.at_level(logging.WARNING, "facilitators.signing"),
        pytest.raises(TransitionError, match=why) as caught,
    ):
        step()
    [record] = [r for r in caplog.records if r.name == "facilitators.signing"]
    assert f"contract {contract.pk} by user" in record.getMessage()
    after = Contract.objects.get(pk=contract.pk).status, contract.signatures.count()
    assert after == before
    return caught.value


def test_the_facilitator_signs_what_they_have_read():
    parties = Parties()

    signature = parties.sign(name="jonas  TINDERBOX")

    assert parties.contract.status == "signed"
    assert signature.name == "jonas  TINDERBOX"
    assert signature.sha256 == parties.document.sha256
    assert signature.address == "203.0.113.7"
    assert signature.consent == sentence(parties.contract, "facilitator")
    message = mails("contract-signed")[parties.signatory.email]
    assert f"/partner/{parties.partner.pk}/contracts/{parties.contract.pk}/sign/" in message.text
    assert message.reply_to == parties.manager.email
    assert mails("contract-signed").keys() == {parties.signatory.email}


def test_the_signature_for_the_partner_puts_it_in_force_and_keeps_the_document():
    parties = Parties("signed")

    parties.sign_for_partner()

    assert parties.contract.status == "in_force"
    kept = parties.contract.files.get(role="signed")
    assert documents.read(kept) == documents.signed_pdf(parties.contract)
    told = mails("contract-in-force")
    assert told.keys() == {
        parties.facilitator.email,
        parties.signatory.email,
        parties.manager.email,
    }
    assert f"/facilitator/contracts/{parties.contract.pk}/" in told[parties.facilitator.email].text
    assert {each.attachment for each in told.values()} == {f"contract:{parties.contract.pk}"}


def test_the_mail_brings_the_document_unless_it_was_altered():
    from facilitators.emails.signing import signed_document

    parties = Parties("in_force")
    kept = parties.contract.files.get(role="signed")

    assert signed_document(str(parties.contract.pk)).content == documents.read(kept)

    kept.file.storage.delete(kept.file.name)

    assert signed_document(str(parties.contract.pk)) is None


def test_a_contract_that_was_signed_outside_is_confirmed_by_both_once():
    parties = Parties(paper="outside")

    parties.sign()
    parties.sign_for_partner()

    assert parties.contract.status == "in_force"
    assert [file.role for file in parties.contract.files.all()] == ["outside"]
    first, second = parties.contract.signatures.all()
    assert "I have signed it" in first.consent
    assert "Larkspur Office" in second.consent


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("José Núñez", True),
        ("jose nunez", True),
        ("  JOSÉ\tNuñez ", True),
        ("José Nuñe", False),
        ("", False),
        ("-", False),
    ],
)
def test_a_name_is_compared_without_case_spaces_and_accents(typed, fits):
    assert is_name_of(typed, "José Núñez", "") is fits


def test_any_name_will_do_where_we_know_none():
    assert is_name_of("Anybody", "")
    assert not is_name_of(" ", "")


@pytest.mark.parametrize(
    ("said", "why", "field"),
    [
        ({"name": "Somebody Else"}, "Type your name as we know it: Jonas Tinderbox", "name"),
        ({"consent": ""}, "Tick this to sign", "agrees"),
        ({"consent": "I agree to something else."}, "Tick this to sign", "agrees"),
        ({"sha256": "0" * 64}, "The text has changed", None),
        ({"on": date(2016, 4, 23)}, "last day to sign has passed", None),
    ],
)
def test_refuses_a_signature_that_is_not_whole(said, why, field, caplog):
    parties = Parties()

    error = refuses(lambda: parties.sign(**said), why, caplog, parties.contract)

    assert getattr(error, "field", None) == field
    assert not mails("contract-signed")


def test_takes_a_signature_on_the_last_day():
    parties = Parties()

    parties.sign(on=LAST)
    parties.sign_for_partner(on=LAST)

    assert parties.contract.status == "in_force"


def test_refuses_to_sign_twice(caplog):
    parties = Parties("signed")

    refuses(parties.sign, "has signed it already", caplog, parties.contract)


def test_refuses_to_sign_for_the_partner_twice(caplog):
    parties = Parties("in_force")

    refuses(parties.sign_for_partner, "signed by both already", caplog, parties.contract)


def test_refuses_to_sign_for_the_partner_first(caplog):
    parties = Parties()

    refuses(parties.sign_for_partner, "facilitator has not signed", caplog, parties.contract)


def test_refuses_somebody_elses_contract(caplog):
    parties, others = Parties(), Parties(school_year=make_contract().school_year)

    refuses(lambda: parties.sign(by=others.facilitator.user), "not yours", caplog, parties.contract)


def test_refuses_to_sign_for_a_facilitator_without_an_account(caplog):
    parties = Parties()
    parties.facilitator.user = None
    parties.facilitator.save()

    refuses(lambda: parties.sign(by=make_user()), "not yours", caplog, parties.contract)


@pytest.mark.parametrize("status", ["offered", "signed"])
def test_refuses_after_withdrawal(status, caplog):
    parties = Parties(status)
    offering.withdraw(parties.contract, by=parties.manager, reason="Not this year.")
    step = parties.sign if status == "offered" else parties.sign_for_partner

    refuses(step, "has withdrawn it", caplog, parties.contract)


def test_refuses_the_manager_who_has_no_right_to_sign(caplog):
    parties = Parties("signed")

    refuses(
        lambda: parties.sign_for_partner(by=parties.manager), "no right", caplog, parties.contract
    )


def test_refuses_the_signatory_of_another_partner(caplog):
    parties = Parties("signed")
    stranger = Parties(school_year=make_contract().school_year).signatory

    refuses(lambda: parties.sign_for_partner(by=stranger), "no right", caplog, parties.contract)


def test_a_facilitator_never_signs_for_the_partner(caplog):
    parties = Parties("signed")
    parties.partner.memberships.create(user=parties.facilitator.user, may_sign=True)

    refuses(
        lambda: parties.sign_for_partner(by=parties.facilitator.user),
        "somebody else signs",
        caplog,
        parties.contract,
    )


def test_who_signed_as_facilitator_never_signs_for_the_partner_with_the_account_taken_away(caplog):
    parties = Parties("signed")
    jonas = parties.facilitator.user
    parties.partner.memberships.create(user=jonas, may_sign=True)
    parties.facilitator.user = None
    parties.facilitator.save()

    refuses(
        lambda: parties.sign_for_partner(by=jonas), "somebody else signs", caplog, parties.contract
    )


def test_refuses_where_the_partnership_has_ended(caplog):
    parties = Parties("signed")
    parties.partner.ended_on = date(2016, 6, 1)
    parties.partner.save()

    refuses(parties.sign_for_partner, "partnership has ended", caplog, parties.contract)


def test_refuses_without_an_accreditation_until_staff_let_it(caplog):
    parties = Parties("signed", is_accredited=False)
    refuses(parties.sign_for_partner, "is not accredited for", caplog, parties.contract)

    offering.let_sign(parties.contract, by=make_user(), reason="It is on its way.")
    parties.sign_for_partner()

    assert parties.contract.status == "in_force"


def test_refuses_to_sign_a_document_that_was_altered(caplog):
    parties = Parties()
    parties.document.file.storage.delete(parties.document.file.name)

    refuses(parties.sign, "not as we kept it", caplog, parties.contract)


def test_says_nothing_secret_in_the_log(caplog):
    parties = Parties()

    refuses(lambda: parties.sign(name="Somebody Else"), "Type your name", caplog, parties.contract)

    assert parties.document.sha256 not in caplog.text
    assert parties.facilitator.user.email not in caplog.text


def amended(parties, **fields):
    """An amendment of the contract, offered."""
    amendment = make_contract(
        **{
            "partner": parties.partner,
            "facilitator": parties.facilitator,
            "school_year": parties.contract.school_year,
            "courses": list(parties.contract.courses.all()),
            "replaces": parties.contract,
            "answer_by": LAST,
            "status": "offered",
        }
        | fields
    )
    parties.document = documents.keep(
        amendment, "offer", documents.offer_pdf(amendment), "contract.pdf"
    )
    replaced, parties.contract = parties.contract, amendment
    return replaced


def test_an_amendment_ends_what_it_replaces_on_the_day_before():
    parties = Parties("in_force")
    replaced = amended(parties, first_day=date(2016, 10, 1))

    parties.sign()
    replaced.refresh_from_db()
    assert replaced.status == "in_force"
    parties.sign_for_partner()

    replaced.refresh_from_db()
    assert (replaced.status, replaced.last_day) == ("ended", date(2016, 9, 30))
    assert replaced.changes.last().note == f"Replaced by contract {parties.contract.code}."
    assert Contract.objects.covering(date(2016, 10, 1)).get() == parties.contract
    assert Contract.objects.covering(date(2016, 9, 30)).get() == replaced


def test_an_amendment_of_all_its_days_leaves_it_its_first():
    parties = Parties("in_force")
    replaced = amended(parties)

    parties.sign()
    parties.sign_for_partner()

    replaced.refresh_from_db()
    assert replaced.last_day == replaced.first_day
    assert Contract.objects.covering(replaced.first_day).get() == parties.contract


def test_refuses_a_second_contract_in_force(caplog):
    parties = Parties("in_force")
    amended(parties, replaces=None)
    parties.sign()

    refuses(parties.sign_for_partner, "in force already", caplog, parties.contract)

    assert parties.contract.files.count() == 1


def test_a_facilitator_declines_with_a_reason():
    parties = Parties()

    signing.decline(parties.contract, by=parties.facilitator.user, reason="No time this year.")

    assert parties.contract.status == "declined"
    assert parties.contract.changes.last().note == "No time this year."
    told = mails("contract-declined")
    assert told.keys() == {parties.manager.email}
    assert "No time this year." in told[parties.manager.email].text


def test_declines_only_ones_own_and_only_before_signing(caplog):
    parties = Parties("signed")
    by = parties.facilitator.user

    refuses(
        lambda: signing.decline(parties.contract, by=parties.manager, reason="No."),
        "not yours",
        caplog,
        parties.contract,
    )
    caplog.clear()
    refuses(
        lambda: signing.decline(parties.contract, by=by, reason="No."),
        "has signed it already",
        caplog,
        parties.contract,
    )


def end_early(parties, last_day):
    signing.end_early(
        parties.contract, by=parties.manager, last_day=last_day, reason="She moves.", on=ON
    )


def test_ending_early_keeps_what_was_led_until_then():
    parties = Parties("in_force")

    end_early(parties, date(2016, 12, 31))

    assert parties.contract.status == "ended"
    covering = Contract.objects.covering
    assert covering(date(2016, 12, 31)).exists()
    assert not covering(date(2017, 1, 1)).exists()
    told = mails("contract-ended")
    assert told.keys() == {
        parties.facilitator.email,
        parties.signatory.email,
        parties.manager.email,
    }
    assert "Saturday, 31 December 2016" in told[parties.facilitator.email].text
    assert "She moves." in told[parties.facilitator.email].text


@pytest.mark.parametrize("day", [date(2016, 6, 30), date(2017, 7, 1)])
def test_refuses_a_last_day_that_it_does_not_cover(day, caplog):
    parties = Parties("in_force")

    error = refuses(
        lambda: end_early(parties, day), "Choose a day that it covers", caplog, parties.contract
    )

    assert error.field == "last_day"


def test_refuses_to_end_what_is_not_in_force(caplog):
    parties = Parties("signed")

    refuses(
        lambda: end_early(parties, date(2016, 12, 31)), "not in force", caplog, parties.contract
    )


def test_a_contract_ends_after_its_last_day_and_once():
    parties = Parties("in_force")

    end_contracts(date(2017, 6, 30))
    assert Contract.objects.get(pk=parties.contract.pk).status == "in_force"
    end_contracts(date(2017, 7, 1))
    end_contracts(date(2017, 7, 1))

    ended = Contract.objects.get(pk=parties.contract.pk)
    assert ended.status == "ended"
    assert ended.changes.filter(new="ended").count() == 1
    assert not mails("contract-ended")


def test_signatures_are_of_different_people_in_the_database_too():
    parties = Parties("in_force")

    assert Signature.objects.values("user").distinct().count() == 2
    assert parties.contract.signatures.count() == 2
