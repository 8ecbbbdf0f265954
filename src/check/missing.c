/* ConfigMaps and Secrets that are read and that nothing makes; keys that a map does not have; maps of other namespaces. */
#include "check/creators.h"
#include "check/elsewhere.h"
#include "check/maps.h"
#include "check/passes.h"

/* What one object reads of one map, or of one key of it, and how often. */
struct lack {
	const struct cr_read *read;
	const struct cr_made_map *map; /* that lacks the key; NULL: there is no map */
	size_t places;
};

struct lacks {
	struct lack **items; /* in the order of the reads */
	size_t count, cap;
	struct cr_map seen;
};

static bool
is_same(const struct lack *lack, const struct cr_read *read, const struct cr_made_map *map)
{
	const struct cr_read *other = lack->read;
	return lack->map == map && other->reader == read->reader && other->kind == read->kind && other->ns == read->ns &&
	       other->name == read->name && (map == NULL || (other->key == read->key && other->by_sub_path == read->by_sub_path));
}

static void
add_lack(struct cr_check *k, struct lacks *all, const struct cr_read *read, const struct cr_made_map *map)
{
	uint64_t hash = cr_hash_mix(cr_hash_mix(read->reader->seq, read->name), map != NULL ? read->key : CR_KEY_NONE);
	struct cr_map_iter it;
	for (struct lack *lack = cr_map_first(&all->seen, hash, &it); lack != NULL; lack = cr_map_next(&all->seen, &it)) {
		if (is_same(lack, read, map)) {
			lack->places++;
			return;
		}
	}
	struct lack *lack = cr_new(k->c, struct lack);
	*lack = (struct lack){ .read = read, .map = map, .places = 1 };
	cr_map_add(k->c, &all->seen, hash, lack);
	*cr_push(k->c, all) = lack;
}

/* Of a ServiceAccount they are those of its pods. */
static bool
is_for_pulling(const struct cr_read *read)
{
	return read->how == CR_READ_IMAGE_PULL || (read->reader->id.gvk.kind == CR_KEY_ServiceAccount && read->path.count > 0 &&
						   read->path.steps[0].key == CR_KEY_imagePullSecrets);
}

/* What a ServiceAccount lists as its secrets hinders nothing when it is not there. */
static bool
is_needed(const struct cr_read *read)
{
	return !read->optional && (read->reader->id.gvk.kind != CR_KEY_ServiceAccount || is_for_pulling(read));
}

static struct lacks
collect(struct cr_check *k)
{
	struct lacks all = { 0 };
	struct cr_promised promised;
	cr_promised_build(k, &promised);
	for (size_t i = 0; i < k->refs->read_count; i++) {
		const struct cr_read *read = k->refs->reads[i];
		if (!is_needed(read)) {
			continue;
		}
		const struct cr_made_map *map = cr_refs_find(k->c, k->refs, read->kind, read->ns, read->name);
		if (map == NULL && !cr_check_made_elsewhere(k, &promised, read->kind, read->ns, read->name)) {
			add_lack(k, &all, read, NULL);
		} else if (map != NULL && read->key != CR_KEY_NONE && !cr_check_keys_are_filled(k, map) &&
			   cr_made_map_key(k->c, map, read->key) == NULL) {
			add_lack(k, &all, read, map);
		}
	}
	return all;
}

/* ", in 3 places" */
static struct cr_str
places(struct cr_check *k, const struct lack *lack)
{
	return lack->places > 1 ? cr_str_fmt(k->c, ", in %zu places", lack->places) : CR_STR("");
}

static void
find_key(struct cr_check *k, const struct lack *lack)
{
	const struct cr_read *read = lack->read;
	struct cr_ctx *c = k->c;
	struct cr_str key = cr_key_str(c, read->key), name = cr_key_str(c, read->name);
	cr_find(k, CR_RULE_MISSING_KEY, read->reader, read->key_at->mark, "%S %s \"%S\" of %s \"%S\", which has no such key%S",
		cr_resid_short(c, read->reader->id), read->by_sub_path ? "mounts the subPath" : "reads the key", key,
		cr_map_word(read->kind), name, places(k, lack));
	cr_key near = cr_maps_near_key(k, lack->map, read->key);
	if (near != CR_KEY_EMPTY) {
		cr_find_fix(k, "did you mean \"%S\"?", cr_key_str(c, near));
	}
	cr_find_second(k, lack->map->at != NULL ? lack->map->at->mark : lack->map->maker->mark, "the %s is here", cr_map_word(read->kind));
}

/* Is it only that one of the two has no namespace yet? Then they meet where the output is applied to that namespace. */
static bool
may_meet(const struct cr_read *read, const struct cr_made_map *other)
{
	return other->maker->id.ns == CR_KEY_EMPTY || read->reader->id.ns == CR_KEY_EMPTY;
}

static void
find_elsewhere(struct cr_check *k, const struct lack *lack, const struct cr_made_map *other)
{
	const struct cr_read *read = lack->read;
	struct cr_ctx *c = k->c;
	struct cr_str reader = cr_resid_short(c, read->reader->id), name = cr_key_str(c, read->name);
	const char *word = cr_map_word(read->kind);
	if (!may_meet(read, other)) {
		cr_find(k, CR_RULE_WRONG_NAMESPACE, read->reader, read->at->mark,
			"%S reads %s \"%S\" of namespace \"%S\", which is in namespace \"%S\"%S", reader, word, name,
			cr_key_str(c, read->ns), cr_key_str(c, other->ns), places(k, lack));
	} else if (other->maker->id.ns == CR_KEY_EMPTY) {
		cr_find(k, CR_RULE_OPEN_NAMESPACE, read->reader, read->at->mark, "%S reads %s \"%S\", which has no namespace%S", reader,
			word, name, places(k, lack));
	} else {
		cr_find(k, CR_RULE_OPEN_NAMESPACE, read->reader, read->at->mark,
			"%S has no namespace, and reads %s \"%S\", which is in namespace \"%S\"%S", reader, word, name,
			cr_key_str(c, other->ns), places(k, lack));
	}
	cr_find_second(k, other->at != NULL ? other->at->mark : other->maker->mark, "the %s is here", word);
}

static enum cr_rule
rule_of(const struct cr_read *read)
{
	if (is_for_pulling(read)) {
		return CR_RULE_MISSING_PULL_SECRET;
	}
	return read->kind == CR_MAP_CONFIG ? CR_RULE_MISSING_CONFIGMAP : CR_RULE_MISSING_SECRET;
}

/* Might a program of the output make it while it runs? ConfigMaps that pods read are not made so: those that programs create are for
 * elections of leaders. */
static bool
may_be_created(const struct cr_read *read, const struct cr_creators *creators)
{
	return read->kind == CR_MAP_SECRET && cr_creators_has(creators, read->ns, CR_CREATED_SECRET);
}

/* What the name may have meant. */
struct trace {
	const struct cr_resource *renamed, *renamed_elsewhere;
	cr_key near;
	bool is_part; /* the output makes none at all in that namespace */
};

static struct trace
look_for_trace(struct cr_check *k, struct cr_maps_index *x, const struct cr_read *read)
{
	struct trace t = { .near = CR_KEY_EMPTY };
	cr_key kind = read->kind == CR_MAP_CONFIG ? CR_KEY_ConfigMap : CR_KEY_Secret;
	t.renamed = cr_object_renamed(k, kind, read->ns, read->name);
	if (t.renamed == NULL && read->ns != CR_KEY_NONE) {
		t.renamed_elsewhere = cr_object_renamed_elsewhere(k, kind, read->ns, read->name);
	}
	if (t.renamed == NULL && t.renamed_elsewhere == NULL) {
		t.near = cr_maps_near(k, x, read->kind, read->ns, read->name);
		t.is_part = read->ns != CR_KEY_NONE && !cr_maps_has_any(k, x, read->kind, read->ns);
	}
	return t;
}

static void
tell_trace(struct cr_check *k, const struct trace *t, const char *word)
{
	struct cr_ctx *c = k->c;
	const struct cr_resource *now = t->renamed != NULL ? t->renamed : t->renamed_elsewhere;
	if (t->near != CR_KEY_EMPTY) {
		cr_find_fix(k, "did you mean \"%S\"?", cr_key_str(c, t->near));
	}
	if (t->is_part) {
		cr_find_fix(k,
			    "the output makes no %s in that namespace: add it, or if this is a part of a whole, check that, or name it "
			    "with --external",
			    word);
	}
	if (now == NULL) {
		return;
	}
	struct cr_str name = cr_key_str(c, now->id.name);
	if (t->renamed != NULL) {
		cr_find_fix(k, "the output calls it \"%S\", and kustomize changes no names in this field: render with --references=all",
			    name);
	} else if (now->id.ns == CR_KEY_EMPTY) {
		cr_find_fix(
			k,
			"the output has it as \"%S\" without a namespace: give both the same one, and kustomize changes the name here too",
			name);
	} else {
		cr_find_fix(k,
			    "the output has it as \"%S\" in namespace \"%S\": put both into one, and kustomize changes the name here too",
			    name, cr_key_str(c, now->id.ns));
	}
	cr_find_second(k, now->mark, "what it may mean is here");
}

static void
find_map(struct cr_check *k, struct cr_maps_index *x, const struct cr_creators *creators, const struct lack *lack)
{
	const struct cr_read *read = lack->read;
	struct trace t = look_for_trace(k, x, read);
	if (t.renamed == NULL && t.renamed_elsewhere == NULL && t.near == CR_KEY_EMPTY && may_be_created(read, creators)) {
		return;
	}
	cr_find(k, rule_of(read), read->reader, read->at->mark, "%S reads %s \"%S\", which is not in the output%S",
		cr_resid_short(k->c, read->reader->id), cr_map_word(read->kind), cr_key_str(k->c, read->name), places(k, lack));
	tell_trace(k, &t, cr_map_word(read->kind));
}

static void
find_lack(struct cr_check *k, struct cr_maps_index *x, const struct cr_creators *creators, const struct lack *lack)
{
	const struct cr_read *read = lack->read;
	if (lack->map != NULL) {
		find_key(k, lack);
		return;
	}
	const struct cr_made_map *other = read->ns != CR_KEY_NONE ? cr_maps_elsewhere(k, x, read->kind, read->ns, read->name) : NULL;
	if (other != NULL) {
		find_elsewhere(k, lack, other);
	} else {
		find_map(k, x, creators, lack);
	}
}

void
cr_check_missing(struct cr_check *k)
{
	struct lacks all = collect(k);
	if (all.count == 0) {
		return;
	}
	struct cr_maps_index x = { 0 };
	struct cr_creators creators;
	cr_creators_build(k, &creators);
	for (size_t i = 0; i < all.count; i++) {
		find_lack(k, &x, &creators, all.items[i]);
	}
}
