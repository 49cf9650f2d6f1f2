"""Staff see what communities do, take steps for a partner, and delete files at once."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse

from applications.models import SchoolYear
from tests.browsing import form_data, said
from tests.make import PDF, make_community_event, make_partner, make_region, make_user
from workshops.models import CommunityEvent, CommunityEventFile

pytestmark = pytest.mark.django_db

Status = CommunityEvent.Status
LIST = reverse("admin:workshops_communityevent_changelist")


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2016-10-10 12:00-07:00", tick=False):
        yield


@pytest.fixture
def program_staff(client):
    person = make_user(is_staff=True)
    person.groups.add(Group.objects.get(name="Program staff"))
    client.force_login(person)
    return client


def take(client, event, slug, **answers):
    address = reverse("admin:workshops_communityevent_step", args=[slug]) + f"?ids={event.pk}"
    shown = client.post(address, answers | {"look": "1"})
    seen = shown.context_data["seen"]
    client.post(address, answers | {"do": "1", "seen": seen})
    event.refresh_from_db()
    return shown


def keep(event):
    file = ContentFile(PDF, "a.pdf")
    return event.files.create(name="agenda.pdf", kind="pdf", size=len(PDF), file=file)


def listed(client, **filters):
    return {event.title for event in client.get(LIST, filters).context_data["cl"].result_list}


def test_lists_by_kind_status_year_and_state(staff):
    year = SchoolYear.objects.get(name="2016-17")
    oregon = make_partner(organization="Otter", region=make_region(state="OR"))
    idaho = make_partner(region=make_region(state="ID", city="Boise"))
    make_community_event(partner=oregon, title="A")
    make_community_event(partner=oregon, title="B", kind="fair", day=date(2016, 4, 1))
    make_community_event(partner=idaho, title="C", status="cancelled", with_whom="Mill")

    assert listed(staff) == {"A", "B", "C"}
    assert listed(staff, kind__exact="fair") == {"B"}
    assert listed(staff, status__exact="cancelled") == {"C"}
    assert listed(staff, school_year=year.pk) == {"A", "C"}
    assert listed(staff, partner__region__state="OR") == {"A", "B"}
    assert listed(staff, q="otter") == {"A", "B"}
    assert listed(staff, q="mill") == {"C"}
    assert listed(staff, school_year="nonsense") == {"A", "B", "C"}


def test_the_list_can_be_downloaded(program_staff):
    make_community_event(title="=Evening", status="completed", headcount=31)

    answer = program_staff.get(reverse("admin:workshops_communityevent_export_csv"))

    text = answer.getvalue().decode()
    assert "'=Evening,Meetup,Larkspur Office" in text
    assert ",Completed,31,0" in text


def test_staff_record_cancel_and_undo_for_a_partner(program_staff):
    event = make_community_event()

    take(program_staff, event, "complete", headcount="31")
    assert (event.status, event.headcount) == (Status.COMPLETED, 31)
    take(program_staff, event, "plan-again")
    assert event.status == Status.PLANNED
    take(program_staff, event, "cancel", reason="Snow.")
    assert event.changes.last().note == "Snow."
    assert event.changes.count() == 3


def test_staff_cannot_record_what_has_not_begun(program_staff):
    event = make_community_event(day=date(2016, 10, 11))

    shown = take(program_staff, event, "complete", headcount="31")

    assert "It begins on Tuesday, 11 October 2016." in said(shown)
    assert event.status == Status.PLANNED


def test_staff_add_and_change_an_event_for_a_partner(program_staff):
    partner = make_partner()
    address = reverse("admin:workshops_communityevent_add")
    data = form_data(program_staff, address) | {
        "partner": partner.pk,
        "kind": "meetup",
        "title": "Evening",
        "first_day": "2016-10-20",
        "last_day": "2016-10-19",
        "place": "The mill",
    }

    wrong = program_staff.post(address, data)
    program_staff.post(address, data | {"last_day": "2016-10-20"})

    assert "The last day is before the first." in said(wrong)
    assert partner.community_events.get().title == "Evening"


def test_staff_delete_a_file_at_once_with_its_bytes(program_staff, commit):
    file = keep(make_community_event())
    path = Path(file.file.path)
    assert path.exists()

    with commit():
        address = reverse("admin:workshops_communityeventfile_delete", args=[file.pk])
        program_staff.post(address, {"post": "yes"})

    assert not path.exists()
    assert not CommunityEventFile.objects.exists()


def test_staff_delete_many_files_at_once_with_their_bytes(program_staff, commit):
    files = [keep(make_community_event()) for _ in range(2)]
    paths = [Path(file.file.path) for file in files]

    with commit():
        program_staff.post(
            reverse("admin:workshops_communityeventfile_changelist"),
            {
                "action": "delete_selected",
                "_selected_action": [file.pk for file in files],
                "post": "yes",
            },
        )

    assert [path.exists() for path in paths] == [False, False]


def test_staff_read_a_file(program_staff):
    file = keep(make_community_event())
    page = said(
        program_staff.get(reverse("admin:workshops_communityevent_change", args=[file.event_id]))
    )
    address = reverse("admin:workshops_communityeventfile_download", args=[file.pk])

    assert "agenda.pdf" in page
    assert program_staff.get(address).getvalue() == PDF
