"""Requests through the whole of Django, timed one by one and taken in turns."""

import re
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.test import Client

from accounts.models import User

# What differs between two answers with the same content: tokens, the address, the latest events of a record.
PASSING = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|/by-hand| aria-current="page"'
    r'|<ol class="usa-list[^>]*>.*?</ol>',
    re.DOTALL,
)


@dataclass
class Series:
    """The times of one kind of request, in milliseconds."""

    times: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.times)


class Database:
    """The portal's connection to one of the crowds, to be put in the place of the default one."""

    def __init__(self, name: str) -> None:
        self.wrapper = connections.create_connection("default")
        self.wrapper.settings_dict = {**self.wrapper.settings_dict, "NAME": name}

    @contextmanager
    def chosen(self) -> Any:
        outer = connections["default"]
        connections["default"] = self.wrapper
        try:
            yield
        finally:
            connections["default"] = outer


@dataclass
class Visitor:
    """A person signed in to one of the crowds."""

    database: Database
    client: Client

    @classmethod
    def signed_in(cls, database: Database, user_id: str, agency_id: str) -> "Visitor":
        """Her session, as the sign-in would leave it."""
        with database.chosen():
            user = User.objects.get(pk=user_id)
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session["agency_id"] = agency_id
            session["signed_in_at"] = time.time()
            session.set_expiry(24 * 3600)
            session.save()
        client = Client(SERVER_NAME="localhost")
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
        return cls(database, client)

    def get(self, address: str) -> tuple[float, bytes]:
        """The milliseconds from handing the request over to holding the whole body, and the body."""
        with self.database.chosen():
            started = time.perf_counter_ns()
            response = self.client.get(address, secure=True)
            elapsed = (time.perf_counter_ns() - started) / 1e6
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return elapsed, response.content

    def shown(self, address: str) -> str:
        """The page's text without what differs at every request."""
        return PASSING.sub("", self.get(address)[1].decode())


Request = tuple[Visitor, Callable[[int], str]]


def take_turns(requests: Sequence[Request], rounds: int, warm_up: int) -> list[Series]:
    """Send each request `rounds` times in turns, the order reversed every other round, after a warm-up."""
    series = [Series() for _ in requests]
    for number in range(-warm_up, rounds):
        order = range(len(requests)) if number % 2 else range(len(requests) - 1, -1, -1)
        for place in order:
            visitor, address = requests[place]
            elapsed, _ = visitor.get(address(number))
            if number >= 0:
                series[place].times.append(elapsed)
    return series
