/* Which paths matter to an application, in the words of the annotation argocd.argoproj.io/manifest-generate-paths.
 *
 * Argo CD renders an application anew when a changed file is one of these paths or lies below one. They are separated by ";", spaces around
 * them are cut, and they are relative to the application's path. A value that names too much costs renders, and one that names too little
 * hides changes. So directories are named: the application's own, and those of bases and components, none of which is above it (that
 * would be a cycle), so that they hold no sibling of it. Only what lies in none of them is named itself. */
#include "deps_print.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "names.h"

/* The paths that matter to one application. */
struct value {
	const char *app;
	char **kustomizations; /* their directories, in the order of compare_paths */
	size_t kustomization_count;
	char **items; /* paths from "/" on */
	size_t count;
};

/* Is path inner, or above it? */
static bool
is_above(const char *path, const char *inner)
{
	size_t length = strlen(path);
	length -= length > 0 && path[length - 1] == '/';
	return strncmp(path, inner, length) == 0 && (inner[length] == '/' || inner[length] == '\0');
}

/* By bytes, but a slash is before all others: what lies below a directory is right behind it. */
static int
compare_paths(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	int x = *a == '/' ? 1 : *a == '\0' ? 0 : (unsigned char)*a + 1;
	int y = *b == '/' ? 1 : *b == '\0' ? 0 : (unsigned char)*b + 1;
	return x - y;
}

static int
by_path(const void *a, const void *b)
{
	return compare_paths(*(const char *const *)a, *(const char *const *)b);
}

static void
cut_last(char *path)
{
	char *slash = strrchr(path, '/');
	slash[slash == path] = '\0';
}

/* Of every kustomization two names were looked for in vain. */
static void
find_kustomizations(struct value *v, const struct confrender_inputs *inputs)
{
	v->kustomizations = cli_alloc(inputs->count, sizeof(v->kustomizations[0]));
	for (size_t i = 0; i < inputs->count; i++) {
		if (inputs->items[i].kind == CONFRENDER_INPUT_ABSENT) {
			char *directory = cli_join(inputs->items[i].path, NULL);
			cut_last(directory);
			v->kustomizations[v->kustomization_count++] = directory;
		}
	}
	qsort(v->kustomizations, v->kustomization_count, sizeof(v->kustomizations[0]), by_path);
}

/* What stands for the input; the caller frees it. */
static char *
item_of(const struct value *v, const char *input)
{
	if (is_above(v->app, input)) {
		return cli_join(v->app, NULL);
	}
	char *path = cli_join(input, NULL);
	for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (bsearch(&path, v->kustomizations, v->kustomization_count, sizeof(v->kustomizations[0]), by_path) != NULL) {
			break;
		}
		*slash = '/';
	}
	return path;
}

/* path seen from the application, where it is not below it; the caller frees it. */
static char *
relative(const char *app, const char *path)
{
	size_t same = 0;
	for (size_t i = 0; app[i] == path[i] && app[i] != '\0'; i++) {
		same = app[i] == '/' ? i : same;
	}
	same = is_above(path, app) ? strlen(path) - (strcmp(path, "/") == 0) : same;
	char *text = cli_join("", NULL);
	for (const char *c = app + same; *c != '\0'; c++) {
		if (*c == '/' && c[1] != '\0') {
			char *longer = cli_join(text, text[0] != '\0' ? "/.." : "..", NULL);
			free(text);
			text = longer;
		}
	}
	char *whole = cli_join(text, path + same, NULL);
	free(text);
	if (whole[0] == '\0') {
		free(whole);
		whole = cli_join(".", NULL);
	}
	return whole;
}

/* The words for a path. Where a ";" or a line feed is in the way, those for a directory above it. */
static char *
words_for(const struct value *v, char *path)
{
	char *text = relative(v->app, path);
	while (strpbrk(text, ";\r\n") != NULL) {
		free(text);
		cut_last(path);
		text = relative(v->app, path);
	}
	unsigned char last = (unsigned char)text[strlen(text) - 1];
	char *words = cli_join(text, last <= ' ' || last >= 0x7f ? "/" : "", NULL);
	free(text);
	return words;
}

static void
put_value(FILE *out, struct value *v)
{
	const char *last = v->app;
	putc('.', out);
	qsort(v->items, v->count, sizeof(v->items[0]), by_path);
	for (size_t i = 0; i < v->count; i++) {
		if (!is_above(v->app, v->items[i]) && !is_above(last, v->items[i])) {
			last = v->items[i];
			char *words = words_for(v, v->items[i]);
			fprintf(out, ";%s", words);
			free(words);
		}
	}
}

static bool
refuse(struct cli_report *report, const char *environment, const char *path, const char *what, const char *hint)
{
	char *message = cli_join("\"", path, "\" ", what, NULL);
	cli_report_error(report, "output", environment, message, hint);
	free(message);
	return false;
}

/* An application whose path goes through a link would need other relative paths than these. */
static bool
check_environment(struct cli_report *report, const struct cli_deps *d)
{
	size_t root = strlen(d->root);
	const char *inside = d->inputs.directory + (root > 1 ? root : 0);
	char *named = cli_absolute(d->environment);
	size_t length = named != NULL ? strlen(named) : 0, wanted = strlen(inside);
	bool good = length >= wanted && strcmp(named + length - wanted, inside) == 0;
	free(named);
	return good || refuse(report, NULL, d->environment, "is not where it seems, since a symbolic link leads there",
			      "name the directory itself, as the application should");
}

static bool
print_one(FILE *out, struct cli_report *report, const struct cli_deps *d)
{
	struct value v = { .app = d->inputs.directory };
	bool good = check_environment(report, d);
	find_kustomizations(&v, &d->inputs);
	v.items = cli_alloc(d->inputs.count, sizeof(v.items[0]));
	for (size_t i = 0; i < d->inputs.count && good; i++) {
		const struct confrender_input *input = &d->inputs.items[i];
		good = is_above(d->root, input->path) ||
		       refuse(report, d->environment, input->shown, "lies outside the repository: Argo CD would see no change of it", NULL);
		if (good) {
			v.items[v.count++] = item_of(&v, input->path);
		}
	}
	if (good) {
		put_value(out, &v);
	}
	for (size_t i = 0; i < v.count; i++) {
		free(v.items[i]);
	}
	for (size_t i = 0; i < v.kustomization_count; i++) {
		free(v.kustomizations[i]);
	}
	free(v.items);
	free(v.kustomizations);
	return good;
}

bool
cli_deps_print_argocd(FILE *out, struct cli_report *report, const struct cli_deps *deps, size_t count)
{
	bool good = true;
	for (size_t i = 0; i < count && good; i++) {
		if (count > 1) {
			fprintf(out, "%s\t", deps[i].environment);
		}
		good = print_one(out, report, &deps[i]);
		putc('\n', out);
	}
	return good;
}
