#!/usr/bin/env python3
"""Runs command lines with kustomize and with this program in its place, and says where the two differ.

    scripts/cli-differential.py --tool build/conf-render --reference kustomize
    scripts/cli-differential.py --tool build/conf-render                        (what was recorded of kustomize v5.8.1)
    scripts/cli-differential.py --reference kustomize --record                  (records it)

The command lines are in testdata/place/commands.txt, which says what each is to have in common; what kustomize did is in want.json there.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import queue
import shlex
import shutil
import subprocess
import sys
import tempfile

WORKERS = 2
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


class Tree:
    """A copy in which lines run one after the other; what one has changed is put back."""

    def __init__(self, work):
        self.top = copy_tree(work)
        self.was = tree(self.top)

    def take_changes(self):
        now = tree(self.top)
        changed = {n: t for n, t in now.items() if self.was.get(n) != t}
        for name in now.keys() - self.was.keys():
            (self.top / name).unlink()
        for name in self.was.keys() - now.keys() | self.was.keys() & changed.keys():
            (self.top / name).write_text(self.was[name])
        return changed


def run(program, at, kind, directory, commands):
    """What the program does with a line."""
    done = [run_one(program, words, at.top / directory) for words in commands]
    result = {"status": [status for status, _, _ in done], "stdout": [out for _, out, _ in done]}
    if "rendered" in (compared(kind) or []):
        status, out, _ = run_one(program, ["build"], at.top / directory)
        result["rendered"] = [status, out]
    result["files"] = at.take_changes()
    return result, "".join(err for _, _, err in done)


def compared(kind):
    fields = {"same": "status stdout files", "status": "status", "edit": "status stdout rendered", "tree": "status rendered"}
    return fields[kind].split() if kind in fields else None


def difference(kind, ours, theirs):
    fields = compared(kind)
    if fields is None:
        wanted = [int(kind)] * len(ours["status"])
        return [] if ours["status"] == wanted else [("status", ours["status"], wanted)]
    return [(f, ours[f], theirs[f]) for f in fields if ours[f] != theirs[f]]


def pack(want):
    """Many lines print the same: each text stands once, under the begin of its digest."""
    texts = {}

    def put(value):
        if isinstance(value, str):
            name = hashlib.sha256(value.encode()).hexdigest()[:10]
            texts[name] = value
            return name
        if isinstance(value, dict):
            return {k: put(v) for k, v in value.items()}
        return [put(v) for v in value] if isinstance(value, list) else value

    lines = {line: put(result) for line, result in want.items()}
    return {"lines": lines, "texts": texts}


def unpack(packed):
    def get(value):
        if isinstance(value, str):
            return packed["texts"][value]
        if isinstance(value, dict):
            return {k: get(v) for k, v in value.items()}
        return [get(v) for v in value] if isinstance(value, list) else value

    return {line: get(result) for line, result in packed["lines"].items()}


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
    with tempfile.TemporaryDirectory(prefix="cr-place-") as work, concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:

        trees = queue.SimpleQueue()
        for i in range(WORKERS):
            trees.put(Tree(pathlib.Path(work) / str(i)))

        def one(program, line):
            at = trees.get()
            try:
                return run(program, at, *line[:3])
            finally:
                trees.put(at)

        def each(program):
            return list(pool.map(lambda line: one(program, line), lines))

        if options.reference:
            reference = shutil.which(options.reference) or sys.exit(f"no {options.reference}")
            results = [result for result, _ in each(reference)]
            want = {line[3]: {f: r[f] for f in compared(line[0]) or []} for line, r in zip(lines, results)}
        else:
            want = unpack(json.loads(recorded.read_text()))
        if options.record:
            recorded.write_text(json.dumps(pack(want), indent=0, sort_keys=True) + "\n")
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
