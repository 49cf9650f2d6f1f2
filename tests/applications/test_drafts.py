"""A draft: kept as it was typed, opened by its link alone, erased when nobody wants it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications import actions, emails, jobs, links
from applications.form import SECTIONS, Whole
from applications.links import Purpose
from applications.models import Draft, Program
from plp.core import pages
from plp.core.models import Message
from tests.browsing import Fields, said, section_url, url
from tests.make import (
    make_application,
    make_draft,
    make_filled_draft,
    make_offer,
    make_partner,
    make_program,
    make_sent,
    the_pin,
    the_program,
)
from tests.rounds import rounds

pytestmark = pytest.mark.django_db


def test_starting_mails_the_link_and_opens_the_first_section(client):
    answer = client.post(reverse("applications:start"), {"email": "Ada@Example.org", "pin": ""})

    draft = Draft.objects.get()
    assert answer.url == section_url(draft, "organization")
    assert client.get(answer.url).status_code == 200
    message = Message.objects.get()
    assert (message.what, message.to) == ("draft-started", "ada@example.org")
    assert links.address(draft) in message.text


def test_a_city_chosen_on_the_map_is_the_drafts(client):
    page = client.get(reverse("applications:start") + "?region=oakland-ca")
    assert '<option value="oakland-ca" selected>' in said(page)

    client.post(reverse("applications:start"), {"email": "a@example.org", "pin": "oakland-ca"})

    assert Draft.objects.get().pin == the_pin()


def test_reading_the_start_page_makes_no_draft(client):
    client.get(reverse("applications:start"))

    assert not Draft.objects.exists()


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x" * 300 + "@example.org", "a@e.org\n"])
def test_starting_without_a_real_address_says_so(client, email):
    answer = client.post(reverse("applications:start"), {"email": email})

    if email.strip() == "a@e.org":
        assert answer.status_code == 302
    else:
        assert 'id="id_email_error"' in said(answer)
        assert not Draft.objects.exists()


def test_nothing_starts_while_the_period_is_closed(client):
    the_program().rounds.update(closes_on="2016-03-01")
    pages.forget()

    answer = client.post(reverse("applications:start"), {"email": "ada@example.org"})

    assert "Applications are closed." in said(answer)
    assert not Draft.objects.exists()


def test_a_robot_is_answered_as_if_all_were_well(client):
    answer = client.post(reverse("applications:start"), {"email": "r@example.org", "fax": "1"})

    assert answer.url == reverse("applications:link-sent")
    assert not Draft.objects.exists()


def test_keeps_a_section_as_typed_also_while_it_is_invalid(writer):
    draft = make_draft()
    client = writer(draft)

    answer = client.post(
        section_url(draft, "organization"), {"organization": "A", "zip": "9589X"}, follow=True
    )

    assert "Your answers are saved." in said(answer)
    assert "You typed “9589X”." in said(answer)
    assert draft.sections.get().typed == {"organization": ["A"], "zip": ["9589X"]}
    assert Fields(client.get(section_url(draft, "organization")).content.decode()).values[
        "zip"
    ] == ("9589X")


def test_a_complete_section_leads_to_the_next(writer):
    draft = make_filled_draft()
    typed = draft.sections.get(slug="organization").typed
    client = writer(draft)

    answer = client.post(section_url(draft, "organization"), {k: v[0] for k, v in typed.items()})

    assert answer.url == section_url(draft, "region")


def test_save_and_leave_shows_the_link(writer):
    draft = make_draft()

    answer = writer(draft).post(
        section_url(draft, "organization"), {"do": "leave", "city": "X"}, follow=True
    )

    assert links.address(draft) in said(answer)
    assert draft.sections.get().typed == {"city": ["X"]}


def test_two_drafts_in_one_browser_do_not_mix(writer):
    mine, other = make_draft(), make_draft()
    writer(mine)
    client = writer(other)

    client.post(section_url(mine, "organization"), {"organization": "Mine"})
    client.post(section_url(other, "organization"), {"organization": "Other"})

    assert mine.sections.get().typed == {"organization": ["Mine"]}
    assert other.sections.get().typed == {"organization": ["Other"]}


def test_a_save_from_a_second_page_keeps_what_the_first_had_saved(writer):
    draft = make_draft()
    client = writer(draft)
    client.post(section_url(draft, "funding"), {"seen": "0", "q-funding-streams": "From home"})

    client.post(section_url(draft, "funding"), {"seen": "0", "q-funding-streams": "From work"})
    page = said(client.get(section_url(draft, "funding")))

    assert "This section was saved from another page" in page
    assert "From home" in page
    assert "From work" in page


def test_a_double_click_does_not_hide_what_it_overwrote(writer):
    draft = make_draft()
    client = writer(draft)
    client.post(section_url(draft, "funding"), {"seen": "0", "q-funding-streams": "From home"})

    for _ in range(2):
        client.post(section_url(draft, "funding"), {"seen": "0", "q-funding-streams": "From work"})

    assert "From home" in said(client.get(section_url(draft, "funding")))


def test_a_third_page_hides_neither_of_the_two_before(writer):
    draft = make_draft()
    client = writer(draft)
    for text in ["From home", "From work", "From the train"]:
        client.post(section_url(draft, "funding"), {"seen": "0", "q-funding-streams": text})

    page = said(client.get(section_url(draft, "funding")))

    assert all(text in page for text in ["From home", "From work", "From the train"])


def test_saving_from_the_page_that_shows_it_lets_it_go(writer):
    draft = make_draft()
    client = writer(draft)
    for seen, text in [("0", "From home"), ("0", "From work"), ("2", "Both")]:
        client.post(section_url(draft, "funding"), {"seen": seen, "q-funding-streams": text})

    assert "saved from another page" not in said(client.get(section_url(draft, "funding")))


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_what_is_no_form_of_ours_empties_nothing(writer, content_type):
    draft = make_filled_draft()
    before = draft.sections.get(slug="people").typed

    writer(draft).post(section_url(draft, "people"), "{}", content_type=content_type)

    assert draft.sections.get(slug="people").typed == before


def test_a_field_that_the_page_did_not_have_keeps_its_text(writer):
    draft = make_filled_draft()

    writer(draft).post(section_url(draft, "people"), {"contact_name": "Ada"})

    typed = draft.sections.get(slug="people").typed
    assert typed["contact_name"] == ["Ada"]
    assert typed["signatory_name"] == ["Ruth Abernathy"]


def test_a_box_that_is_no_longer_ticked_is_no_longer_ticked(writer):
    draft = make_filled_draft()

    writer(draft).post(section_url(draft, "commitments"), {"do": "leave"})

    assert not draft.sections.get(slug="commitments").typed


def test_a_warning_is_shown_once_before_one_goes_on(writer):
    draft = make_filled_draft()
    client = writer(draft)
    typed = {k: v[0] for k, v in draft.sections.get(slug="organization").typed.items()}

    first = client.post(
        section_url(draft, "organization"), typed | {"state": "OR", "seen": "1"}, follow=True
    )
    assert "94612 is in California, and you chose Oregon." in said(first)
    second = client.post(section_url(draft, "organization"), typed | {"state": "OR", "seen": "2"})

    assert second.url == section_url(draft, "region")
    assert "you chose Oregon" in said(client.get(section_url(draft, "review")))


def test_reloading_after_an_error_saves_nothing_again(writer):
    draft = make_draft()

    answer = writer(draft).post(section_url(draft, "organization"), {"city": "X"})

    assert answer.url == f"{section_url(draft, 'organization')}?checked"


@pytest.mark.parametrize("do", ["remove-999999999999", "remove-", "remove-" + "9" * 5000, "x-y"])
def test_a_forged_button_removes_no_row(writer, do):
    draft = make_filled_draft()
    typed = {k: v[0] for k, v in draft.sections.get(slug="references").typed.items()}

    answer = writer(draft).post(section_url(draft, "references"), typed | {"do": do})

    assert answer.status_code == 302
    assert "references-1-name" in draft.sections.get(slug="references").typed


def test_a_look_alike_address_gets_nobodys_link(client):
    make_draft(email="mike@example.org")

    client.post(reverse("applications:send-link"), {"email": "mıke@example.org"})

    assert not Message.objects.exists()


def test_pressing_save_twice_is_no_second_page(writer):
    draft = make_draft()
    client = writer(draft)
    for _ in range(2):
        client.post(section_url(draft, "funding"), {"seen": "0", "q-funding-streams": "Grants"})

    assert "saved from another page" not in said(client.get(section_url(draft, "funding")))


def test_a_draft_moves_to_another_city(writer):
    draft = make_draft(pin=the_pin())

    writer(draft).post(section_url(draft, "region"), {"pin": "boise-id", "urban": "no"})

    draft.refresh_from_db()
    assert draft.pin == the_pin("boise-id")


@pytest.mark.parametrize("pin", ["nowhere", "1", "oakland-ca' OR 1=1", "😀"])
def test_a_forged_city_moves_nothing_and_is_refused(writer, pin):
    draft = make_draft(pin=the_pin())

    answer = writer(draft).post(
        section_url(draft, "region"), {"pin": pin, "urban": "no"}, follow=True
    )

    draft.refresh_from_db()
    assert draft.pin == the_pin()
    assert "Choose a city from the list." in said(answer)


def test_rows_are_added_and_removed_without_losing_a_word(writer):
    draft = make_draft()
    client = writer(draft)
    rows = {f"districts-{n}-name": name for n, name in enumerate(["One", "Two", "Three"])}

    client.post(section_url(draft, "region"), rows | {"districts-total": "3", "do": "remove-1"})
    client.post(
        section_url(draft, "region"),
        Fields(client.get(section_url(draft, "region")).content.decode()).values | {"do": "add"},
    )

    values = Fields(client.get(section_url(draft, "region")).content.decode()).values
    assert values["districts-total"] == "3"
    assert [values[f"districts-{n}-name"] for n in range(3)] == ["One", "Three", ""]


@pytest.mark.parametrize("total", ["", "-1", "9999999", "x", "5000"])
def test_a_forged_number_of_rows_makes_no_more_than_there_may_be(writer, total):
    draft = make_draft()

    answer = writer(draft).post(
        section_url(draft, "region"), {"districts-total": total}, follow=True
    )

    assert answer.status_code == 200
    assert said(answer).count('aria-label="District ') <= 30


@pytest.mark.parametrize("slug", ["nonsense", "Organization"])
def test_there_are_no_other_sections(writer, slug):
    draft = make_draft()

    assert writer(draft).get(section_url(draft, slug)).status_code == 404


WAYS = ["cut", "foreign", "revoked", "tampered", "lapsed", "other purpose"]


def open_with(way):
    """Return a draft and an address that does not open it."""
    draft = make_draft()
    address = links.address(draft).removeprefix("http://localhost:8000")
    match way:
        case "cut":
            address = address[:-5] + "/"
        case "foreign":
            address = address.replace(draft.code, make_draft().code)
        case "revoked":
            actions.renew_link(draft)
        case "tampered":
            address = address[:-2] + ("a/" if address[-2] != "a" else "b/")
        case "lapsed":
            application = make_sent(organization="Old Mill")
            application.move("withdrawn", by=None)
            application.changes.update(at=timezone.now() - timedelta(days=31))
            address = links.address(application.draft).removeprefix("http://localhost:8000")
        case "other purpose":
            address = address.replace("/edit/", "/sign/")
    return draft, address


@pytest.mark.parametrize("way", WAYS)
def test_a_link_that_is_wrong_opens_nothing_and_says_what_to_do(client, way):
    _, address = open_with(way)

    answer = client.get(address)

    assert answer.status_code == 404
    assert "This page needs your private link" in said(answer)
    assert not client.cookies


def test_a_lapsed_link_stays_closed_also_beside_the_one_to_apply_again(writer):
    application = make_sent()
    client = writer(application.draft)
    application.move("withdrawn", by=None)
    application.changes.update(at=timezone.now() - timedelta(days=31))
    writer(application.draft, Purpose.AGAIN)

    assert client.get(url(application.draft, "draft-again")).status_code == 200
    assert client.get(url(application.draft)).status_code == 404
    assert client.get(url(application.draft, "draft-pdf")).status_code == 404


def test_each_new_link_is_mailed_however_quickly_asked_for():
    draft = make_draft()

    actions.renew_link(draft)
    actions.renew_link(draft)

    draft.refresh_from_db()
    newest = Message.objects.latest("pk")
    assert links.address(draft) in newest.text


def test_what_is_typed_behind_a_revoked_link_is_shown_not_lost(writer):
    draft = make_draft()
    client = writer(draft)
    actions.renew_link(draft)

    answer = client.post(section_url(draft, "organization"), {"organization": "Three evenings"})

    assert answer.status_code == 404
    assert "Three evenings" in said(answer)
    assert not draft.sections.exists()


def test_the_link_again_goes_to_who_began_it_and_says_the_same_to_all(client):
    draft = make_draft(email="ada@example.org")
    page = reverse("applications:send-link")

    known = client.post(page, {"email": "ADA@example.org"}, follow=True)
    unknown = client.post(page, {"email": "eve@example.org"}, follow=True)

    assert known.content == unknown.content
    message = Message.objects.get()
    assert (message.to, message.secret) == ("ada@example.org", links.secret(draft, Purpose.EDIT))


def test_the_link_of_one_long_decided_begins_the_next(client):
    application = make_sent()
    application.move("withdrawn", by=None)
    application.changes.update(at=timezone.now() - timedelta(days=31))
    Message.objects.all().delete()

    client.post(reverse("applications:send-link"), {"email": application.contact_email})
    message = Message.objects.get()
    [address] = [w for w in message.text.split() if w.startswith("http")]
    page = client.get(address.removeprefix("http://localhost:8000"), follow=True)
    answer = client.post(page.request["PATH_INFO"])

    assert message.what == "apply-again"
    new = Draft.objects.exclude(pk=application.draft_id).get()
    assert answer.url == section_url(new, "organization")
    assert new.sections.get(slug="people").typed["contact_name"] == ["Dana Whitlock"]
    assert not new.sections.filter(slug="commitments").exists()
    assert new.pin == application.pin


@pytest.mark.parametrize("closed", ["period", "served", "reserved", "program"])
def test_a_draft_is_kept_when_its_city_or_period_closes(writer, closed):
    draft = make_filled_draft()
    match closed:
        case "period":
            draft.program.rounds.update(closes_on="2016-03-01")
        case "served":
            make_partner(region=draft.pin.region)
        case "reserved":
            make_offer(application=make_application(pin=draft.pin, status="offered"))
        case "program":
            Program.objects.update(is_current=False)
            make_program(is_current=True)
    pages.forget()

    page = said(writer(draft).get(section_url(draft, "people")))

    assert "Your draft is kept" in page
    assert draft.program.contact_email in page
    assert "Dana Whitlock" in page


def test_an_idle_draft_is_warned_of_once_then_erased():
    draft = make_filled_draft()
    begun = datetime(2016, 1, 5, tzinfo=UTC)
    Draft.objects.update(touched_at=begun)
    Message.objects.all().delete()

    for day in (59, 61, 62, 90):
        with time_machine.travel(begun + timedelta(days=day), tick=False):
            run_jobs()
            assert Message.objects.count() == (1 if day > 60 else 0)
    with time_machine.travel(begun + timedelta(days=92), tick=False):
        run_jobs()

    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_draft_touched_after_the_warning_stays():
    draft = make_filled_draft()
    Draft.objects.update(touched_at=timezone.now() - timedelta(days=61))
    run_jobs()
    draft.refresh_from_db()
    draft.keep("funding", {}, seen=1)

    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        run_jobs()

    assert Draft.objects.filter(pk=draft.pk).exists()


def test_what_is_sent_is_never_erased_as_idle():
    application = make_sent()
    Draft.objects.update(touched_at=timezone.now() - timedelta(days=900))

    run_jobs()

    assert Draft.objects.filter(pk=application.draft_id).exists()


def test_a_discarded_draft_takes_its_private_links_along():
    draft, other = make_draft(), make_draft()
    emails.draft_started(draft)
    emails.link_renewed(draft)
    emails.draft_started(other)
    failed = Message.objects.get(to=draft.email, what="draft-started")
    Message.objects.filter(pk=failed.pk).update(status="failed")

    actions.discard_draft(draft)

    assert {m.to: m.secret for m in Message.objects.all()} == {
        draft.email: "",
        other.email: links.secret(other, links.Purpose.EDIT),
    }
    failed.refresh_from_db()
    assert links.secret(draft, links.Purpose.EDIT) not in failed.text
    assert not failed.may_be_sent_again


def run_jobs():
    today = timezone.now().date()
    jobs.warn_of_idle_drafts(today)
    jobs.erase_idle_drafts(today)


def test_a_draft_can_be_deleted_by_who_writes_it(writer):
    draft = make_filled_draft()
    client = writer(draft)

    assert "Delete draft" in said(client.get(url(draft, "draft-discard")))
    answer = client.post(url(draft, "draft-discard"), follow=True)

    assert "The draft is deleted" in said(answer)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("slug", SECTIONS)
def test_a_section_asks_the_database_at_most_five_times(
    writer, slug, django_assert_max_num_queries
):
    draft = make_filled_draft()
    client = writer(draft)
    client.get(section_url(draft, slug))

    with django_assert_max_num_queries(5):
        client.get(section_url(draft, slug))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def typeable(form):
    """The fields of a form in which one types, and with them its rows."""
    fields = [n for n, f in form.fields.items() if not getattr(f, "choices", None)]
    rows = form.rows.names()[1:] if form.rows else []
    return [n for n in fields if not n.startswith("c-")] + rows


@pytest.mark.parametrize("slug", [s for s in SECTIONS if s != "commitments"])
@pytest.mark.soak
@settings(
    max_examples=rounds(suite=8, soak=300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_text_in_any_field_is_shown_again_unchanged(writer, slug, data):
    """NUL, which cannot be kept, is dropped; and a page knows only one kind of line end."""
    draft = make_draft()
    client = writer(draft)
    names = typeable(Whole(draft, pages.edition()).form(slug))
    typed = {name: data.draw(TEXTS) for name in names}
    wanted = {name: as_kept(text) for name, text in typed.items()}

    client.post(section_url(draft, slug), typed | {"do": "leave"})
    shown = Fields(client.get(section_url(draft, slug)).content.decode()).values

    assert {name: shown[name].replace("\r\n", "\n").replace("\r", "\n") for name in names} == wanted


def test_what_is_no_phone_number_is_shown_again_as_it_was_typed(writer):
    draft = make_draft()
    client = writer(draft)

    client.post(section_url(draft, "people"), {"contact_phone": "01:", "do": "leave"})

    page = client.get(section_url(draft, "people")).content.decode()
    assert Fields(page).values["contact_phone"] == "01:"


def as_kept(text):
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
