"""Accrediting, renewing and revoking: never two for one person, course and day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitators import actions
from facilitators.actions.accrediting import Overlaps
from facilitators.models import Accreditation
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.facilitators.make import make_accreditation, make_facilitator
from tests.make import make_course, make_user

pytestmark = pytest.mark.django_db

State = Accreditation.State
FIRST, LAST = date(2016, 7, 1), date(2018, 6, 30)
DAY = timedelta(days=1)


def accredit(facilitator, course, first_day=FIRST, last_day=LAST):
    return actions.accredit(
        facilitator, course, by=make_user(), first_day=first_day, last_day=last_day
    )


def mails(what):
    return Message.objects.filter(what=what)


def test_tells_the_facilitator_from_when_and_until_when():
    jonas, course = make_facilitator(name="Jonas"), make_course(name="CS Principles")

    made = accredit(jonas, course)

    assert (made.first_day, made.last_day) == (FIRST, LAST)
    mail = mails("facilitator-accredited").get()
    assert mail.to == jonas.email
    assert mail.reply_to == "partner@code.org"
    assert mail.subject == "You are accredited for CS Principles"
    assert "First day: Friday, 1 July 2016\nLast day: Saturday, 30 June 2018" in mail.text


def test_accredits_for_several_courses_in_one_mail():
    courses = [make_course(name="CS A"), make_course(name="CS B")]

    made = actions.accredit_many(
        make_facilitator(), courses, by=None, first_day=FIRST, last_day=LAST
    )

    assert [each.course for each in made] == courses
    assert mails("facilitator-accredited").get().subject == "You are accredited for CS A and CS B"


def test_accredits_for_all_courses_or_for_none():
    known = make_accreditation()
    courses = [make_course(), known.course]

    with pytest.raises(Overlaps):
        actions.accredit_many(known.facilitator, courses, by=None, first_day=FIRST, last_day=LAST)

    assert Accreditation.objects.get() == known
    assert not mails("facilitator-accredited").exists()


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [(FIRST, LAST), (LAST, LAST + 9 * DAY), (FIRST - DAY, FIRST), (FIRST - DAY, LAST + DAY)],
)
def test_refuses_days_that_are_covered_and_says_which(first_day, last_day):
    known = make_accreditation(course=make_course(name="CS Principles"))

    with pytest.raises(Overlaps) as refusal:
        accredit(known.facilitator, known.course, first_day, last_day)

    assert str(refusal.value) == (
        "There is an accreditation for CS Principles already: 1 July 2016 – 30 June 2018. "
        "Renew that one, or choose days outside of it."
    )
    assert Accreditation.objects.count() == 1


@pytest.mark.parametrize(
    ("first_day", "last_day"), [(LAST + DAY, LAST + DAY), (FIRST - DAY, FIRST - DAY)]
)
def test_takes_the_days_before_and_after(first_day, last_day):
    known = make_accreditation()

    accredit(known.facilitator, known.course, first_day, last_day)

    assert Accreditation.objects.count() == 2


def test_takes_the_days_from_which_one_was_revoked():
    known = make_accreditation(revoked_from=date(2017, 5, 2), revoke_reason="Moved.")

    with pytest.raises(Overlaps, match="1 July 2016 – 1 May 2017, when it was revoked"):
        accredit(known.facilitator, known.course, date(2017, 5, 1))
    accredit(known.facilitator, known.course, date(2017, 5, 2))

    assert Accreditation.objects.count() == 2


def test_another_person_and_another_course_are_no_matter():
    known = make_accreditation()

    accredit(make_facilitator(), known.course)
    accredit(known.facilitator, make_course())

    assert Accreditation.objects.count() == 3


def test_refuses_a_last_day_before_the_first():
    with pytest.raises(TransitionError, match="before the first"):
        accredit(make_facilitator(), make_course(), LAST, FIRST)

    assert not Message.objects.exists()


def test_renewing_moves_the_last_day_and_keeps_the_former_in_its_history():
    known = make_accreditation()

    actions.renew(known, by=make_user(), last_day=date(2020, 6, 30))

    known.refresh_from_db()
    assert known.last_day == date(2020, 6, 30)
    kept = known.history.values_list("last_day", flat=True)
    assert list(kept) == [date(2020, 6, 30), LAST]
    assert "Last day now: Tuesday, 30 June 2020" in mails("accreditation-renewed").get().text


@pytest.mark.parametrize("last_day", [LAST, LAST - DAY])
def test_renewing_never_shortens(last_day):
    known = make_accreditation()

    with pytest.raises(TransitionError, match="30 June 2018 already"):
        actions.renew(known, by=None, last_day=last_day)


def test_renewing_refuses_the_days_of_a_later_one():
    known = make_accreditation()
    make_accreditation(
        facilitator=known.facilitator,
        course=known.course,
        first_day=date(2019, 7, 1),
        last_day=date(2020, 6, 30),
    )

    with pytest.raises(Overlaps, match="1 July 2019 – 30 June 2020"):
        actions.renew(known, by=None, last_day=date(2019, 7, 1))

    known.refresh_from_db()
    assert known.last_day == LAST


def test_revoking_says_why_and_from_when():
    known = make_accreditation()

    actions.revoke(known, by=None, from_day=date(2017, 5, 2), reason="Moved abroad.")

    known.refresh_from_db()
    assert known.holds_on(date(2017, 5, 1))
    assert not known.holds_on(date(2017, 5, 2))
    text = mails("accreditation-revoked").get().text
    assert "It does not count from Tuesday, 2 May 2017 on" in text
    assert "Why: Moved abroad." in text


@pytest.mark.parametrize("from_day", [FIRST - DAY, LAST + DAY])
def test_revokes_from_one_of_its_days_only(from_day):
    known = make_accreditation()

    with pytest.raises(TransitionError, match="It counts on 1 July 2016 – 30 June 2018"):
        actions.revoke(known, by=None, from_day=from_day, reason="Moved.")


def test_revokes_for_a_reason_only():
    with pytest.raises(TransitionError, match="Say why"):
        actions.revoke(make_accreditation(), by=None, from_day=FIRST, reason=" ")


def test_what_is_revoked_is_neither_renewed_nor_revoked_again():
    known = make_accreditation()
    stale = Accreditation.objects.get()
    actions.revoke(known, by=None, from_day=date(2017, 5, 2), reason="Moved.")

    with pytest.raises(TransitionError, match="Accredit them anew"):
        actions.renew(stale, by=None, last_day=date(2020, 6, 30))
    with pytest.raises(TransitionError, match="revoked from 2 May 2017 on"):
        actions.revoke(stale, by=None, from_day=FIRST, reason="Again.")


DAYS = [FIRST + n * DAY for n in range(12)]
a_day = st.sampled_from(DAYS)
STEPS = st.one_of(
    st.tuples(st.just("accredit"), a_day, a_day),
    st.tuples(st.just("renew"), st.integers(0, 5), a_day),
    st.tuples(st.just("revoke"), st.integers(0, 5), a_day),
)


def take(model, facilitator, course, what, which, day):
    """Take a step in the database and in the model, which is [first, last, revoked] a row."""
    rows = list(Accreditation.objects.filter(facilitator=facilitator).order_by("pk"))
    try:
        if what == "accredit":
            accredit(facilitator, course, which, day)
            model.append([which, day, None])
        elif which < len(rows) and what == "renew":
            actions.renew(rows[which], by=None, last_day=day)
            model[which][1] = day
        elif which < len(rows):
            actions.revoke(rows[which], by=None, from_day=day, reason="So it is.")
            model[which][2] = day
    except TransitionError:
        return


def holds(row, day):
    first, last, revoked = row
    return first <= day <= last and not (revoked and day >= revoked)


def state(row, day):
    first, last, revoked = row
    if revoked and (revoked <= day or revoked == first):
        return State.REVOKED
    if day < first:
        return State.TO_COME
    return State.ENDING if day <= last else State.ENDED


@settings(max_examples=40)
@given(st.lists(STEPS, max_size=8))
def test_whatever_staff_do_no_day_is_covered_twice(steps):
    facilitator, course = make_facilitator(), make_course()
    model = []

    for step in steps:
        take(model, facilitator, course, *step)

    rows = Accreditation.objects.filter(facilitator=facilitator).order_by("pk")
    for day in [FIRST - DAY, *DAYS, DAYS[-1] + DAY]:
        expected = [holds(row, day) for row in model]
        assert sum(expected) <= 1
        assert [row.holds_on(day) for row in rows] == expected
        assert set(rows.valid_on(day)) == {row for row in rows if row.holds_on(day)}
        assert [row.state_on(day) for row in rows] == [state(row, day) for row in model]
        for one in State:
            assert list(rows.in_state(one, day)) == [r for r in rows if r.state_on(day) == one]
    for first, last in [(DAYS[0], DAYS[3]), (DAYS[4], DAYS[4]), (DAYS[2], DAYS[9])]:
        among = [day for day in DAYS if first <= day <= last]
        touched = [any(row.holds_on(day) for day in among) for row in rows]
        assert [row in set(rows.touching(first, last)) for row in rows] == touched


@pytest.mark.parametrize(
    ("day", "words", "which"),
    [
        (FIRST - DAY, "To come", "to_come"),
        (FIRST, "Valid", "valid"),
        (LAST - 61 * DAY, "Valid", "valid"),
        (LAST - 60 * DAY, "Ends in 60 days", "ending"),
        (LAST - DAY, "Ends in 1 day", "ending"),
        (LAST, "Ends today", "ending"),
        (LAST + DAY, "Ended", "ended"),
    ],
)
def test_says_how_it_is_on_a_day(day, words, which):
    known = make_accreditation()

    assert (known.in_words(day), known.state_on(day)) == (words, which)
    assert list(Accreditation.objects.in_state(which, day)) == [known]


def test_one_revoked_from_a_later_day_ends_the_day_before():
    known = make_accreditation(revoked_from=date(2017, 5, 2), revoke_reason="Moved.")

    assert known.state_on(date(2016, 8, 1)) == State.VALID
    assert known.in_words(date(2017, 4, 21)) == "Ends in 10 days"
    assert known.in_words(date(2017, 5, 2)) == "Revoked"
    assert not Accreditation.objects.ending(date(2017, 4, 21)).exists()


def test_one_that_another_follows_does_not_end_soon():
    known = make_accreditation()
    on = LAST - 10 * DAY
    assert list(Accreditation.objects.ending(on)) == [known]

    accredit(known.facilitator, known.course, LAST + DAY, LAST + 365 * DAY)

    assert not Accreditation.objects.ending(on).exists()
