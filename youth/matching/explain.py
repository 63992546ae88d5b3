"""The words for every answer, in English, by id ``field.answer``; the pages translate them.

A caution has the id ``caution.code``, a grade ``grade.code``.
"""


def gettext_noop(text: str) -> str:
    """Marks a text for the message catalog and leaves it as it is; the page translates it when it shows it."""
    return text


_ = gettext_noop

LABELS: dict[str, str] = {
    "first_name.same": _("The first name is the same."),
    "first_name.same_as_preferred": _("The first name is the preferred name on the record."),
    "first_name.nickname": _("The first names go together: one is a short or familiar form of the other."),
    "first_name.part": _("The first names share a part."),
    "first_name.misspelt": _("The first names differ by a letter or two."),
    "first_name.shortened": _("One first name is the beginning of the other."),
    "first_name.sounds_alike": _("The first names sound alike."),
    "first_name.goes_by_middle": _("The first name is a middle name on the record, or the other way round."),
    "first_name.initial": _("The first names share only the initial."),
    "first_name.differs": _("The first names are different."),
    "first_name.unknown": _("A first name is missing."),
    "last_name.same": _("The last name is the same."),
    "last_name.nickname": _("The last names are forms of the same name."),
    "last_name.part": _("The last names share a part, as with a hyphenated or double name."),
    "last_name.misspelt": _("The last names differ by a letter or two."),
    "last_name.shortened": _("One last name is the beginning of the other."),
    "last_name.sounds_alike": _("The last names sound alike."),
    "last_name.initial": _("The last names share only the initial."),
    "last_name.differs": _("The last names are different."),
    "last_name.unknown": _("A last name is missing."),
    "names_swapped.same": _("First and last name are the same the other way round."),
    "names_swapped.close": _("First and last name are nearly the same the other way round."),
    "middle_name.same": _("The middle name is the same."),
    "middle_name.nickname": _("The middle names go together: one is a short or familiar form of the other."),
    "middle_name.part": _("The middle names share a part."),
    "middle_name.misspelt": _("The middle names differ by a letter or two."),
    "middle_name.shortened": _("One middle name is the beginning of the other."),
    "middle_name.sounds_alike": _("The middle names sound alike."),
    "middle_name.initial": _("The middle initial is the same."),
    "middle_name.differs": _("The middle names are different."),
    "middle_name.unknown": _("A middle name is missing."),
    "birth_date.same": _("The birth date is the same."),
    "birth_date.day_month_swapped": _("The birth dates agree when day and month change places."),
    "birth_date.digits_transposed": _("The birth dates agree when two neighboring digits change places."),
    "birth_date.year_off_by_one": _("The birth dates are one year apart, on the same day."),
    "birth_date.one_digit": _("The birth dates differ by one digit."),
    "birth_date.next_day": _("The birth dates are one day apart."),
    "birth_date.two_parts": _("The birth dates agree in two of day, month and year."),
    "birth_date.differs": _("The birth dates are different."),
    "birth_date.unknown": _("A birth date is missing."),
    "sex.same": _("The sex is the same."),
    "sex.differs": _("The sex is different."),
    "sex.unknown": _("The sex is missing."),
    "address.same": _("The address is the same."),
    "address.close": _("The addresses are nearly the same."),
    "address.differs": _("The addresses are different."),
    "address.unknown": _("An address is missing."),
    "school.same": _("The school is the same."),
    "school.close": _("The school names are nearly the same."),
    "school.differs": _("The schools are different."),
    "school.unknown": _("A school is missing."),
    "guardian_name.same": _("The parent or guardian is the same."),
    "guardian_name.close": _("The names of a parent or guardian are nearly the same."),
    "guardian_name.differs": _("The parents or guardians are different."),
    "guardian_name.unknown": _("A parent or guardian is missing."),
    "state_id.same": _("The state ID is the same."),
    "state_id.close": _("The state IDs differ by one character."),
    "state_id.differs": _("The state IDs are different."),
    "state_id.unknown": _("A state ID is missing."),
    "caution.may_be_sibling": _(
        "Last name and birth date agree but the first name does not: this may be a twin, brother or sister."
    ),
    "caution.close_second": _("Another record fits nearly as well. Compare both before you choose."),
    "caution.birth_date_differs": _("The names agree but the birth date does not."),
    "grade.strong": _("Strong match"),
    "grade.possible": _("Possible match"),
    "grade.weak": _("Weak match"),
}
