"""The application form: its sections, how they are filled from what was typed, and what is wrong.

A section is a bound form over a draft's stored texts, so that errors and input come back as typed.
"""

from .sections import SECTIONS, SectionForm
from .whole import Whole, blank_forms

__all__ = ["SECTIONS", "SectionForm", "Whole", "blank_forms"]
