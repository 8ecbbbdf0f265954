/* Where the values of a text stand in it, byte by byte: for who changes a part of a text and leaves the rest as it was. */
#ifndef CR_YAML_SPANS_H
#define CR_YAML_SPANS_H

#include "yaml/node.h"

/* A value, or a key. Those inside a list or map follow it: a list's items, a map's keys and values in turn. */
struct cr_span {
	uint8_t kind;  /* enum cr_kind */
	bool flow;     /* stands in brackets, or is a list or map with brackets */
	bool alias;    /* *name: a scalar here */
	bool anchored; /* has an anchor */
	char written;  /* of a scalar, by what it was written: ' " | > or 0 */
	size_t start, end;
	uint32_t after; /* the index behind all that is inside */
};

struct cr_spans {
	struct cr_span *items; /* the first is the root; none: the text has no document */
	size_t count, cap;
	size_t end; /* where the first document ends: at the text's end, or before what begins the next one */
};

/* The spans of the first document of text, in the context's arena. text has been read before (read.h) without an error, and so bounded: no
 * directive, no depth past the limit. False: it cannot be read (no error is recorded). A block list or map ends where its last value
 * does, a value that is not there where it would be. */
bool cr_spans_read(struct cr_ctx *c, struct cr_str text, struct cr_spans *out);

#endif
