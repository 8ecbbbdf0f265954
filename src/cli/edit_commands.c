/* The table of what edit can do, and create; their pages are made of it (pages_edit.c). */
#include "edit_options.h"

enum {
	METADATA = CLI_EDIT_NAMESPACE,
	GENERATES = CLI_EDIT_NAMESPACE | CLI_EDIT_SOURCES | CLI_EDIT_LITERAL,
	CHANGES = CLI_EDIT_NAMESPACE | CLI_EDIT_LITERAL | CLI_EDIT_NEW_NAMESPACE
};

const struct cli_edit_command cli_edit_commands[] = {
	{ "add", "annotation", CONFRENDER_ADD, CONFRENDER_ANNOTATION, CLI_EDIT_FORCE, CLI_WORDS_PLAIN,
	  "edit add annotation owner:ml-platform\n"
	  "edit add annotation --force owner:ml-platform 'note:\"a, b\"'\n",
	  "KEY:VALUE...", "add to commonAnnotations" },
	{ "add", "base", CONFRENDER_ADD, CONFRENDER_BASE, 0, CLI_WORDS_DIRECTORIES,
	  "edit add base ../base\n"
	  "edit add base ../base,../monitoring\n",
	  "DIR[,DIR...]", "add directories to resources" },
	{ "add", "buildmetadata", CONFRENDER_ADD, CONFRENDER_BUILD_METADATA, 0, CLI_WORDS_PLAIN,
	  "edit add buildmetadata originAnnotations,managedByLabel\n", "OPTION[,OPTION...]",
	  "add to buildMetadata: originAnnotations, transformerAnnotations, managedByLabel" },
	{ "add", "component", CONFRENDER_ADD, CONFRENDER_COMPONENT, 0, CLI_WORDS_THERE,
	  "edit add component ../../components/gpu\n"
	  "edit add component '../../components/*'\n",
	  "DIR...", "add to components" },
	{ "add", "configmap", CONFRENDER_ADD, CONFRENDER_CONFIG_MAP, GENERATES | CLI_EDIT_BEHAVIOR, CLI_WORDS_PLAIN,
	  "edit add configmap trainer --from-literal=EPOCHS=3\n"
	  "edit add configmap trainer --from-file=train.yaml --from-file=labels=all.txt\n"
	  "edit add configmap trainer --behavior=merge --from-env-file=prod.env\n",
	  "NAME", "add to configMapGenerator, to the entry of this name if there is one" },
	{ "add", "configuration", CONFRENDER_ADD, CONFRENDER_CONFIGURATION, 0, CLI_WORDS_FILES,
	  "edit add configuration fields/references.yaml\n", "FILE...", "add to configurations" },
	{ "add", "generator", CONFRENDER_ADD, CONFRENDER_GENERATOR, 0, CLI_WORDS_FILES, "edit add generator generators/secrets.yaml\n",
	  "FILE...", "add to generators" },
	{ "add", "label", CONFRENDER_ADD, CONFRENDER_LABEL, CLI_EDIT_FORCE | CLI_EDIT_SELECTOR, CLI_WORDS_PLAIN,
	  "edit add label team:ml-platform\n"
	  "edit add label --without-selector --include-templates release:v2\n"
	  "edit add label --force team:serving\n",
	  "KEY:VALUE...", "add to commonLabels, or to labels" },
	{ "add", "patch", CONFRENDER_ADD, CONFRENDER_PATCH, CLI_EDIT_PATCH, CLI_WORDS_PLAIN,
	  "edit add patch --path gpu.yaml\n"
	  "edit add patch --path replicas.yaml --kind Deployment --name trainer\n"
	  "edit add patch --kind Job --patch '[{op: remove, path: /spec/suspend}]'\n",
	  "", "add to patches" },
	{ "add", "resource", CONFRENDER_ADD, CONFRENDER_RESOURCE, CLI_EDIT_NO_VERIFY, CLI_WORDS_THERE,
	  "edit add resource deployment.yaml service.yaml\n"
	  "edit add resource 'jobs/*.yaml'\n"
	  "edit add resource --no-verify secret.yaml\tit is made later\n",
	  "FILE...", "add to resources" },
	{ "add", "secret", CONFRENDER_ADD, CONFRENDER_SECRET, GENERATES | CLI_EDIT_TYPE, CLI_WORDS_PLAIN,
	  "edit add secret registry --from-file=token=token.txt\n"
	  "edit add secret tls --type=kubernetes.io/tls --from-file=tls.crt,tls.key\n"
	  "edit add secret database --from-env-file=database.env\n",
	  "NAME", "add to secretGenerator, to the entry of this name if there is one" },
	{ "add", "transformer", CONFRENDER_ADD, CONFRENDER_TRANSFORMER, 0, CLI_WORDS_FILES,
	  "edit add transformer transformers/labels.yaml\n", "FILE...", "add to transformers" },
	{ "add", "validator", CONFRENDER_ADD, CONFRENDER_VALIDATOR, 0, CLI_WORDS_FILES, "edit add validator validators/policy.yaml\n",
	  "FILE...", "add to validators" },

	{ "set", "annotation", CONFRENDER_SET, CONFRENDER_ANNOTATION, 0, CLI_WORDS_PLAIN, "edit set annotation owner:ml-platform\n",
	  "KEY:VALUE...", "set commonAnnotations, whether they are there or not" },
	{ "set", "buildmetadata", CONFRENDER_SET, CONFRENDER_BUILD_METADATA, 0, CLI_WORDS_PLAIN,
	  "edit set buildmetadata originAnnotations\n", "OPTION[,OPTION...]",
	  "make buildMetadata these: originAnnotations, transformerAnnotations, managedByLabel" },
	{ "set", "configmap", CONFRENDER_SET, CONFRENDER_CONFIG_MAP, CHANGES, CLI_WORDS_PLAIN,
	  "edit set configmap trainer --from-literal=EPOCHS=5\n"
	  "edit set configmap trainer --namespace=ml --new-namespace=ml-prod\n",
	  "NAME", "change literals that are there, or the namespace, in configMapGenerator" },
	{ "set", "image", CONFRENDER_SET, CONFRENDER_IMAGE, 0, CLI_WORDS_PLAIN,
	  "edit set image trainer:v2\n"
	  "edit set image trainer=registry.example.com/ml/trainer:v2 redis:7\n"
	  "edit set image 'trainer=*:v3'\n",
	  "NAME[=NEWNAME][:TAG][@DIGEST]...", "set entries of images; * keeps a part as it is" },
	{ "set", "label", CONFRENDER_SET, CONFRENDER_LABEL, 0, CLI_WORDS_PLAIN, "edit set label team:ml-platform\n", "KEY:VALUE...",
	  "set commonLabels, whether they are there or not" },
	{ "set", "nameprefix", CONFRENDER_SET, CONFRENDER_NAME_PREFIX, 0, CLI_WORDS_PLAIN, "edit set nameprefix prod-\n", "PREFIX",
	  "set namePrefix; an empty one takes the field away" },
	{ "set", "namesuffix", CONFRENDER_SET, CONFRENDER_NAME_SUFFIX, 0, CLI_WORDS_PLAIN, "edit set namesuffix -- -v2\n", "SUFFIX",
	  "set nameSuffix; an empty one takes the field away" },
	{ "set", "namespace", CONFRENDER_SET, CONFRENDER_NAMESPACE, 0, CLI_WORDS_PLAIN, "edit set namespace ml-prod\n", "NAME",
	  "set namespace; an empty one takes the field away" },
	{ "set", "replicas", CONFRENDER_SET, CONFRENDER_REPLICAS, 0, CLI_WORDS_PLAIN, "edit set replicas trainer=3 server=5\n",
	  "NAME=COUNT...", "set entries of replicas" },
	{ "set", "secret", CONFRENDER_SET, CONFRENDER_SECRET, CHANGES, CLI_WORDS_PLAIN,
	  "edit set secret database --from-literal=USER=reader\n", "NAME",
	  "change literals that are there, or the namespace, in secretGenerator" },

	{ "remove", "annotation", CONFRENDER_REMOVE, CONFRENDER_ANNOTATION, CLI_EDIT_IGNORE, CLI_WORDS_PLAIN,
	  "edit remove annotation owner,note\n", "KEY[,KEY...]", "take out of commonAnnotations" },
	{ "remove", "buildmetadata", CONFRENDER_REMOVE, CONFRENDER_BUILD_METADATA, 0, CLI_WORDS_PLAIN,
	  "edit remove buildmetadata originAnnotations\n", "OPTION[,OPTION...]", "take out of buildMetadata" },
	{ "remove", "component", CONFRENDER_REMOVE, CONFRENDER_COMPONENT, 0, CLI_WORDS_PLAIN,
	  "edit remove component ../../components/gpu\n", "PATTERN...", "take out of components what matches" },
	{ "remove", "configmap", CONFRENDER_REMOVE, CONFRENDER_CONFIG_MAP, METADATA, CLI_WORDS_PLAIN,
	  "edit remove configmap trainer,server --namespace=ml\n", "NAME[,NAME...]", "take out of configMapGenerator" },
	{ "remove", "label", CONFRENDER_REMOVE, CONFRENDER_LABEL, CLI_EDIT_IGNORE, CLI_WORDS_PLAIN, "edit remove label team,release\n",
	  "KEY[,KEY...]", "take out of commonLabels" },
	{ "remove", "patch", CONFRENDER_REMOVE, CONFRENDER_PATCH, CLI_EDIT_PATCH, CLI_WORDS_PLAIN,
	  "edit remove patch --path gpu.yaml\n"
	  "edit remove patch --path replicas.yaml --kind Deployment --name trainer\n",
	  "", "take the entry with exactly these fields out of patches" },
	{ "remove", "resource", CONFRENDER_REMOVE, CONFRENDER_RESOURCE, 0, CLI_WORDS_PLAIN,
	  "edit remove resource service.yaml 'jobs/*.yaml'\n", "PATTERN...", "take out of resources what matches" },
	{ "remove", "secret", CONFRENDER_REMOVE, CONFRENDER_SECRET, METADATA, CLI_WORDS_PLAIN, "edit remove secret registry\n",
	  "NAME[,NAME...]", "take out of secretGenerator" },
	{ "remove", "transformer", CONFRENDER_REMOVE, CONFRENDER_TRANSFORMER, 0, CLI_WORDS_PLAIN,
	  "edit remove transformer transformers/labels.yaml\n", "PATTERN...", "take out of transformers what matches" },

	{ "fix", "", CONFRENDER_FIX, CONFRENDER_NO_FIELD, CLI_EDIT_VARS, CLI_WORDS_PLAIN,
	  "edit fix\n"
	  "edit fix --vars\n",
	  "", "write deprecated fields as those that took their place" },

	{ "create", "", CONFRENDER_CREATE, CONFRENDER_NO_FIELD, CLI_EDIT_CREATE, CLI_WORDS_PLAIN,
	  "create --resources ../base --namespace ml-prod --nameprefix prod-\n"
	  "create --autodetect --recursive\n"
	  "create --resources deployment.yaml,service.yaml --labels team:ml-platform\n",
	  "", "make a kustomization.yaml in a directory without one" },
	{ NULL, NULL, 0, 0, 0, 0, NULL, NULL, NULL },
};
