"""First days of FERPA's provisions, as far as they are encoded.

A rule begins on the day on which the provision took effect in the form in which it is written here. Much of 34 CFR
part 99 is older than that: where a rule needs wording that the regulations of 2008 or 2011 brought, or where the day
of an older wording was not found, it begins with those regulations. That is the careful side: for a day before, the
engine knows no such exception, and it never permits by one that was not yet law.
"""

from datetime import date

ENACTED = date(1974, 11, 19)
"""Pub. L. 93-380; the amendments of December 31, 1974 count from the same day."""

SCHOOLS_ACT = date(1994, 10, 20)
"""Improving America's Schools Act, Pub. L. 103-382, section 249."""

ELECTRONIC_CONSENT = date(2004, 5, 21)
"""69 FR 21670: a consent may be an electronic one (34 CFR 99.30(d))."""

REGULATIONS_2008 = date(2009, 1, 8)
"""73 FR 74806."""

REGULATIONS_2011 = date(2012, 1, 3)
"""76 FR 75604."""

UNINTERRUPTED_SCHOLARS = date(2013, 1, 14)
"""Pub. L. 112-278."""
