/* Places in an object as paths: reading and writing there. */
#include "refs/refs.h"
#include "yaml/scalar.h"

const struct cr_node *
cr_node_path_get(const struct cr_node *root, struct cr_node_path path)
{
	const struct cr_node *at = root;
	for (uint32_t i = 0; at != NULL && i < path.count; i++) {
		const struct cr_node_step *step = &path.steps[i];
		at = step->key == CR_KEY_NONE ? cr_list_get(at, step->index) : cr_map_get(at, step->key);
	}
	return at;
}

static struct cr_node *
edit_step(struct cr_ctx *c, struct cr_node *at, const struct cr_node_step *step)
{
	if (step->key == CR_KEY_NONE) {
		return cr_is(at, CR_LIST) && step->index < at->count ? cr_list_edit(c, at, step->index) : NULL;
	}
	return cr_is(at, CR_MAP) ? cr_map_edit(c, at, step->key) : NULL;
}

bool
cr_node_path_set_text(struct cr_ctx *c, struct cr_node *root, struct cr_node_path path, struct cr_str text)
{
	struct cr_node *at = root;
	for (uint32_t i = 0; at != NULL && i < path.count; i++) {
		at = edit_step(c, at, &path.steps[i]);
	}
	if (!cr_is(at, CR_SCALAR)) {
		return false;
	}
	at->text = cr_str_dup(c, text).ptr;
	at->count = (uint32_t)text.len;
	if (at->tag == CR_TAG_AUTO && cr_plain_value(text).type != CR_T_STR) {
		at->tag = CR_TAG_STR;
	}
	return true;
}

struct cr_node *
cr_node_path_edit_map(struct cr_ctx *c, struct cr_node *root, struct cr_node_path path)
{
	struct cr_node *at = root;
	for (uint32_t i = 0; at != NULL && i < path.count; i++) {
		const struct cr_node_step *step = &path.steps[i];
		bool to_map = i + 1 == path.count || path.steps[i + 1].key != CR_KEY_NONE;
		if (step->key != CR_KEY_NONE && cr_is(at, CR_MAP) && to_map) {
			at = cr_map_edit_map(c, at, step->key, CR_NO_MARK);
		} else {
			at = edit_step(c, at, step);
		}
	}
	return at;
}
