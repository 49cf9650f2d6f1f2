"""The secret links of teachers: one for each seat that they have taken, one for all that is theirs.

Nothing of them is stored: they are computed, and change with the teacher's address. Once opened, a
link leaves the address bar for a cookie that is only sent to the pages that it opens.
"""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plp.core import links
from workshops.models import Enrollment, Teacher

HOME = "/my-workshops/"


class OwnLink(NamedTuple):
    """What opens some pages of a teacher: `path` and all below it."""

    kind: str  # "seat" or "teacher"
    key: int
    path: str
    secret: str

    @property
    def cookie(self):
        return f"plp-{self.kind}-{self.key}"

    def address(self, url_name: str) -> str:
        """Return the link, with the host that this site is known by.

        `url_name` is of a page that takes a key and a secret, and lies below `path`.
        """
        return settings.SITE_URL + reverse(url_name, args=[self.key, self.secret])

    def opens(self, given: str) -> bool:
        return links.is_right(given, self.secret)

    def is_open(self, http: HttpRequest) -> bool:
        """Whether this browser has opened it."""
        return self.opens(http.COOKIES.get(self.cookie, ""))

    def remember(self, response: HttpResponse, http: HttpRequest) -> None:
        """Let this browser come back."""
        links.remember(response, http, name=self.cookie, secret=self.secret, path=self.path)


def of_teacher(teacher: Teacher) -> OwnLink:
    """Return the link to all that is a teacher's: it opens their seats, too."""
    secret = links.secret_of("workshops.teacher", f"{teacher.pk}:{teacher.email.lower()}")
    return OwnLink("teacher", teacher.pk, HOME, secret)


def of_enrollment(enrollment: Enrollment) -> OwnLink:
    """Return the link to one seat, read with its teacher."""
    teacher = enrollment.teacher
    value = f"{enrollment.pk}:{teacher.pk}:{teacher.email.lower()}"
    secret = links.secret_of("workshops.enrollment", value)
    return OwnLink("seat", enrollment.pk, f"{HOME}seat/{enrollment.pk}/", secret)


def may_open(http: HttpRequest, enrollment: Enrollment) -> bool:
    """Whether this browser has opened the link of a seat, or its teacher's own."""
    return of_enrollment(enrollment).is_open(http) or of_teacher(enrollment.teacher).is_open(http)
