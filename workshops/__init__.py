"""The top floor: rosters and community; schedule, staffing, attendance and money follow."""
