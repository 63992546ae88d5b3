"""Shape of what people answer in the guide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guide.questions import NEEDED, NONE, Choice, Question


class Label(str):
    """The words of a choice, with a line of explanation below them."""

    hint: str = ""

    @classmethod
    def of(cls, choice: Choice) -> "Label":
        label = cls(_(str(choice.label)) if isinstance(choice.label, str) else choice.label)
        label.hint = str(choice.hint)
        return label


class QuestionForm(forms.Form):
    """One question, with the answers that matter."""

    def __init__(self, *args: Any, question: Question, offered: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        kind = forms.MultipleChoiceField if question.several else forms.ChoiceField
        widget = forms.CheckboxSelectMultiple if question.several else forms.RadioSelect
        required = _("Choose all that apply.") if question.several else _("Choose one.")
        self.fields[question.code] = kind(
            label=str(question.label),
            help_text=str(question.hint),
            choices=_choices(question, offered),
            widget=widget,
            error_messages={"required": required, "invalid_choice": _("Choose one of the answers shown.")},
        )

    def clean(self) -> dict[str, Any]:
        """Nothing known and something known are not both the answer."""
        data: dict[str, Any] = super().clean() or {}
        chosen = data.get(self.question.code, [])
        if self.question.several and NONE in chosen and len(chosen) > 1:
            self.add_error(
                self.question.code, _("Choose what is true, or “None of these, or I do not know”, not both.")
            )
        return data


def _choices(question: Question, offered: Iterable[Choice]) -> list[tuple[str, Any]]:
    sections: dict[str, list[tuple[str, Any]]] = {}
    for choice in offered:
        sections.setdefault(str(choice.section), []).append((choice.code, Label.of(choice)))
    if question.several and question not in NEEDED:
        sections.setdefault("", []).append((NONE, Label(_("None of these, or I do not know"))))
    return [*sections.pop("", []), *sections.items()]
