"""How the reviews of a round go: a reviewer's own list, and a coordinator's overview."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.shortcuts import redirect

from applications import emails
from applications.actions.assigning import NAMED, by_reviewer
from applications.models import Application, Program, Recusal, Review, ReviewAssignment
from applications.models.application import UNDECIDED
from applications.models.reviews import COORDINATE, REVIEW, of_pair, stepped_aside
from plp.core import outbox
from plp.core.admin_helpers import step_page
from plp.core.days import pacific_today
from plp.core.keys import key_in
from plp.core.mail_html import linked
from plp.core.models import User

ON_A_PAGE = 50
LAST = 20  # finished reviews that one's own list names


def _reviews(**more):
    """The review of an outer assignment."""
    return Review.objects.filter(**of_pair(), **more)


def with_progress(assignments):
    """Annotate assignments with `begun`, `done_at`, `aside` and `is_open`."""
    return assignments.annotate(
        begun=Exists(_reviews()),
        done_at=Subquery(_reviews().values("done_at")[:1]),
        aside=Exists(Recusal.objects.filter(**of_pair())),
        is_open=Exists(ReviewAssignment.objects.open().filter(pk=OuterRef("pk"))),
    )


def mine(model_admin, request):
    """Show a reviewer what is theirs, what is due first standing first."""
    user = request.user
    if not user.has_perm(REVIEW):
        raise PermissionDenied
    asked = ReviewAssignment.objects.open().filter(reviewer=user).order_by("due_on", "pk")
    waiting = asked.annotate(begun=Exists(_reviews())).select_related(*NAMED)
    done = Review.objects.done().filter(reviewer=user).order_by("-done_at")
    done = done.exclude(stepped_aside(user, "application")).select_related(*NAMED)
    context = {
        "page": Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("p")),
        "today": pacific_today(),
        "done": done[:LAST],
        "done_number": done.count(),
    }
    name = "applications/reviewassignment/mine"
    return step_page(request, model_admin, name, "My reviews", **context)


def overview(model_admin, request):
    """Show a coordinator how far each reviewer and each application is; no score stands here."""
    if not request.user.has_perm(COORDINATE):
        raise PermissionDenied
    programs = list(Program.objects.all())
    program = _program(request, programs)
    people = _people(program)
    context = {
        "program": program,
        "programs": programs,
        "people": people,
        "page": _applications(request, program),
        "late": sum(one["late"] for one in people),
        "paged": f"program={program.pk}&" if program else "",
    }
    name = "applications/reviewassignment/progress"
    return step_page(request, model_admin, name, "Progress of the reviews", **context)


def _program(request, programs):
    """Return the program that is asked for, else the current one, which stands first."""
    asked = key_in(request.GET.get("program", ""))
    return next((one for one in programs if one.pk == asked), programs[0] if programs else None)


def _applications(request, program):
    """Return a page of applications to be decided, with what each has: who lacks most is first."""
    rows = Application.objects.filter(draft__program=program, status__in=UNDECIDED)
    rows = rows.exclude(stepped_aside(request.user)).order_by("submitted_at", "pk")
    keys = list(rows.values_list("pk", flat=True))
    of_them = {"application__in": rows.order_by().values("pk")}
    done = _counts("application", Review.objects.counted().filter(**of_them))
    assigned = _counts("application", ReviewAssignment.objects.filter(**of_them))
    keys.sort(key=lambda key: (done.get(key, 0), assigned.get(key, 0)))
    page = Paginator(keys, ON_A_PAGE).get_page(request.GET.get("p"))
    shown = Application.objects.select_related("pin__region").in_bulk(list(page))
    begun = _counts("application", Review.objects.filter(application__in=shown, done_at=None))
    page.rows = [
        {
            "application": shown[key],
            "assigned": assigned.get(key, 0),
            "begun": begun.get(key, 0),
            "done": done.get(key, 0),
        }
        for key in page
    ]
    return page


def _counts(by, rows):
    """Return {what `by` names: how many rows}."""
    return dict(rows.order_by().values_list(by).annotate(n=Count("pk")))


def _people(program):
    """Return one row a reviewer: what is assigned, begun, done, late, and stepped aside from."""
    of_it = {"application__draft__program": program}
    open_rows = ReviewAssignment.objects.open().filter(**of_it).order_by()
    waiting = open_rows.values("reviewer").annotate(
        begun=Count("pk", filter=Exists(_reviews())),
        late=Count("pk", filter=Q(due_on__lt=pacific_today())),
    )
    waiting = {row["reviewer"]: row for row in waiting}
    counts = {
        "assigned": _counts("reviewer", ReviewAssignment.objects.filter(**of_it)),
        "begun": {key: row["begun"] for key, row in waiting.items()},
        "done": _counts("reviewer", Review.objects.done().filter(**of_it)),
        "late": {key: row["late"] for key, row in waiting.items()},
        "aside": _counts("reviewer", Recusal.objects.filter(**of_it)),
    }
    people = User.objects.filter(pk__in={key for found in counts.values() for key in found})
    return [
        {"person": person} | {name: found.get(person.pk, 0) for name, found in counts.items()}
        for person in people.order_by("name", "email")
    ]


def _late(program):
    late = ReviewAssignment.objects.open().filter(
        application__draft__program=program, due_on__lt=pacific_today()
    )
    return late.select_related("reviewer", *NAMED).order_by("due_on", "pk")


def remind(model_admin, request):
    """Show what who is late would read, and send it; nobody is reminded twice on one day."""
    if not request.user.has_perm(COORDINATE):
        raise PermissionDenied
    program = _program(request, list(Program.objects.all()))
    if request.method == "POST":
        sent = _remind(program, request.user)
        messages.success(request, f"{len(sent)} reviewers are reminded.")
        return redirect("admin:applications_reviewassignment_progress")
    with transaction.atomic():
        mails = _remind(program, request.user)
        transaction.set_rollback(True)
    context = {"mails": [(mail, linked(mail.text)) for mail in mails], "program": program}
    name = "applications/reviewassignment/remind"
    return step_page(request, model_admin, name, "Remind who is late", **context)


def _remind(program, user):
    """Write to each reviewer who is late; return the mails, which name nothing that the sender
    stepped aside from."""
    late = _late(program).exclude(stepped_aside(user, "application"))
    occasion = f"by hand {pacific_today()}"
    with outbox.collected() as mails, transaction.atomic():
        for reviewer, theirs in by_reviewer(late).items():
            emails.reviews_late(reviewer, theirs, occasion)
    return mails
