/* replicas: the replica count of workloads, by name.
 * Counterpart: api/internal/builtins/ReplicaCountTransformer.go, api/filters/replicacount. */
#include "transform/apply.h"
#include "transform/set.h"
#include "transform/transform.h"

struct count {
	struct cr_str text;
	cr_mark mark;
};

static bool
set_count(struct cr_ctx *c, void *user, struct cr_node **value)
{
	const struct count *count = user;
	return cr_set_scalar(c, *value, count->text, CR_TAG_INT, count->mark);
}

/* One and the same id must have the name and be of the kind. */
static bool
is_meant(const struct cr_resource *r, cr_key name, struct cr_gvk g)
{
	if (r->id.name == name && cr_gvk_selects(g, r->id.gvk)) {
		return true;
	}
	for (uint32_t i = 0; i < r->prev_count; i++) {
		if (r->prev[i].name == name && cr_gvk_selects(g, r->prev[i].gvk)) {
			return true;
		}
	}
	return false;
}

/* The kinds of the rows, for a message: "Deployment, StatefulSet". */
static struct cr_str
kinds_text(struct cr_ctx *c, const struct cr_fieldspecs *specs)
{
	struct cr_str text = CR_STR("");
	for (size_t i = 0; i < specs->count && text.len < 200; i++) {
		text = cr_str_cat(c, text, i > 0 ? CR_STR(", ") : CR_STR(""));
		cr_key kind = specs->items[i].gvk.kind;
		text = cr_str_cat(c, text, kind == CR_KEY_EMPTY ? CR_STR("any") : cr_key_str(c, kind));
	}
	return text;
}

bool
cr_replicas_apply(struct cr_ctx *c, const struct cr_replica *item, const struct cr_fieldspecs *specs, struct cr_resmap *m)
{
	cr_key name = cr_key_intern(c, item->name.s);
	struct count count = { .text = cr_str_fmt(c, "%lld", (long long)item->count), .mark = item->mark };
	const struct cr_visit visit = { .set = set_count, .user = &count, .create_kind = CR_SCALAR };
	struct cr_matches named = { 0 };
	bool found = false;
	cr_resmap_by_name(c, m, CR_KEY_EMPTY, name, &named);
	for (size_t i = 0; i < specs->count; i++) {
		for (size_t j = 0; j < named.count; j++) {
			if (!is_meant(named.items[j], name, specs->items[i].gvk)) {
				continue;
			}
			found = true;
			if (!cr_set_field(c, named.items[j], &specs->items[i], &visit)) {
				return false;
			}
			if (cr_fieldspec_may_rename(&specs->items[i])) {
				cr_resmap_renamed(c, m, named.items[j]);
			}
		}
	}
	if (!found) {
		return cr_fail(c, item->mark, CR_E_TRANSFORM,
			       "resource with name \"%S\" does not match a config with the following kinds: %S", item->name.s,
			       kinds_text(c, specs));
	}
	return true;
}

static bool
replicas_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	for (size_t i = 0; i < k->replicas.count; i++) {
		if (!cr_replicas_apply(c, &k->replicas.items[i], config->replicas, m)) {
			return false;
		}
	}
	return true;
}

const struct cr_transform cr_transform_replicas = { .name = "replicas", .run = replicas_run };
