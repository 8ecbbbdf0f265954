/* One object: its identity as read from its tree, and the ways to change that.
 * Counterpart: api/resource/resource.go. There the earlier ids, the prefixes and the marks for later steps are annotations of the object;
 * here they are fields, and annotations of the input that say the same are read once (annotations.c). */
#include "resource/resource.h"

#include <assert.h>

#include "resource/fieldpath.h"
#include "resource/internal.h"

/* The text of a field that names something: null, maps and lists have none. */
static struct cr_str
identity_text(const struct cr_node *n)
{
	return cr_is(n, CR_SCALAR) && !cr_node_tagged_null(n) ? cr_text(n) : CR_STR("");
}

struct cr_resid
cr_resid_of_tree(struct cr_ctx *c, const struct cr_node *root)
{
	const struct cr_node *metadata = cr_map_get(root, CR_KEY_metadata);
	const struct cr_node *version = cr_map_get(root, CR_KEY_apiVersion);
	/* A null apiVersion counts with its spelling, as in the reference. */
	struct cr_str api_version = cr_is(version, CR_SCALAR) ? cr_text(version) : CR_STR("");
	cr_key kind = cr_key_intern(c, identity_text(cr_map_get(root, CR_KEY_kind)));
	return (struct cr_resid){
		.gvk = cr_gvk_parse(c, api_version, kind),
		.name = cr_key_intern(c, identity_text(cr_map_get(metadata, CR_KEY_name))),
		.ns = cr_key_intern(c, identity_text(cr_map_get(metadata, CR_KEY_namespace))),
	};
}

/* Where to point when the field at key of map is missing or unfit. */
static cr_mark
field_mark(const struct cr_node *map, cr_key key, cr_mark otherwise)
{
	const struct cr_pair *pair = cr_map_pair(map, key);
	return pair != NULL && pair->mark != CR_NO_MARK ? pair->mark : otherwise;
}

static bool
check_identity(struct cr_ctx *c, const struct cr_node *root)
{
	if (root->kind != CR_MAP) {
		return cr_fail(c, root->mark, CR_E_RESOURCE, "missing Resource metadata: an object is a map with kind and metadata");
	}
	struct cr_str kind = identity_text(cr_map_get(root, CR_KEY_kind));
	if (kind.len == 0) {
		return cr_fail(c, field_mark(root, CR_KEY_kind, root->mark), CR_E_RESOURCE, "missing kind in object");
	}
	const struct cr_node *metadata = cr_map_get(root, CR_KEY_metadata);
	if (identity_text(cr_map_get(metadata, CR_KEY_name)).len == 0 && !cr_str_ends(kind, CR_STR("List"))) {
		cr_mark mark = field_mark(metadata, CR_KEY_name, field_mark(root, CR_KEY_metadata, root->mark));
		return cr_fail(c, mark, CR_E_RESOURCE, "missing metadata.name in object of kind \"%S\"", kind);
	}
	return true;
}

struct cr_resource *
cr_resource_from_node(struct cr_ctx *c, struct cr_node *root)
{
	if (!check_identity(c, root)) {
		return NULL;
	}
	struct cr_resource *r = cr_new(c, struct cr_resource);
	r->root = root;
	r->mark = root->mark;
	r->stamp = c->stamp;
	r->id = cr_resid_of_tree(c, root);
	return cr_resource_read_annotations(c, r) ? r : NULL;
}

struct cr_node *
cr_resource_edit(struct cr_ctx *c, struct cr_resource *r)
{
	assert(r->stamp == c->stamp);
	r->root = cr_node_own(c, r->root);
	return r->root;
}

struct cr_resid
cr_resource_org_id(const struct cr_resource *r)
{
	return r->prev_count > 0 ? r->prev[0] : r->id;
}

/* Room for one more earlier id. Who pushes again has many patches, and copies all of them at a time only when they have doubled. */
static struct cr_resid *
room_for_id(struct cr_ctx *c, struct cr_resource *r)
{
	bool own = r->prev_own != NULL && r->prev_own == r->prev;
	if (own && r->prev_count < r->prev_room) {
		return r->prev_own;
	}
	uint32_t room = own ? r->prev_count * 2 : r->prev_count + 1;
	cr_count_nodes(c, room / 2);
	struct cr_resid *ids = cr_new_n(c, struct cr_resid, room);
	if (r->prev_count > 0) {
		memcpy(ids, r->prev, r->prev_count * sizeof *ids);
	}
	r->prev = r->prev_own = ids;
	r->prev_room = room;
	return ids;
}

void
cr_resource_push_id(struct cr_ctx *c, struct cr_resource *r)
{
	struct cr_resid *ids = room_for_id(c, r);
	ids[r->prev_count] = r->id;
	ids[r->prev_count].ns = cr_resid_effective_ns(c, r->id);
	r->prev_count++;
}

static void
add_affix(struct cr_ctx *c, struct cr_affixes *affixes, cr_key k)
{
	if (k == CR_KEY_EMPTY) {
		return;
	}
	if (affixes->own == NULL || affixes->count == affixes->room) {
		affixes->room = affixes->count < 2 ? affixes->count + 1 : affixes->count * 2;
		affixes->own = cr_new_n(c, cr_key, affixes->room);
		if (affixes->count > 0) {
			memcpy(affixes->own, affixes->items, affixes->count * sizeof *affixes->own);
		}
		affixes->items = affixes->own;
	}
	affixes->own[affixes->count++] = k;
}

void
cr_resource_add_prefix(struct cr_ctx *c, struct cr_resource *r, cr_key prefix)
{
	add_affix(c, &r->prefixes, prefix);
}

void
cr_resource_add_suffix(struct cr_ctx *c, struct cr_resource *r, cr_key suffix)
{
	add_affix(c, &r->suffixes, suffix);
}

bool
cr_resource_has_id(struct cr_ctx *c, const struct cr_resource *r, struct cr_resid id)
{
	if (cr_resid_eq(c, r->id, id)) {
		return true;
	}
	for (uint32_t i = 0; i < r->prev_count; i++) {
		if (cr_resid_eq(c, r->prev[i], id)) {
			return true;
		}
	}
	return false;
}

/* What is written over keeps its place and its quotes, and so stays a number if it was one. */
static void
set_metadata(struct cr_ctx *c, struct cr_resource *r, cr_key key, struct cr_str text)
{
	struct cr_node *root = cr_resource_edit(c, r);
	struct cr_node *metadata = cr_map_edit_map(c, root, CR_KEY_metadata, r->mark);
	if (metadata == NULL) {
		return;
	}
	const struct cr_node *old = cr_map_get(metadata, key);
	cr_mark mark = old != NULL ? old->mark : r->mark;
	enum cr_tag tag = old == NULL || (old->kind == CR_SCALAR && old->tag == CR_TAG_STR) ? CR_TAG_STR : CR_TAG_AUTO;
	struct cr_node *made = cr_node_scalar(c, cr_str_dup(c, text), tag, mark);
	made->flags = tag == CR_TAG_AUTO ? CR_NODE_UNTAGGED : 0;
	cr_map_set(c, metadata, key, made, mark);
}

void
cr_resource_set_name(struct cr_ctx *c, struct cr_resource *r, struct cr_str name)
{
	set_metadata(c, r, CR_KEY_name, name);
}

void
cr_resource_set_ns(struct cr_ctx *c, struct cr_resource *r, struct cr_str ns)
{
	if (ns.len > 0) {
		set_metadata(c, r, CR_KEY_namespace, ns);
		return;
	}
	if (cr_map_at(r->root, CR_KEY_metadata, CR_KEY_namespace) != NULL) {
		struct cr_node *metadata = cr_map_edit(c, cr_resource_edit(c, r), CR_KEY_metadata);
		cr_map_remove(c, metadata, CR_KEY_namespace);
	}
}
