"""What a downloaded list of applications says: its columns, and a column a question."""

from django.db.models import Prefetch

from applications.models import (
    Acknowledgement,
    Answer,
    ApplicationDistrict,
    Attachment,
    Program,
    Question,
)
from applications.models.questions import Section

ORDER = {section: place for place, section in enumerate(Section)}

HOW_IT_STANDS = [
    ("Code", "code"),
    ("Organization", "organization"),
    ("Status", "get_status_display"),
    ("City", "pin__region__city"),
    ("State", "pin__region__state"),
    ("Program", "draft__program__slug"),
    ("Application period", "round__name"),
    ("Received (Pacific time)", "submitted_at"),
    ("Entered by", "draft__entered_by"),
]
WHO_APPLIES = [
    ("Type", "get_type_display"),
    ("Website", "website"),
    ("Street", "street"),
    ("Office in city", "city"),
    ("Office in state", "state"),
    ("Office ZIP code", "zip"),
    ("Jointly with", "joint_organization"),
    ("Who is paid", "payee_name"),
    ("Urban, as they see it", "get_urban_display"),
]
NAMED_PARTS = {"name": "", "title": "role", "email": "e-mail", "phone": "phone"}
PEOPLE = [
    (f"{label} {part}".strip(), f"{who}_{field}")
    for who, label, fields in [
        ("contact", "Contact", ["name", "title", "email", "phone"]),
        ("signatory", "Signatory", ["name", "title", "email"]),
        ("fiscal", "Finance", ["name", "email", "phone"]),
        ("manager", "Program manager", ["name", "email"]),
    ]
    for field in fields
    for part in [NAMED_PARTS[field]]
]
PEOPLE.append(("Program manager FTE", "manager_fte"))

# Only what is written: of a list of 10,000, some 300,000 of these are read.
PREFETCH = [
    Prefetch("answers", Answer.objects.only("application", "question", "text").order_by("pk")),
    Prefetch("acknowledgements", Acknowledgement.objects.only("application", "position", "title")),
    Prefetch("districts", ApplicationDistrict.objects.only("application", "position", "name")),
    "references",
    Prefetch("draft__attachments", Attachment.objects.only("draft", "uploaded_at", "name")),
]


def columns(questions, *, beside=()):
    """Return all columns; questions with the same short name and words share one."""
    return [*HOW_IT_STANDS, *beside, *WHO_APPLIES, *PEOPLE, *_by_question(questions), *HANGING_ON]


def questions_of(applications, *, also_private):
    """Return the questions of the programs of some applications, in the order of the form."""
    programs = Program.objects.filter(pk__in=applications.order_by().values("pin__program"))
    found = Question.objects.filter(program__in=programs)
    if not also_private:
        found = found.filter(reviewers_may_see=True)
    return sorted(found, key=lambda q: (ORDER[q.section], q.position, q.pk))


def _by_question(questions):
    same = {}
    for question in questions:
        same.setdefault((question.slug, question.text), set()).add(question.pk)
    return [(text, _answer(keys)) for (_, text), keys in same.items()]


def _answer(keys):
    def answer(application):
        said = _said(application)
        return next((said[key] for key in keys if key in said), "")

    return answer


def _said(application):
    """Return {question: answer}, made once for all columns of a row."""
    if not hasattr(application, "said"):
        application.said = {a.question_id: a.text for a in application.answers.all()}
    return application.said


def _lines(rows):
    return "\n".join(map(str, rows))


HANGING_ON = [
    ("Districts", lambda application: _lines(application.districts.all())),
    ("Acknowledged", lambda application: _lines(application.acknowledgements.all())),
    (
        "References",
        lambda application: _lines(
            f"{r.name}, {r.organization}, {r.relation}, {r.email}"
            for r in application.references.all()
        ),
    ),
    ("Files", lambda application: _lines(application.draft.attachments.all())),
]
