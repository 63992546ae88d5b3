"""An agreement's flows beside the law: an error is shown where it is and keeps the draft from being sent."""

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from agencies.models import Agency
from county.agreements import AGREEMENTS, Agreement
from county.cast import AGENCIES
from county.offices import STATE
from mous import actions
from mous.facts import legal_remarks
from mous.models import Mou, MouTerm
from sharing_portal.errors import RefusedInput
from tests import factories
from tests.mous import agreements

PLANS = {plan.key: plan for plan in AGENCIES}
UNLAWFUL = "The law does not allow this"


@pytest.fixture
def harbor(operator) -> Agency:
    agency = factories.agency("Harbor Recovery", "part2_program", ["part2_program"], by=operator)
    factories.member("hana", agency, ["signatory"], by=operator)
    return agreements.give_address(agency, by=operator)


@pytest.fixture
def police(operator) -> Agency:
    agency = factories.agency("County Sheriff", "law_enforcement", ["law_enforcement"], by=operator)
    factories.member("pete", agency, ["signatory"], by=operator)
    return agreements.give_address(agency, by=operator)


@pytest.fixture
def unlawful(dana, parties, north, south, harbor, police) -> Mou:
    """A lawful flow, and one that lets police investigate with substance use records."""
    flows = [
        (north, south, ["attendance"], ["care_coordination"]),
        (harbor, police, ["substance_use"], ["investigation"]),
    ]
    return agreements.drafted(dana, [*parties, harbor, police], flows)


def page(client, name: str, mou: Mou) -> str:
    return client.get(reverse(f"mous:{name}", args=[mou.pk])).content.decode()


def test_a_flow_the_law_forbids_keeps_the_draft_from_being_sent(unlawful, dana):
    with acting_as(dana):
        with pytest.raises(RefusedInput, match="County Sheriff may not ask Harbor Recovery") as refusal:
            actions.send_for_review(unlawful, by=dana)
        assert len(refusal.value.detail["missing"]) == 1
        assert "Only an order of a court can" in refusal.value.detail["missing"][0]
        unlawful.refresh_from_db()
        assert (unlawful.state, unlawful.terms.count()) == ("draft", 2)


def test_without_that_flow_it_is_sent(unlawful, dana, police):
    with acting_as(dana):
        actions.remove_term(unlawful.terms.get(to_agency=police), by=dana)
        actions.send_for_review(unlawful, by=dana)
        assert unlawful.state == "review"


def test_the_drafter_sees_it_at_the_flow_and_before_sending(sign_in, unlawful, dana):
    client = sign_in(dana)
    flows = page(client, "terms", unlawful)
    assert flows.count(UNLAWFUL) == 1
    assert "Each request needs a written consent, one for each youth." in flows
    assert "42 CFR 2.13(a), (c); 2.31" in flows
    check = client.post(reverse("mous:check", args=[unlawful.pk]))
    assert check.status_code == 200
    assert "County Sheriff may not ask Harbor Recovery for Substance use" in check.content.decode()
    assert "Send for signature" not in check.content.decode()


def test_a_remark_that_is_no_error_does_not_stand_in_the_way(sign_in, draft, dana):
    client = sign_in(dana)
    assert UNLAWFUL not in page(client, "check", draft)
    assert "Lawful only with more" in page(client, "check", draft)
    sent = client.post(reverse("mous:check", args=[draft.pk]))
    assert sent.url == reverse("mous:detail", args=[draft.pk])


def test_whoever_reads_the_agreement_sees_the_remarks(sign_in, sent, sam):
    assert "Lawful only with more" in page(sign_in(sam), "detail", sent)
    assert "Lawful only with more" in page(sign_in(sam), "sign", sent)


def test_the_remarks_speak_spanish(sign_in, unlawful, dana):
    client = sign_in(dana)
    client.cookies["django_language"] = "es"
    flows = page(client, "terms", unlawful)
    assert "La ley no permite esto" in flows
    assert UNLAWFUL not in flows


def test_a_consent_where_treatment_needs_none_is_stricter_than_the_law(south, operator):
    clinic = factories.agency("Clinic", "hipaa_provider", ["hipaa_covered"], by=operator)
    term = MouTerm(
        mou=Mou(starts_on=south.today()),
        from_agency=south,
        to_agency=clinic,
        categories=["mental_health"],
        purposes=["treatment"],
        authority="Authorization, 45 CFR 164.508",
    )
    (remark,) = legal_remarks(term)
    assert (remark.kind, remark.error) == ("Stricter than the law", False)
    assert remark.text == "The law asks for no consent here."
    assert remark.citation == "45 CFR 164.506(c)(1)-(2)"


@pytest.mark.parametrize("planned", AGREEMENTS, ids=lambda planned: planned.title)
def test_the_demonstration_has_no_unlawful_flow(planned: Agreement):
    agencies = {
        key: Agency(us_state=STATE, kind=PLANS[key].kind, legal_statuses=list(PLANS[key].statuses))
        for key in planned.parties
    }
    for flow in planned.flows:
        term = MouTerm(
            mou=Mou(starts_on=agencies[flow.holder].today()),
            from_agency=agencies[flow.holder],
            to_agency=agencies[flow.asker],
            categories=list(flow.categories),
            purposes=list(flow.purposes),
            authority=flow.authority,
            conditions=flow.conditions,
        )
        assert not any(remark.error for remark in legal_remarks(term))
