/* The directives of a strategic merge patch: $patch: merge, replace, delete. The reference knows no others: $retainKeys,
 * $setElementOrder/FIELD and $deleteFromPrimitiveList/FIELD become ordinary fields, which is worth a warning.
 * Counterpart: kyaml/yaml/merge2/smpdirective.go. */
#include <assert.h>

#include "patch/merge.h"

static enum cr_directive
word_of(const struct cr_node *value)
{
	if (!cr_is(value, CR_SCALAR)) {
		return CR_DIRECTIVE_UNKNOWN;
	}
	struct cr_str word = cr_text(value);
	if (cr_str_eq(word, CR_STR("delete"))) {
		return CR_DIRECTIVE_DELETE;
	}
	if (cr_str_eq(word, CR_STR("replace"))) {
		return CR_DIRECTIVE_REPLACE;
	}
	return cr_str_eq(word, CR_STR("merge")) ? CR_DIRECTIVE_MERGE : CR_DIRECTIVE_UNKNOWN;
}

enum cr_directive
cr_directive_of_map(const struct cr_node *map)
{
	const struct cr_node *value = cr_map_get(map, CR_KEY__patch);
	return value == NULL ? CR_DIRECTIVE_MERGE : word_of(value);
}

/* Only the first element with $patch counts, and only if it says nothing else. */
static const struct cr_node *
list_word(const struct cr_node *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct cr_node *value = cr_map_get(list->items[i], CR_KEY__patch);
		if (value != NULL) {
			return list->items[i]->count == 1 ? value : NULL;
		}
	}
	return NULL;
}

enum cr_directive
cr_directive_of_list(const struct cr_node *list, struct cr_str *text)
{
	const struct cr_node *value = list_word(list);
	*text = CR_STR("");
	if (value == NULL) {
		return CR_DIRECTIVE_MERGE;
	}
	enum cr_directive directive = word_of(value);
	if (directive != CR_DIRECTIVE_UNKNOWN) {
		*text = cr_text(value);
	}
	return directive;
}

bool
cr_directive_stays(const struct cr_node *element, struct cr_str text)
{
	if (cr_node_is_null(element) || (element->kind == CR_MAP && element->count == 0)) {
		return false;
	}
	const struct cr_node *value = cr_map_get(element, CR_KEY__patch);
	return !cr_is(value, CR_SCALAR) || !cr_str_eq(cr_text(value), text);
}

bool
cr_directive_unknown(struct cr_ctx *c, const struct cr_node *patch)
{
	const struct cr_node *value = patch->kind == CR_LIST ? list_word(patch) : cr_map_get(patch, CR_KEY__patch);
	assert(value != NULL);
	struct cr_str word = cr_is(value, CR_SCALAR) ? cr_text(value) : CR_STR("");
	cr_fail(c, value->mark, CR_E_MERGE, "unknown patch strategy \"%S\"", word);
	cr_hint(c, "$patch takes merge, replace or delete");
	return false;
}

static bool
is_directive(struct cr_str key)
{
	return cr_str_eq(key, CR_STR("$retainKeys")) || cr_str_starts(key, CR_STR("$setElementOrder/")) ||
	       cr_str_starts(key, CR_STR("$deleteFromPrimitiveList/"));
}

void
cr_directive_warn_field(struct cr_ctx *c, const struct cr_pair *pair)
{
	struct cr_str key = cr_key_str(c, pair->key);
	if (key.len > 1 && key.ptr[0] == '$' && is_directive(key)) {
		cr_warn(c, pair->mark, CR_W_DIRECTIVE_KEPT, "\"%S\" is no directive here: it becomes a field of the object", key);
	}
}

void
cr_directive_warn_list(struct cr_ctx *c, const struct cr_node *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct cr_pair *p = cr_map_pair(list->items[i], CR_KEY__patch);
		if (p != NULL) {
			cr_warn(c, p->mark, CR_W_DIRECTIVE_KEPT, "\"$patch\" is no directive in this list: it becomes part of the object");
			return;
		}
	}
}
