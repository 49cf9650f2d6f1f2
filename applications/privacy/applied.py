"""What applications hold of people: those who apply, and those they name."""

from collections.abc import Iterator

from django.db.models import Q

from applications import actions, sent
from applications.models import Application, Draft, Offer
from plp.core import history
from plp.core.privacy import Fate, Row, StandIn, holds, objections

Status = Application.Status

# Whom an application names, by the beginning of its columns.
ROLES = {
    "contact": "Contact",
    "signatory": "Who may sign",
    "fiscal": "Finance contact",
    "manager": "Program manager",
}
PARTS = ["name", "title", "email", "phone", "extension"]
COLUMNS = {field.name for field in Application._meta.fields}


def applications(email: str) -> Iterator[Row]:
    for application in _naming(email):
        roles = _roles_of(application, email)
        is_theirs, is_kept = _is_theirs(application, email), _is_kept(application)
        beside = {_label(role, part): text for role, part, text in _named(application, roles)}
        yield Row(
            application,
            f"Application {application.code}: {application}",
            (_everything(application) if is_theirs else {}) | beside,
            Fate.DELETED if is_theirs and not is_kept else Fate.BLANKED,
            _why(is_theirs, is_kept),
            names={getattr(application, f"{role}_name") for role in roles},
            numbers={text for _, part, text in _named(application, roles) if part == "phone"},
            files=_files_of(application) if is_theirs else [],
        )


def _naming(email):
    named = Q(draft__email=email)
    for role in ROLES:
        named |= Q(**{f"{role}_email__iexact": email})
    return Application.objects.filter(named).select_related("draft", "pin__region")


def _roles_of(application, email):
    return [role for role in ROLES if getattr(application, f"{role}_email").lower() == email]


def _is_theirs(application, email):
    """Whether they applied, alone or for an organization; others are only named."""
    return email in {application.draft.email, application.contact_email}


def _is_kept(application):
    """Whether it must stay: it became a partner."""
    return application.status == Status.ACCEPTED


def _why(is_theirs, is_kept):
    if is_theirs and is_kept:
        return (
            "It became a partner, so it stays until the end of its retention. What names the "
            "person is blanked; what it says of the organization, and its files, stay."
        )
    return "With all answers, references and files." if is_theirs else "Somebody else applied."


def _named(application, roles):
    """Yield (role, part, text) of what the columns say of a person."""
    for role in roles:
        for part in PARTS:
            if text := str(getattr(application, f"{role}_{part}", "") or ""):
                yield role, part, text


def _label(role, part):
    return f"{ROLES[role]}, {'e-mail' if part == 'email' else part}"


def _everything(application):
    return {
        f"{part.title}, {row.label}": str(row.text)
        for part in sent.parts(application)
        for row in part.rows
    }


def _files_of(application):
    return [(file.name, file.file) for file in application.draft.attachments.all()]


def erase_applications(email: str, stand_in: StandIn) -> None:
    for application in _naming(email):
        if _is_theirs(application, email) and not _is_kept(application):
            actions.erase_application(application)
        else:
            _blank(application, email, stand_in)
    for role in ROLES:
        earlier = history.of(Application).filter(**{f"{role}_email__iexact": email})
        earlier.update(**_blanks(role, stand_in))


def _blank(application, email, stand_in):
    roles = _roles_of(application, email)
    for role in roles:
        for column, blank in _blanks(role, stand_in).items():
            setattr(application, column, blank)
    with history.because("A person was erased."):
        application.save()
    Draft.objects.filter(pk=application.draft_id, email=email).update(email=stand_in.email)
    if "signatory" in roles:
        _blank_signature(application, stand_in)


def _blanks(role, stand_in):
    """Return the columns of a role and what stands in them for an erased person."""
    said = {"name": stand_in.name, "email": stand_in.email}
    columns = {f"{role}_{part}": said.get(part, "") for part in PARTS}
    return {name: text for name, text in columns.items() if name in COLUMNS}


def _blank_signature(application, stand_in):
    signed = application.offers.exclude(signed_name="")
    for name in set(signed.values_list("signed_name", flat=True)):
        for move in application.changes.filter(note__contains=name):
            move.note = move.note.replace(name, stand_in.name)
            move.save(update_fields=["note"])
    signed.update(signed_name=stand_in.name)
    earlier = history.of(Offer).filter(application=application.pk).exclude(signed_name="")
    earlier.update(signed_name=stand_in.name)


holds("Applications", find=applications, erase=erase_applications)


@objections
def of_open_offers(email, by):
    """An offer needs whoever may sign it, and whoever hears of its end."""
    for application in _naming(email).filter(offers__in=Offer.objects.unanswered()):
        yield f"{application} has an offer that waits for an answer. Take it back first."


def files_that_stay(email: str) -> Iterator[Row]:
    for application in _naming(email):
        if _is_theirs(application, email) and _is_kept(application):
            for file in application.draft.attachments.all():
                yield Row(
                    file,
                    file.name,
                    {"Application": application.code},
                    Fate.STAYS,
                    "A partner’s document, kept until the end of its retention. Delete it on its "
                    "own page if it shows what it must not.",
                )


holds("Files of partners", find=files_that_stay, erase=lambda email, stand_in: None)


def earlier_versions(email: str) -> Iterator[Row]:
    """Where history still names them and the application does not."""
    for role in ROLES:
        rows = history.of(Application).filter(**{f"{role}_email__iexact": email})
        now = Application.objects.filter(**{f"{role}_email__iexact": email})
        for row in rows.exclude(id__in=now.values("pk")):
            said = {_label(role, part): text for _, part, text in _named(row, [role])}
            name = getattr(row, f"{role}_name")
            why = "It stays as history."
            yield Row(row, f"{row.organization}", said, Fate.BLANKED, why, names={name})


holds(
    "Earlier versions of applications",
    find=earlier_versions,
    erase=lambda email, stand_in: None,  # done with the applications
)
