"""The matrix: one save replaces a pair's flows, all or none, and the page says what the law says before and after."""

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from law.vocabulary import STORED_CATEGORIES
from mous import actions, matrix
from mous.actions.terms import Flow
from mous.document import annex, compose
from mous.groups import ASKABLE_PURPOSES
from mous.models import Mou, MouTerm
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests import factories
from tests.mous import agreements
from tests.mous.agreements import AUTHORITY, NEED, grid

CARE = "care_coordination"


def flow(*categories, purposes=(CARE,), **fields):
    return Flow(categories, purposes, **{"authority": AUTHORITY, "need": NEED, **fields})


def pair_of(mou, holder, asker):
    return reverse("mous:pair", args=[mou.pk, holder.pk, asker.pk])


def terms_of(mou, holder, asker):
    return [
        (t.categories, t.purposes, t.authority) for t in mou.terms.filter(from_agency=holder, to_agency=asker)
    ]


@pytest.fixture
def wide(dana, north, south, west, parties, operator):
    """A draft of three parties without flows."""
    agreements.give_address(west, by=operator)
    return agreements.drafted(dana, [north, south, west], [])


def test_one_save_replaces_the_flows_of_a_pair(draft, dana, north, south):
    with acting_as(dana):
        flows = [flow("medical"), flow("education", authority="34 CFR 99.31(a)(1)")]
        actions.set_flows(draft, by=dana, pairs=[(north, south)], flows=flows)
        assert [term[0] for term in terms_of(draft, north, south)] == [["education"], ["medical"]]
        event = AuditEvent.objects.get(event="mou.changed", details__has_key="pairs")
        assert (event.details["pairs"], event.details["flows"]) == (1, 2)
        actions.set_flows(draft, by=dana, pairs=[(north, south)], flows=[])
        assert not draft.terms.exists()


def test_all_or_none(wide, dana, north, south, west):
    with acting_as(dana):
        actions.set_flows(wide, by=dana, pairs=[(north, south), (north, west)], flows=[flow("attendance")])
        with pytest.raises(RefusedInput, match="categories"):
            actions.set_flows(
                wide, by=dana, pairs=[(north, south)], flows=[flow("medical"), flow("psychotherapy_notes")]
            )
        with pytest.raises(RefusedInput, match="250"):
            actions.set_flows(wide, by=dana, pairs=[(north, south)], flows=[flow("medical", need="x" * 251)])
        assert [term.categories for term in wide.terms.all()] == [["attendance"], ["attendance"]]


def test_what_somebody_else_saved_meanwhile_is_not_written_over_unseen(draft, dana, north, south, sign_in):
    client, address = sign_in(dana), pair_of(draft, north, south)
    seen = client.get(address).context["seen"]
    with acting_as(dana):
        actions.set_flows(draft, by=dana, pairs=[(north, south)], flows=[flow("medical")])
    sent = {**grid([f"{CARE}:discipline"]), "seen": seen}
    refused = client.post(address, sent)
    assert "Somebody else has saved this pair" in refused.content.decode()
    assert "discipline" in "".join(refused.context["blocks"][0]["cells"].value())
    with acting_as(dana):
        assert terms_of(draft, north, south)[0][0] == ["medical"]
    # Neither is what she sees after another mistake of hers.
    wrong = client.post(address, {**sent, "flows-0-authority": ""})
    assert wrong.context["seen"] == seen
    assert client.post(address, {**sent, "seen": refused.context["seen"]}).status_code == 302
    with acting_as(dana):
        assert terms_of(draft, north, south)[0][0] == ["discipline"]


def test_only_drafters_of_a_draft(draft, sent, dana, sam, north, south):
    with acting_as(sam), pytest.raises(Forbidden):
        actions.set_flows(sent, by=sam, pairs=[(north, south)], flows=[])
    with acting_as(dana), pytest.raises(InvalidTransition):
        actions.set_flows(sent, by=dana, pairs=[(north, south)], flows=[])


def test_a_grid_becomes_as_few_terms_as_say_the_same_and_back():
    cells = {"treatment:medical", f"{CARE}:medical", f"{CARE}:attendance", f"{CARE}:discipline"}
    flows = matrix.flows_of(cells, authority=AUTHORITY, roles=["staff"], need=NEED)
    assert [(f.categories, list(f.purposes)) for f in flows] == [
        (["attendance", "discipline"], [CARE]),
        (["medical"], [CARE, "treatment"]),
    ]
    terms = [
        MouTerm(
            categories=f.categories,
            purposes=list(f.purposes),
            authority=AUTHORITY,
            roles=["staff"],
            need=NEED,
        )
        for f in flows
    ]
    (block,) = matrix.blocks(terms)
    assert set(block["cells"]) == cells


def test_the_page_saves_two_grids_that_rest_on_different_law(sign_in, draft, dana, north, south):
    client, page = sign_in(dana), pair_of(draft, north, south)
    first = grid([f"{CARE}:attendance"], saved=1)
    more = client.post(page, {**first, "more": "yes"})
    assert more.status_code == 200
    assert more.content.decode().count("data-all=") == 2
    second = grid(["treatment:medical"], number=1, saved=1, grids=2, authority="45 CFR 164.506")
    answer = client.post(page, {**first, **second}, follow=True).content.decode()
    assert "45 CFR 164.506" in answer
    with acting_as(dana):
        assert len(terms_of(draft, north, south)) == 2
        assert {term[2] for term in terms_of(draft, north, south)} == {AUTHORITY, "45 CFR 164.506"}
    assert client.get(page).content.decode().count("data-all=") == 2
    cleared = grid([], saved=2, grids=2) | grid(["treatment:medical"], number=1, saved=2, grids=2)
    client.post(page, cleared)
    with acting_as(dana):
        assert [term[0] for term in terms_of(draft, north, south)] == [["medical"]]


def test_what_was_typed_survives_an_error(sign_in, draft, dana, north, south):
    sent = grid([f"{CARE}:medical"], saved=1, authority="", need="Because of the plan.")
    page = sign_in(dana).post(pair_of(draft, north, south), sent).content.decode()
    assert "Error:" in page.split("<title>")[1][:40]
    assert "Say which law or consent" in page
    assert "Because of the plan." in page
    assert f'value="{CARE}:medical" aria-labelledby' in page
    empty = grid([], authority="45 CFR 164.506")
    other = sign_in(dana).post(pair_of(draft, south, north), empty).content.decode()
    assert "Tick at least one box" in other
    with acting_as(dana):
        assert terms_of(draft, north, south)[0][0] == ["attendance", "discipline"]


def test_the_same_for_others_and_from_another_pair(sign_in, wide, dana, north, south, west, operator):
    east = factories.agency("East School District", "school_district", ["ferpa_bound"], by=operator)
    lake = factories.agency("Lake School District", "school_district", ["ferpa_bound"], by=operator)
    with acting_as(dana):
        actions.set_parties(wide, by=dana, agencies=[north, south, west, east, lake])
    client = sign_in(dana)
    page = client.get(pair_of(wide, north, south)).content.decode()
    assert "All of the same kind: East School District, Lake School District" in page
    client.post(
        pair_of(wide, north, south),
        grid([f"{CARE}:attendance"]) | {"holders": ["alike"], "askers": [str(west.pk)]},
    )
    with acting_as(dana):
        found = {
            (t.from_agency.name[:4], t.to_agency.name[:5])
            for t in wide.terms.select_related("from_agency", "to_agency")
        }
        assert found == {("Nort", "South"), ("East", "South"), ("Lake", "South"), ("Nort", "West ")}
    copied = client.get(pair_of(wide, south, west), {"from": f"{north.pk}.{south.pk}"}).content.decode()
    assert "Nothing is saved yet" in copied
    assert f'value="{CARE}:attendance" aria-labelledby' in copied
    assert " checked>" in copied
    with acting_as(dana):
        assert not terms_of(wide, south, west)


def test_the_law_speaks_before_anything_is_saved(sign_in, dana, north, parties, operator):
    police = factories.agency("County Sheriff", "law_enforcement", ["law_enforcement"], by=operator)
    clinic = factories.agency("Harbor Recovery", "part2_program", ["part2_program"], by=operator)
    mou = agreements.drafted(dana, [north, police, clinic], [])
    page = sign_in(dana).get(pair_of(mou, clinic, police)).content.decode()
    assert "The law does not allow this" in page
    assert "not allowed by law" in page
    assert 'value="proceeding_against_youth:substance_use"' not in page
    with acting_as(dana):
        law = matrix.law_on(mou, clinic, police)
        assert law.forbids("proceeding_against_youth:substance_use")
        assert set(law.number_of) <= {f"{p}:{c}" for p in ASKABLE_PURPOSES for c in STORED_CATEGORIES}


def test_an_unlawful_flow_that_stands_can_be_seen_and_unticked(sign_in, dana, north, parties, operator):
    police = factories.agency("County Sheriff", "law_enforcement", ["law_enforcement"], by=operator)
    clinic = factories.agency("Harbor Recovery", "part2_program", ["part2_program"], by=operator)
    bad = (clinic, police, ["substance_use"], ["proceeding_against_youth"])
    mou = agreements.drafted(dana, [north, police, clinic], [bad])
    page = sign_in(dana).get(pair_of(mou, clinic, police)).content.decode()
    assert 'value="proceeding_against_youth:substance_use"' in page


def test_strangers_and_pairs_that_are_none(sign_in, draft, dana, bob, carol, north, south, west):
    assert sign_in(carol).get(pair_of(draft, north, south)).status_code == 404
    assert sign_in(bob).get(pair_of(draft, north, south)).status_code == 403
    client = sign_in(dana)
    for holder, asker in ((north, north), (north, west), (west, south)):
        assert client.get(pair_of(draft, holder, asker)).status_code == 404


def test_twelve_parties_are_one_page(sign_in, dana, north, parties, operator, django_assert_max_num_queries):
    others = [
        factories.agency(f"Agency {number}", "after_school_provider", ["community"], by=operator)
        for number in range(11)
    ]
    mou = agreements.drafted(dana, [north, *others], [])
    with acting_as(dana):
        pairs = [(one, other) for one in [north, *others] for other in [north, *others] if one != other]
        actions.set_flows(mou, by=dana, pairs=pairs, flows=[flow(*STORED_CATEGORIES)])
        assert mou.terms.count() == 132
    client = sign_in(dana)
    with django_assert_max_num_queries(40):
        page = client.get(reverse("mous:terms", args=[mou.pk])).content.decode()
    assert page.count('aria-label="Agency 3 may ask') >= 11
    assert f"{len(STORED_CATEGORIES)} kinds of records" in page


def test_the_annex_is_the_terms(draft, dana, north, south):
    with acting_as(dana):
        actions.set_flows(draft, by=dana, pairs=[(north, south)], flows=[flow("medical"), flow("education")])
        (pair,) = annex(compose(Mou.objects.get()))
        assert (pair["holder"], pair["asker"]) == (north.name, south.name)
        assert [term["categories"] for term in pair["terms"]] == [
            ["Grades, transcript and other education records"],
            ["General health"],
        ]
