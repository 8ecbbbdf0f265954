/* JSON pointers: parsing, and the way to the map or list that a pointer's last part names something in. */
#include "patch/pointer.h"

static struct cr_str
unescape(struct cr_ctx *c, struct cr_str part)
{
	if (cr_str_find(part, '~', 0) == SIZE_MAX) {
		return part;
	}
	char *out = cr_alloc(c, part.len);
	size_t len = 0;
	for (size_t i = 0; i < part.len; i++) {
		char next = i + 1 < part.len ? part.ptr[i + 1] : '\0';
		if (part.ptr[i] == '~' && (next == '0' || next == '1')) {
			out[len++] = next == '0' ? '~' : '/';
			i++;
		} else {
			out[len++] = part.ptr[i];
		}
	}
	return (struct cr_str){ out, len };
}

void
cr_pointer_parse(struct cr_ctx *c, struct cr_str text, struct cr_pointer *out)
{
	*out = (struct cr_pointer){ .text = text };
	for (size_t i = 0; i < text.len; i++) {
		out->count += text.ptr[i] == '/';
	}
	out->parts = cr_new_n(c, struct cr_str, out->count);
	size_t at = cr_str_find(text, '/', 0);
	for (size_t i = 0; i < out->count; i++) {
		size_t end = cr_str_find(text, '/', at + 1);
		out->parts[i] = unescape(c, cr_str_sub(text, at + 1, end == SIZE_MAX ? text.len : end));
		at = end;
	}
}

struct cr_str
cr_pointer_last(const struct cr_pointer *p)
{
	return p->parts[p->count - 1];
}

bool
cr_pointer_index(struct cr_str part, size_t count, size_t *out)
{
	bool negative = part.len > 0 && part.ptr[0] == '-';
	size_t i = negative || (part.len > 0 && part.ptr[0] == '+');
	if (i == part.len) {
		return false;
	}
	size_t n = 0;
	for (; i < part.len; i++) {
		char ch = part.ptr[i];
		if (ch < '0' || ch > '9' || n > count) {
			return false;
		}
		n = 10 * n + (size_t)(ch - '0');
	}
	if (negative && n > 0) {
		*out = count - n;
		return n <= count;
	}
	*out = n;
	return n < count;
}

bool
cr_pointer_value(struct cr_ctx *c, const struct cr_node *parent, struct cr_str part, struct cr_node **out)
{
	if (parent->kind == CR_MAP) {
		*out = cr_map_get(parent, cr_key_find(c, part));
		return true;
	}
	size_t at;
	*out = NULL;
	if (!cr_pointer_index(part, parent->count, &at)) {
		return false;
	}
	*out = parent->items[at];
	return true;
}

static struct cr_node *
child_to_edit(struct cr_ctx *c, struct cr_node *parent, struct cr_str part)
{
	size_t at;
	if (parent->kind == CR_MAP) {
		return cr_map_edit(c, parent, cr_key_find(c, part));
	}
	return cr_pointer_index(part, parent->count, &at) ? cr_list_edit(c, parent, at) : NULL;
}

struct cr_node *
cr_pointer_parent(struct cr_ctx *c, struct cr_node *root, const struct cr_pointer *p, bool edit)
{
	if (p->count == 0) {
		return NULL;
	}
	struct cr_node *n = root;
	for (size_t i = 0; i + 1 < p->count; i++) {
		struct cr_node *child = NULL;
		if (edit) {
			child = child_to_edit(c, n, p->parts[i]);
		} else {
			cr_pointer_value(c, n, p->parts[i], &child);
		}
		if (child == NULL || child->kind == CR_SCALAR) {
			return NULL;
		}
		n = child;
	}
	return n;
}
