"""Two people at the same moment, each with a database connection of her own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections

from agencies.acting import acting_as
from sharing_portal.errors import PortalError


def at_once(*steps: tuple[Any, Callable[[Any], Any]]) -> list[Any]:
    """Run each (user, verb of that user) in a thread and a transaction of its own, all released by one barrier.

    Give what each returned, or the portal's error it got. Any other error is raised here.
    """
    barrier = Barrier(len(steps))
    answers: list[Any] = [None] * len(steps)

    def run(number: int, user: Any, verb: Callable[[Any], Any]) -> None:
        try:
            with acting_as(user):
                barrier.wait(10)
                answers[number] = verb(user)
        except PortalError as error:
            answers[number] = error
        except BaseException as error:
            answers[number] = error
            barrier.abort()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number, *step)) for number, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, PortalError):
            raise answer
    return answers
