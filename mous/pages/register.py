"""What the public register shows of an agreement, in words that a family can read."""

from typing import Any

from django import forms
from django.db.models import F, Func, QuerySet, TextField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from law.vocabulary import STORED_CATEGORIES, AgencyKind, Category, Purpose
from mous.models import PublishedMou
from mous.pages import day


class RegisterFilter(forms.Form):
    """Narrows the register; what it does not understand narrows nothing."""

    party = forms.CharField(label=gettext_lazy("Name of an agency"), required=False, max_length=100)
    category = forms.ChoiceField(label=gettext_lazy("Records"), required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = [(category.value, _(category.label)) for category in STORED_CATEGORIES]
        purposes = [(purpose.value, _(purpose.label)) for purpose in Purpose]
        self.fields["category"].choices = [("", _("All records")), *categories]  # type: ignore[attr-defined]
        self.fields["purpose"].choices = [("", _("All purposes")), *purposes]  # type: ignore[attr-defined]

    def narrowed(self, found: QuerySet[PublishedMou]) -> QuerySet[PublishedMou]:
        """Those that have such a party, and open such records for such a purpose."""
        chosen = self._chosen()
        if party := chosen.get("party"):
            names = Func(F("parties"), Value("\n"), function="array_to_string", output_field=TextField())
            found = found.annotate(names=names).filter(names__icontains=party)
        if category := chosen.get("category"):
            found = found.filter(categories__contains=[category])
        if purpose := chosen.get("purpose"):
            found = found.filter(purposes__contains=[purpose])
        return found

    def is_narrowing(self) -> bool:
        """Whether anything was asked for that leaves some out."""
        return any(self._chosen().values())

    def _chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if isinstance(value, str)}


def card(mou: PublishedMou) -> dict[str, Any]:
    """One agreement in the list."""
    return {
        "heading": mou.title,
        "url": reverse("mous:published", args=[mou.pk]),
        "rows": [
            {"label": _("Between"), "value": ", ".join(mou.parties)},
            {"label": _("Records"), "value": _listed(Category, mou.categories)},
            {"label": _("Purposes"), "value": _listed(Purpose, mou.purposes)},
            {"label": _("In force"), "value": _from_to(mou)},
        ],
    }


def published_context(mou: PublishedMou) -> dict[str, Any]:
    """Everything on the page of one agreement."""
    document = mou.document
    return {
        "page_title": mou.title,
        "breadcrumbs": [
            {"label": _("Agreements between agencies"), "url": reverse("mous:register")},
            {"label": mou.title},
        ],
        "mou": mou,
        "version": document["version"],
        "dates": _from_to(mou),
        "parties": [
            {"name": party["name"], "kind": _(AgencyKind(party["kind"]).label)}
            for party in document["parties"]
        ],
        "flows": [_flow(term) for term in document["terms"]],
        "not_covered": [_(c.label) for c in STORED_CATEGORIES if c.value not in mou.categories],
        "document": {"sections": document["sections"]},
    }


def _flow(term: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {"label": _("Records"), "value": _listed(Category, term["categories"])},
        {"label": _("Purposes"), "value": _listed(Purpose, term["purposes"])},
        {"label": _("Rests on"), "value": term["authority"]},
    ]
    if term["conditions"]:
        rows.append({"label": _("Conditions"), "value": term["conditions"]})
    heading = _("%(asker)s may ask %(holder)s") % {"asker": term["asker"], "holder": term["holder"]}
    return {"heading": heading, "rows": rows}


def _listed(kind: type[Category] | type[Purpose], codes: list[str]) -> str:
    return ", ".join(sorted(_(kind(code).label) for code in codes))


def _from_to(mou: PublishedMou) -> str:
    return _("%(first)s to %(last)s") % {"first": day(mou.starts_on), "last": day(mou.ends_on)}
