/* Every limit of the library has a case in testdata/limits, which lowers it: one value refuses the tree, with a message that names the
 * limit, and another one accepts it.
 *
 *     limits DIRECTORY
 *
 * A case is a folder with the name of the limit:
 *   in/    the tree
 *   case   lines "with NAME=VALUE" (another limit that has to be out of the way), "refused VALUE", "accepted VALUE", and "says PLACE:
 * MESSAGE"
 *
 * Where sizes are exact the two values are neighbours. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

enum { MOST_LIMITS = 4, ROOM = 600 };

struct limit_case {
	const char *name;
	struct bytes text;
	const char *with[MOST_LIMITS];
	size_t with_count;
	const char *refused, *accepted, *says;
};

struct finding {
	char text[ROOM];
	bool limit;
};

static void
take_finding(void *user, const struct confrender_diagnostic *d)
{
	struct finding *f = user;
	if (d->severity != CONFRENDER_ERROR) {
		return;
	}
	f->limit = strcmp(d->code, "limit") == 0;
	char place[ROOM / 2] = "";
	if (d->place.path != NULL && d->place.column > 0) {
		snprintf(place, sizeof place, "%s:%u:%u: ", d->place.path, d->place.line, d->place.column);
	} else if (d->place.path != NULL) {
		snprintf(place, sizeof place, "%s: ", d->place.path);
	}
	snprintf(f->text, sizeof f->text, "%s%s", place, d->message);
}

/* The rest of a line that begins with word; NULL if it does not. */
static const char *
after(const char *line, const char *word)
{
	size_t length = strlen(word);
	return strncmp(line, word, length) == 0 && line[length] == ' ' ? line + length + 1 : NULL;
}

static bool
read_line(struct limit_case *k, const char *line)
{
	const char *value;
	if ((value = after(line, "refused")) != NULL) {
		k->refused = value;
	} else if ((value = after(line, "accepted")) != NULL) {
		k->accepted = value;
	} else if ((value = after(line, "says")) != NULL) {
		k->says = value;
	} else if ((value = after(line, "with")) != NULL && k->with_count < MOST_LIMITS - 1) {
		k->with[k->with_count++] = value;
	} else {
		return false;
	}
	return true;
}

/* The lines of k->text, which is cut into them. */
static bool
read_case(struct limit_case *k)
{
	for (char *line = k->text.data, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		if (!read_line(k, line)) {
			return false;
		}
	}
	return k->refused != NULL && k->accepted != NULL && k->says != NULL;
}

/* Renders with the limit at value. */
static enum confrender_result
render(const struct limit_case *k, const struct fixture *fixture, const char *value, struct finding *finding)
{
	char own[ROOM];
	const char *limits[MOST_LIMITS];
	snprintf(own, sizeof own, "%s=%s", k->name, value);
	memcpy(limits, k->with, sizeof limits);
	limits[k->with_count] = own;
	struct confrender_session_options options = {
		.size = sizeof options,
		.tree = &fixture->tree,
		.on_diagnostic = take_finding,
		.diagnostic_user = finding,
		.limits = limits,
		.limit_count = k->with_count + 1,
	};
	enum confrender_result result;
	*finding = (struct finding){ 0 };
	free(fixture_render(&options, "", &result));
	return result;
}

static bool
wrong(const struct limit_case *k, const char *what, const char *text)
{
	fprintf(stderr, "--%s: %s%s\n", k->name, what, text);
	return false;
}

static bool
check_runs(const struct limit_case *k, const struct fixture *fixture)
{
	struct finding finding;
	char name[ROOM];
	snprintf(name, sizeof name, " (--%s)", k->name);
	if (render(k, fixture, k->refused, &finding) != CONFRENDER_INPUT || !finding.limit) {
		return wrong(k, "not refused as a limit: ", finding.text);
	}
	if (strcmp(finding.text, k->says) != 0 || strstr(finding.text, name) == NULL) {
		return wrong(k, "another message: ", finding.text);
	}
	if (render(k, fixture, k->accepted, &finding) != CONFRENDER_OK) {
		return wrong(k, "not accepted: ", finding.text);
	}
	return true;
}

static bool
takes(const char *name, unsigned long long value, const char *unit)
{
	char text[ROOM];
	const char *limits[] = { text };
	struct confrender_session_options options = { .size = sizeof options, .limits = limits, .limit_count = 1 };
	snprintf(text, sizeof text, "%s=%llu%s", name, value, unit);
	struct confrender_session *session = confrender_session_new(&options, NULL);
	confrender_session_free(session);
	return session != NULL;
}

/* Values outside the bounds are refused, and so is what is no number. */
static bool
check_bounds(const struct limit_case *k, const struct confrender_limit *limit)
{
	bool inside =
		takes(limit->name, limit->least, "") && takes(limit->name, limit->most, "") && takes(limit->name, limit->standard, "");
	bool outside = takes(limit->name, limit->most + 1, "") || (limit->least > 0 && takes(limit->name, limit->least - 1, ""));
	bool units = takes(limit->name, limit->most / 1024, "KiB") == limit->bytes && !takes(limit->name, limit->least, "B");
	bool words = confrender_limit_valid(limit, "") || confrender_limit_valid(limit, "KiB") || confrender_limit_valid(limit, "-1") ||
		     confrender_limit_valid(limit, " 5000") || confrender_limit_valid(limit, "99999999999999999999999") ||
		     confrender_limit_valid(limit, "18446744073709551615GiB");
	return (inside && !outside && units && !words) || wrong(k, "its bounds do not hold", "");
}

static bool
check(const struct confrender_limit *limit, const char *directory)
{
	struct limit_case k = { .name = limit->name };
	char *folder = path_of(directory, limit->name), *path = path_of(folder, "case"), *in = path_of(folder, "in");
	k.text = file_read(path);
	bool good = (k.text.data != NULL && read_case(&k)) || wrong(&k, "no case in ", folder);
	if (good) {
		struct fixture fixture;
		fixture_open(&fixture, in);
		good = check_runs(&k, &fixture) && check_bounds(&k, limit);
		fixture_close(&fixture);
	}
	free(k.text.data);
	free(folder);
	free(path);
	free(in);
	return good;
}

int
main(int argc, char **argv)
{
	size_t count = 0, good = 0;
	if (argc != 2) {
		fputs("usage: limits DIRECTORY\n", stderr);
		return 2;
	}
	for (const struct confrender_limit *limit; (limit = confrender_limit(count)) != NULL; count++) {
		good += check(limit, argv[1]);
	}
	struct paths folders = directory_entries(argv[1]);
	bool complete = folders.count == count;
	paths_free(&folders);
	printf("%zu limits, %zu good%s\n", count, good, complete ? "" : ", and folders of no limit");
	return good == count && complete && count > 0 ? 0 : 1;
}
