"""Accreditations in the admin: the list, its filters, and the steps with their pages."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from facilitators.actions import revoke
from facilitators.admin.accrediting import OF_FACILITATORS, AccreditForm
from facilitators.models import Accreditation
from plp.core.confirming import rehearse
from plp.core.models import Message
from tests.browsing import form_data
from tests.facilitators.make import make_accreditation, make_facilitator
from tests.make import make_course, make_user

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2016, 7, 1), date(2018, 6, 30)
LIST = "/admin/facilitators/accreditation/"
PEOPLE = "/admin/facilitators/facilitator/"
DAYS = {"first_day": "2018-07-01", "last_day": "2020-06-30"}


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2017-05-02 12:00-07:00"):
        yield


def step(slug, *records):
    ids = ",".join(str(record.pk) for record in records)
    return f"{LIST}step/{slug}/?ids={ids}"


def do(staff, address, **values):
    """Look at what a step will do, then do it; return the page that showed it."""
    shown = staff.post(address, {"look": "1"} | values)
    assert not shown.context_data["form"].errors
    staff.post(address, {"do": "1", "seen": shown.context_data["seen"]} | values)
    return shown


def errors(page):
    return {name: list(found) for name, found in page.context_data["form"].errors.items()}


def listed(staff, **filters):
    return set(staff.get(LIST, filters).context_data["cl"].queryset)


def test_renewing_many_shows_each_mail_and_what_stays_as_it_is(staff):
    known, longer = make_accreditation(), make_accreditation(last_day=date(2021, 6, 30))

    shown = do(staff, step("renew", known, longer), last_day="2020-06-30")

    [mail] = [mail for mail, _ in shown.context_data["mails"]]
    assert mail.to == known.facilitator.email
    refused = {o.record: o.refused for o in shown.context_data["outcomes"]}
    assert refused[known] == ""
    assert refused[longer] == "Its last day is 30 June 2021 already. Choose a later day."
    days = {row.pk: row.last_day for row in Accreditation.objects.all()}
    assert days == {known.pk: date(2020, 6, 30), longer.pk: date(2021, 6, 30)}
    assert Message.objects.get().what == "accreditation-renewed"


def test_renewing_one_says_beside_the_field_what_cannot_be(staff):
    known = make_accreditation(course=make_course(name="CS A"))
    make_accreditation(
        facilitator=known.facilitator,
        course=known.course,
        first_day=date(2019, 7, 1),
        last_day=date(2020, 6, 30),
    )

    page = staff.post(step("renew", known), {"look": "1", "last_day": "2019-12-31"})

    assert errors(page) == {
        "last_day": [
            "There is an accreditation for CS A already: 1 July 2019 – 30 June 2020. Renew that "
            "one, or choose days outside of it."
        ]
    }
    assert 'value="2019-12-31"' in page.content.decode()


def test_renewing_what_has_ended_warns_that_it_reaches_back(staff):
    known = make_accreditation(last_day=date(2017, 4, 2))

    page = staff.get(step("renew", known)).content.decode()

    assert "It ended on 2 April 2017, 30 days ago. Renewed, it counts on the days" in page


def test_revoking_tells_the_facilitator_why(staff):
    known = make_accreditation()

    do(staff, step("revoke", known), from_day="2017-06-01", reason="Moved abroad.")

    known.refresh_from_db()
    assert (known.revoked_from, known.revoke_reason) == (date(2017, 6, 1), "Moved abroad.")
    assert "Moved abroad." in Message.objects.get(what="accreditation-revoked").text


def test_revoking_from_another_day_is_refused_beside_the_field(staff):
    known = make_accreditation()

    page = staff.post(
        step("revoke", known), {"look": "1", "from_day": "2019-01-01", "reason": "Moved."}
    )

    assert errors(page) == {
        "from_day": ["It counts on 1 July 2016 – 30 June 2018. Choose one of these days."]
    }


def test_two_who_revoke_the_same_one_the_second_is_told(staff):
    known = make_accreditation()
    values = {"from_day": "2017-06-01", "reason": "Moved."}
    shown = staff.post(step("revoke", known), {"look": "1"} | values)
    revoke(known, by=make_user(), from_day=date(2017, 5, 9), reason="Asked to.")

    sent = {"do": "1", "seen": shown.context_data["seen"]} | values
    page = staff.post(step("revoke", known), sent, follow=True)

    known.refresh_from_db()
    assert known.revoke_reason == "Asked to."
    text = page.content.decode()
    assert "Someone has changed this since you looked" in text or "It was revoked" in text


def test_accrediting_again_makes_another_row(staff):
    known = make_accreditation(revoked_from=date(2017, 2, 1), revoke_reason="Moved.")

    do(staff, step("again", known), first_day="2017-05-02", last_day="2018-06-30")

    assert Accreditation.objects.filter(facilitator=known.facilitator).count() == 2
    assert Message.objects.get().what == "facilitator-accredited"


def test_facilitators_are_accredited_together_each_in_one_mail(administrator):
    [accredit] = OF_FACILITATORS
    courses = [make_course(name="CS A"), make_course(name="CS B")]
    people = [make_facilitator(), make_facilitator()]
    make_accreditation(facilitator=people[1], course=courses[1])
    values = {"courses": courses, "first_day": FIRST, "last_day": LAST}

    free, taken = rehearse(accredit, people, values, by=administrator, state_of=str)

    assert free.before == "Not accredited"
    span = "1 July 2016 – 30 June 2018"
    assert free.after == f"CS A, {span}; CS B, {span}"
    assert [mail.subject for mail in free.mails] == ["You are accredited for CS A and CS B"]
    assert taken.refused.startswith(f"There is an accreditation for CS B already: {span}.")
    assert Accreditation.objects.count() == 1


def test_accrediting_one_says_beside_the_day_which_one_overlaps():
    known = make_accreditation()
    sent = {"courses": [known.course.pk], "first_day": "2018-01-01", "last_day": "2019-06-30"}

    form = AccreditForm(sent, records=[known.facilitator])

    assert [*form.errors] == ["first_day"]
    assert "1 July 2016 – 30 June 2018" in form.errors["first_day"][0]


def test_correcting_days_says_what_overlaps_and_keeps_what_was_typed(staff):
    known = make_accreditation()
    make_accreditation(
        facilitator=known.facilitator,
        course=known.course,
        first_day=date(2018, 7, 1),
        last_day=date(2019, 6, 30),
    )
    url = f"{LIST}{known.pk}/change/"
    data = form_data(staff, url)

    page = staff.post(url, data | {"last_day": "2018-07-01"})

    [error] = page.context_data["adminform"].form.errors["last_day"]
    assert "1 July 2018 – 30 June 2019" in error
    staff.post(url, data | {"first_day": "2016-08-01"})
    known.refresh_from_db()
    assert known.first_day == date(2016, 8, 1)
    assert not Message.objects.exists()


def test_the_days_of_a_revoked_one_stay(staff):
    known = make_accreditation(revoked_from=date(2017, 2, 1), revoke_reason="Moved.")

    form = staff.get(f"{LIST}{known.pk}/change/").context_data["adminform"].form

    assert not {"first_day", "last_day"} & {*form.fields}


def test_is_found_by_how_it_is_where_they_live_and_on_which_day(staff):
    here = {"facilitator": make_facilitator(home_zip="97701")}
    valid = make_accreditation(**here)
    ending = make_accreditation(**here, last_day=date(2017, 6, 30))
    to_come = make_accreditation(first_day=date(2017, 7, 1))
    revoked = make_accreditation(revoked_from=date(2017, 2, 1), revoke_reason="Moved.")

    assert listed(staff, how="valid") == {valid}
    assert listed(staff, how="ending") == listed(staff, queue="ending") == {ending}
    assert listed(staff, how="to_come") == {to_come}
    assert listed(staff, how="revoked") == {revoked}
    assert listed(staff, home_state="OR") == {valid, ending}
    assert listed(staff, home_state="none") == {to_come, revoked}
    assert listed(staff, counts_on="2017-06-30") == {valid, ending}
    assert listed(staff, counts_on="2017-07-01") == {valid, to_come}
    assert listed(staff, counts_on="someday", how="some") == {valid, ending, to_come, revoked}


def test_can_be_downloaded(staff):
    make_accreditation(
        facilitator=make_facilitator(name="Jonas", home_zip="97701"),
        course=make_course(name="CS A"),
    )

    answer = staff.get(f"{LIST}export.csv")

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Jonas,facilitator")
    assert lines[1].endswith(",OR,CS A,2016-07-01,2018-06-30,,,Valid")


def test_leads_to_the_board(staff):
    assert reverse("admin:facilitators_accreditation_board") in staff.get(LIST).content.decode()
    assert "Accreditations by course and state" in staff.get("/admin/").content.decode()


def test_accrediting_keeps_what_was_ticked_on_the_way_back(staff):
    jonas, ines = make_facilitator(name="Jonas"), make_facilitator(name="Ines")
    courses = [make_course(name="CS A").pk, make_course(name="CS B").pk]
    address = f"{PEOPLE}step/accredit/?ids={jonas.pk},{ines.pk}"
    said = {"courses": courses, **DAYS}

    shown = staff.post(address, {"look": "1"} | said)
    again = staff.post(address, {"back": "1"} | said)

    assert ("For the courses", "CS A, CS B") in shown.context_data["said"]
    assert again.content.decode().count("checked") == 2
    staff.post(address, {"do": "1", "seen": shown.context_data["seen"]} | said)
    assert Accreditation.objects.count() == 4
    assert Message.objects.filter(what="facilitator-accredited").count() == 2


def test_leads_to_the_people_whom_one_accredits(staff):
    assert f'<a href="{PEOPLE}">Accredit facilitators</a>' in staff.get(LIST).content.decode()
