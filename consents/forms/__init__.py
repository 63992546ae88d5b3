"""The forms of the pages of consents. They check shape and ask the verbs."""

from consents.forms.flows import CATEGORIES, FlowForm, OfferForm
from consents.forms.links import LinkForm
from consents.forms.objecting import ObjectionForm
from consents.forms.paper import CompareForm, ScanForm, SendBackForm
from consents.forms.revoking import CopyForm, EventForm, RevokeForm
from consents.forms.signer import SignerForm

__all__ = [
    "CATEGORIES",
    "CompareForm",
    "CopyForm",
    "EventForm",
    "FlowForm",
    "LinkForm",
    "ObjectionForm",
    "OfferForm",
    "RevokeForm",
    "ScanForm",
    "SendBackForm",
    "SignerForm",
]
