/* conf-render version: which version this is, and which kustomize it equals; with --sandbox, what the sandbox can do here.
 *
 * In kustomize's place it is in the forms of kustomize's releases, which tools take apart. What is not known there is "unknown" with
 * kustomize too, and a further field says who is speaking. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "diagnostics.h"
#include "pages.h"
#include "place.h"
#include "sandbox.h"
#include <confrender/version.h>

/* The name and the time of the release. */
#define RELEASE "kustomize/" CONFRENDER_KUSTOMIZE_VERSION
#define RELEASED "2026-02-09T00:00:00Z"

/* As Go names them. */
#if defined(__x86_64__)
#define ARCHITECTURE "amd64"
#elif defined(__aarch64__)
#define ARCHITECTURE "arm64"
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE "riscv64"
#elif defined(__s390x__)
#define ARCHITECTURE "s390x"
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define ARCHITECTURE "ppc64le"
#else
#define ARCHITECTURE "unknown"
#endif

struct version_options {
	bool is_short, sandbox, help;
	const char *output; /* "": as a line */
};

struct field {
	const char *name, *value;
	bool quoted; /* in YAML it would be something else without quotes */
};

static const struct field of_kustomize[] = {
	{ "version", RELEASE, false },
	{ "gitCommit", "unknown", false },
	{ "buildDate", RELEASED, true },
	{ "goOs", "linux", false },
	{ "goArch", ARCHITECTURE, false },
	{ "goVersion", "unknown", false },
	{ "confRender", CONFRENDER_VERSION, false },
	{ NULL, NULL, false },
};

static const struct field of_this[] = {
	{ "confRender", CONFRENDER_VERSION, false },
	{ "kustomize", CONFRENDER_KUSTOMIZE_VERSION, false },
	{ "os", "linux", false },
	{ "arch", ARCHITECTURE, false },
	{ NULL, NULL, false },
};

static void
print_json(const struct field *field)
{
	const char *separator = "{\n";
	for (; field->name != NULL; field++) {
		printf("%s  \"%s\": \"%s\"", separator, field->name, field->value);
		separator = ",\n";
	}
	fputs("\n}\n", stdout);
}

static void
print_yaml(const struct field *field)
{
	for (; field->name != NULL; field++) {
		const char *quote = field->quoted ? "\"" : "";
		printf("%s: %s%s%s\n", field->name, quote, field->value, quote);
	}
	/* kustomize's has an empty line behind it. */
	fputs(cli_in_place() ? "\n" : "", stdout);
}

static void
print_line(bool is_short)
{
	if (cli_in_place()) {
		puts(is_short ? "{" RELEASE "  " RELEASED "  }" : CONFRENDER_KUSTOMIZE_VERSION);
	} else if (is_short) {
		puts(confrender_version());
	} else {
		printf("conf-render %s (output as kustomize %s)\n", confrender_version(), CONFRENDER_KUSTOMIZE_VERSION);
	}
}

static bool
wrong_use(char *message, char *hint)
{
	struct cli_report report = { 0 };
	cli_report_usage(&report, message, hint);
	cli_report_free(&report);
	return false;
}

static bool
is_switch(const char *argument, const char *name, bool *on)
{
	size_t length = strlen(name);
	if (strncmp(argument, name, length) != 0 || (argument[length] != '\0' && argument[length] != '=')) {
		return false;
	}
	const char *value = argument[length] == '=' ? argument + length + 1 : "true";
	*on = strcmp(value, "true") == 0 || strcmp(value, "1") == 0;
	return *on || strcmp(value, "false") == 0 || strcmp(value, "0") == 0;
}

/* The value of "-o json", "-ojson", "-o=json", "--output json" and "--output=json"; NULL: it is none of these. */
static const char *
output_value(char **argv, int *i)
{
	const char *argument = argv[*i];
	size_t length = strncmp(argument, "-o", 2) == 0 ? 2 : strncmp(argument, "--output", 8) == 0 ? 8 : 0;
	if (length == 0 || (length == 8 && argument[8] != '\0' && argument[8] != '=')) {
		return NULL;
	}
	if (argument[length] != '\0') {
		return argument + length + (argument[length] == '=');
	}
	return argv[*i + 1] != NULL ? argv[++*i] : NULL;
}

/* Words are ignored, as kustomize does. */
static bool
read_options(int argc, char **argv, struct version_options *o)
{
	bool ignored;
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *output = output_value(argv, &i);
		if (output != NULL) {
			o->output = output;
		} else if (argv[i][0] == '-' && argv[i][1] != '\0' && !is_switch(argv[i], "--short", &o->is_short) &&
			   !is_switch(argv[i], "--sandbox", &o->sandbox) && !is_switch(argv[i], "--help", &o->help) &&
			   !is_switch(argv[i], "-h", &o->help) && !is_switch(argv[i], "--stack-trace", &ignored)) {
			return wrong_use(cli_join("unknown option \"", argv[i], "\" for version", NULL),
					 cli_join("it has --short, -o json and -o yaml, and --sandbox", NULL));
		}
	}
	if (o->output[0] != '\0' && strcmp(o->output, "json") != 0 && strcmp(o->output, "yaml") != 0) {
		return wrong_use(cli_join("\"", o->output, "\" is no value for --output", NULL), cli_join("it can be json or yaml", NULL));
	}
	/* What is printed behind would be neither JSON nor YAML. */
	const char *other = o->is_short ? "--short" : o->sandbox ? "--sandbox" : NULL;
	return o->output[0] == '\0' || other == NULL || wrong_use(cli_join(other, " does not go with --output", NULL), NULL);
}

int
cli_version(int argc, char **argv)
{
	struct version_options o = { .output = "" };
	if (!read_options(argc, argv, &o)) {
		return CLI_USAGE;
	}
	if (o.help) {
		return cli_help_of("version");
	}
	if (strcmp(o.output, "json") == 0) {
		print_json(cli_in_place() ? of_kustomize : of_this);
	} else if (strcmp(o.output, "yaml") == 0) {
		print_yaml(cli_in_place() ? of_kustomize : of_this);
	} else {
		print_line(o.is_short);
	}
	if (o.sandbox) {
		cli_sandbox_print();
	}
	return cli_report_stdout();
}
