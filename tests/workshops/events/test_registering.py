"""Registering for the program's events: members themselves, teachers by their own link."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from applications.models import District
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import (
    make_cohort,
    make_event,
    make_member,
    make_registration,
    make_teacher,
    make_user,
)
from tests.workshops.events.conftest import TODAY, TYPED, join
from workshops import invited
from workshops.actions import registering
from workshops.models import EventRegistration, Said, Teacher

pytestmark = pytest.mark.django_db

DETAILS = {
    "travel": "By train, 17 July",
    "diet": "No nuts",
    "access_needs": "",
    "emergency_name": "Bo",
    "emergency_phone": "555",
}


def events(cast):
    return reverse("workshops:events", args=[cast.partner.pk])


def page_of(name, cast, event=None):
    return reverse(f"workshops:{name}", args=[cast.partner.pk, (event or cast.session).pk])


def bring(cast, **typed):
    return registering.bring_teacher(cast.session, cast.partner, on=TODAY, **(TYPED | typed))


def follow(client, row):
    return client.get(invited.address(row).removeprefix("http://localhost:8000"))


def own_page(row):
    return reverse("workshops:registration", args=[row.pk])


# The page


def test_says_where_when_and_until_when(manager, cast):
    cast.session.about = "Bring a **laptop**."
    cast.session.save()
    cast.summit.place = ""
    cast.summit.save()
    make_event(program_year=cast.year.program_year, states=["WA"], place="Tacoma, WA")

    page = said(manager.get(events(cast)))

    for text in [
        "Summer session, 18–22 July 2031",
        "Facilitation Summit, 18–22 July 2031",
        "To be announced",
        "Thursday, 17 July 2031",
        "<strong>laptop</strong>",
        "Nobody of you is registered yet.",
    ]:
        assert text in page, text
    assert "Tacoma" not in page


def test_without_events_it_says_what_will_stand_here(client):
    member = make_member()
    client.force_login(member.user)

    page = said(client.get(reverse("workshops:events", args=[member.partner.pk])))

    assert "No event is set for you yet" in page


@pytest.mark.parametrize("name", ["events", "event-register", "event-bring"])
def test_a_stranger_finds_nothing(client, stranger, cast, name):
    client.force_login(stranger)
    args = [cast.partner.pk] + ([cast.session.pk] if name != "events" else [])

    assert client.get(reverse(f"workshops:{name}", args=args)).status_code == 404


def test_a_member_without_the_right_registers_but_brings_nobody(client, cast):
    other = make_member(cast.partner, may_manage=False).user
    client.force_login(other)

    assert client.post(page_of("event-register", cast), DETAILS).status_code == 302
    assert client.post(page_of("event-bring", cast), TYPED).status_code == 403
    assert not Teacher.objects.exists()


# Members


def test_a_member_registers_changes_and_cancels(manager, cast):
    answer = manager.post(page_of("event-register", cast), DETAILS, follow=True)
    assert "You are registered" in said(answer)

    manager.post(page_of("event-register", cast), DETAILS | {"diet": "Nothing"})
    [row] = EventRegistration.objects.all()
    assert (row.member, row.partner, row.diet) == (cast.dana, cast.partner, "Nothing")
    assert row.said == Said.COMES

    manager.post(page_of("event-cancel", cast))
    row.refresh_from_db()
    assert (row.said, row.diet) == (Said.NOT, "")


def test_nobody_reads_what_another_member_needs(client, manager, cast):
    manager.post(page_of("event-register", cast), DETAILS)
    client.force_login(make_member(cast.partner).user)

    pages = said(client.get(events(cast))) + said(client.get(page_of("event-register", cast)))

    assert "Dana Whitlock" in pages
    assert "No nuts" not in pages


def test_what_is_too_long_is_said_beside_its_field_and_kept(manager, cast):
    page = manager.post(page_of("event-register", cast), DETAILS | {"emergency_phone": "5" * 41})

    assert page.status_code == 200
    assert "at most 40" in said(page)
    assert "No nuts" in said(page)
    assert not EventRegistration.objects.exists()


def test_nobody_registers_after_the_last_day(manager, cast):
    cast.session.register_until = date(2031, 7, 1)
    cast.session.save()

    page = said(manager.post(page_of("event-register", cast), DETAILS))

    assert "The last day to register was Tuesday, 1 July 2031." in page
    assert not EventRegistration.objects.exists()


def test_the_last_day_itself_still_counts(cast):
    last = date(2031, 7, 17)

    registering.register_member(cast.session, cast.partner, cast.dana, on=last, **DETAILS)

    assert EventRegistration.objects.count() == 1


def test_another_session_is_not_there(manager, cast):
    days = {"first_day": cast.session.first_day, "last_day": cast.session.last_day}
    other = make_event(program_year=cast.year.program_year, states=["WA"], **days)

    assert manager.post(page_of("event-register", cast, other), DETAILS).status_code == 404
    with pytest.raises(TransitionError, match="does not go to this event"):
        registering.register_member(other, cast.partner, cast.dana, on=TODAY)


def test_who_is_registered_with_another_partner_reads_so(manager, cast):
    other = join(cast.year.program_year, cast.summit, cast.session, organization="Foundry")
    make_member(other.partner, user=cast.dana)
    manager.post(page_of("event-register", other), DETAILS)

    page = said(manager.post(page_of("event-register", cast), DETAILS))

    assert "registered for it with Foundry already" in page
    assert "registered for it with Foundry" in said(manager.get(events(cast)))


# Teachers


def test_a_manager_brings_a_teacher_who_gets_a_link(manager, cast):
    District.objects.create(name="Upper Marzipan Unified", state="OR")
    typed = TYPED | {"district": "upper  marzipan unified"}

    manager.post(page_of("event-bring", cast), typed)

    [row] = EventRegistration.objects.all()
    assert row.said == Said.NOTHING
    assert row.teacher.district.name == "Upper Marzipan Unified"
    assert row.teacher.district_name == ""
    [mail] = Message.objects.filter(what="teacher-invited")
    assert mail.to == "ines@mill.example"
    assert invited.secret(row) in mail.text


def test_a_district_that_we_do_not_know_is_kept_as_typed(cast):
    District.objects.create(name="Upper Marzipan Unified", state="WA")

    teacher = bring(cast).teacher

    assert (teacher.district, teacher.district_name) == (None, "Upper Marzipan Unified")


def test_a_teacher_is_brought_once(manager, cast):
    bring(cast)
    make_teacher()

    page = said(manager.post(page_of("event-bring", cast), TYPED | {"email": "INES@mill.example"}))

    assert "ines@mill.example is on your list already." in page
    assert EventRegistration.objects.count() == 1
    assert Message.objects.count() == 1


def test_what_another_partner_knows_of_a_teacher_stays(cast):
    known = make_teacher(name="Ines P.", email="ines@mill.example", school="Old Mill")
    make_cohort(known)

    teacher = bring(cast).teacher

    assert teacher == known
    assert (teacher.name, teacher.school) == ("Ines P.", "Old Mill")


def test_what_staff_know_of_a_teacher_stays(cast):
    make_teacher(name="Ines P.", email="ines@mill.example")

    assert bring(cast).teacher.name == "Ines P."


def test_a_teacher_of_ones_own_is_corrected(cast):
    make_registration(
        teacher=make_teacher(name="Ines P.", email="ines@mill.example"), partner=cast.partner
    )

    assert bring(cast).teacher.name == "Ines Paperboat"


def test_a_teacher_whom_another_partner_brings_is_theirs(manager, cast):
    other = join(cast.year.program_year, cast.summit, cast.session)
    bring(other)

    page = said(manager.post(page_of("event-bring", cast), TYPED))

    assert "Another partner brings this teacher already" in page
    assert "Larkspur Office brings" not in page
    assert EventRegistration.objects.get().partner == other.partner


def test_teachers_come_to_summer_sessions_only(manager, cast):
    assert manager.get(page_of("event-bring", cast, cast.summit)).status_code == 404
    with pytest.raises(TransitionError, match="summer sessions only"):
        registering.bring_teacher(cast.summit, cast.partner, on=TODAY, **TYPED)


def test_who_has_not_answered_is_written_to_again_or_taken_off(manager, cast):
    row = bring(cast)
    again = reverse("workshops:event-teacher-again", args=[cast.partner.pk, row.pk])
    remove = reverse("workshops:event-teacher-remove", args=[cast.partner.pk, row.pk])

    manager.post(again)
    page = manager.post(again, follow=True)
    assert "was written to today already" in said(page)
    assert Message.objects.count() == 2

    manager.post(remove)
    assert not EventRegistration.objects.exists()
    assert not Teacher.objects.exists()
    assert not Message.objects.exists()


def test_who_has_answered_is_not_taken_off(cast):
    row = bring(cast)
    registering.answer_invitation(row, comes=True, on=TODAY, **DETAILS)

    with pytest.raises(TransitionError, match="has answered"):
        registering.take_off(row)
    with pytest.raises(TransitionError, match="has answered"):
        registering.write_again(row, on=TODAY)


def test_another_partner_touches_none_of_it(manager, cast):
    other = join(cast.year.program_year, cast.summit, cast.session)
    row = bring(other)

    for name in ["event-teacher-again", "event-teacher-remove"]:
        address = reverse(f"workshops:{name}", args=[cast.partner.pk, row.pk])
        assert manager.post(address).status_code == 404
    assert EventRegistration.objects.exists()


# Their own page


def test_a_teacher_answers_and_only_staff_read_the_rest(manager, cast):
    row = bring(cast)
    teacher = Client()
    follow(teacher, row)
    page = said(teacher.get(own_page(row)))
    assert "Larkspur Office sees whether you come" in page

    teacher.post(own_page(row), DETAILS | {"comes": "yes"})

    row.refresh_from_db()
    assert (row.said, row.diet) == (Said.COMES, "No nuts")
    assert "you come" in said(teacher.get(own_page(row)))
    for address in [events(cast), page_of("event-bring", cast)]:
        page = said(manager.get(address))
        assert "Ines Paperboat" in page
        assert "Comes" in page
        assert "No nuts" not in page
        assert "By train" not in page


def test_who_does_not_come_leaves_nothing(client, cast):
    row = bring(cast)
    follow(client, row)
    client.post(own_page(row), DETAILS | {"comes": "yes"})

    client.post(own_page(row), DETAILS | {"comes": "no"})

    row.refresh_from_db()
    assert (row.said, row.diet, row.travel) == (Said.NOT, "", "")


def test_an_answer_without_yes_or_no_is_asked_again(client, cast):
    row = bring(cast)
    follow(client, row)

    page = said(client.post(own_page(row), DETAILS))

    assert "Choose one of these." in page
    assert "No nuts" in page
    row.refresh_from_db()
    assert row.said == Said.NOTHING


def test_the_trap_keeps_nothing(client, cast):
    row = bring(cast)
    follow(client, row)

    client.post(own_page(row), DETAILS | {"comes": "yes", "fax": "1"})

    row.refresh_from_db()
    assert row.said == Said.NOTHING


def test_without_the_link_the_page_shows_what_was_typed_and_nothing_else(client, cast):
    row = bring(cast)
    wrong = reverse("workshops:registration-open", args=[row.pk, "a" * 40])

    assert client.get(wrong).status_code == 404
    page = client.post(own_page(row), DETAILS | {"comes": "yes"})

    assert page.status_code == 404
    assert "No nuts" in said(page)
    assert "Ines" not in said(page)


def test_a_link_opens_no_page_of_another(client, cast):
    row, other = bring(cast), bring(cast, email="otto@mill.example")
    follow(client, row)

    assert client.get(own_page(other)).status_code == 404


def test_a_link_opens_nothing_30_days_after(client, cast):
    row = bring(cast)
    with time_machine.travel("2031-08-21 12:00-07:00"):
        assert follow(client, row).status_code == 302
    with time_machine.travel("2031-08-22 12:00-07:00"):
        assert follow(client, row).status_code == 404


def test_after_the_last_day_the_page_is_closed_with_a_sentence(client, cast):
    row = bring(cast)
    follow(client, row)
    with time_machine.travel("2031-07-18 12:00-07:00"):
        page = said(client.post(own_page(row), DETAILS | {"comes": "yes"}))

    assert "The last day to register was Thursday, 17 July 2031." in page
    row.refresh_from_db()
    assert row.said == Said.NOTHING


def test_answers_are_limited(client, cast):
    row = bring(cast)
    follow(client, row)
    answers = [client.post(own_page(row), {"comes": "no"}).status_code for _ in range(21)]

    assert answers[-2:] == [302, 429]


def test_of_a_teacher_of_another_partner_only_the_typed_address_is_shown(client, cast):
    other = join(cast.year.program_year, cast.summit, cast.session, organization="Foundry")
    make_cohort(make_teacher(name="Ines Paperboat", email=TYPED["email"]), partner=other.partner)
    client.force_login(cast.dana)

    typed = TYPED | {"name": "Somebody", "school": ""}
    page = said(client.post(page_of("event-bring", cast), typed, follow=True))
    again = said(client.post(page_of("event-bring", cast), typed))

    assert "We have written to ines@mill.example" in page
    assert "ines@mill.example is on your list already." in again
    assert "Paperboat" not in page + again + said(client.get(events(cast)))

    row = EventRegistration.objects.get()
    registering.answer_invitation(row, comes=True, on=TODAY, **DETAILS)
    assert "Ines Paperboat" in said(client.get(page_of("event-bring", cast)))


def test_a_teacher_answers_to_the_manager_who_brings_them_else_to_the_first(client, cast):
    second = make_member(cast.partner).user
    client.force_login(second)
    client.post(page_of("event-bring", cast), TYPED)
    bring(cast, email="otto@mill.example")

    said_to = dict(Message.objects.values_list("to", "reply_to"))
    assert said_to == {"ines@mill.example": second.email, "otto@mill.example": cast.dana.email}


# Constant queries


def test_asks_the_same_however_many_come(
    manager, cast, django_assert_max_num_queries, django_assert_num_queries
):
    bring(cast)
    manager.get(events(cast))
    with django_assert_max_num_queries(15) as asked:
        manager.get(events(cast))
    for number in range(2):
        bring(cast, email=f"more{number}@mill.example")
        make_registration(
            event=cast.session, partner=cast.partner, member=make_user(), teacher=None
        )
    with django_assert_num_queries(len(asked)):
        manager.get(events(cast))


@pytest.mark.parametrize("name", ["event-teacher-again", "event-teacher-remove", "teacher-remove"])
def test_what_is_only_posted_to_is_not_there_for_a_stranger(client, stranger, name):
    row = make_registration(teacher=make_teacher())
    address = reverse(f"workshops:{name}", args=[row.partner_id, row.pk])

    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(make_member(row.partner).user)
    assert client.get(address).status_code in {302, 404}


def test_nobody_comes_with_a_partner_that_has_left(client, cast):
    row = bring(cast)
    follow(client, row)
    cast.partner.ended_on = TODAY
    cast.partner.save()

    page = said(client.post(own_page(row), {"comes": "yes"} | DETAILS))

    assert f"{cast.partner} is no partner of ours any more. Ask us for a place." in page
    row.refresh_from_db()
    assert row.said == Said.NOTHING
    assert row.travel == ""
    client.post(own_page(row), {"comes": "no"})
    row.refresh_from_db()
    assert row.said == Said.NOT
