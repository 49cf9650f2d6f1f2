"""Teacher groups: who attended is proposed, others are added, each is in one of a course."""

import pytest
from django.urls import reverse

from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import make_cohort, make_member, make_registration, make_teacher
from tests.workshops.events.conftest import TYPED, join
from workshops.actions import grouping
from workshops.models import Cohort, CohortTeacher, Teacher

pytestmark = pytest.mark.django_db


def course_of(cast):
    return cast.year.program_year.courses.get()


def school_year_of(cast):
    return cast.year.program_year.school_year


def url(name, cast, *args):
    return reverse(f"workshops:{name}", args=[cast.partner.pk, *args])


def take(cast):
    return url("teachers-take", cast, cast.session.pk, course_of(cast).pk)


def by_hand(cast, **typed):
    where = {"course": course_of(cast).pk, "school_year": school_year_of(cast).pk}
    return TYPED | where | typed


def came(cast, *, attended=True, **fields):
    teacher = make_teacher(**fields)
    make_registration(event=cast.session, partner=cast.partner, teacher=teacher, attended=attended)
    return teacher


def group_of(cast):
    return make_cohort(
        partner=cast.partner, course=course_of(cast), school_year=school_year_of(cast)
    )


def grouped():
    return set(CohortTeacher.objects.values_list("teacher__name", flat=True))


def test_who_attended_is_proposed_and_taken(manager, cast):
    ines, otto = came(cast, name="Ines"), came(cast, name="Otto")
    came(cast, name="Absent", attended=False)
    came(cast, name="Unknown", attended=None)
    came(cast, name="[erased]", email="erased-1@erased.invalid")
    page = said(manager.get(url("teachers", cast)))
    assert "2 teachers attended the summer session; take them into the group" in page
    assert "Absent" not in page
    assert "Unknown" not in page

    answer = manager.post(take(cast), {"teacher": [ines.pk]}, follow=True)

    assert "Took 1 teacher into the group." in said(answer)
    assert grouped() == {"Ines"}
    assert "1 teacher attended" in said(answer)
    assert otto.in_cohorts.count() == 0


def test_nobody_is_taken_who_did_not_attend(manager, cast):
    absent = came(cast, attended=False)
    of_others = make_registration(attended=True).teacher

    answer = manager.post(take(cast), {"teacher": [absent.pk, of_others.pk, "x"]}, follow=True)

    assert "Nobody was ticked" in said(answer)
    assert grouped() == set()


def test_a_course_that_is_not_taught_is_refused(manager, cast):
    other = make_cohort().course
    came(cast)
    address = url("teachers-take", cast, cast.session.pk, other.pk)

    assert "is not taught in" in said(manager.post(address, follow=True))
    assert not Cohort.objects.filter(partner=cast.partner).exists()


def test_a_manager_adds_a_teacher_by_hand(manager, cast):
    manager.post(url("teacher-add", cast), by_hand(cast))

    [row] = CohortTeacher.objects.all()
    assert row.cohort.partner == cast.partner
    assert (row.course, row.school_year) == (course_of(cast), school_year_of(cast))
    assert row.teacher.district_name == "Upper Marzipan Unified"


def test_bad_input_is_said_beside_its_field_and_kept(manager, cast):
    page = said(manager.post(url("teacher-add", cast), by_hand(cast, email="ines", state="XX")))

    assert "Write an e-mail address, such as ada@example.org." in page
    assert "Select a valid choice" in page
    assert "Mill School" in page
    assert not Teacher.objects.exists()


def test_a_teacher_is_in_one_group_across_partners(manager, cast):
    other = join(cast.year.program_year, cast.summit, cast.session, organization="Foundry")
    grouping.add_teacher(
        other.partner, course=course_of(cast), school_year=school_year_of(cast), **TYPED
    )

    page = said(manager.post(url("teacher-add", cast), by_hand(cast, name="Other Name")))

    assert "ines@mill.example is in the group of another partner already." in page
    assert "Foundry" not in page
    assert CohortTeacher.objects.get().cohort.partner == other.partner
    assert Teacher.objects.get().name == "Ines Paperboat"


def test_twice_in_ones_own_group_is_said(manager, cast):
    manager.post(url("teacher-add", cast), by_hand(cast))

    page = said(manager.post(url("teacher-add", cast), by_hand(cast)))

    assert "is in this group already" in page


def test_another_course_is_another_group(cast):
    other = make_cohort().course
    cast.year.program_year.courses.add(other)
    for course in [course_of_first(cast), other]:
        grouping.add_teacher(cast.partner, course=course, school_year=school_year_of(cast), **TYPED)

    assert CohortTeacher.objects.count() == 2


def course_of_first(cast):
    return cast.year.program_year.courses.earliest("pk")


def test_a_manager_takes_a_teacher_out(manager, cast):
    cohort = group_of(cast)
    row = cohort.members.create(teacher=make_teacher())
    kept = cohort.members.create(teacher=came(cast))

    manager.post(url("teacher-remove", cast, row.pk))
    manager.post(url("teacher-remove", cast, kept.pk))

    assert not CohortTeacher.objects.exists()
    assert set(Teacher.objects.all()) == {kept.teacher}


def test_everyone_of_the_partner_sees_and_only_managers_change(client, cast):
    row = group_of(cast).members.create(teacher=make_teacher(name="Ines"))
    client.force_login(make_member(cast.partner, may_manage=False).user)

    page = said(client.get(url("teachers", cast)))
    assert "Ines" in page
    assert "Take out" not in page
    for address, data in [
        (url("teacher-remove", cast, row.pk), {}),
        (url("teacher-add", cast), by_hand(cast)),
        (take(cast), {}),
    ]:
        assert client.post(address, data).status_code == 403
    assert CohortTeacher.objects.count() == 1


def test_a_stranger_finds_nothing(client, stranger, cast):
    client.force_login(stranger)
    for name in ["teachers", "teacher-add"]:
        assert client.get(url(name, cast)).status_code == 404


def test_another_partners_row_is_not_there(manager, cast):
    row = make_cohort(make_teacher()).members.get()

    assert manager.post(url("teacher-remove", cast, row.pk)).status_code == 404


def test_without_a_year_it_says_what_comes(client):
    member = make_member()
    client.force_login(member.user)
    for name in ["teachers", "teacher-add"]:
        page = client.get(reverse(f"workshops:{name}", args=[member.partner.pk]))
        assert "No year is opened" in said(page) or "You have no group yet" in said(page)


def test_staff_read_why_a_teacher_is_taken(staff, cast):
    teacher = make_teacher()
    group_of(cast).members.create(teacher=teacher)
    other = join(cast.year.program_year, cast.summit, cast.session)
    cohort = group_of(other)

    data = {
        "members-TOTAL_FORMS": 1,
        "members-INITIAL_FORMS": 0,
        "members-0-teacher": teacher.pk,
    }
    page = staff.post(f"/admin/workshops/cohort/{cohort.pk}/change/", data)

    assert "In the group of Larkspur Office already." in said(page)
    assert cohort.members.count() == 0


def test_a_group_cannot_be_refused_silently(cast):
    with pytest.raises(TransitionError, match="is not taught"):
        grouping.add_teacher(
            cast.partner,
            course=make_cohort().course,
            school_year=school_year_of(cast),
            **TYPED,
        )

    assert not Teacher.objects.exists()


def test_asks_the_same_however_many_teachers(
    manager, cast, django_assert_max_num_queries, django_assert_num_queries
):
    cohort = group_of(cast)
    cohort.members.create(teacher=make_teacher())
    came(cast)
    manager.get(url("teachers", cast))
    with django_assert_max_num_queries(15) as asked:
        manager.get(url("teachers", cast))
    for _ in range(2):
        cohort.members.create(teacher=make_teacher())
        came(cast)
    with django_assert_num_queries(len(asked)):
        manager.get(url("teachers", cast))
