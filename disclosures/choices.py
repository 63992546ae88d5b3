"""What one may ask for on the pages of a request, in the groups in which it is shown."""

from disclosures.models import CATEGORIES, PURPOSES
from law.vocabulary import REFUSED_ON_ENTRY
from mous.groups import CATEGORY_GROUPS, PURPOSE_GROUPS

ASKABLE = [choice for choice in CATEGORIES if choice[0] not in {*REFUSED_ON_ENTRY, "deidentified"}]
ASKABLE_BY_GROUP = [
    (group, [(category.value, dict(CATEGORIES)[category.value]) for category in categories])
    for group, categories in CATEGORY_GROUPS
]
ASKED_FOR_BY_GROUP = [
    (group, [(purpose.value, dict(PURPOSES)[purpose.value]) for purpose in purposes])
    for group, purposes in PURPOSE_GROUPS
]
ASKED_FOR = [choice for _group, choices in ASKED_FOR_BY_GROUP for choice in choices]
