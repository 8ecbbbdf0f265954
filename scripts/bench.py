#!/usr/bin/env python3
"""Makes the workloads and measures the program on them, beside `kubectl kustomize` where that is present.

Called by scripts/bench.sh. Every figure is the median of its runs; a process is timed from spawn to exit, by a small static
program. "parse" is a program that only parses the same files with libyaml, "empty" one that does nothing. Exit status 1: a run
failed or printed other bytes than kubectl; with --check also: a figure is not what it has to be.
"""
import argparse
import filecmp
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

TEAMS = ("anvil birch cedar delta ember flint grove haven inlet joule knoll larch maple north ocean pearl").split()


def put(root, name, text):
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def stream(items):
    return "---\n".join(items)


def workload(name, config=None, secret=None, image="registry.example.org/server:1.0"):
    """A Deployment of 30 lines, that reads a ConfigMap and a Secret where they are named."""
    sources = []
    if config:
        sources += ["        - configMapRef:", f"            name: {config}"]
    if secret:
        sources += ["        - secretRef:", f"            name: {secret}"]
    if sources:
        sources = ["        envFrom:"] + sources
    return "\n".join([
        "apiVersion: apps/v1", "kind: Deployment", "metadata:", f"  name: {name}", "  labels:", f"    app: {name}", "spec:",
        "  replicas: 1", "  selector:", "    matchLabels:", f"      app: {name}", "  template:", "    metadata:",
        "      labels:", f"        app: {name}", "    spec:", "      containers:", "      - name: server",
        f"        image: {image}", "        ports:", "        - name: web", "          containerPort: 8080",
        "        env:", "        - name: VERBOSITY", "          value: low", *sources, "        resources:",
        "          requests:", "            cpu: 100m", "            memory: 128Mi", ""])


def endpoint(name):
    return (f"apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  selector:\n    app: {name}\n"
            "  ports:\n  - name: web\n    port: 80\n    targetPort: web\n")


def settings(name):
    values = "".join(f'  SETTING_{i}: "{TEAMS[i]}-{i}"\n' for i in range(4))
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n{values}"


def env_patch(name, variable, value):
    return (f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\nspec:\n  template:\n    spec:\n"
            f"      containers:\n      - name: server\n        env:\n        - name: {variable}\n          value: \"{value}\"\n")


def indented(text, by):
    return "".join(" " * by + line + "\n" for line in text.splitlines())


def make_small(root, _size):
    put(root, "base/server.yaml", workload("server", "server-settings"))
    put(root, "base/kustomization.yaml", "resources:\n- server.yaml\nconfigMapGenerator:\n- name: server-settings\n"
        "  literals:\n  - LEVEL=1\n  - MODE=fast\n")
    put(root, "overlay/kustomization.yaml", "namePrefix: live-\nresources:\n- ../base\n")
    return "overlay"


def make_patch(root, _size):
    put(root, "server.yaml", workload("server"))
    put(root, "change.yaml", env_patch("server", "VERBOSITY", "high"))
    put(root, "kustomization.yaml", "resources:\n- server.yaml\npatches:\n- path: change.yaml\n")
    return "."


def make_docs(root, size):
    parts = [[] for _ in range(40)]
    for i in range(size):
        name = f"{TEAMS[i % 16]}-{i}"
        kind = i % 4
        parts[i % 40].append(workload(name, f"{name}-settings") if kind == 0 else endpoint(name) if kind == 1
                             else settings(f"{name}-settings"))
    names = ""
    for i, part in enumerate(parts):
        put(root, f"base/part-{i:02}.yaml", stream(part))
        names += f"- part-{i:02}.yaml\n"
    put(root, "base/kustomization.yaml", "resources:\n" + names)
    put(root, "overlay/kustomization.yaml", "resources:\n- ../base\nnamespace: live\nnamePrefix: l-\n"
        "labels:\n- pairs:\n    owner: models\n  includeTemplates: true\ncommonAnnotations:\n  contact: models-team\n"
        "images:\n- name: registry.example.org/server\n  newTag: \"2.0\"\n"
        "patches:\n- target:\n    kind: Deployment\n    name: (anvil|ember)-.*\n"
        "  patch: |-\n    - op: replace\n      path: /spec/replicas\n      value: 3\n")
    return "overlay"


def make_names(root, size):
    put(root, "servers.yaml", stream(workload(f"s{i}", f"config{i}", f"secret{i}") for i in range(size)))
    configs = "".join(f"- name: config{i}\n  literals:\n  - N={i}\n  - M=m{i}\n" for i in range(size))
    secrets = "".join(f"- name: secret{i}\n  literals:\n  - key=k{i}\n" for i in range(size))
    put(root, "kustomization.yaml", "resources:\n- servers.yaml\nnamePrefix: pre-\nnamespace: models\n"
        f"configMapGenerator:\n{configs}secretGenerator:\n{secrets}")
    return "."


def make_images(root, size):
    line = "one line out of the many that a configuration file of this size has"
    put(root, "large.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: large\ndata:\n  large.conf: |\n"
        + "".join(f"    {i:05} {line}\n" for i in range(11700)))
    put(root, "servers.yaml", stream(workload(f"s{i}", image=f"registry.example.org/part{i}:1.0") for i in range(40)))
    put(root, "kustomization.yaml", "resources:\n- large.yaml\n- servers.yaml\nimages:\n" + "".join(
        f"- name: registry.example.org/part{i}\n  newTag: \"{i}.1\"\n" for i in range(size)))
    return "."


def make_fleet(root, size):
    apps = [f"{team}-api" for team in TEAMS] + [f"{team}-batch" for team in TEAMS[:4]]
    put(root, "base/servers.yaml", stream(workload(app, "common", f"{app}-keys") for app in apps))
    put(root, "base/endpoints.yaml", stream(endpoint(app) for app in apps))
    put(root, "base/accounts.yaml", stream(
        f"apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {app}\n" for app in apps))
    put(root, "base/kustomization.yaml", "resources:\n- servers.yaml\n- endpoints.yaml\n- accounts.yaml\n"
        "configMapGenerator:\n- name: common\n  literals:\n  - VERBOSITY=low\n  - ZONE=none\nsecretGenerator:\n"
        + "".join(f"- name: {app}-keys\n  literals:\n  - key={app}\n" for app in apps))
    for i in range(size):
        put(root, f"live/{i:03}/change.yaml", stream(env_patch(app, "STAGE", f"live-{i:03}") for app in apps[:6]))
        put(root, f"live/{i:03}/kustomization.yaml", f"namespace: live-{i:03}\nresources:\n- ../../base\n"
            "patches:\n- path: change.yaml\nconfigMapGenerator:\n- name: common\n  behavior: merge\n  literals:\n"
            f"  - ZONE=zone-{i % 7}\nreplicas:\n- name: anvil-api\n  count: {i % 5 + 1}\n"
            f"images:\n- name: registry.example.org/server\n  newTag: r{i}\n")
    return "live/000"


def make_chain(root, size):
    put(root, "000/servers.yaml", stream([workload(f"{team}-app", "common") for team in TEAMS]
                                         + [endpoint(f"{team}-app") for team in TEAMS[:4]]))
    put(root, "000/kustomization.yaml", "resources:\n- servers.yaml\nconfigMapGenerator:\n- name: common\n  literals:\n  - N=1\n")
    for i in range(1, size + 1):
        put(root, f"{i:03}/kustomization.yaml", f"namePrefix: n{i}-\nresources:\n- ../{i - 1:03}\n"
            f"commonAnnotations:\n  step-{i}: \"on\"\npatches:\n- target:\n    kind: Deployment\n  patch: |-\n"
            + indented(env_patch("all", f"STEP_{i}", str(i)), 4))
    return f"{size:03}"


def schema(depth, width, text):
    """An OpenAPI schema as JSON-like YAML, depth levels deep, with a long description at every property."""
    lines = [f"description: {text}", "type: object"]
    if depth:
        lines.append("properties:")
        for i in range(width):
            lines.append(f"  field{TEAMS[(depth + i) % 16].capitalize()}{i}:")
            lines += ["    " + line for line in schema(depth - 1, width, text)]
    else:
        lines += ["properties:", "  value:", "    type: string", "    minLength: 1"]
    return lines


def definition(i, depth, width, text):
    body = indented("\n".join(schema(depth, width, text)), 8)
    plural, kind = f"{TEAMS[i % 16]}{i}s", f"{TEAMS[i % 16].capitalize()}{i}"
    return (f"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: {plural}.models.example.org\n"
            f"spec:\n  group: models.example.org\n  names:\n    kind: {kind}\n    listKind: {kind}List\n    plural: {plural}\n"
            f"    singular: {plural[:-1]}\n  scope: Namespaced\n  versions:\n  - name: v1\n    served: true\n    storage: true\n"
            f"    schema:\n      openAPIV3Schema:\n{body}")


def make_crds(root, size):
    """400 objects, 20 MB of them 20 custom resource definitions."""
    text = "'" + " ".join(f"what {team} does to the model: it is said here at length, as generators of such files do;" for team in TEAMS[:6]) + "'"
    definitions = [definition(i, 5, 4, text) for i in range(20)]
    for i, item in enumerate(definitions):
        put(root, f"base/crd-{i:02}.yaml", item)
    others = [workload(f"s{i}", f"c{i}") if i % 2 == 0 else settings(f"c{i - 1}") for i in range(size - 20)]
    put(root, "base/rest.yaml", stream(others))
    put(root, "base/kustomization.yaml", "resources:\n- rest.yaml\n" + "".join(f"- crd-{i:02}.yaml\n" for i in range(20)))
    put(root, "overlay/kustomization.yaml", "resources:\n- ../base\nnamespace: live\nnamePrefix: l-\n"
        "labels:\n- pairs:\n    owner: models\ncommonAnnotations:\n  contact: models-team\n"
        "images:\n- name: registry.example.org/server\n  newTag: \"2.0\"\n")
    return "overlay"


class Workload:
    """times: how many times faster than kubectl it has to be; None where kubectl would take many minutes and is left out."""

    def __init__(self, name, make, size, what, times):
        self.name, self.make, self.size, self.what, self.times = name, make, size, what, times


WORKLOADS = [
    Workload("small", make_small, 0, "a base, an overlay, a generated ConfigMap", 40),
    Workload("patch", make_patch, 0, "one Deployment, one patch", 80),
    Workload("docs", make_docs, 4000, "4,000 documents in 40 files, an overlay", 500),
    Workload("docs-12000", make_docs, 12000, "12,000 documents", None),
    Workload("names", make_names, 500, "500 Deployments, each with a ConfigMap and a Secret, prefixed", 250),
    Workload("images", make_images, 40, "a ConfigMap of 900 KB, 40 image entries", 25),
    Workload("chain", make_chain, 30, "30 overlays deep", 120),
    Workload("fleet", make_fleet, 100, "one of 100 environments over a base of 60 resources", 60),
    Workload("crds", make_crds, 400, "400 objects, 20 MB of CRDs", 25),
]
FLEET_TIMES = 250  # the 100 environments of fleet in one process, against kubectl 100 times
PEAK_PART = 3  # peak memory: at most this part of kubectl's
GROWTH = 3.3  # of the time from docs to docs-12000
LIMIT = 3  # docs: at most so many times the processor time of libyaml's parser


class Figures:
    """Medians of some runs, in seconds and MiB."""

    def __init__(self, lines):
        rows = [[int(word) for word in line.split()] for line in lines]
        self.good = bool(rows) and all(row[3] == 0 for row in rows)
        if self.good:
            self.wall, self.cpu = (statistics.median(row[i] for row in rows) / 1e6 for i in (0, 1))
            self.peak = max(row[2] for row in rows) / 1024
            self.runs = len(rows)


def measure(helpers, runs, seconds, output, command):
    done = subprocess.run([os.path.join(helpers, "spawn"), str(runs), str(seconds), output, *command],
                          stdout=subprocess.PIPE, text=True, check=False)
    return Figures(done.stdout.splitlines())


def shown(seconds):
    return f"{seconds * 1e3:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def same(a, b):
    return os.path.exists(a) and os.path.exists(b) and filecmp.cmp(a, b, shallow=False)


class Bench:
    def __init__(self, options, scratch):
        self.options, self.scratch = options, scratch
        self.kubectl = None if options.no_kubectl else shutil.which("kubectl")
        self.program = os.path.abspath(options.program)
        self.outputs = [os.path.join(scratch, name) for name in ("ours", "theirs")]
        self.wrong = []   # failures and other bytes
        self.missed = []  # figures that were wanted

    def ours(self, *arguments):
        return measure(self.options.helpers, self.options.runs, self.options.seconds, self.outputs[0],
                       [self.program, "build", *arguments])

    def theirs(self, directory, runs=11):
        return measure(self.options.helpers, runs, self.options.kubectl_seconds, self.outputs[1],
                       [self.kubectl, "kustomize", directory])

    def helper(self, name, *arguments):
        return measure(self.options.helpers, self.options.runs, self.options.seconds, os.devnull,
                       [os.path.join(self.options.helpers, name), *arguments])

    def want(self, name, what, figure, least=None, most=None):
        if least is not None and figure < least:
            self.missed.append(f"{name}: {what} is {figure:.2f}, wanted at least {least}")
        if most is not None and figure > most:
            self.missed.append(f"{name}: {what} is {figure:.2f}, wanted at most {most}")

    def fail(self, name, what):
        self.wrong.append(f"{name}: {what}")
        row(name, "FAILED: " + what, *[""] * 7)

    def beside(self, name, what, times, ours, theirs_wall, theirs_peak, equal):
        """The row of a workload that kubectl rendered too."""
        faster, part = theirs_wall / ours.wall, theirs_peak / ours.peak
        self.want(name, "times faster", faster, least=times)
        self.want(name, "times less memory", part, least=PEAK_PART)
        if not equal:
            self.wrong.append(f"{name}: other bytes than kubectl's")
        row(name, what, shown(ours.wall), f"{ours.peak:.1f} MiB", shown(theirs_wall), f"{theirs_peak:.0f} MiB", f"{faster:.0f}",
            f"{part:.1f}", "yes" if equal else "NO")

    def compare(self, load, directory):
        ours = self.ours(directory)
        if not ours.good:
            return self.fail(load.name, "conf-render failed")
        if not self.kubectl or load.times is None:
            return row(load.name, load.what, shown(ours.wall), f"{ours.peak:.1f} MiB", *["-"] * 5) or ours
        theirs = self.theirs(directory)
        if not theirs.good:
            return self.fail(load.name, "kubectl failed")
        self.beside(load.name, load.what, load.times, ours, theirs.wall, theirs.peak, same(*self.outputs))
        return ours

    def environments(self, root):
        """All environments of fleet in one process, against kubectl once for each."""
        name, what, live = "fleet --all", "100 environments in one process, 100 files", os.path.join(root, "live")
        target = os.path.join(self.scratch, "environments/")
        ours = self.ours("--all", live, "-o", target)
        if not ours.good:
            return self.fail(name, "conf-render failed")
        if not self.kubectl:
            return row(name, what, shown(ours.wall), f"{ours.peak:.1f} MiB", *["-"] * 5)
        wall, peak, equal = 0, 0, True
        for environment in sorted(os.listdir(live)):
            theirs = self.theirs(os.path.join(live, environment), 1)
            if not theirs.good:
                return self.fail(name, f"kubectl failed on {environment}")
            wall, peak = wall + theirs.wall, max(peak, theirs.peak)
            equal = same(os.path.join(target, environment + ".yaml"), self.outputs[1]) and equal
        return self.beside(name, what, FLEET_TIMES, ours, wall, peak, equal)

    def against_the_limit(self, roots):
        parsed = [name for name in ("docs", "docs-12000", "crds") if name in roots]
        if parsed:
            print("\nAgainst the limit (processor time; parse is libyaml alone over the same files):\n")
            row("workload", "conf-render", "parse", "times the limit")
            row("---", "---:", "---:", "---:")
        for name in parsed:
            root, ours = roots[name]
            files = sorted(os.path.join(root, "base", f) for f in os.listdir(os.path.join(root, "base")))
            parse = self.helper("parse", *files)
            if not parse.good:
                self.wrong.append(f"{name}: parse failed")
                continue
            row(name, shown(ours.cpu), shown(parse.cpu), f"{ours.cpu / parse.cpu:.2f}")
            if name == "docs":
                self.want(name, "times the limit", ours.cpu / parse.cpu, most=LIMIT)
        empty = self.helper("empty")
        if empty.good:
            print(f"\nAn empty static program: {shown(empty.wall)}, {empty.peak:.1f} MiB.")

    def run(self):
        row("workload", "what", "conf-render", "peak", "kubectl kustomize", "peak", "times faster", "times less memory", "same bytes")
        row("---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---")
        done = {}
        for load in WORKLOADS:
            if self.options.only and load.name not in self.options.only:
                continue
            root = os.path.join(self.scratch, load.name)
            figures = self.compare(load, os.path.normpath(os.path.join(root, load.make(root, load.size))))
            if figures:
                done[load.name] = root, figures
            if load.name == "fleet":
                self.environments(root)
        if "docs" in done and "docs-12000" in done:
            growth = done["docs-12000"][1].wall / done["docs"][1].wall
            print(f"\n12,000 documents take {growth:.2f} times the time of 4,000.")
            self.want("docs-12000", "times the time of docs", growth, most=GROWTH)
        self.against_the_limit(done)


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")), "?")
    return f"{os.cpu_count()} processors, {model}; Linux {os.uname().release}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", metavar="NAME",
                        help="the workloads to measure; none: all. " + ", ".join(load.name for load in WORKLOADS))
    parser.add_argument("--program", default="build/conf-render")
    parser.add_argument("--helpers", default="build/bench", help="where spawn, parse and empty are")
    parser.add_argument("--runs", type=int, default=51, help="runs of our program, at most")
    parser.add_argument("--seconds", type=float, default=5, help="for the runs of our program on a workload")
    parser.add_argument("--kubectl-seconds", type=float, default=10, help="for those of kubectl; one run is made in any case")
    parser.add_argument("--no-kubectl", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit status 1 when a wanted figure is missed")
    parser.add_argument("--make", metavar="DIR", help="make the workloads in DIR and stop")
    options = parser.parse_args()
    unknown = set(options.only) - {load.name for load in WORKLOADS}
    if unknown:
        parser.error("no such workload: " + ", ".join(sorted(unknown)))
    if options.make:
        for load in WORKLOADS:
            if not options.only or load.name in options.only:
                root = os.path.join(options.make, load.name)
                print(os.path.normpath(os.path.join(root, load.make(root, load.size))))
        return 0
    print(machine() + "\n")
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options, scratch)
        if options.check and not bench.kubectl:
            parser.error("--check compares with kubectl, which is not here")
        bench.run()
    for line in bench.wrong + bench.missed:
        print(line, file=sys.stderr)
    return int(bool(bench.wrong or options.check and bench.missed))


if __name__ == "__main__":
    sys.exit(main())
