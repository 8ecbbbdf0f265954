/* A built-in plugin from its object. Counterpart: api/internal/plugins/loader. */
#include "accumulate/plugin_kinds.h"

static bool
is_builtin(struct cr_gvk g)
{
	return g.group == CR_KEY_EMPTY && g.version == CR_KEY_builtin;
}

static const struct cr_plugin_kind *
find_kind(struct cr_ctx *c, const struct cr_resource *r, bool generator)
{
	struct cr_str name = cr_key_str(c, r->id.gvk.kind);
	const struct cr_plugin_kind *kind = cr_plugin_kind_find(name);
	if (kind == NULL) {
		cr_fail(c, r->mark, CR_E_KUSTOMIZATION, "unable to load builtin %S.builtin.[noGrp]: there is no such plugin", name);
		return NULL;
	}
	if ((kind->generate != NULL) != generator) {
		cr_fail(c, r->mark, CR_E_KUSTOMIZATION, "plugin %S not a %s", cr_resid_str(c, cr_resource_org_id(r)),
			generator ? "generator" : "transformer");
		cr_hint(c, "it belongs in \"%s\"", generator ? "transformers" : "generators");
		return NULL;
	}
	return kind;
}

struct cr_plugin *
cr_plugin_configure(struct cr_ctx *c, struct cr_str dir, const struct cr_resource *r, bool generator)
{
	if (!is_builtin(r->id.gvk)) {
		cr_plugin_refuse(c, r);
		return NULL;
	}
	const struct cr_plugin_kind *kind = find_kind(c, r, generator);
	if (kind == NULL) {
		return NULL;
	}
	struct cr_plugin *p = cr_new(c, struct cr_plugin);
	size_t errors = cr_error_count(c);
	p->kind = kind;
	p->r = r;
	p->dir = dir;
	p->place = (struct cr_place){ .name = cr_str_z(kind->name), .mark = r->mark };
	if (kind->fields != NULL) {
		cr_fields_read_as(c, kind->mode, kind->fields, r->root, &p->fields, &p->place);
	}
	bool ok = cr_error_count(c) == errors && (kind->settle == NULL || kind->settle(c, p));
	return ok ? p : NULL;
}

cr_mark
cr_plugin_mark(const struct cr_plugin *p)
{
	return p->r->mark;
}

bool
cr_plugin_generate(struct cr_ctx *c, struct cr_plugin *p, struct cr_resources *out)
{
	struct cr_frame frame;
	cr_frame_push(c, &frame, "plugin", cr_resid_short(c, p->r->id), p->r->mark);
	bool ok = p->kind->generate(c, p, out);
	cr_frame_pop(c);
	return ok;
}

bool
cr_plugin_transform(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	struct cr_frame frame;
	cr_frame_push(c, &frame, "plugin", cr_resid_short(c, p->r->id), p->r->mark);
	bool ok = p->kind->transform(c, p, m);
	cr_frame_pop(c);
	/* A field spec may reach the name itself. */
	cr_count_work(c, m->count);
	for (size_t i = 0; ok && i < m->count; i++) {
		if (!m->items[i]->removed) {
			cr_resmap_renamed(c, m, m->items[i]);
		}
	}
	return ok;
}
