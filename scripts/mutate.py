#!/usr/bin/env python3
"""Takes checks out of the source, one at a time, and says which of them no test misses.

    mutate.py [--jobs N] [--list] [FILE...]        (FILE: below src/; without: load/*.c, and every check of a limit)

Of a file named: every if whose body returns is taken out, and every operand of && and || is made to have no say. Of all other files: only
ifs that ask for a limit. Each change is made in a copy of the tree, built without optimization, and the tests of the loader, of the limits
and some golden cases run over it; a change that they all pass survives. scripts/mutate.allow has those that may, each with the reason: a
line is the file, the check as it is printed here, and behind # why no test can miss it. Exit status 1: another one survives.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORK = os.path.join(ROOT, "build-mutate")
ALLOW = os.path.join(ROOT, "scripts", "mutate.allow")
# Those that look at files and limits, the quickest first; of the golden cases, those with one of the words in their name.
TESTS = "unit_load_refusals unit_links unit_confine unit_loader unit_api limits".split()
CASES = re.compile("above|absolute|all|cycle|director|file|limit|link|load|missing|nested|outside|remote|root|self|url")
SECONDS = 60  # for one test: a change may make it run for ever


def blank(text):
    """The text with strings, characters and comments blanked out, of the same length."""
    pattern = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', re.S)
    return pattern.sub(lambda m: re.sub(r"[^\n]", "_", m.group()), text)


def closing(text, at):
    """The place of the bracket that ends the one at at."""
    depth = 0
    for i in range(at, len(text)):
        depth += text[i] in "([{"
        depth -= text[i] in ")]}"
        if depth == 0:
            return i
    return len(text)


def split(text, start, end, sign):
    """The ranges between the signs, those in brackets left out."""
    ranges, depth, at, i = [], 0, start, start
    while i < end:
        depth += text[i] in "([{"
        depth -= text[i] in ")]}"
        if depth == 0 and text.startswith(sign, i):
            ranges.append((at, i))
            i += len(sign)
            at = i
            continue
        i += 1
    return ranges + [(at, end)]


def operands(text, start, end):
    """(start, end, value that has no say) of every operand of && and || in a range, at any depth."""
    if len(split(text, start, end, "?")) == 1:
        either = split(text, start, end, "||")
        for a, b in either:
            if len(either) > 1:
                yield a, b, "0"
            both = split(text, a, b, "&&")
            if len(both) > 1:
                yield from ((c, d, "1") for c, d in both)
    i = start
    while i < end:
        if text[i] == "(":
            last = closing(text, i)
            yield from operands(text, i + 1, last)
            i = last
        i += 1


def conditions(text):
    """(start, end, what is done) of the condition of every if; (start, end, None) of what is returned."""
    for m in re.finditer(r"\bif \(", text):
        last = closing(text, m.end() - 1)
        body = text[last : closing(text, text.index("{", last))]
        yield m.end(), last, body
    for m in re.finditer(r"\breturn ([^;]*);", text):
        yield m.start(1), m.end(1), None


def changes(name, limits_only):
    """(line, what was there, the whole text with the change)."""
    with open(os.path.join(ROOT, "src", name), encoding="utf-8") as f:
        text = f.read()
    bare, seen = blank(text), set()
    for start, end, body in conditions(bare):
        if limits_only and "cr_limit(" not in bare[start:end]:
            continue
        found = [(start, end, "0")] if body and re.search(r"\b(return|break|continue|goto|cr_unwind\w*)\b", body) else []
        for a, b, value in found + list(operands(bare, start, end)):
            what = " ".join(text[a:b].split())
            if limits_only and "cr_limit(" not in what:
                continue
            if (a, b) not in seen:
                seen.add((a, b))
                kept = "(%s || (%s))" % (value, text[a:b]) if value == "1" else "(%s && (%s))" % (value, text[a:b])
                yield text.count("\n", 0, a) + 1, what, text[:a] + kept + text[b:]


def quiet(command, seconds=None):
    """Did the command succeed?"""
    try:
        done = subprocess.run(command, cwd=WORK, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def files_below(top):
    for folder, folders, names in os.walk(top):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        yield from (os.path.relpath(os.path.join(folder, name), top) for name in names + links)


def same(a, b):
    if os.path.islink(a) or os.path.islink(b) or not os.path.exists(b):
        return False
    with open(a, "rb") as f, open(b, "rb") as g:
        return f.read() == g.read()


def copy_tree(source, copy):
    """Only what differs is written, so that only that is built again; a change left behind by an earlier run is such."""
    for name in set(files_below(copy)) - set(files_below(source)):
        os.unlink(os.path.join(copy, name))
    for name in files_below(source):
        a, b = os.path.join(source, name), os.path.join(copy, name)
        if not same(a, b):
            os.makedirs(os.path.dirname(b), exist_ok=True)
            if os.path.lexists(b):
                os.unlink(b)
            shutil.copy(a, b, follow_symlinks=False)


def prepare(jobs):
    os.makedirs(WORK, exist_ok=True)
    for name in os.listdir(ROOT):
        if name == ".git" or name.startswith("build"):
            continue
        source, copy = os.path.join(ROOT, name), os.path.join(WORK, name)
        if os.path.isdir(source):
            copy_tree(source, copy)
        else:
            shutil.copy(source, copy)
    flags = ["-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_FLAGS=-O0 -g0 -w"]
    if not quiet(["cmake", "-S", ".", "-B", "build", "-G", "Ninja"] + flags) or not build(jobs) or not passes():
        sys.exit("mutate.py: the tests fail without any change")


def build(jobs):
    return quiet(["ninja", "-C", "build", "-j", str(jobs), "conf-render", "golden"] + TESTS)


def passes():
    cases = sorted(name for name in os.listdir(os.path.join(WORK, "testdata", "cases")) if CASES.search(name))
    golden = ["build/src/tests/golden", os.path.join(WORK, "build", "conf-render"), WORK] + cases
    return all(quiet(["ctest", "--test-dir", "build", "-R", "^%s$" % test], SECONDS) for test in TESTS) and quiet(golden, SECONDS)


def allowed():
    if not os.path.exists(ALLOW):
        return set()
    with open(ALLOW, encoding="utf-8") as f:
        return {" ".join(line.split("#")[0].split()) for line in f if line.strip() and not line.startswith("#")}


def files(named):
    """(name, only limits)"""
    if named:
        return [(name, False) for name in named]
    found = []
    for folder, _, names in sorted(os.walk(os.path.join(ROOT, "src"))):
        short = os.path.relpath(folder, os.path.join(ROOT, "src"))
        if short not in ("tests", "cli"):
            found += [(os.path.join(short, name), short != "load") for name in sorted(names) if name.endswith(".c")]
    return found


def try_change(name, text, jobs):
    """True: a test fails. None: there is no program with the change."""
    copy = os.path.join(WORK, "src", name)
    with open(copy, encoding="utf-8") as f:
        before = f.read()
    with open(copy, "w", encoding="utf-8") as f:
        f.write(text)
    try:
        return not passes() if build(jobs) else None
    finally:
        with open(copy, "w", encoding="utf-8") as f:
            f.write(before)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true", help="only say what would be changed")
    parser.add_argument("files", nargs="*", metavar="FILE")
    arguments = parser.parse_args()
    may, count, survivors = allowed(), 0, 0
    if not arguments.list:
        prepare(arguments.jobs)
    for name, limits_only in files(arguments.files):
        for line, what, text in changes(name, limits_only):
            count += 1
            if arguments.list:
                print("%s:%d: %s" % (name, line, what))
                continue
            missed = try_change(name, text, arguments.jobs)
            known = " ".join(("%s: %s" % (name, what)).split()) in may
            if missed is False and not known:
                survivors += 1
                print("%s:%d: %s" % (name, line, what), flush=True)
    print("remark: %d changes, %d that no test misses" % (count, survivors))
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
