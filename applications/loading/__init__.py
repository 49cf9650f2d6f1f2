"""Loading a program and its places from files: all or nothing, every bad row named.

One set of rules serves the commands and the admin's import page.
"""

from plp.core.plans import Plan

from .places import plan_counties, plan_regions, plan_zips
from .program import load_program

__all__ = ["Plan", "load_program", "plan_counties", "plan_regions", "plan_zips"]
