"""The facts about a young person that the phrases ask for, in words."""

import random
from datetime import date, timedelta

from county.days import in_words, reported_month, school_year
from county.names import STREETS, TEACHERS, TOWNS
from county.young_people import Young

PRONOUNS = {
    "female": ("she", "her", "her", "herself"),
    "male": ("he", "him", "his", "himself"),
    "nonbinary": ("they", "them", "their", "themself"),
}
ADULTS = {
    "stepparent": "stepfather",
    "grandparent": "grandmother",
    "foster_parent": "foster mother",
    "guardian": "guardian",
}
SUBJECTS = {
    "child": ("reading", "writing", "math", "science"),
    "teen": ("English", "algebra", "biology", "history"),
}
GRADES = ("kindergarten", "1st", "2nd", "3rd", *(f"{number}th" for number in range(4, 13)))
GRADE_CODES = ("K", *(str(number) for number in range(1, 13)))


def grade_place(young: Young, day: date) -> int | None:
    """0 for kindergarten to 12; None for who is too young or has finished."""
    place = young.age(date(school_year(day), 9, 1)) - 5
    return place if 0 <= place <= 12 else None


def facts_about(young: Young, day: date, school: str, chance: random.Random | None = None) -> dict[str, str]:
    """Every fact a phrase may ask for, as of this day; the same chance gives the same teacher and town."""
    chance = chance or random.Random(young.number)
    they, them, their, themself = PRONOUNS[young.sex]
    adult = ADULTS.get(young.adults[0].relation, young.adults[0].relation)
    subject = chance.choice(SUBJECTS["child" if young.age(day) < 12 else "teen"])
    place = grade_place(young, day)
    later, earlier = (
        day + timedelta(days=chance.randint(18, 60)),
        day - timedelta(days=chance.randint(20, 60)),
    )
    return {
        "first": young.preferred or young.first,
        "they": they,
        "They": they.capitalize(),
        "them": them,
        "their": their,
        "their_cap": their.capitalize(),
        "themself": themself,
        "adult": adult,
        "adult_cap": f"{their.capitalize()} {adult}",
        "language": young.language,
        "home_language": young.language,
        "town": chance.choice(TOWNS),
        "street": f"{chance.choice(STREETS)} Street",
        "school": school or "the neighborhood school",
        "teacher": chance.choice(TEACHERS),
        "subject": subject,
        "subject_cap": subject[0].upper() + subject[1:],
        "grade": GRADES[place] if place is not None else "twelfth",
        "grade_code": GRADE_CODES[place] if place is not None else "",
        "day": in_words(day),
        "weekday": f"{day:%A}",
        "month": reported_month(day),
        "later": in_words(later),
        "later_month": f"{later:%B}",
        "earlier": in_words(earlier),
        "earlier_month": f"{earlier:%B}",
    }
