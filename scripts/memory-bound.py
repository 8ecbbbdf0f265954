#!/usr/bin/env python3
"""Measures peak memory against what is read and written: at most 24 times (input plus output) plus 16 MiB.

    memory-bound.py [--program P] [--trees DIR...] [NAME...]

Renders the trees of scripts/shapes.py and the workloads of scripts/bench.py (those named, or all), every kustomization at or
below the directories of --trees, and, with --hostile, the inputs of a suite of bad input. Input: the files that the program opens,
which strace tells where more than the 16 MiB is used. Prints the worst ones, and every one past the bound; exit status 1 if there
is one that shapes.py does not know, or that takes more than it says there.
"""
import argparse
import collections
import os
import re
import subprocess
import sys
import tempfile

import bench
import shapes

FREE = 16 << 20
OPENED = re.compile(r"open(?:at|at2)?\(.*\) = \d+<(.*)>$")
NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
SECONDS = 60

Row = collections.namedtuple("Row", "ratio peak input output seconds status name")


def spawn_program(scratch):
    """The small static program that a child's peak memory can be measured from."""
    path = os.path.join(scratch, "spawn")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench", "spawn.c")
    subprocess.run(["gcc", "-O2", "-static", "-o", path, source], check=True)
    return path


class Meter:
    def __init__(self, program, scratch):
        self.program, self.scratch = os.path.abspath(program), scratch
        self.spawn = spawn_program(scratch)
        self.output, self.trace = (os.path.join(scratch, name) for name in ("output", "trace"))

    def input_of(self, cwd, directory):
        """Bytes of the regular files opened."""
        command = ["strace", "-f", "-qq", "-y", "-e", "trace=open,openat,openat2", "-o", self.trace, self.program, "build", directory]
        subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=SECONDS)
        with open(self.trace, encoding="utf-8", errors="surrogateescape") as lines:
            paths = {match.group(1) for match in map(OPENED.search, lines) if match}
        return sum(os.stat(path).st_size for path in paths if os.path.isfile(path) and not path.startswith(("/proc/", "/sys/", "/usr/")))

    def row(self, name, cwd, directory):
        """Of one render; input is 0 where the peak is within what is free."""
        done = subprocess.run(["timeout", str(SECONDS), self.spawn, "1", "0", self.output, self.program, "build", directory], cwd=cwd,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        if not done.stdout:
            sys.exit(f"memory-bound.py: {name} takes more than {SECONDS} seconds")
        wall, _, peak, status = (int(word) for word in done.stdout.split())
        output = os.path.getsize(self.output) if status == 0 else 0
        read = self.input_of(cwd, directory) if peak * 1024 > FREE else 0
        return Row((peak * 1024 - FREE) / max(read + output, 1), peak / 1024, read, output, wall / 1e6, status, name)


def trees_below(directory):
    for folder, folders, files in os.walk(directory):
        folders.sort()
        if any(name in files for name in NAMES):
            yield folder


def made(scratch, names):
    """The shapes and workloads, each made when its turn comes."""
    for name, shape in shapes.SHAPES.items():
        if not names or name in names:
            root = os.path.join(scratch, "shapes", name)
            yield name, root, shape(root)
    for load in bench.WORKLOADS:
        if not names or load.name in names:
            root = os.path.join(scratch, "loads", load.name)
            yield load.name, root, load.make(root, load.size)


def hostile_inputs(suite, scratch):
    """Each case runs where the suite would run it."""
    subprocess.run([sys.executable, os.path.join(suite, "hostile.py"), "--materialise", scratch], check=True, stdout=subprocess.DEVNULL)
    for name in sorted(os.listdir(scratch)):
        if os.path.isdir(os.path.join(scratch, name, "root")):
            yield "hostile " + name, os.path.join(scratch, name), "root"


def inputs(options, scratch):
    if options.names or not options.trees and not options.hostile:
        yield from made(scratch, set(options.names))
    for directory in options.trees:
        for tree in trees_below(directory):
            yield tree, tree, "."
    if options.hostile:
        yield from hostile_inputs(options.hostile, os.path.join(scratch, "hostile"))


def show(row):
    print(f"{row.ratio:9.1f} {row.peak:8.1f} MiB  input {row.input:>9}  output {row.output:>9}  {row.seconds:6.2f} s  "
          f"status {row.status}  {row.name}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="shapes and workloads; none: all, unless other inputs are given")
    parser.add_argument("--program", default="build/conf-render")
    parser.add_argument("--bound", type=float, default=24, help="times what is read and written")
    parser.add_argument("--trees", nargs="+", default=[], metavar="DIR")
    parser.add_argument("--hostile", metavar="DIR", help="where hostile.py is")
    parser.add_argument("--all", action="store_true", help="show all, not the worst")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        meter = Meter(options.program, scratch)
        rows = []
        for name, cwd, directory in inputs(options, scratch):
            rows.append(meter.row(name, cwd, directory))
            if options.all:
                show(rows[-1])
    rows.sort(reverse=True)
    past = [row for row in rows if row.ratio > options.bound]
    wrong = [row for row in past if row.peak > shapes.KNOWN.get(row.name, 0)]
    if not options.all:
        for row in rows[: max(len(past), 5)]:
            show(row)
    for row in wrong:
        print(f"{row.name} takes more than {options.bound:g} times what is read and written")
    print(f"remark: {len(rows)} inputs, {len(past)} past the bound, {len(past) - len(wrong)} of them known")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
