/* What the reader of YAML gets: the text of a file, or one that stands in a kustomization itself. */
#ifndef CR_ACCUMULATE_SOURCE_H
#define CR_ACCUMULATE_SOURCE_H

#include "kustomization/kust.h"
#include "load/loader.h"
#include "yaml/read.h"

static inline struct cr_source
cr_source_of_file(const struct cr_file *file)
{
	return (struct cr_source){ .text = file->text, .file = file->index, .line = 1 };
}

/* Of a block the first line is the one behind its sign. */
static inline struct cr_source
cr_source_of_entry(const struct cr_text *entry)
{
	return (struct cr_source){
		.text = entry->s,
		.file = cr_mark_file(entry->mark),
		.line = cr_mark_line(entry->mark) + (entry->block ? 1 : 0),
		.inlined = true,
	};
}

#endif
