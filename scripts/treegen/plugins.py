"""Generators, transformers and validators as objects of the built-in plugins, inline or in files."""
from .yamltext import Dice, Writer


class Plugins(Dice):
    """Mixed into the trees, which have the objects and the files."""

    def plugin(self, kind, **fields):
        return {"apiVersion": "builtin", "kind": kind, "metadata": {"name": self.pick(["one", "two"])}, **fields}

    def generator_plugin(self):
        if self.chance(.1):
            return self.plugin("IAMPolicyGenerator", cloud="gke", kubernetesService={"name": "ksa", "namespace": "ns1"},
                               serviceAccount={"name": "gsa", "projectId": "pid"})
        secret = self.chance(.4)
        entry = self.generator(secret, [])
        self.know_generated(entry, secret, [])
        name = entry.pop("name")
        made = self.plugin("SecretGenerator" if secret else "ConfigMapGenerator", **entry)
        if self.chance(.5):
            made["name"] = name
        made["metadata"] = {"name": name}
        return made

    def transformer_plugin(self, known):
        item = self.pick(known)
        target = {"kind": item["kind"], "name": item["metadata"]["name"]}
        roll = self.count(0, 12)
        if roll == 0:
            return self.plugin("AnnotationsTransformer", annotations={"ta": self.pick(["x", "1"])}, fieldSpecs=[
                {"path": "metadata/annotations", "create": True}])
        if roll == 1:
            return self.plugin("LabelTransformer", labels={"tl": self.pick(["x", "1"])}, fieldSpecs=self.pick([
                [{"path": "metadata/labels", "create": True}], [{"path": "spec/selector", "kind": "Service", "create": False}],
                [{"path": "metadata/labels", "create": True}, {"path": "spec/template/metadata/labels", "create": True, "kind": "Deployment"}]]))
        if roll == 2:
            return self.plugin("PrefixTransformer", prefix="tp-", fieldSpecs=[{"path": "metadata/name"}])
        if roll == 3:
            return self.plugin("SuffixTransformer", suffix="-ts", fieldSpecs=[{"path": self.pick(["metadata/name", "metadata/name", "spec/s"])}])
        if roll == 4:
            made = self.plugin("NamespaceTransformer", fieldSpecs=[{"path": "metadata/namespace", "create": True}])
            made["metadata"]["namespace"] = "tns"
            if self.chance(.3):
                made["unsetOnly"] = True
            if self.chance(.4):
                made["setRoleBindingSubjects"] = self.pick(["defaultOnly", "allServiceAccounts", "none"])
            return made
        if roll == 5:
            return self.plugin("ImageTagTransformer", imageTag=self.image(), **self.pick([{}, {"fieldSpecs": [{"path": "spec/img"}]}]))
        if roll == 6:
            return self.plugin("ReplicaCountTransformer", replica={"name": item["metadata"]["name"], "count": self.count(0, 5)}, fieldSpecs=[
                {"path": "spec/replicas", "create": self.chance(.5), "kind": item["kind"]}])
        if roll == 7:
            return self.plugin("PatchTransformer", target=target, patch=Writer(self, 0).block(self.patch.strategic(item)))
        if roll == 8:
            return self.plugin("PatchTransformer", target=target, patch=self.patch.json6902(item, 0))
        if roll == 9:
            return self.plugin("PatchStrategicMergeTransformer", patches=Writer(self, 0).block(self.patch.strategic(item)))
        if roll == 10:
            return self.plugin("PatchJson6902Transformer", target=target, jsonOp=self.patch.json6902(item, 0))
        if roll == 11:
            return self.plugin("ReplacementTransformer", replacements=[self.replacement(known)])
        return self.pick([
            self.plugin("HashTransformer"),
            self.plugin("ValueAddTransformer", value="added", targets=[{"selector": {"kind": item["kind"]}, "fieldPath": self.pick(
                ["metadata/annotations/va", "spec/s", "metadata/name"]), "filePathPosition": self.count(0, 2)}]),
            self.plugin("PrefixSuffixTransformer", prefix="a-", suffix="-z", fieldSpecs=[{"path": "metadata/name"}])])

    def validator_plugin(self, known):
        """Most change nothing."""
        if self.chance(.2):
            return self.transformer_plugin(known)
        return self.pick([
            self.plugin("PatchTransformer", target={"kind": "None"}, patch="kind: x\nmetadata:\n  name: x\n"),
            self.plugin("AnnotationsTransformer", annotations={"va": "x"}, fieldSpecs=[{"path": "spec/none/x", "create": False}]),
            self.plugin("LabelTransformer", labels={"validated-by": "me"}, fieldSpecs=[{"path": "metadata/labels", "create": True}])])

    def put_plugins(self, directory, kust, known):
        for field, make in (("generators", self.generator_plugin), ("transformers", lambda: self.transformer_plugin(known)),
                            ("validators", lambda: self.validator_plugin(known))):
            if not self.has(field) or not known:
                continue
            objects = [make() for _ in range(self.pick([1, 1, 2]))]
            if self.chance(.4):
                kust[field] = [Writer(self, 0).block(item) for item in objects]
            elif self.chance(.2):
                place = f"{directory}-{field}"
                self.files[f"{place}/x.yaml"] = Writer(self, 0).stream(objects)
                self.files[f"{place}/kustomization.yaml"] = "resources: [x.yaml]\n"
                kust[field] = [f"../{place}"]
            else:
                self.files[f"{directory}/{field}.yaml"] = Writer(self, 0).stream(objects)
                kust[field] = [f"{field}.yaml"]
