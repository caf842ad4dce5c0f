"""Run a command with its output in a log file and its progress on screen."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

from . import paths
from .parent import die_with_parent
from .problem import Problem

# Texts of pip, git and Odoo that mean the same to the reader.
KNOWN_CAUSES = (
    (
        r"No space left on device|Disk quota exceeded|could not extend file",
        "no space left on disk",
    ),
    (
        r"Could not resolve host|Temporary failure in name resolution"
        r"|Name or service not known|NewConnectionError|Network is unreachable"
        r"|Failed to connect to|Connection timed out|Could not connect to server"
        r"|ConnectTimeoutError|ProxyError|ENOTFOUND|EAI_AGAIN|ECONNREFUSED",
        "the network cannot be reached",
    ),
)
HEARTBEAT = 15  # seconds between signs of life where there is no terminal


def run(title, command, progress=None, **options):
    """Run `command` under `title`; raise Problem with the cause on failure.

    `progress` is a regular expression; what it last matched in the output is
    shown beside the elapsed time.
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    log = paths.LOGS / (re.sub(r"\W+", "_", title.lower()).strip("_") + ".log")
    started = time.monotonic()
    process = start(command, log, **options)
    try:
        _watch(title, process, log, progress, started)
    except BaseException:
        _line(f"{title}: stopped", end="\n")
        stop(process)
        raise
    seconds = time.monotonic() - started
    if process.returncode:
        _line(f"{title}: failed after {seconds:.0f} s", end="\n")
        raise Problem(f"{title}: {cause(log)} (log: {os.path.relpath(log)})")
    _line(f"{title}: {seconds:.1f} s", end="\n")


def start(command, log, stdin=subprocess.DEVNULL, **options):
    """Start `command` with its output in `log`; it does not outlive us."""
    with log.open("wb") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C reaches us alone; we pass it on once, in order.
            start_new_session=True,
            preexec_fn=die_with_parent,
            **options,
        )


def stop(process, patience=20):
    """End a process and its children as Ctrl-C would, then harder."""
    for signal_number in (signal.SIGINT, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, signal_number)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue


def _watch(title, process, log, progress, started):
    shown = 0.0
    interval = 0.5 if sys.stdout.isatty() else HEARTBEAT
    while process.poll() is None:
        time.sleep(0.1)
        now = time.monotonic()
        if now - shown > interval and now - started > interval:
            shown = now
            detail = _last_match(log, progress)
            _line(f"{title}: {now - started:.0f} s {detail}")


def _line(text, end=None):
    """Rewrite one line on a terminal; elsewhere print a line of its own."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(f"\r\033[K{text[:width]}", end=end or "", flush=True)
    else:
        print(text, flush=True)


def _last_match(log, progress):
    found = re.findall(progress, _tail(log)) if progress else []
    return found[-1] if found else ""


def _tail(log, size=20_000):
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - size))
        return file.read().decode(errors="replace")


def cause(log):
    """Name the cause when known, else quote the last line that tells one."""
    text = _tail(log, 200_000)
    for pattern, cause in KNOWN_CAUSES:
        if re.search(pattern, text):
            return cause
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"(?i)\b(error|fatal)\b", line)]
    return (telling or lines or ["no output"])[-1][:300]
