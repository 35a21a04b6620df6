"""What the kernel closes to a process that reads foreign files: other files, the network, other processes.

Landlock (Linux 5.13) closes paths and, newer, TCP and signals; a seccomp filter closes sockets of every kind and the
ways around it. Neither takes rights that an ordinary process lacks, and both are inherited by what the process starts.
"""

from __future__ import annotations

import ctypes
import glob
import os
import platform
import shutil
import signal
import site
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/mime.types")
_DEVICES = ("/dev/null", "/dev/urandom", "/dev/zero")
_LOADER = ("/lib*/ld-linux*", "/lib*/ld-musl*", "/lib/*/ld-linux*")  # starting a program reads one of these

_PDEATHSIG, _NO_NEW_PRIVILEGES, _SET_SECCOMP = 1, 38, 22  # of prctl
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every processor
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_TRUNCATE, _DEVICE_CONTROL = 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _DEVICE_CONTROL

# The name of a processor for the kernel (AUDIT_ARCH) and the numbers of socket, ptrace, process_vm_readv and _writev,
# setpgid, setsid, unshare, io_uring_setup. A child that cannot leave its group is ended with it.
_CALLS = {
    "x86_64": (0xC000003E, (41, 101, 310, 311, 109, 112, 272, 425)),
    "aarch64": (0xC00000B7, (198, 117, 270, 271, 154, 157, 97, 425)),
}
_X32 = 0x40000000  # calls of the other x86-64 interface begin here
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # of classic BPF

_libc = ctypes.CDLL(None, use_errno=True)


def end_with(parent: int) -> None:
    """Let this process die when ``parent``, which started it, does."""
    _libc.prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before that
        os._exit(1)


def enclose(readable: Iterable[Path], writable: Path) -> None:
    """Close this process off, for good: from now on it reads Python, the system's libraries and ``readable``, writes
    in the folder ``writable``, starts nothing but Tesseract, and opens no socket.

    What the kernel cannot close stays open; :func:`ingest.sandbox.left_open` tells.
    """
    os.umask(0o077)
    _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _close_paths(readable, writable)
    _close_calls()


def _close_paths(readable: Iterable[Path], writable: Path) -> None:
    version = _libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return
    everything = (1 << (13, 14, 15, 15, 16)[min(version, 5) - 1]) - 1
    network, scopes = 0b11 if version >= 4 else 0, 0b11 if version >= 6 else 0
    attributes = struct.pack("=QQQ", everything, network, scopes)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = _libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return
    reading = _READ_FILE | _READ_DIR
    for path in (*_python(), *map(Path, _SYSTEM), *readable):
        _allow(ruleset, path, reading & everything)
    for path in _programs():
        _allow(ruleset, path, (reading | _EXECUTE) & everything)
    for path in map(Path, _DEVICES):
        _allow(ruleset, path, (_READ_FILE | _WRITE_FILE) & everything)
    _allow(ruleset, writable, everything & ~_EXECUTE)
    _libc.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _python() -> Iterable[Path]:
    """Where modules and what they load lie. The project's own folder may hold the data folder, so of it only its
    packages, unless it is a folder of packages alone."""
    packages = {Path(folder).resolve() for folder in site.getsitepackages()}
    yield from (_ROOT / name for name in ("ingest", "knowledge"))
    yield Path(sys.base_prefix, "lib")
    if trained := os.environ.get("TESSDATA_PREFIX"):
        yield Path(trained)
    for entry in {Path(entry).resolve() for entry in sys.path if entry}:
        if entry != _ROOT or entry in packages:
            yield entry


def _programs() -> Iterable[Path]:
    if program := shutil.which("tesseract"):
        yield Path(program).resolve()
    yield from (Path(path).resolve() for pattern in _LOADER for path in glob.glob(pattern))


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not on this system
        return
    try:
        rights &= -1 if path.is_dir() else _OF_FILES
        _libc.syscall(_ADD_RULE, ruleset, 1, struct.pack("=Qi", rights, opened), 0)
    finally:
        os.close(opened)


def _close_calls() -> None:
    """A filter of classic BPF: load the processor and the number of a call, compare, refuse with EPERM or allow."""
    architecture, refused = _CALLS.get(platform.machine(), (0, ()))
    if not refused:
        return
    program = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    # Jumps count from the next step; a match jumps over the other comparisons and the permission.
    program += [(_AT_LEAST, len(refused) + 1, 0, _X32)]
    program += [(_EQUAL, len(refused) - at, 0, number) for at, number in enumerate(refused)]
    program += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    code = b"".join(struct.pack("=HBBI", *step) for step in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    _libc.prctl(_SET_SECCOMP, 2, filter_, 0, 0)
