"""What a program's applications and reviews come to, as tables."""

from applications.reports.funnel import funnel
from applications.reports.reviewers import by_reviewer
from applications.reports.tables import Asked, Table
from applications.reports.timing import time_to_decision

__all__ = ["Asked", "Table", "by_reviewer", "funnel", "time_to_decision"]
