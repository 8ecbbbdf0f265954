#!/usr/bin/env python3
"""Lists what could use up the stack: the recursive cycles of the program's call graph, which bad input could make as deep as it likes,
and functions that take much of it at once.

    check-recursion.py [--cc gcc]

Compiles every source file with gcc -fcallgraph-info, puts the graphs together, and compares the cycles with the file
scripts/recursion.allow: a line there is the sorted names of a cycle's functions, then "#" and what bounds its depth. A call of a
struct's member counts as a call of every function that an initialiser gives a member of that name. Exit status 1: a cycle is not on
the list, or one on the list is gone, or a function takes more than 20 KiB (the whole program has to get by with 256).
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SRC = os.path.join(ROOT, "src")
ALLOW = os.path.join(ROOT, "scripts", "recursion.allow")
EDGE = re.compile(r'edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"')
NODE = re.compile(r'node: \{ title: "([^"]*)"')
FLAGS = "-std=gnu17 -D_GNU_SOURCE -O0 -w -fcallgraph-info=su -S -o".split()
FRAME = re.compile(r'label: "(\w+)\\n[^"\\]*\\n(\d+) bytes')
FRAME_LIMIT = 20 << 10


def fail(message):
    sys.exit("check-recursion.py: " + message)


def sources():
    for folder in sorted(os.listdir(SRC)):
        if folder != "tests" and os.path.isdir(os.path.join(SRC, folder)):
            for name in sorted(os.listdir(os.path.join(SRC, folder))):
                if name.endswith(".c"):
                    yield folder, os.path.join(SRC, folder, name)


def read_graph(cc, work, folder, path):
    """Calls of one file, statics named file.c:function by gcc, with the directory, which is taken off; and its large frames."""
    out = os.path.join(work, folder + "-" + os.path.basename(path) + ".s")
    flags = FLAGS + [out, "-I", SRC, "-I", os.path.join(ROOT, "include"), path]
    subprocess.run([cc] + flags, check=True, cwd=work)
    calls = {}
    with open(out[:-2] + ".ci", encoding="utf-8") as f:
        text = f.read()
    short = lambda name: name.replace(SRC + "/", "")
    for node in NODE.findall(text):
        calls.setdefault(short(node), set())
    for source, target in EDGE.findall(text):
        calls.setdefault(short(source), set()).add(short(target))
    large = [(name, int(size)) for name, size in FRAME.findall(text) if int(size) > FRAME_LIMIT]
    return calls, large


def bodies(text):
    """(name, body) of each function: its name begins a line, as the format has it, and its last brace stands alone."""
    return re.findall(r"^(\w+)\([^;{]*?\)\n\{\n(.*?)^\}", text, flags=re.S | re.M)


def add_pointers(graph, files):
    """Calls of members, by the member's name."""
    given, owners = {}, {}
    for path, text, calls in files:
        own = {name.rsplit(":", 1)[-1]: name for name in calls}
        owners[path] = own
        for member, name in re.findall(r"\.(\w+) = &?(\w+)\b(?!\s*[(.\[-])", text):
            if name in own:
                given.setdefault(member, set()).add(own[name])
    for path, text, calls in files:
        for name, body in bodies(text):
            for member in re.findall(r"(?:->|\.)(\w+)\(", body):
                graph.setdefault(owners[path].get(name, name), set()).update(given.get(member, ()))


def cycles(calls):
    """Strongly connected components with a cycle (Tarjan's way, with a stack of our own)."""
    index, low, on, stack, found = {}, {}, set(), [], []
    for start in sorted(calls):
        if start in index:
            continue
        work = [(start, iter(sorted(calls[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on.add(start)
        while work:
            node, rest = work[-1]
            for to in rest:
                if to not in calls:
                    continue
                if to not in index:
                    index[to] = low[to] = len(index)
                    stack.append(to)
                    on.add(to)
                    work.append((to, iter(sorted(calls[to]))))
                    break
                if to in on:
                    low[node] = min(low[node], index[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = stack[stack.index(node) :]
                    del stack[-len(group) :]
                    on.difference_update(group)
                    if len(group) > 1 or node in calls[node]:
                        found.append(" ".join(sorted(name.rsplit(":", 1)[-1] for name in group)))
    return found


def allowed():
    rows = set()
    with open(ALLOW, encoding="utf-8") as f:
        for line in f:
            names = line.split("#")[0].split()
            if names:
                rows.add(" ".join(sorted(names)))
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cc", default="gcc")
    options = parser.parse_args()
    graph, files, large = {}, [], []
    with tempfile.TemporaryDirectory() as work:
        for folder, path in sources():
            calls, frames = read_graph(options.cc, work, folder, path)
            large += frames
            with open(path, encoding="utf-8") as f:
                files.append((path, re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S), calls))
            for name, to in calls.items():
                graph.setdefault(name, set()).update(to)
    add_pointers(graph, files)
    found, known = set(cycles(graph)), allowed()
    for row in sorted(found - known):
        print("recursion that is not on the list: " + row)
    for row in sorted(known - found):
        print("on the list, but gone: " + row)
    for name, size in large:
        print(f"{name} takes {size} bytes of stack, more than {FRAME_LIMIT}")
    return 1 if found != known or large else 0


if __name__ == "__main__":
    sys.exit(main())
