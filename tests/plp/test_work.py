"""The worker: each mail goes once, or staff are told why not; jobs run when they are due."""

import logging
import signal
import socket
from contextlib import ExitStack
from datetime import date, timedelta
from email import message_from_bytes, policy
from threading import Event, Thread

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from plp.core import jobs, outbox
from plp.core.delivery import claim, deliver
from plp.core.management.commands.work import told_to_stop
from plp.core.models import Message
from plp.core.models.outbox import NOT_KEPT, PAUSES
from plp.core.outbox import Attachment
from plp.core.worker import work
from tests.applications.test_races import at_once
from tests.rounds import rounds

pytestmark = pytest.mark.django_db

LINK = "https://x.example.org/s3cret"


@pytest.fixture
def quiet():
    """What goes wrong is logged, which nobody needs to read in a test."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def attacher():
    """Say how something is attached; it is forgotten after the test."""
    outbox.attaches("report")(lambda key: made(key))
    made = None

    def attaches(make):
        nonlocal made
        made = make

    yield attaches
    del outbox._attachers["report"]


def deliver_all():
    return deliver(Event())


class TestSending:
    def test_sends_text_and_html(self, make_mail):
        message = make_mail(to="dana@example.org", name="Dana O'Neil")

        deliver_all()

        [sent] = mail.outbox
        assert (sent.to, sent.reply_to) == (["dana@example.org"], ["imani@example.org"])
        assert sent.body == message.text
        assert "Dear Dana O'Neil," in sent.body
        assert sent.alternatives == [(outbox.html(message.subject, message.text), "text/html")]

    def test_marks_what_was_sent(self, make_mail):
        message = make_mail()

        with time_machine.travel("2016-02-11 16:40Z", tick=False):
            Message.objects.update(not_before=timezone.now())
            deliver_all()

        message.refresh_from_db()
        assert (message.state, message.tries) == ("Sent", 1)
        assert f"{message.sent_at:%d %b %H:%M}" == "11 Feb 16:40"

    def test_sends_nothing_twice(self, make_mail):
        make_mail()

        assert [deliver_all(), deliver_all()] == [1, 0]

        assert len(mail.outbox) == 1

    def test_sends_nothing_before_its_time(self, make_mail):
        make_mail(not_before=timezone.now() + timedelta(minutes=1))

        assert deliver_all() == 0

    @pytest.mark.parametrize("status", ["sending", "sent", "failed", "doubt"])
    def test_sends_only_what_waits(self, make_mail, status):
        now = timezone.now()
        sent_at = now if status == "sent" else None
        make_mail(status=status, claimed_at=now - timedelta(days=1), sent_at=sent_at)

        assert deliver_all() == 0

    def test_stops_between_two_mails_when_told(self, make_mail, attacher):
        stop = Event()
        attacher(lambda key: stop.set() or Attachment("a.txt", b"a", "text/plain"))
        first, second = make_mail(attachment="report:1"), make_mail()

        assert deliver(stop) == 1

        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == ("Sent", "Waiting")


class TestSecrets:
    def test_a_private_link_is_sent_but_not_kept(self, make_mail):
        message = make_mail(link=LINK, secret="s3cret")

        deliver_all()

        message.refresh_from_db()
        assert LINK in mail.outbox[0].body
        assert message.text == f"Dear Dana,\n\nTake it: https://x.example.org/{NOT_KEPT}"
        assert message.secret == ""

    def test_the_demo_keeps_it_for_there_mails_are_read_in_the_admin(self, make_mail, settings):
        settings.DEBUG = True
        message = make_mail(link=LINK, secret="s3cret")

        deliver_all()

        message.refresh_from_db()
        assert LINK in message.text
        assert message.shown_text == message.text

    def test_one_that_waits_is_kept_but_not_shown(self, make_mail):
        message = make_mail(link=LINK, secret="s3cret")

        assert LINK in message.text
        assert "s3cret" not in message.shown_text


class TestAttachments:
    def test_is_made_at_sending(self, make_mail, attacher):
        make_mail(attachment="report:42")
        attacher(lambda key: Attachment(f"{key}.pdf", b"%PDF", "application/pdf"))

        deliver_all()

        assert mail.outbox[0].attachments == [("42.pdf", b"%PDF", "application/pdf")]

    @pytest.mark.parametrize(
        ("reference", "reason"),
        [
            ("report:gone", "LookupError: There is nothing left to attach as report:gone."),
            ("report:0", "ZeroDivisionError: division by zero"),
            ("nobody:1", "KeyError: 'nobody'"),
        ],
    )
    def test_a_mail_without_its_attachment_is_not_sent(
        self, make_mail, attacher, quiet, reference, reason
    ):
        attacher(lambda key: None if key == "gone" else 1 / int(key))
        message, other = make_mail(attachment=reference), make_mail()

        deliver_all()

        message.refresh_from_db()
        other.refresh_from_db()
        assert (message.state, message.error) == ("Not sent", reason)
        assert other.state == "Sent"

    def test_a_mail_no_server_could_take_is_not_sent(self, make_mail, quiet):
        message = make_mail(to="dana@example.org\nbcc: all@example.org")

        deliver_all()

        message.refresh_from_db()
        assert message.state == "Not sent"
        assert not mail.outbox


class MailServer:
    """A mail server on this machine that answers as it is told; None hangs up without a word."""

    ANSWERS = {
        "hello": "220 here",
        "EHLO": "250-here\r\n250 AUTH PLAIN",
        "AUTH": "235 welcome",
        "MAIL": "250 yes",
        "RCPT": "250 yes",
        "DATA": "354 go on",
        ".": "250 taken",
        "RSET": "250 yes",
        "QUIT": "221 bye",
    }

    def __init__(self, **answers):
        self.answers = self.ANSWERS | answers
        self.taken = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client, client.makefile("rb") as lines:
                self.talk(client, lines)

    def talk(self, client, lines):
        verb = "hello"
        while verb:
            answer = self.answers[verb]
            if answer is None:
                return
            client.sendall(answer.encode() + b"\r\n")
            if answer.startswith("354"):
                self.taken.append(b"".join(iter(lines.readline, b".\r\n")))
                verb = "."
            else:
                verb = lines.readline()[:4].decode().strip().upper()

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


@pytest.fixture
def mail_server(settings):
    """Start a mail server with answers of its own, and let the site use it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with ExitStack() as stack:

        def start(answers=(), **options):
            server = MailServer(**dict(answers))
            stack.callback(server.close)
            settings.EMAIL_PORT = server.port
            for name, value in options.items():
                setattr(settings, name, value)
            return server

        yield start


class TestMailServers:
    def test_takes_it(self, make_mail, mail_server):
        server, message = mail_server(), make_mail(to="dana@example.org")

        deliver_all()

        message.refresh_from_db()
        [taken] = (message_from_bytes(raw, policy=policy.default) for raw in server.taken)
        assert message.state == "Sent"
        assert (taken["To"], taken["Reply-To"]) == ("dana@example.org", "imani@example.org")
        assert taken["Auto-Submitted"] == "auto-generated"
        assert taken.get_body("plain").get_content().split() == message.text.split()
        assert "<h1>" in taken.get_body("html").get_content()

    @pytest.mark.parametrize(
        ("answers", "error"),
        [
            ({"hello": "421 too busy"}, "421 too busy"),
            ({"hello": None}, "SMTPServerDisconnected: Connection unexpectedly closed"),
            ({"AUTH": "535 wrong password"}, "535 wrong password"),
            ({"MAIL": "451 later"}, "451 later"),
            ({"RCPT": "450 greylisted"}, "450 greylisted"),
            ({"DATA": "421 shutting down"}, "421 shutting down"),
            ({".": "452 disk full"}, "452 disk full"),
        ],
    )
    def test_a_mail_is_tried_again_when_it_was_refused_for_now(
        self, make_mail, mail_server, quiet, answers, error
    ):
        login = {"EMAIL_HOST_USER": "plp", "EMAIL_HOST_PASSWORD": "chalk"}
        mail_server(answers, **login if "AUTH" in answers else {})
        message = make_mail()

        deliver_all()

        message.refresh_from_db()
        assert (message.state, message.error) == ("Waiting", error)
        assert message.not_before - message.claimed_at >= PAUSES[0]

    @pytest.mark.parametrize(
        ("answers", "error"),
        [
            ({"MAIL": "550 not you"}, "550 not you"),
            ({"RCPT": "550 no such person"}, "550 no such person"),
            ({".": "554 spam"}, "554 spam"),
        ],
    )
    def test_a_mail_is_not_sent_when_it_was_refused_for_good(
        self, make_mail, mail_server, quiet, answers, error
    ):
        mail_server(answers)
        message = make_mail()

        deliver_all()

        message.refresh_from_db()
        assert (message.state, message.error) == ("Not sent", error)

    @pytest.mark.parametrize("answer", [None, "nonsense", "251 hm"])
    def test_a_mail_is_in_doubt_when_the_answer_to_it_is_lost(
        self, make_mail, mail_server, quiet, answer
    ):
        server = mail_server({".": answer})
        message = make_mail()

        assert [deliver_all(), deliver_all()] == [1, 0]

        message.refresh_from_db()
        assert message.state == "In doubt"
        assert len(server.taken) == 1

    def test_what_a_server_says_when_parting_does_not_matter(self, make_mail, mail_server, quiet):
        mail_server({"QUIT": "500 stay"})
        message = make_mail()

        deliver_all()

        message.refresh_from_db()
        assert message.state == "Sent"

    def test_a_mail_is_tried_with_growing_pauses_and_then_not_sent(
        self, make_mail, mail_server, quiet
    ):
        mail_server({"RCPT": "450 greylisted"})
        message = make_mail()
        pauses = []

        with time_machine.travel(timezone.now(), tick=False) as traveller:
            while deliver_all():
                message.refresh_from_db()
                pauses.append(message.not_before - timezone.now())
                traveller.move_to(message.not_before)
                if message.status == Message.Status.FAILED:
                    break

        assert pauses[: len(PAUSES)] == PAUSES
        assert (message.state, message.tries) == ("Not sent", len(PAUSES) + 1)

    def test_a_mail_waits_when_there_is_no_mail_server(
        self, make_mail, mail_server, settings, quiet
    ):
        message = make_mail()
        with socket.create_server(("127.0.0.1", 0)) as gone:
            settings.EMAIL_PORT = gone.getsockname()[1]

        deliver_all()

        message.refresh_from_db()
        assert message.state == "Waiting"
        assert message.error.startswith("ConnectionRefusedError")


class TestDoubt:
    def test_a_mail_that_was_claimed_and_never_marked_is_in_doubt_after_five_minutes(
        self, make_mail
    ):
        message = make_mail()
        claim()
        message.refresh_from_db()
        assert (message.state, message.is_in_doubt) == ("Being sent", False)

        with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
            assert (message.state, message.is_in_doubt) == ("In doubt", True)
            assert list(Message.objects.in_doubt()) == [message]
            assert deliver_all() == 0

    def test_a_worker_that_comes_back_late_does_not_undo_what_staff_decided(self, make_mail):
        make_mail()
        late = claim()
        with time_machine.travel(timezone.now() + timedelta(hours=1)):
            Message.objects.get().send_again()
            again = claim()

            assert not late.mark_sent()
            assert again.mark_sent()


class TestManyWorkers:
    def test_of_two_that_see_a_mail_one_takes_it(self, make_mail):
        make_mail()
        mine, theirs = Message.objects.get(), Message.objects.get()

        assert [theirs.claim(), mine.claim()] == [True, False]

    @pytest.mark.soak
    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("round", range(rounds(suite=2, soak=50)))
    def test_two_at_once_send_each_mail_once(self, make_mail, round):
        written = {make_mail().to for _ in range(30)}

        at_once(deliver_all, deliver_all)

        assert sorted(sent.to[0] for sent in mail.outbox) == sorted(written)
        assert set(Message.objects.values_list("status", "tries")) == {("sent", 1)}


@pytest.fixture
def due(monkeypatch):
    """No jobs but those of the test."""
    monkeypatch.setattr(jobs, "JOBS", {})
    return jobs.due_job


class TestJobs:
    def test_each_is_told_the_day(self, due):
        days = []
        due(days.append)

        jobs.run_due(date(2016, 4, 22))

        assert days == [date(2016, 4, 22)]

    def test_one_that_fails_is_logged_and_keeps_no_other_from_running(self, due, caplog):
        done = []

        @due
        def fails(on):
            raise RuntimeError("no chalk")

        @due
        def works(on):
            done.append(on)

        jobs.run_due(date(2016, 4, 22))

        assert done == [date(2016, 4, 22)]
        assert "fails failed" in caplog.text

    @time_machine.travel("2016-04-23 05:00Z", tick=False)  # in California still the 22nd
    def test_the_day_is_that_of_the_pacific(self, due):
        days = []
        due(days.append)

        call_command("work", once=True)

        assert days == [date(2016, 4, 22)]


class TestCommand:
    def test_once_runs_jobs_then_sends_what_they_wrote(self, make_mail, due):
        due(lambda on: make_mail())

        call_command("work", once=True)

        assert len(mail.outbox) == 1
        assert Message.objects.get().state == "Sent"

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_is_told_to_stop_by_a_signal(self, number):
        before = signal.getsignal(number)

        with told_to_stop() as stop:
            signal.raise_signal(number)

            assert stop.is_set()
        assert signal.getsignal(number) == before

    @pytest.mark.django_db(transaction=True)
    def test_works_until_it_is_told_to_stop(self, make_mail, due, attacher):
        stop = Event()
        attacher(lambda key: stop.set() or Attachment("a.txt", b"a", "text/plain"))
        make_mail(attachment="report:1")

        work(stop)

        assert Message.objects.get().state == "Sent"

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_goes_on_when_the_database_has_dropped_it(self, make_mail, due, attacher, quiet):
        stop = Event()
        attacher(lambda key: stop.set() or Attachment("a.txt", b"a", "text/plain"))
        make_mail(attachment="report:1")

        @due
        def drops(on):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

        work(stop)

        assert Message.objects.get().state == "Sent"
