"""The gallery of components: every piece of `templates/components` with invented content, for those who build pages.

Served in the demo and in development only. English on purpose: it is documentation, not interface.
"""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


class Choice(str):
    """A choice label with a line of explanation below it."""

    hint = ""

    @classmethod
    def of(cls, label: str, hint: str) -> "Choice":
        choice = cls(label)
        choice.hint = hint
        return choice


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Youth's full name", help_text="As it stands in your own record.")
    born = forms.DateField(
        label="Date of birth", help_text="For example, 4 28 2011", widget=forms.SelectDateWidget()
    )
    grade = forms.CharField(label="Grade", required=False, widget=forms.TextInput(attrs={"width": "2xs"}))
    purpose = forms.ChoiceField(
        label="Why do you ask?",
        choices=[("", "Choose a purpose"), ("care", "Coordinate care"), ("school", "Support at school")],
    )
    categories = forms.MultipleChoiceField(
        label="Which records?",
        widget=forms.CheckboxSelectMultiple(attrs={"tiles": True}),
        choices=[
            ("attendance", Choice.of("Attendance", "Days present, absent and late")),
            ("discipline", Choice.of("Discipline", "Incidents and what followed")),
        ],
    )
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        widget=forms.RadioSelect,
        choices=[("no", "In 10 days"), ("yes", "In 2 days")],
    )
    note = forms.CharField(label="Anything the custodian should know", required=False, widget=forms.Textarea)
    evidence = forms.FileField(label="Evidence", required=False, help_text="PDF, PNG or JPEG, up to 10 MB.")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    attest = forms.BooleanField(label="I have read the request and it is true as far as I know.")


class SampleFilter(forms.Form):
    """What a filter bar holds."""

    search = forms.CharField(label="Name", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), ("open", "Open")])


ROWS = [
    {"reference": "DR-2041", "who": "Cedar Valley Counseling", "what": "Attendance, discipline",
     "state": "submitted", "word": "Waits for a decision", "due": "December 1, 2026"},
    {"reference": "DR-2038", "who": "County Juvenile Probation", "what": "Attendance",
     "state": "needs_more", "word": "More is needed", "due": "November 28, 2026"},
    {"reference": "DR-2030", "who": "Harbor Youth Recovery", "what": "Enrollment",
     "state": "released", "word": "Released", "due": "November 20, 2026"},
    {"reference": "DR-2022", "who": "Sheriff's Office", "what": "Discipline",
     "state": "refused", "word": "Refused", "due": "November 12, 2026"},
]  # fmt: skip
ANSWERS = [
    {"category": "Attendance", "outcome": "permit",
     "ground": "The parent agreed in writing to this disclosure.", "citation": "34 CFR 99.30",
     "reasons": [{"text": "Signed and dated consent names the records, the purpose and the recipient.",
                  "citation": "34 CFR 99.30(b)"}, "The agreement between both agencies covers attendance."],
     "conditions": [{"text": "The recipient may not pass it on without consent.", "citation": "34 CFR 99.33(a)"}],
     "relied_on": [{"label": "Consent of October 3, 2026", "url": "#"}, {"label": "MOU, term 4", "url": "#"}]},
    {"category": "Discipline", "outcome": "needs_more",
     "ground": "The consent in force does not name discipline records.", "citation": "34 CFR 99.30(b)(1)",
     "missing": ["A consent that names discipline records, signed by the parent."],
     "next_step": "Ask for a consent that covers discipline", "next_url": "#"},
    {"category": "Substance use treatment", "outcome": "deny",
     "ground": "No written consent, court order or emergency opens these records.", "citation": "42 CFR 2.13(a)"},
    {"category": "School health", "outcome": "permit_with_conditions",
     "ground": "Health professionals may share for treatment.", "citation": "45 CFR 164.506(c)",
     "conditions": ["Only what is needed for the treatment.", "The family is told of the disclosure."]},
]  # fmt: skip
TIMELINE = [
    {"title": "Released attendance", "when": "November 20, 2026, 3:12 PM PST", "who": "Bob Ito", "tone": "good"},
    {"title": "Asked for more", "when": "November 18, 2026, 9:40 AM PST", "who": "Bob Ito",
     "text": "Please add the consent.", "tone": "warn"},
    {"title": "Request sent", "when": "November 17, 2026, 4:05 PM PST", "who": "Alice Moreno"},
]  # fmt: skip
SUMMARY = [
    {"label": "About", "value": "Jordan Reyes, born April 28, 2011", "url": "#"},
    {"label": "Records", "lines": ["Attendance", "Discipline"], "url": "#"},
    {"label": "Will not be shared", "value": "Grades, health and counseling notes"},
    {"label": "Note", "value": "", "url": "#", "change": "Add"},
]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component once, in each of its states."""
    return render(request, "components/gallery.html", sample_context())


def sample_context() -> dict[str, Any]:
    """Invented content for the gallery."""
    slips = {"broken-born_month": "13", "broken-born_day": "40", "broken-born_year": "2011"}
    broken = SampleForm(slips, prefix="broken")
    columns = [
        {"label": "Reference", "sort_url": "?sort=reference"},
        {"label": "Asked by", "sort_url": "?sort=-who", "sorted": "ascending"},
        {"label": "Records"}, {"label": "State"}, {"label": "Due", "numeric": True},
    ]  # fmt: skip
    facts = [
        {"label": "Reference", "value": "DR-2041"},
        {"label": "Due", "value": "December 1, 2026", "hint": "In 10 days"},
    ]
    parts = [{"label": "Records", "url": "#", "current": True, "count": 12}, {"label": "Guardians", "url": "#", "count": 2},
             {"label": "Consents", "url": "#", "count": 0}, {"label": "History", "url": "#"}]  # fmt: skip
    contents = [{"label": "Status", "url": "#status"}, {"label": "List", "url": "#list"}, {"label": "Law", "url": "#answers"},
                {"label": "Steps", "url": "#steps"}, {"label": "Forms", "url": "#forms"}]  # fmt: skip
    steps = [
        {"label": "Who", "url": "#"},
        {"label": "Which records", "url": "#"},
        {"label": "Why"},
        {"label": "Check"},
    ]
    return {
        "page_title": "Components", "breadcrumbs": [{"label": "Work list", "url": "/"}, {"label": "Components"}],
        "sample": SampleForm(), "broken": broken, "filter": SampleFilter(), "rows": ROWS, "columns": columns,
        "answers": ANSWERS, "timeline": TIMELINE, "summary": SUMMARY, "facts": facts, "parts": parts, "steps": steps,
        "contents": contents,
        "page": Paginator(range(200), 25).page(3), "meta": ["Grade 9", "North High School"],
        "file": SimpleNamespace(name="Release DR-2030.pdf", url="#", size=248_000),
        "hash": "9f2c4be07d51a6a3c8e4f1b27a90d3556e81c0f7b4a2d9185c3e6f70a1b2c3d4",
    }  # fmt: skip
