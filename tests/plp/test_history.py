"""Who changed what and when is kept for everything that staff decide or edit."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions
from applications.models import Application, Offer, Partner, Program, ProgramYear, Region
from plp.core import history
from plp.core.apps import begin_histories, make_mail_texts
from plp.core.models import MailText, User
from tests.browsing import said
from tests.make import (
    make_application,
    make_offer,
    make_partner,
    make_program_year,
    make_sent,
    make_user,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db

# Models that staff may change in the admin and whose history is not kept, each with its reason.
NO_HISTORY = {}


def test_everything_that_staff_edit_keeps_its_history(rf, administrator):
    request = rf.get("/")
    request.user = administrator
    edited = {
        model for model, its in admin.site._registry.items() if its.has_change_permission(request)
    }

    assert edited - {*history.KEPT} == {*NO_HISTORY}
    assert {Application, Offer} <= {*history.KEPT}


def test_secrets_and_statuses_are_not_kept():
    kept = {(m, f.name) for m, its in history.KEPT.items() for f in its.fields_included(m)}

    assert not {name for _, name in kept} & {"password", "last_login", "secret", "typed"}
    assert (Application, "status") not in kept


def renamed(partner):
    """What the form of a partner sends when only its name is changed."""
    inlines = [
        f"{name}-{n}_FORMS" for name in ("memberships", "years") for n in ("TOTAL", "INITIAL")
    ]
    fields = {"organization": "Delta", "region": partner.region_id, "payee": "applicant"}
    return fields | {"started_on": "2016-05-01"} | dict.fromkeys(inlines, "0")


def test_what_is_changed_in_the_admin_names_who_did_it(client, administrator):
    client.force_login(administrator)
    partner = make_partner(organization="Larkspur Office")

    client.post(
        reverse("admin:applications_partner_change", args=[partner.pk]),
        renamed(partner),
    )

    rows = history.of(Partner).filter(id=partner.pk)
    assert [(r.history_type, r.organization, r.history_user) for r in rows] == [
        ("~", "Delta", administrator),
        ("+", "Larkspur Office", None),
    ]


def test_signing_in_is_no_change(client):
    person = make_user()

    client.force_login(person)

    person.refresh_from_db()
    assert person.last_login
    assert [row.history_type for row in history.of(User).filter(id=person.pk)] == ["+"]


def test_what_is_loaded_says_so_and_names_nobody():
    row = history.of(Region).get(slug="oakland-ca")

    assert (row.history_type, row.history_user) == ("+", None)
    assert row.history_change_reason == "Loaded from files."


def test_what_is_cloned_has_a_history(administrator):
    made = actions.clone_program(
        the_program(), name="Next", slug="next", first_school_year="2026-27"
    )

    row = history.of(Program).get(id=made.pk)
    assert row.history_change_reason == "Cloned from plp-2016."
    assert history.of(ProgramYear).filter(program_id=made.pk).exists()


def test_making_a_program_current_is_kept_of_both():
    made = actions.clone_program(
        the_program(), name="Next", slug="next", first_school_year="2026-27"
    )
    made.terms.update(published_on="2016-01-04")

    actions.make_current(made)

    latest = {row.slug: row.is_current for row in history.of(Program).order_by("history_id")}
    assert latest == {"plp-2016": False, "next": True}


def test_an_answered_offer_is_kept():
    offer = make_offer()

    offer.close(Offer.Answer.NO, by="Sam Lanternkeeper")

    assert history.of(Offer).first().signed_name == "Sam Lanternkeeper"


def test_a_new_release_of_a_mail_text_is_kept():
    text = MailText.objects.first()
    MailText.objects.filter(pk=text.pk).update(subject="Old")

    make_mail_texts()

    row = history.of(MailText).filter(id=text.pk).first()
    assert (row.subject, row.history_change_reason) == (
        text.subject,
        "A new release brought this text.",
    )


def test_history_begins_for_what_was_there_before_it_and_only_once():
    history.forget(history.of(Region).filter(slug="oakland-ca"))
    history.forget(history.of(User))
    group = Group.objects.create(name="Staff")
    person = make_user()
    person.groups.add(group)
    history.forget(history.of(User).filter(id=person.pk))

    begin_histories()
    begin_histories()

    assert history.of(Region).get(slug="oakland-ca").history_change_reason == history.BEGAN
    assert [row.group for row in history.of(User).get(id=person.pk).groups.all()] == [group]


# The page


def page(client, record):
    meta = record._meta
    return client.get(
        reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[record.pk])
    )


def test_the_page_says_what_a_field_was_before_and_after(staff, administrator):
    partner = make_partner(organization="Larkspur Office")
    other = the_pin().region
    partner.organization, partner.region = "Delta", other
    partner._history_user = administrator
    partner.save()

    text = said(page(staff, partner))

    assert "<del>Larkspur Office</del>" in text
    assert "<ins>Delta</ins>" in text
    assert "<del>Bend, OR</del>" in text
    assert "<ins>Oakland, CA</ins>" in text
    assert "administrator@example.org" in text


def test_the_page_says_which_groups_somebody_got(staff):
    person = make_user()
    person.groups.add(Group.objects.create(name="Reviewers"))

    text = said(page(staff, person))

    assert "<del>empty</del>" in text
    assert "<ins>Reviewers</ins>" in text


def test_the_page_shows_a_long_text_where_it_changed(staff):
    program = the_program()
    program.why = "Begin. " + "word " * 100 + "old " + "word " * 100 + "End."
    program.save()
    program.why = program.why.replace("old", "new")
    program.save()

    text = said(page(staff, program))

    assert "word old word" in text
    assert "Begin." not in text.partition("old")[0].rpartition("Why")[2]


def test_the_page_tells_the_moves_of_a_status(staff, administrator):
    application = make_application()
    application.move(Application.Status.IN_REVIEW, by=administrator, note="Looks good.")

    text = said(page(staff, application))

    assert "<del>Submitted</del>" in text
    assert "Looks good." in text


def test_the_page_says_of_a_save_once_what_happened(staff):
    partner = make_partner()
    staff.post(reverse("admin:applications_partner_change", args=[partner.pk]), renamed(partner))

    assert said(page(staff, partner)).count("Changed") == 1


def test_the_page_asks_equally_often_for_one_change_and_for_many(staff):
    partner = make_partner()
    regions = [make_sent().pin.region, the_pin("fresno-ca").region]

    def change(n):
        partner.organization, partner.region = f"Delta {n}", regions[n % 2]
        partner.save()

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert page(staff, partner).status_code == 200
        return len(asked)

    change(0)
    queries()
    with_one = queries()
    for n in range(1, 70):
        change(n)

    assert queries() == with_one <= 15
    assert "Page 1 of 2" in said(page(staff, partner))


def test_whoever_may_not_read_a_record_reads_no_history_of_it(client):
    person = make_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_region"))
    client.force_login(person)

    assert page(client, the_pin().region).status_code == 200
    assert page(client, make_partner()).status_code == 403


def test_courses_of_a_year_are_kept(staff):
    year = make_program_year()
    year.courses.add(the_program().years.get(number=1).courses.first())

    assert "<ins>CS Principles</ins>" in said(page(staff, year))
