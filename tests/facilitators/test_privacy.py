"""What is held of facilitators: found, exported, erased, and not kept for ever."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from django.utils import timezone

from applications.models import SchoolYear
from facilitators.actions import invite_facilitator
from facilitators.models import (
    Accreditation,
    Contract,
    ContractFile,
    Facilitator,
    Inquiry,
    Signature,
    Suggestion,
    Unavailability,
)
from plp.core import history
from plp.core.days import PACIFIC
from plp.core.models import Invitation
from plp.core.privacy.person import Person, erase, export
from plp.core.privacy.registry import StandIn, is_nowhere
from plp.core.privacy.retaining import enforce_retention
from plp.core.workflow import TransitionError
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_contract_file,
    make_facilitator,
    make_inquiry,
    make_signature,
    make_suggestion,
    make_unavailability,
)
from tests.make import PDF, make_school_year, make_user

pytestmark = pytest.mark.django_db

EMAIL, NAME = "jonas@tinder.example", "Jonas Tinderbox"


@pytest.fixture
def jonas():
    user = make_user(EMAIL, name=NAME)
    return make_facilitator(
        user=user, email=EMAIL, name=NAME, phone="+14155552699", home_zip="97701", bio="Led clubs."
    )


def sections(email=EMAIL):
    return {section.title: section.rows for section in Person(email).sections}


def fates():
    return {title: {str(row.fate) for row in rows} for title, rows in sections().items()}


def gone(by, commit, names=(NAME,)):
    with commit():
        return erase(Person(EMAIL), by=by, names=names)


def ended_contract(facilitator, **fields):
    contract = make_contract(facilitator=facilitator, status="ended", **fields)
    make_contract_file(contract)
    make_signature(contract, user=facilitator.user or make_user(), name=NAME)
    return contract


# Found and exported


def test_a_facilitator_is_found_with_all_that_is_held_of_them(jonas):
    make_accreditation(facilitator=jonas)
    make_unavailability(facilitator=jonas, note="My sister marries.")
    make_inquiry(facilitator=jonas, says="no", answer="I am away.", answered_at=timezone.now())
    make_suggestion(email=EMAIL, why="Leads the best meetups.")
    ended_contract(jonas)

    found = sections()

    [person] = found["Facilitators"]
    assert person.says["Home ZIP code"] == "97701"
    assert person.says["About them"] == "Led clubs."
    assert found["Days they cannot come"][0].says["Note"] == "My sister marries."
    assert found["Questions about dates"][0].says["Answer in words"] == "I am away."
    assert found["Suggested facilitators"][0].says["Why"] == "Leads the best meetups."
    assert found["Signatures"][0].says["Name as typed"] == NAME
    assert found["Accreditations"][0].says["Valid"] == "1 July 2016 – 30 June 2018"


def test_the_documents_of_contracts_are_exported_byte_for_byte(jonas):
    ended_contract(jonas)

    with ZipFile(BytesIO(b"".join(export(Person(EMAIL))))) as archive:
        assert archive.read("files/1-contract.pdf") == PDF


# Erased


def test_whom_nothing_needs_goes_whole(jonas, administrator, commit):
    make_unavailability(facilitator=jonas)
    make_inquiry(facilitator=jonas)
    make_suggestion(email=EMAIL)
    assert fates() == {
        "Facilitators": {"deleted"},
        "Days they cannot come": {"deleted"},
        "Questions about dates": {"deleted"},
        "Suggested facilitators": {"deleted"},
        "Accounts": {"blanked"},
    }

    gone(administrator, commit)

    for model in (Facilitator, Unavailability, Inquiry, Suggestion):
        assert not model.objects.exists()
    for model in (Facilitator, Unavailability, Suggestion):
        assert not history.of(model).exists()


def test_who_was_accredited_stays_as_a_number_without_a_name(jonas, administrator, commit):
    make_accreditation(
        facilitator=jonas, revoked_from=date(2017, 1, 1), revoke_reason="Was rude to teachers."
    )
    make_unavailability(facilitator=jonas)

    made = gone(administrator, commit)

    jonas.refresh_from_db()
    assert (jonas.name, jonas.email) == ("[erased]", StandIn(made.pk).email)
    assert (jonas.phone, jonas.home_zip, jonas.bio) == ("", "", "")
    assert not jonas.is_listed
    assert jonas.calendar_version == 2
    assert {row.bio for row in history.of(Facilitator)} == {""}
    assert {row.name for row in history.of(Facilitator)} == {"[erased]"}
    assert not history.of(Unavailability).exists()
    assert Accreditation.objects.get().revoke_reason == "[erased]"
    assert {row.revoke_reason for row in history.of(Accreditation)} == {"[erased]"}


def test_contracts_stay_with_their_documents_and_signatures(jonas, administrator, commit):
    with commit():
        contract = ended_contract(jonas)
    file = ContractFile.objects.get()
    assert fates()["Contracts"] == {"stays"}

    gone(administrator, commit)

    contract.refresh_from_db()
    signature = contract.signatures.get()
    assert contract.facilitator.name == "[erased]"
    assert (signature.name, signature.consent) == ("[erased]", "I agree.")
    assert Path(file.file.path).read_bytes() == PDF


def test_a_typed_name_is_blanked_also_where_staff_leave_it_out(jonas, administrator, commit):
    ended_contract(jonas)

    gone(administrator, commit, names=[])

    assert Signature.objects.get().name == "[erased]"


@pytest.mark.parametrize("status", ["offered", "signed", "in_force"])
def test_nobody_is_erased_as_long_as_a_contract_binds_them(jonas, administrator, status):
    make_contract(facilitator=jonas, status=status)

    with pytest.raises(TransitionError, match="End it or withdraw it first"):
        erase(Person(EMAIL), by=administrator, names=[])

    jonas.refresh_from_db()
    assert jonas.name == NAME


def test_an_address_they_had_before_is_erased_with_them(jonas, administrator, commit):
    make_accreditation(facilitator=jonas)
    jonas.user.email = "jonas@new.example"
    jonas.user.save()

    with commit():
        erase(Person("jonas@new.example"), by=administrator, names=[])

    assert not history.of(Facilitator).filter(email=EMAIL).exists()


def test_an_invitation_of_somebody_erased_opens_nothing(administrator, commit):
    invite_facilitator(make_facilitator(email=EMAIL, name=NAME), by=administrator)

    gone(administrator, commit)

    assert not Invitation.objects.exists()


def test_of_who_asked_for_a_partner_only_their_words_go(administrator, commit):
    dana = make_user(EMAIL, name="Dana Whitlock")
    make_inquiry(by=dana, message="Bring your cables.")

    gone(administrator, commit, names=[])

    assert Inquiry.objects.get().message == "[erased]"


def test_who_suggested_somebody_else_is_only_named(administrator, commit):
    make_suggestion(by=make_user(EMAIL, name="Dana Whitlock"))
    assert fates()["Suggested facilitators"] == {"stays"}

    gone(administrator, commit, names=[])

    assert Suggestion.objects.get().by.name == "A person who was erased"


# Not kept for ever


def later(*day):
    """Let the job run early on a day."""
    return time_machine.travel(datetime(*day, 3, tzinfo=PACIFIC), tick=False)


def contract_until(last_day, jonas, **fields):
    year = SchoolYear.objects.filter(name="2030-31").first() or make_school_year(2030)
    days = {"first_day": date(2030, 7, 1), "last_day": last_day}
    return ended_contract(jonas, school_year=year, **days, **fields)


def test_contracts_go_seven_years_after_they_ended(jonas, commit):
    with commit():
        contract_until(date(2031, 6, 30), jonas)
    file = Path(ContractFile.objects.get().file.path)

    with later(2038, 6, 28), commit():
        enforce_retention(date(2038, 6, 28))
    assert Contract.objects.exists()
    with later(2038, 6, 29), commit():
        enforce_retention(date(2038, 6, 29))

    assert not Contract.objects.exists()
    assert not history.of(Contract).exists()
    assert not Signature.objects.exists()
    assert not file.exists()
    assert Facilitator.objects.exists()


def test_whoever_was_kept_for_a_contract_alone_goes_with_it(jonas, administrator, commit):
    contract_until(date(2031, 6, 30), jonas)
    gone(administrator, commit)

    with later(2038, 7, 5), commit():
        enforce_retention(date(2038, 7, 5))

    assert not Facilitator.objects.exists()
    assert not history.of(Facilitator).exists()


def test_a_contract_goes_after_the_amendment_that_replaced_it(jonas, commit):
    first = contract_until(date(2031, 1, 31), jonas)
    contract_until(date(2031, 6, 30), jonas, replaces=first)

    with later(2038, 7, 5):
        for _ in range(2):
            with commit():
                enforce_retention(date(2038, 7, 5))

    assert not Contract.objects.exists()


def test_one_that_is_in_force_is_counted_by_its_last_day_alone(jonas, commit):
    make_contract(facilitator=jonas, status="in_force", school_year=make_school_year(2040))

    with later(2039, 1, 1), commit():
        enforce_retention(date(2039, 1, 1))

    assert Contract.objects.exists()


@pytest.mark.parametrize(
    ("status", "left"), [("declined", 0), ("withdrawn", 0), ("draft", 0), ("offered", 1)]
)
def test_what_was_never_made_goes_sooner_unless_it_still_waits(jonas, commit, status, left):
    contract = make_contract(facilitator=jonas, status=status)
    made = contract.made_at.astimezone(PACIFIC).date()
    day = made.replace(year=made.year + 2, month=12, day=31)

    with later(day.year, day.month, day.day), commit():
        enforce_retention(day)

    assert Contract.objects.count() == left


def test_days_questions_and_answered_suggestions_go(jonas, commit):
    make_unavailability(facilitator=jonas)
    make_inquiry(facilitator=jonas)
    make_suggestion(status="declined")
    make_suggestion()

    with later(2060, 1, 1), commit():
        enforce_retention(date(2060, 1, 1))

    assert not Unavailability.objects.exists()
    assert not Inquiry.objects.exists()
    assert [s.status for s in Suggestion.objects.all()] == ["new"]


def test_two_facilitators_of_one_address_are_erased_together(jonas, administrator, commit):
    """As where an account has taken the address that another facilitator has."""
    other = make_facilitator(user=make_user(), email="other@tinder.example")
    jonas.user = None
    jonas.save()
    type(other.user).objects.filter(email=EMAIL).delete()
    type(other.user).objects.filter(pk=other.user_id).update(email=EMAIL)
    for each in (jonas, other):
        make_accreditation(facilitator=each)

    gone(administrator, commit)

    assert {each.name for each in Facilitator.objects.all()} == {"[erased]"}
    assert all(is_nowhere(each.email) for each in Facilitator.objects.all())
