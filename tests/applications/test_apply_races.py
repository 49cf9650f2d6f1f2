"""Applicants and staff at once, on PostgreSQL: nothing is doubled and nothing kept is lost."""

from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications import actions, jobs
from applications.actions import AlreadyApplied
from applications.models import Application, Draft, Offer, Partner, Pin, Terms
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once, sign_in
from tests.browsing import link, said, section_url, url
from tests.make import (
    PDF,
    make_application,
    make_attachment,
    make_draft,
    make_filled_draft,
    make_offer,
    make_pin,
    make_region,
    make_user,
)
from tests.program import make_open_program
from tests.rounds import often, told

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.soak,
    pytest.mark.django_db(transaction=True),
]

DAY = date(2016, 3, 1)
_number = count(1)


@pytest.fixture
def pin(transactional_db):
    """A city of a program that takes applications."""
    return make_open_program().pins.select_related("program", "region").first()


def filled(pin, organization=None, **fields):
    """A draft that can be sent, of an organization that has applied for nothing yet."""
    name = organization or f"Foundry {next(_number)}"
    return make_filled_draft(pin=pin, organization=name, **fields)


def browser(draft):
    """Open a draft's link in a browser of its own."""
    client = Client()
    client.get(link(draft))
    return client


def send(draft):
    terms = Terms.objects.get(program=draft.program_id)
    return actions.send(Draft.objects.get(pk=draft.pk), terms=terms, on=DAY)


def press_send(draft):
    """Return how somebody presses Send."""
    client, terms = browser(draft), Terms.objects.get(program=draft.program_id)
    return lambda: client.post(section_url(draft, "review"), {"terms": terms.pk})


def press_save(draft, slug, **texts):
    """Return how somebody who has just opened a section saves it."""
    client, saved = browser(draft), draft.saved_sections().get(slug)
    data = (saved.typed if saved else {}) | texts | {"seen": saved.version if saved else 0}
    return lambda: client.post(section_url(draft, slug), data)


def press_upload(draft, **texts):
    client = browser(draft)
    data = texts | {"do": "upload", "file": SimpleUploadedFile("calendar.pdf", PDF)}
    return lambda: client.post(section_url(draft, "experience"), data)


def press_discard(draft):
    client = browser(draft)
    return lambda: client.post(url(draft, "draft-discard"))


def mails_about(application):
    mails = Message.objects.filter(what__startswith="application-", occasion=application.pk)
    return sorted(mails.values_list("what", "to"))


def mails_expected(application):
    """Return the mails of sending: one to each address."""
    applicants = {application.draft.email, application.contact_email}
    return sorted(
        [("application-arrived", application.draft.program.contact_email)]
        + [("application-received", address) for address in applicants]
    )


def files_on_disk():
    return sum(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))


def test_a_draft_sent_twice_at_once_is_one_application_with_one_mail_to_each(pin):
    for _ in often():
        draft = filled(pin)

        first, second = at_once(*[lambda draft=draft: send(draft)] * 2)

        assert first == second == Application.objects.get(draft=draft)
        assert mails_about(first) == mails_expected(first)


def test_send_pressed_in_two_browsers_at_once_answers_both_alike(pin):
    for _ in often():
        draft = filled(pin)

        answers = at_once(press_send(draft), press_send(draft))

        assert [answer.headers.get("Location") for answer in answers] == [url(draft)] * 2
        made = Application.objects.get(draft=draft)
        assert mails_about(made) == mails_expected(made)
        assert made.answers.count() == pin.program.questions.count()
        assert made.acknowledgements.count() == pin.program.commitments.count()
        assert made.references.count() == 2


def test_of_two_drafts_of_one_organization_for_one_city_one_is_sent(pin):
    for number in often():
        drafts = [filled(pin, f"Mill {number}"), filled(pin, f"The Mill  {number}, Inc.")]

        answers = at_once(*[told(send, draft) for draft in drafts])

        made = Application.objects.get(draft__in=drafts)
        [refused] = [answer for answer in answers if answer != made]
        assert isinstance(refused, AlreadyApplied)
        assert refused.first == made
        assert made.code in str(refused)
        assert mails_about(made) == mails_expected(made)


def test_of_two_files_at_once_only_the_fifth_is_kept(pin):
    for _ in often():
        draft = make_draft(pin=pin)
        for _ in range(4):
            make_attachment(draft=draft)
        before = files_on_disk()

        answers = at_once(press_upload(draft), press_upload(draft))

        [refused] = [answer.url for answer in answers if "?refused=" in answer.url]
        assert "You have 5 files already." in said(browser(draft).get(refused))
        assert (draft.attachments.count(), files_on_disk()) == (5, before + 1)


@pytest.mark.parametrize("saved_before", [0, 1])
def test_of_two_saves_of_a_section_at_once_neither_loses_a_word(pin, saved_before):
    for _ in often():
        draft = filled(pin) if saved_before else make_draft(pin=pin)

        at_once(*[press_save(draft, "funding", **{"q-funding": text}) for text in ["One", "Two"]])

        section = draft.sections.get(slug="funding")
        texts = [section.typed["q-funding"], section.replaced[0]["q-funding"]]
        assert sorted(texts) == [["One"], ["Two"]]
        assert section.version == saved_before + 2
        page = said(browser(draft).get(section_url(draft, "funding")))
        assert ("One" in page, "Two" in page) == (True, True)


def test_of_two_cities_chosen_at_once_the_draft_has_the_one_that_it_shows(pin):
    slugs = Pin.objects.filter(program=pin.program).values_list("region__slug", flat=True)
    for _ in often():
        draft = filled(pin)

        at_once(*[press_save(draft, "region", pin=slug) for slug in slugs])

        draft.refresh_from_db()
        assert [draft.pin.region.slug] == draft.sections.get(slug="region").typed["pin"]


def test_what_is_saved_while_it_is_sent_is_what_was_sent(pin):
    for _ in often():
        draft = filled(pin)

        at_once(press_save(draft, "funding", **{"q-funding": "Late"}), press_send(draft))

        typed = draft.sections.get(slug="funding").typed["q-funding"]
        answers = Application.objects.get(draft=draft).answers
        assert typed == [answers.get(question__slug="funding").text]


def test_changes_sent_twice_at_once_are_sent_once(pin):
    for _ in often():
        made = send(filled(pin))
        made.move("in_review", by=make_user())
        actions.request_changes(made, by=make_user(), sections=["funding"], message="Who pays?")

        answers = at_once(press_send(made.draft), press_send(made.draft))

        made.refresh_from_db()
        assert made.status == Application.Status.IN_REVIEW
        assert made.answers.count() == pin.program.questions.count()
        asked = made.change_requests.get()
        assert Message.objects.filter(what="changes-sent", occasion=asked.pk).count() == 1
        assert {answer.status_code for answer in answers} <= {200, 302}


def offered(program):
    """An offer that waits for its signatory's answer, read by two people."""
    application = make_application(
        pin=make_pin(program=program), status="offered", signatory_email="ruth@example.org"
    )
    made = make_offer(application=application)
    return [Offer.objects.select_related("application").get(pk=made.pk) for _ in range(2)]


def say(offer, word):
    """Answer an offer, or withdraw the application that it was made to."""
    if word == "withdraw":
        return actions.withdraw(offer.application)
    return actions.answer_offer(offer, yes=word == "yes", name="Ruth", terms=None, on=DAY)


STATUSES = {"yes": "accepted", "no": "withdrawn", "withdraw": "withdrawn"}


@pytest.mark.parametrize("words", [("yes", "yes"), ("yes", "no"), ("yes", "withdraw")])
def test_of_two_answers_to_an_offer_one_counts(pin, words):
    for _ in often():
        offers = offered(pin.program)

        answers = at_once(
            *[told(say, offer, word) for offer, word in zip(offers, words, strict=True)]
        )

        [winner] = [word for word, answer in zip(words, answers, strict=True) if answer is None]
        assert any(isinstance(answer, TransitionError) for answer in answers)
        offer = Offer.objects.get(pk=offers[0].pk)
        assert offer.application.status == STATUSES[winner]
        assert offer.answer == ("yes" if winner == "yes" else "no")
        assert offer.application.changes.count() == 1
        assert Partner.objects.filter(region=offer.region).count() == (winner == "yes")


def press_partner(region):
    """Return how staff save a partner of a region."""
    client, page = sign_in(), reverse("admin:applications_partner_add")
    data = {"organization": "Larkspur Office", "region": region.pk, "started_on": "2016-05-01"}
    data["payee"] = "applicant"
    return lambda: client.post(page, data)


def test_once_a_partner_is_saved_its_region_takes_no_application(pin):
    for _ in often():
        pin = make_pin(program=pin.program, region=make_region(city="Chico", state="CA"))
        early, late = filled(pin), filled(pin)
        press_late = press_send(late)

        saved, answer = at_once(press_partner(pin.region), told(send, early))

        assert saved.status_code == 302
        assert [*Application.objects.filter(pin=pin)] == [
            made for made in [answer] if isinstance(made, Application)
        ]
        assert f"{pin} takes no applications now: served by a partner." in said(press_late())
        assert not Application.objects.filter(draft=late).exists()


def test_of_two_browsers_at_the_limit_of_an_address_one_starts(pin):
    page = reverse("applications:start")
    for number in often():
        data = {"email": f"ada{number}@example.org"}
        for _ in range(4):
            Client().post(page, data)

        answers = at_once(*[lambda data=data: Client().post(page, data)] * 2)

        assert sorted(answer.status_code for answer in answers) == [302, 429]
        assert Draft.objects.filter(email=data["email"]).count() == 5


def idle_draft(pin):
    """A draft that is about to be erased, for nobody has touched it."""
    return filled(pin, warned_at=timezone.now() - timedelta(days=30, hours=1))


def erase_idle_drafts():
    jobs.erase_idle_drafts(DAY)


@pytest.mark.parametrize("slug", ["funding", "region"])
def test_a_draft_saved_while_it_is_erased_stays_or_its_writer_is_told(pin, slug):
    for _ in often():
        draft = idle_draft(pin)

        answer, _ = at_once(
            press_save(draft, slug, urban="yes", **{"q-funding": "At last"}),
            erase_idle_drafts,
        )

        if answer.status_code == 404:
            assert "What you just typed was not saved." in said(answer)
            assert not Draft.objects.filter(pk=draft.pk).exists()
        else:
            assert answer.status_code == 302
            assert Draft.objects.get(pk=draft.pk).warned_at is None
            assert draft.sections.get(slug=slug).version == 2


def test_a_first_save_while_a_draft_is_erased_is_kept_or_its_writer_is_told(pin):
    for _ in often():
        draft = make_draft(pin=pin, warned_at=timezone.now() - timedelta(days=60))

        answer, _ = at_once(
            press_save(draft, "funding", **{"q-funding": "At last"}),
            erase_idle_drafts,
        )

        is_kept = Draft.objects.filter(pk=draft.pk).exists()
        assert (answer.status_code, is_kept) in {(302, True), (404, False)}


def test_a_file_that_comes_while_a_draft_is_erased_stays_with_it_or_goes_with_it(pin):
    for _ in often():
        draft, before = idle_draft(pin), files_on_disk()

        answer, _ = at_once(press_upload(draft), erase_idle_drafts)

        is_kept = Draft.objects.filter(pk=draft.pk).exists()
        assert (answer.status_code, is_kept) in {(302, True), (404, False)}
        assert files_on_disk() - before == is_kept


def test_a_file_that_comes_while_a_draft_is_discarded_goes_with_it(pin):
    for _ in often():
        draft, before = filled(pin), files_on_disk()

        uploaded, discarded = at_once(press_upload(draft), press_discard(draft))

        assert uploaded.status_code in {302, 404}
        assert discarded.url == reverse("applications:discarded")
        assert not Draft.objects.filter(pk=draft.pk).exists()
        assert files_on_disk() == before


def test_a_file_that_comes_while_a_draft_is_sent_goes_with_it_or_is_refused(pin):
    for _ in often():
        draft = filled(pin)
        typed = {name: text for name, [text] in draft.saved_sections()["experience"].typed.items()}

        uploaded, sent = at_once(press_upload(draft, **typed), press_send(draft))

        assert sent.url == url(draft)
        is_kept = uploaded.headers.get("Location", "").endswith("#files")
        assert is_kept or uploaded.status_code == 404 or uploaded.url == url(draft)
        assert draft.attachments.count() == is_kept


@pytest.mark.parametrize("ending", ["erased", "discarded"])
def test_a_draft_that_ends_while_it_is_sent_is_sent_or_its_writer_is_told(pin, ending):
    for _ in often():
        draft = idle_draft(pin)
        end = press_discard(draft) if ending == "discarded" else erase_idle_drafts

        sent, _ = at_once(press_send(draft), end)

        if sent.status_code == 302:
            assert Application.objects.filter(draft=draft).exists()
        else:
            assert sent.status_code == 404 or "has been deleted meanwhile." in said(sent)
            assert not Draft.objects.filter(pk=draft.pk).exists()
