/* Texts of the output that are what a hashed map was called before, in places where nothing says that they are a reference.
 *
 * A name like "nginx" stands in many places and means other things there. So a text counts where a key beside it speaks of a
 * configuration, a secret or a certificate, and anywhere else only if nothing but the map goes by that name. */
#include "refs/refs.h"
#include "rollout/rollout.h"

struct old_name {
	struct cr_resource *map;
	cr_key name;
	bool common; /* other things go by it, too */
	struct old_name *next;
};

struct stale_level {
	const struct cr_node *at;
	uint32_t next;
	cr_key key; /* under which it stands; of an element the list's */
};

struct stale {
	struct cr_ctx *c;
	struct cr_resmap *resources;
	struct cr_map names;
	struct cr_map known;   /* places that refs knows: struct known_place */
	struct cr_resource *r; /* that is looked at */
	bool marking;          /* the first walk: which names are common ones */
	struct {
		struct stale_level *items;
		size_t count, cap;
	} levels;
};

/* A name that refs knows: what it reads, or what is made under it. */
struct known_place {
	const struct cr_node *at;
	const struct cr_read *read; /* NULL: it is made */
};

/* One text, and where it stands. */
struct stale_place {
	const struct cr_node *text, *in; /* in: the map or list that has it */
	uint32_t index;
	cr_key key, above; /* of the text and of the map that has it */
	bool in_element;   /* that map is an element of a list */
};

static uint64_t
name_hash(cr_key name)
{
	return cr_hash_mix(0x6f6c64, name);
}

static struct old_name *
first_of(const struct stale *s, cr_key name)
{
	struct cr_map_iter it;
	for (struct old_name *o = cr_map_first(&s->names, name_hash(name), &it); o != NULL; o = cr_map_next(&s->names, &it)) {
		if (o->name == name) {
			return o;
		}
	}
	return NULL;
}

static void
note_names(struct stale *s, struct cr_resource *r)
{
	for (uint32_t i = 0; i < r->prev_count; i++) {
		cr_key name = r->prev[i].name;
		struct old_name *first = first_of(s, name);
		if (name == r->id.name || (i > 0 && name == r->prev[i - 1].name)) {
			continue;
		}
		struct old_name *o = cr_new(s->c, struct old_name);
		*o = (struct old_name){ .map = r, .name = name };
		if (first == NULL) {
			cr_map_add(s->c, &s->names, name_hash(name), o);
		} else {
			o->next = first->next;
			first->next = o;
		}
	}
}

static bool
is_map(const struct cr_resource *r)
{
	return r->id.gvk.group == CR_KEY_EMPTY && (r->id.gvk.kind == CR_KEY_ConfigMap || r->id.gvk.kind == CR_KEY_Secret);
}

static void
mark_common(struct stale *s, cr_key name)
{
	struct old_name *o = first_of(s, name);
	if (o != NULL) {
		o->common = true;
	}
}

static bool
contains_fold(struct cr_str text, struct cr_str word)
{
	for (size_t i = 0; i + word.len <= text.len; i++) {
		if (cr_str_eq_fold(cr_str_sub(text, i, i + word.len), word)) {
			return true;
		}
	}
	return false;
}

static bool
speaks_of_maps(struct cr_str text)
{
	static const char *const words[] = { "config", "secret", "cert", "credential", "tls" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (contains_fold(text, cr_str_z(words[i]))) {
			return !contains_fold(text, CR_STR("secretstore"));
		}
	}
	return false;
}

static bool
key_speaks(const struct stale *s, cr_key key)
{
	return key != CR_KEY_NONE && speaks_of_maps(cr_key_str(s->c, key));
}

/* The option before an argument, as "--config-map"; the name beside a value, as that of a variable. */
static bool
neighbour_speaks(const struct stale_place *p)
{
	if (p->in->kind == CR_LIST) {
		const struct cr_node *before = p->index > 0 ? p->in->items[p->index - 1] : NULL;
		return cr_is(before, CR_SCALAR) && cr_str_starts(cr_text(before), CR_STR("-")) &&
		       cr_str_find(cr_text(before), '=', 0) == SIZE_MAX && speaks_of_maps(cr_text(before));
	}
	return p->key == CR_KEY_value && speaks_of_maps(cr_map_text(p->in, CR_KEY_name));
}

/* The own name of a part of something. */
static bool
is_part_name(const struct stale *s, const struct stale_place *p)
{
	return p->key == CR_KEY_name && p->in_element && !key_speaks(s, p->above);
}

/* {kind: Deployment, name}. */
static bool
is_of_other_kind(const struct stale_place *p)
{
	struct cr_str kind = cr_map_text(p->in, CR_KEY_kind);
	return p->key == CR_KEY_name && kind.len > 0 && !cr_str_eq(kind, CR_STR("ConfigMap")) && !cr_str_eq(kind, CR_STR("Secret"));
}

static bool
is_other_name(const struct stale_place *p)
{
	switch (p->key) {
	case CR_KEY_namespace:
	case CR_KEY_kind:
	case CR_KEY_apiVersion:
	case CR_KEY_serviceAccountName:
	case CR_KEY_claimName:
	case CR_KEY_image:
	case CR_KEY_type:
		return true;
	default:
		return is_of_other_kind(p);
	}
}

static uint64_t
node_hash(const struct cr_node *n)
{
	return cr_hash_mix(0x6b6e6f, (uint64_t)(uintptr_t)n);
}

static void
note_known(struct stale *s, const struct cr_node *at, const struct cr_read *read)
{
	struct known_place *k = cr_new(s->c, struct known_place);
	*k = (struct known_place){ .at = at, .read = read };
	cr_map_add(s->c, &s->known, node_hash(at), k);
}

static void
note_all_known(struct stale *s)
{
	struct cr_refs refs;
	cr_refs_build(s->c, s->resources, &refs);
	for (size_t i = 0; i < refs.read_count; i++) {
		note_known(s, refs.reads[i]->at, refs.reads[i]);
	}
	for (size_t i = 0; i < refs.map_count; i++) {
		if (refs.maps[i]->at != NULL) {
			note_known(s, refs.maps[i]->at, NULL);
		}
	}
}

static const struct known_place *
known_place(const struct stale *s, const struct cr_node *at)
{
	struct cr_map_iter it;
	for (const struct known_place *k = cr_map_first(&s->known, node_hash(at), &it); k != NULL; k = cr_map_next(&s->known, &it)) {
		if (k->at == at) {
			return k;
		}
	}
	return NULL;
}

/* Can the reference mean the map? */
static bool
reads(struct cr_ctx *c, const struct known_place *k, const struct cr_resource *map)
{
	if (k->read == NULL || (k->read->kind == CR_MAP_SECRET) != (map->id.gvk.kind == CR_KEY_Secret)) {
		return false;
	}
	return k->read->ns == CR_KEY_NONE || k->read->ns == cr_resid_effective_ns(c, map->id);
}

static bool
is_near(struct cr_ctx *c, const struct cr_resource *r, const struct cr_resource *map)
{
	return cr_gvk_cluster_scoped(c, r->id.gvk) || cr_resid_effective_ns(c, r->id) == cr_resid_effective_ns(c, map->id);
}

/* Did another map take the name? */
static bool
is_taken(struct stale *s, const struct old_name *o)
{
	struct cr_resid id = o->map->id;
	id.name = o->name;
	return cr_resmap_current(s->c, s->resources, id) != NULL;
}

/* Is ns the namespace of the map, or was it? */
static bool
is_namespace_of(struct cr_ctx *c, cr_key ns, const struct cr_resource *map)
{
	return ns == cr_resid_effective_ns(c, map->id) || ns == cr_resid_effective_ns(c, cr_resource_org_id(map));
}

/* What is meant by a name, or by one with a namespace before it. */
static const struct old_name *
meant(struct stale *s, const struct stale_place *p, const struct old_name *first, cr_key ns)
{
	const struct known_place *known = known_place(s, p->text);
	for (const struct old_name *o = first; o != NULL; o = o->next) {
		cr_count_work(s->c, 1);
		bool near = ns == CR_KEY_NONE ? is_near(s->c, s->r, o->map) : is_namespace_of(s->c, ns, o->map);
		if ((known != NULL ? reads(s->c, known, o->map) : near) && !is_taken(s, o)) {
			return o;
		}
	}
	return NULL;
}

static void
report(struct stale *s, const struct stale_place *p, const struct old_name *o)
{
	cr_warn(s->c, p->text->mark, CR_W_STALE_NAME, "\"%S\" in %S is what %S was called before it got its hash", cr_text(p->text),
		cr_resid_short(s->c, s->r->id), cr_resid_short(s->c, o->map->id));
	cr_hint(s->c, "if it means that map, let it follow: nameReference in a file of configurations");
}

/* "name", or "namespace/name". */
static struct old_name *
names_of(const struct stale *s, struct cr_str text, cr_key *ns)
{
	size_t slash = cr_str_find(text, '/', 0);
	*ns = CR_KEY_NONE;
	if (slash != SIZE_MAX) {
		*ns = cr_key_find(s->c, cr_str_sub(text, 0, slash));
		text = cr_str_sub(text, slash + 1, text.len);
	}
	cr_key name = slash != SIZE_MAX && *ns == CR_KEY_NONE ? CR_KEY_NONE : cr_key_find(s->c, text);
	return name == CR_KEY_NONE ? NULL : first_of(s, name);
}

static void
look_at_text(struct stale *s, const struct stale_place *p)
{
	cr_key ns;
	struct old_name *first = names_of(s, cr_text(p->text), &ns);
	if (first == NULL || is_other_name(p)) {
		return;
	}
	if (is_part_name(s, p)) {
		first->common = first->common || (p->above != CR_KEY_volumes && p->above != CR_KEY_volumeMounts);
		return;
	}
	if (!s->marking && (!first->common || key_speaks(s, p->key) || key_speaks(s, p->above) || neighbour_speaks(p))) {
		const struct old_name *o = meant(s, p, first, ns);
		if (o != NULL) {
			report(s, p, o);
		}
	}
}

static bool
is_skipped(const struct stale_level *above, cr_key key)
{
	switch (key) {
	case CR_KEY_labels:
	case CR_KEY_matchLabels:
	case CR_KEY_selector:
	case CR_KEY_status:
		return true;
	default:
		return above->key == CR_KEY_metadata && key != CR_KEY_annotations;
	}
}

static void
mark_values(struct stale *s, const struct cr_node *map)
{
	for (uint32_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		const struct cr_node *value = map->pairs[i].value;
		cr_key text = value->kind == CR_SCALAR ? cr_key_find(s->c, cr_text(value)) : CR_KEY_NONE;
		if (text != CR_KEY_NONE) {
			mark_common(s, text);
		}
	}
}

/* The next child of the newest level. */
static void
step(struct stale *s)
{
	struct stale_level *l = &s->levels.items[s->levels.count - 1];
	bool map = l->at->kind == CR_MAP;
	uint32_t index = l->next++;
	const struct cr_node *to = map ? l->at->pairs[index].value : l->at->items[index];
	cr_key key = map ? l->at->pairs[index].key : l->key;
	if (map && is_skipped(l, key)) {
		if (s->marking) {
			mark_values(s, to);
		}
		return;
	}
	if (to->kind == CR_SCALAR) {
		bool in_element = map && s->levels.count > 1 && l[-1].at->kind == CR_LIST;
		struct stale_place p = { .text = to, .in = l->at, .index = index, .key = key, .above = l->key, .in_element = in_element };
		look_at_text(s, &p);
		return;
	}
	*cr_scratch_push(s->c, &s->levels) = (struct stale_level){ .at = to, .key = key };
}

static void
walk(struct stale *s, struct cr_resource *r)
{
	if (is_map(r) || r->id.gvk.kind == CR_KEY_CustomResourceDefinition) {
		return;
	}
	s->r = r;
	s->levels.count = 0;
	*cr_scratch_push(s->c, &s->levels) = (struct stale_level){ .at = r->root, .key = CR_KEY_NONE };
	while (s->levels.count > 0) {
		const struct stale_level *l = &s->levels.items[s->levels.count - 1];
		if (l->next == l->at->count) {
			s->levels.count--;
		} else {
			step(s);
		}
	}
}

static void
mark_ids(struct stale *s, const struct cr_resource *r)
{
	mark_common(s, r->id.name);
	for (uint32_t i = 0; i < r->prev_count; i++) {
		mark_common(s, r->prev[i].name);
	}
}

void
cr_rollout_stale(struct cr_ctx *c, const struct cr_rollout *o, struct cr_resmap *m)
{
	struct stale s = { .c = c, .resources = m, .marking = true };
	for (size_t i = 0; o->references == CR_REFERENCES_ALL && i < m->count; i++) {
		if (m->items[i]->hashed) {
			note_names(&s, m->items[i]);
		}
	}
	if (s.names.count == 0) {
		return;
	}
	note_all_known(&s);
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	for (size_t i = 0; i < m->count; i++) {
		if (!is_map(m->items[i])) {
			mark_ids(&s, m->items[i]);
		}
		walk(&s, m->items[i]);
	}
	s.marking = false;
	for (size_t i = 0; i < m->count; i++) {
		walk(&s, m->items[i]);
	}
	cr_arena_rewind(c->scratch, mark);
}
