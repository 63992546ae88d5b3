"""The 28 things an agreement settles, in the order of the template: what each asks for, and where one settles it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mous.wording import TEMPLATE


@dataclass(frozen=True)
class Item:
    """One thing to settle. A `needed` one must be complete before the agreement goes to review.

    `code` names the section of the template that words it.
    """

    number: int
    title: Promise
    asks: Promise
    code: str
    needed: bool


_WORDS = (
    (_("Parties"), _("Each party has its legal name, kind and address, and somebody who reviews and signs for it.")),
    (_("Legal status of each party"), _("It is known which confidentiality law binds each party.")),
    (_("Legal authority for each flow"), _("Each flow says what it rests on, and no flow is one that the law forbids.")),
    (_("Purpose"), _("Each flow names the purposes for which records may be asked for.")),
    (_("Records"), _("Each flow names the kinds of records one by one. “All records” does not do.")),
    (_("Who may ask"), _("Each flow names the roles that may ask, and why they need the records.")),
    (_("No more than is needed"), _("For each purpose and role it is said which records may be asked for.")),
    (_("Consent"), _("The text says which form is used, who signs it and how it is taken back.")),
    (_("Minors who decide, and parents"), _("The text says which state rule lets minors decide, and who answers parents.")),
    (_("Passing information on"), _("The text names the limits of 34 CFR 99.33, 42 CFR 2.32 and of state law.")),
    (_("Emergencies"), _("The text says when an emergency counts, who decides, what is recorded and what follows.")),
    (_("Subpoenas and court orders"), _("The text names who handles them and within how many hours the source is told.")),
    (_("Security"), _("The text covers encryption, second factors, logs, access reviews, staff and where data lie.")),
    (_("Breach"), _("The text says within how many hours the source is told, and who tells people and authorities.")),
    (_("Keeping and destroying"), _("The text says for how long records are kept, in days or years, and how they are destroyed.")),
    (_("Term and ending"), _("First and last day are set, within the longest term, and the text says how a party leaves.")),
    (_("Contract terms of FERPA"), _("A flow that rests on a school official, an audit or a study meets that rule’s terms.")),
    (_("Contracts of health providers"), _("A business associate or qualified service organization agreement is in place where needed.")),
    (_("Certification under 34 CFR 99.38"), _("Juvenile justice agencies certify what they receive before adjudication.")),
    (_("Logs and accounting"), _("The text says who logs what, how soon families get an answer, and who may audit.")),
    (_("Rights of youth and families"), _("The text covers seeing and correcting records, complaints and language.")),
    (_("Training"), _("The text says who is trained, in what, at least every 12 months, and how it is shown.")),
    (_("The right young person"), _("The text says how records are matched and errors corrected.")),
    (_("Reports and research"), _("The text says how small groups are hidden, and what research needs.")),
    (_("Working together"), _("The text names stewards, meetings, how it is changed and how disputes are settled.")),
    (_("Prohibited uses"), _("The text lists what shared information is never used for.")),
    (_("Signatures"), _("The text says how parties sign, and has no blank left. Each signature is bound to the exact text.")),
    (_("Review date"), _("A day is set, at most 12 months after the first, on which the parties review it.")),
)  # fmt: skip
ITEMS = tuple(
    Item(number, title, asks, section.code, section.required)
    for number, ((title, asks), section) in enumerate(zip(_WORDS, TEMPLATE, strict=True), start=1)
)
NUMBER_OF = {item.code: item.number for item in ITEMS}
