/* Selectors of patches and replacements: which resources are meant.
 * Counterpart: api/types/selector.go and Select in api/resmap/reswrangler.go. As there, a label selector that is not valid is an error only
 * when there is an object to try it on. */
#include "resource/select.h"

#include "resource/internal.h"

/* One part of a selector: nothing, one word, or a regular expression. */
struct part {
	bool any;
	cr_key word; /* CR_KEY_NONE: see regex */
	struct cr_regex *regex;
};

struct cr_selector {
	struct part group, version, kind, name, ns;
	struct cr_str labels, annotations;
	cr_mark label_mark, annotation_mark;
};

static bool
is_word(struct cr_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char ch = s.ptr[i];
		bool plain = (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || ch == '-' || ch == '_' ||
			     ch == ':' || ch == '/';
		if (!plain) {
			return false;
		}
	}
	return true;
}

static bool
make_part(struct cr_ctx *c, struct cr_str text, cr_mark mark, struct part *out)
{
	*out = (struct part){ .any = text.len == 0, .word = CR_KEY_NONE };
	if (out->any) {
		return true;
	}
	if (is_word(text)) {
		out->word = cr_key_intern(c, text);
		return true;
	}
	out->regex = cr_regex_new(c, text, true, mark);
	return out->regex != NULL;
}

struct cr_selector *
cr_selector_new(struct cr_ctx *c, const struct cr_selector_text *text)
{
	struct cr_selector *s = cr_new(c, struct cr_selector);
	bool ok = make_part(c, text->group, text->group_mark, &s->group) && make_part(c, text->version, text->version_mark, &s->version) &&
		  make_part(c, text->kind, text->kind_mark, &s->kind) && make_part(c, text->name, text->name_mark, &s->name) &&
		  make_part(c, text->ns, text->ns_mark, &s->ns);
	s->labels = cr_str_dup(c, text->label_selector);
	s->annotations = cr_str_dup(c, text->annotation_selector);
	s->label_mark = text->label_mark;
	s->annotation_mark = text->annotation_mark;
	return ok ? s : NULL;
}

/* What one select call works with: the label selectors are read when the first object has passed all else. */
struct search {
	struct cr_ctx *c;
	const struct cr_selector *s;
	struct cr_label_selector *labels, *annotations;
};

static bool
fits(struct cr_ctx *c, const struct part *p, cr_key k, bool *yes)
{
	if (p->regex != NULL) {
		return cr_regex_match(c, p->regex, cr_key_str(c, k), yes);
	}
	*yes = p->any || p->word == k;
	return true;
}

static bool
fits_either(struct cr_ctx *c, const struct part *p, cr_key a, cr_key b, bool *yes)
{
	return fits(c, p, a, yes) && (*yes || a == b || fits(c, p, b, yes));
}

static bool
fits_identity(struct cr_ctx *c, const struct cr_selector *s, const struct cr_resource *r, bool *yes)
{
	struct cr_resid original = cr_resource_org_id(r);
	*yes = true;
	if (!s->ns.any && !fits_either(c, &s->ns, cr_resid_effective_ns(c, original), cr_resid_effective_ns(c, r->id), yes)) {
		return false;
	}
	return (!*yes || fits_either(c, &s->name, original.name, r->id.name, yes)) && (!*yes || fits(c, &s->group, r->id.gvk.group, yes)) &&
	       (!*yes || fits(c, &s->version, r->id.gvk.version, yes)) && (!*yes || fits(c, &s->kind, r->id.gvk.kind, yes));
}

static bool
fits_labels(struct search *search, struct cr_label_selector **selector, struct cr_str text, cr_mark mark, const struct cr_node *labels,
	    bool *yes)
{
	if (!*yes || text.len == 0) {
		return true;
	}
	if (*selector == NULL) {
		*selector = cr_label_selector_new(search->c, text, mark);
	}
	if (*selector == NULL) {
		return false;
	}
	*yes = cr_label_selector_match(search->c, *selector, labels);
	return true;
}

enum { STEPS_A_RESOURCE = 5 };

static bool
try_resource(struct search *search, struct cr_resource *r, struct cr_matches *out)
{
	const struct cr_selector *s = search->s;
	cr_count_work(search->c, STEPS_A_RESOURCE);
	const struct cr_node *metadata = cr_map_get(r->root, CR_KEY_metadata);
	bool yes;
	if (!fits_identity(search->c, s, r, &yes) ||
	    !fits_labels(search, &search->labels, s->labels, s->label_mark, cr_map_get(metadata, CR_KEY_labels), &yes) ||
	    !fits_labels(search, &search->annotations, s->annotations, s->annotation_mark, cr_map_get(metadata, CR_KEY_annotations),
			 &yes)) {
		return false;
	}
	if (yes) {
		*cr_push(search->c, out) = r;
	}
	return true;
}

static bool
fits_one_id(struct cr_ctx *c, const struct cr_selector *s, struct cr_resid id, bool *yes)
{
	return fits(c, &s->name, id.name, yes) && (!*yes || fits(c, &s->ns, id.ns, yes)) &&
	       (!*yes || fits(c, &s->group, id.gvk.group, yes)) && (!*yes || fits(c, &s->version, id.gvk.version, yes)) &&
	       (!*yes || fits(c, &s->kind, id.gvk.kind, yes));
}

bool
cr_selector_fits_id(struct cr_ctx *c, const struct cr_selector *s, const struct cr_resource *r, bool *yes)
{
	cr_count_work(c, r->prev_count + (uint64_t)STEPS_A_RESOURCE);
	if (!fits_one_id(c, s, r->id, yes)) {
		return false;
	}
	for (uint32_t i = 0; !*yes && i < r->prev_count; i++) {
		if (!fits_one_id(c, s, r->prev[i], yes)) {
			return false;
		}
	}
	return true;
}

void
cr_selector_candidates(struct cr_ctx *c, const struct cr_selector *s, struct cr_resmap *m, struct cr_matches *out)
{
	if (!s->name.any && s->name.word != CR_KEY_NONE) {
		cr_resmap_by_name(c, m, CR_KEY_EMPTY, s->name.word, out);
	} else {
		*out = (struct cr_matches){ .items = m->items, .count = m->count };
	}
}

bool
cr_selector_select(struct cr_ctx *c, const struct cr_selector *s, struct cr_resmap *m, struct cr_matches *out)
{
	struct search search = { .c = c, .s = s };
	struct cr_matches named = { 0 };
	out->count = 0;
	cr_selector_candidates(c, s, m, &named);
	for (size_t i = 0; i < named.count; i++) {
		if (!try_resource(&search, named.items[i], out)) {
			return false;
		}
	}
	return true;
}
