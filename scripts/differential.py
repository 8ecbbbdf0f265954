#!/usr/bin/env python3
"""Renders random small trees with the program and with kustomize, and compares: the same bytes, or both refuse.

    scripts/differential.py --tool build/conf-render --reference 'kustomize build' --kind merge --count 1000
    scripts/differential.py --tool build/conf-render --reference-loop ./loop --kind tree --seed 4711 --shrink

A tree is made from its kind and seed alone. What differs is put into classes, by verdict and by what the messages or the first
different line look like; --shrink makes the first tree of each class small. The loop is a program that reads a directory a line
(behind a "!" where schemas of earlier trees must be forgotten) and answers "ok|error|crash LENGTH", a line feed and LENGTH bytes;
it saves kustomize's start. Exit status: 0 no difference that
is not known, 1 there are some, 2 wrong use.
"""
import argparse
import collections
import multiprocessing
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from treegen import kinds, known  # noqa: E402
from treegen.objects import Schema  # noqa: E402
from treegen.shrink import Shrinker  # noqa: E402

TIMEOUT = 30
FINE = ("same", "refuse", "known", "not-yet", "ok", "error")


class Reference:
    """kustomize: a command for each tree, or a process that is asked for one after the other."""

    def __init__(self, command, loop):
        self.command = shlex.split(command) if command else None
        self.loop = shlex.split(loop) if loop else None
        self.process = None

    def ask(self, directory, fresh=False):
        """Status (ok, error, crash) and the output or message; fresh: nothing of earlier trees may be left."""
        if self.command:
            done = subprocess.run(self.command + [directory], capture_output=True, timeout=TIMEOUT, check=False)
            if done.returncode == 0:
                return "ok", done.stdout
            return ("crash" if b"goroutine " in done.stderr or done.returncode < 0 else "error"), done.stderr
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(self.loop, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            self.process.stdin.write(b"!" * fresh + directory.encode() + b"\n")
            self.process.stdin.flush()
            head = self.process.stdout.readline().split()
        except BrokenPipeError:
            head = []
        if len(head) != 2:
            self.process.kill()
            self.process.wait()
            self.process = None
            return "crash", b"the loop ended"
        return head[0].decode(), self.process.stdout.read(int(head[1]))

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


class Runner:
    """Writes trees into a directory of its own and asks both sides."""

    def __init__(self, options):
        self.options = options
        self.work = tempfile.mkdtemp(prefix="difftest-", dir=options.work)
        self.root = os.path.join(self.work, "t")
        self.reference = Reference(options.reference, options.reference_loop)

    def close(self):
        self.reference.close()
        shutil.rmtree(self.work, ignore_errors=True)

    def put(self, files):
        shutil.rmtree(self.root, ignore_errors=True)
        os.mkdir(self.root)
        made = set()
        for path, text in files.items():
            path = os.path.join(self.root, path)
            parent = os.path.dirname(path)
            if parent not in made:
                os.makedirs(parent, exist_ok=True)
                made.add(parent)
            with open(path, "wb") as file:
                file.write(text)

    def ours(self, top):
        try:
            done = subprocess.run([self.options.tool, "build", "--root", self.root, os.path.join(self.root, top)], capture_output=True,
                                  timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            return "hang", b"", b""
        status = {0: "ok", 1: "error"}.get(done.returncode, "crash")
        if status == "error" and done.stdout:
            status = "crash"
        return status, done.stdout, done.stderr

    def compare(self, files, top):
        """(verdict, class, our message, reference's message, our bytes, its bytes) of a tree."""
        self.put(files)
        place = os.path.join(self.root, top), any(b"openapi" in text for text in files.values())
        if self.options.survey:
            its_status, its = self.reference.ask(*place)
            return (its_status, "" if its_status == "ok" else shape(its.decode(errors="replace").split("\n")[0])[-100:]) + (b"",) * 4
        status, out, message = self.ours(top)
        if status == "error" and b"is not supported yet" in message:
            return "not-yet", "", message, b"", b"", b""
        its_status, its = self.reference.ask(*place)
        its_message = its if its_status != "ok" else b""
        verdict = self.verdict(status, out, its_status, its)
        if verdict == "DIFFERS":
            for _ in range(8):
                if self.reference.ask(*place)[1] == out:
                    verdict = "VARIES"
                    break
        if verdict == "refuse" and self.options.reasons:
            return (verdict, self.reasons(message, its)) + (message, its, b"", b"")
        name = "" if verdict in FINE else self.classify(verdict, out, message, its, its_message)
        if verdict not in FINE:
            reason = known.reason(verdict, message.decode(errors="replace"), its_message.decode(errors="replace"), files)
            if reason:
                verdict, name = "known", reason
        return verdict, name, message, its_message, out, its if its_status == "ok" else b""

    @staticmethod
    def reasons(message, its):
        """Both messages, without what is on the way to them."""
        ours = [line for line in message.decode(errors="replace").split("\n") if " error: " in line] or [""]
        theirs = its.decode(errors="replace").split("recursed accumulation of path")[-1].strip()
        return f"{shape(ours[0].split(' error: ')[-1])[:70]} | {shape(theirs)[-110:]}"

    @staticmethod
    def verdict(status, out, its_status, its):
        if status in ("crash", "hang"):
            return "CRASH"
        if its_status == "crash":
            return "IT-CRASHES" if status == "ok" else "refuse"
        if status == its_status:
            return "refuse" if status == "error" else "same" if out == its else "DIFFERS"
        return "WE-REFUSE" if status == "error" else "IT-REFUSES"

    @staticmethod
    def classify(verdict, out, message, its, its_message):
        """What differences of one cause have in common, as far as it shows."""
        if verdict in ("DIFFERS", "VARIES"):
            for ours, theirs in zip(out.split(b"\n"), its.split(b"\n")):
                if ours != theirs:
                    return shape(f"{ours.decode(errors='replace').strip()[:50]} | {theirs.decode(errors='replace').strip()[:50]}")
            return "length"
        text = (message if verdict in ("WE-REFUSE", "CRASH") else its_message).decode(errors="replace").strip().split("\n")
        if verdict == "WE-REFUSE":
            return shape(next((line for line in text if " error: " in line), text[0]))
        if verdict == "IT-CRASHES":
            return shape(text[0])
        return shape(text[-1])[-100:]


def shape(text):
    """A message without the names and numbers that change from tree to tree."""
    text = re.sub(r"\S*/(t|difftest)\S*", "PATH", text)
    text = re.sub(r"\"[^\"]*\"|'[^']*'", "Q", text)
    text = re.sub(r"\[[^\]]*\]", "[]", text)
    return re.sub(r"\d+", "N", text)[-160:]


def tree_of(options, schema, kind, seed):
    return kinds.KINDS[kind](random.Random(f"{kind} {seed}"), schema, set(options.without))


def keep(options, kind, seed, files, top, result):
    """A different tree, with both answers, for whoever looks at it."""
    place = os.path.join(options.keep, f"{kind}-{seed}")
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(place)
    for path, text in files.items():
        path = os.path.join(place, "in", path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text)
    verdict, name, message, its_message, out, its = result
    head = f"{verdict}: {name}\nbuild in/{top}\n".encode()
    with open(os.path.join(place, "verdict"), "wb") as file:
        file.write(head + b"--- ours\n" + message[:2000] + b"\n--- its\n" + its_message[:2000] + b"\n")
    for name, text in (("got.yaml", out), ("want.yaml", its)):
        with open(os.path.join(place, name), "wb") as file:
            file.write(text)


def work(options, kind, seeds, results):
    """One process: its seeds, one after the other."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(options.nice)
    try:
        work_on(options, kind, seeds, results)
    finally:
        results.put(None)


def work_on(options, kind, seeds, results):
    """What one process does."""
    runner = Runner(options)
    schema = Schema()
    for seed in seeds:
        files, top = {}, "."
        try:
            files, top = tree_of(options, schema, kind, seed)
            result = runner.compare(files, top)
        except Exception as error:  # what goes wrong here is a fault of this script
            result = ("CRASH", f"script: {error!r}", traceback.format_exc().encode(), b"", b"", b"")
        if result[0] not in FINE and options.keep:
            keep(options, kind, seed, files, top, result)
        results.put((seed, result[0], result[1]))
    runner.close()


def run(options, kind):
    """All seeds of a kind; the counts, and the classes with their seeds."""
    results = multiprocessing.SimpleQueue()
    last = options.seed + options.count
    workers = [multiprocessing.Process(target=work, args=(options, kind, range(options.seed + job, last, options.jobs), results))
               for job in range(options.jobs)]
    for worker in workers:
        worker.start()
    counts, classes = collections.Counter(), collections.defaultdict(list)
    left = options.jobs
    while left:
        result = results.get()
        if result is None:
            left -= 1
            continue
        seed, verdict, name = result
        counts[verdict] += 1
        if verdict not in ("same", "ok") and (verdict != "refuse" or options.reasons):
            classes[verdict, name].append(seed)
            if verdict not in FINE and not options.quiet:
                print(f"{kind} {seed} {verdict} {name}", flush=True)
    for worker in workers:
        worker.join()
    return counts, classes


def shrink(options, kind, seed):
    """Prints the smallest tree with the same verdict and class."""
    runner = Runner(options)
    files, top = tree_of(options, Schema(), kind, seed)
    first = runner.compare(files, top)
    print(f"===== {kind} {seed}: {first[0]} {first[1]}")
    if first[0] not in ("same", "refuse", "not-yet"):
        def holds(some, at):
            result = runner.compare(some, at)
            return result[0] == first[0] and result[1] == first[1]

        files, top = Shrinker(files, top, holds, options.budget).run()
        result = runner.compare(files, top)
        if options.keep:
            keep(options, kind, f"{seed}-small", files, top, result)
        for path in sorted(files):
            print(f"--- {path}\n{files[path].decode(errors='replace')}")
        for label, text in (("our message", result[2]), ("its message", result[3]), ("our output", result[4]), ("its output", result[5])):
            if text and not (result[0] in ("WE-REFUSE", "IT-REFUSES") and "output" in label):
                print(f"--- {label}\n{text.decode(errors='replace')[:3000]}")
    runner.close()


def report(kind, options, counts, classes):
    total = sum(counts.values())
    both = counts["same"]
    if options.survey:
        both = counts["ok"]
    print(f"{kind}: seeds {options.seed} to {options.seed + options.count - 1}: " +
          ", ".join(f"{name} {counts[name]}" for name in sorted(counts)) + f" ({100 * both / max(total, 1):.0f} % build)")
    for (verdict, name), seeds in sorted(classes.items(), key=lambda item: -len(item[1])):
        print(f"  {len(seeds):6} {verdict} {name}: " + " ".join(map(str, sorted(seeds)[:4])))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--tool", required=True, help="the program conf-render")
    parser.add_argument("--reference", help="command that builds the directory named after it")
    parser.add_argument("--reference-loop", help="command that reads directories from standard input")
    parser.add_argument("--kind", action="append", choices=sorted(kinds.KINDS), help="default: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--nice", type=int, default=5)
    parser.add_argument("--without", default="", help="fields that trees of kind tree leave out, with commas")
    parser.add_argument("--shrink", action="store_true", help="the first of each class; with --count 1 the seed, whatever it is")
    parser.add_argument("--budget", type=int, default=3000, help="trees to try for one that shrinks")
    parser.add_argument("--keep", help="directory for the trees that differ")
    parser.add_argument("--work", default="/dev/shm" if os.path.isdir("/dev/shm") else None, help="directory for temporary trees")
    parser.add_argument("--reasons", action="store_true", help="where both refuse: list what each says")
    parser.add_argument("--survey", action="store_true", help="only ask which trees the reference builds, and why not")
    parser.add_argument("--quiet", action="store_true", help="the summary only")
    options = parser.parse_args()
    if bool(options.reference) == bool(options.reference_loop):
        parser.error("one of --reference and --reference-loop is needed")
    options.without = [name for name in options.without.split(",") if name]
    options.tool = os.path.abspath(options.tool)
    return options


def main():
    options = arguments()
    different = False
    for kind in options.kind or sorted(kinds.KINDS):
        counts, classes = run(options, kind)
        report(kind, options, counts, classes)
        bad = {key: seeds for key, seeds in classes.items() if key[0] not in FINE}
        different |= bool(bad)
        if options.shrink:
            for seeds in bad.values():
                shrink(options, kind, min(seeds))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
