"""How a row of the tables of cases is written: who holds, who asks, age, what, why, the answer, its ground, facts."""

from dataclasses import dataclass, field, replace
from datetime import date

from law.consent import UNIFORM_FORM_ELEMENTS
from law.decide import decide
from law.facts import (
    ConsentFact,
    EmergencyFact,
    Facts,
    HolderFact,
    OrderFact,
    OrderKind,
    RecipientFact,
    YouthFact,
)
from law.scenarios.reading import put
from law.vocabulary import AgencyKind, Category, Purpose, RecipientKind, SignerCapacity

DAY = date(2026, 11, 21)


def consent(*categories, signers=(SignerCapacity.PARENT,), **changes):
    """A complete consent on the uniform form for these categories, naming the asker and the purpose."""
    complete = ConsentFact(
        reference="grant-1",
        elements=UNIFORM_FORM_ELEMENTS,
        categories=frozenset(categories),
        signers=frozenset(signers),
        signed_on=date(2026, 9, 1),
        expires_on=date(2027, 6, 30),
        written=True,
        revoked=False,
        names_recipient=True,
        names_discloser=True,
        covers_purpose=True,
    )
    return replace(complete, **changes)


def order(kind=OrderKind.COURT_ORDER, **facts):
    """A paper of legal process; a court order is signed by a judge unless the row says otherwise."""
    known = {"reference": "order-1"}
    if kind is OrderKind.COURT_ORDER:
        known["signed_by_judge"] = True
    return OrderFact(kind, **{**known, **facts})


def danger(**facts):
    """A described danger that is going on now."""
    known = {
        "threat": "wrote that he will bring a knife to class tomorrow",
        "current": True,
        "articulable": True,
    }
    return EmergencyFact(**{**known, **facts})


@dataclass(frozen=True)
class Row:
    """One case. `facts` names groups and fields, as `family__tax_dependent=True`."""

    title: str
    holder: AgencyKind
    asks: RecipientKind
    age: int | None
    category: Category
    purpose: Purpose
    outcome: str
    rule: str
    facts: dict = field(default_factory=dict)
    missing: tuple | None = None
    conditions: tuple | None = None

    def read(self) -> Facts:
        """The facts of the row."""
        known = Facts(
            HolderFact(self.holder),
            RecipientFact(self.asks),
            YouthFact(self.age),
            (self.category,),
            self.purpose,
            DAY,
        )
        for name, value in self.facts.items():
            if "__" in name:
                known = put(known, name.replace("__", ".", 1), value)
            else:
                known = replace(known, **{name: value})
        return known

    def check(self) -> None:
        """Fail unless the engine gives the row's answer on the row's ground."""
        found = decide(self.read()).answer(self.category)
        assert (str(found.outcome), found.ground.rule) == (self.outcome, self.rule), found.routes
        assert all(str(route.reason) and "%(" not in str(route.reason) for route in found.routes)
        if self.missing is not None:
            assert {str(code) for code in found.missing} == set(self.missing)
        if self.conditions is not None:
            assert {str(code) for code in found.conditions} == set(self.conditions)


def row(title, holder, asks, age, category, purpose, outcome, rule, missing=None, conditions=None, **facts):
    """A row of a table of cases."""
    return Row(title, holder, asks, age, category, purpose, outcome, rule, facts, missing, conditions)
