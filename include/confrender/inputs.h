/* What a render depends on. */
#ifndef CONFRENDER_INPUTS_H
#define CONFRENDER_INPUTS_H

#include <stddef.h>

#include "confrender/session.h"

#ifdef __cplusplus
extern "C" {
#endif

enum confrender_input_kind {
	CONFRENDER_INPUT_FILE,   /* a file that is read */
	CONFRENDER_INPUT_LINK,   /* a symbolic link on the way to a file or directory: where it leads matters */
	CONFRENDER_INPUT_ABSENT, /* a file that is looked for and not there, another name of a kustomization: if it came to be, it would
				    matter */
};

struct confrender_input {
	enum confrender_input_kind kind;
	const char
		*path; /* from "/" on, no part of it a link but the last of a link; in a tree from its top on, without a slash in front */
	const char *
		shown; /* the same seen from the working directory, or as path where the directory rendered was named by an absolute path */
};

struct confrender_inputs {
	const char *directory; /* as path */
	const struct confrender_input *items;
	size_t count;
};

/* What a render of directory depends on, sorted by the bytes of the paths: bases that were read for another render before are in it, what
 * only others read is not. Reads what has not been read yet, and renders nothing. Wants the session's option inputs. All lives as long as
 * the session. */
enum confrender_result confrender_inputs(struct confrender_session *session, const char *directory, struct confrender_inputs *inputs);

#ifdef __cplusplus
}
#endif

#endif
