"""The pages on which decisions are made ready, read mail by mail, reworded and announced."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from applications import actions
from applications.models import Announcement, Application, Decision
from plp.core.days import pacific_today
from plp.core.models import Message
from tests.applications.test_admin import queries_of
from tests.make import make_application, make_decision, make_pin

pytestmark = pytest.mark.django_db

ANNOUNCE = "/admin/applications/decision/announce/"
SOON = pacific_today() + timedelta(days=20)


def in_review(**fields):
    return make_application(status="in_review", signatory_email="ruth@foundry.example", **fields)


def step(slug, *applications, **query):
    ids = ",".join(str(application.pk) for application in applications)
    name = "admin:applications_application_step"
    return reverse(name, args=[slug], query={"ids": ids} | query)


def ready(application=None, kind="offer", **fields):
    return make_decision(
        application or in_review(),
        kind=kind,
        last_day=SOON if kind != "decline" else None,
        **fields,
    )


def text_of(page):
    return " ".join(page.content.decode().split())


def do(client, address, **data):
    seen = client.post(address, data | {"look": "1"}).context_data["seen"]
    return client.post(address, data | {"do": "1", "seen": seen}, follow=True)


def test_many_are_decided_at_once_and_nobody_is_told(staff):
    applications = [in_review(), in_review()]

    page = do(
        staff, step("make-ready", *applications, filters="o="), kind="decline", words="Thanks."
    )

    assert "Made a decision ready: 2 applications" in text_of(page)
    assert [decision.words for decision in Decision.objects.ready()] == ["Thanks.", "Thanks."]
    assert not Message.objects.exists()


@pytest.mark.parametrize("kind", ["offer", "waitlist"])
def test_the_form_asks_for_a_last_day_that_is_to_come(staff, kind):
    address = step("make-ready", in_review())

    without = staff.post(address, {"kind": kind, "look": "1"})
    past = staff.post(address, {"kind": kind, "last_day": "2016-04-22", "look": "1"})

    assert "An offer and the waiting list need a last day." in text_of(without)
    assert "This day has passed." in text_of(past)


def test_a_step_page_says_what_is_ready_and_would_be_discarded(staff):
    decision = ready()

    page = staff.get(step("start-review", decision.application))

    assert "In review; ready: Offer the partnership" in text_of(page)


def test_the_page_shows_each_mail_as_it_will_read(staff):
    decision = ready(words="Name a manager by May.")

    page = text_of(staff.get(ANNOUNCE))

    assert "1 decision ready: offer the partnership 1." in page
    assert "To ruth@foundry.example: We would like" in page
    assert f"{decision.region} becomes reserved" in page
    assert "[their private link]" in page
    assert not Message.objects.exists()
    assert Decision.objects.ready().get() == decision


def test_an_empty_page_says_how_decisions_come_here(staff):
    assert "Choose “Decide, and announce later”" in text_of(staff.get(ANNOUNCE))


def test_all_are_announced_and_the_record_says_who_was_told(staff):
    offer, decline = ready(), ready(kind="decline")
    last = staff.get(ANNOUNCE).context_data["last"]

    page = staff.post(ANNOUNCE, {"all": "1", "last": last}, follow=True)

    assert "2 decisions announced" in text_of(page)
    assert "with 3 mails" in text_of(page)
    for told in ["ruth@foundry.example", offer.application.contact_email]:
        assert f">{told}</a> (waiting)" in text_of(page)
    assert decline.application.contact_email in text_of(page)
    assert Announcement.objects.get().decisions.count() == 2


def test_only_what_is_ticked_is_announced(staff):
    offer, decline = ready(), ready(kind="decline")

    page = staff.post(ANNOUNCE, {"chosen": [decline.pk]}, follow=True)

    assert Decision.objects.ready().get() == offer
    assert "1 decision still waits." in text_of(page)


def test_what_was_made_ready_after_one_looked_is_not_announced_with_all(staff):
    seen = ready()
    last = staff.get(ANNOUNCE).context_data["last"]
    unseen = ready()

    staff.post(ANNOUNCE, {"all": "1", "last": last})

    assert Decision.objects.ready().get() == unseen
    seen.refresh_from_db()
    assert seen.announced_at


def test_a_double_click_tells_nobody_twice(staff):
    ready()
    last = staff.get(ANNOUNCE).context_data["last"]

    staff.post(ANNOUNCE, {"all": "1", "last": last})
    page = staff.post(ANNOUNCE, {"all": "1", "last": last}, follow=True)

    assert "Nothing was chosen." in text_of(page)
    assert Message.objects.count() == 2
    assert Announcement.objects.count() == 1


def test_what_cannot_be_announced_says_why_and_stays_ready(staff):
    decision = make_decision(in_review(), last_day=date(2016, 4, 1))

    assert "Its last day was Friday, 1 April 2016." in text_of(staff.get(ANNOUNCE))
    page = staff.post(ANNOUNCE, {"chosen": [decision.pk]}, follow=True)

    assert "stays ready: Its last day was" in text_of(page)
    assert Decision.objects.ready().get() == decision
    assert not Announcement.objects.exists()


def test_the_others_for_a_region_are_proposed_in_one_step(staff):
    pin = make_pin()
    ready(in_review(pin=pin))
    others = [in_review(pin=pin), in_review(pin=pin)]
    in_review()  # for a region that is not offered

    page = staff.get(ANNOUNCE)

    assert "2 others applied for a region that is offered here" in text_of(page)
    address = page.context_data["others"]["address"]
    assert step("make-ready", *others, kind="waitlist") == address
    form = staff.get(address).context_data["form"]
    assert form["kind"].value() == "waitlist"
    do(staff, address, kind="waitlist", last_day=str(SOON), words="")
    assert staff.get(ANNOUNCE).context_data["others"]["number"] == 0


def test_a_mail_is_worded_for_one_decision_and_back_again(staff):
    decision = ready(kind="decline")
    address = reverse(
        "admin:applications_decision_reword", args=[decision.pk, "application-declined"]
    )

    refused = staff.post(address, {"subject": "Hello", "body": "Without its link. {nonsense}"})
    staff.post(address, {"subject": "Hello", "body": "Dear {name}, see {link}"})

    assert "There is no {nonsense} in this mail." in text_of(refused)
    assert "Keep {link} in the text" in text_of(refused)
    assert "To " + decision.application.contact_email + ": Hello" in text_of(staff.get(ANNOUNCE))
    worded = Decision.objects.ready().get()
    address = reverse(
        "admin:applications_decision_reword", args=[worded.pk, "application-declined"]
    )
    staff.post(address, {"back": "1"})
    assert Decision.objects.ready().get().mails == {}


def test_only_a_mail_of_a_ready_decision_can_be_worded(staff):
    decision = ready(kind="decline")
    name = "admin:applications_decision_reword"

    assert staff.get(reverse(name, args=[decision.pk, "offer-made"])).status_code == 404
    actions.discard_decision(decision, by=None)
    assert staff.get(reverse(name, args=[decision.pk, "application-declined"])).status_code == 404


@pytest.mark.parametrize(("number", "has_all"), [(1, False), (26, True)])
def test_what_is_ticked_comes_first_and_all_only_beside_other_pages(staff, number, has_all):
    for _ in range(number):
        ready()

    page = text_of(staff.get(ANNOUNCE))

    assert 'class="default">Announce what is ticked' in page
    assert ('name="all"' in page) == has_all


@time_machine.travel("2016-03-01 23:00-08:00")
def test_an_announcement_is_named_by_its_day_in_pacific_time(administrator):
    assert str(Announcement.objects.create(by=administrator)) == "Announcement of 1 March 2016"


@pytest.mark.parametrize("kind", ["offer", "decline"])
def test_the_page_asks_in_proportion_to_what_it_shows_and_no_more_than_a_page(staff, kind):
    for _ in range(26):
        ready(kind=kind)

    page = staff.get(ANNOUNCE)

    assert len(page.context_data["rows"]) == 25
    assert "Page 1 of 2" in text_of(page)
    assert "Announce all 26" in text_of(page)


def test_who_stepped_aside_neither_reads_nor_announces_a_decision(staff, administrator):
    decision = ready()
    decision.application.recusals.create(reviewer=administrator, reason="My cousin.")
    change = reverse("admin:applications_decision_change", args=[decision.pk])

    page = staff.get(ANNOUNCE)
    staff.post(ANNOUNCE, {"all": "1", "last": decision.pk, "chosen": [decision.pk]})

    assert decision.application.organization not in text_of(page)
    assert staff.get(change).status_code in (302, 404)
    assert Decision.objects.ready().get() == decision


def test_who_may_not_decide_announces_nothing(person):
    decision = ready()
    client = person("view_decision", "view_application", "add_announcement")

    assert client.get(ANNOUNCE).status_code == 403
    assert client.post(ANNOUNCE, {"chosen": [decision.pk]}).status_code == 403
    assert Decision.objects.ready().exists()


def test_the_record_of_an_announcement_asks_equally_often_for_one_and_for_three(staff):
    def told(number):
        for _ in range(number):
            ready(kind="decline")
        last = staff.get(ANNOUNCE).context_data["last"]
        page = staff.post(ANNOUNCE, {"all": "1", "last": last})
        return queries_of(staff, page.url)

    assert told(1) == told(3) <= 12


def test_a_decided_application_is_listed_with_what_is_ready(staff):
    decision = ready()

    page = staff.get(reverse("admin:index"))

    assert "Ready to announce" in text_of(page)
    assert Application.objects.get().ready_decision == decision


def test_the_dossier_and_the_list_say_what_is_ready_and_for_whom_a_region_is_meant(staff):
    pin = make_pin()
    decision, other = ready(in_review(pin=pin)), in_review(pin=pin)
    name = "admin:applications_application_change"

    mine = text_of(staff.get(reverse(name, args=[decision.application_id])))
    theirs = text_of(staff.get(reverse(name, args=[other.pk])))
    listed = text_of(staff.get(reverse("admin:applications_application_changelist")))

    assert "Ready to announce" in mine
    assert f"Meant for {decision.application.organization}" in theirs
    assert listed.count("ready: offer the partnership") == 1


def test_who_may_not_see_decisions_reads_of_none(person):
    decision = ready()
    client = person("view_application")

    page = text_of(
        client.get(reverse("admin:applications_application_change", args=[decision.application_id]))
    )

    assert "Ready to announce" not in page
    assert "eady: offer" not in text_of(
        client.get(reverse("admin:applications_application_changelist"))
    )
