"""Read the papers of a scenario: consents, orders and subpoenas, agreements, data."""

from dataclasses import replace

from law.evidence import ContractFact, ContractKind, DataFact
from law.facts import ConsentFact, OrderFact, OrderKind, YouthFact
from law.scenarios.sheet import Sheet
from law.scenarios.words import names_the_asker, says
from law.vocabulary import Category, Element, RecipientKind, SignerCapacity

CONSENT = "evidence.consent"
ORDER = "evidence.court_order"
SUBPOENA = "evidence.subpoena"
AGREEMENT = "evidence.written_agreement"

_ELEMENT_NAMES = {"records_specified": Element.DESCRIPTION, "party": Element.RECIPIENT}
_ORDERS = {
    "arrest_warrant": OrderKind.ARREST_WARRANT,
    "search_warrant": OrderKind.SEARCH_WARRANT,
    "divorce_decree": OrderKind.CUSTODY_ORDER,
    "protective_order": OrderKind.PROTECTIVE_ORDER,
}
_SUBPOENAS = {
    "federal_grand_jury": OrderKind.FEDERAL_GRAND_JURY_SUBPOENA,
    "grand_jury": OrderKind.GRAND_JURY_SUBPOENA,
    "law_enforcement": OrderKind.LAW_ENFORCEMENT_SUBPOENA,
}
_AGREEMENTS = {
    "QSOA": ContractKind.QSOA,
    "business associate agreement": ContractKind.BUSINESS_ASSOCIATE,
    "data use agreement": ContractKind.DATA_USE,
}


def consents_from(sheet: Sheet, asker: RecipientKind, youth: YouthFact) -> tuple[ConsentFact, ...]:
    """The one consent of a scenario, if there is one."""
    withdrawn = sheet.truth("evidence.revoked")
    if not sheet.has(CONSENT):
        return ()
    elements = _elements(sheet)
    role = sheet.text("recipient.role")
    named = sheet.text(f"{CONSENT}.recipient_named")
    event = sheet.text(f"{CONSENT}.expires_event")
    known_categories = {str(category) for category in Category}
    return (
        ConsentFact(
            elements=elements,
            categories=frozenset(
                Category(code) for code in sheet.words(f"{CONSENT}.categories") if code in known_categories
            ),
            signers=_signers(sheet.text(f"{CONSENT}.signer"), youth),
            expires_on=sheet.day(f"{CONSENT}.expires"),
            expires_event=event,
            written=sheet.truth(f"{CONSENT}.written"),
            revoked=True if withdrawn is True else sheet.truth(f"{CONSENT}.revoked"),
            revocable=sheet.truth(f"{CONSENT}.revocable"),
            revocation_attempted=sheet.truth(f"{CONSENT}.revocation_attempted"),
            electronic=sheet.truth(f"{CONSENT}.electronic"),
            authenticated=sheet.truth(f"{CONSENT}.authenticated"),
            indicates_approval=sheet.truth(f"{CONSENT}.indicates_approval"),
            names_recipient=names_the_asker(named, asker, role),
            covers_purpose=True if Element.PURPOSE in elements else None,
            combined=sheet.truth(f"{CONSENT}.combined"),
            all_treatment_payment_operations=sheet.truth(f"{CONSENT}.tpo"),
            criminal_justice_referral=sheet.truth(f"{CONSENT}.criminal_justice_referral"),
        ),
    )


def _elements(sheet: Sheet) -> frozenset[Element]:
    """Present and not absent; a form that says it is unsigned or undated has no signature or date."""
    absent = {*sheet.words(f"{CONSENT}.elements_missing")}
    if sheet.truth(f"{CONSENT}.signed") is False:
        absent.add("signature")
    if sheet.truth(f"{CONSENT}.dated") is False:
        absent.add("date")
    known = {str(element): element for element in Element} | _ELEMENT_NAMES
    present = sheet.words(f"{CONSENT}.elements_present")
    sheet.unreadable.extend(f"{CONSENT}.elements_present:{name}" for name in sorted(present - set(known)))
    return frozenset(known[name] for name in present - absent if name in known)


def _signers(code: str, youth: YouthFact) -> frozenset[SignerCapacity]:
    adult = youth.age is not None and youth.age >= 18
    student = adult or youth.attends_postsecondary is True
    capacities = {
        "minor": {SignerCapacity.MINOR},
        "minor_and_parent": {SignerCapacity.MINOR, SignerCapacity.PARENT},
        "parent": {SignerCapacity.PARENT},
        "patient": {SignerCapacity.ADULT_YOUTH if adult else SignerCapacity.MINOR},
        "student": {SignerCapacity.ELIGIBLE_STUDENT if student else SignerCapacity.MINOR},
    }
    return frozenset(capacities.get(code, set()))


def orders_from(sheet: Sheet) -> tuple[OrderFact, ...]:
    """Orders, subpoenas and letters."""
    found = []
    if sheet.has(ORDER):
        found.append(_court_order(sheet))
    if sheet.has("evidence.part2_court_order"):
        judge = sheet.truth("evidence.part2_court_order.signed_by_judge")
        heard = sheet.truth("evidence.part2_court_order.notice_and_hearing")
        found.append(
            OrderFact(
                OrderKind.COURT_ORDER, signed_by_judge=judge, part2_findings=True, notice_and_hearing=heard
            )
        )
    if sheet.has(SUBPOENA):
        found.append(_subpoena(sheet))
    if sheet.has("evidence.letter"):
        found.append(
            OrderFact(OrderKind.LETTER, lawfully_issued=sheet.truth("evidence.letter.lawfully_issued"))
        )
    return tuple(found)


def _court_order(sheet: Sheet) -> OrderFact:
    code = sheet.text(f"{ORDER}.type")
    kind = _ORDERS.get(code, OrderKind.COURT_ORDER)
    own_case = sheet.truth(f"{ORDER}.issued_in_that_case")
    custody = sheet.truth(f"{ORDER}.custody_to_agency")
    medical = sheet.truth(f"{ORDER}.medical_decision_authority")
    revokes = sheet.truth(f"{ORDER}.specifically_revokes_record_rights")
    scope = sheet.text(f"{ORDER}.scope")
    settles_family = any(fact is not None for fact in (custody, medical, revokes)) and not scope
    return OrderFact(
        OrderKind.CUSTODY_ORDER if settles_family and kind is OrderKind.COURT_ORDER else kind,
        signed_by_judge=sheet.truth(f"{ORDER}.signed_by_judge"),
        nondisclosure_ordered=sheet.truth(f"{ORDER}.nondisclosure_ordered"),
        child_protection_case=True
        if own_case is True or (code == "dependency" and own_case is None)
        else own_case,
        parent_is_party=sheet.truth(f"{ORDER}.parent_is_party"),
        part2_findings=sheet.truth(f"{ORDER}.part2_findings"),
        notice_and_hearing=sheet.truth(f"{ORDER}.notice_and_hearing"),
        custody_to_agency=custody,
        medical_decision_authority=medical,
        revokes_record_rights=revokes,
        covers=True if scope and says(r"note|psychotherapy", scope) else None,
    )


def _subpoena(sheet: Sheet) -> OrderFact:
    given = f"{SUBPOENA}.satisfactory_assurances"
    sheet.has(given)
    objections = sheet.text(f"{given}.objections")
    return OrderFact(
        _SUBPOENAS.get(sheet.text(f"{SUBPOENA}.type"), OrderKind.SUBPOENA),
        lawfully_issued=sheet.truth(f"{SUBPOENA}.lawfully_issued"),
        nondisclosure_ordered=sheet.truth(f"{SUBPOENA}.nondisclosure_ordered"),
        assurance_notice_given=sheet.truth(f"{given}.notice_given"),
        assurance_time_over=sheet.truth(f"{given}.time_to_object_over"),
        assurance_no_objections=objections.lower() == "none" if objections else None,
    )


def contract_from(sheet: Sheet) -> ContractFact | None:
    """The written agreement, where one is shown. `true` says that one exists, without its terms."""
    if not sheet.has(AGREEMENT):
        return None
    code = sheet.text(f"{AGREEMENT}.type")
    return ContractFact(
        kind=_AGREEMENTS.get(code, ContractKind.OTHER),
        destroy_by=sheet.day(f"{AGREEMENT}.destroy_date"),
    )


def data_from(sheet: Sheet) -> DataFact | None:
    """How the data were freed of identifiers, where they were."""
    base = "evidence.deidentified"
    if not sheet.has(base):
        return None
    method = sheet.text(f"{base}.method")
    standard = sheet.text(f"{base}.standard")
    removed = sheet.values.get(f"{base}.identifiers_removed")
    sheet.read.add(f"{base}.identifiers_removed")
    complete = removed is True or (isinstance(removed, int) and removed >= 18)
    data = DataFact(
        smallest_cell=sheet.number(f"{base}.min_cell"),
        expert_determination=True if method == "expert_determination" or "164.514(b)" in standard else None,
        safe_harbor=complete if method == "safe_harbor" else None,
    )
    return data if removed is None else replace(data, identifiers_removed=complete)
