"""How birth dates go wrong when people write them down: which slip, if any, leads from one to the other."""

from datetime import date


def date_slip(one: date, other: date) -> str:
    """The code of what lies between two dates, the kindest explanation first; ``differs`` when there is none."""
    if one == other:
        return "same"
    if _swapped(one) == other:
        return "day_month_swapped"
    if _transposed(_digits(one), _digits(other)):
        return "digits_transposed"
    if (one.month, one.day) == (other.month, other.day) and abs(one.year - other.year) == 1:
        return "year_off_by_one"
    if sum(left != right for left, right in zip(_digits(one), _digits(other), strict=True)) == 1:
        return "one_digit"
    if abs((one - other).days) == 1:
        return "next_day"
    return "two_parts" if _equal_parts(one, other) == 2 else "differs"


def likely_slips(day: date) -> set[date]:
    """The date itself and the few dates most often written instead of it.

    One wrong digit is left out: it has some forty results, and the name keys find those records.
    """
    slips = {day, _swapped(day), _on_year(day, day.year - 1), _on_year(day, day.year + 1)}
    text = _digits(day)
    for place in range(7):
        slips.add(_parsed(text[:place] + text[place + 1] + text[place] + text[place + 2 :]))
    return {slip for slip in slips if slip is not None}


def _digits(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _parsed(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _swapped(day: date) -> date | None:
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None


def _on_year(day: date, year: int) -> date | None:
    return _parsed(f"{year:04d}{day.month:02d}{day.day:02d}")


def _transposed(one: str, other: str) -> bool:
    places = [place for place in range(8) if one[place] != other[place]]
    if len(places) != 2 or places[1] - places[0] != 1:
        return False
    first, second = places
    return one[first] == other[second] and one[second] == other[first]


def _equal_parts(one: date, other: date) -> int:
    return (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
