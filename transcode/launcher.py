"""Becomes another program inside limits; run as `python -I -S launcher.py '<json>' -- program arguments…`.

It stands between the worker and ffmpeg because limits set from a running, threaded Python process (`preexec_fn`) are
not safe. It uses the standard library alone, and after `execvp` nothing of it is left: same process id, no parent in
between.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from typing import NoReturn

#: Exit code when the program could not be started, as a shell gives it.
CANNOT_RUN = 127

_PR_SET_PDEATHSIG = 1
_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_NICENESS = 10


def cut_network() -> bool:
    """Move this process into a network namespace of its own, without any interface.

    Returns:
        False where the system has no such thing or refuses it: the protocol allow-list then stands alone.
    """
    with contextlib.suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None, use_errno=True).unshare
        # Root needs no user namespace, and would lose its right to read other users' files in one.
        return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))
    return False


def die_with_parent(parent_pid: int) -> None:
    """Ask the kernel to kill this process when its parent is gone, however that ended; also when it is gone already."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        os._exit(CANNOT_RUN)


def set_limits(memory_bytes: int, output_bytes: int) -> None:
    """Bound memory, the size of each file written, and core dumps.

    RLIMIT_DATA bounds what is really used; RLIMIT_AS would count mapped files and every thread's reserved stack.
    """
    for limit, value in (
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_FSIZE, output_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (allowed, allowed))


def main(argv: list[str]) -> NoReturn:
    """Take on the limits in argv[1], then become argv[3:]."""
    limits = json.loads(argv[1])
    program = argv[3:]
    # Python ignores these two, and what is ignored stays ignored after exec: a full file must end the program.
    for number in (signal.SIGXFSZ, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    cut_network()
    # After the namespaces: changing credentials clears the death signal.
    die_with_parent(limits["parent_pid"])
    with contextlib.suppress(OSError):
        os.nice(_NICENESS)
    set_limits(limits["memory_bytes"], limits["output_bytes"])
    try:
        os.execvp(program[0], program)  # noqa: S606 - becoming the program without a shell is the point
    except OSError as error:
        sys.stderr.write(f"cannot run {program[0]}: {error.strerror}\n")
        sys.stderr.flush()
    os._exit(CANNOT_RUN)


if __name__ == "__main__":
    main(sys.argv)
