"""Applicants at work on a served site: each knows what it has tried and what was acknowledged."""

import random
import re
from contextlib import closing
from http.client import HTTPConnection, HTTPException

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from applications.models import Terms
from applications.models.attachment import MOST_FILES
from tests.browsing import link, section_url, url
from tests.make import PDF

# In each section, the field in which an applicant types ever new text.
FIELDS = {
    "organization": "street",
    "region": "districts-0-name",
    "experience": "q-experience",
    "funding": "q-funding",
    "community": "q-community",
}
LONGEST = 8_000  # characters of an answer; where a field takes fewer, 60
GONE = (OSError, HTTPException)  # what a request raises when its server is killed


class Browser:
    """The least of a browser: cookies, and forms sent with the token of their page."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, data):
        """Send a form; return status, address and text once all of the answer is here."""
        data = {"csrfmiddlewaretoken": self.cookies["csrftoken"]} | data
        headers = {"Content-Type": MULTIPART_CONTENT}
        return self._ask("POST", path, encode_multipart(BOUNDARY, data), headers)

    def _ask(self, method, path, body=None, headers=None):
        headers = (headers or {}) | {"Cookie": "; ".join(map("=".join, self.cookies.items()))}
        with closing(HTTPConnection("localhost", self.port, timeout=30)) as connection:
            connection.request(method, path, body, headers | {"Connection": "close"})
            answer = connection.getresponse()
            text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        assert answer.status < 500, f"{method} {path}: {answer.status}"
        return answer.status, answer.headers.get("Location", ""), text


class Applicant:
    """Somebody at work on one draft.

    `tried` holds what each section has said at first and in each save since, `kept` the number of
    the last of them that the site acknowledged.
    """

    def __init__(self, draft, cities, seed):
        self.draft, self.cities = draft, cities
        self.dice = random.Random(seed)
        self.terms = Terms.objects.get(program=draft.program_id).pk
        self.tried = {slug: [section.typed] for slug, section in draft.saved_sections().items()}
        self.kept = dict.fromkeys(self.tried, 0)
        self.files, self.kept_files = {}, set()
        self.has_pressed_send = self.is_sent = False
        self.saves = 0  # acknowledged

    def work(self, port):
        """Save, upload and at last send; return when that is done or the server is gone."""
        self.browser = Browser(port)
        try:
            self.browser.get(link(self.draft))
            while not self.is_sent:
                self._step()
        except GONE:
            return

    def _step(self):
        steps = [self._save, self._upload, self._send]
        self.dice.choices(steps, weights=[16, 3, 1])[0]()

    def _save(self):
        self._post(self.dice.choice([*FIELDS]), do=self.dice.choice(["continue", "leave"]))

    def _upload(self):
        if len(self.files) == MOST_FILES:
            return
        name = f"{len(self.files)}.pdf"
        self.files[name] = PDF + self.dice.randbytes(self.dice.randint(1, 100_000))
        file = SimpleUploadedFile(name, self.files[name])
        if self._post("experience", do="upload", file=file).endswith("#files"):
            self.kept_files.add(name)

    def _post(self, slug, **buttons):
        """Open a section, type something new and send it; return where that leads."""
        path = section_url(self.draft, slug)
        status, _, page = self.browser.get(path)
        if status == 302:  # what was not acknowledged has been sent after all
            self.is_sent = True
            return ""
        self.tried[slug].append(self._typed(slug))
        texts = {name: text for name, [text] in self.tried[slug][-1].items()}
        seen = re.search(r'name="seen" value="(\d+)"', page)[1]
        status, location, _ = self.browser.post(path, texts | {"seen": seen} | buttons)
        assert status in {200, 302}, status
        self.kept[slug] = len(self.tried[slug]) - 1
        self.saves += 1
        return location

    def _typed(self, slug):
        """Return the texts of a section with new ones among them."""
        longest = LONGEST if slug in {"experience", "funding", "community"} else 60
        words = "word " * self.dice.randint(1, longest // 5 - 10)
        typed = self.tried[slug][-1] | {FIELDS[slug]: [f"{words}{len(self.tried[slug])}"]}
        return typed | {"pin": [self.dice.choice(self.cities)]} if slug == "region" else typed

    def _send(self):
        path = section_url(self.draft, "review")
        self.browser.get(path)
        self.has_pressed_send = True
        status, location, _ = self.browser.post(path, {"terms": self.terms})
        assert (status, location) == (302, url(self.draft))
        self.is_sent = True
