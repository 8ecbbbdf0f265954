/* A file's text -> the texts of its documents, cut as the reference cuts them before it parses. */
#ifndef CR_YAML_DOCUMENT_H
#define CR_YAML_DOCUMENT_H

#include "yaml/read.h"

struct cr_document {
	struct cr_str text; /* UTF-8, perhaps with a byte order mark */
	uint64_t line;      /* where it begins in the file, from 1 */
};

struct cr_documents {
	struct cr_document *items;
	size_t count, cap;
};

/* Appends the documents of src to *out, all in scratch memory or in src itself. Only CR_YAML_RESOURCE is cut; the other dialects have one
 * document. False after cr_fail: UTF-16 that is none, text behind a separator. */
bool cr_documents_cut(struct cr_ctx *c, const struct cr_source *src, enum cr_dialect dialect, struct cr_documents *out);

/* A mark in src, by line of the file and column, both from 1. */
cr_mark cr_source_mark(const struct cr_source *src, uint64_t line, uint64_t column);

/* Is there nothing but blanks, comments and empty documents in text? */
bool cr_document_blank(struct cr_str text);
/* Does a line that starts with % come before any content? */
bool cr_document_directive(struct cr_str text, uint64_t *line);
/* Does a line after the first begin with a byte order mark? libyaml skips it, the reference takes it for a part of a word. */
bool cr_document_late_mark(struct cr_str text, uint64_t *line);
/* Bytes of text before its character at index (from 0, a byte order mark not counted). */
size_t cr_document_offset(struct cr_str text, size_t index);

#endif
