"""A partner that goes to another summer session takes along who is registered."""

import pytest

from applications import actions
from applications.models import EventException
from applications.registry import events_of
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import make_event, make_registration, make_teacher
from workshops.models import EventRegistration

pytestmark = pytest.mark.django_db


@pytest.fixture
def tacoma(cast):
    days = {"first_day": cast.session.first_day, "last_day": cast.session.last_day}
    year = cast.year.program_year
    return make_event(program_year=year, states=["WA"], place="Tacoma, WA", **days)


def choose(cast, event, reason="It is nearer."):
    actions.choose_session(cast.year, by=None, event=event, reason=reason)


def put(cast, event, **fields):
    return make_registration(event=event, partner=cast.partner, **fields)


def test_who_is_registered_moves_and_is_told(cast, tacoma):
    ines = put(cast, cast.session, teacher=make_teacher(email="ines@mill.example"))
    dana = put(cast, cast.session, member=cast.dana, teacher=None)
    elsewhere = make_registration(event=cast.session)

    choose(cast, tacoma)

    assert set(EventRegistration.objects.filter(event=tacoma)) == {ines, dana}
    elsewhere.refresh_from_db()
    assert elsewhere.event == cast.session
    assert tacoma in events_of([cast.year])[cast.year.pk]
    [mail] = Message.objects.filter(what="other-session")
    assert mail.to == cast.dana.email
    assert "It is nearer." in mail.text
    assert "2 people who were on the list have been moved" in mail.text
    [mail] = Message.objects.filter(what="teacher-invited")
    assert mail.to == "ines@mill.example"
    assert "Tacoma" in mail.text


def test_back_to_its_states_session_needs_no_exception(cast, tacoma):
    choose(cast, tacoma)
    ines = put(cast, tacoma)

    choose(cast, cast.session, reason="The place is gone.")

    assert not EventException.objects.exists()
    ines.refresh_from_db()
    assert ines.event == cast.session


def test_who_is_on_the_new_list_already_or_was_at_the_old_one_stays(cast, tacoma):
    teacher = make_teacher()
    put(cast, tacoma, teacher=teacher)
    twice = put(cast, cast.session, teacher=teacher)
    was_there = put(cast, cast.session, attended=True)

    choose(cast, tacoma)

    assert set(EventRegistration.objects.filter(event=cast.session)) == {twice, was_there}
    assert "Nobody was registered yet." in Message.objects.get(what="other-session").text


def test_the_same_session_or_a_summit_is_refused(cast, tacoma):
    with pytest.raises(TransitionError, match="already"):
        choose(cast, cast.session)
    with pytest.raises(TransitionError, match="Choose a summer session of this year"):
        choose(cast, cast.summit)
    with pytest.raises(TransitionError, match="Choose a summer session of this year"):
        choose(cast, make_event(states=["ME"]))

    assert not EventException.objects.exists()
    assert not Message.objects.exists()


def test_staff_choose_it_with_a_reason_and_see_who_is_written_to(staff, cast, tacoma):
    address = f"/admin/applications/partneryear/step/session/?ids={cast.year.pk}"
    values = {"event": tacoma.pk, "reason": "It is nearer."}

    assert "This field is required" in said(staff.post(address, {"event": tacoma.pk}))
    page = staff.post(address, values)
    assert f"To {cast.dana.email}" in said(page)
    assert not EventException.objects.exists()
    staff.post(address, values | {"do": "1", "seen": page.context_data["seen"]})

    assert EventException.objects.get().event == tacoma
    page = said(staff.get(f"/admin/applications/partneryear/{cast.year.pk}/change/"))
    assert "Tacoma, WA" in page
    assert "It is nearer." in page


def test_the_partner_reads_why_it_goes_elsewhere(manager, cast, tacoma):
    choose(cast, tacoma)

    page = said(manager.get(f"/partner/{cast.partner.pk}/events/"))

    assert "Tacoma, WA" in page
    assert "not to the one of your state: It is nearer." in page
