/* The table of what edit can do, and create; help is made of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
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
	  "KEY:VALUE...", "adds commonAnnotations" },
	{ "add", "base", CONFRENDER_ADD, CONFRENDER_BASE, 0, CLI_WORDS_DIRECTORIES,
	  "edit add base ../base\n"
	  "edit add base ../base,../monitoring\n",
	  "DIR[,DIR...]", "adds directories to resources" },
	{ "add", "buildmetadata", CONFRENDER_ADD, CONFRENDER_BUILD_METADATA, 0, CLI_WORDS_PLAIN,
	  "edit add buildmetadata originAnnotations,managedByLabel\n", "OPTION[,OPTION...]",
	  "adds to buildMetadata: originAnnotations, transformerAnnotations, managedByLabel" },
	{ "add", "component", CONFRENDER_ADD, CONFRENDER_COMPONENT, 0, CLI_WORDS_THERE,
	  "edit add component ../../components/gpu\n"
	  "edit add component '../../components/*'\n",
	  "DIR...", "adds to components" },
	{ "add", "configmap", CONFRENDER_ADD, CONFRENDER_CONFIG_MAP, GENERATES | CLI_EDIT_BEHAVIOR, CLI_WORDS_PLAIN,
	  "edit add configmap trainer --from-literal=EPOCHS=3\n"
	  "edit add configmap trainer --from-file=config/train.yaml --from-file=labels=config/labels.txt\n"
	  "edit add configmap trainer --behavior=merge --from-env-file=prod.env\n",
	  "NAME", "adds to configMapGenerator, to the entry of this name if there is one" },
	{ "add", "configuration", CONFRENDER_ADD, CONFRENDER_CONFIGURATION, 0, CLI_WORDS_FILES,
	  "edit add configuration fields/references.yaml\n", "FILE...", "adds to configurations" },
	{ "add", "generator", CONFRENDER_ADD, CONFRENDER_GENERATOR, 0, CLI_WORDS_FILES, "edit add generator generators/secrets.yaml\n",
	  "FILE...", "adds to generators" },
	{ "add", "label", CONFRENDER_ADD, CONFRENDER_LABEL, CLI_EDIT_FORCE | CLI_EDIT_SELECTOR, CLI_WORDS_PLAIN,
	  "edit add label team:ml-platform\n"
	  "edit add label --without-selector --include-templates release:v2\n"
	  "edit add label --force team:serving\n",
	  "KEY:VALUE...", "adds commonLabels, or to labels" },
	{ "add", "patch", CONFRENDER_ADD, CONFRENDER_PATCH, CLI_EDIT_PATCH, CLI_WORDS_PLAIN,
	  "edit add patch --path gpu.yaml\n"
	  "edit add patch --path replicas.yaml --kind Deployment --name trainer\n"
	  "edit add patch --patch '[{\"op\": \"remove\", \"path\": \"/spec/replicas\"}]' --kind Deployment\n",
	  "", "adds to patches" },
	{ "add", "resource", CONFRENDER_ADD, CONFRENDER_RESOURCE, CLI_EDIT_NO_VERIFY, CLI_WORDS_THERE,
	  "edit add resource deployment.yaml service.yaml\n"
	  "edit add resource 'jobs/*.yaml'\n"
	  "edit add resource --no-verify https://example.com/crd.yaml\n",
	  "FILE...", "adds to resources" },
	{ "add", "secret", CONFRENDER_ADD, CONFRENDER_SECRET, GENERATES | CLI_EDIT_TYPE, CLI_WORDS_PLAIN,
	  "edit add secret registry --from-file=token=token.txt\n"
	  "edit add secret tls --type=kubernetes.io/tls --from-file=tls.crt --from-file=tls.key\n"
	  "edit add secret database --from-env-file=database.env\n",
	  "NAME", "adds to secretGenerator, to the entry of this name if there is one" },
	{ "add", "transformer", CONFRENDER_ADD, CONFRENDER_TRANSFORMER, 0, CLI_WORDS_FILES,
	  "edit add transformer transformers/labels.yaml\n", "FILE...", "adds to transformers" },
	{ "add", "validator", CONFRENDER_ADD, CONFRENDER_VALIDATOR, 0, CLI_WORDS_FILES, "edit add validator validators/policy.yaml\n",
	  "FILE...", "adds to validators" },

	{ "set", "annotation", CONFRENDER_SET, CONFRENDER_ANNOTATION, 0, CLI_WORDS_PLAIN, "edit set annotation owner:ml-platform\n",
	  "KEY:VALUE...", "sets commonAnnotations, whether they are there or not" },
	{ "set", "buildmetadata", CONFRENDER_SET, CONFRENDER_BUILD_METADATA, 0, CLI_WORDS_PLAIN,
	  "edit set buildmetadata originAnnotations\n", "OPTION[,OPTION...]",
	  "makes buildMetadata these: originAnnotations, transformerAnnotations, managedByLabel" },
	{ "set", "configmap", CONFRENDER_SET, CONFRENDER_CONFIG_MAP, CHANGES, CLI_WORDS_PLAIN,
	  "edit set configmap trainer --from-literal=EPOCHS=5\n"
	  "edit set configmap trainer --namespace=ml --new-namespace=ml-prod\n",
	  "NAME", "changes literals that are there, or the namespace, in configMapGenerator" },
	{ "set", "image", CONFRENDER_SET, CONFRENDER_IMAGE, 0, CLI_WORDS_PLAIN,
	  "edit set image trainer:v2\n"
	  "edit set image trainer=registry.example.com/ml/trainer:v2 redis@sha256:24a0c4b4a4c0\n"
	  "edit set image 'trainer=*:v3'\n",
	  "NAME[=NEWNAME][:TAG][@DIGEST]...", "sets entries of images; * keeps a part as it is" },
	{ "set", "label", CONFRENDER_SET, CONFRENDER_LABEL, 0, CLI_WORDS_PLAIN, "edit set label team:ml-platform\n", "KEY:VALUE...",
	  "sets commonLabels, whether they are there or not" },
	{ "set", "nameprefix", CONFRENDER_SET, CONFRENDER_NAME_PREFIX, 0, CLI_WORDS_PLAIN, "edit set nameprefix prod-\n", "PREFIX",
	  "sets namePrefix; an empty one takes the field away" },
	{ "set", "namesuffix", CONFRENDER_SET, CONFRENDER_NAME_SUFFIX, 0, CLI_WORDS_PLAIN, "edit set namesuffix -- -v2\n", "SUFFIX",
	  "sets nameSuffix; an empty one takes the field away" },
	{ "set", "namespace", CONFRENDER_SET, CONFRENDER_NAMESPACE, 0, CLI_WORDS_PLAIN, "edit set namespace ml-prod\n", "NAME",
	  "sets namespace; an empty one takes the field away" },
	{ "set", "replicas", CONFRENDER_SET, CONFRENDER_REPLICAS, 0, CLI_WORDS_PLAIN, "edit set replicas trainer=3 server=5\n",
	  "NAME=COUNT...", "sets entries of replicas" },
	{ "set", "secret", CONFRENDER_SET, CONFRENDER_SECRET, CHANGES, CLI_WORDS_PLAIN,
	  "edit set secret database --from-literal=USER=reader\n", "NAME",
	  "changes literals that are there, or the namespace, in secretGenerator" },

	{ "remove", "annotation", CONFRENDER_REMOVE, CONFRENDER_ANNOTATION, CLI_EDIT_IGNORE, CLI_WORDS_PLAIN,
	  "edit remove annotation owner,note\n", "KEY[,KEY...]", "takes out of commonAnnotations" },
	{ "remove", "buildmetadata", CONFRENDER_REMOVE, CONFRENDER_BUILD_METADATA, 0, CLI_WORDS_PLAIN,
	  "edit remove buildmetadata originAnnotations\n", "OPTION[,OPTION...]", "takes out of buildMetadata" },
	{ "remove", "component", CONFRENDER_REMOVE, CONFRENDER_COMPONENT, 0, CLI_WORDS_PLAIN,
	  "edit remove component ../../components/gpu\n", "PATTERN...", "takes out of components what matches" },
	{ "remove", "configmap", CONFRENDER_REMOVE, CONFRENDER_CONFIG_MAP, METADATA, CLI_WORDS_PLAIN,
	  "edit remove configmap trainer,server --namespace=ml\n", "NAME[,NAME...]", "takes out of configMapGenerator" },
	{ "remove", "label", CONFRENDER_REMOVE, CONFRENDER_LABEL, CLI_EDIT_IGNORE, CLI_WORDS_PLAIN, "edit remove label team,release\n",
	  "KEY[,KEY...]", "takes out of commonLabels" },
	{ "remove", "patch", CONFRENDER_REMOVE, CONFRENDER_PATCH, CLI_EDIT_PATCH, CLI_WORDS_PLAIN,
	  "edit remove patch --path gpu.yaml\n"
	  "edit remove patch --path replicas.yaml --kind Deployment --name trainer\n",
	  "", "takes the entry with exactly these fields out of patches" },
	{ "remove", "resource", CONFRENDER_REMOVE, CONFRENDER_RESOURCE, 0, CLI_WORDS_PLAIN,
	  "edit remove resource service.yaml 'jobs/*.yaml'\n", "PATTERN...", "takes out of resources what matches" },
	{ "remove", "secret", CONFRENDER_REMOVE, CONFRENDER_SECRET, METADATA, CLI_WORDS_PLAIN, "edit remove secret registry\n",
	  "NAME[,NAME...]", "takes out of secretGenerator" },
	{ "remove", "transformer", CONFRENDER_REMOVE, CONFRENDER_TRANSFORMER, 0, CLI_WORDS_PLAIN,
	  "edit remove transformer transformers/labels.yaml\n", "PATTERN...", "takes out of transformers what matches" },

	{ "fix", "", CONFRENDER_FIX, CONFRENDER_NO_FIELD, 0, CLI_WORDS_PLAIN, "edit fix\n", "",
	  "writes deprecated fields as those that took their place" },

	{ "create", "", CONFRENDER_CREATE, CONFRENDER_NO_FIELD, CLI_EDIT_CREATE, CLI_WORDS_PLAIN,
	  "create --resources ../base --namespace ml-prod --nameprefix prod-\n"
	  "create --autodetect --recursive\n"
	  "create --resources deployment.yaml,service.yaml --labels team:ml-platform\n",
	  "", "makes a kustomization.yaml in a directory without one" },
	{ NULL, NULL, 0, 0, 0, 0, NULL, NULL, NULL },
};

static void
print_examples(const char *examples)
{
	while (examples[0] != '\0') {
		size_t length = strcspn(examples, "\n");
		printf("  conf-render %.*s\n", (int)length, examples);
		examples += length + (examples[length] == '\n');
	}
}

static void
print_option(const struct cli_edit_option *o)
{
	char *form = cli_join("--", o->name, o->value_name != NULL ? "=" : "", o->value_name != NULL ? o->value_name : "", NULL);
	if (o->letter != 0) {
		printf("  -%c, %-34s %s\n", o->letter, form, o->help);
	} else {
		printf("      %-34s %s\n", form, o->help);
	}
	free(form);
}

void
cli_edit_help(const struct cli_edit_command *command)
{
	bool edit = strcmp(command->verb, "create") != 0;
	fputs("Examples:\n", stdout);
	print_examples(command->examples);
	printf("\nUsage: conf-render %s%s%s%s [options]%s%s\n\n", edit ? "edit " : "", command->verb, command->name[0] != '\0' ? " " : "",
	       command->name, command->usage[0] != '\0' ? " " : "", command->usage);
	printf("%c%s%s\n\nOptions:\n", command->about[0] - 'a' + 'A', command->about + 1,
	       edit ? " of the kustomization in the working directory." : ".");
	for (const struct cli_edit_option *o = cli_edit_options; o->name != NULL; o++) {
		if ((o->of & (command->takes | CLI_EDIT_ALL)) != 0 && o->help != NULL) {
			print_option(o);
		}
	}
	if (edit) {
		fputs("\nEverything else in the file stays as it is written. If the edit fails, the file is not touched.\n", stdout);
	}
}

void
cli_edit_help_all(const char *verb)
{
	fputs("Examples:\n"
	      "  conf-render edit set image trainer=registry.example.com/ml/trainer:v2\n"
	      "  conf-render edit add resource service.yaml\n"
	      "  conf-render edit remove label team\n\n"
	      "Usage: conf-render edit VERB FIELD [options] [WORD...]\n\n"
	      "Changes the kustomization in the working directory; everything else in it stays as it is written.\n\n",
	      stdout);
	for (const struct cli_edit_command *c = cli_edit_commands; c->verb != NULL; c++) {
		if (c->does != CONFRENDER_CREATE && (verb == NULL || strcmp(verb, c->verb) == 0)) {
			char *name = cli_join(c->verb, c->name[0] != '\0' ? " " : "", c->name, NULL);
			printf("  edit %-22s %s\n", name, c->about);
			free(name);
		}
	}
	if (verb == NULL) {
		printf("  edit %-22s %s\n", "alpha-list-builtin-plugin", "prints the names of the built-in plugins");
	}
	fputs("\n\"conf-render edit VERB FIELD --help\" says more.\n\n"
	      "Exit status: 0 done, or nothing to do; 1 the edit or the file is at fault; 2 wrong use.\n",
	      stdout);
}
