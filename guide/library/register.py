"""The register of rules as people read it, made from the rules of the engine and the packs shipped with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from law.layers import LAYER_LABELS, Layer
from law.packs import Pack, shipped
from law.register import RULES, Rule, Status
from law.vocabulary import Provenance
from sharing_portal.words import words

LAWS = sorted({rule.layer for rule in RULES.values()}, key=list(Layer).index)


class RegisterFilter(forms.Form):
    """Narrows the register; what it does not understand narrows nothing."""

    law = forms.ChoiceField(label=gettext_lazy("Law"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Checked"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        laws = [(str(law), _(LAYER_LABELS[law])) for law in LAWS]
        self.fields["law"].choices = [("", _("All laws")), *laws]  # type: ignore[attr-defined]
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            ("", _("All rules")),
            (Status.CHECKED.name.lower(), _("Compared with the source")),
            (Status.COUNSEL.name.lower(), _("To be checked by counsel")),
        ]


@dataclass(frozen=True)
class Entry:
    """One rule as a row."""

    id: str
    title: str
    citation: str
    since: date
    until: date | None
    version: int
    checked_on: date | None
    demands: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Chapter:
    """The rules of one law, or of one state's pack, which says who reviewed it."""

    code: str
    title: str
    entries: tuple[Entry, ...]
    pack: Pack | None = None


def chapters(law: str = "", status: str = "") -> list[Chapter]:
    """The register by law, narrowed to one of them or to the rules of one status; then the state packs."""
    found = [_federal(layer, status) for layer in LAWS if law in ("", str(layer))]
    if not law:
        found.extend(_pack(pack, status) for pack in shipped())
    return [chapter for chapter in found if chapter.entries]


def counted(found: Iterable[Chapter]) -> int:
    """How many rules they hold."""
    return sum(len(chapter.entries) for chapter in found)


def _federal(layer: Layer, status: str) -> Chapter:
    rules = (rule for rule in RULES.values() if rule.layer is layer)
    shown = (rule for rule in rules if status in ("", rule.status.name.lower()))
    return Chapter(str(layer), _(LAYER_LABELS[layer]), tuple(_entry(rule) for rule in shown))


def _entry(rule: Rule) -> Entry:
    levels = sorted(set(rule.demands.values()), key=lambda level: level.rank)
    return Entry(
        id=rule.id,
        title=_(rule.title),
        citation=rule.citation,
        since=rule.effective_from,
        until=rule.effective_to,
        version=rule.version,
        checked_on=rule.source_checked_on,
        demands=tuple((_(level.label), _demanded(rule, level)) for level in levels),
    )


def _demanded(rule: Rule, level: Provenance) -> tuple[str, ...]:
    return tuple(sorted(name for name, demanded in rule.demands.items() if demanded is level))


def _pack(pack: Pack, status: str) -> Chapter:
    title = _("State pack: %(state)s") % {"state": pack.name}
    rules = pack.rules if status in ("", Status.CHECKED.name.lower()) else ()
    entries = tuple(
        Entry(
            id=f"{pack.id}.{rule.id}",
            title=words(rule.title),
            citation=rule.cite,
            since=rule.effective_from,
            until=rule.effective_to or pack.effective_to,
            version=pack.version,
            checked_on=pack.reviewed_on,
        )
        for rule in rules
    )
    return Chapter(pack.id, title, entries, pack)
