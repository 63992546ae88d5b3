"""The edge of what a term of an agreement is told: which circumstance opens the record, and which does not."""

from datetime import date

import pytest

from law.facts import HolderFact, RecipientFact
from law.terms import TermFact, remarks_on
from law.vocabulary import AgencyKind, Category, Purpose, RecipientKind

C, H, P, R = Category, AgencyKind, Purpose, RecipientKind


@pytest.mark.parametrize(
    ("holder", "asks", "category", "purpose", "needed"),
    [
        (H.HIPAA_PROVIDER, R.CASEWORKER, C.MEDICAL, P.CARE_COORDINATION, "the provider's finding"),
        (H.HIPAA_PROVIDER, R.CASEWORKER, C.MEDICAL, P.INVESTIGATION, "a written consent"),
        (H.SCHOOL, R.COMMUNITY_ORG, C.EDUCATION, P.PLACEMENT, "legally responsible"),
        (H.SCHOOL, R.COMMUNITY_ORG, C.EDUCATION, P.BENEFITS, "a written consent"),
        (H.HIPAA_PROVIDER, R.COMMUNITY_ORG, C.DEIDENTIFIED, P.PUBLIC_REPORTING, "data that identify nobody"),
        (H.SCHOOL, R.COMMUNITY_ORG, C.DEIDENTIFIED, P.PUBLIC_REPORTING, "data that identify nobody"),
    ],
)
def test_what_each_request_under_a_term_needs(holder, asks, category, purpose, needed):
    term = TermFact(HolderFact(holder), RecipientFact(asks), frozenset({category}), frozenset({purpose}))
    (remark,) = remarks_on(term, date(2026, 11, 21))
    assert needed in str(remark.text)
