"""All sections of one draft together: how far it is, what is wrong, what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from applications import facts
from applications.form.sections import SECTIONS, SectionForm
from applications.models import Draft, Program
from applications.models.questions import Section
from plp.core import pages


@pages.kept
def progress(edition) -> dict:
    """What this process knows of sections' progress in an edition; `Whole` fills it."""
    return {}


class _Forms(Mapping):
    """The sections, each made when first asked for."""

    def __init__(self, make):
        self._make, self._made = make, {}

    def __getitem__(self, slug):
        if slug not in SECTIONS:
            raise KeyError(slug)
        if slug not in self._made:
            self._made[slug] = self._make(slug)
        return self._made[slug]

    def __iter__(self):
        return iter(SECTIONS)

    def __len__(self):
        return len(SECTIONS)


@dataclass(frozen=True)
class Context:
    """What the form depends on beside what was typed, read once an edition."""

    program: Program
    questions: dict
    commitments: list
    places: dict
    place: facts.Place | None
    email: str = ""
    is_sent: bool = False

    @classmethod
    def of(cls, program, edition, *, pin=None, email="", is_sent=False):
        """Return the form's context for a program; `pin` is the key of the city chosen."""
        places = facts.places_of(edition).get(program.pk, {})
        place = next((p for p in places.values() if pin and p.pin == pin), None)
        return cls(
            program,
            facts.questions(edition).get(program.pk, {}),
            facts.commitments_of(edition).get(program.pk, []),
            places,
            place,
            email,
            is_sent,
        )


def blank_forms(program: Program, edition) -> list[SectionForm]:
    """Return every section of a program's form with nothing filled in."""
    context = Context.of(program, edition)
    return [section(context) for section in SECTIONS.values()]


class Whole:
    """The application form of a draft, filled with what was typed."""

    def __init__(self, draft: Draft, edition):
        self.draft, self.edition = draft, edition
        self.saved = draft.saved_sections()
        self.context = Context.of(
            draft.program, edition, pin=draft.pin_id, email=draft.email, is_sent=draft.is_sent
        )

    @cached_property
    def forms(self) -> Mapping[str, SectionForm]:
        """Every section by its slug, over what is stored; made when first asked for."""
        return _Forms(self.form)

    def form(self, slug: str, typed: dict | None = None) -> SectionForm:
        """Return one section over texts just typed, or over what is stored."""
        if typed is None and slug in self.saved:
            typed = self.saved[slug].typed
        return SECTIONS[slug](self.context, typed)

    def city(self) -> int:
        """Return the key of the pin that a complete form says, or that was sent."""
        if self.draft.is_sent:
            return self.draft.application.pin_id
        return self.context.places[self.forms[Section.REGION].cleaned_data["pin"]].pin

    def incomplete(self) -> list[SectionForm]:
        return [form for form in self.forms.values() if not form.is_complete()]

    @cached_property
    def opened(self) -> list[str]:
        """The sections that may be changed: once sent, those that staff asked to change."""
        request = self.draft.open_request
        asked = request.sections if request else []
        return [slug for slug in SECTIONS if not self.draft.is_sent or slug in asked]

    def replaced(self, slug: str) -> list[tuple[str, str]]:
        """Return (label, text) of what another page said in a section before this one's save."""
        section, now = self.saved.get(slug), dict(self.forms[slug].said())
        return [
            (label, text)
            for typed in (section.replaced if section else [])
            for label, text in self.form(slug, typed).said()
            if text and text != now.get(label)
        ]

    def kept(self, slug: str, sent: dict) -> dict:
        """Return what was typed earlier in fields that a page has not sent at all.

        Boxes are not sent where they are not ticked; but a text field always is, so one that is
        missing was not on the page.
        """
        form = self.forms[slug]
        texts = [n for n in form.fields if not form.is_ticked(n)] if form.is_bound else []
        return {n: form.data.getlist(n) for n in texts if n not in sent and n in form.data}

    def after(self, slug: str) -> str:
        """Return the open section that follows one; after the last comes the review."""
        names = [*self.opened, Section.REVIEW.value]
        return names[names.index(slug) + 1]

    def before(self, slug: str) -> str:
        """Return the open section before one, or nothing before the first."""
        names = [*self.opened, Section.REVIEW.value]
        return names[names.index(slug) - 1] if names.index(slug) else ""

    def steps(self, current: str) -> list[dict]:
        """Return what the list of sections says of each, and of the last step, sending."""
        steps = [self._step(slug, current) for slug in self.opened]
        review = Section.REVIEW
        last = {"slug": review.value, "label": review.label, "is_current": current == review}
        return [*steps, last]

    def _step(self, slug, current):
        is_complete, to_fix = self._progress(slug)
        return {
            "slug": slug,
            "label": SECTIONS[slug].slug.label,
            "is_current": slug == current,
            "is_complete": is_complete,
            "to_fix": to_fix,
            "version": self.saved[slug].version if slug in self.saved else 0,
        }

    def _progress(self, slug):
        """Return whether a section is complete, and how many problems it shows.

        It follows from the edition, the draft and the section's version, so each process keeps it
        for those: seven of eight sections need no validation to draw the page of one.
        """
        saved = self.saved.get(slug)
        version = (saved.pk, saved.version) if saved else None
        draft = self.draft
        known, key = progress(self.edition), (draft.pk, draft.pin_id, draft.is_sent, slug, version)
        if key not in known:
            form = self.forms[slug]
            known[key] = form.is_complete(), len(form.problems()) if form.is_bound else 0
        return known[key]
