"""What a command and everything it starts take of the machine."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tools.attack.attacks import Failed


@dataclass(frozen=True)
class Watched:
    """How a command ended: exit code, output, peak memory of all its processes together, processor seconds."""

    code: int
    output: str
    megabytes: float
    seconds: float


def watch(command: list[str], environment: dict[str, str], folder: Path, timeout: float = 240) -> Watched:
    """Run a command to its end, with its errors among its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="backslashreplace",
    )
    peak = [0]
    sampler = threading.Thread(target=_sample, args=(process, peak), daemon=True)
    sampler.start()
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        raise Failed(f"not done after {timeout:g} s") from None
    finally:
        for pid in list(processes(process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        sampler.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Watched(process.returncode, output, peak[0] / 2**20, seconds)


def processes(parent: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield parent
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from processes(int(child))


def _sample(process: subprocess.Popen[str], peak: list[int]) -> None:
    page = os.sysconf("SC_PAGE_SIZE")
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_resident(pid) for pid in processes(process.pid)) * page)
        time.sleep(0.01)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
