/* The targets of a var's replacement: where in an object $(NAME) stands, and what part of a text it is.
 *
 * Known differences: the reference gives a patch without target a selector that fits every object, takes the operations of a JSON patch for
 * fields, and knows one $(NAME) in a text. */
#include "edit/tree.h"
#include "edit/vars.h"
#include "yaml/read.h"

/* A step down to a value: a key, or where that is 0 the place in a list. */
struct part {
	const struct part *up; /* NULL: at the top */
	cr_key key;
	uint32_t index;
};

struct place {
	const struct cr_node *node;
	struct part part; /* without up: node is the top */
};

struct finder {
	struct cr_edit_state *s;
	const struct cr_var_names *names;
	const struct cr_var_file *file;
	const struct cr_node *object;
	struct cr_str above; /* the path to the top; empty: it is the object */
	struct {
		struct place *items;
		size_t count, cap;
	} open;
};

static struct cr_str
file_name(const struct finder *f)
{
	return cr_path_relative(f->s->ctx, f->s->dir, f->file->file->path);
}

/* A name with dots is one part only in brackets. */
static void
put_part(struct cr_buf *path, struct cr_str part)
{
	bool dots = cr_str_find(part, '.', 0) != SIZE_MAX;
	cr_buf_str(path, path->len > 0 ? CR_STR(".") : CR_STR(""));
	cr_buf_str(path, dots ? CR_STR("[") : CR_STR(""));
	cr_buf_str(path, part);
	cr_buf_str(path, dots ? CR_STR("]") : CR_STR(""));
}

/* The text of a buffer that is freed. */
static struct cr_str
take_text(struct cr_buf *buf, struct cr_defer *defer)
{
	struct cr_str text = cr_str_dup(buf->ctx, (struct cr_str){ buf->len > 0 ? buf->ptr : "", buf->len });
	cr_ctx_done(buf->ctx, defer);
	return text;
}

/* "spec.containers.0.image" */
static struct cr_str
path_of(const struct finder *f, const struct part *last)
{
	struct cr_ctx *c = f->s->ctx;
	struct {
		const struct part **items;
		size_t count, cap;
	} parts = { 0 };
	struct cr_buf path = { .ctx = c };
	struct cr_defer defer;
	cr_buf_defer(&path, &defer);
	cr_buf_str(&path, f->above);
	for (const struct part *p = last; p->up != NULL; p = p->up) {
		*cr_push(c, &parts) = p;
	}
	while (parts.count > 0) {
		const struct part *p = parts.items[--parts.count];
		put_part(&path, p->key != 0 ? cr_key_str(c, p->key) : cr_str_fmt(c, "%u", (unsigned)p->index));
	}
	return take_text(&path, &defer);
}

/* -- What is selected -- */

static struct cr_str
text_at(struct cr_ctx *c, const struct cr_node *object, const char *map, const char *name)
{
	return cr_edit_text(c, cr_is(object, CR_MAP) && map != NULL ? cr_edit_get(c, object, map) : object, name);
}

void
cr_var_split_version(struct cr_str api_version, struct cr_str *group, struct cr_str *version)
{
	size_t slash = cr_str_find(api_version, '/', 0);
	*group = slash != SIZE_MAX ? cr_str_sub(api_version, 0, slash) : CR_STR("");
	*version = slash != SIZE_MAX ? cr_str_sub(api_version, slash + 1, api_version.len) : api_version;
}

static void
put_gvk(struct cr_ctx *c, struct cr_selector_text *to, const struct cr_node *object)
{
	cr_var_split_version(cr_edit_text(c, object, "apiVersion"), &to->group, &to->version);
	to->kind = cr_edit_text(c, object, "kind");
}

/* A patch with a target may change other objects than the one that it looks like. */
static struct cr_selector_text
selector_of(const struct finder *f)
{
	struct cr_ctx *c = f->s->ctx;
	const struct cr_patch *p = f->file->patch;
	struct cr_str name = text_at(c, f->object, "metadata", "name"), ns = text_at(c, f->object, "metadata", "namespace");
	struct cr_selector_text to = { .name = name, .ns = ns };
	if (p == NULL || !p->has_target || (p->allow_name_change && p->allow_kind_change)) {
		put_gvk(c, &to, f->object);
		return to;
	}
	to = p->target;
	to.name = p->allow_name_change ? name : to.name;
	to.kind = p->allow_kind_change ? cr_edit_text(c, f->object, "kind") : to.kind;
	to.ns = ns.len > 0 ? ns : to.ns;
	return to;
}

static struct cr_node *
new_selector(struct cr_ctx *c, const struct cr_selector_text *from)
{
	struct cr_node *to = cr_node_map(c, CR_NO_MARK);
	cr_edit_put_text(c, to, "annotationSelector", from->annotation_selector);
	cr_edit_put_text(c, to, "group", from->group);
	cr_edit_put_text(c, to, "kind", from->kind);
	cr_edit_put_text(c, to, "labelSelector", from->label_selector);
	cr_edit_put_text(c, to, "name", from->name);
	cr_edit_put_text(c, to, "namespace", from->ns);
	cr_edit_put_text(c, to, "version", from->version);
	return to;
}

/* -- What part of the text -- */

static size_t
letter_before(struct cr_str text, size_t at)
{
	size_t from = at - 1;
	while (from > 0 && ((unsigned char)text.ptr[from] & 0xc0) == 0x80) {
		from--;
	}
	return from;
}

static size_t
letter_after(struct cr_str text, size_t at)
{
	size_t to = at + 1;
	while (to < text.len && ((unsigned char)text.ptr[to] & 0xc0) == 0x80) {
		to++;
	}
	return to;
}

static size_t
count_in(struct cr_ctx *c, struct cr_str text, struct cr_str part)
{
	size_t count = 0;
	cr_count_work(c, text.len);
	for (const char *at = text.ptr, *end = text.ptr + text.len; (size_t)(end - at) >= part.len; at++) {
		at = memchr(at, part.ptr[0], (size_t)(end - at) - part.len + 1);
		if (at == NULL) {
			break;
		}
		count += memcmp(at, part.ptr, part.len) == 0;
	}
	return count;
}

/* The letter on both sides of the use, or on the only one where there is something; none of that of what stands between, now or later. */
static bool
find_delimiter(struct cr_ctx *c, struct cr_str text, const struct cr_var_use *use, struct cr_str *out)
{
	struct cr_str before = CR_STR(""), after = CR_STR("");
	if (use->start > 0) {
		before = cr_str_sub(text, letter_before(text, use->start), use->start);
	}
	if (use->end < text.len) {
		after = cr_str_sub(text, use->end, letter_after(text, use->end));
	}
	*out = before.len > 0 ? before : after;
	if (before.len > 0 && after.len > 0 && !cr_str_eq(before, after)) {
		return false;
	}
	struct cr_str placeholder = cr_str_cat(c, use->var->name, CR_STR("_PLACEHOLDER$()"));
	return out->len == 0 || count_in(c, placeholder, *out) == 0;
}

static bool
refuse(const struct finder *f, cr_mark mark, struct cr_str name)
{
	struct cr_ctx *c = f->s->ctx;
	cr_fail(c, mark, CR_E_VAR, "error with %S: cannot convert all vars to replacements; $(%S) is not delimited", file_name(f), name);
	cr_hint(c, "a replacement writes over a whole value, or a part between two delimiters of one letter");
	return false;
}

static bool
add_target(struct finder *f, const struct place *at, struct cr_str text, const struct cr_var_use *use)
{
	struct cr_ctx *c = f->s->ctx;
	struct cr_node *target = cr_node_map(c, CR_NO_MARK), *paths = cr_node_list(c, CR_NO_MARK);
	struct cr_str delimiter;
	if (!find_delimiter(c, text, use, &delimiter)) {
		return refuse(f, at->node->mark, use->var->name);
	}
	size_t index = delimiter.len > 0 ? count_in(c, cr_str_sub(text, 0, use->start), delimiter) : 0;
	cr_list_append(c, paths, cr_edit_new_text(c, path_of(f, &at->part)));
	cr_edit_put(c, target, "fieldPaths", paths);
	if (delimiter.len > 0) {
		struct cr_node *options = cr_node_map(c, CR_NO_MARK);
		cr_edit_put_text(c, options, "delimiter", delimiter);
		if (index > 0) {
			cr_edit_put(c, options, "index", cr_node_scalar(c, cr_str_fmt(c, "%zu", index), CR_TAG_INT, CR_NO_MARK));
		}
		cr_edit_put(c, target, "options", options);
	}
	struct cr_selector_text selector = selector_of(f);
	cr_edit_put(c, target, "select", new_selector(c, &selector));
	cr_list_append(c, use->var->targets, target);
	return true;
}

/* -- Where -- */

/* The last use first: what is put in the place of one may hold the delimiter, and moves only what stands behind it. */
static bool
look_at_text(struct finder *f, const struct place *at)
{
	struct {
		struct cr_var_use *items;
		size_t count, cap;
	} uses = { 0 };
	struct cr_ctx *c = f->s->ctx;
	struct cr_str text = cr_text(at->node);
	struct cr_var_use use;
	for (size_t from = 0; cr_var_use_next(c, f->names, text, &from, &use);) {
		*cr_push(c, &uses) = use;
	}
	while (uses.count > 0) {
		if (!add_target(f, at, text, &uses.items[--uses.count])) {
			return false;
		}
	}
	return true;
}

/* Those below go onto the stack from the last on, so that they are met in their order. */
static void
open_up(struct finder *f, const struct place *at)
{
	struct cr_ctx *c = f->s->ctx;
	const struct cr_node *n = at->node;
	bool map = n->kind == CR_MAP;
	struct part *up = cr_new(c, struct part);
	*up = at->part;
	for (uint32_t i = n->count; i-- > 0;) {
		*cr_push(c, &f->open) = (struct place){
			.node = map ? n->pairs[i].value : n->items[i],
			.part = { .up = up, .key = map ? n->pairs[i].key : 0, .index = i },
		};
	}
}

static bool
look_below(struct finder *f, const struct cr_node *node, struct cr_str above)
{
	f->above = above;
	f->open.count = 0;
	*cr_push(f->s->ctx, &f->open) = (struct place){ .node = node };
	while (f->open.count > 0) {
		struct place at = f->open.items[--f->open.count];
		cr_count_work(f->s->ctx, 1);
		if (at.node->kind != CR_SCALAR) {
			open_up(f, &at);
		} else if (!look_at_text(f, &at)) {
			return false;
		}
	}
	return true;
}

/* "~1" is a slash, and "~0" what escapes it. */
static struct cr_str
unescape(struct cr_ctx *c, struct cr_str from)
{
	struct cr_buf part = { .ctx = c };
	struct cr_defer defer;
	cr_buf_defer(&part, &defer);
	for (size_t i = 0; i < from.len; i++) {
		bool escape = from.ptr[i] == '~' && i + 1 < from.len;
		i += escape;
		cr_buf_putc(&part, !escape ? from.ptr[i] : from.ptr[i] == '1' ? '/' : '~');
	}
	return take_text(&part, &defer);
}

/* The path of an operation. False: its last part is "-", the place behind a list, and has no name. */
static bool
path_of_pointer(struct cr_ctx *c, struct cr_str pointer, struct cr_str *out)
{
	struct cr_edit_words parts = cr_edit_split(c, pointer, '/');
	struct cr_buf path = { .ctx = c };
	struct cr_defer defer;
	cr_buf_defer(&path, &defer);
	for (size_t i = 1; i < parts.count; i++) {
		put_part(&path, unescape(c, parts.items[i]));
	}
	*out = take_text(&path, &defer);
	return parts.count > 1 && !cr_str_eq(parts.items[parts.count - 1], CR_STR("-"));
}

static bool
look_at_operations(struct finder *f, const struct cr_node *list)
{
	struct cr_ctx *c = f->s->ctx;
	for (uint32_t i = 0; i < list->count; i++) {
		const struct cr_node *operation = list->items[i], *value = cr_edit_get(c, operation, "value");
		struct cr_str pointer = cr_edit_text(c, operation, "path"), path;
		if (value == NULL || cr_str_eq(cr_edit_text(c, operation, "op"), CR_STR("test"))) {
			continue;
		}
		if (path_of_pointer(c, pointer, &path)) {
			if (!look_below(f, value, path)) {
				return false;
			}
			continue;
		}
		struct cr_docs alone = { .items = (struct cr_node *[]){ (struct cr_node *)(uintptr_t)value }, .count = 1, .cap = 1 };
		if (cr_var_is_used(c, f->names, &alone)) {
			return cr_fail(c, value->mark, CR_E_VAR,
				       "error with %S: cannot convert all vars to replacements; what is added at \"%S\" has no path",
				       file_name(f), pointer);
		}
	}
	return true;
}

/* Lists stand for their items, as when they are built. */
static bool
look_at_object(struct finder *f, const struct cr_node *root)
{
	struct cr_ctx *c = f->s->ctx;
	struct cr_docs queue = { 0 };
	*cr_push(c, &queue) = (struct cr_node *)(uintptr_t)root;
	for (size_t i = 0; i < queue.count; i++) {
		const struct cr_node *items = cr_is(queue.items[i], CR_MAP) ? cr_map_get(queue.items[i], CR_KEY_items) : NULL;
		if (cr_is(items, CR_LIST) && cr_str_ends(cr_map_text(queue.items[i], CR_KEY_kind), CR_STR("List"))) {
			for (uint32_t k = 0; k < items->count; k++) {
				*cr_push(c, &queue) = items->items[k];
			}
			continue;
		}
		f->object = queue.items[i];
		if (!look_below(f, queue.items[i], CR_STR(""))) {
			return false;
		}
	}
	return true;
}

bool
cr_var_targets_add(struct cr_edit_state *s, const struct cr_var_names *names, const struct cr_var_file *file, const struct cr_docs *docs)
{
	struct finder f = { .s = s, .names = names, .file = file };
	for (size_t i = 0; i < docs->count; i++) {
		bool operations = file->patch != NULL && docs->items[i]->kind == CR_LIST;
		if (!(operations ? look_at_operations(&f, docs->items[i]) : look_at_object(&f, docs->items[i]))) {
			return false;
		}
	}
	return true;
}
