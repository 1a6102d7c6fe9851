"""Web: bounds of a connection, below HTTP: for clients that send or take slowly, or come in great numbers.

uvicorn bounds how many connections there are and how large a head is, and waits for ever for the rest of either. This is its protocol
with a clock: a head has to come within HEAD_WITHIN seconds, a body within BODY_WITHIN, and what was answered has to be taken.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_WITHIN = 10.0
BODY_WITHIN = 30.0
TAKEN_WITHIN = 30.0
MOST_FROM_ONE = 64
"""Connections from one address (not counted behind a proxy, where all come from one)."""
MOST_CONNECTIONS = 200

_TOO_SLOW = b"The request took too long to come.\n"


class PatientProtocol(H11Protocol):
    """uvicorn's protocol, with an end to its patience."""

    most_from_one = MOST_FROM_ONE
    _coming: asyncio.TimerHandle | None = None
    _going: asyncio.TimerHandle | None = None
    _phase = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there: it has to ask something soon, and may not take all places."""
        super().connection_made(transport)
        if self.client and self.most_from_one:
            clients = [getattr(other, "client", None) for other in self.connections]
            if sum(client is not None and client[0] == self.client[0] for client in clients) > self.most_from_one:
                transport.abort()
                return
        self._watch("head")

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._watch("")
        self._stop_going()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something came."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """An answer was written; whether it is taken shows itself."""
        super().on_response_complete()
        if self.transport.get_write_buffer_size():
            self._start_going()
        self._look()

    def pause_writing(self) -> None:
        """The client takes nothing more for now."""
        super().pause_writing()
        self._start_going()

    def resume_writing(self) -> None:
        """The client takes again."""
        super().resume_writing()
        self._stop_going()

    def _look(self) -> None:
        """What is being waited for, and since when."""
        if self.transport.is_closing():
            return
        if self.conn.their_state is h11.SEND_BODY:
            self._watch("body")
        elif self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._watch("head")
        else:
            self._watch("")

    def _watch(self, phase: str) -> None:
        if phase == self._phase:
            return
        self._phase = phase
        if self._coming:
            self._coming.cancel()
        within = {"head": HEAD_WITHIN, "body": BODY_WITHIN}.get(phase)
        self._coming = self.loop.call_later(within, self._too_slow) if within else None

    def _too_slow(self) -> None:
        if self.transport.is_closing():
            return
        if self._phase == "head" and self.conn.our_state is h11.IDLE:
            headers = [
                (b"content-type", b"text/plain"),
                (b"connection", b"close"),
                (b"content-length", str(len(_TOO_SLOW)).encode()),
            ]
            for event in (h11.Response(status_code=408, headers=headers), h11.Data(data=_TOO_SLOW), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
            self.transport.close()
            self._start_going()
        else:
            self.transport.abort()

    def _start_going(self) -> None:
        if self._going is None:
            self._going = self.loop.call_later(TAKEN_WITHIN, self._not_taken)

    def _stop_going(self) -> None:
        if self._going:
            self._going.cancel()
            self._going = None

    def _not_taken(self) -> None:
        self._going = None
        if self.transport.get_write_buffer_size():
            self.transport.abort()


class ProxiedProtocol(PatientProtocol):
    """The same behind a proxy, from which all connections come."""

    most_from_one = 0
