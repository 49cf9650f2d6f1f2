"""The admin's pages for cloning a program and for making it current."""

import re
from datetime import date
from html import unescape

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from applications.actions import clone_program
from applications.models import Program
from tests.browsing import form_data
from tests.make import (
    make_commitment,
    make_event,
    make_partner,
    make_pin,
    make_program,
    make_program_year,
    make_requirement,
    make_user,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db):
    return clone_program(the_program(), name="Next", slug="next", first_school_year="2026-27")


def step(name, program):
    return reverse(f"admin:applications_program_{name}", args=[program.pk])


def clone(client, program=None, **fields):
    data = {"name": "Next", "slug": "next", "first_school_year": "2026-27"} | fields
    return client.post(step("clone", program or the_program()), data)


def said(page):
    return " ".join(unescape(page.content.decode()).split())


def told(page):
    return [str(message) for message in get_messages(page.wsgi_request)]


def test_a_program_leads_to_its_steps(staff, draft):
    page = said(staff.get(step("change", draft)))

    assert f'<a href="{step("clone", draft)}">Clone…</a>' in page
    assert f'<a href="{step("make_current", draft)}">Make current…</a>' in page


def test_the_current_program_does_not_lead_to_making_it_current(staff):
    assert "Make current…" not in said(staff.get(step("change", the_program())))


def test_cloning_leads_to_the_draft_and_says_what_to_check(staff):
    make_partner(region=the_pin().region)

    page = clone(staff)

    draft = Program.objects.get(slug="next")
    assert page.url == step("change", draft)
    assert told(page) == [
        "Cloned. Next (next) is a draft. Cities where we seek a partner: 36; "
        "left out because a partner serves them: 1. "
        "Check the days: they are the same dates, so they fall on other weekdays."
    ]


def history(program):
    entries = LogEntry.objects.filter(object_id=program.pk, content_type__model="program")
    return [(str(entry.user), entry.action_flag, entry.change_message) for entry in entries]


def test_the_draft_remembers_who_cloned_it_from_what(staff):
    clone(staff)

    draft, old = Program.objects.get(slug="next"), the_program()
    assert history(draft) == [
        ("administrator@example.org", ADDITION, f"Cloned from {old} (plp-2016).")
    ]


def test_a_program_remembers_who_made_it_current(staff, draft):
    draft.terms.update(published_on=date(2026, 1, 4))

    staff.post(step("make_current", draft))

    assert history(draft) == [("administrator@example.org", CHANGE, "Made current.")]


def test_a_step_that_was_refused_is_in_no_history(staff, draft):
    staff.post(step("make_current", draft))

    assert history(draft) == []


def test_looking_at_the_form_makes_nothing(staff):
    assert staff.get(step("clone", the_program())).status_code == 200

    assert Program.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"slug": "plp-2016"}, "slug", "There is a program of this short name already."),
        ({"slug": "a b"}, "slug", "Enter a valid “slug”"),
        ({"name": ""}, "name", "This field is required."),
        ({"first_school_year": ""}, "first_school_year", "This field is required."),
        ({"first_school_year": "2026"}, "first_school_year", "“2026” is not a school year."),
    ],
)
def test_a_mistake_is_named_beside_its_field(staff, fields, field, reason):
    page = clone(staff, **fields)

    assert page.context_data["form"].errors[field][0].startswith(reason)
    assert Program.objects.count() == 1


def test_a_program_without_years_cannot_be_cloned(staff):
    page = clone(staff, make_program(name="Empty"))

    assert "Empty has no program year yet. Add year 1, then clone it." in said(page)


def test_making_current_says_first_what_will_change(staff, draft):
    page = said(staff.get(step("make_current", draft)))

    assert "<td>2016–17, 2017–18</td> <td> 2026–27, 2027–28 </td>" in page
    assert "No terms are published." in page
    assert 'value="Make current"' not in page
    assert list(Program.objects.current()) == [the_program()]


def test_making_current_changes_what_the_public_pages_show(staff, draft):
    draft.terms.update(published_on=date(2026, 1, 4))

    page = staff.post(step("make_current", draft))

    assert told(page) == ["Made current. The public pages show Next now."]
    assert list(Program.objects.current()) == [draft]


def test_making_current_is_refused_in_words(staff, draft):
    page = staff.post(step("make_current", draft))

    assert told(page) == [
        "Next cannot be made current. No terms are published. Give a version of the terms its day."
    ]
    assert list(Program.objects.current()) == [the_program()]


@pytest.mark.parametrize("name", ["clone", "make_current"])
@pytest.mark.parametrize("key", ["999", "x", "1_2F"])
def test_there_is_no_step_for_a_program_that_is_not_there(staff, name, key):
    url = reverse(f"admin:applications_program_{name}", args=[key])

    assert staff.get(url).status_code == 404


@pytest.mark.parametrize(("name", "permission"), [("clone", "add"), ("make_current", "change")])
def test_staff_without_permission_are_refused(client, draft, name, permission):
    draft.terms.update(published_on=date(2026, 1, 4))
    person = make_user(is_staff=True)
    others = Permission.objects.filter(content_type__app_label="applications")
    person.user_permissions.set(others.exclude(codename=f"{permission}_program"))
    client.force_login(person)
    data = {"name": "Third", "slug": "third", "first_school_year": "2027-28"}

    assert client.post(step(name, draft), data).status_code == 403

    assert Program.objects.count() == 2
    assert list(Program.objects.current()) == [the_program()]


@pytest.mark.parametrize("name", ["clone", "make_current"])
def test_a_stranger_is_sent_to_sign_in(client, stranger, name):
    client.force_login(stranger)

    assert client.post(step(name, the_program())).url.startswith(reverse("admin:login"))


def gaps(page):
    """Return the sentences of what is missing, each with where its link leads."""
    found = re.findall(r'<a href="([^"]+)">([^<]+[.])</a>', page.split('class="gaps"')[1])
    return {text: address for address, text in found}


def test_what_is_missing_leads_to_where_it_is_mended(staff, draft):
    page = said(staff.get(step("change", draft)))

    [(text, address)] = gaps(page).items()
    assert text == "No terms are published. Give a version of the terms its day."
    assert address == reverse("admin:applications_terms_change", args=[draft.terms.get().pk])


def test_every_gap_leads_to_a_page_with_what_is_known_filled_in(staff):
    program = make_program()
    year = make_program_year(program=program)
    make_requirement(program_year=year, kind="summit", number=1)
    make_pin(program=program)
    make_requirement(program_year=year, kind="summer_session", number=1)
    requirement = make_requirement(program_year=year)
    requirement.window_from = requirement.window_until = None
    requirement.save()
    make_event(program_year=year)
    make_event(program_year=year, first_day=date(2001, 1, 1), last_day=date(2001, 1, 2))
    make_commitment(program=program)

    found = gaps(said(staff.get(step("change", program))))

    assert len(found) == 11
    for address in found.values():
        answer = staff.get(address)
        assert answer.status_code == 200
        if "/add/" in address:
            initial = answer.context_data["adminform"].form.initial
            assert str(program.pk) == str(initial.get("program", program.pk))
            assert str(year.pk) == str(initial.get("program_year", year.pk))


def test_saving_a_part_of_a_draft_leads_back_to_the_draft(staff, draft):
    url = reverse("admin:applications_terms_change", args=[draft.terms.get().pk])

    page = staff.post(url, form_data(staff, url), follow=True)

    assert f'Back to <a href="{step("change", draft)}">Next</a> and what is missing.' in said(page)


def test_saving_a_part_of_the_current_program_leads_nowhere_else(staff):
    url = reverse("admin:applications_round_change", args=[the_program().rounds.get().pk])

    assert "and what is missing." not in said(staff.post(url, form_data(staff, url), follow=True))
