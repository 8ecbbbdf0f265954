"""Random patches for a given object, most of which meet something in it."""
import json

from .yamltext import Dice, Raw, Writer, plain

KEYS = ("name", "containerPort", "port", "mountPath", "protocol", "ip", "topologyKey", "whenUnsatisfiable", "devicePath", "type", "uid", "key")
EXTRAS = ["n", 1, {"x": 1, "n": Raw("null")}, ["l"], {"$patch": "delete", "a": 1}, {"$patch": "replace", "b": {"c": 1}}, {"e": Raw("")},
          {"containers": [{"name": "a", "$patch": "delete"}, {"name": "b"}]}, {"a": None, "b": {"c": None}}, {}, []]
ELEMENTS = [{"name": "main", "value": "n"}, {"name": "new", "value": "n"}, {"containerPort": 81, "protocol": "UDP"}, {"port": 80, "targetPort": 1},
            {"name": "new2", "image": "x", "env": [{"name": "A", "value": Raw("null")}]}, {"name": "main", "$patch": "delete"},
            {"port": 80, "$patch": "delete"}, {"name": "a", "v": 5}, {"v": 6}]


def pointer(key):
    return key.replace("~", "~0").replace("/", "~1")


class Patches(Dice):
    """`settings`: how much of the object a patch takes up, how often nulls and directives."""

    def __init__(self, random):
        super().__init__(random)
        self.settings = {}
        self.draw()

    def draw(self):
        self.settings = {"keep": self.pick([.15, .4, .7]), "null": self.pick([0, .06, .2]), "directive": self.pick([0, 0, .04, .15]),
                         "rough": self.pick([0, .1, .3]), "wrong": self.pick([0, 0, 0, .02]), "keyless": self.pick([0, 0, .03, .1])}

    def directive(self):
        return self.pick(["delete", "delete", "replace", "replace", "merge", "merge"] + (["bogus"] if self.chance(.02) else []))

    def hit(self, name):
        return self.random.random() < self.settings[name]

    def leaf(self, value):
        if self.hit("rough"):
            return self.raw()
        return self.pick([value, value, "chg", 5])

    def mapping(self, value):
        patch = {}
        for key, item in value.items():
            if not self.hit("keep"):
                continue
            if self.hit("null"):
                patch[key] = None
            elif self.hit("wrong") and key not in ("metadata", "annotations", "labels"):
                patch[key] = self.pick([{}, [], "chg", self.raw()])
            else:
                patch[key] = self.mutate(item)
        if self.chance(.12):
            patch[self.pick(["new", "value", "name2", "image", "k", "tier"])] = self.pick(EXTRAS) if self.chance(.7) else self.raw()
        if self.hit("directive"):
            patch["$patch"] = self.directive()
        if self.chance(.005):
            patch["$retainKeys"] = ["a"]
        if self.chance(.3):
            entries = list(patch.items())
            self.random.shuffle(entries)
            patch = dict(entries)
        return patch

    def element(self, value):
        if not isinstance(value, dict):
            return value
        patch = self.mutate(value)
        for key in KEYS:
            if key in value and not self.hit("keyless") and (key != "protocol" or self.chance(.8)):
                patch[key] = value[key]
        if self.hit("directive"):
            patch["$patch"] = self.directive()
        return patch

    def sequence(self, value):
        if not value or not isinstance(value[0], dict):
            return [item for item in value if self.chance(.6)] + ([self.pick(["z", "y", "f1"])] if self.chance(.3) else [])
        patch = [self.element(item) for item in value if self.chance(.6)]
        if self.chance(.2):
            patch.append(dict(self.pick(ELEMENTS)))
        if self.hit("directive"):
            patch.append({"$patch": self.directive()})
        if self.hit("wrong"):
            patch.append(None)
        if patch and self.hit("keyless"):
            patch.append(self.pick(patch))
        if self.chance(.3):
            self.random.shuffle(patch)
        return patch

    def mutate(self, value):
        """A strategic merge patch: a random part of a value, changed here and there."""
        if isinstance(value, dict):
            return self.mapping(value)
        if isinstance(value, list):
            return self.sequence(value)
        return self.leaf(value)

    def strategic(self, target):
        """A patch document for an object."""
        self.draw()
        meta = target["metadata"]
        patch = {"apiVersion": target["apiVersion"], "kind": target["kind"], "metadata": {"name": meta["name"]}}
        if "namespace" in meta:
            patch["metadata"]["namespace"] = meta["namespace"]
        if self.chance(.4):
            rest = self.mapping({key: item for key, item in meta.items() if key not in ("name", "namespace")})
            patch["metadata"].update({key: item for key, item in rest.items() if key not in ("name", "namespace")})
        for field in ("labels", "annotations"):
            if self.chance(.2):
                patch["metadata"][field] = self.pick([
                    {"pl": "v"}, {"pl": self.raw()}, {"app": self.raw(), "a": "t"}, {"app": None, "a": None}, {"$patch": self.directive(), "pl": "w"},
                    None, {}, {"l1": self.raw(), "ca": "z"}])
        body = self.mapping({key: item for key, item in target.items() if key not in patch})
        patch.update({key: item for key, item in body.items() if key not in patch})
        if self.chance(.02):
            patch["$patch"] = self.directive()
        return patch

    def place(self, value):
        """A JSON pointer into a value, and what is there."""
        path = ""
        while True:
            if isinstance(value, dict) and value and (not path or self.chance(.88)):
                key = self.pick([key for key in value if path or key not in ("kind", "apiVersion")] or ["metadata"])
                path += "/" + pointer(key)
                value = value.get(key)
            elif isinstance(value, list) and value and self.chance(.85):
                index = self.random.randrange(len(value))
                path += f"/{index if self.chance(.97) else index - len(value)}"
                value = value[index]
            elif isinstance(value, dict) and self.chance(.5):
                return path + "/" + self.pick(["new", "a~1b", "n~0", "10"]), None
            elif isinstance(value, list) and self.chance(.6):
                return path + "/" + self.pick(["-", "-", "0", str(len(value))]), None
            else:
                return path, value

    def value(self, there):
        return self.pick([1, "x", {"a": 1}, [1], None, True, self.raw(), self.raw(), there, {"b": self.raw(), "a": [self.raw(), {"c": None}]}, {}, [], 1.0,
                          "5"])

    def operation(self, target):
        path, there = self.place(target)
        if self.chance(.08):
            path, there = self.pick(["/metadata/labels/x", "/metadata/annotations", "/metadata/labels", "/spec", "/zz", "/metadata/annotations/q",
                                     "/metadata/name", "/data", "/spec/template/spec/containers/0/image"]), "z"
        missing = there is None
        verb = self.pick(["add"] * 6 + ([] if missing else ["replace"] * 5 + ["remove", "copy", "move"] + ["test"] * self.chance(.5)))
        if path == "/metadata/name" and verb in ("remove", "move"):
            verb = "test"
        operation = {"op": verb, "path": path}
        if verb in ("move", "copy"):
            operation.update({"from": path, "path": self.pick(["/zz", "/zz2", "/metadata/zz"])})
        elif verb == "test":
            operation["value"] = there
        elif verb != "remove":
            operation["value"] = self.value(there) if path != "/metadata/name" else "renamed"
        if path in ("/metadata", "/metadata/annotations", "/metadata/labels") and "value" in operation:
            operation["value"] = {"name": "renamed", "x": "y"}
        entries = list(operation.items())
        if self.chance(.2):
            self.random.shuffle(entries)
        return dict(entries)

    def operations(self, target):
        return [self.operation(target) for _ in range(self.pick([1, 1, 1, 2, 2, 3]))]

    def json6902(self, target, wild):
        """The text of a JSON patch."""
        operations = self.operations(target)
        if self.chance(.2):
            return json.dumps(plain(operations), indent=self.pick([None, 1]), ensure_ascii=False)
        return Writer(self, wild).block(operations)
