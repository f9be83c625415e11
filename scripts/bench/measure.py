"""How the benchmarks measure: whole processes in turn, their ratios pair by pair."""

import os
import resource
import signal
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

LIMIT = 600  # seconds that one process may take


class Failed(Exception):
    """What makes a row worthless: a command that failed, or two answers that differ."""


@dataclass
class Run:
    wall: float
    cpu: float  # of the process and of all that it waited for
    memory: int  # bytes, of the largest process among them
    out: bytes
    err: bytes


@dataclass
class Row:
    """A row of the page. Ratios are ours through theirs, one for each pair of runs."""

    measure: str
    unit: str  # of ours and theirs
    ours: list
    theirs: list
    target: str
    met: bool
    equal: str  # what was found to be the same, before anything was timed
    commands: list
    ratios: list = None
    notes: list = field(default_factory=list)
    absolute: bool = False  # the target is of seconds, which a busy machine cannot meet

    def __post_init__(self):
        if self.ratios is None:
            self.ratios = [a / b for a, b in zip(self.ours, self.theirs)]


@dataclass
class Growth:
    """What a measure takes at several sizes of its input."""

    measure: str
    sizes: list
    seconds: list  # the median of each size
    unit: str = "s"


def run(command, cwd, env=None, codes=(0,), silent=False):
    """Run a command to its end and return what it took and, unless silent, said."""
    to = subprocess.DEVNULL if silent else subprocess.PIPE
    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=to, stderr=to, start_new_session=True)
    late = threading.Timer(LIMIT, os.killpg, (child.pid, signal.SIGKILL))
    late.daemon = True
    late.start()
    said = {}
    readers = [threading.Thread(target=read, args=(said, name, pipe)) for name, pipe in (("out", child.stdout), ("err", child.stderr)) if pipe]
    for reader in readers:
        reader.start()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    late.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)  # for Popen, which did not wait itself
    for reader in readers:
        reader.join()
    out, err = said.get("out", b""), said.get("err", b"")
    if child.returncode not in codes:
        tail = (out[-2000:] + err[-2000:]).decode(errors="replace")
        raise Failed(f"{' '.join(map(str, command))}: exit status {child.returncode}\n{tail}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, out, err)


def read(said, name, pipe):
    with pipe:
        said[name] = pipe.read()


def pairs(ours, theirs, count):
    """Call both in turn, A B A B, so that whatever else the machine does meets both alike.

    Each is called once before, for caches and byte code, and what those said is returned
    first: the caller holds the one against the other.
    """
    first = ours(), theirs()
    runs = [(ours(), theirs()) for _ in range(count)]
    return first, [a for a, _ in runs], [b for _, b in runs]


def same(what, ours, theirs):
    """Stop where two answers are not the same: a faster wrong answer is no win."""
    if ours != theirs:
        raise Failed(f"{what} differ:\nours   {str(ours)[:500]}\ntheirs {str(theirs)[:500]}")


def spread(values):
    return min(values), statistics.median(values), max(values)


def peak(runs):
    """The most memory that a process had; where that is less than this process has, it is not known."""
    most = max(r.memory for r in runs)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return f"{'at most ' if most <= own else ''}{most / 2**20:.0f} MiB"


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)
