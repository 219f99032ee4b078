"""Memory that no other program reads: an engine's holds pictures of people."""

import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4


def keep_memory_private() -> None:
    """Let neither core dumps nor other programs of this user have the memory of this process.

    On Linux the kernel then refuses ``ptrace``, ``/proc/PID/mem`` and ``pidfd_getfd`` to all but
    root (prctl(2), PR_SET_DUMPABLE); so it does to debuggers. Elsewhere there is just no core dump.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the kernel does not keep this memory private")
