"""Which laws apply to a category in the hands of a holder. All that apply must let the disclosure pass."""

from enum import StrEnum

from law.case import Case
from law.message import gettext_noop as _
from law.vocabulary import AgencyKind, Category, LegalStatus


class Layer(StrEnum):
    """A body of law, or the portal's own condition, that must let a disclosure pass."""

    FERPA = "ferpa"
    FERPA_ONWARD = "ferpa_onward"
    IDEA = "idea"
    MEALS = "meals"
    HOUSING = "housing"
    HIPAA = "hipaa"
    PSYCHOTHERAPY = "psychotherapy"
    PART2 = "part2"
    PART2_ONWARD = "part2_onward"
    CHILD_WELFARE = "child_welfare"
    JUVENILE_JUSTICE = "juvenile_justice"
    FEDERAL_JUVENILE = "federal_juvenile"
    DEIDENTIFIED = "deidentified"
    VICTIM_SERVICE = "victim_service"
    RUNAWAY = "runaway"
    STATE = "state"
    STATE_PACK = "state_pack"
    PORTAL = "portal"


LAYER_LABELS: dict[Layer, str] = {
    Layer.FERPA: _("FERPA: education records"),
    Layer.FERPA_ONWARD: _("FERPA: education records in other hands"),
    Layer.IDEA: _("IDEA: special education"),
    Layer.MEALS: _("School meal benefits"),
    Layer.HOUSING: _("McKinney-Vento: living situation"),
    Layer.HIPAA: _("HIPAA: health information"),
    Layer.PSYCHOTHERAPY: _("HIPAA: psychotherapy notes"),
    Layer.PART2: _("42 CFR Part 2: substance use records"),
    Layer.PART2_ONWARD: _("42 CFR Part 2: substance use records in other hands"),
    Layer.CHILD_WELFARE: _("Child welfare records"),
    Layer.JUVENILE_JUSTICE: _("Juvenile justice records"),
    Layer.FEDERAL_JUVENILE: _("Federal juvenile delinquency records"),
    Layer.DEIDENTIFIED: _("Data that identify nobody"),
    Layer.VICTIM_SERVICE: _("Victim service providers"),
    Layer.RUNAWAY: _("Programs for runaway and homeless youth"),
    Layer.STATE: _("State law"),
    Layer.STATE_PACK: _("State law: the state's pack"),
    Layer.PORTAL: _("The portal's own condition"),
}

OVERLAYS = frozenset({Layer.IDEA, Layer.HOUSING, Layer.PORTAL})
"""Layers that only add bars and duties: where none of their rules speaks, they let the disclosure pass."""

JUSTICE_KINDS = frozenset({AgencyKind.PROBATION, AgencyKind.JUVENILE_COURT, AgencyKind.LAW_ENFORCEMENT})


def layers_for(case: Case) -> tuple[Layer, ...]:
    """The layers that apply to one category, in a fixed order. Never empty."""
    if case.category is Category.VICTIM_SERVICE:
        return (Layer.VICTIM_SERVICE,)
    if case.category is Category.DEIDENTIFIED:
        return (Layer.DEIDENTIFIED,)
    layers = [*_base(case), *_overlays(case)]
    return tuple(dict.fromkeys(layers)) or (Layer.STATE,)


def _base(case: Case) -> list[Layer]:
    """The law of the holder, and of the source when the holder received the record from another agency."""
    received = case.facts.record.received_under
    found: list[Layer] = []
    if case.part2_program:
        found.append(Layer.PART2)
    elif case.part2_received:
        found.append(Layer.PART2_ONWARD)
    if case.ferpa_bound:
        found.append(Layer.MEALS if case.facts.record.school_meals else Layer.FERPA)
    elif received is not None and not received.part2:
        found.append(Layer.FERPA_ONWARD)
    elif case.hipaa_covered:
        found.append(Layer.PSYCHOTHERAPY if case.category is Category.PSYCHOTHERAPY_NOTES else Layer.HIPAA)
    elif not case.part2_program:
        found.extend(_agency_layer(case))
    return found


def _agency_layer(case: Case) -> list[Layer]:
    """Layers of holders that neither FERPA nor HIPAA binds."""
    if case.category in (Category.PSYCHOTHERAPY_NOTES, Category.SUD_COUNSELING_NOTES):
        return [Layer.PSYCHOTHERAPY]
    if case.part2_received:
        return []
    if case.holder.runaway_program is True:
        return [Layer.RUNAWAY]
    if case.has_status(LegalStatus.CHILD_WELFARE):
        return [Layer.CHILD_WELFARE]
    if case.holder.kind is AgencyKind.JUVENILE_COURT and case.holder.federal_court:
        return [Layer.FEDERAL_JUVENILE]
    if case.holder.kind in JUSTICE_KINDS:
        return [Layer.JUVENILE_JUSTICE]
    return [Layer.STATE]


def _overlays(case: Case) -> list[Layer]:
    found = [Layer.PORTAL] if case.facts.agreement_required else []
    if case.ferpa_bound and case.category is Category.SPECIAL_EDUCATION:
        found.append(Layer.IDEA)
    if case.category is Category.HOUSING or (
        case.category is Category.DIRECTORY and case.youth.mckinney_vento
    ):
        found.append(Layer.HOUSING)
    return found
