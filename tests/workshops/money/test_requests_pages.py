"""A partner's pages of reimbursement: what it can ask for, each request, and who may do what."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import PartnerYear, SchoolYear
from tests.browsing import said
from tests.make import PDF, make_community_event, make_user
from tests.workshops.make_money import make_batch, make_reimbursement
from tests.workshops.money.group import DAYS, make_group
from workshops.actions import claiming, showing
from workshops.models import Attendance, Reimbursement
from workshops.money.cohorts import URBAN_UNKNOWN
from workshops.money.requests import ON_A_PAGE

ON = date(2016, 12, 20)


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel("2016-12-20T18:00:00Z", tick=False):
        yield


@pytest.fixture
def group(partner):
    return make_group(5, DAYS[:2], partner=partner)


@pytest.fixture
def money(browse):
    return browse(may_handle_money=True)


@pytest.fixture
def invoice(partner):
    """A request for an invoice of 8 December, not sent yet."""
    year = make_group(0, partner=partner, school_year=of_2016()).year
    return make_reimbursement(
        partner_year=year, kind="invoice", title="Workbooks", of_day=date(2016, 12, 8)
    )


def of_2016():
    return SchoolYear.objects.get(name="2016-17")


def page(partner, name="requests", *keys):
    return reverse(f"workshops:{name}", args=[partner.pk, *keys])


def begun(group):
    return claiming.begin(group.cohort, on=ON)


def address(request, name="request", *keys):
    return page(request.partner, name, request.pk, *keys)


def seen(browser, request):
    return browser.get(address(request)).context["shown"].seen


def test_lists_what_can_be_asked_for(group, manager, partner):
    text = said(manager.get(page(partner)))

    assert "$2,400</strong> to ask for." in text
    assert "5 funded teachers; 2 of 4 workshop days completed, 0 asked for." in text
    assert "Now it is 16–31 December 2016" in text


def test_says_what_will_stand_there_while_there_is_nothing(partner, manager):
    text = said(manager.get(page(partner)))

    assert "Nothing to ask for now." in text
    assert "You have no open request" in text


def test_begins_sends_and_shows_a_request(group, money, partner):
    address_of = money.post(page(partner, "request-begin", group.cohort.pk)).url
    request = Reimbursement.objects.get()
    shown = said(money.get(address_of))

    answer = money.post(
        address(request, "request-send"), {"seen": seen(money, request), "note": "Two days."}
    )

    assert "Part 2 of 4, workshop day of Saturday, 8 October 2016" in shown
    assert "5 funded teachers" in shown
    assert answer.url == address_of
    text = said(money.get(address_of))
    assert f"Request {request.code} is sent." in text
    assert "Two days." in text
    assert "$2,400" in text
    assert Reimbursement.objects.get().status == "sent"


def test_shows_the_new_figures_where_they_have_changed_meanwhile(group, manager):
    request = begun(group)
    stale = seen(manager, request)
    group.complete(DAYS[2])

    answer = manager.post(address(request, "request-send"), {"seen": stale, "note": "Please."})

    text = said(answer)
    assert claiming.CHANGED in text
    assert "Part 3 of 4" in text
    assert "Please." in answer.content.decode()
    assert answer.context["send_form"]["seen"].value() != stale
    assert Reimbursement.objects.get().status == "draft"


def test_says_why_it_cannot_be_sent_while_urban_is_not_known(group, manager):
    PartnerYear.objects.update(urban="", urban_reason="")
    request = begun(group)

    text = said(manager.get(address(request)))

    assert URBAN_UNKNOWN in text
    assert "Send the request" not in text


def test_shows_what_changed_since_it_was_sent(group, manager):
    request = begun(group)
    manager.post(address(request, "request-send"), {"seen": seen(manager, request)})
    Attendance.objects.filter(enrollment__teacher=group.teachers[0]).update(is_present=False)

    text = said(manager.get(address(request)))

    assert "$2,400</span> was asked for too much" in text
    assert "$2,400</strong> to give back" in said(manager.get(page(request.partner)))


def test_shows_the_word_with_which_it_was_returned(group, manager):
    request = begun(group)
    manager.post(address(request, "request-send"), {"seen": seen(manager, request)})
    Reimbursement.objects.get().move("returned", by=None, note="One was not there.")

    text = said(manager.get(address(request)))

    assert "We wrote: One was not there." in text
    assert "Send the request" in text


def test_says_who_drew_it_up(group, manager):
    request = begun(group)
    request.changes.create(old="", new="draft", by=None, note="One more came.")

    text = said(manager.get(address(request)))

    assert "We drew this up for you, to look at and send: One more came." in text
    assert "Drawn up by our staff" in text


def test_is_withdrawn_by_a_button(group, manager):
    request = begun(group)

    answer = manager.post(address(request, "request-withdraw"))

    assert answer.url == page(request.partner)
    assert Reimbursement.objects.get().status == "withdrawn"
    assert "Declined or withdrawn: 1" in said(manager.get(answer.url))


def test_gives_a_pdf(group, manager):
    answer = manager.get(address(begun(group), "request-pdf"))

    assert answer.getvalue().startswith(b"%PDF")


# Events and invoices


def test_asks_for_the_costs_of_an_event(partner, manager):
    make_group(0, partner=partner, school_year=of_2016())
    day = date(2016, 12, 1)
    event = make_community_event(partner=partner, day=day, status="completed")

    text = said(manager.get(page(partner)))
    answer = manager.post(page(partner, "request-begin-event", event.pk))

    assert "You can claim what it cost you until Saturday, 31 December 2016." in text
    assert answer.url == address(event.reimbursements.get())


def test_says_why_an_event_cannot_be_claimed(partner, manager):
    event = make_community_event(partner=partner, day=date(2016, 12, 1), status="completed")

    answer = manager.post(page(partner, "request-begin-event", event.pk))

    assert "You had no year in the program on that day." in said(answer)


def test_begins_an_invoice(invoice, manager, partner):
    typed = {"title": "Paper", "of_day": "2016-12-08"}

    answer = manager.post(page(partner, "request-begin-invoice"), typed)

    assert answer.url == address(Reimbursement.objects.get(title="Paper"))


def test_keeps_what_was_typed_of_an_invoice_that_is_too_late(partner, manager):
    make_group(0, partner=partner)
    typed = {"title": "Paper", "of_day": "2016-10-08"}

    answer = manager.post(page(partner, "request-begin-invoice"), typed)

    assert "You had no year in the program on that day." in said(answer)
    assert 'value="Paper"' in answer.content.decode()


def test_adds_and_deletes_amounts_and_papers(invoice, manager):
    manager.post(
        address(invoice, "request-line-add"), {"line-text": "Workbooks", "line-amount": "$1,084.50"}
    )
    upload = {"paper-role": "receipt", "paper-file": SimpleUploadedFile("bill.pdf", PDF)}
    manager.post(address(invoice, "request-paper-add"), upload)

    text = said(manager.get(address(invoice)))
    paper = invoice.files.get()
    assert "$1,084.50" in text
    assert "bill.pdf" in text
    assert paper.by is not None
    given = manager.get(address(invoice, "request-paper", paper.pk))
    assert given.getvalue() == PDF

    manager.post(address(invoice, "request-line-delete", invoice.lines.get().pk))
    manager.post(address(invoice, "request-paper-delete", paper.pk))
    assert not invoice.lines.exists()
    assert not invoice.files.exists()


@pytest.mark.parametrize("amount", ["", "0", "-4", "12.345", "ten"])
def test_keeps_what_was_typed_beside_what_is_wrong(invoice, manager, amount):
    typed = {"line-text": "Workbooks", "line-amount": amount}

    answer = manager.post(address(invoice, "request-line-add"), typed)

    assert answer.context["line_form"].errors["amount"]
    assert 'value="Workbooks"' in answer.content.decode()
    assert not invoice.lines.exists()


@pytest.mark.parametrize("content", [b"MZ", b""])
def test_takes_only_files_that_it_can_show(invoice, manager, content):
    upload = {"paper-role": "receipt", "paper-file": SimpleUploadedFile("a.exe", content)}

    answer = manager.post(address(invoice, "request-paper-add"), upload)

    assert answer.context["paper_form"].errors["file"]
    assert not invoice.files.exists()


def test_says_what_is_missing_of_an_invoice(invoice, manager):
    text = said(manager.get(address(invoice)))

    assert "Add at least one amount." in text
    assert "Add a receipt or an invoice" in text


# Who may do what

POSTS = [
    "request-send",
    "request-withdraw",
    "request-line-add",
    "request-paper-add",
]


@pytest.mark.parametrize("name", POSTS)
def test_is_changed_only_by_who_manages_or_handles_money(invoice, browse, name):
    signs = browse(may_sign=True)

    assert signs.post(address(invoice, name)).status_code == 403
    assert signs.get(address(invoice)).status_code == 200
    assert Reimbursement.objects.get().status == "draft"


def test_shows_who_only_signs_no_button(invoice, browse):
    text = said(browse(may_sign=True).get(address(invoice)))

    assert "Withdraw the request" not in text
    assert "Add the amount" not in text


def test_is_kept_from_members_without_a_right(invoice, browse):
    colleague = browse()

    assert colleague.get(page(invoice.partner)).status_code == 403
    assert colleague.get(address(invoice)).status_code == 403


def test_is_nothing_to_a_stranger(invoice, client):
    client.force_login(make_user())

    assert client.get(address(invoice)).status_code == 404
    assert client.post(address(invoice, "request-send")).status_code == 404


def test_of_another_partner_is_not_there(invoice, manager, partner):
    other = make_reimbursement()

    assert manager.get(page(partner, "request", other.pk)).status_code == 404


# However many there are


def test_what_was_sent_through_the_years_stands_on_pages(invoice, manager, partner):
    batch = make_batch(status="paid")
    codes = [_paid(invoice.partner_year, batch).code for _ in range(ON_A_PAGE + 1)]

    first, second = manager.get(page(partner)), manager.get(page(partner), {"p": 2})

    assert [each.code for each in first.context["listed"].sent] == codes[:0:-1]
    assert [each.code for each in second.context["listed"].sent] == codes[:1]
    assert 'href="?p=2#asked" rel="next">Earlier' in first.text
    assert invoice.code in second.text


def _paid(year, batch):
    return make_reimbursement(
        9, partner_year=year, kind="invoice", title="Food", status="paid", batch=batch
    )


def test_the_list_costs_the_same_however_many(group, manager, partner, count_queries):
    make_reimbursement(100, partner_year=group.year, cohort=group.cohort, status="sent")
    one = count_queries(manager, page(partner))
    for _ in range(2):
        more = make_group(3, DAYS[:2], partner=partner)
        make_reimbursement(9, partner_year=more.year, cohort=more.cohort, status="paid")

    assert count_queries(manager, page(partner)) == one <= 15


def test_a_request_costs_the_same_however_much_is_in_it(group, manager, count_queries):
    request = begun(group)
    one = count_queries(manager, address(request))
    group.complete(DAYS[2])
    draft = count_queries(manager, address(request))
    manager.post(address(request, "request-send"), {"seen": seen(manager, request)})
    manager.get(address(request))

    assert draft == one <= 15
    assert count_queries(manager, address(request)) <= 15


def test_an_invoice_stays_within_the_budget(invoice, manager, count_queries):
    showing.add_line(invoice, text="Workbooks", amount=10)

    assert count_queries(manager, address(invoice)) <= 15


def test_the_latest_request_stands_first(invoice, manager, partner):
    made = [
        invoice,
        make_reimbursement(
            partner_year=invoice.partner_year,
            kind="invoice",
            title="Cords",
            of_day=date(2016, 12, 8),
        ),
    ]

    text = manager.get(page(partner)).text

    places = [text.index(address(each)) for each in made]
    assert places == sorted(places, reverse=True)


def test_a_group_needs_no_paper_but_can_have_one(group, manager):
    text = said(manager.get(address(begun(group))))

    assert '<details class="fold"><summary>Add a paper all the same</summary>' in text


def test_no_last_day_is_said_of_what_was_sent_in_time(invoice, manager):
    assert "Send it by" in said(manager.get(address(invoice)))
    Reimbursement.objects.update(status="returned", as_of=ON, closed_on=ON)

    assert "Send it by" not in said(manager.get(address(invoice)))


def test_one_request_is_the_next_step(group, manager, partner):
    make_group(5, DAYS[:2], partner=partner, school_year=of_2016())

    assert manager.get(page(partner)).text.count("btn-bus") == 1

    begun(group)
    text = said(manager.get(page(partner)))
    assert text.count("btn-bus") == 1
    assert "Go on with request" in text
