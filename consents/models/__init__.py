"""Forms, consents with their grants, drafts, the doors of families, and reminders."""

from consents.models.consent import Consent, ConsentGrant
from consents.models.drafting import ConsentDraft, Objection
from consents.models.family import FamilyLink, FamilyMail
from consents.models.form import ConsentForm
from consents.models.kept import ConsentCopy, ConsentScan, ConsentSeal
from consents.models.reminding import Digest, Reminder

__all__ = [
    "Consent",
    "ConsentCopy",
    "ConsentDraft",
    "ConsentForm",
    "ConsentGrant",
    "ConsentScan",
    "ConsentSeal",
    "Digest",
    "FamilyLink",
    "FamilyMail",
    "Objection",
    "Reminder",
]
