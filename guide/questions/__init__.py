"""The questions of "May we share?", in the order in which they are asked.

Which of them are asked, and which answers are offered, is for `guide.tree` to find out from the law engine. What is
listed here is only words, and the fact that each answer states.
"""

from django.utils.translation import gettext_lazy as _

from guide.questions.against import AGAINST
from guide.questions.basics import BASICS, NEEDED
from guide.questions.exceptions import EXCEPTIONS
from guide.questions.kinds import Choice, Question, Stated
from guide.questions.papers import PAPERS

__all__ = [
    "AGAINST",
    "BASICS",
    "HAVE",
    "NEEDED",
    "NONE",
    "QUESTIONS",
    "Choice",
    "Question",
    "Stated",
    "by_code",
]

NONE = "none"
"""The answer that none of the statements of a question is known to be true."""
HAVE = Question(
    "have",
    _("What do you have, or know?"),
    _("There is"),
    (
        Choice("consent", _("A written consent"), {"consent.reference": "consent"}),
        Choice("process", _("A court order, a warrant or a subpoena")),
        Choice(
            "danger",
            _("A danger to somebody’s life, health or safety"),
            {"emergency.threat": "", "not_shown": frozenset({"emergency.significant"})},
        ),
        Choice("service", _("A task done for the school, or inside it")),
        Choice("enrollment", _("Enrollment, a transfer, financial aid, or a campus case")),
        Choice("custody", _("Custody, a placement, or a duty to protect children")),
        Choice("care", _("Something the health provider or program has found")),
        Choice("family", _("Something about the family")),
        Choice("justice", _("A crime, or a court case")),
        Choice("contract", _("A signed agreement, an audit, a study or research")),
        Choice("directory", _("A list of directory information that the school published")),
        Choice("data", _("Data without names"), {"data.aggregate": None}),
        Choice("state", _("A rule of state law that counsel found")),
    ),
    hint=_("Shown are the things that can change the answer. Each leads to one or two more questions."),
)
QUESTIONS: tuple[Question, ...] = (*BASICS, HAVE, *PAPERS, *EXCEPTIONS, AGAINST)


def by_code(code: str) -> Question | None:
    """The question with this code, or None."""
    return next((question for question in QUESTIONS if question.code == code), None)
