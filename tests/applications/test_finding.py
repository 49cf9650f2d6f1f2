"""The ZIP finder: from what people type to the region that serves them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications import finding
from applications.models import County
from plp.core import pages
from tests.make import make_partner, the_pin

AROUND = st.text(alphabet=" ,.-/abcXYZ\t🎒é", max_size=8)


@given(code=st.from_regex(r"[0-9]{5}", fullmatch=True), before=AROUND, after=AROUND)
def test_finds_a_code_in_whatever_stands_around_it(code, before, after):
    assert finding.normalize(f"{before}{code}{after}") == code


@given(
    code=st.from_regex(r"[0-9]{5}", fullmatch=True),
    four=st.from_regex(r"[0-9]{4}", fullmatch=True),
    between=st.sampled_from(["", "-", " ", " - ", "–"]),
)
def test_drops_plus_four(code, four, between):
    assert finding.normalize(f"{code}{between}{four}") == code


@given(code=st.from_regex(r"[0-9]{5}", fullmatch=True), gap=st.sampled_from([" ", ".", "-"]))
def test_drops_spaces_between_digits(code, gap):
    assert finding.normalize(gap.join(code)) == code


@given(st.text(max_size=200))
def test_answers_any_text_with_five_digits_or_nothing(text):
    found = finding.normalize(text)

    assert found is None or (len(found) == 5 and found.isascii() and found.isdigit())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("02138", "02138"),
        ("Cambridge, MA 02138-1234", "02138"),
        ("９０００１", "90001"),
        ("٩٠٠٠١", "90001"),
        ("9️⃣0️⃣0️⃣0️⃣1️⃣", "90001"),
        ("2138", None),
        ("60601 or 60602", None),
        ("123456", None),
        ("Chicago", None),
        ("🍎", None),
        ("", None),
    ],
)
def test_reads_codes_as_people_write_them(typed, code):
    assert finding.normalize(typed) == code


@pytest.fixture
def edition(db):
    return pages.edition()


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("90012", "los-angeles-ca"),
        ("94103", "san-francisco-ca"),
        ("94607", "oakland-ca"),
        ("02138", "boston-ma"),
        ("84101", "salt-lake-city-ut"),
        ("20601", "waldorf-md"),
    ],
)
def test_knows_the_region_of_a_zip_by_its_county(edition, typed, slug):
    answer = finding.find(typed, edition)

    assert (answer.kind, answer.is_guess) == ("region", False)
    assert answer.place.region.slug == slug


@pytest.mark.parametrize(
    ("typed", "kind", "state"),
    [
        ("79936", "no_region", "Texas"),
        ("59601", "no_region", "Montana"),
        ("00901", "territory", "Puerto Rico"),
        ("96910", "territory", "Guam"),
        ("09012", "military", ""),
        ("34002", "military", ""),
        ("96201", "military", ""),
        ("00000", "unknown", ""),
        ("🍎", "not_a_zip", ""),
    ],
)
def test_says_why_there_is_no_region(edition, typed, kind, state):
    answer = finding.find(typed, edition)

    assert (answer.kind, answer.state, answer.place) == (kind, state, None)


def test_measures_the_way_to_the_city(edition):
    assert finding.find("90012", edition).miles == 1
    assert finding.find("93301", edition).miles == pytest.approx(101, abs=3)  # Bakersfield


def test_guesses_from_the_first_three_digits_and_says_so(edition):
    answer = finding.find("90099", edition)

    assert answer.is_guess
    assert answer.place.region.slug == "los-angeles-ca"
    assert [county.name for county in answer.counties] == ["Los Angeles County"]


def test_knows_more_once_it_is_told_the_county(edition):
    county = County.objects.get(fips="06037")

    answer = finding.find("90099", edition, county_fips=county.fips)

    assert (answer.is_guess, answer.county) == (False, county)
    assert answer.place.region.slug == "los-angeles-ca"


def test_takes_another_county_for_no_region(edition):
    answer = finding.find("90099", edition, county_fips="none")

    assert (answer.kind, answer.is_guess) == ("no_region", False)


def test_ignores_a_county_that_lies_elsewhere(edition):
    answer = finding.find("90099", edition, county_fips="01001")

    assert answer.is_guess


def test_knows_a_region_that_is_served_and_no_longer_sought(edition):
    pin = the_pin("los-angeles-ca")
    make_partner(region=pin.region, organization="Foothill Center")
    pin.delete()
    pages.forget()

    answer = finding.find("90012", edition)

    assert answer.place.status == "served"
    assert answer.place.partner == "Foothill Center"


@pytest.mark.parametrize(("typed", "most"), [("90012", 2), ("79936", 1), ("90099", 4)])
def test_asks_the_database_no_more_than_it_must(
    edition, typed, most, django_assert_max_num_queries
):
    with django_assert_max_num_queries(most):
        finding.find(typed, edition)
