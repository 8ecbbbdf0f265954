#!/usr/bin/env python3
"""The table of scripts/coverage.sh: what the counters in BUILD say of src/, without src/tests.

    coverage.py BUILD [--missing [WORD...]]

What is counted is what gcov counts in code that is not optimized: lines that hold an instruction, and the ways out of each condition
(each operand of && and || is one). Nothing is left out by marks in the source. The build is without assertions, as the program is that
people run: a branch into a failing assertion is none that a test could take. A function in a header counts once, however many
files it is compiled into. Lines that only a failing allocation or system call reaches count like all others.

Exit status 1: below a floor.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOTAL_LINES, TOTAL_BRANCHES = 92, 80
FOLDER_LINES = {"yaml": 96, "load": 96, "patch": 96}
LEAST = 15  # so many files are named


class File:
    """Counts by line; branches by line and place in it."""

    def __init__(self):
        self.lines = collections.Counter()
        self.branches = collections.Counter()

    def add(self, line):
        number = line["line_number"]
        self.lines[number] += line["count"]
        for place, branch in enumerate(line["branches"]):
            if not branch["throw"]:
                self.branches[number, place] += branch["count"]


def counters(build):
    for folder, _, names in os.walk(build):
        if "/tests/" not in folder:
            yield from (os.path.join(folder, name) for name in names if name.endswith(".gcno"))


def gcov(build):
    """What gcov prints: one JSON document a line for each object file."""
    paths = sorted(os.path.abspath(path) for path in counters(build))
    if not paths:
        sys.exit("coverage.py: no counters in " + build)
    command = ["gcov", "--json-format", "--stdout", "--branch-probabilities"] + paths
    output = subprocess.run(command, check=True, cwd=build, stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout
    return (json.loads(document) for document in output.splitlines() if document)


def own_name(path, directory):
    """The path below src/, or None for what is not of this program. Layers see headers through links."""
    path = os.path.relpath(os.path.realpath(os.path.join(directory, path)), os.path.join(ROOT, "src"))
    return None if path.startswith(("..", "tests/")) else path


def read(build):
    files = collections.defaultdict(File)
    for document in gcov(build):
        for found in document["files"]:
            name = own_name(found["file"], document["current_working_directory"])
            for line in found["lines"] if name else ():
                files[name].add(line)
    return files


def hit(counts):
    return sum(1 for count in counts.values() if count), len(counts)


def share(part, whole):
    return 100 * part / whole if whole else 100


class Row:
    def __init__(self, files):
        self.lines = [sum(pair) for pair in zip(*(hit(f.lines) for f in files))]
        self.branches = [sum(pair) for pair in zip(*(hit(f.branches) for f in files))]

    def text(self, name):
        lines, branches = self.lines, self.branches
        return "%-36s %6d %7.2f %7d %7.2f" % (name, lines[1], share(*lines), branches[1], share(*branches))


def table(files):
    folders = collections.defaultdict(list)
    for name, counts in files.items():
        folders[name.split("/")[0]].append(counts)
    rows = {name: Row(folders[name]) for name in sorted(folders)}
    rows["total"] = Row(files.values())
    print("%-36s %6s %7s %7s %7s" % ("folder", "lines", "% run", "branches", "% taken"))
    for name, row in rows.items():
        print(row.text(name))
    return rows


def least(files):
    print("\nthe files with most lines that no test reaches")
    missed = lambda item: hit(item[1].lines)[0] - len(item[1].lines)
    for name, counts in sorted(files.items(), key=lambda item: (missed(item), item[0]))[:LEAST]:
        print(Row([counts]).text(name))


def missing(files, words):
    for name, counts in sorted(files.items()):
        if words and not any(word in name for word in words):
            continue
        with open(os.path.join(ROOT, "src", name), encoding="utf-8") as f:
            source = f.read().splitlines()
        untaken = collections.Counter(number for (number, _), count in counts.branches.items() if not count)
        for number in sorted(set(untaken) | {number for number, count in counts.lines.items() if not count}):
            what = "%d branches" % untaken[number] if counts.lines[number] else "not run"
            print("%s:%d: %-10s %s" % (name, number, what, source[number - 1].strip()))


def below(rows):
    """The floors that do not hold, in words."""
    wanted = [("total", "branches", rows["total"].branches, TOTAL_BRANCHES), ("total", "lines", rows["total"].lines, TOTAL_LINES)]
    wanted += [(name, "lines", rows[name].lines, floor) for name, floor in FOLDER_LINES.items()]
    return ["%s: %.2f %% of %s, less than %d" % (name, share(*pair), kind, floor) for name, kind, pair, floor in wanted if share(*pair) < floor]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--missing", nargs="*", metavar="WORD")
    arguments = parser.parse_args()
    files = read(arguments.build)
    rows = table(files)
    least(files)
    if arguments.missing is not None:
        print()
        missing(files, arguments.missing)
    complaints = below(rows)
    for complaint in complaints:
        print(complaint)
    total = rows["total"]
    print("remark: %.1f %% of lines, %.1f %% of branches" % (share(*total.lines), share(*total.branches)))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
