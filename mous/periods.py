"""How long an agreement lasts, as people count: in whole months where it does, else in days."""

from datetime import date, timedelta

LONGEST_MONTHS = 120


def as_long_again(first: date, last: date, begin: date) -> date:
    """The last day of a term as long as `first` to `last`, both included, that begins on another day."""
    after = last + timedelta(days=1)
    whole = (after.year - first.year) * 12 + after.month - first.month
    for months in (whole - 1, whole):
        if 0 < months <= LONGEST_MONTHS and months_after(first, months) == after:
            return months_after(begin, months) - timedelta(days=1)
    return begin + (last - first)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where that month has no such day, the first of the next."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        return months_after(date(day.year, day.month, 1), months + 1)
