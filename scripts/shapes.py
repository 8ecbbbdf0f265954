"""Small trees that ask for much: of each feature that works on what the one before it left, thousands.

Each function fills the directory root and gives the directory to render. memory-bound.py measures them.
"""
import os

SHAPES = {}
# What takes more than the bound, and the most that it takes, in MiB: objects with a history as long as the tree is deep, which each level
# keeps; and copies that are refused when they are very many, by then made.
KNOWN = {
    "testdata/cases/error-limit-json-copies/in": 64,
    "testdata/cases/replacement-error-growth/in": 56,
    "testdata/cases/replacement-error-growth-nodes/in": 120,
}


def shape(function):
    SHAPES[function.__name__] = function
    return function


def known(mebibytes):
    def note(function):
        KNOWN[function.__name__] = mebibytes
        return shape(function)
    return note


def put(root, name, text):
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def config_map(i, data="a: b"):
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map-{i}\n  annotations:\n    given: here\ndata:\n  {data}\n"


def objects(root, count):
    put(root, "objects.yaml", "---\n".join(config_map(i) for i in range(count)))


def component(text):
    return "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" + text


def overlays(root, depth, top=""):
    """Each upon the next, all the same."""
    for i in range(depth):
        put(root, f"{i}/kustomization.yaml", f"resources: [../{i + 1}]\n" + top)
    objects(f"{root}/{depth}", 1)
    put(root, f"{depth}/kustomization.yaml", "resources: [objects.yaml]\n")
    return "0"


@shape
def deep(root):
    return overlays(root, 999)


@known(24)
def deep_prefixes(root):
    return overlays(root, 900, "namePrefix: a\n")


@shape
def deep_annotations(root):
    return overlays(root, 999, "commonAnnotations: {given: anew}\n")


@known(160)
def deep_and_wide(root):
    """Overlays upon overlays, each with an object of its own."""
    for i in range(1000):
        below = f"../{i + 1}, " if i < 999 else ""
        put(root, f"{i}/kustomization.yaml", f"resources: [{below}map.yaml]\n")
        put(root, f"{i}/map.yaml", config_map(i))
    return "0"


@known(24)
def deep_changes(root):
    """Overlays upon many objects, each of which changes all of them."""
    overlays(root, 100, "commonAnnotations: {given: anew}\n")
    objects(f"{root}/100", 300)
    return "0"


@shape
def deep_components(root):
    for i in range(1000):
        text = f"components: [../{i + 1}]\n" if i < 999 else ""
        put(root, f"{i}/kustomization.yaml", component(text) if i else "resources: [objects.yaml]\n" + text)
    objects(f"{root}/0", 1)
    return "0"


@shape
def diamonds(root):
    """Two ways to each layer."""
    for i in range(30):
        for side in "ab":
            below = f"../{i + 1}a, ../{i + 1}b" if i < 29 else ""
            put(root, f"{i}{side}/kustomization.yaml", f"nameSuffix: -{side}\nresources: [{below or 'map.yaml'}]\n")
            put(root, f"{i}{side}/map.yaml", config_map(i))
    return "20a"


def plugins(root, count, text, things, more=""):
    """The plugin many times, written into the kustomization."""
    entry = "".join(("- |-\n  " if i == 0 else "  ") + line + "\n" for i, line in enumerate(text.splitlines()))
    entries = "".join(entry.replace("NUMBER", str(i)) for i in range(count))
    put(root, "kustomization.yaml", f"resources: [objects.yaml]\n{more}transformers:\n{entries}")
    objects(root, things)
    return "."


ANNOTATIONS = ("apiVersion: builtin\nkind: AnnotationsTransformer\nmetadata:\n  name: p-NUMBER\nannotations: {given: anew-NUMBER}\n"
               "fieldSpecs: [{path: metadata/annotations, create: true}]\n")


@shape
def transformers(root):
    return plugins(root, 20000, ANNOTATIONS, 500)


@shape
def transformers_few_objects(root):
    return plugins(root, 20000, ANNOTATIONS, 1)


@shape
def hashes(root):
    return plugins(root, 3000, "apiVersion: builtin\nkind: HashTransformer\nmetadata:\n  name: p-NUMBER\n", 300)


@known(280)
def prefixes(root):
    return plugins(root, 900, "apiVersion: builtin\nkind: PrefixTransformer\nmetadata:\n  name: p-NUMBER\nprefix: a\n"
                   "fieldSpecs: [{path: metadata/name}]\n", 300)


@shape
def noted_transformers(root):
    return plugins(root, 3000, ANNOTATIONS, 1000, "buildMetadata: [originAnnotations, transformerAnnotations]\n")


@shape
def validators(root):
    plugins(root, 3000, "apiVersion: builtin\nkind: LabelTransformer\nmetadata:\n  name: p-NUMBER\n", 300)
    path = os.path.join(root, "kustomization.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    put(root, "kustomization.yaml", text.replace("transformers:", "validators:"))
    return "."


def components(root, count, things, text, each=False):
    """The same component many times, or as many equal ones."""
    names = "".join(f"- ../c{i if each else 0}\n" for i in range(count))
    put(root, "top/kustomization.yaml", "resources: [objects.yaml]\ncomponents:\n" + names)
    objects(f"{root}/top", things)
    for i in range(count if each else 1):
        put(root, f"c{i}/kustomization.yaml", component(text.replace("NUMBER", str(i))))
        put(root, f"c{i}/config.yaml", f"namePrefix:\n- path: spec/names{i}\n  kind: Kind{i}\n")
    return "top"


@shape
def components_empty(root):
    return components(root, 5000, 1, "")


@shape
def components_annotations(root):
    return components(root, 5000, 500, "commonAnnotations: {given: anew}\n")


@known(64)
def components_patches(root):
    return components(root, 5000, 100, "patches:\n- target: {kind: ConfigMap}\n  patch: |-\n    - {op: add, path: /data/a, value: c}\n")


@shape
def components_labels(root):
    return components(root, 3000, 300, "labels: [{pairs: {one: two}}]\n")


@shape
def components_generators(root):
    return components(root, 5000, 1, "configMapGenerator: [{name: map-0, behavior: merge, literals: [a=c]}]\n")


@shape
def components_configurations(root):
    return components(root, 3000, 1, "configurations: [config.yaml]\n", each=True)


@shape
def configurations(root):
    """One kustomization with thousands of files of configurations."""
    names = "".join(f"- c{i}.yaml\n" for i in range(3000))
    for i in range(3000):
        put(root, f"c{i}.yaml", f"namePrefix:\n- path: spec/names{i}\n  kind: Kind{i}\n")
    put(root, "kustomization.yaml", "resources: [objects.yaml]\nconfigurations:\n" + names)
    objects(root, 1)
    return "."


@known(40)
def deep_configurations(root):
    """Each overlay has one, which those above it have too."""
    for i in range(200):
        put(root, f"{i}/kustomization.yaml", f"resources: [../{i + 1}]\nconfigurations: [config.yaml]\n")
        put(root, f"{i}/config.yaml", "namePrefix:\n" + "".join(f"- path: spec/names{i}-{j}\n  kind: Kind{i}\n" for j in range(20)))
    objects(f"{root}/200", 1)
    put(root, "200/kustomization.yaml", "resources: [objects.yaml]\n")
    return "0"


def patches(root, count, things, text):
    entry = "- target: {kind: ConfigMap}\n  patch: |-\n" + "".join("    " + line + "\n" for line in text.splitlines())
    put(root, "kustomization.yaml", "resources: [objects.yaml]\npatches:\n" + entry * count)
    objects(root, things)
    return "."


@shape
def patches_strategic(root):
    return patches(root, 3000, 300, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: any\ndata:\n  a: c")


@known(90)
def patches_json(root):
    return patches(root, 3000, 300, "- {op: replace, path: /data/a, value: c}")


@shape
def json_copies(root):
    """A list that doubles with each copy."""
    copies = "".join("- {op: copy, from: /data, path: /data/c%d}\n" % i for i in range(12))
    return patches(root, 1, 1, copies)


@shape
def aliases(root):
    """Each anchor holds the one before it nine times, as far as aliases may go."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"] + [f"a{i}: &a{i} [{', '.join(9 * [f'*a{i - 1}'])}]" for i in range(1, 5)]
    put(root, "kustomization.yaml", "resources: [objects.yaml]\n")
    put(root, "objects.yaml", config_map(0).replace("data:\n", "spec:\n" + "".join(f"  {line}\n" for line in lines) + "data:\n"))
    return "."


@shape
def replacements(root):
    entry = ("- source: {kind: ConfigMap, name: map-0, fieldPath: data.a}\n"
             "  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.c], options: {create: true}}]\n")
    put(root, "kustomization.yaml", "resources: [objects.yaml]\nreplacements:\n" + entry * 3000)
    objects(root, 300)
    return "."


@shape
def generators(root):
    put(root, "kustomization.yaml", "configMapGenerator:\n" + "".join(f"- {{name: g{i}, literals: [a=b]}}\n" for i in range(10000)))
    return "."


@shape
def images(root):
    put(root, "kustomization.yaml", "resources: [objects.yaml]\nimages:\n" + "".join(f"- {{name: a{i}, newTag: b}}\n" for i in range(3000)))
    objects(root, 300)
    return "."
