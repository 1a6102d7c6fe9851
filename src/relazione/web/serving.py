"""Web: the server: the application, run by uvicorn within the bounds of `connections`."""

from __future__ import annotations

import socket
from collections.abc import Collection
from pathlib import Path

import uvicorn

from relazione.web.app import create_app
from relazione.web.connections import MOST_CONNECTIONS, PatientProtocol, ProxiedProtocol
from relazione.web.guard import LARGEST_HEAD, LOOPBACK
from relazione.web.visitor import ByLogin, Door


def server(record: Path, door: Door, hosts: Collection[str] = LOOPBACK, lake: Path | None = None) -> uvicorn.Server:
    """A server of the record (and of a lake, by default the one beside it), to be run on sockets that listen: `server(...).run(sockets=[...])`."""
    proxied = isinstance(door, ByLogin) and door.secure
    config = uvicorn.Config(
        create_app(record, hosts=hosts, door=door, lake=lake),
        http=ProxiedProtocol if proxied else PatientProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=proxied,
        forwarded_allow_ips="127.0.0.1,::1",
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)


def is_loopback(listening: socket.socket) -> bool:
    """Whether only this machine reaches the socket."""
    import ipaddress

    return ipaddress.ip_address(listening.getsockname()[0].partition("%")[0]).is_loopback
