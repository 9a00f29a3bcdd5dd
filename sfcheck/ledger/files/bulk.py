"""The same work on many files, in as many processes as pay; what comes back stands in order.

A worker starts by `fork` only on Linux and only while this process has no other thread: then no
lock can be held by a thread that the child lacks, and what is loaded need not be loaded again.
Everywhere else it starts afresh (`spawn`), so that `work` must be a function of a module and
`shared` something that can be pickled. A worker must not use connections to databases or locks
that were opened before it started. One that starts afresh looks for modules nowhere in the current
folder, which may hold anybody's files.
"""

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sfcheck.errors import Refused

if TYPE_CHECKING:
    from concurrent.futures import Future

SMALL = 2_000
"""Paths up to which the start of workers costs more than they save."""

CHUNK = 256
"""Paths that a process is given at a time at the most."""

AHEAD = 3
"""Chunks that wait or are at work for each process, so that none is idle."""

JOBS = "SFCHECK_JOBS"
"""The variable that says how many processes to use; 1: this one alone."""

SAFE = "PYTHONSAFEPATH"
"""Python's own variable: the current folder is no place to look for modules."""

RARELY = (200_000, 50, 1_000)
"""After how many new objects to look for garbage among them, and how often among older ones."""

W = TypeVar("W")
T = TypeVar("T")


def spread(
    work: Callable[[W, Sequence[str]], T],
    shared: W,
    paths: Sequence[str],
    *,
    jobs: int | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Iterator[T]:
    """Yield what `work(shared, chunk)` returns for each chunk of `paths`, in their order.

    `jobs` says in how many processes; otherwise in this very one where there are at most `SMALL`
    paths, else in as many as `SFCHECK_JOBS` says, or as there are processors. `told` hears after
    every chunk how many paths are done, and of how many. What `work` raises is raised here. Raises
    Refused: `worker-died`, `bad-jobs`.
    """
    count = jobs or processes()
    if (jobs is None and len(paths) <= SMALL) or not _can_be_kept_out():
        count = 1
    size = max(1, min(CHUNK, len(paths) // (AHEAD * count)))
    chunks = [paths[at : at + size] for at in range(0, len(paths), size)]
    done = 0
    with _rare_garbage():
        found = _apart(work, shared, chunks, count) if count > 1 else _here(work, shared, chunks)
        for chunk, result in zip(chunks, found, strict=True):
            yield result
            done += len(chunk)
            if told:
                told(done, len(paths))


def processes() -> int:
    """Return how many processes to use at a time. Raises Refused `bad-jobs`."""
    said = os.environ.get(JOBS)
    if said is None:
        affinity = getattr(os, "sched_getaffinity", None)
        return len(affinity(0)) if affinity else os.cpu_count() or 1
    if not said.isdecimal() or int(said) < 1:
        raise Refused("bad-jobs", name=JOBS, given=said)
    return int(said)


def _here(
    work: Callable[[W, Sequence[str]], T], shared: W, chunks: Sequence[Sequence[str]]
) -> Iterator[T]:
    for chunk in chunks:
        yield work(shared, chunk)


def _apart(
    work: Callable[[W, Sequence[str]], T], shared: W, chunks: Sequence[Sequence[str]], count: int
) -> Iterator[T]:
    """Yield the results of `count` workers, a few chunks ahead of who takes them at the most."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    waiting = iter(chunks)
    with _kept_out():
        context = multiprocessing.get_context(_method())
        pool = ProcessPoolExecutor(count, context, _begin, (work, shared))
        try:
            with _deaf():
                ahead: deque[Future[T]] = deque(
                    pool.submit(_work, chunk) for chunk in islice(waiting, AHEAD * count)
                )
            while ahead:
                yield ahead.popleft().result()
                ahead.extend(pool.submit(_work, chunk) for chunk in islice(waiting, 1))
        except BrokenProcessPool as error:
            raise Refused("worker-died", name=JOBS) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _method() -> str:
    safe = sys.platform == "linux" and threading.active_count() == 1
    return "fork" if safe else "spawn"


def _can_be_kept_out() -> bool:
    """Whether a worker heeds `SAFE`: one of a Python that was told to heed no variable does not."""
    return _method() == "fork" or bool(sys.flags.safe_path) or not sys.flags.ignore_environment


@contextmanager
def _kept_out() -> Iterator[None]:
    """Keep the current folder from where workers that start meanwhile look for modules."""
    before = os.environ.get(SAFE)
    os.environ[SAFE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SAFE]
        else:
            os.environ[SAFE] = before


_task: list[Callable[[Sequence[str]], Any]] = []
"""In a worker: what it does with a chunk."""


def _begin(work: Callable[[Any, Sequence[str]], Any], shared: Any) -> None:
    """Make this process a worker: it leaves Ctrl-C to its parent, and ends when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()
    _task[:] = [partial(work, shared)]


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(0)


def _work(chunk: Sequence[str]) -> Any:
    (task,) = _task
    return task(chunk)


@contextmanager
def _rare_garbage() -> Iterator[None]:
    """Look for garbage rarely, and never in what was there before.

    Records hold no cycles, and going through all that was kept, again and again, is a fifth of the
    time it takes to read them.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextmanager
def _deaf() -> Iterator[None]:
    """Keep Ctrl-C waiting while workers start: it is for this process, and ends none of them.

    A worker inherits that, and then ignores it. Windows has no such mask; there the moment until
    a worker ignores it is left to chance.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)
