"""A payee says that a line is not right, and the partner answers."""

import pytest

from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.make import make_member, make_teacher
from tests.workshops.make import make_enrollment
from tests.workshops.make_money import make_payable
from workshops import own_links
from workshops.actions import objecting
from workshops.models import Objection

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(partner):
    return make_member(partner, may_manage=False, may_handle_money=True).user


@pytest.fixture
def line(payable):
    return payable.lines.get()


@pytest.mark.parametrize("status", ["proposed", "approved", "paid"])
def test_tells_who_handles_money_once(assignment, finance, status):
    make_member(assignment.workshop.partner, may_manage=False)
    line = make_payable(500, assignment=assignment, status=status).lines.get()

    objecting.object_to(line, text="It was two days.")

    [message] = Message.objects.filter(what="payment-not-right")
    assert message.to == finance.email
    assert "Jonas Tinderbox" in message.subject
    assert "It was two days." in message.text
    assert "A day led: $500" in message.text


def test_tells_no_amount_to_members_without_a_right(line):
    make_member(line.payable.partner, may_manage=False)
    signatory = make_member(line.payable.partner, may_manage=False, may_sign=True).user

    objecting.object_to(line, text="It was two days.")

    assert [message.to for message in Message.objects.all()] == [signatory.email]


def test_is_said_again_only_after_an_answer(line, finance):
    first = objecting.object_to(line, text="It was two days.")
    with pytest.raises(TransitionError, match="has not answered"):
        objecting.object_to(line, text="Two.")

    objecting.answer(first, text="One, by the list.", by=finance)
    objecting.object_to(line, text="The list is wrong.")

    assert Objection.objects.count() == 2
    assert Message.objects.filter(what="payment-not-right").count() == 2


def test_nothing_is_wrong_with_what_was_taken_back(assignment):
    line = make_payable(500, assignment=assignment, status="void").lines.get()

    with pytest.raises(TransitionError, match="taken back"):
        objecting.object_to(line, text="Two.")


def test_the_payee_reads_the_answer(line, finance, jonas):
    objection = objecting.object_to(line, text="It was two days.")

    objecting.answer(objection, text="A correction follows.", by=finance)

    [message] = Message.objects.filter(what="payment-not-right-answered")
    assert message.to == jonas.email
    assert "A correction follows." in message.text
    assert f"/facilitator/money/{line.payable_id}/" in message.text
    objection.refresh_from_db()
    assert (objection.answer, objection.answered_by) == ("A correction follows.", finance)


def test_a_second_answer_is_refused(line, finance):
    objection = objecting.object_to(line, text="It was two days.")
    same = Objection.objects.get(pk=objection.pk)
    objecting.answer(objection, text="Yes.", by=finance)

    with pytest.raises(TransitionError, match="answered this already"):
        objecting.answer(same, text="No.", by=finance)

    objection.refresh_from_db()
    assert objection.answer == "Yes."


def test_a_teacher_gets_their_link(year, finance, assignment):
    teacher = make_teacher(email="ines@mill.example")
    enrollment = make_enrollment(assignment.workshop, teacher)
    line = make_payable(100, enrollment=enrollment, kind="attended").lines.get()

    objecting.answer(objecting.object_to(line, text="Two."), text="Yes.", by=finance)

    [message] = Message.objects.filter(what="payment-not-right-answered")
    assert message.to == "ines@mill.example"
    secret = own_links.of_teacher(teacher).secret
    assert message.secret == secret
    assert f"/my-workshops/{teacher.pk}/money/open/{secret}/" in message.text
