"""Days on which things happen: weekdays, and for schools the days of term. Everything counts from the day of loading."""

import random
from datetime import date, timedelta

LONGEST_AGO = 400


def working_day(chance: random.Random, today: date, *, in_term: bool) -> date:
    """A weekday of the last thirteen months, yesterday at the latest; for a school one on which it was open."""
    while True:
        day = today - timedelta(days=chance.randint(1, LONGEST_AGO))
        if day.weekday() < 5 and (not in_term or is_term(day)):
            return day


def is_term(day: date) -> bool:
    """From late September, when there is something to report, to mid-June, without the winter break."""
    spot = (day.month, day.day)
    return (spot >= (9, 20) or spot <= (6, 15)) and not (spot >= (12, 20) or spot <= (1, 3))


def school_year(day: date) -> int:
    """The year in which the school year of this day began."""
    return day.year if day.month >= 8 else day.year - 1


def in_words(day: date) -> str:
    """As one writes it in a note: October 14."""
    return f"{day:%B} {day.day}"


def reported_month(day: date) -> str:
    """The month a summary written on this day speaks of: the one that is nearly over, or the one before."""
    return f"{day if day.day >= 20 else day.replace(day=1) - timedelta(days=1):%B}"
