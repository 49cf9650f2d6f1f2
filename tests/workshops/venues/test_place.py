"""The page about the place of a workshop: checklist, sheet, supplies."""

from datetime import date

import pytest
from django.urls import reverse

from plp.core.workflow import TransitionError
from tests.make import make_member, make_partner, make_partner_year, make_user
from tests.workshops.make import make_sheet, make_supply, make_workshop
from workshops import venue
from workshops.actions import venues as actions
from workshops.models import ChecklistDone, ChecklistItem, Supply, VenueSheet

AT_MOST = 15


def address(workshop, name="place", *more):
    return reverse(f"workshops:{name}", args=[workshop.partner.pk, workshop.pk, *more])


def page(client, workshop, name="place"):
    answer = client.get(address(workshop, name))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def item(what="Book the room"):
    return ChecklistItem.objects.get(what=what)


def test_each_item_is_due_so_many_days_before_the_first_day(workshop):
    due = {str(entry.item): entry.due_on for entry in venue.checklist_of(workshop)}

    assert due["Book the room"] == date(2016, 8, 9)
    assert due["Print the sign-in sheet"] == date(2016, 10, 6)


def test_no_item_is_due_while_there_is_no_day(workshop):
    workshop.sessions.all().delete()

    assert {entry.due_on for entry in venue.checklist_of(workshop)} == {None}


def test_staff_change_by_when_it_is_due(workshop):
    ChecklistItem.objects.filter(what="Book the room").update(days_before=30)

    [entry] = [e for e in venue.checklist_of(workshop) if str(e.item) == "Book the room"]
    assert entry.due_on == date(2016, 9, 8)


def test_a_virtual_workshop_does_without_what_needs_a_place(year):
    virtual = make_workshop(partner_year=year, mode="virtual")

    assert [str(entry.item) for entry in venue.checklist_of(virtual)] == ["Try the meeting link"]


def test_what_was_done_stays_when_its_item_is_taken_out(workshop):
    actions.tick(workshop, item(), by=None)
    ChecklistItem.objects.update(is_active=False)

    assert [str(entry.item) for entry in venue.checklist_of(workshop)] == ["Book the room"]


def test_the_page_says_the_day_then_how_far(manager, workshop):
    found = page(manager, workshop)

    assert 'class="late">Tuesday, 9 August 2016</strong>23 days ago' in found
    assert "<strong>Thursday, 8 September 2016</strong>7 days" in found


def test_a_manager_ticks_an_item_and_is_named(workshop, partner, client):
    client.force_login(make_member(partner, user=make_user(name="Dana Whitlock")).user)

    answer = client.post(address(workshop, "place-tick", item().pk), follow=True)

    assert answer.redirect_chain == [(address(workshop), 302)]
    [entry] = [e for e in venue.checklist_of(workshop) if e.done_at]
    assert (str(entry.item), entry.done_by) == ("Book the room", "Dana Whitlock")
    assert "Dana Whitlock" in page(client, workshop)


def test_a_second_tick_changes_nothing(workshop):
    first, second = make_user(), make_user()

    for person in (first, second):
        actions.tick(workshop, item(), by=person)

    assert ChecklistDone.objects.get().by == first


def test_a_manager_takes_a_tick_back(manager, workshop):
    actions.tick(workshop, item(), by=None)

    manager.post(address(workshop, "place-tick", item().pk), {"undo": "1"})

    assert not ChecklistDone.objects.exists()


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_nothing_is_prepared_for_what_is_over(workshop, status):
    type(workshop).objects.update(status=status)
    steps = [
        lambda: actions.tick(workshop, item(), by=None),
        lambda: actions.untick(workshop, item()),
        lambda: actions.describe_place(workshop, room="204"),
        lambda: actions.ask_for(workshop, what="Pens", needed_by=date(2016, 10, 1), by=None),
    ]

    for step in steps:
        with pytest.raises(TransitionError, match=status):
            step()


def test_a_page_of_what_is_cancelled_offers_nothing(manager, workshop):
    type(workshop).objects.update(status="cancelled")

    assert "The workshop is cancelled" in page(manager, workshop)
    assert "<form" not in page(manager, workshop)
    assert "<form" not in page(manager, workshop, "place-change")


def test_a_manager_says_what_people_find(manager, workshop):
    manager.post(address(workshop, "place-change"), {"room": "Room 204", "wifi": "Library guest"})

    sheet = VenueSheet.objects.get()
    assert (sheet.room, sheet.wifi) == ("Room 204", "Library guest")
    assert "Library guest" in page(manager, workshop)


def test_what_was_typed_comes_back_where_it_is_too_long(manager, workshop):
    answer = manager.post(address(workshop, "place-change"), {"room": "x" * 121, "wifi": "Guest"})

    found = answer.content.decode()
    assert "x" * 121 in found
    assert "Guest" in found
    assert not VenueSheet.objects.exists()


def test_the_sheet_of_another_workshop_is_copied_in_one_step(manager, workshop, year):
    other = make_workshop(partner_year=year, title="Second Saturday")
    make_sheet(other, access="Ring twice.")

    manager.post(address(workshop, "place-copy"), {"source": other.pk})

    copied = VenueSheet.objects.get(workshop=workshop)
    assert (copied.room, copied.access) == ("Room 204", "Ring twice.")


def test_no_sheet_is_copied_from_another_partner(manager, workshop):
    theirs = make_sheet(make_workshop(partner_year=make_partner_year(partner=make_partner())))

    answer = manager.post(address(workshop, "place-copy"), {"source": theirs.workshop.pk})

    assert not VenueSheet.objects.filter(workshop=workshop).exists()
    assert answer.status_code == 200


def test_a_manager_asks_for_supplies_once(manager, workshop):
    for _ in range(2):
        manager.post(
            address(workshop, "supply-ask"), {"what": "30 workbooks", "needed_by": "2016-10-01"}
        )

    assert Supply.objects.get().what == "30 workbooks"
    assert "30 workbooks" in page(manager, workshop)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2016-08-31", "This day has passed"),
        ("2016-10-09", "The workshop ends on Saturday, 8 October 2016"),
        ("soon", "Write a day such as"),
    ],
)
def test_supplies_are_needed_between_today_and_the_end(manager, workshop, day, said):
    answer = manager.post(address(workshop, "supply-ask"), {"what": "Pens", "needed_by": day})

    assert said in answer.content.decode()
    assert f'value="{day}"' in answer.content.decode()
    assert not Supply.objects.exists()


def test_what_was_not_sent_can_be_taken_back(manager, workshop):
    supply = make_supply(workshop)

    manager.post(address(workshop, "supply-take-back", supply.pk))

    assert not Supply.objects.exists()


def test_what_was_sent_cannot_be_taken_back(manager, workshop):
    supply = make_supply(workshop, sent_on=date(2016, 8, 30))

    answer = manager.post(address(workshop, "supply-take-back", supply.pk), follow=True)

    assert "It was sent on Tuesday, 30 August 2016." in answer.content.decode()
    assert Supply.objects.exists()


def test_a_viewer_reads_all_and_changes_nothing(browse, workshop):
    viewer = browse()
    supply = make_supply(workshop)
    make_sheet(workshop)

    found = page(viewer, workshop)

    assert "Room 204" in found
    assert "30 workbooks" in found
    assert "<form" not in found
    for name, *more in [
        ("place-tick", item().pk),
        ("place-change",),
        ("place-copy",),
        ("supply-ask",),
        ("supply-take-back", supply.pk),
    ]:
        assert viewer.post(address(workshop, name, *more)).status_code == 403


def test_nobody_of_another_partner_reads_it(client, workshop):
    stranger = make_member(make_partner())
    client.force_login(stranger.user)

    for name in ["place", "place-change", "one-page", "one-page-pdf"]:
        assert client.get(address(workshop, name)).status_code == 404
        own = reverse(f"workshops:{name}", args=[stranger.partner.pk, workshop.pk])
        assert client.get(own).status_code == 404


def test_no_supply_of_another_workshop_is_taken_back(manager, workshop):
    theirs = make_supply(make_workshop(partner_year=make_partner_year(partner=make_partner())))

    answer = manager.post(address(workshop, "supply-take-back", theirs.pk))

    assert answer.status_code == 404
    assert Supply.objects.exists()


def test_the_page_asks_the_same_number_of_queries_at_any_size(
    manager, workshop, year, count_queries
):
    def fill(n):
        for i in range(n):
            make_supply(workshop, what=f"{i} pens")
            make_sheet(make_workshop(partner_year=year))
            new = ChecklistItem.objects.create(what=f"Do {i}", days_before=9)
            actions.tick(workshop, new, by=make_user())

    fill(1)
    one = count_queries(manager, address(workshop))
    fill(2)

    assert count_queries(manager, address(workshop)) == one
    assert one <= AT_MOST


def test_the_workshops_page_says_what_is_next(manager, workshop):
    actions.tick(workshop, item(), by=None)

    found = page(manager, workshop, "workshop")

    assert "1 of 7 done" in found
    assert "Say where supplies are sent, by Wednesday, 24 August 2016, 8 days ago" in found
    assert address(workshop) in found
