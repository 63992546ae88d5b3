"""The law library: open to all, whole, and true to the engine."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape

from guide.library.pages import LAWS
from guide.library.register import chapters, counted
from guide.library.signing import SITUATIONS, columns, in_words
from law import RULES, decide
from law.facts import Facts, HolderFact, RecipientFact, YouthFact
from law.layers import Layer
from law.packs import shipped
from law.register import Status
from law.vocabulary import AgencyKind, Category, Purpose, RecipientKind, SignerCapacity

DAY = date(2026, 11, 21)
PAGES = ["law:overview", "law:signers", "law:limits", "law:register"]
SECTIONS = [
    "Whom it binds", "What it covers", "Who may sign", "When one may share without consent", "Duties",
    "Common mistakes",
]  # fmt: skip
ADDRESSES = [reverse(name) for name in PAGES] + [reverse("law:page", args=[law.slug]) for law in LAWS]


def read(client, address: str, language: str = "en") -> str:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_anybody_may_read_it_in_both_languages(client, db, address):
    english, spanish = read(client, address), read(client, address, "es")
    assert '<html lang="en"' in english
    assert '<html lang="es"' in spanish
    heading = re.compile(r"<h1>(.+?)</h1>", re.DOTALL)
    assert heading.search(english).group(1) != heading.search(spanish).group(1)
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.slug)
def test_a_law_says_everything_one_asks(client, db, law):
    page = read(client, reverse("law:page", args=[law.slug]))
    for section in SECTIONS:
        part = page.split(f"<h2>{section}</h2>")[1].split("</section>")[0]
        assert part.count("<li>") >= 1, section
        assert 'class="citation"' in part or law.slug == "juvenile-justice"
    for layer in law.layers:
        assert f"{reverse('law:register')}?law={layer}" in page


def test_an_unknown_law_is_not_found(client, db):
    assert client.get(reverse("law:page", args=["no-such-law"])).status_code == 404


def test_every_law_of_the_register_has_a_page_but_the_portals_own_condition():
    described = {layer for law in LAWS for layer in law.layers}
    assert {rule.layer for rule in RULES.values()} - described == {Layer.PORTAL}


def test_the_register_shows_every_rule_once_with_what_counsel_needs(client, db):
    page = read(client, reverse("law:register"))
    for rule in RULES.values():
        row = page.split(f'<tr id="{rule.id}">')
        assert len(row) == 2, rule.id
        words = row[1].split("</tr>")[0]
        assert f"version {rule.version}" in words
        assert ("To be checked by counsel" in words) is (rule.status is Status.COUNSEL)
        assert all(fact in words for fact in rule.demands)
    assert page.count("<tr id=") == len(RULES) + sum(len(pack.rules) for pack in shipped())


@pytest.mark.parametrize("pack", shipped(), ids=lambda pack: pack.id)
def test_state_packs_stand_at_the_end_with_their_reviewer(client, db, pack):
    page = read(client, reverse("law:register"))
    last = page.split(f'<h2 id="{pack.id}">')[1]
    assert pack.reviewed_by in last
    assert all(f'id="{pack.id}.{rule.id}"' in last for rule in pack.rules)


def test_the_register_is_narrowed_by_law_and_by_status(client, db):
    part2 = [rule for rule in RULES.values() if rule.layer is Layer.PART2]
    checked = [rule for rule in part2 if rule.status is Status.CHECKED]
    assert counted(chapters("part2")) == len(part2)
    assert counted(chapters("part2", "checked")) == len(checked) < len(part2)
    page = read(client, reverse("law:register") + "?law=part2&status=checked")
    assert page.count("<tr id=") == len(checked)
    assert 'id="ferpa.consent"' not in page
    assert 'value="part2" selected' in page


def test_a_filter_nobody_offers_narrows_nothing(client, db):
    assert 'id="ferpa.consent"' in read(client, reverse("law:register") + "?law=nonsense&status=x")


def test_a_filter_that_leaves_nothing_says_so(client, db):
    nothing = next(
        str(layer)
        for layer in Layer
        if not any(rule.layer is layer and rule.status is Status.CHECKED for rule in RULES.values())
        and any(rule.layer is layer for rule in RULES.values())
    )
    page = read(client, reverse("law:register") + f"?law={nothing}&status=checked")
    assert "No rule is like that" in page


def test_what_is_not_required_leads_to_rules_that_exist(client, db):
    page = read(client, reverse("law:limits"))
    anchors = set(re.findall(rf'href="{reverse("law:register")}#([\w.]+)"', page))
    assert len(anchors) >= 12
    assert anchors <= set(RULES)


def test_who_signs_is_the_engines_answer():
    minors, adults = columns(DAY)
    assert (minors.first, minors.last, adults.first, adults.last) == (10, 17, 18, None)
    school, *_rest = minors.cells
    assert {signer for signers in school for signer in signers} == {
        SignerCapacity.PARENT,
        SignerCapacity.GUARDIAN,
        SignerCapacity.CARETAKER,
    }
    assert adults.cells[0] == (frozenset({SignerCapacity.ELIGIBLE_STUDENT}),)


def test_the_page_on_signers_tells_the_substance_use_rules_apart(client, db):
    page = read(client, reverse("law:signers"))
    rows = {
        str(situation.label): page.split(f'<th scope="row">{escape(situation.label)}</th>')[1].split("</tr>")[
            0
        ]
        for situation in SITUATIONS
    }
    alone = rows["Substance use treatment, where state law lets the minor consent to it alone"]
    both = rows["Substance use treatment, where state law requires a parent's consent to it"]
    assert "Parent" not in alone
    assert "Youth under 18, together with one of these:" in " ".join(both.split())
    assert "State law decides." in rows["Child welfare record"]


def test_nobody_who_can_sign_means_state_law():
    assert in_words(()) == {"always": [], "one_of": []}


@pytest.mark.parametrize(
    ("holder", "asker", "category", "purpose"),
    [
        (AgencyKind.HIPAA_PROVIDER, RecipientKind.HEALTH_PROVIDER, Category.MENTAL_HEALTH, Purpose.TREATMENT),
        (AgencyKind.HIPAA_PROVIDER, RecipientKind.COMMUNITY_ORG, Category.MEDICAL, Purpose.CARE_COORDINATION),
    ],
)
def test_what_the_library_calls_free_of_consent_the_engine_permits(holder, asker, category, purpose):
    facts = Facts(HolderFact(holder), RecipientFact(asker), YouthFact(age=15), (category,), purpose, DAY)
    assert decide(facts).allows_release
