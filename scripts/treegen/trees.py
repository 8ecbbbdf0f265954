"""Trees of bases, components and overlays with all fields of a kustomization.

A tree draws which fields it uses; `known` are the objects as they were before any transformer, so that patches, selectors and
variables name what is there.
"""
import json
import posixpath

from .objects import Objects
from .patches import KEYS, Patches
from .plugins import Plugins
from .yamltext import Raw, Writer

KUSTOMIZATION = "kustomization.yaml"
# Each field's chance to be in a tree at all, and in each kustomization of that tree.
FIELDS = {
    "namePrefix": (.35, .6), "nameSuffix": (.2, .6), "namespace": (.35, .6), "commonLabels": (.15, .5), "labels": (.3, .6),
    "commonAnnotations": (.25, .6), "configMapGenerator": (.4, .6), "secretGenerator": (.25, .6), "generatorOptions": (.1, .6),
    "patches": (.5, .6), "patchesStrategicMerge": (.12, .5), "patchesJson6902": (.12, .5), "images": (.3, .6), "replicas": (.2, .5),
    "sortOptions": (.12, .7), "components": (.2, .7), "replacements": (.3, .6), "vars": (.15, .7), "configurations": (.15, .6),
    "crds": (.08, .6), "openapi": (.04, .8), "generators": (.12, .6), "transformers": (.2, .6), "validators": (.06, .6),
    "buildMetadata": (.12, .7)}
SCHEMA = {"definitions": {
    "com.example.v1.Foo": {
        "type": "object",
        "properties": {
            "apiVersion": {"type": "string"}, "kind": {"type": "string"},
            "metadata": {"$ref": "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"},
            "spec": {"type": "object", "properties": {
                "list": {"type": "array", "items": {"$ref": "#/definitions/item"}, "x-kubernetes-patch-merge-key": "name",
                         "x-kubernetes-patch-strategy": "merge"}}}},
        "x-kubernetes-group-version-kind": [{"group": "example.com", "version": "v1", "kind": "Foo"}]},
    "item": {"type": "object", "properties": {"name": {"type": "string"}, "v": {"type": "integer"}}},
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {"type": "object", "properties": {
        "finalizers": {"type": "array", "items": {"type": "string"}, "x-kubernetes-patch-strategy": "merge"}}},
    "Deployment": {
        "type": "object",
        "properties": {"spec": {"type": "object", "properties": {"template": {"type": "object", "properties": {
            "spec": {"type": "object", "properties": {
                "containers": {"type": "array", "items": {"type": "object"}, "x-kubernetes-patch-merge-key": "image",
                               "x-kubernetes-patch-strategy": "merge"}}}}}}}},
        "x-kubernetes-group-version-kind": [{"group": "apps", "version": "v1", "kind": "Deployment"}]}}}
CRD = {"com.example.v1.Foo": {"Schema": {
    "type": "object",
    "properties": {"apiVersion": {"type": "string"}, "kind": {"type": "string"},
                   "metadata": {"$ref": "k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta"},
                   "spec": {"$ref": "com.example.v1.FooSpec"}}}},
    "com.example.v1.FooSpec": {"Schema": {"type": "object", "properties": {
        "sel": {"type": "object", "x-kubernetes-label-selector": ""},
        "note": {"type": "object", "x-kubernetes-annotation": ""},
        "s": {"type": "string", "x-kubernetes-identity": ""},
        "ref": {"type": "object", "x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "ConfigMap",
                "properties": {"name": {"type": "string"}}}}}}}


def shuffled(dice, mapping):
    entries = list(mapping.items())
    dice.random.shuffle(entries)
    return dict(entries)


class Trees(Plugins):
    """Draws one tree."""

    def __init__(self, random, without):
        super().__init__(random)
        self.make = Objects(random)
        self.patch = Patches(random)
        self.fields = {name for name, (chance, _) in FIELDS.items() if name not in without and self.chance(chance)}
        self.wild = self.pick([0, 0, 0, .3, 1])
        self.oddness = self.pick([0, 0, 0, .02, .1])
        self.files = {}
        self.ids = set()
        self.generated = {}
        self.make.variables = "vars" in self.fields
        self.variables = set()
        self.root_only = True

    def has(self, field):
        return field in self.fields and self.chance(FIELDS[field][1])

    def write(self, path, value, wild=None):
        self.files[path] = Writer(self, self.wild if wild is None else wild).block(value)

    # resources

    def own_objects(self, low, high):
        made = []
        for _ in range(self.count(low, high)):
            item = self.make.resource()
            meta = item["metadata"]
            ident = item["apiVersion"].split("/")[0], item["kind"], meta["name"]
            if ident in self.ids and not self.chance(.01):
                continue
            self.ids.add(ident)
            made.append(self.make.rough(item, self.oddness) if self.oddness else item)
        return made

    def put_objects(self, directory, objects):
        """Into one file or several; some as a List."""
        if not objects:
            return []
        if self.chance(.05):
            self.write(f"{directory}/list.yaml", {"apiVersion": "v1", "kind": "List", "items": objects})
            return ["list.yaml"]
        if self.chance(.15):
            for number, item in enumerate(objects):
                self.write(f"{directory}/r{number}.yaml", item)
            return [f"r{number}.yaml" for number in range(len(objects))]
        self.files[f"{directory}/r.yaml"] = Writer(self, self.wild).stream(objects)
        return ["r.yaml"]

    # simple fields

    def put_simple(self, kust):
        choices = {
            "namePrefix": ["p-", "q-"], "nameSuffix": ["-s", "-t"], "namespace": ["ns1", "other", "ns2"],
            "commonAnnotations": [{"ca": "x"}, {"ca": "1", "a": "y"}, {"ca": "$(V1)"}],
            "commonLabels": [{"cl": "v"}, {"cl": "1"}, {"app": "true", "cl": "x"}],
            "generatorOptions": [{"disableNameSuffixHash": True}, {"labels": {"go": "v"}}, {"immutable": True}, {"annotations": {"ga": "1"}}],
            "sortOptions": [{"order": "fifo"}, {"order": "legacy"}, {"order": "legacy", "legacySortOptions": {
                "orderFirst": ["Service", "Foo"], "orderLast": ["ConfigMap"]}}],
            "buildMetadata": [["originAnnotations"], ["transformerAnnotations"], ["managedByLabel"], ["originAnnotations", "transformerAnnotations"],
                              ["managedByLabel", "originAnnotations"]]}
        for field, values in choices.items():
            if self.has(field):
                kust[field] = self.pick(values)

    def label(self, claims):
        entry = {"pairs": {self.pick(["l1", "app"]): self.pick(["v", "5"])}}
        if self.chance(.35):
            entry["includeSelectors"] = self.chance(.8)
        elif self.chance(.4) and not claims:
            entry["includeTemplates"] = True
        if self.chance(.2):
            entry["fields"] = [self.pick([{"path": "spec/x/labels", "create": True}, {"path": "spec/sel", "kind": "Foo"},
                                          {"path": "metadata/annotations", "create": False}, {"path": "data", "kind": "ConfigMap", "create": True},
                                          {"path": "spec/template/metadata/labels", "kind": "Deployment", "group": "apps"}])]
        return entry

    def image(self):
        return self.pick([{"name": "nginx", "newTag": "2"}, {"name": "nginx", "newName": "other/ng"}, {"name": "reg.example.com/app", "digest": "sha256:abc"},
                          {"name": "busybox", "newName": "bb", "newTag": "3"}, {"name": ".*app", "newTag": "z"}, {"name": "nginx", "tagSuffix": "-x"},
                          {"name": "reg.example.com:5000/app", "newName": "app", "newTag": "1.0"}, {"name": "nginx", "newTag": "3", "digest": "sha256:1"},
                          {"name": "none", "newTag": "1"}])

    def put_lists(self, kust, known):
        if self.has("labels"):
            claims = any(item["kind"] == "StatefulSet" for item in known)
            kust["labels"] = [self.label(claims) for _ in range(self.count(1, 2))]
        if self.has("images"):
            kust["images"] = [self.image() for _ in range(self.count(1, 2))]
        scaled = [item for item in known if item["kind"] in ("Deployment", "StatefulSet", "ReplicaSet")]
        if scaled and self.has("replicas"):
            kust["replicas"] = [{"name": self.pick(scaled)["metadata"]["name"], "count": self.count(0, 5)}]

    # generators

    def generator(self, secret, known):
        """An entry; it merges with one of the known generated objects, or makes one more."""
        entry = {}
        kind = "Secret" if secret else "ConfigMap"
        mine = [item["metadata"]["name"] for item in known if id(item) in self.generated and item["kind"] == kind]
        if mine and self.chance(.5):
            entry.update({"name": self.pick(mine), "behavior": self.pick(["merge", "replace", "merge"])})
        else:
            entry["name"] = self.pick(["cfg", "web", "gen"]) + f"-g{len(self.generated) if self.chance(.98) else 1}"
            if self.chance(.05):
                entry["namespace"] = "ns1"
        if self.chance(.7):
            entry["literals"] = [key + "=" + self.pick(["1", "x y", '"q"', "'s'", "", "a=b", "é", "$(V1)"])
                                 for key in self.some(["a", "b", "c", "k"], 0, 3)]
        if self.chance(.2):
            entry["files"] = self.pick([["f.txt"], ["kk=f.txt"], ["bin.dat"]])
        if self.chance(.15):
            entry["envs"] = ["e.env"]
        if self.chance(.25):
            options = self.pick([{"disableNameSuffixHash": True}, {"immutable": True}, {"labels": {"l": "v"}}, {"annotations": {"an": "1"}}, {},
                                 {"disableNameSuffixHash": False, "labels": {"app": "g"}}])
            entry["options"] = dict(options)
        if secret and self.chance(.3):
            entry["type"] = "kubernetes.io/tls"
        return entry

    def know_generated(self, entry, secret, known):
        if "behavior" in entry:
            return
        item = {"apiVersion": "v1", "kind": "Secret" if secret else "ConfigMap", "metadata": {"name": entry["name"]},
                "data": {key.partition("=")[0]: "x" for key in entry.get("literals", [])}}
        if "namespace" in entry:
            item["metadata"]["namespace"] = entry["namespace"]
        self.generated[id(item)] = item
        known.append(item)

    def put_generators(self, directory, kust, known):
        for field, secret in (("configMapGenerator", False), ("secretGenerator", True)):
            if self.has(field):
                kust[field] = []
                for _ in range(self.count(1, 2)):
                    kust[field].append(self.generator(secret, known))
                    self.know_generated(kust[field][-1], secret, known)
        self.files[f"{directory}/f.txt"] = self.pick(["file text\n", "a: 1\nb: 2\n", "no end", "{\"a\": 1}\n"])
        self.files[f"{directory}/bin.dat"] = b"\xff\x00\x01" * 30
        self.files[f"{directory}/e.env"] = "E1=v\n# c\nE2=\n\nE3=a=b\n"

    # patches

    def target(self, item):
        meta = item["metadata"]
        group, _, version = item["apiVersion"].rpartition("/")
        target = {}
        for field, values, chance in (
                ("kind", [item["kind"]] * 3 + [item["kind"][:3] + ".*", ".*"], .75), ("name", [meta["name"]] * 3 + [meta["name"][:1] + ".*", "w.."], .55),
                ("group", [group, group, "apps", ".*"], .12), ("version", [version, "v1", "v.*"], .12), ("namespace", ["ns1", "default", "ns.*"], .06),
                ("labelSelector", ["app=web", "app", "!app", "app in (web,x)", "tier!=x", "cl=v"], .12), ("annotationSelector", ["a", "a=x", "!a"], .07)):
            if self.chance(chance):
                target[field] = self.pick(values)
        return target or {"kind": item["kind"]}

    def patch_entry(self, known):
        item = self.pick(known)
        entry = {}
        if self.chance(.35):
            entry["patch"] = self.patch.json6902(item, self.wild)
            entry["target"] = {"kind": item["kind"], "name": item["metadata"]["name"]} if self.chance(.7) else self.target(item)
            return entry
        patch = self.patch.strategic(item)
        if self.chance(.4):
            entry["target"] = self.target(item)
            if self.chance(.3):
                patch["metadata"]["name"] = "other"
        documents = [patch]
        if "target" not in entry and self.chance(.1):
            documents.append(self.patch.strategic(self.pick(known)))
        if self.chance(.15):
            entry["options"] = {"allowNameChange": self.chance(.6), "allowKindChange": self.chance(.3)}
        entry["patch"] = Writer(self, self.wild).stream(documents)
        return entry

    def put_patches(self, directory, kust, known):
        if not known:
            return
        if self.has("patches"):
            kust["patches"] = [self.patch_entry(known) for _ in range(self.pick([1, 1, 2, 3]))]
            for number, entry in enumerate(kust["patches"]):
                if self.chance(.3) or not entry["patch"].endswith("\n") or entry["patch"].startswith(" "):
                    self.files[f"{directory}/p{number}.yaml"] = entry.pop("patch")
                    entry["path"] = f"p{number}.yaml"
        if self.has("patchesStrategicMerge"):
            self.files[f"{directory}/smp.yaml"] = Writer(self, self.wild).stream([self.patch.strategic(self.pick(known))])
            kust["patchesStrategicMerge"] = ["smp.yaml"]
        if self.has("patchesJson6902"):
            item = self.pick(known)
            group, _, version = item["apiVersion"].rpartition("/")
            target = {"version": version, "kind": item["kind"], "name": item["metadata"]["name"]}
            if group:
                target["group"] = group
            if "namespace" in item["metadata"]:
                target["namespace"] = item["metadata"]["namespace"]
            self.files[f"{directory}/pj.yaml"] = self.patch.json6902(item, self.wild)
            kust["patchesJson6902"] = [{"target": target, "path": "pj.yaml"}]

    # replacements and variables

    def field_path(self, item, leaf):
        """A path as replacements write it, and what is there."""
        steps, value = [], item
        while True:
            if isinstance(value, dict) and value and (not steps or leaf or self.chance(.8)):
                key = self.pick([key for key in value if steps or key not in ("apiVersion", "kind")] or ["metadata"])
                steps.append(key.replace(".", "\\.") if "." in key and self.chance(.8) else f"[{key}]" if "." in key or "/" in key else key)
                value = value.get(key)
            elif isinstance(value, list) and value and (leaf or self.chance(.8)):
                index = self.random.randrange(len(value))
                element = value[index]
                named = [key for key in KEYS if isinstance(element, dict) and isinstance(element.get(key), (str, int))]
                if named and self.chance(.6):
                    steps.append(f"[{named[0]}={element[named[0]]}]")
                else:
                    steps.append("*" if self.chance(.4) and not leaf else str(index))
                value = element
            else:
                return ".".join(steps), value

    def selector(self, item, exact):
        meta = item["metadata"]
        group, _, version = item["apiVersion"].rpartition("/")
        selector = {"kind": item["kind"]}
        if exact or self.chance(.85):
            selector["name"] = meta["name"]
        if self.chance(.15):
            selector["version"] = version
        if group and self.chance(.15):
            selector["group"] = group
        if "namespace" in meta and self.chance(.5):
            selector["namespace"] = meta["namespace"]
        return selector

    def replacement(self, known):
        entry = {}
        source = self.pick(known)
        path, value = self.field_path(source, self.chance(.9))
        if path in ("metadata", "metadata.annotations"):
            path, value = "metadata.name", source["metadata"]["name"]
        if self.chance(.1):
            entry["sourceValue"] = self.pick(["sv", "5", "a-b-c"])
            value = "sv"
        else:
            entry["source"] = self.selector(source, True)
            if self.chance(.8):
                entry["source"]["fieldPath"] = path
            else:
                value = "name"
            if self.chance(.15) and isinstance(value, str):
                entry["source"]["options"] = {"delimiter": self.pick([":", "-", "/", "."]), "index": self.pick([0, 0, 1])}
        targets = []
        for _ in range(self.pick([1, 1, 2])):
            item = self.pick(known)
            paths = []
            for _ in range(self.pick([1, 1, 2])):
                scalar = not isinstance(value, (dict, list))
                path, there = self.field_path(item, scalar)
                for _ in range(6):
                    if scalar and isinstance(there, (str, Raw)) and path not in ("metadata.name", "metadata.namespace"):
                        break
                    path, there = self.field_path(item, scalar)
                if path in ("metadata", "metadata.annotations", "metadata.labels") or (not scalar and path == "metadata.name"):
                    path = "metadata.annotations.new"
                paths.append(path)
            options = {}
            if self.chance(.25):
                options["create"] = True
                if self.chance(.6):
                    paths = [self.pick(["metadata.annotations.rep", "spec.new.a", "metadata.labels.r1", "data.new", "spec.list.[name=zz].v", "spec.l.0"])]
            if self.chance(.2):
                options.update({"delimiter": self.pick([":", "-", "/", "."]), "index": self.pick([0, 1, 2, -1])})
            target = {"select": self.selector(item, False), "fieldPaths": paths}
            if options:
                target["options"] = options
            if self.chance(.15):
                target["reject"] = [self.selector(self.pick(known), self.chance(.5))]
            targets.append(target)
        entry["targets"] = targets
        return entry

    def put_replacements(self, directory, kust, known):
        if not known or not self.has("replacements"):
            return
        entries = [self.replacement(known) for _ in range(self.pick([1, 1, 2]))]
        if self.chance(.2):
            self.write(f"{directory}/rep.yaml", entries, 0)
            entries = [{"path": "rep.yaml"}]
        kust["replacements"] = entries

    def put_vars(self, kust, known):
        names = [name for name in ("V1", "V2", "V3") if name not in self.variables]
        if not known or not names or not self.has("vars"):
            return
        kust["vars"] = []
        for name in self.some(names, 1, 2):
            item = self.pick(known)
            var = {"name": name, "objref": {"kind": item["kind"], "name": item["metadata"]["name"], "apiVersion": item["apiVersion"]}}
            if self.chance(.4):
                path, value = self.field_path(item, True)
                if not isinstance(value, (dict, list)):
                    var["fieldref"] = {"fieldpath" if self.chance(.5) else "fieldPath": path.replace(".[", "[") if "[" in path else path}
            if "namespace" in item["metadata"] and self.chance(.7):
                var["objref"]["namespace"] = item["metadata"]["namespace"]
            self.variables.add(name)
            kust["vars"].append(var)

    # configuration

    def specs(self, *specs):
        return self.some(list(specs), 1, 2)

    def configuration(self):
        options = {
            "nameReference": [{"kind": "ConfigMap", "version": "v1", "fieldSpecs": self.specs(
                {"path": "spec/ref/name", "kind": "Foo"}, {"path": "spec/foo", "kind": "Bar"}, {"path": "spec/items/foo", "kind": "Bar"})},
                {"kind": "Foo", "group": "example.com", "fieldSpecs": [{"path": "spec/foo", "kind": "Bar"}]},
                {"kind": "Deployment", "fieldSpecs": [{"path": "spec/ref/name", "kind": "Foo"}]}],
            "namePrefix": self.specs({"path": "spec/s", "kind": "Foo"}, {"path": "spec/foo", "kind": "Bar"}, {"path": "metadata/name", "kind": "Bar"}),
            "nameSuffix": self.specs({"path": "spec/s", "kind": "Foo"}, {"path": "spec/foo", "kind": "Bar"}),
            "namespace": self.specs({"path": "spec/ns", "kind": "Foo", "create": True}, {"path": "metadata/namespace", "create": True}),
            "commonLabels": self.specs({"path": "spec/sel", "kind": "Foo", "create": True}, {"path": "spec/labels", "kind": "Bar", "create": True}),
            "labels": self.specs({"path": "spec/sel", "kind": "Foo", "create": True}, {"path": "spec/l2", "create": False}),
            "templateLabels": self.specs({"path": "spec/tpl", "kind": "Foo", "create": True}),
            "commonAnnotations": self.specs({"path": "spec/anno", "kind": "Foo", "create": True}),
            "varReference": self.specs({"path": "spec/text", "kind": "Foo"}, {"path": "metadata/annotations"}, {"path": "data", "kind": "ConfigMap"}),
            "images": self.specs({"path": "spec/img", "kind": "Foo"}, {"path": "spec/other", "kind": "Foo"}),
            "replicas": self.specs({"path": "spec/replicas", "kind": "Foo"}, {"path": "spec/count", "kind": "Foo", "create": True})}
        config = {key: options[key] for key in self.some(list(options), 1, 3)}
        if "nameReference" in config:
            config["nameReference"] = self.some(config["nameReference"], 1, 2)
        return config

    def put_configuration(self, directory, kust):
        if self.has("configurations"):
            self.write(f"{directory}/config.yaml", self.configuration(), 0)
            kust["configurations"] = ["config.yaml"]
        if self.has("crds"):
            self.files[f"{directory}/crd.json"] = json.dumps(CRD, indent=1) if self.chance(.5) else Writer(self, 0).block(CRD)
            kust["crds"] = ["crd.json"]
        if self.has("openapi"):
            if self.chance(.2):
                kust["openapi"] = {"version": "v1.21.2"}
            else:
                self.files[f"{directory}/schema.json"] = json.dumps(SCHEMA, indent=1)
                kust["openapi"] = {"path": "schema.json"}

    # directories

    def fill(self, directory, kust, known):
        """All fields but the resources and what is generated from data."""
        self.put_simple(kust)
        self.put_lists(kust, known)
        self.put_patches(directory, kust, known)
        self.put_replacements(directory, kust, known)
        self.put_vars(kust, known)
        self.put_configuration(directory, kust)
        self.put_plugins(directory, kust, known)

    def put_kustomization(self, directory, kust):
        name = KUSTOMIZATION if self.chance(.97) else self.pick(["kustomization.yml", "Kustomization"])
        self.write(f"{directory}/{name}", shuffled(self, kust), self.wild * .5)

    def component(self, directory, known):
        kust = {"apiVersion": "kustomize.config.k8s.io/v1alpha1", "kind": "Component"}
        made = self.own_objects(0, 1)
        names = self.put_objects(directory, made)
        if names:
            kust["resources"] = names
        known = known + made
        self.put_generators(directory, kust, known)
        self.fill(directory, kust, known)
        kust.pop("sortOptions", None)
        if len(kust) == 2:
            kust["commonAnnotations"] = {"comp": "x"}
        self.put_kustomization(directory, kust)
        return known

    def directory(self, directory, children, known):
        kust = {}
        made = self.own_objects(0 if children else 1, 4)
        resources = self.put_objects(directory, made) + [posixpath.relpath(child, directory) for child in children]
        self.random.shuffle(resources)
        kust["resources"] = resources
        if self.chance(.05) and children:
            kust["bases"] = [posixpath.relpath(children[0], directory)]
            kust["resources"].remove(kust["bases"][0])
        known = known + made
        self.put_generators(directory, kust, known)
        if self.has("components"):
            kust["components"] = []
            for number in range(self.pick([1, 1, 2])):
                place = f"{directory}-c{number}"
                known = self.component(place, known)
                kust["components"].append(posixpath.relpath(place, directory))
        self.fill(directory, kust, known)
        self.put_kustomization(directory, kust)
        return known

    def tree(self):
        levels = self.pick([1, 1, 2, 2, 3])
        known = self.directory("base", [], [])
        children = ["base"]
        if self.chance(.25):
            known = known + self.directory("base2", [], [])
            children.append("base2")
        top = "base" if levels == 1 and len(children) == 1 else None
        for name in ["mid", "top"][:max(levels - 1, 0 if top else 1)]:
            known = self.directory(name, children, known)
            children, top = [name], name
        return {path: text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text for path, text in self.files.items()}, top


def tree(random, _schema, without):
    """A tree of kind `tree`."""
    return Trees(random, without).tree()
