"""Until when a consent may last: 12 months, and no signature given for a minor outlasts the 18th birthday."""

from datetime import date, timedelta

from law.vocabulary import SignerCapacity

MAJORITY = 18
# Who signs in her own right as an adult: her signature does not end with her childhood.
OWN_RIGHT = frozenset({SignerCapacity.ADULT_YOUTH, SignerCapacity.ELIGIBLE_STUDENT})
# Who signs is the young person.
OWN_NAME = OWN_RIGHT | {SignerCapacity.MINOR}


def turns_18_on(born: date) -> date:
    """The 18th birthday; of a person born on February 29, March 1 in a year that has no such day."""
    return _years_after(born, MAJORITY, leap_day_becomes=(3, 1))


def is_adult(born: date, on: date) -> bool:
    """Whether the person is 18 or over on this day."""
    return on >= turns_18_on(born)


def age_on(born: date, on: date) -> int:
    """Age in completed years; a person born on February 29 ages on March 1."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def latest_end(*, born: date, capacity: SignerCapacity, signed_on: date) -> date:
    """The last day a grant may name, which is also the one proposed.

    12 months after the signature; for a signature given for or by a minor, at most the day before the 18th
    birthday, because from then on only the young person decides (34 CFR 99.5(a), 42 CFR 2.14).
    """
    cap = _years_after(signed_on, 1, leap_day_becomes=(2, 28))
    if capacity in OWN_RIGHT:
        return cap
    return min(cap, turns_18_on(born) - timedelta(days=1))


def _years_after(day: date, years: int, *, leap_day_becomes: tuple[int, int]) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, *leap_day_becomes)
