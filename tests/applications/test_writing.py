"""Letters that staff write to the people of partners: seen first, sent once, kept."""

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from applications import actions
from applications.models import PartnerLetter
from plp.core.days import pacific_today
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import make_letter, make_member, make_partner, make_region, make_user

pytestmark = pytest.mark.django_db

WORDS = {
    "readers": "managers",
    "subject": "News for {city}",
    "body": "Dear {name},\r\n\r\nthe summit of {organization} moves.",
}


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-10-05 12:00-07:00", tick=False):
        yield


@pytest.fixture
def bend():
    """A partner with a program manager, and somebody who signs for it."""
    partner = make_partner(organization="Larkspur Office", region=make_region(city="Bend"))
    make_member(partner, user=make_user("dana@larkspur.example", name="Dana {x} Whitlock"))
    make_member(partner, user=make_user("ruth@larkspur.example"), may_manage=False, may_sign=True)
    return partner


def address(*partners):
    ids = ",".join(str(partner.pk) for partner in partners)
    return reverse("admin:applications_partner_step", args=["write"], query={"ids": ids})


def press(client, *partners, **words):
    """Look at a letter and send it; return what was shown, and the button once more."""
    data = WORDS | words
    shown = client.post(address(*partners), data | {"look": "1"})
    seen = shown.context_data["seen"]

    def again():
        return client.post(address(*partners), data | {"do": "1", "seen": seen}, follow=True)

    again()
    return said(shown), again


def written():
    return sorted(Message.objects.values_list("to", "subject"))


def test_a_letter_is_shown_as_each_reads_it_and_nothing_is_sent(staff, bend):
    page = said(staff.post(address(bend), WORDS | {"look": "1"}))

    assert "To dana@larkspur.example: News for Bend, OR" in page
    assert "Dear Dana {x} Whitlock," in page
    assert "the summit of Larkspur Office moves." in page
    assert '<div class="matter">Program managers</div>' in page
    assert not Message.objects.exists()
    assert not PartnerLetter.objects.exists()


def test_a_letter_goes_to_each_partner_of_the_set_and_is_kept(staff, administrator, bend):
    salem = make_partner(region=make_region(city="Salem"))
    make_member(salem, user=make_user("otto@salem.example"))

    press(staff, bend, salem)

    assert written() == [
        ("dana@larkspur.example", "News for Bend, OR"),
        ("otto@salem.example", "News for Salem, OR"),
    ]
    letter = PartnerLetter.objects.get()
    assert set(letter.partners.all()) == {bend, salem}
    assert (letter.by, letter.subject) == (administrator, "News for {city}")
    assert letter.body == "Dear {name},\n\nthe summit of {organization} moves."


def test_a_second_click_sends_nothing_and_says_so(staff, bend):
    _, again = press(staff, bend)

    page = said(again())

    assert "They have been sent this today already." in page
    assert len(written()) == 1
    assert PartnerLetter.objects.count() == 1


def test_somebody_of_two_partners_reads_of_each(staff, bend):
    other = make_partner(region=make_region(city="Salem"))
    make_member(other, user=bend.memberships.get(may_manage=True).user)

    press(staff, bend, other)

    assert [subject for _, subject in written()] == ["News for Bend, OR", "News for Salem, OR"]


@pytest.mark.parametrize(
    ("readers", "who"),
    [
        ("managers", ["dana@larkspur.example"]),
        ("signatories", ["ruth@larkspur.example"]),
        ("finance", []),
        ("all", ["dana@larkspur.example", "ruth@larkspur.example"]),
    ],
)
def test_goes_to_whom_it_is_for(staff, bend, readers, who):
    page, _ = press(staff, bend, readers=readers)

    assert [to for to, _ in written()] == who
    assert ("Nobody there fits: finance." in page) == (not who)
    assert PartnerLetter.objects.exists() == bool(who)


def test_answers_go_to_the_contact_of_the_program(staff, bend):
    press(staff, bend)

    message = Message.objects.get()
    assert message.reply_to == "partner@code.org"
    assert "You read this because you act for Larkspur Office." in message.text


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"subject": "For {link}"}, "There is no {link} in this mail."),
        ({"body": "Dear {nme}"}, "There is no {nme} in this mail."),
        ({"body": "A { alone"}, "A brace stands alone."),
        ({"body": " "}, "This field is required."),
        ({"readers": "strangers"}, "Select a valid choice."),
    ],
)
def test_a_slip_is_said_and_what_was_typed_stays(staff, bend, words, error):
    page = said(staff.post(address(bend), WORDS | words | {"look": "1"}))

    assert error in page
    assert "News for {city}" in page or "subject" in words
    assert not Message.objects.exists()


def test_the_same_words_go_again_on_another_day(staff, administrator, bend):
    words = WORDS | {"by": administrator}
    actions.write_letter(bend, on=pacific_today(), **words)
    with pytest.raises(TransitionError):
        actions.write_letter(bend, on=pacific_today(), **words)

    with time_machine.travel("2016-10-06 12:00-07:00", tick=False):
        actions.write_letter(bend, on=pacific_today(), **words)

    assert PartnerLetter.objects.count() == 2
    assert len(written()) == 2


@pytest.mark.parametrize("group", ["Viewer", "Finance", "Reviewer"])
def test_who_may_not_write_gets_no_page_and_sends_nothing(client, bend, group):
    person = make_user(is_staff=True)
    person.groups.add(Group.objects.get(name=group))
    client.force_login(person)

    assert client.get(address(bend)).status_code == 403
    assert client.post(address(bend), WORDS | {"do": "1"}).status_code == 403
    assert not Message.objects.exists()


def test_who_wrote_what_to_whom_is_read_and_never_changed(staff, bend):
    letter = make_letter(bend, subject="Hello <b>", body="One.\n\nTwo <i>.")
    page = reverse("admin:applications_partnerletter_change", args=[letter.pk])

    text = said(staff.get(page))

    assert "Two &lt;i&gt;." in text
    assert f'href="/admin/applications/partner/{bend.pk}/change/">Larkspur Office</a>' in text
    assert staff.post(page, {"subject": "Other"}).status_code == 403
    assert "1 partner<" in said(staff.get(reverse("admin:applications_partnerletter_changelist")))


def test_who_cannot_sign_in_any_more_is_not_written_to(staff, bend):
    make_member(bend, user=make_user("gone@larkspur.example", is_active=False))

    press(staff, bend)

    assert [to for to, _ in written()] == ["dana@larkspur.example"]


def test_what_is_shown_is_what_is_sent_whatever_stands_in_it(staff, bend):
    body = "😀 {name}, \u202e {city} " + "many words " * 1_500
    data = WORDS | {"body": body, "subject": "{organization} " * 13 + "😀"}

    shown = staff.post(address(bend), data | {"look": "1"})
    [(before, _)] = shown.context_data["mails"]
    staff.post(address(bend), data | {"do": "1", "seen": shown.context_data["seen"]})

    sent = Message.objects.get()
    assert (sent.to, sent.subject, sent.text) == (before.to, before.subject, before.text)
    assert "😀 Dana {x} Whitlock," in sent.text


def test_a_double_click_writes_one_letter(staff, bend):
    _, again = press(staff, bend)
    again()

    assert len(written()) == PartnerLetter.objects.count() == 1
