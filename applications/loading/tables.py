"""Which tables a program's file has, and what their columns become."""

from typing import NamedTuple

from applications.models import (
    Commitment,
    Course,
    Criterion,
    FaqEntry,
    FundingTerms,
    OnboardingItem,
    ProgramEvent,
    ProgramYear,
    Question,
    Requirement,
    Round,
    SchoolYear,
    Terms,
)


class Table(NamedTuple):
    """How one table of the file becomes records: what names a row, and what else it may say.

    `refers` names columns that hold the key of another record: {column: (model, its key)}.
    """

    name: str
    model: type
    key: list[str]
    columns: list[str]
    refers: dict = {}
    shared: bool = False  # by all programs; the others belong to this one


YEAR = {"program_year": (ProgramYear, "number")}

TABLES = [
    Table("school_year", SchoolYear, ["name"], ["first_day", "last_day"], shared=True),
    Table("course", Course, ["code"], ["name", "full_name", "grades"], shared=True),
    Table("application_period", Round, ["name"], ["opens_on", "closes_on"]),
    Table("terms", Terms, ["version"], ["published_on", "text"]),
    Table(
        "year",
        ProgramYear,
        ["number"],
        ["school_year", "manager_fte", "courses"],
        {"school_year": (SchoolYear, "name"), "courses": (Course, "code")},
    ),
    Table(
        "event",
        ProgramEvent,
        ["program_year", "slug"],
        ["kind", "place", "first_day", "last_day", "states"],
        YEAR,
    ),
    Table(
        "commitment",
        Commitment,
        ["slug"],
        ["position", "title", "text", "parent"],
        {"parent": (Commitment, "slug")},
    ),
    Table(
        "requirement",
        Requirement,
        ["program_year", "kind", "course"],
        ["commitment", "number", "note", "window_from", "window_until", "lead_days"],
        YEAR | {"commitment": (Commitment, "slug"), "course": (Course, "code")},
    ),
    Table(
        "funding_terms",
        FundingTerms,
        ["from_day"],
        [
            "small_cohort_up_to",
            "small_cohort",
            "large_cohort",
            "per_teacher",
            "urban_uplift_percent",
            "uplift_on",
            "urban_means",
            "smallest_cohort",
            "parts",
            "facilitator_day_rate",
            "travel_cap",
            "teacher_stipend",
            "teacher_travel",
            "claim_within_days",
        ],
    ),
    Table(
        "question",
        Question,
        ["slug"],
        [
            "section",
            "position",
            "text",
            "help",
            "kind",
            "choices",
            "is_required",
            "words_at_most",
            "shown_if",
            "shown_if_answer",
            "reviewers_may_see",
        ],
        {"shown_if": (Question, "slug")},
    ),
    Table("criterion", Criterion, ["name"], ["position", "guidance", "weight", "scale"]),
    Table("onboarding", OnboardingItem, ["title"], ["position", "text", "days", "from_day"]),
    Table("faq", FaqEntry, ["slug"], ["position", "question", "answer"]),
]

PROGRAM_COLUMNS = [
    "name",
    "slug",
    "page_title",
    "headline",
    "summary",
    "why",
    "who",
    "what_partners_do",
    "what_partners_get",
    "map_text",
    "commitments_text",
    "funding_text",
    "urban_text",
    "privacy_policy",
    "contact_email",
]
