"""Mails and their texts in the admin: what staff see of them, and the steps they can take."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plp.core.apps import make_mail_texts
from plp.core.models import MailText, Message
from plp.core.workflow import TransitionError
from tests.make import make_user

pytestmark = pytest.mark.django_db

MAILS = reverse("admin:core_message_changelist")
TEXTS = reverse("admin:core_mailtext_changelist")
LONG_AGO = timezone.now() - timedelta(minutes=6)


@pytest.fixture
def viewer(client):
    """Someone who may look at mail and nothing else, signed in."""
    person = make_user("viewer@example.org", is_staff=True)
    codes = ["view_message", "view_mailtext"]
    person.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(person)
    return client


@pytest.fixture
def text(kind):
    make_mail_texts()
    return MailText.objects.get(what=kind.what)


def page_of(record, name="change"):
    return reverse(f"admin:core_{record._meta.model_name}_{name}", args=[record.pk])


def said(page):
    return " ".join(unescape(page.content.decode()).split())


def told(page):
    return [str(message) for message in get_messages(page.wsgi_request)]


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def listed(client, **filters):
    return {mail.to for mail in client.get(MAILS, filters).context_data["cl"].result_list}


def history(record):
    entries = LogEntry.objects.filter(object_id=record.pk)
    return [(str(entry.user), entry.change_message) for entry in entries]


class TestList:
    def test_asks_equally_often_for_one_mail_and_for_three(self, staff, make_mail):
        make_mail()
        queries_of(staff, MAILS)
        with_one = queries_of(staff, MAILS)
        make_mail()
        make_mail()

        assert queries_of(staff, MAILS) == with_one
        assert with_one <= 9

    def test_filters_by_state_as_staff_read_it(self, staff, make_mail):
        now = timezone.now()
        states = {
            "waiting": [{}],
            "sending": [{"status": "sending", "claimed_at": now}],
            "sent": [{"status": "sent", "sent_at": now}],
            "failed": [{"status": "failed"}],
            "doubt": [{"status": "doubt"}, {"status": "sending", "claimed_at": LONG_AGO}],
        }
        mails = {
            state: {make_mail(**fields).to for fields in each} for state, each in states.items()
        }

        assert {state: listed(staff, state=state) for state in states} == mails

    def test_finds_by_address_and_subject(self, staff, make_mail):
        dana, ruth = make_mail(to="dana@example.org"), make_mail(name="Ruth")

        assert listed(staff, q="dana@") == {dana.to}
        assert listed(staff, q="for ruth") == {ruth.to}

    def test_filters_by_kind(self, staff, make_mail, kind):
        message = make_mail()
        make_mail(what="gone")

        assert listed(staff, kind=kind.what) == {message.to}


class TestOneMail:
    def test_is_shown_as_text(self, staff, make_mail):
        message = make_mail(name="Dana <b>")

        page = staff.get(page_of(message))

        assert "Dear Dana &lt;b&gt;,<br><br>Take it:" in page.content.decode()
        assert 'name="_save"' not in said(page)

    def test_keeps_a_private_link_to_itself_while_it_waits(self, staff, make_mail):
        message = make_mail(link="https://x.example.org/s3cret", secret="s3cret")

        for name in ["change", "as_html"]:
            page = said(staff.get(page_of(message, name)))
            assert "s3cret" not in page
            assert "[private link, not kept]" in page

    def test_shows_a_link_to_follow_in_the_demo(self, staff, make_mail, settings):
        settings.DEBUG = True
        message = make_mail(link="https://x.example.org/s3cret", secret="s3cret")

        page = said(staff.get(page_of(message)))

        assert '<a href="https://x.example.org/s3cret">' in page

    def test_may_have_its_own_style_as_html_and_nothing_more(self, staff, make_mail):
        page = staff.get(page_of(make_mail(), "as_html"))

        policy = page.headers["Content-Security-Policy"]
        assert "style-src 'unsafe-inline'" in policy
        assert "default-src 'self'" in policy
        assert "<style>" in said(page)

    def test_nobody_changes_adds_or_deletes_one(self, staff, make_mail):
        message = make_mail()

        answers = [
            staff.post(page_of(message), {"subject": "Mine"}),
            staff.get(reverse("admin:core_message_add")),
            staff.post(page_of(message, "delete"), {"post": "yes"}),
        ]

        assert [answer.status_code for answer in answers] == [403, 403, 403]
        assert Message.objects.get().subject == "A seat for Dana"


STEPS = {"send_again": "Send again…", "count_as_sent": "Count as sent…"}


class TestSteps:
    @pytest.mark.parametrize(
        ("fields", "offered"),
        [
            ({}, []),
            ({"status": "sending", "claimed_at": timezone.now() + timedelta(hours=1)}, []),
            ({"status": "sending", "claimed_at": LONG_AGO}, ["send_again", "count_as_sent"]),
            ({"status": "doubt"}, ["send_again", "count_as_sent"]),
            ({"status": "failed"}, ["send_again"]),
            ({"status": "sent", "sent_at": LONG_AGO}, []),
        ],
    )
    def test_are_offered_where_they_can_be_taken(self, staff, make_mail, fields, offered):
        message = make_mail(**fields)

        page = said(staff.get(page_of(message)))

        assert [name for name, words in STEPS.items() if words in page] == offered
        for name in STEPS:
            has_button = 'type="submit" class="default"' in said(staff.get(page_of(message, name)))
            assert has_button == (name in offered)

    @pytest.mark.parametrize("status", ["doubt", "failed"])
    def test_sending_again_puts_it_back_among_the_waiting(self, staff, make_mail, status):
        message = make_mail(status=status, tries=8, error="554 spam", claimed_at=LONG_AGO)

        answer = staff.post(page_of(message, "send_again"))

        message.refresh_from_db()
        assert answer.url == page_of(message)
        assert told(answer) == ["Sent again."]
        assert (message.state, message.tries, message.error) == ("Waiting", 0, "")
        assert history(message) == [("administrator@example.org", "Sent again.")]
        assert not mail.outbox

    def test_counting_as_sent_sends_nothing_and_keeps_no_private_link(self, staff, make_mail):
        message = make_mail(status="doubt", secret="s3cret")

        answer = staff.post(page_of(message, "count_as_sent"))

        message.refresh_from_db()
        assert told(answer) == ["Counted as sent."]
        assert (message.state, message.secret) == ("Sent", "")
        assert "s3cret" not in message.text
        assert history(message) == [("administrator@example.org", "Counted as sent.")]
        assert not mail.outbox

    @pytest.mark.parametrize("name", STEPS)
    def test_looking_does_nothing(self, staff, make_mail, name):
        message = make_mail(status="doubt")

        assert staff.get(page_of(message, name)).status_code == 200

        message.refresh_from_db()
        assert message.status == "doubt"

    @pytest.mark.parametrize("name", STEPS)
    def test_the_second_of_two_people_is_told_in_words(self, staff, make_mail, name):
        message = make_mail(status="doubt")
        staff.post(page_of(message, "send_again"))

        answer = staff.post(page_of(message, name))

        assert "Waiting: " in told(answer)[-1]
        assert len(history(message)) == 1

    @pytest.mark.parametrize("take", [Message.send_again, Message.count_as_sent])
    def test_of_two_at_the_same_moment_one_is_refused(self, make_mail, take):
        mine = make_mail(status="doubt")
        theirs = Message.objects.get(pk=mine.pk)
        take(theirs)

        with pytest.raises(TransitionError, match="Someone else"):
            take(mine)

    @pytest.mark.parametrize("name", STEPS)
    def test_who_may_only_look_is_refused(self, viewer, make_mail, name):
        message = make_mail(status="doubt")

        assert viewer.post(page_of(message, name)).status_code == 403
        assert STEPS[name] not in said(viewer.get(page_of(message)))

        message.refresh_from_db()
        assert message.status == "doubt"

    @pytest.mark.parametrize("key", ["999", "x"])
    def test_there_is_none_for_a_mail_that_is_not_there(self, staff, key):
        url = reverse("admin:core_message_send_again", args=[key])

        assert staff.get(url).status_code == 404


class TestTexts:
    def test_are_listed_with_when_they_are_sent(self, staff, text):
        page = said(staff.get(TEXTS))

        assert "Seat offered" in page
        assert "When a seat is free again." in page

    def test_are_listed_in_as_many_queries_for_one_as_for_three(self, staff, text, kind):
        MailText.objects.exclude(pk=text.pk).delete()
        queries_of(staff, TEXTS)
        with_one = queries_of(staff, TEXTS)
        make_mail_texts()

        assert queries_of(staff, TEXTS) == with_one
        assert with_one <= 6

    def test_of_kinds_that_are_no_longer_sent_are_left_out(self, staff, text):
        MailText.objects.create(what="gone", subject="A", body="B")

        assert "gone" not in said(staff.get(TEXTS))

    def test_say_what_can_be_filled_in(self, staff, text):
        page = said(staff.get(page_of(text)))

        assert "<code>{name}</code> such as Dana Whitlock" in page
        assert "<code>{link}</code> such as https://partners.example.org/seat" in page

    def test_are_saved_with_a_trace(self, staff, text):
        staff.post(page_of(text), {"subject": "Yours", "body": "Here:\r\n\r\n{link}\r\n"})

        text.refresh_from_db()
        assert (text.subject, text.body) == ("Yours", "Here:\n\n{link}")
        assert not text.is_original
        assert len(history(text)) == 1

    def test_are_the_originals_while_saved_as_they_came(self, staff, text):
        staff.post(page_of(text), {"subject": text.subject, "body": text.body})

        text.refresh_from_db()
        assert text.is_original

    def test_with_a_word_nobody_knows_are_refused_beside_the_field(self, staff, text, kind):
        page = staff.post(page_of(text), {"subject": "For {room}", "body": text.body})

        errors = page.context_data["adminform"].form.errors
        assert errors == {
            "subject": ["There is no {room} in this mail. Use {name}."],
        }
        text.refresh_from_db()
        assert text.subject == kind.subject

    def test_are_previewed_before_they_are_saved(self, staff, text, kind):
        typed = {"subject": "For {name}", "body": "Here: {link}"}

        page = staff.post(page_of(text, "preview"), typed)
        as_html = staff.post(page_of(text, "preview_html"), typed)

        assert "For Dana Whitlock" in said(page)
        assert 'Here: <a href="https://partners.example.org/seat">' in said(page)
        assert '<a href="https://partners.example.org/seat">Here</a>' in said(as_html)
        text.refresh_from_db()
        assert text.subject == kind.subject

    def test_say_in_the_preview_what_would_be_refused(self, staff, text):
        page = staff.post(page_of(text, "preview"), {"subject": "A", "body": "B"})

        assert "Keep {link} in the text" in said(page)

    def test_go_back_to_the_original_after_a_page_that_asks(self, staff, text, kind):
        MailText.objects.update(subject="Ours", is_original=False)
        assert "Back to the original text…" in said(staff.get(page_of(text)))
        assert kind.subject in said(staff.get(page_of(text, "original")))

        staff.post(page_of(text, "original"))

        text.refresh_from_db()
        assert (text.subject, text.is_original) == (kind.subject, True)
        assert history(text) == [("administrator@example.org", "Went back to the original text.")]

    def test_are_neither_added_nor_deleted(self, staff, text):
        assert staff.get(reverse("admin:core_mailtext_add")).status_code == 403
        assert staff.post(page_of(text, "delete"), {"post": "yes"}).status_code == 403

    def test_are_not_changed_by_who_may_only_look(self, viewer, text, kind):
        MailText.objects.update(subject="Ours", is_original=False)

        assert viewer.get(page_of(text, "preview")).status_code == 200
        assert viewer.post(page_of(text, "original")).status_code == 403
        assert viewer.post(page_of(text), {"subject": "A", "body": "{link}"}).status_code == 403

        text.refresh_from_db()
        assert text.subject == "Ours"


@pytest.mark.parametrize("name", ["preview", "preview_html", "as_html", "send_again"])
def test_a_stranger_is_sent_to_sign_in(client, stranger, make_mail, text, name):
    client.force_login(stranger)
    record = text if name.startswith("preview") else make_mail()

    assert client.get(page_of(record, name)).url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("name", ["preview", "preview_html", "as_html"])
def test_staff_without_permission_are_refused(client, make_mail, text, name):
    client.force_login(make_user(is_staff=True))
    record = text if name.startswith("preview") else make_mail()

    assert client.get(page_of(record, name)).status_code == 403


def test_the_first_page_lists_mail_by_itself(staff):
    page = staff.get(reverse("admin:index"))

    lists = {
        app["name"]: [m["name"] for m in app["models"]] for app in page.context_data["app_list"]
    }
    assert lists["Mail"] == ["Mails", "Mail texts"]
