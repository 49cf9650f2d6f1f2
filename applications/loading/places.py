"""Regions, their counties, and the country's ZIP codes, from CSV files."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from applications.models import County, Region, ZipCode
from applications.models.places import LATITUDE, LONGITUDE, TERRITORIES, time_zones
from applications.models.program import STATE_NAMES
from plp.core.plans import Plan, compare
from plp.core.tables import LoadError, Problem, Row, read_csv

REGION_COLUMNS = [
    "slug",
    "name",
    "city",
    "state",
    "latitude",
    "longitude",
    "zone",
    "population_served",
    "population_within_80km",
    "population_as_of",
]
COUNTY_COLUMNS = ["county_fips", "county_name", "state", "region_slug", "assigned_by"]
ZIP_COLUMNS = ["zip", "state", "county_fips", "latitude", "longitude", "zone"]

MOST_REGIONS = 3_000  # about as many as the country has counties
MOST_COUNTIES = 4_000
MOST_ZIPS = 60_000


class Refusal(Exception):
    """Why a cell cannot be read."""


def plan_regions(file: str, data: bytes) -> Plan:
    """Plan to add and change regions as a CSV says; regions it leaves out stay.

    Raises LoadError naming every bad row.
    """
    wanted = _records(file, data, REGION_COLUMNS, MOST_REGIONS, _region, key="slug")
    return compare(Region, "slug", REGION_COLUMNS[1:], wanted)


def plan_counties(file: str, data: bytes, *, new_regions=()) -> Plan:
    """Plan to replace all regions' counties by those of a CSV.

    `new_regions` are unsaved ones that the same load brings. Raises LoadError naming every bad row.
    """
    regions = {region.slug: region for region in [*Region.objects.all(), *new_regions]}

    def county(row):
        slug = row["region_slug"]
        if slug not in regions:
            raise Refusal(f"“{slug}” is no region here; load it first")
        return County(
            fips=_digits(row["county_fips"], "county_fips"),
            name=_short(row["county_name"], "county_name") or _refuse("county_name is empty"),
            state=_one_of(row["state"], STATE_NAMES, "state"),
            region=regions[slug],
            assigned_by=_short(row["assigned_by"], "assigned_by"),
        )

    wanted = _records(file, data, COUNTY_COLUMNS, MOST_COUNTIES, county, key="fips")
    columns = ["name", "state", "region", "assigned_by"]
    return compare(County, "fips", columns, wanted, whole=True)


def plan_zips(file: str, data: bytes) -> Plan:
    """Plan to replace the country's ZIP codes by those of a CSV.

    Raises LoadError naming every bad row.
    """
    wanted = _records(file, data, ZIP_COLUMNS, MOST_ZIPS, _zip_code, key="code")
    columns = ["state", "county_fips", "latitude", "longitude", "zone"]
    return compare(ZipCode, "code", columns, wanted, whole=True)


def _records(file, data, columns, at_most, to_record, *, key):
    """Return a record for each row; raise LoadError with every problem of the file at once."""
    rows, problems = read_csv(file, data, columns, at_most=at_most)
    records, lines = [], {}
    for row in rows:
        try:
            record = to_record(row.cells)
        except Refusal as refusal:
            problems.append(Problem(file, row.line, str(refusal)))
            continue
        except ValidationError as error:
            problems += _each_message(file, row, error)
            continue
        value = getattr(record, key)
        if value in lines:
            reason = f"“{value}” is already on line {lines[value]}"
            problems.append(Problem(file, row.line, reason))
        lines.setdefault(value, row.line)
        records.append(record)
    if not rows and not problems:
        problems.append(Problem(file, 1, "there is a header, but no row below it"))
    if problems:
        raise LoadError(problems)
    return records


def _each_message(file, row: Row, error: ValidationError):
    for column, messages in error.message_dict.items():
        for message in messages:
            reason = f"{column}: {message} (“{row.cells.get(column, '')[:60]}”)"
            yield Problem(file, row.line, reason)


def _region(row):
    region = Region(
        slug=row["slug"],
        name=row["name"],
        city=row["city"],
        state=_one_of(row["state"], STATE_NAMES, "state"),
        latitude=_degrees(row["latitude"], "latitude", LATITUDE),
        longitude=_degrees(row["longitude"], "longitude", LONGITUDE),
        zone=row["zone"],
        population_served=_count(row["population_served"], "population_served"),
        population_within_80km=_count(row["population_within_80km"], "population_within_80km"),
        population_as_of=_day(row["population_as_of"], "population_as_of"),
    )
    region.clean_fields()
    region.clean()
    return region


def _zip_code(row):
    return ZipCode(
        code=_digits(row["zip"], "zip"),
        state=_one_of(row["state"], STATE_NAMES.keys() | TERRITORIES.keys(), "state"),
        county_fips=_digits(row["county_fips"], "county_fips"),
        latitude=_degrees(row["latitude"], "latitude", LATITUDE),
        longitude=_degrees(row["longitude"], "longitude", LONGITUDE),
        zone=_one_of(row["zone"], time_zones(), "zone"),
    )


def _refuse(reason):
    raise Refusal(reason)


def _one_of(text, known, column):
    return text if text in known else _refuse(f"{column}: “{text}” is not known")


def _short(text, column):
    return text if len(text) <= 80 else _refuse(f"{column} is longer than 80 characters")


def _digits(text, column):
    if re.fullmatch(r"[0-9]{5}", text):
        return text
    if re.fullmatch(r"[0-9]{3,4}", text):
        _refuse(f"{column}: “{text}” has lost its leading zero; make the column text")
    return _refuse(f"{column}: “{text}” is not 5 digits")


def _degrees(text, column, limits):
    low, high = (limit.limit_value for limit in limits)
    try:
        degrees = Decimal(text.replace("_", " ")).quantize(Decimal("0.0001"))
        is_inside = low <= degrees <= high
    except InvalidOperation:  # also of NaN, which can be neither rounded nor compared
        _refuse(f"{column}: “{text}” is not a number of degrees, such as 34.0522")
    if not is_inside:
        _refuse(f"{column}: {text} is outside the United States ({low} to {high})")
    return degrees


def _count(text, column):
    if not re.fullmatch(r"[0-9]{1,9}", text):
        _refuse(f"{column}: “{text}” is not a number of people, such as 2393318")
    return int(text)


def _day(text, column):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _refuse(f"{column}: “{text}” is not a day, such as 2015-07-01")
