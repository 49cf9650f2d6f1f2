"""The directory as staff keep it: list, record, steps, and whom they may keep twice."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from applications.models import Course
from facilitators.actions import invite_facilitator
from facilitators.models import Facilitator
from plp.core import invitations
from plp.core.models import Invitation, Message
from tests.applications.test_admin import queries_of
from tests.browsing import said
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_facilitator,
    make_facilitator_with_account,
    make_inquiry,
    make_suggestion,
    make_unavailability,
)
from tests.make import make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/facilitators/facilitator/"
RUNNING = {"first_day": date(2016, 7, 1), "last_day": date(2099, 6, 30)}


def names(page):
    return {person.name for person in page.context_data["cl"].result_list}


def record(person, page="change"):
    return reverse(f"admin:facilitators_facilitator_{page}", args=[person.pk])


def typed(**fields):
    asked = {"name": "Ada Vale", "email": "ada@example.org", "travels_up_to": "100"}
    return asked | {"is_listed": "on"} | fields


BELOW = {
    f"{name}-{what}_FORMS": "0"
    for name in ["accreditations", "contracts", "unavailabilities", "inquiries", "suggestions"]
    for what in ["TOTAL", "INITIAL"]
}


def step(client, slug, person, **sent):
    address = reverse("admin:facilitators_facilitator_step", args=[slug])
    page = client.get(f"{address}?ids={person.pk}")
    if not sent:
        return page
    return client.post(f"{address}?ids={person.pk}", sent | {"seen": page.context_data["seen"]})


def test_the_list_says_where_they_live_and_what_they_may_lead_today(staff):
    course = Course.objects.get(code="csp")
    person = make_facilitator(home_zip="60601")
    make_accreditation(facilitator=person, course=course, **RUNNING)
    make_accreditation(facilitator=person, course=Course.objects.exclude(pk=course.pk).first())

    page = said(staff.get(LIST))

    assert '<td class="field-home">60601, Cook County, IL</td>' in page
    assert f'<td class="field-accredited">{course}</td>' in page


def test_filters_find_by_course_state_and_listing(staff):
    here = make_facilitator(name="Here", home_zip="60601")
    make_facilitator(name="There", home_zip="97701", is_listed=False)
    made = make_accreditation(facilitator=here, **RUNNING)

    assert names(staff.get(LIST, {"accredited": made.course_id})) == {"Here"}
    assert names(staff.get(LIST, {"accredited": "none"})) == {"There"}
    assert names(staff.get(LIST, {"home_state": "OR"})) == {"There"}
    assert names(staff.get(LIST, {"home_state": ""})) == {"Here", "There"}
    assert names(staff.get(LIST, {"is_listed__exact": "0"})) == {"There"}
    assert "Illinois" in said(staff.get(LIST))


def test_filters_find_by_the_state_of_the_account(staff, administrator):
    make_facilitator_with_account(name="Has one")
    for name in ["Waits", "Too late"]:
        invite_facilitator(make_facilitator(name=name, email=f"{name[0]}@x.org"), by=administrator)
    Invitation.objects.filter(email="t@x.org").update(
        invited_at=timezone.now() - timedelta(days=20),
        expires_at=timezone.now() - timedelta(days=1),
    )
    make_facilitator(name="Nobody asked")

    for state, name in [
        ("yes", "Has one"),
        ("invited", "Waits"),
        ("expired", "Too late"),
        ("no", "Nobody asked"),
    ]:
        assert names(staff.get(LIST, {"account": state})) == {name}


def test_the_search_finds_names_without_their_accents(staff):
    make_facilitator(name="José García")

    assert names(staff.get(LIST, {"q": "garcia"})) == {"José García"}
    assert names(staff.get(LIST, {"q": "García"})) == {"José García"}


def test_those_kept_twice_are_listed_and_named_on_the_record(staff):
    one, other = make_facilitator(name="Ada Vale"), make_facilitator(name="Ada K. Vale")
    make_facilitator(name="Somebody Else")

    assert names(staff.get(LIST, {"likeness": "yes"})) == {"Ada Vale", "Ada K. Vale"}
    page = said(staff.get(record(one)))
    assert f'<a href="{record(other)}" target="_blank">Ada K. Vale</a>' in page


def test_a_new_one_who_may_be_known_is_saved_only_once_that_was_seen(staff):
    known = make_facilitator(name="Ada Vale")
    address = reverse("admin:facilitators_facilitator_add")

    page = staff.post(address, typed(name="Ada M. Vale"))

    assert "Likely known already" in said(page)
    assert f"({known.email}). If this is another person, save again." in said(page)
    seen = page.context_data["adminform"].form["doubles_seen"]
    assert f'value="{known.pk}"' in str(seen)
    staff.post(address, typed(name="Ada M. Vale", doubles_seen=str(known.pk)))
    assert Facilitator.objects.filter(name="Ada M. Vale").exists()


def test_another_double_that_came_meanwhile_is_named_too(staff):
    known = make_facilitator(name="Ada Vale")
    make_facilitator(name="Vale, Ada")

    page = staff.post(
        reverse("admin:facilitators_facilitator_add"),
        typed(doubles_seen=f"{known.pk} rubbish 9²"),
    )

    assert "Likely known already" in said(page)
    assert Facilitator.objects.count() == 2


def test_an_address_that_somebody_has_says_whose_it_is(staff):
    known = make_facilitator(name="Bea Sun", email="bea@example.org")

    page = staff.post(reverse("admin:facilitators_facilitator_add"), typed(email="BEA@example.org"))

    link = f'<a href="{record(known)}" target="_blank">Bea Sun</a>'
    assert f"This is the address of {link}, who is known already." in said(page)


def test_a_record_of_one_like_another_is_saved_without_a_word_where_nothing_of_it_changes(staff):
    make_facilitator(name="Ada Vale")
    person = make_facilitator(name="Ada Vale", email="ada@example.org")

    answer = staff.post(record(person), BELOW | typed(bio="Leads our meetups."))

    assert answer.status_code == 302


def test_inviting_shows_the_mail_and_then_sends_it(staff):
    person = make_facilitator(email="ada@example.org")

    page = step(staff, "invite", person)
    assert "[their private link]" in said(page)
    assert not Invitation.objects.exists()
    step(staff, "invite", person, do="1")

    assert Invitation.objects.get().email == "ada@example.org"
    assert Message.objects.get().what == "facilitator-invited"
    assert "Invited, listed" in said(step(staff, "unlist", person))


def test_inviting_again_makes_the_first_link_worthless(staff, administrator):
    person = make_facilitator()
    invitation = invite_facilitator(person, by=administrator)
    first = invitations.secret(invitation)

    step(staff, "invite-again", person, do="1")

    invitation.refresh_from_db()
    assert not invitations.opens(invitation, first)
    assert Message.objects.count() == 2


def test_an_invitation_is_taken_back(staff, administrator):
    person = make_facilitator()
    invite_facilitator(person, by=administrator)

    step(staff, "take-back", person, do="1")

    assert Invitation.objects.get().state == Invitation.State.REVOKED
    assert "Not invited" in said(staff.get(LIST))


@pytest.mark.parametrize("slug", ["invite-again", "take-back", "list"])
def test_what_makes_no_sense_is_refused_in_words(staff, slug):
    page = step(staff, slug, make_facilitator())

    assert "Stays as it is." in said(page)


def test_who_has_an_account_is_not_invited(staff):
    person = make_facilitator_with_account()

    assert "They have an account already." in said(step(staff, "invite", person))
    assert "They have an account already." in said(step(staff, "invite-again", person))


def test_taking_off_the_list_and_back(staff):
    person = make_facilitator()

    step(staff, "unlist", person, do="1")
    person.refresh_from_db()
    assert not person.is_listed
    step(staff, "list", person, do="1")

    person.refresh_from_db()
    assert person.is_listed
    assert person.history.count() == 3


def test_what_was_changed_since_the_page_was_seen_is_not_done(staff, administrator):
    person = make_facilitator()
    page = step(staff, "invite", person)
    invite_facilitator(person, by=administrator)

    address = reverse("admin:facilitators_facilitator_step", args=["invite"])
    sent = {"do": "1", "seen": page.context_data["seen"]}
    answer = staff.post(f"{address}?ids={person.pk}", sent, follow=True)

    assert "Someone has changed this since you looked." in said(answer)
    assert Message.objects.count() == 1


def test_another_address_moves_the_open_invitation_to_it(staff, administrator):
    person = make_facilitator(name="Ada Vale", email="old@example.org")
    old = invite_facilitator(person, by=administrator)

    answer = staff.post(record(person), BELOW | typed(email="new@example.org"), follow=True)

    old.refresh_from_db()
    assert old.state == Invitation.State.REVOKED
    assert Invitation.objects.waiting().get().email == "new@example.org"
    assert "The invitation to old@example.org is taken back" in said(answer)


def test_another_address_leaves_an_expired_invitation_taken_back(staff, administrator):
    person = make_facilitator(name="Ada Vale", email="old@example.org")
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        invite_facilitator(person, by=administrator)

    staff.post(record(person), BELOW | typed(email="new@example.org"))

    assert not Invitation.objects.open().exists()
    assert Message.objects.count() == 1


def test_another_address_of_one_with_an_account_leaves_how_they_sign_in(staff):
    person = make_facilitator_with_account(user=make_user("old@example.org"), name="Ada Vale")

    answer = staff.post(record(person), BELOW | typed(email="new@example.org"), follow=True)

    person.refresh_from_db()
    assert (person.email, person.user.email) == ("new@example.org", "old@example.org")
    assert {mail.to for mail in Message.objects.all()} == {"old@example.org", "new@example.org"}
    assert "They still sign in with old@example.org" in said(answer)
    assert "signs in with old@example.org" in said(staff.get(record(person)))


def test_a_record_shows_what_hangs_on_it_in_as_many_queries_for_three(staff):
    person = make_facilitator()

    def more():
        make_accreditation(facilitator=person)
        make_contract(facilitator=person)
        make_unavailability(facilitator=person)
        make_inquiry(facilitator=person)
        suggestion = make_suggestion(status="taken_up")
        type(suggestion).objects.filter(pk=suggestion.pk).update(facilitator=person)

    more()
    queries_of(staff, record(person))
    with_one = queries_of(staff, record(person))
    more()
    more()

    assert queries_of(staff, record(person)) == with_one
    assert with_one <= 20


def test_the_list_is_downloaded_as_it_is_filtered(staff):
    make_facilitator(name="Ada Vale", home_zip="60601")
    make_facilitator(name="=SUM(A1)", home_zip="97701")

    rows = b"".join(staff.get(f"{LIST}export.csv?home_state=OR").streaming_content).decode()

    assert "'=SUM(A1)" in rows
    assert "Ada Vale" not in rows
    assert ",97701,,OR,100,,,Not invited,yes," in rows


def test_finance_reads_records_and_changes_nothing(client):
    person = make_facilitator(name="Ada Vale")
    make_facilitator(name="Ada Vale")
    reader = make_user(is_staff=True)
    reader.groups.add(Group.objects.get(name="Finance"))
    client.force_login(reader)

    assert client.get(record(person)).status_code == 200
    assert client.post(record(person), BELOW | typed()).status_code == 403
    assert step(client, "invite", person).status_code == 403
