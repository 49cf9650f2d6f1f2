"""Finds enrollments by what staff type, through indices: there are hundreds of thousands."""

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Upper

from workshops.models import Enrollment, Teacher, Workshop

HELP = (
    "Part of a teacher’s name, e-mail or school; a whole name as they typed it for a workshop; "
    "or the code in the workshop’s address"
)


class FindsEnrollments:
    """A list that is searched by who is enrolled; `enrollment` says where that is."""

    search_fields = ["pk"]  # so that there is a field to type in; what is asked of it is below
    search_help_text = HELP
    enrollment = "pk"

    def get_search_results(self, request, queryset, search_term):
        if words := search_term.split():
            queryset = queryset.filter(**{f"{self.enrollment}__in": enrolled(words)})
        return queryset, False


def enrolled(words: list[str]) -> QuerySet:
    """Return the keys of enrollments that fit all words together."""
    rows = Enrollment.objects.order_by().values("pk")
    as_typed = rows.alias(in_capitals=Upper("name"))
    typed = " ".join(words)
    return rows.filter(teacher__in=_teachers(words)).union(
        as_typed.filter(in_capitals=Upper(Value(typed))),
        rows.filter(workshop__in=Workshop.objects.filter(code__iexact=typed)),
    )


def _teachers(words):
    fits = [
        Q(name__icontains=word) | Q(email__icontains=word) | Q(school__icontains=word)
        for word in words
    ]
    return Teacher.objects.filter(*fits).order_by().values("pk")
