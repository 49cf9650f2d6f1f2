"""Every fact of the first program (DESIGN section 4), looked up on the page as people read it."""

import re

import pytest

from tests.browsing import as_read

PROGRAM = "/educate/plc/plp"

FACTS = {
    # The program and its years
    "name": "Professional Learning Partner Program",
    "school year": "A school year runs from 1 July to 30 June.",
    "page title": "CS Principles Professional Learning Program",
    "contact": "partner@code.org",
    "year 1": "Year 1, 2016–17",
    "year 1 course": "(AP) Computer Science Principles (grades 9–12)",
    "year 2": "Year 2, 2017–18",
    "year 2 courses": "Principles (grades 9–12) and an introductory computer science course "
    "(grades 6–9)",
    "the round": "Applications are open. No closing day has been set.",
    # What it says
    "why: local": "copied in a local, sustainable fashion",
    "why: districts": "team up with Code.org's School District Partners",
    "why: new teachers": "new to computer science",
    "why: community": "build and sustain a local community of CS educators",
    "what they get": "training, support and initial funding",
    "in the long run": "find other funding and sustain the work on your own",
    "who": "a regional education unit, a non-profit, a school district or a university",
    "relations": "good relations with nearby districts and with the local education community",
    "must": "You must have experience managing and hosting professional development.",
    "do: nationwide": "Join a nationwide community",
    "do: in person": "Plan and host in-person computer science professional development for local "
    "teachers, with approved facilitators",
    "do: community": "a local community that shares practices, questions, ideas and inspiration",
    # Commitments
    "manager": "Name one dedicated person who runs the program and takes part fully, in onboarding "
    "and in every ongoing duty",
    "manager year 1": "¼ of full time",
    "manager year 2": "Grows with time; we set the number",
    "summit": "20–22 May 2016 place to be announced",
    "session length": "the 5-day summer session together with teachers from your state",
    "atlanta": "20–24 June 2016 Atlanta, GA Alabama, Florida, Georgia, Indiana, Maryland, "
    "North Carolina, Ohio, Texas",
    "salt lake city": "18–22 July 2016 Salt Lake City, UT Arizona, California, Idaho, Nevada, "
    "Utah, Washington",
    "chicago": "8–12 August 2016 Chicago, IL Illinois, Massachusetts, Michigan, New Jersey, "
    "New York",
    "workshops": "quality local professional development for our district partners in Code.org's "
    "high and middle school programs, led by accredited facilitators",
    "four days": "four 1-day workshops a course during the school year, for teachers who attended "
    "the summer sessions",
    "timing": "Timing may follow local needs",
    "later": "In later years, we hope, you take on all of Code.org's professional learning in your "
    "region",
    "4 days csp": "4 days, CS Principles",
    "4 days 6-9": "4 days, grades 6–9 course",
    "facilitators": "Contract with local accredited facilitators to lead the workshops, and "
    "compensate them.",
    "every day": "Every workshop day",
    "community": "Build, grow and sustain a local community of CS educators, or join one that "
    "exists",
    "with whom": "informal meetups, ideally with a university or a company",
    "meetups": "4 meetups the usual number; we set yours with you",
    "hour of code": "The Hour of Code in December",
    "fair": "A CS fair in spring for schools",
    "funding": "existing funding streams, and the finance infrastructure to cover upfront costs "
    "and to pay facilitators and teachers before you are reimbursed",
    "confirmed": "Confirmed",
    "communication": "Keep up communication with us, as necessary, about what the metrics show and "
    "how the model can get better",
    "calls": "Calls as agreed",
    "privacy": "Comply with the privacy policy",
    # Funding
    "small group": "$4,000 up to and including 10 funded teachers",
    "large group": "$6,000 above",
    "per teacher": "plus $160 for each funded teacher",
    "urban": "An urban partner gets 25% on the whole",
    "below five": "With fewer than 5, teachers learn online and bring no funding",
    "waiver": "you can ask us to waive the workshops",
    "who is funded": "A teacher of the group who was present on at least one workshop day by the "
    "day of your request",
    "parts": "In as many parts as workshop days are required",
    "part k": "the sum as of that day × days completed ÷ days required, rounded to the cent, less "
    "what earlier parts came to",
    "correction": "If that is negative, it is a correction line",
    "when a part": "You can claim a part when its day is completed",
    "periods": "the 1st to the 15th and the 16th to the end of a month, by the day the workshop "
    "was closed",
    "day rate": "We suggest $500 a day",
    "stipend": "A stipend a day only where we set one; none is set now ($0)",
    # The worked amounts, at each turn of the rule
    "4 teachers": "4 $0 $0",
    "5 teachers": "5 $4,800 $6,000",
    "10 teachers": "10 $5,600 $7,000",
    "11 teachers": "11 $7,760 $9,700",
}


@pytest.fixture
def page(client, db):
    return client.get(PROGRAM).content.decode()


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_the_page_says(page, fact):
    assert fact in as_read(page)


@pytest.mark.parametrize("address", [PROGRAM, f"{PROGRAM}-application", "/privacy"])
@pytest.mark.parametrize("end", ["", "/"])
@pytest.mark.django_db
def test_answers_at_its_old_address_without_a_redirect(client, address, end):
    assert client.get(address + end).status_code == 200


def test_has_its_anchors_and_apply_after_the_map_and_after_the_commitments(page):
    places = [page.index(f'id="{name}"') for name in ["partners", "commitments"]]
    apply = [found.start() for found in re.finditer(r">Apply now", page)]

    assert places[0] < apply[0] < places[1] < apply[1]


def test_the_nine_commitments_come_in_order(page):
    titles = re.findall(r'<th scope="row">\s*([A-Z][a-zA-Z ]+)<span class="d">', page)

    assert titles[1:] == [
        "Program manager",
        "Facilitation Summit",
        "Summer session",
        "Workshops",
        "Facilitators",
        "Community",
        "Funding",
        "Staying in touch",
        "Privacy",
    ]
