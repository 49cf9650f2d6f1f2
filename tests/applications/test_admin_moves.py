"""The pages on which staff take steps: they show what will happen, then do just that."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from applications import links
from applications.links import Purpose
from applications.models import Application, Offer, Partner
from plp.core.models import Invitation, Message
from tests.browsing import Fields, said
from tests.make import (
    make_application,
    make_member,
    make_partner,
    make_partner_year,
    make_pin,
    make_program_year,
    make_requirement,
    make_school_year,
    make_sent,
    make_user,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db

Status = Application.Status
OFFER = {"reply_by": "2099-04-22", "conditions": "Name a manager."}


def url(slug, *records, model="application", **query):
    ids = ",".join(str(record.pk) for record in records)
    name = f"admin:applications_{model}_step"
    return reverse(name, args=[slug], query={"ids": ids} | query)


def confirm(client, slug, *records, model="application", data=None):
    """Look at what a step will do; return how the button is pressed then."""
    address, data = url(slug, *records, model=model), data or {}
    page = client.post(address, data | {"look": "1"})
    seen = page.context_data["seen"]
    return lambda: client.post(address, data | {"do": "1", "seen": seen})


def told(page):
    return [str(message) for message in get_messages(page.wsgi_request)]


def in_review(**fields):
    return make_application(status="in_review", signatory_email="ruth@foundry.example", **fields)


def now(*records):
    return [type(record).objects.get(pk=record.pk).status for record in records]


def test_a_step_without_questions_is_shown_at_once(staff):
    application = make_application()

    page = said(staff.get(url("start-review", application)))

    assert "<td>Submitted</td><td>In review</td>" in page
    assert "Nobody is written to." in page
    assert now(application) == ["submitted"]


def test_a_step_that_asks_is_shown_after_the_answer(staff):
    application = in_review()

    assert "Show what will happen" in said(staff.get(url("offer", application)))
    page = said(staff.post(url("offer", application), OFFER | {"look": "1"}))

    assert "<td>In review</td><td>Offered</td>" in page
    assert "Wednesday, 22 April 2099" in page
    assert "2 mails will go" in page
    assert "To ruth@foundry.example: We would like" in page


def test_showing_changes_nothing(staff):
    application = in_review()

    staff.post(url("offer", application), OFFER | {"look": "1"})

    assert now(application) == ["in_review"]
    assert not Offer.objects.exists()
    assert not Message.objects.exists()
    assert not LogEntry.objects.exists()


def test_shows_no_private_link(staff):
    application = make_sent()
    application.move("in_review", by=None)

    page = said(staff.post(url("offer", application), OFFER | {"look": "1"}))

    assert "[their private link]" in page
    assert links.secret(application.draft, Purpose.SIGN) not in page


def test_does_what_was_shown_and_goes_back_to_the_record(staff, administrator):
    application = in_review()

    answer = confirm(staff, "offer", application, data=OFFER)()

    assert answer.url == reverse("admin:applications_application_change", args=[application.pk])
    assert told(answer) == [f"Offered the partnership: {application}."]
    offer = Offer.objects.get()
    assert (offer.reply_by, offer.conditions) == (date(2099, 4, 22), "Name a manager.")
    assert application.changes.get().by == administrator
    assert LogEntry.objects.get().change_message == "Offered the partnership."


def test_a_wrong_answer_is_said_beside_the_field_and_kept(staff):
    application = in_review()
    data = {"reply_by": "2016-04-22", "conditions": "Name a manager.", "do": "1", "seen": ""}

    page = staff.post(url("offer", application), data)

    assert page.context_data["form"].errors == {
        "reply_by": ["This day has passed. Choose today or a later day."]
    }
    assert "Name a manager.</textarea>" in said(page)
    assert now(application) == ["in_review"]


def test_what_was_written_can_be_changed_before_it_is_done(staff):
    application = in_review()

    page = said(staff.post(url("offer", application), OFFER | {"back": "1"}))

    assert "Show what will happen" in page
    assert 'value="2099-04-22"' in page
    assert "Name a manager.</textarea>" in page


def test_what_cannot_be_done_says_why_and_has_no_button(staff):
    application = make_application(status="declined")

    page = said(staff.get(url("start-review", application)))

    assert "Stays as it is.</strong> Declined: only what is" in page
    assert 'name="do"' not in page


def test_many_are_moved_each_for_itself(staff):
    fit = [make_application(), make_application()]
    unfit = make_application(status="declined")

    answer = confirm(staff, "start-review", *fit, unfit)()

    assert now(*fit, unfit) == ["in_review", "in_review", "declined"]
    [refused, done] = told(answer)
    assert "Declined: only what is" in refused
    assert done == "Started the review: 2 applications."


def test_of_two_for_one_region_the_second_stays_and_the_page_says_so(staff):
    pin = make_pin()
    both = [in_review(pin=pin), in_review(pin=pin)]

    page = said(staff.post(url("offer", *both), OFFER | {"look": "1"}))
    confirm(staff, "offer", *both, data=OFFER)()

    assert page.count("served or already offered") == 1
    assert sorted(now(*both)) == ["in_review", "offered"]


def test_of_two_for_one_region_who_applied_first_gets_the_offer(staff):
    pin = make_pin()
    later, earlier = in_review(pin=pin), in_review(pin=pin)
    sent = later.submitted_at - timedelta(days=1)
    Application.objects.filter(pk=earlier.pk).update(submitted_at=sent)

    confirm(staff, "offer", later, earlier, data=OFFER)()

    assert now(earlier, later) == ["offered", "in_review"]


def test_is_not_done_to_what_somebody_changed_meanwhile(staff):
    application = in_review()
    press = confirm(staff, "decline", application)
    application.move("waitlisted", by=None, waiting_until=date(2099, 1, 1))

    answer = press()

    assert now(application) == ["waitlisted"]
    assert "Someone has changed this since you looked" in told(answer)[0]


def test_a_second_press_does_nothing_more(staff):
    application = in_review()
    press = confirm(staff, "decline", application)

    press(), press()

    assert now(application) == ["declined"]
    assert application.changes.count() == 1
    assert Message.objects.filter(what="application-declined").count() == 1


def test_changes_are_requested_of_the_sections_ticked(staff):
    application = make_sent()
    application.move("in_review", by=None)

    confirm(
        staff,
        "request-changes",
        application,
        data={"sections": ["funding", "people"], "message": "Who pays?"},
    )()

    assert now(application) == ["changes_requested"]
    assert application.open_request.sections == ["people", "funding"]
    assert application.draft.is_open("funding")


def test_a_list_leads_to_the_step_with_what_is_ticked(staff):
    ticked = [make_application(), make_application()]
    address = reverse("admin:applications_application_changelist") + "?status__exact=submitted"
    data = {"action": "start-review", "_selected_action": [a.pk for a in ticked]}

    answer = staff.post(address, data)
    page = staff.get(answer.url)

    assert said(page).count("<td>Submitted</td><td>In review</td>") == 2
    done = staff.post(answer.url, {"do": "1", "seen": page.context_data["seen"]})
    assert done.url == address


def test_too_many_at_once_are_refused(staff, monkeypatch):
    monkeypatch.setattr("plp.core.confirming.MOST", 1)
    ticked = [make_application(), make_application()]
    data = {"action": "start-review", "_selected_action": [a.pk for a in ticked]}

    answer = staff.post(reverse("admin:applications_application_changelist"), data, follow=True)

    assert "Choose at most 1 at a time." in said(answer)


def test_a_dossier_offers_what_can_be_done_and_says_why_not_the_rest(staff):
    application = in_review()

    page = said(staff.get(reverse("admin:applications_application_change", args=[application.pk])))

    assert "Offer the partnership…</a>" in page
    assert "Start review…</a>" not in page
    assert "Start review: It is being read already, or decided." in page


@pytest.mark.parametrize("slug", ["start-review", "offer", "decline", "reopen", "withdraw"])
def test_nobody_moves_anything_without_permission(client, slug):
    person = make_user(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(person)
    application = make_application()

    assert client.get(url(slug, application)).status_code == 403
    assert client.post(url(slug, application), {"do": "1"}).status_code == 403
    page = said(client.get(reverse("admin:applications_application_changelist")))
    assert "Start review" not in page
    assert now(application) == ["submitted"]


@pytest.mark.parametrize("address", ["step/offer/", "step/offer/?ids=0", "step/nonsense/?ids=1"])
def test_nothing_chosen_is_not_found(staff, address):
    base = reverse("admin:applications_application_changelist")

    assert staff.get(base + address).status_code == 404


def test_a_note_that_is_sent_twice_is_kept_once(staff):
    application = make_application()
    address = reverse("admin:applications_application_notes", args=[application.pk])

    staff.post(address, {"text": "Called Dana."})
    staff.post(address, {"text": "Called Dana."})
    staff.post(address, {"text": "She called back."})

    assert [note.text for note in application.notes.all()] == ["Called Dana.", "She called back."]


class TestPartner:
    def test_ends_with_a_reason(self, staff):
        partner = make_partner()
        member = make_member(partner)
        data = {"last_day": "2017-06-30", "reason": "They asked us to."}

        page = said(staff.post(url("end", partner, model="partner"), data | {"look": "1"}))
        confirm(staff, "end", partner, model="partner", data=data)()

        assert "<td>Active</td><td>Ended on 30 June 2017</td>" in page
        assert f"To {member.user.email}" in page
        assert Partner.objects.get().ended_on == date(2017, 6, 30)

    def test_gets_members_by_invitation(self, staff, administrator):
        partner = make_partner()
        data = {"email": "Dana@example.org", "name": "Dana", "rights": ["manager"]}

        confirm(staff, "invite", partner, model="partner", data=data)()

        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.rights) == ("dana@example.org", ["manager"])
        assert invitation.invited_by == administrator
        page = said(staff.get(reverse("admin:applications_partner_change", args=[partner.pk])))
        assert "Dana: Program manager" in page

    def test_that_staff_add_has_the_running_year(self, staff):
        region = the_pin().region
        data = {
            "organization": "Delta",
            "region": region.pk,
            "payee": "applicant",
            "started_on": "2016-06-01",
        }

        staff.post(reverse("admin:applications_partner_add"), data)

        year = Partner.objects.get().years.get()
        assert year.program_year.number == 1
        assert year.requirements.count() == year.program_year.requirements.count() > 0

    def test_gets_another_year_which_staff_confirm(self, staff):
        partner = make_partner()
        second = the_program().years.get(number=2)

        confirm(staff, "open-year", partner, model="partner", data={"program_year": second.pk})()
        year = partner.years.get()
        page = confirm(staff, "confirm", year, model="partneryear", data={"note": "They wrote."})()

        assert told(page) == [f"Confirmed: {year}."]
        assert partner.years.get().status == "confirmed"


class TestPartnerYear:
    @pytest.fixture
    def year(self, staff):
        year = make_program_year(school_year=make_school_year(2040))
        return make_partner_year(program_year=make_requirement(program_year=year).program_year)

    def post(self, client, year, **fields):
        data = {
            "manager_fte": "",
            "urban": "",
            "urban_reason": "",
            "requirements-TOTAL_FORMS": "0",
            "requirements-INITIAL_FORMS": "0",
            "changes-TOTAL_FORMS": "0",
            "changes-INITIAL_FORMS": "0",
        }
        url = reverse("admin:applications_partneryear_change", args=[year.pk])
        return client.post(url, data | fields)

    def test_urban_is_decided_with_a_reason(self, staff, year):
        assert "Say why you decided so." in said(self.post(staff, year, urban="yes"))

        self.post(staff, year, urban="yes", urban_reason="Locale code 11.")

        year.refresh_from_db()
        assert (year.urban, year.urban_reason) == ("yes", "Locale code 11.")


class TestTwoColleagues:
    """Of two who edit one partner or year at once, the second reads what the first has saved."""

    def fields(self, client, address):
        """What a browser would send of a page as it is."""
        return Fields(client.get(address).content.decode()).values

    def test_read_of_each_others_partner(self, staff):
        partner = make_partner()
        address = reverse("admin:applications_partner_change", args=[partner.pk])
        mine, theirs = self.fields(staff, address), self.fields(staff, address)
        choices = {"payee": "applicant", "type": ""}

        staff.post(address, theirs | choices | {"organization": "Theirs"})
        page = said(staff.post(address, mine | choices | {"organization": "Mine"}))

        assert "Someone has changed this since you opened it" in page
        assert Partner.objects.get().organization == "Theirs"


def test_after_a_step_one_is_still_in_the_list_one_came_from(staff):
    application = make_application()
    name = "admin:applications_application_change"
    address = reverse(name, args=[application.pk], query={"_changelist_filters": "queue=new"})

    moves = staff.get(address).context_data["moves"]
    [start] = [move for move in moves if move["label"] == "Start review"]
    page = staff.get(start["address"])
    assert page.context_data["back"] == address
    done = staff.post(start["address"], {"do": "1", "seen": page.context_data["seen"]})

    assert done.url == address


def test_what_has_left_its_queue_leads_to_the_next_in_it(staff):
    left, waits = make_application(status="declined"), make_application()
    name = "admin:applications_application_change"
    queue = {"_changelist_filters": "queue=new"}

    page = staff.get(reverse(name, args=[left.pk], query=queue))

    assert page.context_data["near"].after == reverse(name, args=[waits.pk], query=queue)
    assert "It has left the list." in " ".join(page.content.decode().split())
