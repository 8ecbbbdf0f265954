/* A directory of the test data as a tree in memory, for tests that render through the public API. */
#ifndef CR_TESTS_FIXTURE_H
#define CR_TESTS_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>

#include <confrender/confrender.h>

#include "golden_files.h"

struct fixture {
	struct paths paths; /* of all files, sorted */
	struct bytes *contents;
	bool backwards; /* directories list their entries from the last to the first */
	struct confrender_tree tree;
};

/* Reads everything below directory; ends the program if there is nothing. fixture may not move afterwards. */
void fixture_open(struct fixture *fixture, const char *directory);
/* The same of files that are in memory; what paths and contents hold stays the caller's, and there is nothing to close. */
void fixture_of(struct fixture *fixture, struct paths paths, struct bytes *contents);
void fixture_close(struct fixture *fixture);

/* Renders directory in a session with these options. NULL: the result was not CONFRENDER_OK, or there is no output. The caller frees it. */
char *fixture_render(const struct confrender_session_options *options, const char *directory, enum confrender_result *result);
/* The same in a session that is there. */
struct bytes fixture_bytes_in(struct confrender_session *session, const char *directory, enum confrender_result *result);
char *fixture_render_in(struct confrender_session *session, const char *directory, enum confrender_result *result);

/* What a check of directory finds, a line each; with a result that is not CONFRENDER_OK what it found before. The caller frees it. */
char *fixture_findings(const struct confrender_session_options *options, const char *directory, enum confrender_result *result);
/* The same in a session that is there. */
struct bytes fixture_findings_in(struct confrender_session *session, const char *directory, enum confrender_result *result);

#endif
