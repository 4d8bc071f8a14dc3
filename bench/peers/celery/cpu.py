# SPDX-License-Identifier: Apache-2.0
"""CPU time of processes and all they started, from /proc, in seconds."""

import os

TICKS = os.sysconf("SC_CLK_TCK")


def fields(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            # The name, in parentheses, may have spaces in it.
            return stat.read().rpartition(")")[2].split()
    except OSError:
        return None


def of(roots):
    """User and system time of the given processes and their living descendants."""
    stats = {int(pid): fields(pid) for pid in os.listdir("/proc") if pid.isdigit()}
    stats = {pid: f for pid, f in stats.items() if f}
    wanted = {pid for pid in roots if pid in stats}
    while True:
        more = {pid for pid, f in stats.items() if int(f[1]) in wanted} - wanted
        if not more:
            break
        wanted |= more
    return sum(int(stats[pid][11]) + int(stats[pid][12]) for pid in wanted) / TICKS
