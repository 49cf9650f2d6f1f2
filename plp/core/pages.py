"""Public pages: rendered once, kept compressed, and never shown after a record has changed.

An *edition* of the site is named by the number in the database that every change to a shown record
raises, and by the day. Whatever is kept is kept for one edition: a process that reads a new number
finds nothing and renders again.
"""

import gzip
import hashlib
import time
from datetime import date
from functools import wraps
from typing import NamedTuple
from urllib.parse import urlencode

import brotli
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpResponse, HttpResponseNotModified, QueryDict
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from plp.core.days import pacific_today
from plp.core.models import PageVersion

# The number is raised just after the commit. Should a process die in between, pages heal this soon.
HEALS_AFTER = 300  # seconds

LONGEST_PARAMETER = 80  # characters; what is longer is cut
SMALLEST_COMPRESSED = 500  # bytes; below, compressing saves less than a packet

_boxes = []


class Edition(NamedTuple):
    """What a kept page was rendered from."""

    number: int
    day: date
    slice: int


class Preview(Edition):
    """An edition that is never public: what is read for it is forgotten with it.

    Its facts come from the database as it is in this transaction, changes that are about to be
    rolled back included.
    """

    def __init__(self, *_):
        self.facts = {}


def preview_on(day: date) -> Preview:
    """Return an edition of its own for what the pages would say on a day."""
    return Preview(0, day, 0)


def edition():
    """Return the current edition, in one query."""
    # Every request asks this: the ORM takes four times as long to write the sentence as the
    # database to answer it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM core_pageversion")
        row = cursor.fetchone()
    return Edition(row[0] if row else 0, pacific_today(), int(time.time()) // HEALS_AFTER)


def edition_of(request):
    """Return the edition that this request is answered from; asked once a request."""
    if not hasattr(request, "edition"):
        request.edition = edition()
    return request.edition


def changed(**_):
    """Start a new edition once the transaction is committed; call it after `QuerySet.update()`."""
    if not any(queued is _raise_number for _, queued, *_ in connection.run_on_commit):
        transaction.on_commit(_raise_number)


def _raise_number():
    the_one = PageVersion.objects.filter(pk=1)
    if not the_one.update(number=F("number") + 1):
        PageVersion.objects.bulk_create([PageVersion(pk=1)], ignore_conflicts=True)
        the_one.update(number=F("number") + 1)


def shows(*models):
    """Declare models that public pages show: each save and delete starts a new edition."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(changed, sender=model, dispatch_uid=f"pages {model._meta.label}")
        for field in model._meta.many_to_many:
            m2m_changed.connect(changed, sender=field.remote_field.through)


def kept(make):
    """Decorate a function of an edition: its result is kept in this process for that edition."""
    box = [(None, None)]
    _boxes.append(box)

    @wraps(make)
    def get(edition):
        if isinstance(edition, Preview):
            if get not in edition.facts:
                edition.facts[get] = make(edition)
            return edition.facts[get]
        of, value = box[0]
        if of != edition:
            value = make(edition)
            box[0] = (edition, value)
        return value

    return get


def forget():
    """Drop everything this process has kept."""
    caches["pages"].clear()
    for box in _boxes:
        box[0] = (None, None)


class KeptPage(NamedTuple):
    """A page as it goes over the wire."""

    body: bytes
    content_type: str
    encoding: str
    etag: str


def public_page(*reads):
    """Decorate a view whose answer is the same for everyone: it is kept for its edition.

    `reads` names the parameters of the query that the view reads; it sees no others. The page has
    an ETag and is always asked for again, so a browser never shows an old one. Answers other than
    200 are passed through. The view must not touch the session or the user.
    """

    def decorate(view):
        @login_not_required
        @require_safe
        @wraps(view)
        def answer(request, *args, **kwargs):
            request.GET = QueryDict(urlencode(_read(request.GET, reads)))
            if isinstance(edition_of(request), Preview):
                return view(request, *args, **kwargs)
            encoding = _encoding_for(request.headers.get("Accept-Encoding", ""))
            key = _key(request, encoding)
            page = caches["pages"].get(key) if settings.KEEP_PAGES else None
            if page is None:
                response = view(request, *args, **kwargs)
                if response.status_code != 200:
                    return response
                page = _press(response, encoding)
                if settings.KEEP_PAGES:
                    caches["pages"].set(key, page, timeout=2 * HEALS_AFTER)
            return _send(page, request)

        return answer

    return decorate


def _read(query, names):
    return [(name, query[name][:LONGEST_PARAMETER]) for name in names if query.get(name)]


def _key(request, encoding):
    edition = edition_of(request)
    address = f"{request.scheme}://{request.get_host()}{request.path}?{request.GET.urlencode()}"
    named = hashlib.sha256(address.encode()).hexdigest()
    return f"{edition.number}-{edition.day:%Y%m%d}-{edition.slice}-{encoding}-{named}"


def _encoding_for(accepted):
    """Return the best of br, gzip and identity that an Accept-Encoding header allows."""
    offers = {}
    for offer in accepted.lower().split(","):
        name, _, weight = offer.partition(";")
        offers[name.strip()] = weight.strip().removeprefix("q=").strip("0.") != "" or not weight
    return next((name for name in ("br", "gzip") if offers.get(name)), "identity")


def _press(response, encoding):
    body = response.content
    if len(body) < SMALLEST_COMPRESSED:
        encoding = "identity"
    if encoding == "br":
        body = brotli.compress(body, quality=4)
    elif encoding == "gzip":
        body = gzip.compress(body, compresslevel=6, mtime=0)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return KeptPage(body, response.headers["Content-Type"], encoding, etag)


def _send(page, request):
    asked = request.headers.get("If-None-Match", "")
    known = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    if page.etag in known:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(page.body, content_type=page.content_type)
        if page.encoding != "identity":
            response.headers["Content-Encoding"] = page.encoding
    response.headers["ETag"] = page.etag
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
