#!/usr/bin/env python3
"""Seeds of the fuzz targets, and their dictionary, made from the test data: fuzz-seeds.py OUT

Writes OUT/TARGET/... for each file src/tests/fuzz/fuzz_TARGET.c and OUT/fuzz.dict. How an input is put together stands at the top of each
target; src/tests/fuzz/fuzz.h says what a pack is. Only Python's own library is used: what is in a file is guessed from its lines.
"""
import hashlib
import pathlib
import re
import sys
import warnings

TOP = pathlib.Path(__file__).resolve().parent.parent
LARGEST = 16384
KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
EDITS = [
    b"set namespace prod", b"set nameprefix", b"set image a=b:1 nginx:2", b"set replicas a=3", b"set label a:b", b"set annotation c:1",
    b"set buildmetadata originAnnotations", b"add resource new.yaml", b"add component part", b"add label a:b", b"add generator g.yaml",
    b"add buildmetadata managedByLabel", b"add patch p.yaml", b"add configmap c K=V", b"add secret s K=V", b"set configmap c K=W",
    b"remove resource *", b"remove label a", b"remove annotation c", b"remove component *", b"remove configmap c", b"fix",
]
PARAMETERS = [
    rb'null', rb'[]', rb' [ {"name" : "images" , "array" : [ "i:v2" , "j=k@sha256:0" ] } ] ', rb'[{"name":"images","array":[]}]',
    rb'[{"name":"name-prefix","string":"b-"},{"name":"name-suffix","string":"-\u00e9\ud83d\ude00"},{"name":"namespace","string":"prod"}]',
    rb'[{"map":{"a":"\"1\"","c":"\u0026"},"name":"labels"},{"name":"force-labels","string":"true"}]',
    rb'[{"map":{"x/y":"1: 2 # 3\n- 4"},"name":"annotations"},{"map":{"m":"3"},"name":"replicas"}]',
    rb'[{"name":"labels","map":{"d":"e"}},{"name":"labels-without-selector","string":"true"},{"name":"labels-include-templates","string":"true"}]',
    rb'[{"name":"components","array":["../c"]},{"name":"overlay","string":"x"},{"name":"checksums","string":"all"},{"name":"strict","string":"all"}]',
    rb'[{"name":"hash","string":"all"},{"name":"immutable","string":"hashed"},{"name":"references","string":"all"},{"name":"reloader","string":"true"}]',
]


def read(path):
    return path.read_bytes()


class Seeds:
    """Files of one target, each content once."""

    def __init__(self, out, target):
        self.directory = out / target
        self.directory.mkdir(parents=True, exist_ok=True)
        self.names = set()

    def add(self, data):
        name = hashlib.sha1(data).hexdigest()[:16]
        if len(data) <= LARGEST and name not in self.names:
            self.names.add(name)
            (self.directory / name).write_bytes(data)

    def finish(self):
        for path in self.directory.iterdir():
            if path.name not in self.names:
                path.unlink()


def pack(parts):
    out = b""
    for name, text in parts:
        if re.search(rb"^=== ", text, re.MULTILINE):
            return b"\0" * (LARGEST + 1)
        out += b"=== " + name.encode() + b"\n" + text
        if text and not text.endswith(b"\n"):
            out += b"\n"
    return out


def literals(*names):
    """The string literals of C files, without those of code."""
    found = []
    for name in names:
        text = read(TOP / "src/tests" / name)
        text = re.sub(rb'"\s*\n?\s*"', b"", text)
        for match in re.finditer(rb'"((?:[^"\\\n]|\\.)*)"', text):
            if match.group(1).endswith(b".h"):
                continue
            try:
                found.append(match.group(1).decode().encode().decode("unicode_escape").encode("latin-1"))
            except (UnicodeDecodeError, UnicodeEncodeError):
                pass
    return list(dict.fromkeys(found))


def roots():
    """Every directory with test input, the directory in it that is rendered, and the options of fuzz_build.c."""
    for case in sorted((TOP / "testdata/cases").iterdir()):
        command = (case / "cmd").read_text().replace("load-restrictor=", "load-restrictor ").split() if (case / "cmd").exists() else ["build", "."]
        wanted = [word for word in command[1:] if (case / "in" / word).is_dir() and not word.startswith("-")]
        words = {"--strict": "strict", "--strict=all": "strict=all", "LoadRestrictionsNone": "anywhere", "legacy": "legacy",
                 "none": "none", "--enable-managedby-label": "label"}
        starts = {"--checksums": "checksums", "--checksum-key": "key", "--hash": "hash", "--references": "references", "--reloader": "reloader"}
        options = [w for o, w in words.items() if o in command] + [w for o, w in starts.items() if any(a.startswith(o) for a in command)]
        yield case / "in", wanted[0] if wanted else ".", options
    rows = read(TOP / "testdata/examples/list.txt").decode().splitlines()
    for example in dict.fromkeys(row.split()[0] for row in rows if row.strip() and not row.startswith("#")):
        yield TOP / example, ".", []


def files_of(root):
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def blocks(text, field):
    """The texts of all blocks "field: |"."""
    lines = text.split(b"\n")
    for i, line in enumerate(lines):
        match = re.match(rb"^([ -]*)" + field + rb": *[|>][-+]? *$", line)
        if not match:
            continue
        taken = []
        for further in lines[i + 1:]:
            if further.strip() and len(further) - len(further.lstrip()) <= len(match.group(1)) - (b"-" in match.group(1)):
                break
            taken.append(further)
        depth = min((len(x) - len(x.lstrip()) for x in taken if x.strip()), default=0)
        yield b"\n".join(x[depth:] for x in taken).rstrip(b"\n") + b"\n"


def values(text, field):
    for match in re.finditer(rb"\b" + field + rb": *([^\n{}|>]+)$", text, re.MULTILINE):
        yield match.group(1).strip().strip(b"'\"")


def name_of(document):
    kind = re.search(rb"^kind: *(\S+)", document, re.MULTILINE)
    name = re.search(rb"^ +name: *(\S+)", document, re.MULTILINE) or re.search(rb"name: *(\w+)", document)
    return (kind.group(1), name.group(1)) if kind and name else None


class Case:
    """What the files of one tree are."""

    def __init__(self, root):
        self.kustomizations, self.documents, self.json_patches, self.others = [], [], [], []
        for path in files_of(root):
            text = read(path)
            if path.name in KUSTOMIZATIONS:
                self.kustomizations.append(text)
                for block in blocks(text, b"patch"):
                    (self.json_patches if re.search(rb"\bop:|\"op\"", block) else self.documents).append(block)
            elif re.search(rb"^ *-? *\{?\"?op\"?:", text, re.MULTILINE):
                self.json_patches.append(text)
            elif re.search(rb"^kind:|\bkind:", text, re.MULTILINE):
                self.documents += re.split(rb"^---.*\n", text, flags=re.MULTILINE)
            else:
                self.others.append((path.name, text))


def add_pairs(seeds, case):
    """Objects with the patches that look like theirs."""
    for i, patch in enumerate(case.documents):
        same = [d for k, d in enumerate(case.documents) if k != i and name_of(d) and name_of(d) == name_of(patch)]
        for document in same[:2]:
            seeds["merge"].add(pack([("object", document), ("patch", patch)]))
        if not same and b"$patch" in patch and i > 0:
            seeds["merge"].add(pack([("object", case.documents[0]), ("patch", patch), ("append", b"")]))
    for patch in case.json_patches:
        for document in case.documents[:2]:
            seeds["jsonpatch"].add(pack([("object", document), ("patch", patch)]))
        for path in values(patch, b"path"):
            seeds["jsonpatch"].add(pack([("pointer", path)]))


def list_of(text, field):
    """The elements at a field of the top level, as a document of their own."""
    match = re.search(rb"^" + field + rb":\n((?:[ -].*\n|\n)+)", text, re.MULTILINE)
    return match.group(1) if match else None


def add_kustomization(seeds, case, text):
    seeds["reader"].add(b"k\n" + text)
    seeds["kustomization"].add(pack([("kustomization", text)]))
    for i, words in enumerate(EDITS):
        if (len(text) + i) % 5 == 0:
            seeds["edit"].add(pack([("kustomization.yaml", text), (".edit", words)]))
    objects = b"---\n".join(case.documents[:4])
    replacements = list_of(text, b"replacements")
    if replacements and b"path:" not in replacements:
        seeds["fieldpath"].add(pack([("replacements", replacements), ("objects", objects)]))
    for path in list(values(text, b"fieldPath")) + re.findall(rb"^ *- ([\w.]+\.[^\s:]+)$", text, re.MULTILINE):
        seeds["fieldpath"].add(pack([("path", path), ("objects", case.documents[0] if case.documents else b"")]))
    for field, subject in ((b"name", b"web"), (b"kind", b"Deployment"), (b"group", b"apps")):
        for value in values(text, field):
            seeds["select"].add(pack([("pattern", value), ("subject", subject)]))
            seeds["image"].add(value + b":1.0\n" + value + b"\nnew\n2.0\n\n\n")
            if objects:
                target = {b"group": b"%s\n\n\n\n\n", b"kind": b"\n\n%s\n\n\n", b"name": b"\n\n\n%s\n\n"}[field] % value
                seeds["select"].add(pack([("target", target), ("objects", objects)]))
    for field in (b"labelSelector", b"annotationSelector"):
        for value in values(text, field):
            seeds["select"].add(pack([("selector", value), ("labels", b"a: b\napp: web\n")]))
    for value in values(text, b"newName") if b"images:" in text else ():
        seeds["image"].add(b"nginx:1.0@sha256:24a0\nnginx\n" + value + b"\n1.2\nsha256:25b1\n-x\n")
    entries = re.findall(rb"^ +- ([\w.-]+=.*)$", text, re.MULTILINE)
    if entries:
        seeds["env"].add(pack([("literals", b"\n".join(entries)), ("files", b"a.txt\nkey=b.txt"), ("file", b"text\n")]))


def add_others(seeds, case):
    for name, text in case.others:
        if name.endswith((".env", ".properties")) or b"=" in text.split(b"\n")[0]:
            seeds["env"].add(pack([("env", text)]))
        elif re.search(rb"\"?definitions\"?:", text):
            seeds["kustomization"].add(pack([("openapi", text)]))
            seeds["reader"].add(b"o\n" + text)
        elif re.search(rb"^nameReference:|^commonLabels:|[sS]pecs?:|^images:|^namePrefix:|create:", text, re.MULTILINE):
            seeds["kustomization"].add(pack([("configuration", text)]))
        elif b"openAPIV3Schema" in text or b"x-kubernetes" in text:
            seeds["kustomization"].add(pack([("crds", text)]))
        elif b"source" in text:
            seeds["kustomization"].add(pack([("replacements", text)]))
            objects = b"---\n".join(case.documents[:4])
            seeds["fieldpath"].add(pack([("replacements", text), ("objects", objects)]))
        else:
            seeds["inner"].add(text)


def add_root(seeds, root, directory, options):
    files = [(str(p.relative_to(root)), read(p)) for p in files_of(root)]
    prefix = "" if directory == "." else directory.rstrip("/") + "/"
    first = [f for f in files if f[0].startswith(prefix) and f[0][len(prefix):] in KUSTOMIZATIONS]
    if first:
        more = [(".options", " ".join(options).encode())] if options else []
        seeds["build"].add(pack(first + [f for f in files if f != first[0]] + more))
    case = Case(root)
    for text in case.kustomizations:
        add_kustomization(seeds, case, text)
    for document in case.documents:
        seeds["reader"].add(b"r\n" + document)
        for field in (rb"[\w.-]+",):
            for block in blocks(document, field):
                seeds["inner"].add(block)
    if case.documents:
        seeds["refs"].add(b"---\n".join(case.documents[:20]))
    for patch in case.json_patches:
        seeds["reader"].add(b"j\n" + patch)
    if root.parent.name.startswith("check-"):
        seeds["check"].add(b"---\n".join(case.documents))
    add_pairs(seeds, case)
    add_others(seeds, case)


def add_literals(seeds):
    for text in literals("unit_yaml.c", "unit_yaml_scalar.c", "unit_yaml_node.c", "unit_json6902.c", "unit_merge.c", "unit_fieldpath.c"):
        seeds["reader"].add(b"r\n" + text)
        seeds["inner"].add(text)
        if len(text) < 200:
            seeds["scalar"].add(text)
        if len(text) < 60:
            seeds["emit"].add(bytes([len(text) % 4, 1, len(text)]) + text + bytes([3, len(text)]) + text + bytes([0, 2, 1, 3, 4, 7, 5, 9, 0]))
    for text in literals("unit_select.c"):
        for subject in (b"web", b"ab", b""):
            seeds["select"].add(pack([("pattern", text), ("subject", subject)]))
        seeds["select"].add(pack([("selector", text), ("labels", b"a: b\nc: d\n")]))
    for text in literals("unit_fieldpath.c"):
        seeds["fieldpath"].add(pack([("path", text), ("objects", b"a: {b: [{n: x, v: 1}, [2]]}\nspec: {c: 'k: v'}\n")]))
    for text in literals("unit_kust.c", "unit_config.c"):
        seeds["kustomization"].add(pack([("kustomization", text)]))
        seeds["kustomization"].add(pack([("configuration", text)]))
    for text in literals("unit_openapi.c"):
        seeds["kustomization"].add(pack([("openapi", text)]))
    for text in literals("unit_generate.c"):
        seeds["env"].add(pack([("env", text)]))
    texts = literals("unit_merge.c")
    for a, b in zip(texts, texts[1:]):
        seeds["merge"].add(pack([("object", a), ("patch", b)]))
    texts = literals("unit_json6902.c")
    for a, b in zip(texts, texts[1:]):
        seeds["jsonpatch"].add(pack([("object", a), ("patch", b)]))
    for text in literals("unit_transform.c"):
        if re.search(rb"[:/@]", text) and b"\n" not in text:
            seeds["image"].add(text + b"\n" + re.split(rb"[:@]", text)[0] + b"\n\n\n\n-suffix\n")


def add_experiments(seeds):
    for line in read(TOP / "testdata/output/experiments.tsv").split(b"\n"):
        for cell in line.split(b"\t"):
            text = cell.replace(b"\\n", b"\n").replace(b"\\t", b"\t").replace(b"\\\\", b"\\")
            if text and not text.startswith(b"#"):
                seeds["reader"].add(b"r\n" + text)


def dictionary():
    """Words that the program knows, and signs of the languages that it reads."""
    words = [w for w in (TOP / "src/base/names.txt").read_text().split() if not w.startswith("#")]
    for path in sorted((TOP / "src/kustomization").glob("*fields.c")):
        words += re.findall(r'\w+\([^"\n]*?"([\w$-]+)"', path.read_text())
    words += [line for line in (TOP / "src/tests/fuzz/words.txt").read_text().split("\n") if line and not line.startswith("# ")]
    lines = []
    for word in dict.fromkeys(words):
        data = word.encode().decode("unicode_escape").encode("latin-1") if "\\x" in word else word.encode()
        text = "".join(chr(b) if 0x20 <= b < 0x7f and b not in b'"\\' else "\\x%02x" % b for b in data)
        if 0 < len(data) <= 64:
            lines.append('"%s"\n' % text)
    return "".join(lines)


def main():
    # C has escapes that Python has not; such a literal is a seed as it stands.
    warnings.simplefilter("ignore", DeprecationWarning)
    out = pathlib.Path(sys.argv[1])
    targets = [p.stem[len("fuzz_"):] for p in sorted((TOP / "src/tests/fuzz").glob("fuzz_*.c"))]
    seeds = {target: Seeds(out, target) for target in targets}
    for root, directory, options in roots():
        add_root(seeds, root, directory, options)
    add_literals(seeds)
    add_experiments(seeds)
    for text in PARAMETERS:
        seeds["parameters"].add(text)
    for target in targets:
        seeds[target].finish()
        print("%-14s %5d seeds" % (target, len(seeds[target].names)))
    (out / "fuzz.dict").write_text(dictionary())


main()
