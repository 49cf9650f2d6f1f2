"""Other applications that are likely of the same organization: beside one, and two compared."""

from itertools import zip_longest
from typing import NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, Value
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from applications import actions, sent
from applications.admin.moves import DECIDE, Asks
from applications.models import Application, MatchKey, Note, NotTheSame
from applications.models.application import TO_BE_DECIDED
from applications.models.likeness import known_apart, likely
from applications.models.reviews import stepped_aside
from plp.core.admin_helpers import step_page
from plp.core.confirming import Step
from plp.core.workflow import TransitionError

MOST = 20  # others that are named beside one
SEE = "applications.view_notthesame"


class LikenessFilter(admin.SimpleListFilter):
    """Applications that wait and have a likely double that waits, for who keeps them apart."""

    title = "likely duplicates"
    parameter_name = "likeness"

    def lookups(self, request, model_admin):
        return [("yes", "Likely duplicates")] if request.user.has_perm(SEE) else []

    def queryset(self, request, queryset):
        return likely(queryset) if self.value() == "yes" else queryset


class Like(NamedTuple):
    """Another application, why it is likely of the same organization, and what is known."""

    other: Application
    why: list[str]
    is_apart: bool
    is_earlier: bool  # of another program: it has applied before


def with_likeness(applications):
    """Annotate whether there is anything to show: most pages then ask no more."""
    other = MatchKey.objects.filter(kind=OuterRef("kind"), value=OuterRef("value"))
    other = other.exclude(application=OuterRef("application"))
    mine = MatchKey.objects.filter(Exists(other), application=OuterRef("pk"))
    return applications.annotate(
        has_likes=Exists(mine),
        has_merged=Exists(Application.objects.filter(merged_into=OuterRef("pk"))),
    )


def beside(application, user) -> list[Like]:
    """Return what is likely of the same organization, in one query; none to who may not see it."""
    if not (user.has_perm(SEE) and application.has_likes):
        return []
    mine = MatchKey.objects.filter(
        application=application.pk, kind=OuterRef("kind"), value=OuterRef("value")
    )
    keys = (
        MatchKey.objects.filter(Exists(mine))
        .exclude(application=application.pk)
        .exclude(stepped_aside(user, "application"))
        .filter(application__merged_into=None)
        .annotate(is_apart=known_apart(other=Value(application.pk)))
        .select_related("application__pin__region", "application__draft__program")
        .order_by("-application__submitted_at", "-application", "kind", "value")
    )
    found = {}
    for key in keys[: MOST * 5]:
        found.setdefault(key.application_id, []).append(key)
    return [_like(application, keys) for keys in found.values()][:MOST]


def _like(application, keys):
    other = keys[0].application
    why = [_why(key) for key in keys]
    is_earlier = other.pin.program_id != application.pin.program_id
    return Like(other, why, keys[0].is_apart, is_earlier)


def _why(key):
    if key.kind == MatchKey.Kind.DOMAIN:
        return f"same domain {key.value}"
    return f"same {key.get_kind_display().lower()}"


class Merged(NamedTuple):
    """What was merged into an application, with the notes on it."""

    application: Application
    notes: list[Note]


def merged(application, user) -> list[Merged]:
    """Return what is read as part of an application, also at second and third hand."""
    if not application.has_merged:
        return []
    name, found = "merged_into", Q()
    for _ in range(3):
        found |= Q(**{name: application.pk})
        name += "__merged_into"
    rows = Application.objects.filter(found).exclude(stepped_aside(user))
    rows = rows.select_related("pin__region", "draft__program")
    if user.has_perm("applications.view_note"):
        rows = rows.prefetch_related("notes__author")
        return [Merged(row, list(row.notes.all())) for row in rows]
    return [Merged(row, []) for row in rows]


def stays(application, user) -> Application | None:
    """Return what an application was merged into, to who did not step aside from that."""
    if application.merged_into_id is None:
        return None
    last = Application.objects.filter(pk=application.stays.pk).exclude(stepped_aside(user))
    return last.select_related("pin__region", "draft").first()


# Two compared


def compare(request, pk, other, *, model_admin):
    """Show two applications side by side; remember that they are not the same, or forget it."""
    if not request.user.has_perm(SEE) or not model_admin.has_view_permission(request):
        raise PermissionDenied
    rows = model_admin.get_queryset(request).exclude(stepped_aside(request.user))
    two = rows.in_bulk([pk, other])
    if len(two) < 2:
        raise Http404("There are no two such applications.")
    one, other = two[pk], two[other]
    if request.method == "POST":
        return _keep(request, one, other)
    context = {
        "original": one,
        "two": [one, other],
        "sections": _side_by_side(request.user, one, other),
        "is_apart": NotTheSame.objects.of(one.pk, other.pk).exists(),
        "merges": _merges(request.user, one, other),
    }
    page = "applications/application/compare"
    return step_page(request, model_admin, page, "Is this the same organization?", **context)


def _keep(request, one, other):
    is_forgotten = "likely" in request.POST
    right = "delete" if is_forgotten else "add"
    if not request.user.has_perm(f"applications.{right}_notthesame"):
        raise PermissionDenied
    if is_forgotten:
        actions.take_for_likely(one, other)
        messages.success(request, f"{one} and {other} are shown as likely the same again.")
    else:
        actions.tell_apart(one, other, by=request.user)
        messages.success(request, f"{one} and {other} are kept apart from now on.")
    return redirect("admin:applications_application_change", one.pk)


def _side_by_side(user, one, other):
    """Return (section, [(label, text of the one, text of the other)])."""
    private = user.has_perm("applications.read_private_application")
    said = [
        {part.title: _by_label(part.rows) for part in sent.parts(each, also_private=private)}
        for each in [one, other]
    ]
    return [
        (title, [*_rows(*(texts.get(title, {}) for texts in said))])
        for title in dict.fromkeys([*said[0], *said[1]])
    ]


def _by_label(rows):
    found = {}
    for row in rows:
        found.setdefault(row.label, []).append(row.text)
    return found


def _rows(mine, others):
    for label in dict.fromkeys([*mine, *others]):
        for pair in zip_longest(mine.get(label, []), others.get(label, []), fillvalue=""):
            yield label, *pair


def _merges(user, one, other):
    """Return (what is merged into what, where it is confirmed) for who may merge."""
    if not user.has_perm(DECIDE) or one.pin.program_id != other.pin.program_id:
        return []
    return [
        (away, stays, _step(away, stays))
        for away, stays in [(other, one), (one, other)]
        if away.status in TO_BE_DECIDED
    ]


def _step(away, stays):
    query = {"ids": away.pk, "into": stays.code}
    return reverse("admin:applications_application_step", args=["merge"], query=query)


class MergeForm(Asks):
    into = forms.CharField(
        label="Code of the one that stays", help_text="Such as K7M4-PXQ; it is read from now on."
    )

    def clean_into(self):
        code = self.cleaned_data["into"].strip().upper()
        found = Application.objects.filter(draft__code=code).select_related("draft")
        if not found.exists():
            raise forms.ValidationError(f"There is no application {code}.")
        return code


def _merge(application, *, by, into):
    stays = Application.objects.exclude(stepped_aside(by)).filter(draft__code=into).first()
    if stays is None:
        raise TransitionError(f"There is no application {into}.")
    actions.merge(application, by=by, into=stays)


OF_APPLICATIONS = [
    Step(
        slug="merge",
        label="Merge into another",
        done="Merged",
        consequence="This one is withdrawn and read as part of the one that stays, whose page "
        "links it and shows its notes. Reviews, assignments and files stay where they are, and "
        "only those of the one that stays count: who reviewed both keeps that one. Reopening this "
        "one undoes it.",
        permission=DECIDE,
        take=_merge,
        form=MergeForm,
        fits=lambda application: application.status in TO_BE_DECIDED,
        why_not="Only what is undecided or waitlisted can be merged.",
    ),
]
