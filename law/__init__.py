"""The law engine: may this holder share this category with this recipient, for this purpose, on these papers?

Pure Python, standard library only; it reads no clock, no file and no database. Engineering material, not legal
advice: rules carry the mark "to be checked by counsel" until a person has compared them with the source.

How to use it:

    from law import decide, facts_to_json, facts_from_json, notices_for
    from law.facts import Facts, HolderFact, RecipientFact, YouthFact, ConsentFact, AgreementFact, OrderFact, ...
    from law.vocabulary import AgencyKind, LegalStatus, RecipientKind, Category, Purpose, SignerCapacity, ...
    from law.duties import Condition, Missing

    decision = decide(Facts(
        holder=HolderFact(AgencyKind.SCHOOL_DISTRICT),
        recipient=RecipientFact(RecipientKind.HEALTH_PROVIDER, reference="agency id of the asker"),
        youth=YouthFact(age=14),
        categories=(Category.ATTENDANCE, Category.DISCIPLINE),
        purpose=Purpose.CARE_COORDINATION,
        on=day_of_disclosure,
        consents=(ConsentFact(...),),
        agreement_required=True,
        agreement=AgreementFact("MOU 2026-3 term 1", in_force=True, categories=..., purposes=...),
    ))
    decision.allows_release            every requested category may be released
    decision.permitted_categories      those that may
    decision.answer(Category.X)        CategoryDecision: outcome, ground, grounds, reasons, conditions, missing,
                                       signers, citations, relies_on, routes, next_step, allows_release
    decision.to_json()                 plain data in English, to store with `facts_to_json(facts)`
    notices_for(answer)                ids of the notices that must go with a release; texts in `law.notices`

Texts: `reasons` and `next_step` are `Message`s (template and values: translate the template, then fill it;
`str(message)` is English). Labels of all codes are plain English in `.label`, titles in `.title`.

Names to know: `RECIPIENT_OF_AGENCY` (kind of recipient an agency is), `STORED_CATEGORIES`, `REFUSED_ON_ENTRY`
(`refusal_on_entry(category)`), `UNIFORM_FORM_ELEMENTS` (what the portal's consent form states), `RULES` (the
register). Where a `ConsentFact` of the portal says: `recipients` and `disclosers` are agency ids compared with
`RecipientFact.reference` and `HolderFact.reference`; `categories` and `purposes` are the grant's; `signers` the
capacities that signed, `grounds` what the signer's right rests on, for this consent alone;
`elements=UNIFORM_FORM_ELEMENTS`; `written=True`; `revoked`, `expires_on` as they are;
`reference` the grant's id, which comes back in `relies_on`.

A term of a memorandum of understanding (`AgreementFact`) is the portal's condition for asking. It never makes a
disclosure lawful; what the law says on such a term beforehand is `law.terms.remarks_on`. Layers combine:
deny > needs_more > permit_with_conditions > permit; unknown is never yes.

How far facts are proven: papers carry a `provenance`, other facts count as documented unless their name stands in
`Facts.asserted` or `Facts.verified`. Every rule names the facts it relies on and the proof they need
(`RULES[...].demands`); what is proven less counts as not shown, and the answer says what has to be shown.

A rule finds a permission (`permit`), what it still lacks (`lacking`), that its route is closed (`refuse`), that
everything is closed (`bar`) or waits (`hold`), or a duty that goes with any permission of its law (`oblige`).
`answer.nearest` holds the ways that are left open, law by law; `answer.next_step` says them in words.

What `Facts.record` says (received from whom, made by whom) holds for all categories of one `Facts`: records of
different origin are decided with facts of their own. Evidence that nobody has stays None; where somebody asked
and was shown nothing, its name ("family.tax_dependent") goes into `not_shown`.

A state's rules: `decide(facts, pack)` with a pack of `law.packs`; it fills what federal law leaves to the state, and
may refuse, ask for more or add duties. None, or one that is not in force on the day: what state law decides stays open.

From the command line: `python -m law FILE.json [--pack PACK.toml] [--score]`, see `law.scenarios`.
"""

from law import rules as _rules  # registers every rule
from law.answers import CategoryDecision, Decision, Route
from law.consent import UNIFORM_FORM_ELEMENTS
from law.decide import decide, refusal_on_entry
from law.encoding import facts_from_json, facts_to_json
from law.facts import Facts
from law.notices import notices_for
from law.register import RULES
from law.vocabulary import RECIPIENT_OF_AGENCY, REFUSED_ON_ENTRY, STORED_CATEGORIES

__all__ = [
    "RECIPIENT_OF_AGENCY",
    "REFUSED_ON_ENTRY",
    "RULES",
    "STORED_CATEGORIES",
    "UNIFORM_FORM_ELEMENTS",
    "CategoryDecision",
    "Decision",
    "Facts",
    "Route",
    "decide",
    "facts_from_json",
    "facts_to_json",
    "notices_for",
    "refusal_on_entry",
]
assert _rules
