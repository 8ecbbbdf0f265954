"""The kinds of trees that try one thing: merge, json6902, scalars, names."""
from .objects import Objects, SchemaObjects, table
from .patches import Patches
from .yamltext import Writer

KUSTOMIZATION = "kustomization.yaml"
LISTED = frozenset(("containers initContainers ephemeralContainers env envFrom volumes sources imagePullSecrets rules paths tls webhooks secrets "
                    "subjects volumeClaimTemplates").split())


def tree(files, top="."):
    return {path: text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text for path, text in files.items()}, top


def merge(random, schema):
    """One object, one to three strategic merge patches."""
    objects, patches = SchemaObjects(random, schema), Patches(random)
    wild = patches.pick([0, 0, .3, 1])
    target = objects.of_schema() if patches.chance(.75) else objects.resource()
    target = objects.rough(target, patches.pick([0, 0, .05, .2]))
    writer = Writer(patches, wild)
    files = {"r.yaml": writer.block(target)}
    entries = []
    for number in range(patches.pick([1, 1, 1, 2, 3])):
        patch = patches.strategic(target)
        entry = {"path": f"p{number}.yaml"}
        if patches.chance(.25):
            entry["target"] = {"kind": patches.pick([target["kind"], ".*"])}
            if patches.chance(.3):
                patch["metadata"]["name"] = "other"
            if patches.chance(.3):
                entry["options"] = {"allowNameChange": patches.chance(.6), "allowKindChange": patches.chance(.4)}
        files[entry["path"]] = Writer(patches, wild).block(patch)
        entries.append(entry)
    files[KUSTOMIZATION] = Writer(patches, 0).block({"resources": ["r.yaml"], "patches": entries})
    return tree(files)


def json6902(random, schema):
    """One object, one to three JSON patches."""
    objects, patches = SchemaObjects(random, schema), Patches(random)
    wild = patches.pick([0, 0, .3, 1])
    target = objects.of_schema() if patches.chance(.4) else objects.resource()
    target = objects.rough(target, patches.pick([0, 0, .1, .3]))
    files = {"r.yaml": Writer(patches, wild).block(target)}
    kust = {"resources": ["r.yaml"], "patches": []}
    for number in range(patches.pick([1, 1, 1, 2, 3])):
        files[f"p{number}.yaml"] = patches.json6902(target, wild)
        kust["patches"].append({"path": f"p{number}.yaml", "target": {"kind": target["kind"]}})
    if patches.chance(.2):
        kust["commonLabels"] = {"app": "cl", "l1": "5"}
    if patches.chance(.1):
        kust["commonAnnotations"] = {"a": "true"}
    files[KUSTOMIZATION] = Writer(patches, 0).block(kust)
    return tree(files)


class Scalars(Objects):
    """Texts of scalars, made of pieces that mean something to YAML."""

    PIECES = ["a", "b c", "word", " ", "  ", ":", ": ", "#", " #", "-", "- ", "?", "[", "]", "{", "}", ",", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`",
              "\\", "0", "1", "12", ".", "e", "E", "x", "o", "_", "+", "true", "null", "~", "é", "\u4e2d", "\U0001f600", "\u00a0", "\u0085", "\u2028",
              "\ufeff", "=", "<<", "/", "$", "long " * 20, "http://x"]
    # Characters that end lines only for YAML 1.1 are left out of blocks.
    BLOCK_PIECES = [piece for piece in PIECES if piece not in ("\u0085", "\u2028", "\ufeff")]
    ESCAPES = ["\\n", "\\t", "\\\"", "\\\\", "\\u00e9", "\\x41", "\\U0001F600", "\\0", "\\e", "\\_", "\\N", "\\L", "\\ ", "\\/", "\\r", "\\x07", "\\u200b"]

    def pieces(self, low, high, pool=None):
        return "".join(self.pick(pool or self.PIECES) for _ in range(self.count(low, high)))

    def plain_text(self):
        text = self.pieces(1, 4, self.PIECES[:2] + self.PIECES[11:12] + ["0", "1", "2", "9", ".", "-", "+", "e", "E", "x", "_", ":", "true", "a", "é", "T", "Z", "o", "b"])
        return text.strip() or "a"

    def double(self):
        return '"' + self.pieces(0, 5, [piece for piece in self.PIECES if piece not in ("\"", "\\", "\ufeff")] + self.ESCAPES * 2) + '"'

    def single(self):
        return "'" + self.pieces(0, 5).replace("'", "''").replace("\ufeff", "") + "'"

    def folded(self, indent):
        lines = [self.pick(["", "", " ", "  "]) + self.pieces(0, 3, self.BLOCK_PIECES) for _ in range(self.count(1, 5))]
        lines[0] = lines[0].lstrip() or "first"
        pad = " " * indent
        return self.pick("|>") + self.pick(["", "-", "+", ""]) + "\n" + "\n".join(pad + line if line else "" for line in lines)

    def value(self, indent):
        roll = self.random.random()
        if roll < .35:
            text = self.raw().text.replace("@", " " * indent)
        elif roll < .55:
            text = self.plain_text()
        elif roll < .75:
            text = self.double() if self.chance(.6) else self.single()
        else:
            return self.folded(indent)
        return text + (self.pick(["", "", "", " # c", "  #"]) if "\n" not in text else "")


def scalars(random, _schema):
    """Odd scalars through the whole pipeline."""
    dice = Scalars(random)
    keys = ["a", "b", "c", "k10", "k9", "x.y", "'q'", "\"d\"", "y", "1", "? k", "true"][:dice.pick([3, 6, 8, 12])]
    lines = ["apiVersion: v1", f"kind: {dice.pick(['ConfigMap', 'ConfigMap', 'Foo', 'Secret'])}", "metadata:", "  name: o1"]
    for field in ("labels", "annotations"):
        if dice.chance(.3):
            lines.append(f"  {field}:{dice.pick(['', '', ' # c'])}")
            lines += [f"    {dice.pick('abc')}{number}: {dice.value(6)}" for number in range(dice.count(1, 2))]
    lines.append("data:")
    for key in dice.some(keys, 1, 4):
        if dice.chance(.1):
            lines.append(dice.pick(["  # about it", "", "# at the margin"]))
        lines.append(f"  {key}: {dice.value(4)}")
    if dice.chance(.3):
        lines += ["spec:", "  list:"] + [f"  - {dice.value(4)}" for _ in range(dice.count(1, 3))]
    # A comment behind a block that keeps its blank lines gets one of its own in kustomize's copy, which then counts as the block's.
    kept = any(mark in line for line in lines[-6:] for mark in ("|+", ">+"))
    text = "\n".join(lines) + dice.pick(["\n", "\n", "", "\n\n", "\n---\n", "\n...\n"] + ([] if kept else ["\n# end\n"]))
    if dice.chance(.05):
        text = text.replace("\n", "\r\n")
    files = {"r.yaml": text}
    kust = ["resources: [r.yaml]"]
    if dice.chance(.25):
        kust.append("commonAnnotations:\n  ca: x")
    if dice.chance(.25):
        kust.append("labels:\n- pairs: {l1: v}")
    if dice.chance(.2):
        kust.append("namePrefix: p-")
    if dice.chance(.2):
        kust.append("patches:\n- target: {name: o1}\n  patch: '[{\"op\": \"add\", \"path\": \"/zz\", \"value\": 1}]'")
    elif dice.chance(.35):
        patch = ["kind: any", "metadata:", "  name: any", "data:"]
        patch += [f"  {key}: {dice.value(4)}" for key in dice.some([key for key in keys if key != "? k"], 1, 3)]
        files["p.yaml"] = "\n".join(patch) + "\n"
        kust.append("patches:\n- target: {name: o1}\n  path: p.yaml")
    files[KUSTOMIZATION] = "\n".join(kust) + "\n"
    return tree(files)


class Names(Objects):
    """Objects that refer to each other by the rows of the table of name references."""

    NAMES = ["a", "b", "web"]
    SPACES = [None, None, None, None, "n1", "default"]
    rows = None

    def __init__(self, random):
        super().__init__(random)
        if Names.rows is None:
            # The scope of ValidatingAdmissionPolicy and its binding is newer than what is compared with.
            Names.rows = [row for row in table("fieldspecs.tsv") if row[0] == "nameReference" and "Policy" not in row[3] + row[6]]
            Names.scopes = {}
            for group, version, kind, _, _ in table("kinds.tsv"):
                Names.scopes.setdefault(kind, ("" if group == "-" else group, version))

    def api(self, group, version, kind):
        known = Names.scopes.get(kind, ("", "v1"))
        group = known[0] if group == "-" else group
        version = known[1] if version == "-" else version
        return f"{group}/{version}" if group else version

    def meta(self):
        meta = {"name": self.pick(self.NAMES)}
        space = self.pick(self.SPACES)
        if space:
            meta["namespace"] = space
        return meta

    def nest(self, path, value):
        """An object with the value at the path."""
        for step in reversed(path.split("/")):
            listed = step.endswith("[]") or step in LISTED
            value = {step.replace("[]", "").replace("\x00", "/"): [value] if listed and not isinstance(value, list) else value}
        return value

    def referrer(self, row):
        _, _, _, target_kind, group, version, kind, path = row[:8]
        kind = kind if kind != "-" else "Foo"
        path = path.replace("\\/", "\x00")
        last = path.split("/")[-1]
        name = self.pick(self.NAMES + ["p-a", "a-s", "q-p-b"])
        if last == "resourceNames":
            value = [name] if self.chance(.8) else [name, self.pick(self.NAMES)]
        elif last in ("service", "subjects", "configMap"):
            value = {"name": name}
            if last == "subjects":
                value["kind"] = target_kind
            if self.chance(.6):
                value["namespace"] = self.pick(["n1", "default", "n2"])
            value = [value] if last == "subjects" else value
        else:
            value = name
        body = self.nest(path, value)
        if "roleRef" in body:
            body["roleRef"].update({"kind": target_kind, "apiGroup": "rbac.authorization.k8s.io"})
        if "rules" in body and kind in ("Role", "ClusterRole"):
            body["rules"][0].update({"apiGroups": [""], "resources": ["configmaps"]})
        meta = {**self.meta(), **body.pop("metadata", {})}
        return {"apiVersion": self.api(group, version, kind), "kind": kind, "metadata": meta, **body}

    def objects(self, count):
        found = {}
        row = self.pick(self.rows)
        for _ in range(count):
            if self.chance(.5):
                row = self.pick(self.rows)
            item = self.referrer(row) if self.chance(.5) else {"apiVersion": self.api(row[1], row[2], row[3]), "kind": row[3], "metadata": self.meta()}
            found[item["kind"], item["metadata"]["name"], item["metadata"].get("namespace", "default")] = item
        return found


def level(dice, files, directory, resources, objects):
    """One directory of a tree of names."""
    kust = {"resources": list(resources)}
    if objects:
        files[f"{directory}/r.yaml"] = Writer(dice, 0).stream(objects)
        kust["resources"].append("r.yaml")
    if dice.chance(.45):
        kust["namePrefix"] = dice.pick(["p-", "q-"])
    if dice.chance(.25):
        kust["nameSuffix"] = dice.pick(["-s", "-t"])
    if dice.chance(.3):
        kust["namespace"] = dice.pick(["n1", "n2"])
    if dice.chance(.3):
        kust["configMapGenerator"] = [{"name": dice.pick(["a", "b", "gen"]) + directory, "literals": ["x=1"]}]
    if dice.chance(.12) and objects:
        target = dice.pick(objects)
        kust["patches"] = [{"target": {"kind": target["kind"], "name": target["metadata"]["name"]}, "patch": dice.pick([
            '[{"op": "replace", "path": "/metadata/name", "value": "new"}]\n',
            "kind: x\nmetadata:\n  name: new\n"]), "options": {"allowNameChange": True}}]
    files[f"{directory}/{KUSTOMIZATION}"] = Writer(dice, 0).block(kust)


def names(random, _schema):
    """Name references: bases with equal names, prefixes and namespaces at several levels."""
    dice = Names(random)
    files = {}
    bases = []
    for number in range(dice.pick([1, 1, 2, 2, 3])):
        level(dice, files, f"b{number}", [], list(dice.objects(dice.count(1, 5)).values()))
        bases.append(f"../b{number}")
    level(dice, files, "mid", bases, list(dice.objects(dice.pick([0, 0, 1, 2])).values()))
    top = "mid"
    if dice.chance(.6):
        level(dice, files, "top", ["../mid"], list(dice.objects(dice.pick([0, 0, 1, 2])).values()))
        top = "top"
    return tree(files, top)
