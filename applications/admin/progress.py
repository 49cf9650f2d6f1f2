"""How the reviews of a round go: a reviewer's own list, and a coordinator's overview."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.shortcuts import redirect
from django.utils import timezone

from applications import emails
from applications.actions.assigning import NAMED, by_reviewer
from applications.admin.proposing import MAY
from applications.models import Application, Program, Recusal, Review, ReviewAssignment
from applications.models.application import UNDECIDED
from applications.models.reviews import stepped_aside
from plp.core import outbox
from plp.core.admin_helpers import step_page
from plp.core.days import pacific_today
from plp.core.keys import key_in
from plp.core.mail_html import linked

ON_A_PAGE = 50


def _reviews(**more):
    """The review of an outer assignment."""
    pair = {"application": OuterRef("application"), "reviewer": OuterRef("reviewer")}
    return Review.objects.filter(**pair, **more)


def with_progress(assignments):
    """Annotate assignments with `begun`, `done_at`, `aside` and `is_open`."""
    aside = Recusal.objects.filter(
        application=OuterRef("application"), reviewer=OuterRef("reviewer")
    )
    return assignments.annotate(
        begun=Exists(_reviews()),
        done_at=Subquery(_reviews().values("done_at")[:1]),
        aside=Exists(aside),
        is_open=Exists(ReviewAssignment.objects.open().filter(pk=OuterRef("pk"))),
    )


def mine(model_admin, request):
    """Show a reviewer what is theirs, what is due first standing first."""
    if not request.user.has_perm("applications.add_review"):
        raise PermissionDenied
    own = ReviewAssignment.objects.filter(reviewer=request.user)
    own = own.exclude(stepped_aside(request.user, "application"))
    rows = list(with_progress(own).select_related(*NAMED).order_by("due_on", "pk"))
    today = pacific_today()
    context = {
        "waiting": [
            (row, row.due_on is not None and row.due_on < today) for row in rows if row.is_open
        ],
        "done": sorted((row for row in rows if row.done_at), key=lambda row: row.done_at)[::-1],
        "gone": sum(not (row.is_open or row.done_at) for row in rows),
    }
    name = "applications/reviewassignment/mine"
    return step_page(request, model_admin, name, "My reviews", **context)


def overview(model_admin, request):
    """Show a coordinator how far each reviewer and each application is; no score stands here."""
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    program = _program(request)
    applications = _with_counts(
        Application.objects.filter(draft__program=program, status__in=UNDECIDED).exclude(
            stepped_aside(request.user)
        )
    )
    page = Paginator(applications, ON_A_PAGE).get_page(request.GET.get("p"))
    late = _late(program)
    context = {
        "program": program,
        "programs": Program.objects.all(),
        "people": _people(program),
        "page": page,
        "late": late.count(),
    }
    name = "applications/reviewassignment/progress"
    return step_page(request, model_admin, name, "Progress of the reviews", **context)


def _program(request):
    chosen = Program.objects.filter(pk=key_in(request.GET.get("program", "")) or 0)
    return chosen.first() or Program.objects.current().first() or Program.objects.first()


def _with_counts(applications):
    """Annotate applications with how many reviews are asked for, begun and done."""
    asked = ReviewAssignment.objects.filter(application=OuterRef("pk"))
    of_it = Review.objects.filter(application=OuterRef("pk"))
    return (
        applications.annotate(
            assigned=_count(asked),
            begun=_count(of_it.filter(done_at__isnull=True)),
            done=_count(of_it.counted()),
        )
        .select_related("pin__region", "draft__program")
        .order_by("done", "assigned", "submitted_at", "pk")
    )


def _count(rows):
    counted = rows.order_by().values("application").annotate(n=Count("pk")).values("n")
    return Subquery(counted)


def _people(program):
    """Return one row a reviewer: what is assigned, begun, done, late, and stepped aside from."""
    today = pacific_today()
    rows = with_progress(ReviewAssignment.objects.filter(application__draft__program=program))
    aside = Recusal.objects.filter(
        application__draft__program=program, reviewer=OuterRef("reviewer")
    )
    return (
        rows.order_by()
        .values("reviewer", "reviewer__name", "reviewer__email")
        .annotate(
            assigned=Count("pk"),
            begun_number=Count("pk", filter=Q(begun=True, is_open=True)),
            done=Count("pk", filter=Q(done_at__isnull=False)),
            late=Count("pk", filter=Q(is_open=True, due_on__lt=today)),
            aside_number=Subquery(
                aside.order_by().values("reviewer").annotate(n=Count("pk")).values("n")
            ),
        )
        .order_by("reviewer__name", "reviewer__email")
    )


def _late(program):
    late = ReviewAssignment.objects.open().filter(
        application__draft__program=program, due_on__lt=pacific_today()
    )
    return late.select_related("reviewer", *NAMED).order_by("due_on", "pk")


def remind(model_admin, request):
    """Show what who is late would read, and send it; nobody is reminded twice on one day."""
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    program = _program(request)
    if request.method == "POST":
        sent = _remind(program)
        messages.success(request, f"{len(sent)} reviewers are reminded.")
        return redirect("admin:applications_reviewassignment_progress")
    with transaction.atomic():
        mails = _remind(program)
        transaction.set_rollback(True)
    context = {"mails": [(mail, linked(mail.text)) for mail in mails], "program": program}
    name = "applications/reviewassignment/remind"
    return step_page(request, model_admin, name, "Remind who is late", **context)


def _remind(program):
    """Write to each reviewer who is late; return the mails."""
    occasion = f"by hand {timezone.now():%Y-%m-%d}"
    with outbox.collected() as mails, transaction.atomic():
        for reviewer, theirs in by_reviewer(_late(program)).items():
            emails.reviews_late(reviewer, theirs, occasion)
    return mails
