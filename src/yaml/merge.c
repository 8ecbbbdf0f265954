/* A closed map's pairs: duplicate keys and merge keys ("<<").
 *
 * The newer dialect refuses duplicates, and a map's own keys win over merged ones wherever they stand. The older one goes through the pairs
 * in order and lets the later win, merged or not; walking backwards and keeping the first comes to the same. In both, of several sources
 * the earlier wins. */
#include "yaml/build.h"

/* Small maps are compared pair by pair, large ones through a table. */
#define SMALL 16

/* Keys seen, and the pair that each has. */
struct seen {
	struct cr_pair *pairs;
	size_t count, cap;
	uint32_t *slots; /* index of a pair + 1; NULL while the pairs are few */
	size_t mask;
	uint64_t filter;
};

static size_t
slot_of(const struct cr_ctx *c, const struct seen *s, cr_key key)
{
	return (size_t)cr_hash_mix(c->keys->seed, key) & s->mask;
}

static void
slots_fill(struct cr_ctx *c, struct seen *s)
{
	size_t slots = (size_t)4 * SMALL;
	while (slots < 2 * s->cap) {
		slots *= 2;
	}
	s->slots = cr_scratch_zero(c, slots, sizeof *s->slots);
	s->mask = slots - 1;
	for (size_t i = 0; i < s->count; i++) {
		size_t at = slot_of(c, s, s->pairs[i].key);
		while (s->slots[at] != 0) {
			at = (at + 1) & s->mask;
		}
		s->slots[at] = (uint32_t)i + 1;
	}
}

static struct cr_pair *
seen_find(const struct cr_ctx *c, const struct seen *s, cr_key key)
{
	if (s->slots == NULL) {
		if ((s->filter >> (key & 63) & 1) == 0) {
			return NULL;
		}
		for (size_t i = 0; i < s->count; i++) {
			if (s->pairs[i].key == key) {
				return &s->pairs[i];
			}
		}
		return NULL;
	}
	for (size_t at = slot_of(c, s, key); s->slots[at] != 0; at = (at + 1) & s->mask) {
		if (s->pairs[s->slots[at] - 1].key == key) {
			return &s->pairs[s->slots[at] - 1];
		}
	}
	return NULL;
}

/* The pair's key is new. s->pairs has room. */
static void
seen_add(struct cr_ctx *c, struct seen *s, const struct cr_pair *pair)
{
	s->pairs[s->count++] = *pair;
	s->filter |= (uint64_t)1 << (pair->key & 63);
	if (s->slots == NULL) {
		if (s->count > SMALL) {
			slots_fill(c, s);
		}
		return;
	}
	size_t at = slot_of(c, s, pair->key);
	while (s->slots[at] != 0) {
		at = (at + 1) & s->mask;
	}
	s->slots[at] = (uint32_t)s->count;
}

static bool
refuse_duplicate(struct cr_builder *b, const struct cr_pair *first, const struct cr_pair *again)
{
	struct cr_str key = cr_key_str(b->ctx, again->key);
	cr_fail(b->ctx, again->mark, CR_E_DUPLICATE_KEY, "duplicate key \"%S\"", key);
	cr_second(b->ctx, first->mark, "first defined here");
	return false;
}

static void
warn_duplicate(struct cr_builder *b, const struct cr_pair *ignored, const struct cr_pair *kept)
{
	cr_warn(b->ctx, ignored->mark, CR_W_DUPLICATE_KEY, "duplicate key \"%S\": this one is ignored", cr_key_str(b->ctx, ignored->key));
	cr_second(b->ctx, kept->mark, "the one that counts is here");
}

static void
merge_map(struct cr_builder *b, struct seen *s, const struct cr_node *source)
{
	for (size_t i = 0; i < source->count; i++) {
		if (seen_find(b->ctx, s, source->pairs[i].key) == NULL) {
			seen_add(b->ctx, s, &source->pairs[i]);
		}
	}
}

static bool
merge_value(struct cr_builder *b, struct seen *s, const struct cr_pair *pair)
{
	const struct cr_node *source = pair->value;
	if (source->kind == CR_MAP) {
		merge_map(b, s, source);
		return true;
	}
	if (source->kind == CR_SCALAR || (pair->unused & CR_PAIR_ALIAS) != 0) {
		return cr_fail(b->ctx, pair->mark, CR_E_VALUE, "the value of a merge key must be a map or a list of maps");
	}
	for (size_t i = 0; i < source->count; i++) {
		if (source->items[i]->kind != CR_MAP) {
			return cr_fail(b->ctx, pair->mark, CR_E_VALUE, "the value of a merge key must be a map or a list of maps");
		}
		merge_map(b, s, source->items[i]);
	}
	return true;
}

/* How many pairs there can be at most. */
static size_t
most_pairs(const struct cr_pair *pairs, size_t count)
{
	size_t most = count;
	for (size_t i = 0; i < count; i++) {
		const struct cr_node *v = pairs[i].value;
		if ((pairs[i].unused & CR_PAIR_MERGE) == 0) {
			continue;
		}
		most += v->kind == CR_MAP ? v->count : 0;
		for (size_t k = 0; v->kind == CR_LIST && k < v->count; k++) {
			most += v->items[k]->kind == CR_MAP ? v->items[k]->count : 0;
		}
	}
	return most;
}

/* Takes quoted merge keys out; finds the one true one, or NULL; false if there are two. */
static bool
take_merge_keys(struct cr_builder *b, struct cr_pair *pairs, size_t *count, struct cr_pair *merge, bool *found)
{
	size_t kept = 0;
	*found = false;
	for (size_t i = 0; i < *count; i++) {
		struct cr_pair *p = &pairs[i];
		if ((p->unused & CR_PAIR_QUOTED_MERGE) != 0) {
			cr_warn(b->ctx, p->mark, CR_W_QUOTED_MERGE_KEY, "the quoted key \"<<\" disappears together with its value");
		} else if ((p->unused & CR_PAIR_MERGE) == 0) {
			pairs[kept++] = *p;
		} else if (*found) {
			return refuse_duplicate(b, merge, p);
		} else {
			*merge = *p;
			*found = true;
		}
	}
	*count = kept;
	return true;
}

static bool
build_new(struct cr_builder *b, struct seen *s, struct cr_pair *pairs, size_t count, bool merges)
{
	struct cr_pair merge;
	bool found = false;
	if (merges && !take_merge_keys(b, pairs, &count, &merge, &found)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		const struct cr_pair *first = seen_find(b->ctx, s, pairs[i].key);
		if (first == NULL) {
			seen_add(b->ctx, s, &pairs[i]);
		} else if (b->first_counts) {
			warn_duplicate(b, &pairs[i], first);
		} else {
			return refuse_duplicate(b, first, &pairs[i]);
		}
	}
	return !found || merge_value(b, s, &merge);
}

static bool
build_old(struct cr_builder *b, struct seen *s, const struct cr_pair *pairs, size_t count)
{
	for (size_t i = count; i-- > 0;) {
		if ((pairs[i].unused & CR_PAIR_MERGE) != 0) {
			if (!merge_value(b, s, &pairs[i])) {
				return false;
			}
			continue;
		}
		const struct cr_pair *later = seen_find(b->ctx, s, pairs[i].key);
		if (later == NULL) {
			seen_add(b->ctx, s, &pairs[i]);
		} else if (b->dialect == CR_YAML_STRICT) {
			return refuse_duplicate(b, &pairs[i], later);
		} else {
			warn_duplicate(b, &pairs[i], later);
		}
	}
	for (size_t i = 0, j = s->count; i + 1 < j; i++) {
		struct cr_pair swap = s->pairs[i];
		s->pairs[i] = s->pairs[--j];
		s->pairs[j] = swap;
	}
	return true;
}

bool
cr_build_map(struct cr_builder *b, struct cr_node *map, struct cr_pair *pairs, size_t count, bool merges)
{
	struct cr_ctx *c = b->ctx;
	struct cr_pair few[SMALL];
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct seen s = { .pairs = few, .cap = merges ? most_pairs(pairs, count) : count };
	if (s.cap > SMALL) {
		s.pairs = cr_scratch_alloc(c, s.cap * sizeof *s.pairs);
	}
	bool done = b->dialect == CR_YAML_RESOURCE ? build_new(b, &s, pairs, count, merges) : build_old(b, &s, pairs, count);
	if (done) {
		for (size_t i = 0; i < s.count; i++) {
			s.pairs[i].unused = 0;
		}
		cr_map_fill(c, map, s.pairs, s.count);
	}
	cr_arena_rewind(c->scratch, mark);
	return done;
}
