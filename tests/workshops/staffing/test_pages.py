"""The pages on which a partner chooses who leads, and on which facilitators answer."""

from html import unescape

import pytest
from django.urls import reverse

from applications.models import Membership
from plp.core.models import Message
from tests.facilitators.make import make_facilitator_with_account, make_unavailability
from tests.make import make_member, make_user
from tests.workshops.staffing.cast import DAY
from workshops.actions import staffing
from workshops.models import Assignment, Booking, Workshop

pytestmark = pytest.mark.django_db


def said(page):
    return " ".join(unescape(page.content.decode()).split())


def of(workshop, name="who-leads", *keys):
    return reverse(f"workshops:{name}", args=[workshop.partner.pk, workshop.pk, *keys])


def own(name="own-workshops", *keys):
    return reverse(f"workshops:{name}", args=keys)


@pytest.fixture
def dana(client, staff):
    client.force_login(staff.dana)
    return client


@pytest.fixture
def jonas(client, staff):
    client.force_login(staff.jonas.user)
    return client


def chosen(staff, how, person=None, role="lead"):
    person = person or staff.jonas
    return {"facilitator": person.pk, "role": role, "how": how}


@pytest.mark.parametrize(
    ("how", "status", "mail"),
    [
        ("pencil", "penciled", []),
        ("ask", "asked", ["leader-asked"]),
        ("agreed", "confirmed", ["leader-noted"]),
    ],
)
def test_puts_somebody_down(dana, staff, how, status, mail):
    page = dana.post(of(staff.workshop, "leader-choose"), chosen(staff, how), follow=True)

    assert page.redirect_chain == [(of(staff.workshop), 302)]
    assert Assignment.objects.get().status == status
    assert list(Message.objects.values_list("what", flat=True)) == mail
    assert "Jonas Tinderbox is" in said(page)


def test_offers_who_is_free_accredited_and_contracted_first(dana, staff):
    staff.contracts(staff.ines)
    far = staff.facilitator("Wren Ash")
    make_unavailability(facilitator=far, day=DAY)

    page = dana.get(of(staff.workshop))

    assert [each.name for each in page.context["ready"]] == ["Ines Paper"]
    assert [each.name for each in page.context["fit"]] == ["Jonas Tinderbox"]
    assert [each.name for each in page.context["others"]] == ["Wren Ash"]
    assert "Wren Ash cannot come on Saturday, 11 October 2031." in said(page)


def test_who_is_nearer_stands_first(dana, staff):
    for person, home in [(staff.jonas, "94607"), (staff.ines, "60601")]:
        person.home_zip = home
        person.save()

    page = dana.get(of(staff.workshop))

    assert [each.name for each in page.context["fit"]] == ["Ines Paper", "Jonas Tinderbox"]
    assert "0 miles from 60601" in said(page)


def test_a_refusal_is_shown_and_nothing_is_changed(dana, staff):
    staff.confirms(workshop=staff.plans(partner=staff.other, title="Secret of Foundry"))

    page = dana.post(of(staff.workshop, "leader-choose"), chosen(staff, "agreed"))

    assert page.status_code == 200
    assert "is confirmed for another workshop at these hours" in said(page)
    assert "Secret of Foundry" not in said(page)
    assert not staff.workshop.assignments.exists()


@pytest.mark.parametrize("given", [{}, {"facilitator": 0, "role": "lead", "how": "ask"}])
def test_what_is_not_of_the_page_is_not_found(dana, staff, given):
    assert dana.post(of(staff.workshop, "leader-choose"), given).status_code == 404


def test_asks_notes_a_yes_and_takes_off(dana, staff):
    found = staffing.pencil_in(staff.workshop, staff.jonas, by=staff.dana)

    dana.post(of(staff.workshop, "leader-ask", found.pk))
    found.refresh_from_db()
    assert found.status == "asked"
    dana.post(of(staff.workshop, "leader-agreed", found.pk))
    found.refresh_from_db()
    assert found.status == "confirmed"
    dana.post(of(staff.workshop, "leader-take-off", found.pk), {"reason": "Snow."})
    found.refresh_from_db()
    assert found.status == "released"
    assert "Why: Snow." in said(dana.get(of(staff.workshop)))


def test_taking_off_needs_a_reason_unless_only_penciled_in(dana, staff):
    found = staff.asks()
    address = of(staff.workshop, "leader-take-off", found.pk)

    assert "Write a few words on why." in said(dana.post(address, {"reason": " "}))
    Assignment.objects.update(status="penciled")
    assert dana.post(address, {"reason": ""}).status_code == 302


def test_replaces_in_one_step(dana, staff):
    found = staff.confirms()
    address = of(staff.workshop, "leader-replace", found.pk)

    page = dana.post(address, {"facilitator": "", "reason": "Jonas is ill."})
    assert "Choose who comes instead." in said(page)
    assert "Jonas is ill.</textarea>" in said(page)
    dana.post(address, {"facilitator": staff.ines.pk, "reason": "Ill.", "has_agreed": "on"})

    assert sorted(Assignment.objects.values_list("facilitator__name", "status")) == [
        ("Ines Paper", "confirmed"),
        ("Jonas Tinderbox", "released"),
    ]


def test_a_replacement_who_cannot_come_is_refused_beside_the_field(dana, staff):
    staff.confirms(staff.ines, staff.plans(partner=staff.other))
    found = staff.confirms()
    given = {"facilitator": staff.ines.pk, "reason": "Ill.", "has_agreed": "on"}

    page = dana.post(of(staff.workshop, "leader-replace", found.pk), given)

    assert "Ines Paper is confirmed for another workshop" in str(page.context["form"].errors)
    assert Booking.objects.filter(facilitator=staff.jonas).count() == 1


def test_the_page_of_a_workshop_says_who_leads_and_what_speaks_against_it(dana, staff):
    assert "Nobody leads it yet." in said(dana.get(of(staff.workshop, "workshop")))
    staff.jonas.accreditations.all().delete()
    make_unavailability(facilitator=staff.jonas, day=DAY)
    staff.asks()

    page = said(dana.get(of(staff.workshop, "workshop")))

    assert "They have said that they cannot come on one of the days." in page
    assert "They are not accredited for CS Principles on every day" in page
    assert "You have no signed contract with them" in page


def test_nothing_is_warned_of_where_nothing_is_wrong(dana, staff):
    staff.contracts(staff.jonas)
    staff.confirms()

    page = said(dana.get(of(staff.workshop, "workshop")))

    assert "Confirmed" in page
    assert "note-warn" not in page


def test_the_list_of_workshops_without_a_facilitator(dana, staff):
    staff.asks()
    led, theirs = staff.plans(title="Led already"), staff.plans(partner=staff.other, title="Theirs")
    staff.confirms(staff.ines, led)
    Workshop.objects.filter(pk=staff.plans(title="Called off").pk).update(status="cancelled")

    page = said(dana.get(reverse("workshops:without-leader", args=[staff.partner.pk])))

    assert str(staff.workshop) in page
    assert "Jonas Tinderbox: asked" in page
    for other in (led, theirs, "Called off"):
        assert str(other) not in page


def test_a_workshop_that_nobody_leads_is_a_next_step_as_it_comes_near(dana, staff):
    home = reverse("applications:portal-home", args=[staff.partner.pk])
    what = f"Find who leads {staff.workshop}"

    assert what in said(dana.get(home))
    staffing.pencil_in(staff.workshop, staff.jonas, by=staff.dana)
    assert what not in said(dana.get(home))


# The wrong person


EVERY = ["who-leads", "leader-choose"]
OF_ONE = ["leader-ask", "leader-agreed", "leader-take-off", "leader-replace"]


def test_another_partners_manager_finds_nothing(client, staff):
    found = staff.asks()
    client.force_login(staff.otto)
    mine = staff.plans(partner=staff.other)

    for address in [
        *(of(staff.workshop, name) for name in EVERY),
        *(of(staff.workshop, name, found.pk) for name in OF_ONE),
        *(of(mine, name, found.pk) for name in OF_ONE),
        reverse("workshops:without-leader", args=[staff.partner.pk]),
    ]:
        assert client.post(address, chosen(staff, "ask")).status_code in {404, 405}, address
        assert client.get(address, follow=False).status_code in {404, 302}, address
    assert Assignment.objects.get().status == "asked"


def test_who_may_only_look_changes_nothing(client, staff):
    found = staff.asks()
    member = make_member(staff.partner, user=make_user(), may_manage=False)
    assert isinstance(member, Membership)
    client.force_login(member.user)

    assert client.get(of(staff.workshop)).status_code == 302
    page = said(client.get(of(staff.workshop, "workshop")))
    assert "Jonas Tinderbox" in page
    assert "Change who leads" not in page
    for name in OF_ONE:
        assert client.post(of(staff.workshop, name, found.pk), {"reason": "No."}).status_code == 403
    assert Assignment.objects.get().status == "asked"


def test_a_facilitator_finds_nothing_of_others_or_penciled_in(client, staff):
    found = staff.asks()
    penciled = staffing.pencil_in(staff.plans(), staff.ines, by=staff.dana)
    client.force_login(staff.ines.user)

    for one in (found, penciled):
        for name in ["own-workshop", "own-workshop-yes", "own-workshop-no"]:
            assert client.post(own(name, one.pk), {"reason": "No."}).status_code in {404, 405}
            assert client.get(own(name, one.pk)).status_code == 404
    assert "No partner has asked you yet." in said(client.get(own()))
    assert sorted(Assignment.objects.values_list("status", flat=True)) == ["asked", "penciled"]


# The facilitator


def test_says_yes(jonas, staff):
    found = staff.asks()
    page = said(jonas.get(own("own-workshop", found.pk)))
    assert "Saturday, 11 October 2031, 9:00 a.m. to 3:30 p.m., Central time (CDT)" in page
    assert "has offered you none for this school year yet" in page

    page = jonas.post(own("own-workshop-yes", found.pk), follow=True)

    assert "You come. Larkspur Office knows it by mail." in said(page)
    assert Assignment.objects.get().status == "confirmed"


def test_says_no_with_a_reason(jonas, staff):
    found = staff.asks()
    address = own("own-workshop-no", found.pk)

    assert "Write a few words on why." in said(jonas.post(address, {}))
    assert Assignment.objects.get().status == "asked"
    jonas.post(address, {"reason": "I teach."})
    assert Assignment.objects.get().status == "declined"


def test_cannot_come_after_all(jonas, staff):
    found = staff.confirms()

    assert "I cannot come after all" in said(jonas.get(own("own-workshop", found.pk)))
    jonas.post(own("own-workshop-no", found.pk), {"reason": "Ill."})

    assert not Booking.objects.exists()


def test_a_yes_to_what_is_in_the_way_says_what_to_do(jonas, staff):
    staff.confirms(workshop=staff.plans(partner=staff.other, title="Autumn day"))
    found = staff.asks()

    page = jonas.post(own("own-workshop-yes", found.pk))

    assert page.status_code == 200
    assert "You lead Autumn day of Foundry Learning" in said(page)
    assert Assignment.objects.get(pk=found.pk).status == "asked"


def test_the_list_and_the_home_sort_what_is_asked_led_and_over(jonas, staff):
    asked = staff.asks(workshop=staff.plans(title="Asked day"))
    staff.confirms(workshop=staff.plans(DAY.replace(day=18), title="Led day"))
    gone = staff.asks(workshop=staff.plans(title="Gone day"))
    staffing.release(gone, by=staff.dana, reason="No.")

    page = jonas.get(own())

    titles = {name: [str(a.workshop) for a in page.context[name]] for name in ["asked", "leads"]}
    assert titles == {"asked": ["Asked day"], "leads": ["Led day"]}
    assert [a.workshop.title for a in page.context["over"]] == ["Gone day"]
    home = said(jonas.get(reverse("facilitators:own")))
    assert own("own-workshop", asked.pk) in home
    assert "Led day" in home
    assert "Gone day" not in home


def test_reads_that_it_was_cancelled(jonas, staff):
    found = staff.confirms()
    Workshop.objects.update(status="cancelled")

    page = said(jonas.get(own("own-workshop", found.pk)))

    assert "You are free at its hours." in page
    assert "I cannot come after all" not in page


# Queries


@pytest.mark.parametrize(
    ("who", "address", "most"),
    [
        ("dana", lambda staff: of(staff.workshop), 15),
        ("dana", lambda staff: of(staff.workshop, "workshop"), 15),
        ("dana", lambda staff: reverse("workshops:without-leader", args=[staff.partner.pk]), 10),
        ("jonas", lambda staff: own(), 8),
        ("jonas", lambda staff: reverse("facilitators:own"), 15),
    ],
)
def test_asks_as_much_of_one_as_of_three(
    client, staff, who, address, most, django_assert_max_num_queries
):
    person = {"dana": staff.dana, "jonas": staff.jonas.user}[who]
    client.force_login(person)
    counts = []
    for n in range(1, 4):
        staff.asks(workshop=staff.plans(DAY.replace(day=n)))
        helper = make_facilitator_with_account()
        staff.asks(helper, role="co_lead")
        with django_assert_max_num_queries(most) as asked:
            assert client.get(address(staff)).status_code == 200
        counts.append(len(asked))

    assert counts[1] == counts[2]


def test_says_of_what_was_led_that_it_is_completed_and_what_was_thought(jonas, staff):
    staff.confirms()
    Workshop.objects.update(status="completed")

    page = said(jonas.get(own()))

    assert "Completed" in page
    assert "What teachers thought" in page


def test_says_once_what_all_lack_who_have_no_contract(client, staff):
    client.force_login(staff.dana)

    page = said(client.get(of(staff.workshop)))

    assert "has no signed contract with you" not in page.partition("Others, and what")[0]
