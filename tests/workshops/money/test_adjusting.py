"""What staff see and do once records have changed of what a partner asked for."""

import pytest
import time_machine
from django.urls import reverse

from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.make import make_teacher, make_user
from tests.workshops.money.desk import make_reader, step, take
from tests.workshops.money.group import DAYS, make_group
from workshops.actions import adjusting, claiming
from workshops.models import Attendance, Reimbursement
from workshops.money.cohorts import claim_of
from workshops.money.stamps import stamp_of

pytestmark = pytest.mark.django_db

ON = DAYS[-1]


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel("2016-12-08T18:00:00Z", tick=False):
        yield


@pytest.fixture
def group():
    return make_group(6, DAYS[:2])


@pytest.fixture
def sent(group):
    """Half of what six teachers bring: $2,480."""
    request = claiming.begin(group.cohort, on=ON)
    seen = stamp_of(claim_of(group.cohort, ON))
    claiming.send(request, by=make_user(), on=ON, seen=seen)
    return request


def forget(teacher):
    """Find that a teacher was never there."""
    Attendance.objects.filter(enrollment__teacher=teacher).delete()


def page_of(request):
    return reverse("admin:workshops_reimbursement_change", args=[request.pk])


def test_a_dossier_says_what_has_changed_and_stays_as_it_was_sent(
    staff, group, sent, count_queries
):
    before = staff.get(page_of(sent)).content.decode()
    forget(group.teachers[0])

    page = staff.get(page_of(sent)).content.decode()

    assert "No difference" in before
    assert "would be $80 less today" in page
    assert "$2,480" in page
    assert count_queries(staff, page_of(sent)) <= 20
    assert "would be $80 less" in staff.post(step("approve", sent), {"word": ""}).content.decode()


def test_staff_draw_up_what_sets_it_right_and_the_partner_sends_it(staff, group, sent):
    make_reader(group.cohort.partner, "dana@lakeside.example")
    forget(group.teachers[0])

    take(staff, step("draw-up", sent), word="One was never there.")

    drawn = Reimbursement.objects.with_partner().get()
    mail = Message.objects.get(what="reimbursement-drawn-up")
    assert (drawn.cohort, drawn.kind) == (group.cohort, Reimbursement.Kind.ADJUSTMENT)
    assert "One was never there." in mail.text
    assert f"/requests/{drawn.pk}/" in mail.text
    claiming.send(drawn, by=make_user(), on=ON, seen=stamp_of(claim_of(group.cohort, ON)))
    assert [line.amount for line in drawn.lines.all()] == [-80]


def test_draws_up_nothing_where_nothing_changed_or_one_is_begun(staff, group, sent):
    refused = {"by": make_user(), "on": ON, "word": "Look."}
    with pytest.raises(TransitionError, match="Nothing has changed"):
        adjusting.draw_up(sent, **refused)
    forget(group.teachers[0])
    begun = claiming.begin(group.cohort, on=ON)

    with pytest.raises(TransitionError, match=f"Request {begun.code} of the same group"):
        adjusting.draw_up(sent, **refused)

    assert not Message.objects.filter(what="reimbursement-drawn-up").exists()


def test_a_declined_request_has_no_difference(staff, group, sent):
    sent.move(Reimbursement.Status.DECLINED, by=make_user())
    group.complete(DAYS[2], present=[*group.teachers, make_teacher()])

    assert "would be" not in staff.get(page_of(sent)).content.decode()
