/* Names output files: one a resource, as kustomize's -o DIRECTORY names them, or one an environment.
 *
 * kustomize writes outside the directory when a name says so, and over its own files when two names are equal; here both are errors. Its
 * lower case is that of Unicode, ours of ASCII, which is all that names of resources may hold. */
#include "names.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* A name, and the thing that it is for. */
struct entry {
	const char *name;
	size_t index;
};

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;
	int order = strcmp(x->name, y->name);
	return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

/* Finds the first two things (in the order of names) of one name. */
static bool
find_equal(const struct cli_names *names, size_t *first, size_t *second)
{
	bool found = false;
	struct entry *entries = cli_alloc(names->count, sizeof(entries[0]));
	for (size_t i = 0; i < names->count; i++) {
		entries[i] = (struct entry){ names->names[i], i };
	}
	qsort(entries, names->count, sizeof(entries[0]), compare_entries);
	for (size_t i = 1; i < names->count && !found; i++) {
		found = strcmp(entries[i - 1].name, entries[i].name) == 0;
		if (found) {
			*first = entries[i - 1].index;
			*second = entries[i].index;
		}
	}
	free(entries);
	return found;
}

/* The namespace that counts, NULL for what lies in none. */
static const char *
namespace_of(const struct confrender_resource *r)
{
	if (r->cluster_scoped) {
		return NULL;
	}
	return r->ns[0] != '\0' ? r->ns : "default";
}

static bool
has_many_namespaces(const struct confrender_output *output)
{
	const char *first = NULL;
	for (size_t i = 0; i < confrender_output_count(output); i++) {
		struct confrender_resource r = confrender_output_resource(output, i);
		const char *ns = namespace_of(&r);
		if (ns != NULL && first != NULL && strcmp(ns, first) != 0) {
			return true;
		}
		first = first != NULL ? first : ns;
	}
	return false;
}

static char *
name_resource(const struct confrender_resource *r, bool with_namespace, enum confrender_format format)
{
	const char *ns = with_namespace ? namespace_of(r) : NULL;
	const char *extension = format == CONFRENDER_JSON ? ".json" : ".yaml";
	char *name = cli_join(ns != NULL ? ns : "", ns != NULL ? "_" : "", r->group, r->group[0] != '\0' ? "_" : "", r->version, "_",
			      r->kind, "_", r->name, extension, NULL);
	for (char *c = name; *c != '\0'; c++) {
		*c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
	}
	return name;
}

static char *
identify(const struct confrender_resource *r)
{
	return cli_join("\"", r->kind, "/", r->name, "\"", r->ns[0] != '\0' ? " of namespace \"" : "", r->ns, r->ns[0] != '\0' ? "\"" : "",
			NULL);
}

static bool
is_dots(const char *text)
{
	return strcmp(text, ".") == 0 || strcmp(text, "..") == 0;
}

static bool
check_name(struct cli_report *report, const char *environment, const struct confrender_resource *r, const char *name)
{
	enum { LONGEST = 255 };
	const char *problem = r->cut ? " stops at a NUL" : NULL;
	if (strchr(name, '/') != NULL || is_dots(r->group) || is_dots(r->version) || is_dots(r->kind) || is_dots(r->name) ||
	    is_dots(r->ns)) {
		problem = " cannot be a file name";
	} else if (strlen(name) > LONGEST) {
		problem = " is too long for a file name";
	}
	if (problem != NULL) {
		char *who = identify(r);
		char *message = cli_join(who, " would be written to \"", name, "\", which", problem, NULL);
		cli_report_error(report, "output", environment, message, NULL);
		free(message);
		free(who);
	}
	return problem == NULL;
}

static void
report_equal_resources(struct cli_report *report, const char *environment, const struct confrender_output *output, size_t first,
		       size_t second, const char *name)
{
	struct confrender_resource a = confrender_output_resource(output, first);
	struct confrender_resource b = confrender_output_resource(output, second);
	char *one = identify(&a);
	char *other = identify(&b);
	char *message = cli_join(one, " and ", other, " would both be written to \"", name, "\"", NULL);
	cli_report_error(report, "output", environment, message, NULL);
	free(message);
	free(one);
	free(other);
}

bool
cli_names_of_resources(struct cli_report *report, const char *environment, const struct confrender_output *output,
		       enum confrender_format format, struct cli_names *names)
{
	size_t count = confrender_output_count(output);
	size_t first, second;
	bool with_namespace = has_many_namespaces(output);
	bool good = true;
	names->names = cli_alloc(count, sizeof(names->names[0]));
	names->count = count;
	for (size_t i = 0; i < count; i++) {
		struct confrender_resource r = confrender_output_resource(output, i);
		names->names[i] = name_resource(&r, with_namespace, format);
		good = check_name(report, environment, &r, names->names[i]) && good;
	}
	if (good && find_equal(names, &first, &second)) {
		report_equal_resources(report, environment, output, first, second, names->names[first]);
		good = false;
	}
	if (!good) {
		cli_names_free(names);
	}
	return good;
}

char *
cli_absolute(const char *path)
{
	char current[PATH_MAX] = "";
	if (path[0] != '/' && getcwd(current, sizeof(current)) == NULL) {
		return NULL;
	}
	char *whole = cli_join(current, "/", path, NULL);
	char *clean = cli_alloc(strlen(whole) + 1, 1);
	char *end = clean;
	char *rest = whole;
	for (const char *part = cli_next_part(&rest); part != NULL; part = cli_next_part(&rest)) {
		if (strcmp(part, "..") == 0) {
			char *slash = strrchr(clean, '/');
			end = slash != NULL ? slash : clean;
			*end = '\0';
		} else if (strcmp(part, ".") != 0) {
			size_t length = strlen(part);
			*end++ = '/';
			memcpy(end, part, length + 1);
			end += length;
		}
	}
	free(whole);
	return clean;
}

/* Up to and with the last "/" that all have in common. */
static size_t
common_length(const struct cli_names *paths)
{
	const char *slash = strrchr(paths->names[0], '/');
	size_t common = slash != NULL ? (size_t)(slash - paths->names[0]) + 1 : 0;
	for (size_t i = 1; i < paths->count; i++) {
		size_t same = 0;
		while (same < common && paths->names[i][same] == paths->names[0][same]) {
			same++;
		}
		common = same;
		while (common > 0 && paths->names[0][common - 1] != '/') {
			common--;
		}
	}
	return common;
}

bool
cli_names_of_directories(struct cli_report *report, const char *const *directories, size_t count, struct cli_names *names)
{
	size_t first, second;
	names->names = cli_alloc(count, sizeof(names->names[0]));
	names->count = count;
	for (size_t i = 0; i < count; i++) {
		names->names[i] = cli_absolute(directories[i]);
		if (names->names[i] == NULL) {
			cli_report_errno(report, NULL, "the working directory cannot be found", errno);
			cli_names_free(names);
			return false;
		}
	}
	size_t common = common_length(names);
	for (size_t i = 0; i < count; i++) {
		char *below = cli_join(names->names[i][0] != '\0' ? names->names[i] + common : "root", NULL);
		free(names->names[i]);
		names->names[i] = below;
	}
	if (find_equal(names, &first, &second)) {
		char *message = cli_join("\"", directories[first], "\" and \"", directories[second],
					 "\" are one directory: both would be written to \"", names->names[first], "\"", NULL);
		cli_report_error(report, "output", NULL, message, NULL);
		free(message);
		cli_names_free(names);
		return false;
	}
	return true;
}

void
cli_names_free(struct cli_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		free(names->names[i]);
	}
	free(names->names);
	*names = (struct cli_names){ 0 };
}
