/* Who reads what: for each directory that holds a kustomization the files that it names, the directories it goes on to, the links on the
 * way, and where a file was looked for in vain. What one render depends on is all that can be come to from its directory, however much of
 * it was read for another one before. Kept by the loader, and only where somebody will ask. */
#ifndef CR_LOAD_INPUTS_H
#define CR_LOAD_INPUTS_H

#include "load/loader.h"

enum cr_input_kind {
	CR_INPUT_FILE,
	CR_INPUT_LINK,   /* a symbolic link on the way to a file or directory */
	CR_INPUT_ABSENT, /* no file: had there been one, it would have been read */
	CR_INPUT_DIRECTORY,
};

struct cr_input {
	struct cr_str path; /* as the loader has paths; of a link, where the link itself lies */
	enum cr_input_kind kind;
};
struct cr_input_list {
	struct cr_input *items;
	size_t count, cap;
};

struct cr_inputs;

struct cr_inputs *cr_inputs_new(struct cr_ctx *c);
/* dir needs path. Both must live as long as the context. A second time is as good as once. */
void cr_inputs_note(struct cr_ctx *c, struct cr_inputs *inputs, struct cr_str dir, enum cr_input_kind kind, struct cr_str path);
/* All that dir and the directories it goes on to need, but those directories themselves, sorted by the bytes of their paths. */
void cr_inputs_collect(struct cr_ctx *c, const struct cr_inputs *inputs, struct cr_str dir, struct cr_input_list *out);

#endif
