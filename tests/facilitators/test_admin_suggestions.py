"""What staff answer to suggestions: taking up, declining, the queue, and two at once."""

import pytest
from django.urls import reverse

from applications.models import Course
from facilitators import actions
from facilitators.models import Facilitator, Suggestion
from plp.core.models import Invitation, Message
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once
from tests.browsing import said
from tests.facilitators.make import (
    make_facilitator,
    make_facilitator_with_account,
    make_suggestion,
)
from tests.make import make_partner, make_user

LIST = "/admin/facilitators/suggestion/"
on_database = pytest.mark.django_db


def names(page):
    return {suggestion.name for suggestion in page.context_data["cl"].result_list}


def step(client, slug, suggestion, **sent):
    address = reverse("admin:facilitators_suggestion_step", args=[slug])
    page = client.get(f"{address}?ids={suggestion.pk}")
    return client.post(f"{address}?ids={suggestion.pk}", sent | {"seen": page.context_data["seen"]})


@on_database
def test_taking_up_makes_the_facilitator_and_tells_them(staff, administrator):
    csp = Course.objects.get(code="csp")
    suggestion = make_suggestion(
        name="Ada Vale", email="ada@example.org", home_zip="97701", courses=[csp]
    )

    step(staff, "take-up", suggestion, do="1")

    ada = Facilitator.objects.get()
    assert (ada.name, ada.email, ada.home_zip) == ("Ada Vale", "ada@example.org", "97701")
    assert [*ada.courses.all()] == [csp]
    suggestion.refresh_from_db()
    assert (suggestion.status, suggestion.facilitator) == ("taken_up", ada)
    mail = Message.objects.get()
    assert (mail.to, mail.reply_to) == ("ada@example.org", administrator.email)
    assert "We have put you into our directory" in mail.text
    assert not Invitation.objects.exists()


@on_database
def test_taking_up_invites_if_ticked(staff):
    step(staff, "take-up", make_suggestion(email="ada@example.org"), do="1", invite="on")

    assert Invitation.objects.get().email == "ada@example.org"


@on_database
def test_who_has_an_account_is_found_and_not_invited(staff):
    known = make_facilitator_with_account(name="Ada Vale")
    suggestion = make_suggestion(name="Ada", email=known.email)

    step(staff, "take-up", suggestion, do="1", invite="on", who=str(known.pk))

    suggestion.refresh_from_db()
    assert suggestion.facilitator == known
    assert not Invitation.objects.exists()


@on_database
def test_whoever_is_likely_meant_is_offered_and_stays_as_they_are(staff):
    known = make_facilitator(name="Vale, Ada K.", email="ada@school.example.org")
    csp = Course.objects.get(code="csp")
    suggestion = make_suggestion(name="Ada Vale", courses=[csp])

    page = staff.get(
        reverse("admin:facilitators_suggestion_step", args=["take-up"]) + f"?ids={suggestion.pk}"
    )
    assert "Vale, Ada K. (ada@school.example.org)" in said(page)
    assert "This field is required." in said(step(staff, "take-up", suggestion, do="1"))
    shown = said(step(staff, "take-up", suggestion, look="1", who=str(known.pk)))
    assert '<div class="matter">Vale, Ada K. (ada@school.example.org)</div>' in shown
    step(staff, "take-up", suggestion, do="1", who=str(known.pk))

    known.refresh_from_db()
    assert Facilitator.objects.get() == known
    assert (known.name, known.email) == ("Vale, Ada K.", "ada@school.example.org")
    assert [*known.courses.all()] == [csp]


@on_database
def test_another_person_of_the_same_name_is_added(staff):
    make_facilitator(name="Ada Vale")

    step(staff, "take-up", make_suggestion(name="Ada Vale"), do="1", who="new")

    assert Facilitator.objects.filter(name_key="ada vale").count() == 2


@on_database
def test_who_suggested_themselves_reads_so_in_the_answer(staff):
    step(staff, "decline", make_suggestion(), do="1", word="We have enough near you.")

    assert "suggesting yourself as a facilitator" in Message.objects.get().text


@on_database
def test_declining_tells_whoever_suggested_and_not_the_person(staff, administrator):
    dana = make_user("dana@example.org", name="Dana Whitlock")
    suggestion = make_suggestion(name="Ada Vale", partner=make_partner(), by=dana)

    step(staff, "decline", suggestion, do="1", word="We have enough near you.")

    mail = Message.objects.get()
    assert (mail.to, mail.reply_to) == ("dana@example.org", administrator.email)
    assert "Dear Dana Whitlock" in mail.text
    assert "suggesting Ada Vale as a facilitator" in mail.text
    assert "We have enough near you." in mail.text
    assert "We have enough near you." in said(
        staff.get(reverse("admin:facilitators_suggestion_history", args=[suggestion.pk]))
    )


@on_database
def test_declining_asks_for_a_word(staff):
    suggestion = make_suggestion()

    assert "This field is required." in said(step(staff, "decline", suggestion, do="1"))
    suggestion.refresh_from_db()
    assert suggestion.status == "new"


@on_database
def test_a_declined_one_can_be_taken_up_later_and_each_answer_is_mailed(administrator):
    suggestion = make_suggestion()

    actions.decline_suggestion(suggestion, by=administrator, word="Not now.")
    actions.take_up(suggestion, by=administrator)

    assert Message.objects.count() == 2
    with pytest.raises(TransitionError, match="cannot become Declined"):
        actions.decline_suggestion(suggestion, by=administrator, word="No.")


@on_database
def test_nobody_is_written_to_where_the_member_is_gone(administrator):
    suggestion = make_suggestion(partner=make_partner(), by=make_user(is_active=False))

    actions.take_up(suggestion, by=administrator)

    assert not Message.objects.exists()


@on_database
def test_the_first_page_counts_what_waits_and_leads_to_just_that(staff):
    make_suggestion(name="Waits", partner=make_partner(organization="Larkspur Office"))
    make_suggestion(name="Answered", status="declined")

    page = said(staff.get("/admin/"))

    assert "Suggestions to answer" in page
    assert names(staff.get(LIST, {"queue": "suggestions"})) == {"Waits"}


@on_database
def test_filters_and_search_find_them(staff):
    csp = Course.objects.get(code="csp")
    make_suggestion(name="By a partner", partner=make_partner(), courses=[csp])
    make_suggestion(name="Oneself")

    assert names(staff.get(LIST, {"who": "partner"})) == {"By a partner"}
    assert names(staff.get(LIST, {"who": "self"})) == {"Oneself"}
    assert names(staff.get(LIST, {"course": csp.pk})) == {"By a partner"}
    assert names(staff.get(LIST, {"q": "oneself"})) == {"Oneself"}


@on_database
def test_the_list_is_downloaded(staff):
    make_suggestion(name="Ada Vale", why="=1+1")

    rows = b"".join(staff.get(f"{LIST}export.csv").streaming_content).decode()

    assert "Ada Vale," in rows
    assert "'=1+1,They themselves," in rows


@on_database
def test_what_is_mistyped_is_mended_and_its_history_kept(staff):
    suggestion = make_suggestion(email="ada@exmple.org", courses=Course.objects.all())
    address = reverse("admin:facilitators_suggestion_change", args=[suggestion.pk])
    sent = {
        "name": "Ada",
        "email": "ada@example.org",
        "courses": [Course.objects.first().pk],
        "changes-TOTAL_FORMS": "0",
        "changes-INITIAL_FORMS": "0",
    }

    staff.post(address, sent)

    suggestion.refresh_from_db()
    assert suggestion.email == "ada@example.org"
    assert suggestion.history.first().history_type == "~"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(3))
def test_of_two_staff_who_take_up_at_once_one_makes_the_facilitator(round):
    suggestion = make_suggestion(email="ada@example.org")
    people = [make_user(is_staff=True), make_user(is_staff=True)]

    def taking(by):
        def take():
            try:
                actions.take_up(Suggestion.objects.get(pk=suggestion.pk), by=by, invite=True)
            except TransitionError:
                return False
            return True

        return take

    assert sorted(at_once(*map(taking, people))) == [False, True]
    assert Facilitator.objects.count() == 1
    assert Invitation.objects.count() == 1
    assert Message.objects.filter(what="facilitator-suggestion-taken-up").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(3))
def test_two_suggestions_of_one_person_taken_up_at_once_make_one_facilitator(round):
    both = [
        make_suggestion(email="ada@example.org", status="declined"),
        make_suggestion(email="ada@example.org"),
    ]
    by = make_user(is_staff=True)

    at_once(*(lambda one=one: actions.take_up(one, by=by) for one in both))

    assert Facilitator.objects.count() == 1
    assert Suggestion.objects.filter(facilitator__isnull=False).count() == 2
