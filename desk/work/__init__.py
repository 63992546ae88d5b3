"""The work list: what waits for the person, what is due, what has ended. A few queries, however much there is."""

from dataclasses import dataclass

from accounts.models import User
from desk.work import families, papers, requests
from desk.work.lines import Group


@dataclass(frozen=True)
class WorkList:
    """What the page shows, each part in the order in which to take it up."""

    waiting: list[Group]
    awaited: list[Group]
    due: list[Group]
    ended: list[Group]

    @property
    def names(self) -> int:
        """How many lines name a youth: the page is recorded when there is one."""
        groups = [*self.waiting, *self.awaited, *self.due, *self.ended]
        return sum(task.names_youth for group in groups for task in group.tasks)


def work_list(user: User) -> WorkList:
    """Everything on the person's desk at the agency she acts for."""
    received = requests.received_by(user)
    return WorkList(
        waiting=_filled(
            papers.invitations(user),
            requests.to_decide(user),
            papers.to_review(user),
            papers.to_sign(user),
            papers.consents_to_confirm(user),
            papers.letters_to_send(user),
            families.wishes(user),
            families.turned_18(user),
            requests.questions(user),
            requests.unread(received),
            papers.consents_begun(user),
        ),
        awaited=_filled(requests.awaiting_answer(user), papers.families_asked(user)),
        due=_filled(
            papers.consents_ending(user),
            papers.agreements_ending(user),
            requests.releases_ending(received),
        ),
        ended=_filled(requests.ended(received)),
    )


def _filled(*groups: Group) -> list[Group]:
    return [group for group in groups if group.tasks]
