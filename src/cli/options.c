/* The options of build and check, as a table: the command line is read by it (options_read.c), and the help printed (options_print.c).
 *
 * All options of kustomize build are here. Those for plugins, functions and helm are taken and do nothing: a tree that needs them is
 * refused by the field's name, and installations set them for all their trees at once. */
#include "options.h"

#include <string.h>

#include "timeout.h"

static void
set_nothing(struct cli_options *options, const char *value, int choice)
{
	(void)options;
	(void)value;
	(void)choice;
}

static void
set_all(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->targets[options->target_count++] = (struct cli_target){ value, true };
}

static void
set_allow_empty(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->allow_empty = choice == 1;
}

static void
set_allow_root(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->allow_roots.items[options->allow_roots.count++] = value;
}

static void
set_checksums(struct cli_options *options, const char *value, int choice)
{
	static const enum confrender_checksums values[] = { CONFRENDER_CHECKSUMS_UNHASHED, CONFRENDER_CHECKSUMS_ALL,
							    CONFRENDER_CHECKSUMS_OFF };
	(void)value;
	options->render.checksums = values[choice];
}

static void
set_checksum_key_file(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->key_file = value;
}

static void
set_color(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->report.color = (enum cli_color)choice;
}

static void
set_argocd(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->deps_format = choice == 1 ? CLI_DEPS_ARGOCD : CLI_DEPS_PLAIN;
}

static void
set_json(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->deps_format = choice == 1 ? CLI_DEPS_JSON : CLI_DEPS_PLAIN;
}

static void
set_make(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->deps_format = choice == 1 ? CLI_DEPS_MAKE : CLI_DEPS_PLAIN;
}

static void
set_target(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->deps_target = value;
}

static void
set_depfile(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->depfile = value;
	options->session.inputs = true;
}

static void
set_diagnostics(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->report.json = choice == 1;
}

static void
set_disable(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->disable.items[options->disable.count++] = value;
}

static void
set_external(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->external.items[options->external.count++] = value;
}

static void
set_format(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->render.format = choice == 1 ? CONFRENDER_JSON : CONFRENDER_YAML;
}

static void
set_findings_format(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->findings_format = (enum cli_findings_format)choice;
}

static void
set_hash(struct cli_options *options, const char *value, int choice)
{
	static const enum confrender_hash values[] = { CONFRENDER_HASH_GENERATED, CONFRENDER_HASH_MARKED, CONFRENDER_HASH_ALL };
	(void)value;
	options->render.hash = values[choice];
}

static void
set_help(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->help = choice == 1;
}

static void
set_immutable(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->render.immutable = choice == 0 ? CONFRENDER_IMMUTABLE_HASHED : CONFRENDER_IMMUTABLE_OFF;
}

static void
set_list(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->list = choice == 1;
}

static void
set_load_restrictor(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->session.load_restriction = choice == 1 ? CONFRENDER_LOAD_ANYWHERE : CONFRENDER_LOAD_ROOT_ONLY;
}

static void
set_managed_by(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->render.managed_by_label = choice == 1;
}

static void
set_output(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->output = value;
}

static void
set_production(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->production.items[options->production.count++] = value;
}

static void
set_references(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->render.references = choice == 0 ? CONFRENDER_REFERENCES_KUSTOMIZE : CONFRENDER_REFERENCES_ALL;
}

static void
set_reloader(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->render.reloader = choice == 1 ? CONFRENDER_RELOADER_ON : CONFRENDER_RELOADER_OFF;
}

static void
set_reorder(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->render.order = choice == 1 ? CONFRENDER_ORDER_NONE : CONFRENDER_ORDER_LEGACY;
}

static void
set_root(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->session.root = value;
}

static void
set_sandbox(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->sandbox = (enum cli_sandbox_mode)choice;
}

static void
set_severity(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->severity.items[options->severity.count++] = value;
}

static void
set_split(struct cli_options *options, const char *value, int choice)
{
	(void)value;
	options->split = choice == 1;
}

static void
set_strict(struct cli_options *options, const char *value, int choice)
{
	options->session.strict = choice != 0;
	options->session.strict_deprecations = value != NULL && strcmp(value, "all") == 0;
}

static void
set_timeout(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->timeout = value;
}

static void
set_warn(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->warn.items[options->warn.count++] = value;
}

static void
set_with(struct cli_options *options, const char *value, int choice)
{
	(void)choice;
	options->with = value;
}

static const char *const CHECKSUMS[] = { "unhashed", "all", "off", NULL };
static const char *const COLORS[] = { "auto", "always", "never", NULL };
static const char *const DIAGNOSTICS[] = { "text", "json", NULL };
static const char *const FINDINGS[] = { "text", "json", "sarif", "github", NULL };
static const char *const FORMATS[] = { "yaml", "json", NULL };
static const char *const HASHES[] = { "generated", "marked", "all", NULL };
static const char *const IMMUTABLES[] = { "hashed", "off", NULL };
static const char *const REFERENCES[] = { "kustomize", "all", NULL };
static const char *const RESTRICTORS[] = { "LoadRestrictionsRootOnly", "LoadRestrictionsNone", NULL };
static const char *const ORDERS[] = { "legacy", "none", NULL };
static const char *const SANDBOXES[] = { "try", "require", "off", NULL };
static const char *const STRICT[] = { "false", "true", "all", NULL };

enum {
	BUILD = CLI_FOR_BUILD,
	CHECK = CLI_FOR_CHECK,
	DEPS = CLI_FOR_DEPS,
	BOTH = BUILD | CHECK,
	VERIFY = CLI_FOR_VERIFY,
	CMP = CLI_FOR_CMP,
	MANY = BOTH | DEPS | VERIFY, /* look at the directories that the command line names */
	ALL = MANY | CMP,
};

const struct cli_option cli_options_all[] = {
	{ "all", 0, MANY, CLI_TAKES_VALUE, "DIR", NULL, set_all, "every kustomization at or below DIR that no other one there names" },
	{ "output", 'o', BUILD, CLI_TAKES_VALUE, "PATH", NULL, set_output,
	  "write the file PATH; PATH/ takes one file an environment; a directory "
	  "without \"/\" behind it takes one file a resource, as with kustomize" },
	{ "split", 0, BUILD, CLI_TAKES_SWITCH, NULL, NULL, set_split,
	  "with -o PATH/: one file a resource, below PATH/ENVIRONMENT/ if several" },
	{ "format", 0, BUILD, CLI_TAKES_VALUE, "FORMAT", FORMATS, set_format, "what to print [yaml]" },
	{ "format", 0, CHECK, CLI_TAKES_VALUE, "FORMAT", FINDINGS, set_findings_format,
	  "how to print what is found: lines, JSON, SARIF for code scanning, or the commands of GitHub Actions [text]" },
	{ "depfile", 0, BUILD, CLI_TAKES_VALUE, "PATH", NULL, set_depfile,
	  "write a rule for make too: the output and all files that it is made of; "
	  "PATH is a file where the output is one, and PATH/ where that is PATH/" },
	{ "make", 0, DEPS, CLI_TAKES_SWITCH, NULL, NULL, set_make, "print rules for make, as build --depfile writes them" },
	{ "target", 0, DEPS, CLI_TAKES_VALUE, "PATH", NULL, set_target,
	  "the target of those rules: what build is given as -o, a file or PATH/" },
	{ "argocd", 0, DEPS, CLI_TAKES_SWITCH, NULL, NULL, set_argocd,
	  "print a value for argocd.argoproj.io/manifest-generate-paths, "
	  "for an application whose path is DIR" },
	{ "json", 0, DEPS, CLI_TAKES_SWITCH, NULL, NULL, set_json, "print JSON, with links and with files that were looked for in vain" },
	{ "with", 0, VERIFY, CLI_TAKES_VALUE, "PROGRAM", NULL, set_with,
	  "what to compare with, a kustomize or kubectl; if not given, the first "
	  "kustomize on the PATH, or else kubectl" },
	{ "list", 0, CHECK, CLI_TAKES_SWITCH, NULL, NULL, set_list, "print the rules, and check nothing" },
	{ "disable", 0, CHECK, CLI_TAKES_VALUE, "RULE,...", NULL, set_disable,
	  "rules that are not to be run; \"check --list\" prints all" },
	{ "severity", 0, CHECK, CLI_TAKES_VALUE, "RULE=LEVEL", NULL, set_severity,
	  "off, info, warning or error for what this rule finds; "
	  "a level alone: what is below is not printed and does not count" },
	{ "external", 0, CHECK, CLI_TAKES_VALUE, "NAME,...", NULL, set_external,
	  "objects that are made elsewhere (maps, ServiceAccounts, workloads), NAME or NAMESPACE/NAME" },
	{ "production", 0, CHECK, CLI_TAKES_VALUE, "PATTERN", NULL, set_production,
	  "directories whose path ends in this, as a shell matches it, are "
	  "production; can be given several times" },
	{ "diagnostics", 0, ALL, CLI_TAKES_VALUE, "FORMAT", DIAGNOSTICS, set_diagnostics, "how to print errors and warnings [text]" },
	{ "allow-empty", 0, CMP, CLI_TAKES_SWITCH, NULL, NULL, set_allow_empty,
	  "an application without objects is no error: where Argo CD prunes, it then deletes all that the application had" },
	{ "warn", 0, ALL, CLI_TAKES_VALUE, "CODE=LEVEL", NULL, set_warn, "off, warn or error for the warnings with this code" },
	{ "strict", 0, ALL, CLI_TAKES_MAYBE, NULL, STRICT, set_strict, "what is lost in silence is an error; all: deprecated fields too" },
	{ "root", 0, CMP, CLI_TAKES_VALUE, "DIR", NULL, set_root,
	  "read nothing outside DIR; if not given: below it is what the working directory and ARGOCD_APP_SOURCE_PATH end in alike" },
	{ "root", 0, MANY, CLI_TAKES_VALUE, "DIR", NULL, set_root,
	  "read nothing outside DIR; if not given: outside the git repository, "
	  "or if there is none and the directory lies in it, the working directory" },
	{ "allow-root", 0, ALL, CLI_TAKES_VALUE, "DIR", NULL, set_allow_root,
	  "files and bases may lie below DIR too; can be given several times" },
	{ "sandbox", 0, ALL, CLI_TAKES_VALUE, "HOW", SANDBOXES, set_sandbox,
	  "lock the program in before it reads: where the kernel can, "
	  "or else fail, or not at all [try]" },
	{ "timeout", 0, CMP, CLI_TAKES_SECONDS, "SECONDS", NULL, set_timeout,
	  "how long reading and rendering may take [" CLI_TIMEOUT_CMP
	  "]; Argo CD gives up after 60 s, most of which are for other things" },
	{ "timeout", 0, MANY, CLI_TAKES_SECONDS, "SECONDS", NULL, set_timeout,
	  "how long reading and rendering may take [" CLI_TIMEOUT_DEFAULT "]; 0: as long as they do" },
	{ "color", 0, MANY, CLI_TAKES_VALUE, "WHEN", COLORS, set_color,
	  "colour of messages; auto: on a terminal, unless NO_COLOR is set [auto]" },
	{ "load-restrictor", 0, ALL, CLI_TAKES_VALUE, "HOW", RESTRICTORS, set_load_restrictor,
	  "whether files may lie outside their kustomization's directory [LoadRestrictionsRootOnly]" },
	{ "reorder", 0, BOTH | VERIFY | CMP, CLI_TAKES_VALUE, "ORDER", ORDERS, set_reorder,
	  "the order of the resources, where sortOptions does not say" },
	{ "enable-managedby-label", 0, BOTH | VERIFY | CMP, CLI_TAKES_SWITCH, NULL, NULL, set_managed_by,
	  "add the label app.kubernetes.io/managed-by" },
	{ "checksums", 0, BOTH | CMP, CLI_TAKES_VALUE, "WHICH", CHECKSUMS, set_checksums,
	  "checksums of ConfigMaps and Secrets in the pod templates that read them: "
	  "of those without a hash in their name, or of all [off]" },
	{ "checksum-key-file", 0, BOTH | CMP, CLI_TAKES_VALUE, "FILE", NULL, set_checksum_key_file,
	  "the checksums of Secrets are HMACs with the bytes of FILE" },
	{ "hash", 0, BOTH | CMP, CLI_TAKES_VALUE, "WHICH", HASHES, set_hash,
	  "ConfigMaps and Secrets with the hash of their content in their name: "
	  "also those with the annotation conf-render/hash: \"true\", or all [generated]" },
	{ "immutable", 0, BOTH | CMP, CLI_TAKES_VALUE, "WHICH", IMMUTABLES, set_immutable,
	  "make ConfigMaps and Secrets with a hash in their name immutable [off]" },
	{ "references", 0, BOTH | CMP, CLI_TAKES_VALUE, "WHICH", REFERENCES, set_references,
	  "which fields follow a ConfigMap or Secret that gets another name [kustomize]" },
	{ "reloader", 0, BOTH | CMP, CLI_TAKES_SWITCH, NULL, NULL, set_reloader,
	  "annotations for Stakater Reloader, where only the cluster knows a content" },
	{ "help", 'h', ALL, CLI_TAKES_SWITCH, NULL, NULL, set_help, "print this" },
	{ "as-current-user", 0, ALL, CLI_TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "enable-alpha-plugins", 0, ALL, CLI_TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "enable-exec", 0, ALL, CLI_TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "enable-helm", 0, ALL, CLI_TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "enable-star", 0, ALL, CLI_TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "env", 'e', ALL, CLI_TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "helm-api-versions", 0, ALL, CLI_TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "helm-command", 0, ALL, CLI_TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "helm-debug", 0, ALL, CLI_TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "helm-kube-version", 0, ALL, CLI_TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "mount", 0, ALL, CLI_TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "network", 0, ALL, CLI_TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "network-name", 0, ALL, CLI_TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "stack-trace", 0, ALL, CLI_TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ NULL, 0, 0, 0, NULL, NULL, NULL, NULL },
};
