/* What renders depend on, as lines, as JSON, and as rules for make. */
#include "deps_print.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "depfile.h"
#include "diagnostics_print.h"
#include "names.h"

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The files of all environments, sorted; the caller frees the list. */
static const char **
sorted_files(const struct cli_deps *deps, size_t environments, size_t *count)
{
	size_t most = 0;
	for (size_t i = 0; i < environments; i++) {
		most += deps[i].inputs.count;
	}
	const char **names = cli_alloc(most, sizeof(names[0]));
	*count = 0;
	for (size_t i = 0; i < environments; i++) {
		for (size_t k = 0; k < deps[i].inputs.count; k++) {
			if (deps[i].inputs.items[k].kind == CONFRENDER_INPUT_FILE) {
				names[(*count)++] = deps[i].inputs.items[k].shown;
			}
		}
	}
	qsort(names, *count, sizeof(names[0]), by_bytes);
	return names;
}

bool
cli_deps_print_plain(FILE *out, struct cli_report *report, const struct cli_deps *deps, size_t count)
{
	size_t files;
	const char **names = sorted_files(deps, count, &files);
	bool good = true;
	for (size_t i = 0; i < files && good; i++) {
		if (i > 0 && strcmp(names[i - 1], names[i]) == 0) {
			continue;
		}
		good = strchr(names[i], '\n') == NULL;
		if (good) {
			fprintf(out, "%s\n", names[i]);
		} else {
			cli_report_error(report, "output", NULL, "the name of a file holds a line feed", "--json prints it");
		}
	}
	free(names);
	return good;
}

static void
put_input(FILE *out, const struct confrender_input *input)
{
	static const char *const kinds[] = {
		[CONFRENDER_INPUT_FILE] = "file", [CONFRENDER_INPUT_LINK] = "link", [CONFRENDER_INPUT_ABSENT] = "absent"
	};
	fputs("{\"path\":", out);
	cli_put_json(out, input->shown);
	fprintf(out, ",\"kind\":\"%s\"}", kinds[input->kind]);
}

void
cli_deps_print_json(FILE *out, const struct cli_deps *deps, size_t count)
{
	fputs("{\"environments\":[", out);
	for (size_t i = 0; i < count; i++) {
		fputs(i > 0 ? ",\n{\"directory\":" : "\n{\"directory\":", out);
		cli_put_json(out, deps[i].environment);
		fputs(",\"inputs\":[", out);
		for (size_t k = 0; k < deps[i].inputs.count; k++) {
			fputs(k > 0 ? ",\n" : "\n", out);
			put_input(out, &deps[i].inputs.items[k]);
		}
		fputs("\n]}", out);
	}
	fputs("\n]}\n", out);
}

static bool
print_rules(FILE *out, struct cli_report *report, const struct cli_deps *deps, const struct cli_names *names, const char *target)
{
	size_t length = strlen(target);
	bool below = length > 0 && target[length - 1] == '/';
	bool good = true;
	for (size_t i = 0; i < names->count && good; i++) {
		char *whole = below ? cli_join(target, names->names[i], ".yaml", NULL) : cli_join(target, NULL);
		good = cli_depfile_target(report, whole);
		if (good) {
			cli_depfile_print(out, whole, &deps[i].inputs);
		}
		free(whole);
	}
	return good;
}

bool
cli_deps_print_make(FILE *out, struct cli_report *report, const struct cli_deps *deps, size_t count, const char *target)
{
	struct cli_names names;
	const char **directories = cli_alloc(count, sizeof(directories[0]));
	for (size_t i = 0; i < count; i++) {
		directories[i] = deps[i].environment;
	}
	bool good = cli_names_of_directories(report, directories, count, &names);
	if (good) {
		good = print_rules(out, report, deps, &names, target != NULL ? target : "./");
		cli_names_free(&names);
	}
	free(directories);
	return good;
}
