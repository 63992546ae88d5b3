""" "May we share?": one question a page, then the answer. All that is known stands in the address, as codes.

Nothing is written anywhere: no row, no session, no cookie. What is left of a visit is the address in the person's own
browser, and it holds no free text and nobody's name.
"""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosures import explain
from disclosures.permissions import can_compose
from guide.answers import Answers, read
from guide.facts import facts_from, pack_for
from guide.forms import QuestionForm
from guide.prefill import compose_query
from guide.questions import HAVE, NEEDED, NONE, Question, by_code
from guide.state_law import state_law
from guide.tree import Step, Walk, walk
from law import decide
from sharing_portal.limits import limited


@limited("guide")
@require_safe
def may_we_share(request: HttpRequest) -> HttpResponse:
    """Ask the next question that matters, or answer.

    `sent` names the question whose form was sent, `change` one to ask again, `show` asks for the answer so far. What
    is no answer to any question is left out, and the page says so.
    """
    answers, strange = read(request.GET)
    today = timezone.localdate()
    sent = by_code(request.GET.get("sent", ""))
    found = walk(answers.without(sent) if sent else answers, today)
    if sent and (step := _step(found, sent, today)):
        form = _form(step, request.GET)
        if form.is_valid():
            return redirect(reverse("guide:may_we_share") + answers.address())
        return _question(request, answers.without(sent), found, step, form)
    changed = _step(found, by_code(request.GET.get("change", "")), today)
    if changed:
        form = _form(changed, initial={changed.question.code: _initial(changed)})
        return _question(request, answers.without(changed.question), found, changed, form, strange)
    ready = all(question in found.answers for question in NEEDED)
    if found.following and not (ready and "show" in request.GET):
        return _question(request, answers, found, found.following, _form(found.following), strange)
    return _answer(request, answers, found, today, strange)


def _step(found: Walk, question: Question | None, today: date) -> Step | None:
    """The question as it stands in this walk, whether it is settled or comes next."""
    steps = (*found.settled, *([found.following] if found.following else []))
    return next((step for step in steps if step.question is question), None) if question else None


def _form(step: Step, data: Any = None, **kwargs: Any) -> QuestionForm:
    return QuestionForm(data, question=step.question, offered=step.offered, **kwargs)


def _initial(step: Step) -> Any:
    return list(step.chosen) if step.question.several else step.chosen[0]


def _question(
    request: HttpRequest, answers: Answers, found: Walk, step: Step, form: QuestionForm, strange: bool = False
) -> HttpResponse:
    asked = [settled.question for settled in found.settled]
    number = asked.index(step.question) if step.question in asked else len(asked)
    ready = all(question in found.answers for question in NEEDED)
    context = {
        "page_title": step.question.title,
        "number": number + 1,
        "form": form,
        "question": step.question,
        "carried": answers.without(step.question).pairs,
        "rows": _rows(answers, found),
        "back": _back(answers, found, number),
        "answer_so_far": answers.address(show="answer") if ready else "",
        "strange": strange,
    }
    return render(request, "guide/tree/question.html", context)


def _back(answers: Answers, found: Walk, number: int) -> str:
    return answers.address(change=found.settled[number - 1].question.code) if number else ""


def _rows(answers: Answers, found: Walk) -> list[dict[str, Any]]:
    """What has been said so far, each with the way to change it."""
    return [
        {
            "label": step.question.title,
            "lines": [_words(step.question, code) for code in step.chosen],
            "url": reverse("guide:may_we_share") + answers.address(change=step.question.code),
        }
        for step in found.settled
    ]


def _words(question: Question, code: str) -> str:
    choice = question.choice(code)
    return _(str(choice.label)) if choice and code != NONE else _("None of these, or I do not know")


def _answer(request: HttpRequest, answers: Answers, found: Walk, today: date, strange: bool) -> HttpResponse:
    pack = pack_for(found.answers.stated, today)
    decision = decide(facts_from(found.answers.stated, today), pack)
    context = {
        "page_title": _("May we share?"),
        "answers": explain.answers(decision),
        "state": state_law(decision, pack),
        "counsel": answers.address(change=HAVE.code) if HAVE in found.answers else "",
        "rows": _rows(answers, found),
        "go_on": answers.address() if found.following else "",
        "today": today,
        "strange": strange,
    }
    user = request.user
    if user.is_authenticated and user.acting_agency_id and can_compose(user):  # type: ignore[union-attr]
        context["compose"] = reverse("disclosures:compose") + compose_query(found.answers)
    return render(request, "guide/tree/answer.html", context)
