"""BENCHMARKS.md: what was measured, told so that nobody has to read the scripts."""

import os
import platform
import subprocess

from measure import spread
from stories import STORIES, TARGET


def machine():
    """The machine in words that name no host and no path."""
    model = "unknown processor"
    try:
        with open("/proc/cpuinfo") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), model)
        with open("/proc/meminfo") as file:
            memory = f"{int(file.readline().split()[1]) / 2**20:.0f} GiB"
    except OSError:
        memory = "unknown memory"
    return f"{cores()} cores of {model}, {memory}, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def cores():
    return os.cpu_count()


def page(bench, rows, growth, stories, failed, load):
    version = subprocess.run(["go", "version"], capture_output=True, text=True, check=True).stdout.split()[2].removeprefix("go")
    lines = [
        "# Benchmarks", "",
        f"Written by `make bench{' QUICK=1' if bench.quick else ''}`; nothing here is typed. {machine()}, Go {version}.",
        f"The load of the machine was {load[0]:.1f} when this began and {load[1]:.1f} when it ended." + (" More than its cores were wanted: times are long, and ratios alone tell something." if busy(load) else ""),
        "",
        "Whole processes run in turn, A B A B, so that whatever else the machine does meets both alike; each ran once before, unmeasured. "
        "A ratio is that of one pair, ours through theirs: below 1 ours is faster. Where answers can be compared, they were, before anything was timed: where they differ, the row is left out and told below.",
        "", "## Against others", "",
        "| Measure | n | Ratio: min | median | max | Ours, median | Theirs, median | Target | Met |", "|:--|--:|--:|--:|--:|--:|--:|:--|:--|",
    ]
    for r in rows:
        low, mid, high = spread(r.ratios)
        lines.append(f"| {r.measure} | {len(r.ratios)} | {low:.2f} | {mid:.2f} | {high:.2f} | {quantity(spread(r.ours)[1], r.unit)} | {quantity(spread(r.theirs)[1], r.unit)} | {r.target} | {met(r, load)} |")
    if failed:
        lines += ["", "Not measured:", "", *[f"- {what}: {why}" for what, why in failed]]
    lines += ["", "## Growth", "", "Medians by the size of the input; the last column is how much more the largest takes than the smallest, for each time that the input is larger: at most 1 grows no faster than its input.", "",
        "| Measure | " + " | ".join(["Smallest", "Middle", "Largest"]) + " | Growth through growth of the input |", "|:--|--:|--:|--:|--:|"]
    for g in growth:
        cells = [f"{size:,}: {quantity(seconds, g.unit)}" for size, seconds in zip(g.sizes, g.seconds)]
        rate = (g.seconds[-1] / g.seconds[0]) / (g.sizes[-1] / g.sizes[0])
        lines.append(f"| {g.measure} | " + " | ".join(cells + [""] * (3 - len(cells))) + f" | {rate:.2f} |")
    counted, most = stories
    lines += ["", "## Requests to GitHub", "", f"Per verdict of one training, by trigger; `{STORIES}` has each story. Target: at most {TARGET[0]} requests, {TARGET[1]} of which write; the most are {most[0]} and {most[1]}"
        + (", which meets it." if most <= TARGET and most[1] <= TARGET[1] else ", which **does not** meet it."), "", "| Trigger | Requests | Writes |", "|:--|--:|--:|", *counted]
    lines += ["", "## What was run", ""]
    for r in rows:
        lines += [f"- {r.measure}.", *[f"  - `{c}`" for c in r.commands], f"  - The same in both: {r.equal}.", *[f"  - {note[0].upper()}{note[1:]}." for note in r.notes]]
    return "\n".join(lines) + "\n"


def met(row, load):
    if row.met:
        return "yes"
    return "too busy a machine to say" if row.absolute and busy(load) else "**no**"


def busy(load):
    return max(load) > 1.5 * cores()


def quantity(value, unit):
    return f"{value:.2f} {unit}" if unit else f"{value:.0f}"
