"""Random Kubernetes objects: some that look real, and some drawn from the tables of the schema."""
import os

from .yamltext import Dice, Raw

TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "src", "resource", "tables")
NAMES = ["web", "api", "cfg", "db", "web-api"]
LABELS = ["app", "tier", "a.b/c", "z9", "z10"]
API = {
    "Deployment": "apps/v1", "StatefulSet": "apps/v1", "DaemonSet": "apps/v1", "ReplicaSet": "apps/v1", "Job": "batch/v1",
    "CronJob": "batch/v1", "Pod": "v1", "Service": "v1", "ConfigMap": "v1", "Secret": "v1", "ServiceAccount": "v1",
    "PersistentVolumeClaim": "v1", "PersistentVolume": "v1", "Namespace": "v1", "Role": "rbac.authorization.k8s.io/v1",
    "RoleBinding": "rbac.authorization.k8s.io/v1", "ClusterRole": "rbac.authorization.k8s.io/v1",
    "ClusterRoleBinding": "rbac.authorization.k8s.io/v1", "Ingress": "networking.k8s.io/v1", "NetworkPolicy": "networking.k8s.io/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2beta2", "PodDisruptionBudget": "policy/v1", "Foo": "example.com/v1",
    "CustomResourceDefinition": "apiextensions.k8s.io/v1", "ValidatingWebhookConfiguration": "admissionregistration.k8s.io/v1",
    "APIService": "apiregistration.k8s.io/v1", "StorageClass": "storage.k8s.io/v1", "Bar": "other.io/v1beta1"}
KINDS = list(API) + ["Deployment"] * 6 + ["Service"] * 3 + ["ConfigMap"] * 4 + ["Secret", "Foo", "StatefulSet", "ServiceAccount"]
WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
IMAGES = ["nginx", "nginx:1.0", "reg.example.com:5000/app:v1", "busybox:latest", "a/nginx", "nginx:1.0@sha256:" + "01234567" * 8,
          "reg.example.com/app@sha256:" + "01234567" * 8]
STRINGS = ["a", "x: y", "yes", "1", "0x1F", "1.50", "true", "null", "~", "", " lead", "2001-12-14", "a #b", "multi\nline\n", "multi\nline",
           "1e3", "on", "-", "long " * 30, "{{ x }}", "$(V1)", "$(V2)x", "é", "tab\there", "12:30", "0777", ".5", "1_000", "[x]", '"q"', "it's"]


def table(name):
    """The rows of a table of the program, without comments and head."""
    with open(os.path.join(TABLES, name), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return rows[1:]


class Objects(Dice):
    """Objects that look real. `oddness` is how many of their scalars are odd ones."""

    def __init__(self, random):
        super().__init__(random)
        self.referred = list(NAMES)
        self.variables = False

    def name(self):
        return self.pick(self.referred)

    def labels(self):
        return {self.pick(LABELS): self.pick(["web", "1", "x", "true", "5", "abc"]) for _ in range(self.count(0, 3))}

    def string(self):
        return self.pick(STRINGS)

    def ports(self, key):
        ports = []
        for _ in range(self.count(0, 3)):
            port = {key: self.pick([80, 81, 8080])}
            if self.chance(.4):
                port["protocol"] = self.pick(["TCP", "UDP"])
            if self.chance(.4):
                port["name"] = self.pick(["http", "m", "x"])
            if self.chance(.2):
                port["targetPort" if key == "port" else "hostPort"] = self.pick([1, 2])
            ports.append(port)
        return ports

    def env(self):
        sources = ("configMapKeyRef", "secretKeyRef")
        env = []
        for _ in range(self.count(0, 3)):
            entry = {"name": self.pick(["A", "B", "C"])}
            roll = self.count(0, 3)
            if roll == 0:
                entry["value"] = self.string() if not self.variables else self.pick(["$(V1)", "x-$(V1)-$(V2)", "$$(V1)", "$(V3)"])
            elif roll < 3:
                entry["valueFrom"] = {sources[roll - 1]: {"name": self.name(), "key": "k"}}
            env.append(entry)
        return env

    def container(self):
        container = {"name": self.pick(["main", "side", "init"])}
        if self.chance(.8):
            container["image"] = self.pick(IMAGES)
        if self.chance(.5):
            container["env"] = self.env()
        if self.chance(.3):
            container["envFrom"] = [self.pick([{"configMapRef": {"name": self.name()}}, {"secretRef": {"name": self.name()}}])
                                    for _ in range(self.count(0, 2))]
        if self.chance(.4):
            container["ports"] = self.ports("containerPort")
        if self.chance(.3):
            container["args"] = [self.pick(["-a", "--b", "c", "$(V1)", "x=$(V2)"]) for _ in range(self.count(0, 3))]
        if self.chance(.2):
            container["volumeMounts"] = [{"name": self.pick(["v", "w"]), "mountPath": self.pick(["/a", "/b"])}
                                         for _ in range(self.count(0, 3))]
        if self.chance(.2):
            container["resources"] = {"limits": {"cpu": self.pick([1, "100m", 0.5])}}
        if self.chance(.1):
            container["volumeDevices"] = [{"devicePath": self.pick(["/a", "/b"]), "name": "v"} for _ in range(self.count(0, 2))]
        if self.chance(.1):
            container["livenessProbe"] = {"httpGet": {"port": self.pick([80, "http"]), "path": "/"}}
        return container

    def volume(self):
        return {"name": self.pick(["v", "w", "u"]), **self.pick([
            {"configMap": {"name": self.name()}}, {"secret": {"secretName": self.name()}}, {"emptyDir": {}},
            {"persistentVolumeClaim": {"claimName": self.name()}}, {"image": {"reference": self.pick(["x", "y:1"])}},
            {"projected": {"sources": [{"configMap": {"name": self.name()}}, {"secret": {"name": self.name()}}]}}])}

    def pod(self):
        pod = {}
        if self.chance(.95):
            pod["containers"] = [self.container() for _ in range(self.pick([0, 1, 1, 1, 2, 2, 3]))]
        if self.chance(.2):
            pod["initContainers"] = [self.container() for _ in range(self.count(0, 2))]
        if self.chance(.08):
            pod["ephemeralContainers"] = [self.container()]
        if self.chance(.3):
            pod["serviceAccountName"] = self.name()
        if self.chance(.3):
            pod["volumes"] = [self.volume() for _ in range(self.count(0, 3))]
        if self.chance(.2):
            pod["imagePullSecrets"] = [{"name": self.name()} for _ in range(self.count(0, 2))]
        if self.chance(.1):
            pod["tolerations"] = [{"key": self.pick("ab")} for _ in range(self.count(0, 2))]
        if self.chance(.1):
            pod["hostAliases"] = [{"ip": self.pick(["1", "2"])} for _ in range(self.count(0, 2))]
        if self.chance(.15):
            pod["nodeSelector"] = self.labels()
        if self.chance(.1):
            pod["topologySpreadConstraints"] = [
                {"topologyKey": self.pick("ab"), "whenUnsatisfiable": self.pick(["DoNotSchedule", "ScheduleAnyway"]), "maxSkew": 1,
                 "labelSelector": {"matchLabels": self.labels()}} for _ in range(self.count(0, 2))]
        if self.chance(.1):
            pod["affinity"] = {self.pick(["podAntiAffinity", "podAffinity"]): {
                "requiredDuringSchedulingIgnoredDuringExecution": [{"labelSelector": {"matchLabels": self.labels()}, "topologyKey": "h"}],
                "preferredDuringSchedulingIgnoredDuringExecution": [
                    {"weight": 1, "podAffinityTerm": {"labelSelector": {"matchLabels": self.labels()}}}]}}
        return pod

    def template(self):
        template = {"spec": self.pod()}
        if self.chance(.7):
            template["metadata"] = {"labels": self.labels()}
            if self.chance(.2):
                template["metadata"]["annotations"] = {"t": self.pick(["x", "$(V1)"])}
        return template

    def workload(self, kind):
        spec = {"template": self.template()}
        if self.chance(.6):
            spec["selector"] = {"matchLabels": self.labels()}
        if self.chance(.5):
            spec["replicas"] = self.pick([1, 2, 3])
        if kind == "StatefulSet":
            if self.chance(.5):
                spec["volumeClaimTemplates"] = [{"metadata": {"name": "d", "labels": self.labels()}, "spec": {"storageClassName": self.name()}}]
            if self.chance(.5):
                spec["serviceName"] = self.name()
        if kind == "Deployment" and self.chance(.3):
            spec["strategy"] = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": self.pick([1, "25%"])}}
        return {"spec": spec}

    def data(self, secret):
        body = {}
        if secret:
            if self.chance(.5):
                body["type"] = self.pick(["Opaque", "kubernetes.io/tls"])
            if self.chance(.7):
                body["data"] = {self.pick(["k", "k2"]): "eA==" for _ in range(self.count(0, 2))}
            if self.chance(.3):
                body["stringData"] = {"s": self.string()}
            return body
        if self.chance(.85):
            body["data"] = {self.pick(["k", "k2", "K", "a.b", "k10", "conf.json", "conf.yaml"]): self.string() for _ in range(self.count(0, 4))}
            if self.chance(.15):
                body["data"]["conf.json"] = self.pick(['{"a": {"b": "c"}, "l": [1, {"x": "y"}]}', '{\n  "a": {\n    "b": 1\n  }\n}', "[1, 2]"])
            if self.chance(.15):
                body["data"]["conf.yaml"] = self.pick(["a:\n  b: c\nl:\n- 1\n- x: y\n", "a: 1 # c\n", "- a\n- b\n"])
        if self.chance(.1):
            body["immutable"] = True
        return body

    def binding(self):
        subjects = []
        for _ in range(self.count(0, 3)):
            subject = {"kind": self.pick(["ServiceAccount", "ServiceAccount", "User"]), "name": self.pick(NAMES + ["default"])}
            if self.chance(.4):
                subject["namespace"] = self.pick(["ns1", "default", "x"])
            subjects.append(subject)
        return {"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": self.pick(["Role", "ClusterRole"]), "name": self.name()},
                "subjects": subjects}

    def body(self, kind):
        if kind in WORKLOADS:
            return self.workload(kind)
        if kind == "Job":
            return {"spec": {"template": self.template()}}
        if kind == "CronJob":
            return {"spec": {"schedule": "* * * * *", "jobTemplate": {"spec": {"template": self.template()}}}}
        if kind == "Pod":
            return {"spec": self.pod()}
        if kind == "Service":
            return {"spec": {"selector": self.labels(), "ports": self.ports("port")}}
        if kind in ("ConfigMap", "Secret"):
            return self.data(kind == "Secret")
        if kind in ("RoleBinding", "ClusterRoleBinding"):
            return self.binding()
        if kind in ("Role", "ClusterRole"):
            return {"rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"],
                               "resourceNames": [self.name() for _ in range(self.count(0, 2))]}]}
        selector = {"matchLabels": self.labels()}
        bodies = {
            "Ingress": lambda: {"spec": {"tls": [{"secretName": self.name()}], "rules": [
                {"host": self.pick(["h", "$(V1).x"]), "http": {"paths": [
                    {"path": "/", "backend": {"service": {"name": self.name(), "port": {"number": 80}}}}]}}]}},
            "HorizontalPodAutoscaler": lambda: {"spec": {"maxReplicas": 3, "scaleTargetRef": {
                "apiVersion": "apps/v1", "kind": self.pick(["Deployment", "StatefulSet"]), "name": self.name()}}},
            "PersistentVolumeClaim": lambda: {"spec": {"volumeName": self.name(), "storageClassName": self.name()}},
            "PodDisruptionBudget": lambda: {"spec": {"selector": selector}},
            "NetworkPolicy": lambda: {"spec": {"podSelector": selector, "ingress": [{"from": [{"podSelector": {"matchLabels": self.labels()}}]}]}},
            "ValidatingWebhookConfiguration": lambda: {"webhooks": [{"name": self.pick("wv"), "clientConfig": {"service": {
                "name": self.name(), "namespace": self.pick(["ns1", "default"])}}} for _ in range(self.count(0, 2))]},
            "APIService": lambda: {"spec": {"service": {"name": self.name(), "namespace": "ns1"}}},
            "ServiceAccount": lambda: {"secrets": [{"name": self.name()} for _ in range(self.count(0, 2))],
                                       "imagePullSecrets": [{"name": self.name()} for _ in range(self.count(0, 2))]},
            "Foo": lambda: {"spec": {"list": [{"name": "a", "v": 1}, {"name": "b"}], "containers": [{"image": "nginx:1.0"}], "s": self.string(),
                                     "replicas": 1, "ref": {"name": self.name()}, "img": "nginx:1.0", "sel": {"app": "web"},
                                     "text": self.pick(["$(V1)", "a-$(V2)", "x"])}},
            "Bar": lambda: {"spec": {"foo": self.name(), "items": [{"foo": self.name(), "k": "a"}, {"k": "b"}]}}}
        return bodies[kind]() if kind in bodies else {}

    def meta(self):
        meta = {"name": self.pick(NAMES)}
        if self.chance(.2):
            meta["namespace"] = self.pick(["ns1", "default"])
        if self.chance(.3):
            meta["labels"] = self.labels()
        if self.chance(.2):
            meta["annotations"] = {self.pick("ab"): self.pick(["x", "1", "true", "$(V1)"]) for _ in range(self.count(0, 2))}
        if self.chance(.02):
            meta.setdefault("annotations", {})[self.pick([
                "config.kubernetes.io/local-config", "config.kubernetes.io/index", "internal.config.kubernetes.io/x", "config.k8s.io/id",
                "config.kubernetes.io/origin"])] = self.pick(["true", "1"])
        if self.chance(.1):
            meta["finalizers"] = [self.pick(["f1", "f2", "f3"]) for _ in range(self.count(0, 3))]
        if self.chance(.05):
            meta["ownerReferences"] = [{"uid": self.pick("ab"), "name": self.pick("xy")} for _ in range(self.count(0, 3))]
        return meta

    def resource(self, kind=None):
        kind = kind or self.pick(KINDS)
        return {"apiVersion": API[kind], "kind": kind, "metadata": self.meta(), **self.body(kind)}

    def rough(self, value, probability, key=None):
        """The same with some scalars replaced by odd ones."""
        if isinstance(value, dict):
            return {name: self.rough(item, probability, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self.rough(item, probability, key) for item in value]
        if isinstance(value, Raw) or key in ("kind", "apiVersion", "name", "namespace"):
            return value
        return self.raw() if self.chance(probability) else value


class Schema:
    """The tables of merge keys, as types with fields."""

    def __init__(self):
        self.kinds = []
        self.fields = {}
        self.lists = {}
        for owner, field, shape, target in table("types.tsv"):
            self.fields.setdefault(owner, {})[field] = (shape, target)
        for owner, field, keys, element in table("merge-keys.tsv"):
            self.lists.setdefault(owner, {})[field] = (keys.split(",") if keys != "-" else [], element)
        for group, version, kind, _, type_name in table("kinds.tsv"):
            if type_name in self.fields or type_name in self.lists:
                self.kinds.append((version if group == "-" else f"{group}/{version}", kind, type_name))


class SchemaObjects(Objects):
    """Objects whose lists are those that merge, with small sets of keys so that patches meet them."""

    def __init__(self, random, schema):
        super().__init__(random)
        self.schema = schema

    def leaf(self):
        return self.pick([1, "x", "y", True, self.raw(), self.raw(), {"a": 1, "b": "t"}, {"a": {"b": "c"}}, ["p", "q"], [{"name": "a", "v": 1}, {"name": "b"}],
                          "abc", "5"])

    def element(self, keys, target, depth):
        item = self.typed(target, depth + 1) if self.chance(.6) else {}
        for key in keys:
            if self.chance(.97 if key != "protocol" else .6):
                item[key] = self.pick([80, 81]) if "ort" in key else self.pick(["TCP", "UDP"]) if key == "protocol" else self.pick(["a", "b", "c"])
        for _ in range(self.count(0, 2)):
            item[self.pick(["v", "w", "value", "image"])] = self.leaf()
        entries = list(item.items())
        self.random.shuffle(entries)
        return dict(entries) or {"v": 1}

    def typed(self, owner, depth=0):
        body = {}
        for field, (shape, target) in self.schema.fields.get(owner, {}).items():
            if field in ("metadata",) and depth == 0 or depth > 7 or not self.chance(.75 if depth < 3 else .4):
                continue
            inner = self.typed(target, depth + 1)
            body[field] = inner if shape == "object" else [inner] if shape == "list" else {"m": inner}
        for field, (keys, target) in self.schema.lists.get(owner, {}).items():
            if self.chance(.8 if depth < 4 else .35):
                body[field] = [self.element(keys, target, depth) if keys else self.pick(["f1", "f2", "f3"]) for _ in range(self.pick([0, 1, 1, 2, 2, 3]))]
        for _ in range(self.pick([0, 0, 1, 2])):
            body[self.pick(["x", "y", "z1"])] = self.leaf()
        return body

    def of_schema(self):
        api, kind, type_name = self.pick(self.schema.kinds)
        if self.chance(.35):
            api, kind, type_name = self.pick([item for item in self.schema.kinds if item[1] in ("Deployment", "Service", "Pod", "StatefulSet", "CronJob")])
        body = self.typed(type_name)
        for key in ("apiVersion", "kind"):
            body.pop(key, None)
        meta = self.typed("meta.v1.ObjectMeta", 1) if self.chance(.5) else {}
        meta["name"] = "o1"
        if self.chance(.3):
            meta["labels"] = self.labels()
        return {"apiVersion": api, "kind": kind, "metadata": meta, **body}
