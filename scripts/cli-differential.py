#!/usr/bin/env python3
"""Runs command lines with kustomize and with this program in its place, and says where the two differ.

    scripts/cli-differential.py --tool build/conf-render --reference kustomize
    scripts/cli-differential.py --tool build/conf-render                        (what was recorded of kustomize v5.8.1)
    scripts/cli-differential.py --reference kustomize --record                  (records it)

The command lines are in testdata/place/commands.txt, which says what each is to have in common; what kustomize did is in want.json there.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

PLACE = pathlib.Path(__file__).resolve().parent.parent / "testdata" / "place"


def read_lines(path):
    """(what is compared, directory, command lines, the line itself)"""
    for line in path.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        kind, directory, *rest = line.split(" ", 2)
        commands = [shlex.split(c) for c in (rest[0] if rest else "").split(" ; ")]
        yield kind, directory, commands, line


def tree(top):
    return {str(p.relative_to(top)): p.read_text() for p in sorted(top.rglob("*")) if p.is_file()}


def run_one(program, words, directory):
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
    words = [str(directory) if w == "$PWD" else w for w in words]
    done = subprocess.run([program, *words], cwd=directory, env=environment, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def copy_tree(work):
    """A checkout, as tools have it: the root is found by .git."""
    top = pathlib.Path(work).resolve() / "in"
    shutil.copytree(PLACE / "in", top)
    (top / ".git").mkdir()
    return top


def run_in(top, program, kind, directory, commands):
    done = [run_one(program, words, top / directory) for words in commands]
    result = {"status": [status for status, _, _ in done], "stdout": [out for _, out, _ in done], "files": {}}
    if "rendered" in (compared(kind) or []):
        status, out, _ = run_one(program, ["build"], top / directory)
        result["rendered"] = [status, out]
    return result, "".join(err for _, _, err in done)


def run(program, kind, directory, commands):
    """What the program does with a line, in a new copy of the tree."""
    with tempfile.TemporaryDirectory(prefix="cr-place-") as work:
        top = copy_tree(work)
        before = tree(top)
        result, messages = run_in(top, program, kind, directory, commands)
        result["files"] = {n: t for n, t in tree(top).items() if before.get(n) != t}
        return result, messages


def writes(words):
    return "build" not in words or any("-o" in w or "output" in w for w in words)


def compared(kind):
    fields = {"same": "status stdout files", "status": "status", "edit": "status stdout rendered", "tree": "status rendered"}
    return fields[kind].split() if kind in fields else None


def difference(kind, ours, theirs):
    fields = compared(kind)
    if fields is None:
        wanted = [int(kind)] * len(ours["status"])
        return [] if ours["status"] == wanted else [("status", ours["status"], wanted)]
    return [(f, ours[f], theirs[f]) for f in fields if ours[f] != theirs[f]]


def named_kustomize(tool, work):
    link = pathlib.Path(work) / "kustomize"
    link.symlink_to(pathlib.Path(tool).resolve())
    return str(link)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool")
    parser.add_argument("--reference")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--only", default="", help="lines with this text")
    options = parser.parse_args()
    lines = [line for line in read_lines(PLACE / "commands.txt") if options.only in line[3]]
    recorded = PLACE / "want.json"
    with tempfile.TemporaryDirectory(prefix="cr-place-") as work, concurrent.futures.ThreadPoolExecutor(2) as pool:

        shared = copy_tree(work)

        def one(program, line):
            written = any(writes(words) for words in line[2])
            return run(program, *line[:3]) if written else run_in(shared, program, *line[:3])

        def each(program):
            return list(pool.map(lambda line: one(program, line), lines))

        if options.reference:
            reference = shutil.which(options.reference) or sys.exit(f"no {options.reference}")
            results = [result for result, _ in each(reference)]
            want = {line[3]: {f: r[f] for f in compared(line[0]) or []} for line, r in zip(lines, results)}
        else:
            want = json.loads(recorded.read_text())
        if options.record:
            recorded.write_text(json.dumps(want, indent=1, sort_keys=True) + "\n")
            return 0
        bad = 0
        for line, (ours, messages) in zip(lines, each(named_kustomize(options.tool, work))):
            if line[3] not in want:
                bad += 1
                print(f"{line[3]}\n  not recorded")
                continue
            found = difference(line[0], ours, want[line[3]])
            bad += bool(found)
            for field, mine, theirs in found:
                print(f"{line[3]}\n  {field}: ours {mine!r}\n  {field}: want {theirs!r}")
            if found and messages:
                print("  ours says: " + messages.replace("\n", "\n    "))
        print(f"{len(lines)} command lines, {bad} different")
        return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
