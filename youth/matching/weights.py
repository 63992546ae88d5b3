"""How much each answer of a comparison speaks for or against "the same youth".

Each weight is log2(m / u): m is how often two records of one youth give this answer, u how often those of two
different youth do. They are set by hand from plain facts, not fitted to any data set, and can be read so:

- A birth date is shared by 1 in about 6,600 youth of 0-18 years: 12.7 bits, less 0.7 because dates are guessed.
- A last name is shared by 1 in 200-400 (8 bits), a first name by 1 in 60-100 (6 bits).
- A kinder-than-equal answer (nickname, misspelling, slip) keeps what its rarity allows: a misspelt name is
  within reach of several other names, so it is worth two bits less than the name itself.
- A difference costs what honest records rarely show: a first name is simply different in about 1 in 20 pairs
  of one youth (-4), a last name more often because families change theirs (-3.5), sex about 1 in 10 (-3).
- Schools and addresses change all the time, so that their difference says little (-1).

Scores add up. Bits above log2(size of the agency) are what remains once chance agreement is paid for.
"""

from types import MappingProxyType

WEIGHTS = MappingProxyType(
    {
        "first_name": {
            "same": 6.0, "same_as_preferred": 6.0, "nickname": 4.5, "part": 4.0, "misspelt": 4.0,
            "shortened": 3.5, "sounds_alike": 2.5, "goes_by_middle": 3.0, "initial": 1.5, "differs": -4.0,
        },
        "last_name": {
            "same": 8.0, "nickname": 2.0, "part": 6.0, "misspelt": 6.0, "shortened": 4.5, "sounds_alike": 4.0,
            "initial": 2.0, "differs": -3.5,
        },
        "names_swapped": {"same": 11.5, "close": 8.0},
        "middle_name": {
            "same": 4.0, "nickname": 3.0, "part": 3.0, "misspelt": 3.0, "shortened": 2.5, "sounds_alike": 1.5,
            "initial": 2.0, "differs": -1.5,
        },
        "birth_date": {
            "same": 12.0, "day_month_swapped": 9.0, "digits_transposed": 9.0, "year_off_by_one": 8.5,
            "one_digit": 7.5, "next_day": 7.0, "two_parts": 1.0, "differs": -5.0,
        },
        "sex": {"same": 1.0, "differs": -3.0},
        "address": {"same": 8.0, "close": 5.0, "differs": -1.0},
        "school": {"same": 3.0, "close": 2.0, "differs": -1.0},
        "guardian_name": {"same": 7.0, "close": 4.5, "differs": -1.0},
        "state_id": {"same": 16.0, "close": 8.0, "differs": -4.0},
    }
)  # fmt: skip

UNKNOWN = 0.0
# Odds of 100 to 1, in bits: what is left must reach this before a match may be called strong.
STRONG_BITS = 6.64
# Odds of 1 to 20: below it a record is weak. Low, because overlooking a youth costs more than one look too many.
POSSIBLE_BITS = -4.32
# A second record this near the first means that the answer is not clear.
CLOSE_SECOND_BITS = 3.0


def weight(field: str, answer: str) -> float:
    """Bits for or against, zero when a side does not say."""
    return UNKNOWN if answer == "unknown" else WEIGHTS[field][answer]
