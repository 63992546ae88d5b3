"""Finding whom a request describes among one agency's own records.

An asker never browses another agency's youth: she describes the youth, and the holder matches. The holder's
side calls three functions: ``blocking_keys`` (what to look up), ``record_keys`` (what to store beside each
record so that it can be found) and ``rank`` (what to show the custodian, who alone decides).
"""

from youth.matching.explain import LABELS
from youth.matching.keys import blocking_keys, record_keys
from youth.matching.people import Candidate, Description
from youth.matching.rank import Finding, Grade, Match, rank

__all__ = [
    "LABELS",
    "Candidate",
    "Description",
    "Finding",
    "Grade",
    "Match",
    "blocking_keys",
    "rank",
    "record_keys",
]
