"""What a fictional organization types into the application form, section by section."""

from applications.form import SECTIONS
from applications.form.rows import Typed
from applications.form.whole import Context
from applications.models import Draft, DraftSection, Question

LINE = "The Regular Thursday Circle"
ANSWER = (
    "We run a workshop every other Thursday for teachers of nine small districts. They come for "
    "the snacks and stay for the lesson plans."
)

ORGANIZATION = {
    "type": "nonprofit",
    "joint": "no",
}
REGION = {"urban": "no", "districts-total": "2"} | {
    "districts-0-name": "Teacup Prairie Independent District",
    "districts-0-years": "6",
    "districts-1-name": "Two Rivers Elementary",
}
PEOPLE = {
    "contact_name": "Dana Whitlock",
    "contact_title": "Director of professional learning",
    "contact_extension": "12",
    "signatory_name": "Ruth Abernathy",
    "signatory_title": "Superintendent",
    "fiscal_name": "Noor Ledger",
    "manager": "named",
    "manager_name": "Sam Lanternkeeper",
    "manager_fte": "0.25",
}
REFERENCES = {
    "references-total": "2",
    "references-0-name": "Ines Paperboat",
    "references-0-organization": "Marmalade Harbor University",
    "references-0-relation": "We ran three summer institutes together",
    "references-0-email": "ines@marmalade.example",
    "references-1-name": "Otto Featherweight",
    "references-1-organization": "Pinwheel City Schools",
    "references-1-relation": "His teachers come to our workshops",
    "references-1-email": "otto@pinwheel.example",
}
# A ZIP code and its city for each state in which somebody applies.
ADDRESSES = {
    "AZ": ("Phoenix", "85004"),
    "CA": ("Oakland", "94612"),
    "FL": ("Miami", "33130"),
    "ID": ("Boise", "83702"),
    "MA": ("Boston", "02108"),
    "MI": ("Detroit", "48226"),
    "TX": ("Houston", "77002"),
}


def answers(
    context: Context, *, organization: str, domain: str, number: int = 0
) -> dict[str, Typed]:
    """Return valid texts for every section of a program's form.

    Organizations of different numbers share neither a street number nor a phone.
    """
    region = context.place.region
    city, zip_code = ADDRESSES.get(region.state, (region.city, "60601"))
    own = {
        "organization": ORGANIZATION
        | {"organization": organization, "city": city, "state": region.state, "zip": zip_code}
        | {"website": f"https://{domain}/", "street": f"{410 + number} Cottonwood Way"},
        "region": REGION | {"pin": region.slug},
        "people": PEOPLE
        | {f"{who}_email": f"{who}@{domain}" for who in ("contact", "signatory", "fiscal")}
        | {"manager_email": f"sam@{domain}"}
        | {f"{who}_phone": _phone(2 * number + n) for n, who in enumerate(["contact", "fiscal"])},
        "commitments": _promises(context),
        "references": REFERENCES,
    }
    asked = {
        slug: {f"q-{q.slug}": _answer(q) for q in context.questions.get(slug, [])}
        for slug in SECTIONS
    }
    return {
        slug: {name: [text] for name, text in (own.get(slug, {}) | asked[slug]).items()}
        for slug in SECTIONS
    }


def _phone(number):
    return f"(415) 555-{2671 + number:04}"


def _promises(context):
    section = SECTIONS["commitments"](context)
    return {name: field.mark for name, field in section.fields.items()}


def fill(draft: Draft, typed: dict[str, Typed]) -> None:
    """Keep texts as if they had been typed in each section."""
    DraftSection.objects.bulk_create(
        DraftSection(draft=draft, slug=slug, typed=texts, version=1)
        for slug, texts in typed.items()
    )


def _answer(question):
    match question.kind:
        case Question.Kind.NUMBER:
            return "12"
        case Question.Kind.YES_NO:
            return "Yes"
        case Question.Kind.CHOICE | Question.Kind.SEVERAL:
            return question.choice_list()[0]
        case Question.Kind.DATE:
            return "2016-09-30"
        case Question.Kind.SHORT:
            return LINE
    return ANSWER
