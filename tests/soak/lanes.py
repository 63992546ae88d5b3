"""Two people who act at the same moment, over connections of their own that stay open, one round after the other."""

import http.client
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

from tests.faults.processes import Browser

# Seconds: how far chance moves a start, and how far the outcome of a race moves the next: far at first, less with every
# turn of the luck.
JITTER, FIRST_STEP, LAST_STEP = 0.02, 0.1, 0.005


class Caller:
    """A signed-in person's connection to the portal's API."""

    def __init__(self, browser: Browser) -> None:
        self._address, self.base = urlsplit(browser.base), browser.base
        cookies = {cookie.name: cookie.value or "" for cookie in browser.cookies}
        self._headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": cookies["csrftoken"],
            "Referer": f"{browser.base}/",
            "Content-Type": "application/json",
        }
        self._link: http.client.HTTPConnection | None = None

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path)

    def post(self, path: str, **data: Any) -> tuple[int, bytes]:
        return self._ask("POST", path, json.dumps(data).encode())

    def close(self) -> None:
        """Let the connection go; the next request makes another."""
        if self._link is not None:
            self._link.close()
        self._link = None

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Once: a request is never repeated, for it might have been done. A connection that was idle is made anew."""
        if self._link is None or time.monotonic() - self._used > 1:
            self.close()
            self._link = http.client.HTTPConnection(
                str(self._address.hostname), self._address.port, timeout=60
            )
        self._link.request(method, path, body, self._headers)
        response = self._link.getresponse()
        content = response.read()
        self._used = time.monotonic()
        if response.will_close:
            self.close()
        return response.status, content


class Lane:
    """Two threads that one barrier lets go; the first waits so long after it that either wins about as often."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool, self._barrier = pool, Barrier(2)
        self._lead: dict[str, float] = defaultdict(float)
        self._step: dict[str, float] = defaultdict(lambda: FIRST_STEP)
        self._won: dict[str, bool] = {}

    def race(self, kind: str, *sides: Callable[[], Any]) -> list[Any]:
        """Both at once; what each gave. `settled` is to be told who won, so that the next race of the kind is close."""
        lead = self._lead[kind] + random.uniform(-JITTER, JITTER)
        return list(self._pool.map(self._start, sides, (max(lead, 0), max(-lead, 0))))

    def settled(self, kind: str, *, first_won: bool) -> None:
        if self._won.get(kind, first_won) != first_won:
            self._step[kind] = max(self._step[kind] / 2, LAST_STEP)
        self._won[kind] = first_won
        self._lead[kind] += self._step[kind] if first_won else -self._step[kind]

    def _start(self, side: Callable[[], Any], later: float) -> Any:
        self._barrier.wait(60)
        time.sleep(later)
        return side()


def in_lanes(lanes: int, rounds: Sequence[int], play: Callable[[int, Lane, int], Any]) -> Iterator[Any]:
    """`play(lane number, lane, round)` for every round, `lanes` of them at the same time; what each gave."""

    def run(number: int) -> list[Any]:
        with ThreadPoolExecutor(2) as pool:
            lane = Lane(pool)
            return [play(number, lane, one) for one in rounds[number::lanes]]

    with ThreadPoolExecutor(lanes) as pool:
        for answers in pool.map(run, range(lanes)):
            yield from answers
