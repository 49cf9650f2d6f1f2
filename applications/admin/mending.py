"""What hangs on a program, and where staff mend what it lacks."""

from django.urls import reverse

from applications.missing import Gap, missing
from applications.models import (
    Commitment,
    Criterion,
    FaqEntry,
    FundingTerms,
    OnboardingItem,
    Pin,
    Program,
    ProgramEvent,
    ProgramYear,
    Question,
    Requirement,
    Terms,
)

# What hangs on a program and has a list of its own, with the path from it to the program.
PARTS = {
    ProgramYear: "program",
    ProgramEvent: "program_year__program",
    Commitment: "program",
    Requirement: "program_year__program",
    FundingTerms: "program",
    Pin: "program",
    Question: "program",
    Criterion: "program",
    OnboardingItem: "program",
    FaqEntry: "program",
    Terms: "program",
}


def gaps_of(program: Program) -> list[tuple[Gap, str]]:
    """Return what a program lacks, each with the address of the page on which it is mended."""
    return [(gap, _address(gap, program)) for gap in missing(program)]


def _address(gap, program):
    name = f"admin:applications_{(gap.record or gap.model)._meta.model_name}"
    if gap.record is not None:
        return reverse(f"{name}_change", args=[gap.record.pk])
    if gap.given is not None:
        return reverse(f"{name}_add", query=gap.given)
    return reverse(f"{name}_changelist", query={f"{PARTS[gap.model]}__id__exact": program.pk})
