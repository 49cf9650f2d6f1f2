"""Knowing teachers: one an address, and nobody types over one that another partner knows."""

from applications.models import District, Partner
from plp.core.privacy.registry import is_nowhere
from plp.core.workflow import TransitionError
from workshops.models import Teacher


def district_of(typed: str, state: str) -> District | None:
    """Return the district of a name and state, however it is written."""
    name = " ".join(typed.split())
    return District.objects.filter(name__iexact=name, state=state).first() if name else None


def fields_of(name: str, school: str, district: str, state: str) -> dict:
    """Return what is kept of a teacher from what was typed: a district that we know is a record."""
    known = district_of(district, state)
    return {
        "name": name,
        "school": school,
        "district": known,
        "district_name": "" if known else district,
        "state": state,
    }


def known_teacher(
    partner: Partner, *, name: str, email: str, school: str, district: str, state: str
) -> Teacher:
    """Return the teacher of an address, made if there is none.

    What a partner types is kept of a teacher whom it alone knows. Raises TransitionError where the
    address is nobody's any more. Its caller holds the transaction.
    """
    if is_nowhere(email):
        raise TransitionError("Nobody has this address any more.")
    said = fields_of(name, school, district, state)
    teacher, is_new = Teacher.objects.select_for_update(of=["self"]).get_or_create(
        email=email.lower(), defaults=said
    )
    if not is_new and _is_ours(teacher, partner):
        for field, value in said.items():
            setattr(teacher, field, value)
        teacher.save()
    return teacher


def _is_ours(teacher, partner):
    ours = teacher.registrations.exists() or teacher.in_cohorts.exists()
    return ours and not teacher.is_known_beside(partner)


def forget_unless_known(teacher: Teacher) -> None:
    """Delete a teacher whom no partner has registered, enrolled, in a group or asked money for."""
    known = [teacher.registrations, teacher.in_cohorts, teacher.enrollments, teacher.funded_in]
    if not any(rows.exists() for rows in known):
        teacher.delete()
