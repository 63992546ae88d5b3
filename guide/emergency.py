"""What the emergency entrance asks, and what the law engine makes of it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guide.questions.basics import ASKER, HOLDER, RECORDS, STATES, WHERE
from law.answers import Decision
from law.case import Case
from law.evidence import RecordFact
from law.facts import EmergencyFact, Facts, HolderFact, RecipientFact, YouthFact
from law.layers import Layer
from law.vocabulary import AgencyKind, Category, Purpose, RecipientKind

SHORTEST = 40
FEWEST_WORDS = 6
"""A fact takes at least so many characters and different words; a label takes fewer."""
WHOM = [
    ("self", _("The young person")),
    ("other", _("Another person, who can be named or described")),
    ("many", _("Several people, such as a school or a household")),
    ("unknown", _("Not known")),
]
HOW_BAD = [
    ("life", _("Somebody could die or be badly hurt")),
    ("hurt", _("Somebody could be hurt")),
    ("less", _("Neither: it is a worry, not a danger to body or life")),
    ("unknown", _("Not known")),
]
HOW_SOON = [
    ("now", _("It is happening, or can happen at any moment")),
    ("day", _("Within the next 24 hours")),
    ("days", _("In the next days or weeks")),
    ("over", _("It is over")),
    ("unknown", _("Not known")),
]
MEDICAL = [
    ("yes", _("Yes: medical staff are treating, or are about to treat, somebody")),
    ("no", _("No")),
    ("unknown", _("Not known")),
]
MEANS = [
    ("yes", _("Yes, such as a weapon, medicine, drugs or a car")),
    ("no", _("No")),
    ("unknown", _("Not known")),
]
FROM_PROGRAM = [
    ("yes", _("Yes, or some of them")),
    ("no", _("No")),
    ("unknown", _("Not known")),
]
TRIED = [
    ("no_time", _("There is no time, or nobody who could sign can be reached or is able to")),
    ("possible", _("There is time to ask")),
    ("refused", _("We asked, and they said no")),
    ("unknown", _("Not tried yet")),
]
CONSENT_OBTAINABLE = {"no_time": False, "possible": True, "refused": False}


def _grouped(question: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for choice in question.choices:
        groups.setdefault(str(choice.section), []).append((choice.code, gettext(str(choice.label))))
    return list(groups.items())


def _one(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. “Not known” is an answer too.")},
        **more,
    )


class EmergencyForm(forms.Form):
    """The facts that a decision in an emergency rests on and that the record of it needs."""

    threat = forms.CharField(
        label=_("What was said, done or seen? By whom, and when?"),
        help_text=_(
            "Write what happened, in the person’s own words if you can. No names: “a student”, “his uncle”. "
            "A label such as “safety concern” is not enough."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        error_messages={"required": _("Write down what was said, done or seen.")},
    )
    whom = _one(_("Who is in danger?"), WHOM)
    how_bad = _one(_("How bad could it be?"), HOW_BAD)
    how_soon = _one(_("How soon?"), HOW_SOON)
    means = _one(_("Can the person get at the means to do it?"), MEANS)
    medical = _one(_("Is it a medical emergency?"), MEDICAL)
    consent = _one(_("Could somebody sign a consent in time?"), TRIED)
    holder = forms.ChoiceField(
        label=_("Who has the records?"), error_messages={"required": _("Choose who has the records.")}
    )
    where = forms.ChoiceField(label=WHERE.title, required=False)  # type: ignore[arg-type]
    recipient = forms.ChoiceField(
        label=_("Who must know, in order to protect somebody?"),
        error_messages={"required": _("Choose who must know.")},
        help_text=_("One at a time: the answer is not the same for all."),
    )
    records = forms.MultipleChoiceField(
        label=_("Which facts must they know?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind.")},
        help_text=_("Only what they need to protect somebody."),
    )
    program = _one(_("Do any of these facts come from a substance use treatment program?"), FROM_PROGRAM)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = ("", gettext("Choose"))
        holders = [(choice.code, gettext(str(choice.label))) for choice in HOLDER.choices]
        self.fields["holder"].choices = [blank, *holders]  # type: ignore[attr-defined]
        elsewhere = ("", gettext("Another state, or a state that is not listed"))
        self.fields["where"].choices = [elsewhere, *STATES.items()]  # type: ignore[attr-defined]
        if not STATES:
            del self.fields["where"]
        self.fields["recipient"].choices = [blank, *_grouped(ASKER)]  # type: ignore[attr-defined]
        self.fields["records"].choices = _grouped(RECORDS)  # type: ignore[attr-defined]

    def clean_threat(self) -> str:
        """A fact and not a label: long enough to say one, and not one of the labels the law engine refuses."""
        threat = str(self.cleaned_data["threat"]).strip()
        enough = len(threat) >= SHORTEST and len(set(threat.lower().split())) >= FEWEST_WORDS
        if not enough or not _described(threat):
            raise forms.ValidationError(
                gettext(
                    "Say what happened: the words, the act or the condition, and when. At least %(number)d characters."
                )
                % {"number": SHORTEST}
            )
        return threat

    def said(self) -> list[dict[str, Any]]:
        """What was answered, in words, for the printed record."""
        rows = []
        for name, field in self.fields.items():
            value = self.cleaned_data[name]
            words = _flat(getattr(field, "choices", []))
            lines = [str(words.get(one, one)) for one in (value if isinstance(value, list) else [value])]
            rows.append({"label": field.label, "lines": lines})
        return rows


def _flat(choices: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, label in choices:
        found |= dict(label) if isinstance(label, list | tuple) else {code: label}
    return found


def _described(threat: str) -> bool:
    facts = facts_of(
        {
            "threat": threat,
            "holder": AgencyKind.SCHOOL,
            "recipient": RecipientKind.POLICE,
            "records": ["education"],
        },
        date.today(),
    )
    return Case(facts, Category.EDUCATION).threat_described


def facts_of(said: dict[str, Any], on: date) -> Facts:
    """The engine's input. “Not known” stays unknown; a danger of weeks ahead is no imminent one."""
    soon, bad = said.get("how_soon", ""), said.get("how_bad", "")
    program = said.get("program", "")
    return Facts(
        holder=HolderFact(AgencyKind(said["holder"])),
        recipient=RecipientFact(RecipientKind(said["recipient"])),
        youth=YouthFact(),
        record=RecordFact(part2_content={"yes": True, "no": False}.get(program)),
        not_shown=_not_shown(program, bad),
        categories=tuple(category for category in Category if category in said["records"]),
        purpose=Purpose.HEALTH_OR_SAFETY_EMERGENCY,
        on=on,
        emergency=EmergencyFact(
            threat=said["threat"],
            articulable=True,
            significant={"life": True, "hurt": True, "less": False}.get(bad),
            serious={"life": True, "less": False}.get(bad),
            imminent={"now": True, "day": True, "days": False, "over": False}.get(soon),
            current={"now": True, "day": True, "days": True, "over": False}.get(soon),
            medical={"yes": True, "no": False}.get(said.get("medical", "")),
            consent_obtainable=CONSENT_OBTAINABLE.get(said.get("consent", "")),
        ),
    )


def _not_shown(program: str, bad: str) -> frozenset[str]:
    """What was asked and is not known."""
    asked = {"record.part2_content": program, "emergency.significant": bad}
    return frozenset(name for name, said in asked.items() if said == "unknown")


AFTER_SCHOOL = (
    _(
        "Within a reasonable time: enter in the school’s record of disclosures what the threat was and who was told (34 CFR 99.32(a)(5))."
    ),
    _(
        "Within 2 school days, as good practice: tell the parent, or the student who is 18, unless that adds to the danger."
    ),
    _("Tell those who received the facts that they may not pass them on (34 CFR 99.33)."),
)
AFTER_HEALTH = (
    _("Enter it in the accounting of disclosures (45 CFR 164.528)."),
    _(
        "Check that no more was told than was needed. If too much was told, begin the review of a breach (45 CFR 164.402)."
    ),
)
AFTER_PROGRAM = (
    _(
        "At once: write in the patient’s record who received it and where they work, who disclosed it, when, and what the emergency was (42 CFR 2.51(c))."
    ),
    _(
        "If anyone but medical staff received facts of the program, begin the review of a breach (42 CFR 2.16)."
    ),
)
AFTER_ALL = (
    _(
        "Within 24 hours: finish the written record of this emergency. Ask after 4, 12 and 24 hours whether it is done."
    ),
    _(
        "If you must report abuse or neglect: report it yourself, and write down the time and the report number."
    ),
    _(
        "Within 10 working days: look back together at what was done, correct the log, and close any access that was opened."
    ),
)


def afterwards(decision: Decision) -> list[Any]:
    """What to write down and do afterwards, under the laws that the decision found to apply."""
    laws = {route.layer for answer in decision.categories for route in answer.grounds}
    due: list[Any] = []
    if laws & {Layer.PART2, Layer.PART2_ONWARD}:
        due += AFTER_PROGRAM
    if laws & {Layer.FERPA, Layer.FERPA_ONWARD}:
        due += AFTER_SCHOOL
    if laws & {Layer.HIPAA, Layer.PSYCHOTHERAPY}:
        due += AFTER_HEALTH
    return [*due, *AFTER_ALL]
