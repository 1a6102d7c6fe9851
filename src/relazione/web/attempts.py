"""Web: wrong passwords slow down whoever tries them, and nobody else.

What is counted is a name from an address (of IPv6 the network of it), so that somebody who guesses from elsewhere locks nobody out.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

FREE = 5
"""Wrong passwords for a name from an address that cost nothing."""
FIRST_WAIT = 2.0
"""Seconds of the first wait; each further one is twice as long."""
LONGEST_WAIT = 300.0
FORGOTTEN_AFTER = 3600.0
MOST_KEPT = 10_000


class Attempts:
    """How often which name was tried from where, without success."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()

    def begin(self, address: str, name: str) -> float:
        """Try the name, if it may be tried now: 0, and it counts as failed until it has `succeeded`, so that attempts made at the same
        time count one another. Else the seconds to wait, and nothing is counted."""
        with self._lock:
            if seconds := self._wait(address, name):
                return seconds
            self._count(address, name)
            return 0.0

    def wait(self, address: str, name: str) -> float:
        """Seconds that have to pass before the name may be tried again from the address; 0: none."""
        with self._lock:
            return self._wait(address, name)

    def _wait(self, address: str, name: str) -> float:
        count, last = self._failed.get((network(address), name), (0, 0.0))
        if count < FREE:
            return 0.0
        pause = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(count - FREE, 20))
        return max(0.0, last + pause - self._clock())

    def _count(self, address: str, name: str) -> None:
        key, now = (network(address), name), self._clock()
        count, last = self._failed.pop(key, (0, now))
        self._failed[key] = (1 if now - last > FORGOTTEN_AFTER else count + 1, now)
        while len(self._failed) > MOST_KEPT:
            self._failed.popitem(last=False)

    def succeeded(self, address: str, name: str) -> None:
        """The right one: what went before is forgotten."""
        with self._lock:
            self._failed.pop((network(address), name), None)


def network(address: str) -> str:
    """The address itself, or of IPv6 its /64, which one machine has wholly: 2001:db8::7 -> "2001:db8::/64"."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))
