"""Everything that an application says, in the order of the form: for its page, PDF and admin."""

from django.db.models import Prefetch, prefetch_related_objects
from django.template.defaultfilters import pluralize

from applications.form.sections import PeopleSection
from applications.models import Answer, Application, ApplicationDistrict
from applications.models.questions import Section
from plp.core import days
from plp.core.markdown import to_text
from plp.core.pdf import Part, Row, letter

# What is read of an application, or of many at once before their parts are asked for.
READ = [
    Prefetch("answers", Answer.objects.select_related("question")),
    Prefetch("districts", ApplicationDistrict.objects.select_related("district")),
    "acknowledgements",
    "references",
]


def parts(
    application: Application, *, also_private: bool = True, name_files: bool = True
) -> list[Part]:
    """Return the sections of an application with what was answered in each.

    Without `also_private`, answers that reviewers may not see are left out, and where references
    can be reached.
    """
    prefetch_related_objects([application], *READ)
    answers = {section: [] for section in Section}
    for answer in application.answers.all():
        if not (also_private or answer.question.reviewers_may_see):
            continue
        answers[Section(answer.question.section)].append(Row(answer.asked, answer.text or "–"))
    own = {
        Section.ORGANIZATION: _organization(application),
        Section.REGION: _region(application),
        Section.EXPERIENCE: [],
        Section.PEOPLE: _people(application),
        Section.FUNDING: [],
        Section.COMMUNITY: [],
        Section.COMMITMENTS: _commitments(application),
        Section.REFERENCES: _references(application, also_private),
    }
    named = {Section.EXPERIENCE: files(application)} if name_files else {}
    return [
        Part(section.label, [*rows, *answers[section], *named.get(section, [])])
        for section, rows in own.items()
        if rows or answers[section] or named.get(section)
    ]


def pdf(application: Application, *, also_private: bool = True) -> bytes:
    """Return an application as a PDF, with or without what reviewers may not see."""
    sent_at = days.moment_in_words(application.submitted_at)
    return letter(
        title=f"Application {application.code} of {application.organization}",
        heading=application.organization,
        below=f"For {application.pin}. Sent {sent_at}",
        reference=f"Application {application.code}",
        contact=application.draft.program.contact_email,
        parts=parts(application, also_private=also_private),
        dated=application.submitted_at.date(),
    )


def _organization(application):
    address = f"{application.street}\n{application.city}, {application.state} {application.zip}"
    rows = [
        Row("Organization", application.organization),
        Row("Kind", application.get_type_display()),
        Row("Website", application.website),
        Row("Address", address if application.street else ""),
    ]
    if application.joint_organization:
        rows += [
            Row("Jointly with", application.joint_organization),
            Row("Who is paid", application.payee_name),
        ]
    return _filled(rows)


def _region(application):
    rows = [
        Row("City", str(application.pin)),
        Row("Urban", application.get_urban_display()),
    ]
    for district in application.districts.all():
        known = " (partner district)" if district.district else ""
        years = (
            "" if district.years is None else f", {district.years} year{pluralize(district.years)}"
        )
        rows.append(Row("District", f"{district.name}{known}{years}"))
    return _filled(rows)


def _people(application):
    rows = []
    for who, label in PeopleSection.GROUPS.items():
        said = [getattr(application, f"{who}_{what}", "") for what in ("name", "title", "email")]
        rows.append(Row(label, "\n".join(filter(None, [*said, _phone(application, who)]))))
    if application.contact_name and not application.manager_name:
        rows[-1] = Row(rows[-1].label, "To be hired")
    elif application.manager_fte is not None:
        share = f"{application.manager_fte.normalize():f} of full time (FTE)"
        rows[-1] = Row(rows[-1].label, f"{rows[-1].text}\n{share}")
    return _filled(rows)


def _phone(application, who):
    phone = getattr(application, f"{who}_phone", "")
    extension = getattr(application, f"{who}_extension", "")
    return f"{phone}, extension {extension}" if extension else str(phone)


def _commitments(application):
    rows = [
        Row(
            promise.title,
            f"{to_text(promise.text)}\nAcknowledged {days.moment_in_words(promise.at)}",
        )
        for promise in application.acknowledgements.all()
    ]
    if application.terms:
        rows.append(Row("Terms", f"Version {application.terms.version}, accepted"))
    return rows


def _references(application, also_private):
    rows = []
    for reference in application.references.all():
        said = [reference.name, reference.organization, reference.relation]
        rows.append(Row("Reference", "\n".join([*said, *([reference.email] * also_private)])))
    return rows


def files(application: Application) -> list[Row]:
    return [Row("File", attachment.name) for attachment in application.draft.attachments.all()]


def _filled(rows):
    return [row for row in rows if row.text]
