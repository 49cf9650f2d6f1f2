"""Addresses that belong to no app."""

from datetime import timedelta
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plp.core import guard, pages
from plp.core.models import Message
from plp.core.places import places_of

LONGEST_WAIT = timedelta(minutes=15)


@never_cache
@require_safe
def me(request):
    """Send people who are signed in to their own place; let those choose who have several, and
    tell those who have none yet."""
    if request.user.is_staff:
        return redirect("admin:index")
    places = places_of(request.user)
    if len(places) == 1:
        return redirect(places[0].url)
    return render(request, "core/me.html", {"places": places})


@login_not_required
@require_safe
def favicon(request):
    return redirect(static("favicon.svg"), permanent=False)


@login_not_required
def csrf_failure(request, reason=""):
    """Say that a form must be sent once more, and show what was typed, so that it is not lost."""
    return render(request, "403_csrf.html", {"typed": guard.typed(request.POST)}, status=403)


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """Say whether this process can work: 200 if so, 503 and what is wrong if not.

    How long the oldest mail has waited stands beside it, in seconds.
    """
    try:
        lacking = unapplied_migrations()
        pages.edition()
    except DatabaseError:
        unapplied_migrations.cache_clear()
        return JsonResponse({"database": "does not answer as it should"}, status=503)
    if lacking:
        unapplied_migrations.cache_clear()
        return JsonResponse({"database": "ok", "unapplied": lacking}, status=503)
    try:
        static("favicon.svg")
    except ValueError:
        return JsonResponse({"static files": "missing; run collectstatic"}, status=503)
    age = round(outbox_age().total_seconds())
    # A page can be served while no worker runs: 503 would take the whole site away for that.
    late = age > LONGEST_WAIT.total_seconds()
    return JsonResponse(
        {
            "database": "ok",
            "migrations": "ok",
            "static files": "ok",
            "outbox": "late; is manage.py work running?" if late else "ok",
            "outbox age": age,
        }
    )


def outbox_age():
    """Return for how long the mail that is due the longest has waited to be taken up."""
    due_at = Message.objects.due().values_list("not_before", flat=True).first()
    return timezone.now() - due_at if due_at else timedelta()


@cache
def unapplied_migrations():
    """Return the names of migrations that this release has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
