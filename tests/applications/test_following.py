"""Following an application: where it stands, withdrawing it, and answering an offer by name."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from applications import actions, links
from applications.links import Purpose
from applications.models import Application, Partner, Region
from applications.urls import of_a_draft
from plp.core import outbox, pages
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.browsing import link, said, section_url, url
from tests.make import (
    make_attachment,
    make_draft,
    make_filled_draft,
    make_partner,
    make_sent,
    make_user,
    the_pin,
    the_program,
)

# What pages say is decided in Python: in CI on SQLite only.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]

TODAY = date(2016, 4, 1)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-04-01 20:00Z", tick=False):
        yield


def offered(**fields):
    """An application with an announced offer."""
    application = make_sent(**fields)
    application.move("in_review", by=make_user())
    return actions.offer(
        application, by=make_user(), reply_by=date(2016, 4, 22), conditions="Name a manager."
    )


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        ([], "Received"),
        (["in_review"], "Under review"),
        (["in_review", "waitlisted"], "On the waiting list"),
        (["in_review", "declined"], "Not selected"),
        (["withdrawn"], "Withdrawn"),
    ],
)
def test_says_in_public_words_where_it_stands(writer, moves, words):
    application = make_sent()
    for move in moves:
        fields = {"waiting_until": date(2016, 9, 1)} if move == "waitlisted" else {}
        application.move(move, by=None, **fields)

    page = said(writer(application.draft).get(url(application.draft)))

    assert f"<title>Your application: {words.lower()}" in page
    assert application.draft.program.contact_email in page


def test_an_offer_that_is_not_announced_stays_unseen(writer):
    offer = offered()
    type(offer).objects.update(announced_at=None)

    page = said(writer(offer.application.draft).get(url(offer.application.draft)))

    assert "Under review" in page
    assert "Offer made" not in page


def test_the_page_tells_what_happened_in_order(writer):
    offer = offered()

    page = said(writer(offer.application.draft).get(url(offer.application.draft)))
    page = page.partition("So far</h2>")[2]

    order = ["Received", "Under review", "Offer made", "Your reply"]
    places = [page.index(f">{label}</span>") for label in order]
    assert places == sorted(places)
    assert "by 22 April 2016" in page


@pytest.mark.parametrize("status", ["submitted", "in_review", "offered", "waitlisted"])
def test_an_applicant_withdraws_after_a_page_that_asks(writer, status):
    application = make_sent()
    if status != "submitted":
        application.move("in_review", by=make_user())
    if status == "offered":
        actions.offer(application, by=make_user(), reply_by=date(2016, 4, 22))
    if status == "waitlisted":
        actions.waitlist(application, by=make_user(), until=date(2016, 9, 1))
    client = writer(application.draft)

    assert "Withdraw this application?" in said(
        client.get(url(application.draft, "draft-withdraw"))
    )
    client.post(url(application.draft, "draft-withdraw"), {"reason": "Too little time"})

    application.refresh_from_db()
    assert application.status == Application.Status.WITHDRAWN
    assert application.changes.last().note == "Too little time"
    assert not application.offers.unanswered().exists()
    assert Message.objects.filter(what="application-withdrawn").count() == 2


def test_a_decided_application_cannot_be_withdrawn(writer):
    application = make_sent()
    application.move("in_review", by=make_user())
    application.move("declined", by=make_user())

    page = writer(application.draft).post(url(application.draft, "draft-withdraw"))

    assert "Declined cannot become Withdrawn" in said(page)
    application.refresh_from_db()
    assert application.status == Application.Status.DECLINED


def test_an_offer_goes_to_the_signatory_with_a_link_of_their_own():
    offer = offered()

    message = Message.objects.get(what="offer-to-sign")
    assert message.to == offer.application.signatory_email
    assert links.address(offer.application.draft, Purpose.SIGN) in message.text
    told = Message.objects.get(what="offer-made")
    assert links.secret(offer.application.draft, Purpose.SIGN) not in told.text


def answer(client, offer, **data):
    terms = the_program().terms.latest("version").pk
    data = {"accepts": "on", "name": "Ruth Abernathy", "answer": "yes", "terms": terms} | data
    return client.post(url(offer.application.draft, "draft-answer"), data)


def test_the_signatorys_yes_makes_the_partner(writer):
    offer = offered()
    client = writer(offer.application.draft, Purpose.SIGN)

    assert "Accept the offer" in said(client.get(url(offer.application.draft)))
    answer(client, offer)

    offer.refresh_from_db()
    partner = Partner.objects.get()
    assert (offer.answer, offer.signed_name, offer.terms.version) == ("yes", "Ruth Abernathy", 1)
    assert (partner.organization, partner.region) == ("Foundry Learning", offer.region)
    assert partner.started_on == TODAY
    assert "You are our partner" in said(client.get(url(offer.application.draft)))
    assert Message.objects.filter(what="offer-answered").count() == 3


def test_a_no_is_asked_for_twice_and_frees_the_region(writer):
    offer = offered()
    client = writer(offer.application.draft, Purpose.SIGN)

    first = answer(client, offer, answer="no", accepts="")
    assert "Say no for good?" in said(first)
    assert Region.objects.get(pk=offer.region_id).is_spoken_for()
    answer(client, offer, answer="no", accepts="", sure="1")

    assert "Ruth Abernathy said no to our offer" in said(client.get(url(offer.application.draft)))
    offer.refresh_from_db()
    assert offer.answer == "no"
    assert not Partner.objects.exists()
    assert not Region.objects.get(pk=offer.region_id).is_spoken_for()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"accepts": ""}, "Tick this to accept the offer."),
        ({"name": " "}, "Write your full name."),
        ({"terms": ""}, "The terms have changed."),
        ({"name": "x" * 121}, "Shorten this"),
        ({"answer": "perhaps"}, "perhaps"),
    ],
)
def test_an_answer_without_tick_or_name_answers_nothing(writer, wrong, reason):
    offer = offered()

    page = answer(writer(offer.application.draft, Purpose.SIGN), offer, **wrong)

    assert reason in said(page)
    offer.refresh_from_db()
    assert offer.answer == ""


def test_only_the_signatory_can_answer(writer, client):
    offer = offered()
    page = said(writer(offer.application.draft).get(url(offer.application.draft)))

    assert "Only Ruth Abernathy can answer" in page
    assert "Accept the offer" not in page
    assert answer(client, offer).status_code == 404
    offer.refresh_from_db()
    assert offer.answer == ""


def test_the_signatory_cannot_change_or_withdraw_the_application(writer):
    offer = offered()
    client = writer(offer.application.draft, Purpose.SIGN)

    assert client.get(url(offer.application.draft, "draft-withdraw")).status_code == 404
    assert client.get(section_url(offer.application.draft, "people")).status_code == 404
    assert "Withdraw this application" not in said(client.get(url(offer.application.draft)))


def test_the_link_of_an_earlier_offer_signs_nothing_more(client):
    first = offered()
    draft = first.application.draft
    client.get(link(draft, Purpose.SIGN))
    application = Application.objects.get(pk=first.application_id)
    actions.take_back(application, by=make_user(), message="Somebody else may sign.")
    actions.offer(application, by=make_user(), reply_by=date(2016, 4, 22))

    page = client.post(url(draft, "draft-answer"), {"answer": "yes", "name": "Ruth"})

    assert page.status_code == 404
    assert not Partner.objects.exists()


def test_a_link_signs_nothing_once_somebody_else_may_sign(client):
    offer = offered()
    client.get(link(offer.application.draft, Purpose.SIGN))
    Application.objects.update(signatory_email="new.boss@foundry.example")

    page = client.get(url(offer.application.draft))

    assert page.status_code == 404


def test_the_signatorys_link_is_mailed_again_on_request(writer):
    offer = offered()
    client = writer(offer.application.draft)

    client.post(url(offer.application.draft, "draft-mail-signatory"))

    assert Message.objects.filter(what="offer-to-sign").count() == 2


def test_an_answer_after_the_last_day_is_refused(writer):
    offer = offered()
    with time_machine.travel("2016-04-23 07:00Z", tick=False):
        pages.forget()
        page = answer(writer(offer.application.draft, Purpose.SIGN), offer)

    assert "The last day" in said(page)
    assert not Partner.objects.exists()


def test_an_answer_in_the_last_minute_counts(writer):
    offer = offered()
    with time_machine.travel("2016-04-23 06:59Z", tick=False):
        pages.forget()
        answer(writer(offer.application.draft, Purpose.SIGN), offer)

    assert Partner.objects.exists()


def test_no_offer_for_a_region_that_is_spoken_for():
    application = make_sent()
    application.move("in_review", by=make_user())
    make_partner(region=application.pin.region)

    with pytest.raises(TransitionError, match="served or already offered"):
        actions.offer(application, by=make_user(), reply_by=date(2016, 4, 22))

    application.refresh_from_db()
    assert application.status == Application.Status.IN_REVIEW
    assert not Message.objects.filter(what="offer-to-sign").exists()


def test_a_decided_application_begins_the_next(writer):
    application = make_sent()
    application.move("in_review", by=make_user())
    application.move("declined", by=make_user())
    client = writer(application.draft)

    assert "Begin from application" in said(client.get(url(application.draft, "draft-again")))
    client.post(url(application.draft, "draft-again"))

    new = type(application.draft).objects.unsent().get()
    assert new.sections.get(slug="organization").typed["organization"] == ["Foundry Learning"]
    assert Message.objects.filter(what="draft-started", to=new.email).count() == 1


def test_a_page_stays_open_thirty_days_after_the_decision(writer):
    application = make_sent()
    application.move("withdrawn", by=None)
    client = writer(application.draft)

    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        assert client.get(url(application.draft)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert client.get(url(application.draft)).status_code == 404


def test_the_mail_brings_the_pdf_of_what_was_sent():
    application = make_sent()
    message = Message.objects.filter(what="application-received").first()

    attachment = outbox.attach(message.attachment)

    assert attachment.name == f"application-{application.code}.pdf"
    assert attachment.content.startswith(b"%PDF")


PAGES = [
    ("draft", []),
    ("draft-everything", []),
    ("draft-pdf", []),
    ("draft-withdraw", []),
    ("draft-answer", []),
    ("draft-again", []),
    ("draft-discard", []),
    ("draft-interview", []),
    ("draft-mail-link", []),
    ("draft-mail-signatory", []),
    ("draft-file", ["the file"]),
    ("draft-review", []),
    ("draft-section", ["people"]),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("who", ["nobody", "another applicant", "a stranger", "staff"])
def test_shows_strangers_nothing_of_an_application(
    client, writer, stranger, administrator, name, args, who
):
    application = make_sent()
    file = make_attachment(draft=application.draft)
    args = [file.pk if arg == "the file" else arg for arg in args]
    if who == "another applicant":
        writer(make_draft())
    if who in {"a stranger", "staff"}:
        client.force_login(stranger if who == "a stranger" else administrator)

    for method in (client.get, client.post):
        answer = method(url(application.draft, name, *args))
        assert answer.status_code == 404
        assert "Foundry" not in said(answer)


def test_every_page_of_a_draft_is_in_that_table():
    assert {p.name for p in of_a_draft} - {"draft-open"} == {name for name, _ in PAGES}


def test_pages_of_a_draft_are_kept_by_nobody(writer):
    draft = make_filled_draft(pin=the_pin())

    page = writer(draft).get(url(draft))

    assert "no-store" in page["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in said(page)
    cookie = page.wsgi_request.COOKIES
    assert link(draft).split("/")[-2] in cookie.values()


def test_the_cookie_goes_only_to_the_pages_of_its_draft(client):
    draft = make_draft()

    client.get(link(draft))

    [cookie] = client.cookies.values()
    assert cookie["path"] == reverse("applications:draft", args=[draft.code])
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_yes_is_refused_where_the_region_has_a_partner_meanwhile(writer):
    offer = offered()
    make_partner(region=offer.region)

    page = answer(writer(offer.application.draft, Purpose.SIGN), offer)

    assert "is served by a partner now" in said(page)
    offer.refresh_from_db()
    assert offer.answer == ""


def test_events_that_are_over_are_not_promised(writer):
    offer = offered()
    with time_machine.travel("2016-07-20 20:00Z", tick=False):
        type(offer).objects.update(reply_by=date(2016, 8, 1))
        pages.forget()
        page = said(writer(offer.application.draft).get(url(offer.application.draft)))

    assert "Facilitation Summit" not in page
    assert "Salt Lake City" in page
