/* Documents -> resources: empty ones left out, lists opened.
 * Counterpart: api/resource/factory.go and kyaml/kio's reader. A List that is alone in its file is opened in its place; every other object
 * whose kind ends in List is opened behind all that came before its turn, so its objects stand behind those of later documents. */
#include "resource/internal.h"

static bool
is_empty(const struct cr_node *n)
{
	return cr_node_is_null(n) || (n->kind != CR_SCALAR && n->count == 0);
}

static struct cr_str
kind_of(const struct cr_node *n)
{
	return cr_map_text(n, CR_KEY_kind);
}

static void
enqueue(struct cr_ctx *c, struct cr_docs *queue, struct cr_node *n)
{
	*cr_push(c, queue) = n;
}

/* A List or ResourceList that is the file's only document gives its items, whatever they are. One with functionConfig is taken for the
 * input of a function, and gives nothing when it has no items. */
static bool
unwraps(const struct cr_docs *docs)
{
	if (docs->count != 1 || docs->items[0]->kind != CR_MAP) {
		return false;
	}
	const struct cr_node *list = docs->items[0];
	struct cr_str kind = kind_of(list);
	return (cr_str_eq(kind, CR_STR("List")) || cr_str_eq(kind, CR_STR("ResourceList"))) &&
	       (cr_map_get(list, CR_KEY_items) != NULL || cr_map_get(list, CR_KEY_functionConfig) != NULL);
}

static bool
enqueue_items(struct cr_ctx *c, struct cr_docs *queue, const struct cr_node *list)
{
	const struct cr_node *items = cr_map_get(list, CR_KEY_items);
	if (cr_node_is_null(items)) {
		return true;
	}
	if (items->kind != CR_LIST) {
		return cr_fail(c, items->mark, CR_E_RESOURCE, "expected array in \"%S\"/items", kind_of(list));
	}
	for (uint32_t i = 0; i < items->count; i++) {
		enqueue(c, queue, items->items[i]);
	}
	return cr_count_documents(c, items->mark, items->count);
}

/* Items that are no list and hold nothing are passed over in silence there. */
static bool
enqueue_unwrapped(struct cr_ctx *c, struct cr_docs *queue, const struct cr_node *list)
{
	const struct cr_node *items = cr_map_get(list, CR_KEY_items);
	if (items == NULL) {
		cr_warn(c, list->mark, CR_W_LIST_IGNORED, "%S with functionConfig and without items: it is ignored", kind_of(list));
		return true;
	}
	if (!cr_node_is_null(items) && items->kind != CR_LIST && (items->kind == CR_SCALAR || items->count == 0)) {
		cr_warn(c, items->mark, CR_W_LIST_IGNORED, "the items of this %S are no list: it is ignored", kind_of(list));
		return true;
	}
	return enqueue_items(c, queue, list);
}

bool
cr_resources_from_docs(struct cr_ctx *c, const struct cr_docs *docs, struct cr_resources *out)
{
	struct cr_docs queue = { 0 };
	if (unwraps(docs)) {
		if (!enqueue_unwrapped(c, &queue, docs->items[0])) {
			return false;
		}
	} else {
		for (size_t i = 0; i < docs->count; i++) {
			enqueue(c, &queue, docs->items[i]);
		}
	}
	for (size_t i = 0; i < queue.count; i++) {
		struct cr_node *n = queue.items[i];
		if (is_empty(n)) {
			continue;
		}
		struct cr_resource *r = cr_resource_from_node(c, n);
		if (r == NULL) {
			return false;
		}
		if (cr_str_ends(kind_of(n), CR_STR("List")) && cr_map_get(n, CR_KEY_items) != NULL) {
			if (!enqueue_items(c, &queue, n)) {
				return false;
			}
			continue;
		}
		*cr_push(c, out) = r;
	}
	return true;
}
