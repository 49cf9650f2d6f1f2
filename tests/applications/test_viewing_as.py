"""Staff look at a partner's pages as it sees them: read-only, noted, and of that partner alone."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.access import Site, let_go
from tests.browsing import said
from tests.make import make_member, make_partner, make_user

pytestmark = pytest.mark.django_db

REFUSED = {403, 405}


@pytest.fixture
def partner():
    return make_partner(organization="Larkspur Office")


def signed_in(client, group):
    person = make_user(is_staff=True)
    person.groups.add(Group.objects.get(name=group))
    client.force_login(person)
    return person


def start(client, partner):
    return client.post(reverse("admin:applications_partner_view_as", args=[partner.pk]))


def stop(client, partner):
    return client.post(reverse("admin:applications_partner_stop_viewing", args=[partner.pk]))


def home(partner):
    return reverse("applications:portal-home", args=[partner.pk])


def test_staff_who_view_as_a_partner_see_its_pages_under_a_bar(client, partner):
    person = signed_in(client, "Viewer")

    page = said(client.post(start(client, partner).url, follow=True) and client.get(home(partner)))

    assert "You look at this as <strong>Larkspur Office</strong> sees it." in page
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (person, str(partner.pk))
    assert entry.change_message == "Looked at its pages as the partner sees them."


def test_it_ends_with_a_button(client, partner):
    signed_in(client, "Program staff")
    start(client, partner)

    answer = stop(client, partner)

    assert answer.url == reverse("admin:applications_partner_change", args=[partner.pk])
    assert client.get(home(partner)).status_code == 404


def test_the_button_of_another_partner_ends_nothing(client, partner):
    signed_in(client, "Program staff")
    start(client, partner)

    stop(client, make_partner())

    assert client.get(home(partner)).status_code == 200


def test_the_button_stands_on_the_page_of_the_partner_and_its_history_names_who_looked(
    client, partner
):
    signed_in(client, "Viewer")
    page = reverse("admin:applications_partner_change", args=[partner.pk])

    assert "See its pages as the partner does" in said(client.get(page))
    start(client, partner)

    history = said(client.get(reverse("admin:applications_partner_history", args=[partner.pk])))
    assert "Looked at its pages as the partner sees them." in history


def test_a_link_does_not_start_it(client, partner):
    signed_in(client, "Program staff")

    page = client.get(reverse("admin:applications_partner_view_as", args=[partner.pk]))

    assert page.status_code == 405
    assert client.get(home(partner)).status_code == 404


def test_reviewers_and_strangers_may_not(client, partner, stranger):
    signed_in(client, "Reviewer")
    assert start(client, partner).status_code == 403

    client.force_login(stranger)
    assert start(client, partner).status_code == 302
    assert client.get(home(partner)).status_code == 404
    assert not LogEntry.objects.exists()


def test_who_left_the_staff_sees_nothing_any_more(client, partner):
    person = signed_in(client, "Program staff")
    start(client, partner)
    type(person).objects.filter(pk=person.pk).update(is_staff=False)

    assert client.get(home(partner)).status_code == 404


def test_staff_who_are_members_change_nothing_while_they_look(client, partner):
    person = signed_in(client, "Program staff")
    make_member(partner, user=person)

    assert "Nothing can be changed." not in said(client.get(home(partner)))
    start(client, partner)

    assert "Nothing can be changed." in said(client.get(home(partner)))


class TestEveryPage:
    """Each address of the URL table that belongs to a partner."""

    @pytest.fixture
    def site(self):
        return Site()

    @staticmethod
    def addresses(site):
        found = {
            name: address
            for name, address in site.addresses().items()
            if address.startswith("/partner/") and address != "/partner/"
        }
        assert found
        return found

    @classmethod
    def answers(cls, ask, site):
        found = {}
        for name, address in cls.addresses(site).items():
            page = ask(address)
            found[name] = page.status_code
            let_go(page)
        return found

    def test_is_read_as_a_member_without_rights_reads_it_and_changed_by_nobody(self, client, site):
        """But for amounts, which staff who view partners read."""
        client.force_login(make_member(site.partner, may_manage=False).user)
        theirs = self.answers(client.get, site)
        client.force_login(site.people["staff"])
        start(client, site.partner)

        mine = self.answers(client.get, site)

        differ = {(theirs[name], mine[name]) for name in mine if theirs[name] != mine[name]}
        assert differ == {(403, 200), (403, 302), (403, 404)}
        assert 200 in theirs.values()
        sent = self.answers(client.post, site)
        assert {name: code for name, code in sent.items() if code not in REFUSED} == {}

    def test_is_not_there_for_staff_who_do_not_view_as(self, client, site):
        client.force_login(site.people["staff"])
        start(client, make_partner())

        read, sent = self.answers(client.get, site), self.answers(client.post, site)

        assert {name: code for name, code in read.items() if code not in {404, 405}} == {}
        assert {name: code for name, code in sent.items() if code not in {404, 405}} == {}
