"""Two people edit one record: nothing is overwritten unseen, and nothing typed is lost."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from applications.models import Commitment, ProgramEvent, Region, Round
from tests.browsing import form_data, said
from tests.make import make_user, the_pin, the_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment(db):
    return Commitment.objects.filter(program=the_program()).first()


def address(record):
    return reverse(f"admin:applications_{record._meta.model_name}_change", args=[record.pk])


def opened(client, record):
    return form_data(client, address(record))


def save(client, record, data, **fields):
    return client.post(address(record), data | fields)


def errors(page):
    assert page.status_code == 200
    return page.context_data["adminform"].form.errors


def test_the_second_is_told_who_changed_what_and_keeps_what_was_typed(staff, commitment):
    mine, theirs = opened(staff, commitment), opened(staff, commitment)
    save(staff, commitment, theirs, title="Theirs")

    page = save(staff, commitment, mine, title="Mine")

    [error] = errors(page)["title"]
    assert error.startswith(
        "Someone has changed this since you opened it (administrator@example.org, "
    )
    assert "It says now: “Theirs”. Save again to replace that with what is here." in error
    assert 'value="Mine"' in said(page)
    commitment.refresh_from_db()
    assert commitment.title == "Theirs"


def test_saving_again_replaces_it(staff, commitment):
    mine, theirs = opened(staff, commitment), opened(staff, commitment)
    save(staff, commitment, theirs, title="Theirs")
    page = save(staff, commitment, mine, title="Mine")
    now = page.context_data["adminform"].form["as_shown"].field.widget.format_value("")

    assert save(staff, commitment, mine, title="Mine", as_shown=now).status_code == 302

    commitment.refresh_from_db()
    assert commitment.title == "Mine"


def test_a_field_that_only_the_other_one_changed_is_not_set_back(staff, commitment):
    mine, theirs = opened(staff, commitment), opened(staff, commitment)
    save(staff, commitment, theirs, title="Theirs")

    page = save(staff, commitment, mine, text="Mine.")

    assert list(errors(page)) == ["title"]
    assert "Mine." in said(page)


def test_two_who_write_the_same_are_not_in_conflict(staff, commitment):
    mine, theirs = opened(staff, commitment), opened(staff, commitment)
    save(staff, commitment, theirs, title="Same")

    assert save(staff, commitment, mine, title="Same").status_code == 302


def test_one_after_the_other_is_no_conflict(staff, commitment):
    save(staff, commitment, opened(staff, commitment), title="Theirs")

    assert save(staff, commitment, opened(staff, commitment), title="Mine").status_code == 302


def test_a_change_by_a_command_has_no_name(staff, commitment):
    mine = opened(staff, commitment)
    Commitment.objects.filter(pk=commitment.pk).update(text="")

    [error] = errors(save(staff, commitment, mine, title="Mine"))["text"]

    assert error.startswith("Someone has changed this since you opened it. It says now: nothing.")


def test_chosen_values_are_said_in_words(staff):
    region = the_pin().region
    mine = opened(staff, region)
    Region.objects.filter(pk=region.pk).update(state="OR")

    assert "It says now: “Oregon”." in errors(save(staff, region, mine))["state"][0]


def test_ticked_states_are_watched_too(staff):
    event = ProgramEvent.objects.get(slug="atlanta")
    mine = opened(staff, event)
    event.attending.exclude(state="TX").delete()

    assert "It says now: “Texas”." in errors(save(staff, event, mine))["states"][0]
    assert event.attending.count() == 1


def test_rows_below_a_record_are_watched_too(staff):
    program, period = the_program(), Round.objects.get()
    mine = opened(staff, program)
    Round.objects.filter(pk=period.pk).update(closes_on=date(2098, 5, 1))

    page = save(staff, program, mine, headline="Mine", **{"rounds-0-closes_on": "2098-06-01"})

    assert "It says now: “2098-05-01”." in said(page)
    period.refresh_from_db()
    assert period.closes_on == date(2098, 5, 1)


def test_a_row_that_was_not_touched_stays_as_the_other_one_left_it(staff):
    program, period = the_program(), Round.objects.get()
    mine = opened(staff, program)
    Round.objects.filter(pk=period.pk).update(name="Theirs")

    page = save(staff, program, mine, headline="Mine")

    assert "It says now: “Theirs”." in said(page)
    period.refresh_from_db()
    assert period.name == "Theirs"


@pytest.mark.parametrize("mark", ["", "x", "{}", "[1]", '{"at": "x", "values": 3}', '{"at": 1e99}'])
def test_a_mark_that_says_nothing_refuses_nothing(staff, commitment, mark):
    mine = opened(staff, commitment)

    assert save(staff, commitment, mine, title="Mine", as_shown=mark).status_code == 302


def test_whoever_may_only_look_sees_no_mark(client, commitment):
    person = make_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_commitment"))
    client.force_login(person)

    assert "as_shown" not in client.get(address(commitment)).content.decode()


def test_the_history_says_nothing_of_the_mark(staff, commitment):
    save(staff, commitment, opened(staff, commitment), title="Mine")

    page = staff.get(reverse("admin:applications_commitment_history", args=[commitment.pk]))

    assert "Mine" in said(page)
    assert "as_shown" not in said(page)
    assert "As shown" not in said(page)
