"""Names of processes, so that what a dead one held can be taken over at once."""

from __future__ import annotations

import os
import secrets
import socket
from contextlib import suppress
from pathlib import Path


def process_name() -> str:
    """A name no other process has: host, process-id namespace, process id and a random part."""
    return f"{socket.gethostname()[:40]}/{_namespace()}/{os.getpid()}/{secrets.token_hex(4)}"


def is_dead(name: str) -> bool:
    """Whether a process of that name certainly runs no more; False for those on other machines.

    Two services within one process count as alive to each other: they share its id.
    """
    host, _, rest = name.partition("/")
    namespace, _, rest = rest.partition("/")
    process_id = rest.partition("/")[0]
    if host != socket.gethostname()[:40] or namespace != _namespace() or not process_id.isdecimal():
        return False
    try:
        os.kill(int(process_id), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def _namespace() -> str:
    # Containers may share a host name but not their process ids.
    with suppress(OSError):
        return str(Path("/proc/self/ns/pid").readlink()).strip("pid:[]")
    return "0"
