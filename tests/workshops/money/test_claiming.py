"""Requests of partners: begun, sent as they were seen, frozen, taken back."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.models import FundingTerms, PartnerYear
from plp.core.workflow import TransitionError
from tests.make import PDF, make_community_event, make_user
from tests.workshops.make_money import make_reimbursement
from tests.workshops.money.group import DAYS, close, make_group
from workshops.actions import claiming, showing
from workshops.models import Attendance, CohortTeacher, Reimbursement
from workshops.money import expenses
from workshops.money.cohorts import NO_DAY, URBAN_UNKNOWN, claim_of, difference_of
from workshops.money.stamps import stamp_of, stamp_of_lines

ON = date(2016, 12, 20)


def sent(group, on=ON, **fields):
    request = claiming.begin(group.cohort, on=on)
    seen = stamp_of(claim_of(group.cohort, on))
    claiming.send(request, by=make_user(), on=on, seen=seen, **fields)
    return request


def figures(request):
    request = Reimbursement.objects.get(pk=request.pk)
    return (
        [*request.lines.values_list("kind", "part", "session", "terms", "text", "amount")],
        [*request.funded.values_list("teacher", "session")],
        request.steps,
        request.urban,
        (request.kind, request.as_of, request.closed_on, request.partner_year_id),
    )


def paper(request, role="receipt"):
    upload = SimpleUploadedFile("receipt.pdf", PDF)
    return showing.add_paper(request, upload, role=role, by=make_user())


# Of a teacher group


def test_begins_one_request_a_group(db):
    group = make_group(5, DAYS[:1])

    first = claiming.begin(group.cohort, on=ON)

    assert claiming.begin(group.cohort, on=ON) == first
    assert (first.status, first.kind, first.partner_year) == ("draft", "cohort", group.year)


def test_does_not_begin_where_there_is_nothing_to_ask_for(db):
    with pytest.raises(TransitionError, match=NO_DAY):
        claiming.begin(make_group(5).cohort, on=ON)

    assert not Reimbursement.objects.exists()


def test_writes_the_figures_down_when_it_is_sent(db):
    group = make_group(5, DAYS[:2])

    request = sent(group, note="Two days at once.")

    assert [line.amount for line in request.lines.all()] == [1200, 1200]
    assert {one.teacher for one in request.funded.all()} == {*group.teachers}
    assert request.steps[-1][1] == 480_000
    assert (request.status, request.urban, request.as_of) == ("sent", "no", ON)
    assert (request.closed_on, request.note) == (DAYS[1], "Two days at once.")
    assert Reimbursement.objects.with_total().get().total == 2400


def test_is_of_the_period_in_which_its_last_workshop_was_closed_there(db):
    group = make_group(5, DAYS[:1])
    close(group.year.workshops.get(), date(2016, 9, 20))

    assert sent(group).closed_on == date(2016, 9, 20)


def test_sends_only_what_the_person_saw(db):
    group = make_group(5, DAYS[:1])
    request = claiming.begin(group.cohort, on=ON)
    seen = stamp_of(claim_of(group.cohort, ON))
    group.complete(DAYS[1])

    with pytest.raises(claiming.Changed):
        claiming.send(request, by=make_user(), on=ON, seen=seen)

    request.refresh_from_db()
    assert (request.status, request.lines.count()) == ("draft", 0)


def test_does_not_send_while_it_is_not_known_who_is_urban(db):
    group = make_group(5, DAYS[:1], urban="")
    request = claiming.begin(group.cohort, on=ON)

    with pytest.raises(TransitionError, match="urban partner") as refused:
        claiming.send(request, by=make_user(), on=ON, seen="")

    assert str(refused.value) == URBAN_UNKNOWN
    assert not request.lines.exists()


def test_is_sent_once_however_often_it_is_pressed(db):
    group = make_group(5, DAYS[:1])
    request = sent(group)

    claiming.send(request, by=make_user(), on=ON, seen="")

    assert request.changes.count() == 1
    assert request.lines.count() == 1


def change_terms(group):
    FundingTerms.objects.update(small_cohort=1)


def change_attendance(group):
    Attendance.objects.update(is_present=False)


def change_group(group):
    CohortTeacher.objects.all().delete()


def change_urban(group):
    PartnerYear.objects.update(urban="yes", urban_reason="It is.")


def change_workshop(group):
    group.year.workshops.update(status="in_progress")


CHANGES = [change_terms, change_attendance, change_group, change_urban, change_workshop]


@pytest.mark.parametrize("change", CHANGES)
def test_keeps_what_was_sent_whatever_changes(db, change):
    group = make_group(5, DAYS[:2])
    request = sent(group)
    before = figures(request)

    change(group)

    assert figures(request) == before
    assert difference_of(group.cohort, ON) != 0


def test_is_worked_out_anew_once_it_is_returned(db):
    group = make_group(5, DAYS[:1])
    request = sent(group)
    request.move("returned", by=None, note="One was not there.")
    Attendance.objects.filter(enrollment__teacher=group.teachers[0]).update(is_present=False)
    PartnerYear.objects.update(urban="yes", urban_reason="It is.")
    group.cohort.members.create(teacher=make_group(1).teachers[0])
    FundingTerms.objects.update(smallest_cohort=4)

    again = sent(group)

    assert again == request
    assert [line.amount for line in again.lines.all()] == [1450]
    assert (again.funded.count(), again.urban) == (4, "yes")


def test_sends_an_adjustment_where_records_have_changed(db):
    group = make_group(11, DAYS[:1])
    sent(group)
    CohortTeacher.objects.filter(teacher=group.teachers[0]).delete()

    request = sent(group)

    assert (request.kind, request.closed_on) == ("adjustment", DAYS[0])
    assert [line.amount for line in request.lines.all()] == [-540]
    assert difference_of(group.cohort, ON) == 0


@pytest.mark.parametrize("status", ["draft", "returned", "sent"])
def test_is_taken_back_until_it_is_decided(db, status):
    request = make_reimbursement(status=status)

    claiming.withdraw(request, by=None)

    assert request.status == "withdrawn"


@pytest.mark.parametrize("status", ["approved", "paid", "declined"])
def test_is_not_taken_back_once_it_is_decided(db, status):
    request = make_reimbursement(status=status)

    with pytest.raises(TransitionError):
        claiming.withdraw(request, by=None)


def test_can_be_asked_for_again_once_it_is_taken_back(db):
    group = make_group(5, DAYS[:1])
    claiming.withdraw(sent(group), by=None)

    assert claim_of(group.cohort, ON).total == 1200


def test_keeps_adding_up_whatever_is_sent_returned_and_taken_back(db):
    group = make_group(6)
    steps = st.lists(
        st.sampled_from(["complete", "send", "withdraw", "decline", "come", "leave"]), max_size=7
    )

    @given(steps)
    @settings(max_examples=8)
    def check(steps):
        for step in steps:
            take(step, group)
        claim = claim_of(group.cohort, ON)
        live = Reimbursement.objects.live().filter(cohort=group.cohort).with_total()
        asked = sum(request.total or 0 for request in live)
        assert asked + claim.total == claim.whole * len(claim.completed) / (claim.parts or 1)

    check()


def take(step, group):
    """Take a step of a partner or staff, where it can be taken."""
    live = Reimbursement.objects.filter(cohort=group.cohort, status="sent").first()
    member = group.cohort.members.first()
    if step == "complete" and group.year.workshops.count() < 4:
        group.complete(DAYS[group.year.workshops.count()])
    elif step == "send" and claim_of(group.cohort, ON).lines:
        sent(group)
    elif step in {"withdraw", "decline"} and live:
        live.move("withdrawn" if step == "withdraw" else "declined", by=None)
    elif step == "come":
        for teacher in group.teachers:
            group.cohort.members.get_or_create(teacher=teacher)
    elif step == "leave" and member:
        member.delete()


# Of events and invoices


@pytest.fixture
def event(db):
    group = make_group(0)
    year = group.year.program_year.school_year
    day = year.first_day + timedelta(days=60)
    partner = group.cohort.partner
    return make_community_event(partner=partner, day=day, status="completed")


def test_claims_what_an_event_cost_once_it_is_shown(event):
    on = event.last_day + timedelta(days=30)
    request = claiming.begin_event(event, on=on)
    showing.add_line(request, text="Room", amount=120)
    paper(request)
    paper(request, "attendance")

    claiming.send(request, by=None, on=on, seen=stamp_of_lines(request))

    assert claiming.begin_event(event, on=on) == request
    assert (request.status, request.closed_on) == ("sent", event.last_day)
    assert request.lines.get().amount == 120


def test_cannot_claim_an_event_later_than_the_terms_say(event):
    with pytest.raises(TransitionError, match="1 day ago"):
        claiming.begin_event(event, on=event.last_day + timedelta(days=31))


def test_cannot_send_what_was_begun_in_time_too_late(event):
    request = claiming.begin_event(event, on=event.last_day)

    found = expenses.obstacles_of(request, event.last_day + timedelta(days=31))

    assert "The last day to claim it was" in found[0]


def test_can_send_again_at_any_time_what_was_sent_in_time(event):
    request = claiming.begin_event(event, on=event.last_day)
    request.changes.create(old="draft", new="sent", by=None)

    found = expenses.obstacles_of(request, event.last_day + timedelta(days=90))

    assert found == [expenses.NO_LINE, expenses.NO_RECEIPT, expenses.NO_LIST]


def test_claims_only_events_that_took_place(event):
    type(event).objects.update(status="planned")

    with pytest.raises(TransitionError, match="how the event went"):
        claiming.begin_event(event, on=event.last_day)


def test_claims_an_invoice_with_a_receipt(event):
    day = event.last_day
    request = claiming.begin_invoice(event.partner, on=day, title="Workbooks", of_day=day)

    again = claiming.begin_invoice(event.partner, on=day, title="Workbooks", of_day=day)

    assert again == request
    assert expenses.obstacles_of(request, day) == [expenses.NO_LINE, expenses.NO_RECEIPT]
    showing.add_line(request, text="Workbooks", amount=90)
    paper(request)
    assert expenses.obstacles_of(request, day) == []


@pytest.mark.parametrize(
    ("days", "why"), [(1, expenses.NOT_OVER), (-400, expenses.NO_YEAR), (-31, "last day to claim")]
)
def test_does_not_take_invoices_of_other_days(event, days, why):
    day = event.last_day + timedelta(days=days)

    with pytest.raises(TransitionError, match=why):
        claiming.begin_invoice(event.partner, on=event.last_day, title="Books", of_day=day)


def test_sends_only_the_amounts_that_the_person_saw(event):
    day = event.last_day
    request = claiming.begin_invoice(event.partner, on=day, title="Workbooks", of_day=day)
    showing.add_line(request, text="Workbooks", amount=90)
    paper(request)
    seen = stamp_of_lines(request)
    showing.add_line(request, text="Shipping", amount=9)

    with pytest.raises(claiming.Changed):
        claiming.send(request, by=None, on=day, seen=seen)


@pytest.mark.parametrize("status", ["sent", "approved", "withdrawn"])
def test_changes_nothing_of_what_is_not_with_the_partner(event, status):
    day = event.last_day
    request = claiming.begin_invoice(event.partner, on=day, title="Workbooks", of_day=day)
    showing.add_line(request, text="Workbooks", amount=90)
    Reimbursement.objects.update(status=status, as_of=day, closed_on=day)

    for step in [
        lambda: showing.add_line(request, text="More", amount=1),
        lambda: showing.remove_line(request, request.lines.get().pk),
        lambda: paper(request),
        lambda: showing.remove_paper(request, 0),
    ]:
        with pytest.raises(TransitionError):
            step()

    assert request.lines.get().amount == 90
    assert not request.files.exists()


def test_takes_no_typed_amounts_for_a_teacher_group(db):
    request = claiming.begin(make_group(5, DAYS[:1]).cohort, on=ON)

    with pytest.raises(TransitionError, match="worked out"):
        showing.add_line(request, text="More", amount=1)
