"""What is written into the outbox, with which text, and how it looks as HTML."""

import re
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from plp.core import outbox
from plp.core.apps import make_mail_texts
from plp.core.mails import MailKind, fill, fill_line, register
from plp.core.models import MailText, Message
from tests.applications.test_races import at_once

WHO = {"occasion": "1", "to": "dana@example.org"}
WORDS = {"name": "Dana", "link": "https://x.example.org/1"}


@pytest.fixture
def text(kind, db):
    """The text of the kind, as staff see it."""
    make_mail_texts()
    return MailText.objects.get(what=kind.what)


def written():
    return Message.objects.get()


@pytest.mark.django_db
def test_writes_what_the_kind_says_with_the_values_in_it(kind):
    message = outbox.write(kind, **WHO, **WORDS, reply_to="imani@example.org")

    assert message == written()
    assert message.subject == "A seat for Dana"
    assert message.text == "Dear Dana,\n\nTake it: https://x.example.org/1"
    assert (message.reply_to, message.status) == ("imani@example.org", "waiting")


@pytest.mark.django_db
def test_writes_the_same_to_the_same_for_the_same_occasion_once(kind):
    outbox.write(kind, **WHO, **WORDS)

    assert outbox.write(kind, **WHO | {"to": "Dana@Example.org"}, **WORDS | {"name": "D"}) is None

    assert written().subject == "A seat for Dana"


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"occasion": "2"}, {"to": "ruth@example.org"}])
def test_writes_again_for_another_occasion_and_to_another_address(kind, other):
    outbox.write(kind, **WHO, **WORDS)

    assert outbox.write(kind, **WHO | other, **WORDS)


@pytest.mark.django_db
def test_writes_nothing_when_what_it_reports_did_not_happen(kind):
    with transaction.atomic():
        outbox.write(kind, **WHO, **WORDS)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(3))
def test_of_two_who_write_the_same_at_once_one_does_and_both_go_on(kind, round):
    def write():
        with transaction.atomic():
            message = outbox.write(kind, **WHO, **WORDS)
            return message, Message.objects.count()

    answers = at_once(write, write)

    assert sorted(bool(message) for message, _ in answers) == [False, True]
    assert [count for _, count in answers] == [1, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"name": "Dana"}, "link"),
        (WORDS | {"seat": 1}, "seat"),
    ],
)
def test_values_that_do_not_fit_are_a_mistake_of_ours(kind, values, named):
    with pytest.raises(ValueError, match=named):
        outbox.write(kind, **WHO, **values)


@pytest.mark.django_db
def test_a_mail_to_nobody_is_a_mistake_of_ours(kind):
    with pytest.raises(ValueError, match="nobody"):
        outbox.write(kind, occasion="1", to="", **WORDS)


@pytest.mark.django_db
def test_no_value_can_add_a_header(kind):
    outbox.write(kind, **WHO, **WORDS | {"name": "Dana\r\nBcc: all@example.org"})

    assert written().subject == "A seat for Dana Bcc: all@example.org"


@pytest.mark.django_db
def test_a_value_keeps_its_lines_but_not_what_a_database_cannot_hold(kind):
    outbox.write(kind, **WHO, **WORDS | {"name": "Dana\r\nRuth\0"})

    assert written().text.startswith("Dear Dana\nRuth,\n")


def test_uses_the_text_that_staff_have_written(kind, text):
    text.subject, text.body = "For {name}", "Here: {link}"
    text.save()

    outbox.write(kind, **WHO, **WORDS)

    assert (written().subject, written().text) == ("For Dana", "Here: https://x.example.org/1")


def test_uses_its_own_text_where_that_of_staff_no_longer_fits(kind, text):
    MailText.objects.update(body="For room {room}: {link}")

    outbox.write(kind, **WHO, **WORDS)

    assert written().text.startswith("Dear Dana,")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"to": "Dana@example.org"}, "message_to_lower_case"),
        ({"status": "sent"}, "message_sent_has_its_moment"),
        ({"status": "sending"}, "message_being_sent_was_claimed"),
    ],
)
def test_the_database_refuses_a_mail_that_cannot_be(make_mail, broken, rule):
    message = make_mail()

    with pytest.raises(IntegrityError, match=rule):
        Message.objects.filter(pk=message.pk).update(**broken)


class TestKinds:
    """Each is checked when its app is imported."""

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"subject": "For {nmae}"}, r"There is no \{nmae\} in this mail"),
            ({"body": "No way."}, r"Keep \{link\} in the text"),
            ({"placeholders": {"to": "a", "link": "https://b"}, "subject": "A"}, "another meaning"),
        ],
    )
    def test_one_whose_text_staff_could_not_save_is_refused(self, change, reason):
        fields = {
            "what": "broken",
            "name": "Broken",
            "sent_when": "Never.",
            "placeholders": {"link": "https://x.example.org"},
            "subject": "A",
            "body": "{link}",
        }

        with pytest.raises(ValueError, match=reason):
            register(MailKind(**fields | change))

    def test_two_of_one_name_are_refused(self, kind):
        other = MailKind(kind.what, "Other", "Never.", {}, "A", "B")

        with pytest.raises(ValueError, match="another kind of this name"):
            register(other)

    def test_two_functions_that_attach_the_same_are_refused(self):
        outbox.attaches("twice")(lambda key: None)

        with pytest.raises(ValueError, match="twice"):
            outbox.attaches("twice")(lambda key: None)


class TestTexts:
    """What staff may change, and what a release brings."""

    def test_every_kind_has_one_after_migrating(self, text, kind):
        make_mail_texts()

        assert (text.subject, text.body, text.is_original) == (kind.subject, kind.body, True)
        assert MailText.objects.filter(what=kind.what).count() == 1

    def test_one_that_staff_left_alone_becomes_what_a_release_brings(self, text, kind):
        MailText.objects.filter(pk=text.pk).update(subject="As it was a release ago")

        make_mail_texts()

        text.refresh_from_db()
        assert text.subject == kind.subject

    def test_one_that_staff_have_changed_stays(self, text):
        text.subject = "Ours"
        text.save()

        make_mail_texts()

        text.refresh_from_db()
        assert (text.subject, text.is_original) == ("Ours", False)

    def test_going_back_makes_it_the_original_again(self, text, kind):
        text.subject = "Ours"
        text.save()

        text.restore()

        assert (text.subject, text.is_original) == (kind.subject, True)

    @pytest.mark.parametrize(
        ("field", "value", "reason"),
        [
            (
                "subject",
                "For {room}",
                "There is no {room} in this mail. Use {name}.",
            ),
            (
                "body",
                "{link} { name }",
                "There is no { name } in this mail. Use {name} or {link}.",
            ),
            (
                "body",
                "Dear {name}",
                "Keep {link} in the text: without it, the mail leads nowhere.",
            ),
        ],
    )
    def test_one_that_does_not_fit_is_refused_in_words(self, text, field, value, reason):
        setattr(text, field, value)

        with pytest.raises(ValidationError) as refused:
            text.full_clean()

        assert refused.value.message_dict == {field: [reason]}


class TestFilling:
    @given(st.text(), st.text(alphabet="ab{}\n "))
    def test_what_a_value_says_is_never_filled_in_again(self, first, second):
        kept = fill("{b}", {"b": second})

        assert fill("{a}|{b}", {"a": "{b}", "b": second}) == f"{{b}}|{kept}"
        assert fill("{a}", {"a": "{a}" + second}) == "{a}" + kept

    @given(st.text())
    def test_a_subject_is_one_line(self, value):
        assert len(fill_line("To {name}, soon", {"name": value}).splitlines()) == 1


class Reading(HTMLParser):
    """Reads the words of a mail back from its HTML, as its text has them."""

    def __init__(self, document):
        super().__init__()
        self.words, self.tags, self.href = [], set(), None
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.href = dict(attrs).get("href")
        self.in_button = ("class", "c") in attrs or (tag == "a" and self.in_button)

    def handle_endtag(self, tag):
        if tag == "a" and self.in_button:
            self.words.append(f": {self.href}")
        if tag == "th":
            self.words.append(": ")
        self.in_button = self.in_button and tag != "p"

    def handle_data(self, data):
        if self.lasttag not in {"style", "title"} or self.get_starttag_text() is None:
            self.words.append(data)

    in_button = False


def read(document):
    main = document[document.index("<main>") :]
    return "".join("".join(Reading(main).words).split())


def squeezed(text):
    return "".join(text.split())


LINES = st.one_of(
    st.text(),
    st.sampled_from(
        [
            "",
            "City: Bend, OR",
            "Note: see <b>&amp;</b>",
            'Go on: https://x.example.org/"><script>',
            "https://x.example.org/?a=1&b='2'.",
            "Open it: https://x.example.org/a",
        ]
    ),
)


class TestHtml:
    @given(st.lists(LINES).map("\n".join))
    def test_it_says_what_the_text_says_and_nothing_in_it_is_markup(self, text):
        around = read(outbox.html("", ""))
        start = squeezed("Code.org Professional Learning Partners")
        end = around.removeprefix(start)

        document = outbox.html("", text)

        assert read(document) == start + squeezed(text) + end
        assert Reading(document[document.index("<main>") :]).tags <= {
            *("main", "table", "tbody", "tr", "th", "td", "h1", "p", "br", "a"),
        }

    def test_escapes_the_subject(self):
        document = outbox.html("Meadow & <Mill>", "")

        assert "<h1>Meadow &amp; &lt;Mill&gt;</h1>" in document

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "Open it: https://x.example.org/a",
                '<p class="c"><a href="https://x.example.org/a">Open it</a></p>',
            ),
            (
                "City: Bend\nCode: K7M4",
                '<table class="l"><tr><th scope="row">City</th><td>Bend</td></tr>'
                '<tr><th scope="row">Code</th><td>K7M4</td></tr></table>',
            ),
            ("City: Bend", "<p>City: Bend</p>"),
            ("City: Bend\nand more", "<p>City: Bend<br>and more</p>"),
            ("One\n \n\nTwo", "<p>One</p> <p>Two</p>"),
            (
                "See https://x.example.org/a.",
                '<p>See <a href="https://x.example.org/a">https://x.example.org/a</a>.</p>',
            ),
            (
                "It is here: https://x.example.org/a.",
                '<p>It is here: <a href="https://x.example.org/a">https://x.example.org/a</a>.</p>',
            ),
            ("Open it: javascript:alert(1)", "<p>Open it: javascript:alert(1)</p>"),
        ],
    )
    def test_gives_each_part_its_look(self, text, expected):
        document = re.sub(r"\s+", " ", outbox.html("", text))

        assert expected in document
