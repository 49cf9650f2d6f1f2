"""Two people at once, on PostgreSQL: one gets the scarce thing, the other is told in words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from threading import Barrier, Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from applications.models import Interest, Partner, Program, Region
from plp.core import pages
from plp.core.models import PageVersion
from tests.browsing import form_data
from tests.make import make_commitment, make_program, make_region, make_round, make_terms, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
three_rounds = pytest.mark.parametrize("round", range(3))

IMPORT = "/admin/applications/region/import/"
REGIONS = (
    "slug,name,city,state,latitude,longitude,zone,"
    "population_served,population_within_80km,population_as_of\n"
    "mill-or,High Desert,Bend,OR,44.0582,-121.3153,America/Los_Angeles,25,20,2015-07-01\n"
)


def at_once(*steps):
    """Take steps at the same moment, each in a thread of its own; return what each returned."""
    start = Barrier(len(steps))

    def take(step):
        try:
            connection.ensure_connection()  # opening one takes longer than most steps
            start.wait()
            return step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(take, steps))


def sign_in():
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def said(page):
    return " ".join(unescape(page.content.decode()).split())


def preview():
    """Show somebody the preview of a region; return how they confirm it."""
    client = sign_in()
    file = SimpleUploadedFile("regions.csv", REGIONS.encode())
    context = client.post(IMPORT, {"regions": file}).context_data
    return lambda: client.post(IMPORT, {"seen": context["seen"]} | context["texts"])


def publishable_program():
    program = make_program()
    make_terms(program=program, published_on=date(2016, 1, 4))
    make_round(program=program)
    return program


@three_rounds
def test_of_two_programs_made_current_one_is(round):
    programs = [publishable_program(), publishable_program()]

    def make_current(program):
        client = sign_in()
        url = reverse("admin:applications_program_make_current", args=[program.pk])
        return lambda: client.post(url, follow=True)

    answers = at_once(*map(make_current, programs))

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Program.objects.current().get() in programs


@three_rounds
def test_of_two_partners_for_one_region_one_is_saved(round):
    region = make_region()
    url = reverse("admin:applications_partner_add")
    data = {"region": region.pk, "started_on": "2016-05-01", "payee": "applicant"}
    clients = {name: sign_in() for name in ["Foundry Learning", "Larkspur Office"]}

    answers = at_once(
        *(
            lambda name=name, client=client: client.post(url, data | {"organization": name})
            for name, client in clients.items()
        )
    )

    [refused] = [answer for answer in answers if answer.status_code != 302]
    assert "This region already has an active partner." in said(refused)
    assert Partner.objects.filter(region=region).count() == 1


@three_rounds
def test_two_identical_interests_become_one_and_both_are_thanked(round):
    data = {"organization": "Mill", "email": "mill@example.org", "zip": "97701"}

    def tell():
        return Client().post("/tell-me/", data)

    answers = at_once(tell, tell)

    thanks = f"{reverse('applications:interest-done')}?zip=97701"
    assert [a.headers["Location"] for a in answers] == [thanks] * 2
    assert Interest.objects.get().organization == "Mill"


@three_rounds
def test_two_first_changes_ever_start_a_new_edition(round):
    PageVersion.objects.all().delete()
    before = pages.edition().number

    at_once(pages._raise_number, pages._raise_number)

    assert pages.edition().number > before


@three_rounds
def test_of_two_imports_one_is_done_and_the_other_sees_the_preview_again(round):
    make_region(slug="mill-or", name="Meadow")

    answers = at_once(preview(), preview())

    [done] = [answer for answer in answers if answer.status_code == 302]
    [again] = [answer for answer in answers if answer is not done]
    assert done.url == reverse("admin:applications_region_changelist")
    assert "Something changed since you saw the preview." in said(again)
    assert "There is nothing to import: everything is as the files say." in said(again)


def test_an_import_that_meets_a_region_being_added_shows_the_preview_again():
    confirm, added, answered = preview(), Event(), Event()

    def add_by_hand():
        with transaction.atomic():
            make_region(slug="mill-or", name="Meadow")
            added.set()
            while not (answered.is_set() or somebody_waits_for_this()):
                pass

    def import_meanwhile():
        added.wait()
        try:
            return confirm()
        finally:
            answered.set()

    _, again = at_once(add_by_hand, import_meanwhile)

    assert "Something changed since you saw the preview." in said(again)
    assert "name: Meadow → High Desert" in said(again)
    assert Region.objects.get(slug="mill-or").name == "Meadow"


def somebody_waits_for_this():
    """Whether another connection waits for what this one's transaction has written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]


@three_rounds
def test_of_two_who_save_the_same_commitment_one_is_told_what_the_other_wrote(round):
    commitment = make_commitment()
    url = reverse("admin:applications_commitment_change", args=[commitment.pk])
    clients = [sign_in(), sign_in()]
    forms = [form_data(client, url) for client in clients]

    def save(n):
        return clients[n].post(url, forms[n] | {"title": f"Of {n}"})

    answers = at_once(lambda: save(0), lambda: save(1))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    [refused] = [answer for answer in answers if answer.status_code == 200]
    commitment.refresh_from_db()
    assert f"It says now: “{commitment.title}”." in said(refused)
