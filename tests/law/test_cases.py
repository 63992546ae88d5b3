"""Every row of the tables of cases is answered as counsel would expect, on the ground that she would name."""

import pytest

from tests.law import cases_exceptions, cases_health, cases_justice, cases_school

ROWS = (*cases_school.ROWS, *cases_health.ROWS, *cases_justice.ROWS, *cases_exceptions.ROWS)


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.title)
def test_case(case):
    case.check()
