"""Reads of an agreement that all have signed: whom it binds, who would end it, and what is about to replace it."""

from django.db import connection

from agencies.models import Agency
from agencies.states import AgencyState
from mous.models import Mou, MouParty, MouTermination


def bound_by(mou: Mou) -> list[Agency]:
    """The parties that have not withdrawn, by name."""
    parties = MouParty.objects.filter(mou=mou, withdrawn_at=None).select_related("agency")
    return sorted((party.agency for party in parties), key=lambda agency: agency.name)


def not_agreed_to_end(mou: Mou) -> list[Agency]:
    """Those of them that have not agreed to end it; it ends when this is empty."""
    agreed = set(MouTermination.objects.filter(mou=mou).values_list("agency_id", flat=True))
    return [agency for agency in bound_by(mou) if agency.pk not in agreed]


def bound_before(mou: Mou) -> list[Agency]:
    """The parties that a new version must keep: those bound by the agreement it replaces, and active. Else none."""
    if mou.replaces is None:
        return []
    return [agency for agency in bound_by(mou.replaces) if agency.state == AgencyState.ACTIVE]


def may_replace(mou: Mou) -> bool:
    """Whether the acting agency is bound by it and no new version is under way, be it one she cannot see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.may_replace(%s)", [mou.pk])
        return bool(cursor.fetchone()[0])
