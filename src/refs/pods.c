/* The pods of an object whose kind has a row. */
#include "refs/work.h"

struct pod_paths {
	struct cr_path at, spec, metadata, annotations;
	struct cr_path_list containers, volumes;
	struct cr_condition rolls_if, stays_if;
};

static struct cr_path
path_or(struct cr_ctx *c, const char *text, const char *otherwise)
{
	return cr_path_parse(c, cr_str_z(text == NULL ? otherwise : text));
}

static const struct pod_paths *
paths_of(struct cr_refs_work *w, struct cr_row_use *use)
{
	const struct cr_pod_row *row = use->row;
	if (use->parsed == NULL) {
		struct pod_paths *p = cr_new(w->c, struct pod_paths);
		p->at = path_or(w->c, row->at, "");
		p->spec = path_or(w->c, row->spec, "spec");
		p->metadata = path_or(w->c, row->metadata, "metadata");
		p->annotations = path_or(w->c, row->annotations, "annotations");
		p->containers = cr_paths_parse(w->c, row->containers);
		p->volumes = cr_paths_parse(w->c, row->volumes);
		p->rolls_if = cr_condition_parse(w->c, row->rolls_if);
		p->stays_if = cr_condition_parse(w->c, row->stays_if);
		use->parsed = p;
	}
	return use->parsed;
}

void
cr_pod_add(struct cr_refs_work *w, struct cr_pod pod, struct cr_path_list containers, struct cr_path_list volumes)
{
	struct cr_refs *refs = w->refs;
	struct cr_pod *kept = cr_new(w->c, struct cr_pod);
	*kept = pod;
	kept->owner = w->r;
	if (refs->pod_count == refs->pod_cap) {
		refs->pods = cr_grow(w->c, refs->pods, &refs->pod_cap, refs->pod_count + 1, sizeof *refs->pods);
	}
	refs->pods[refs->pod_count++] = kept;
	cr_refs_see(w, pod.spec);
	cr_pod_read(w, kept, containers, volumes);
}

static bool
is_nowhere(const struct cr_pod_row *row)
{
	return row->metadata != NULL && strcmp(row->metadata, "-") == 0;
}

static void
add_at(struct cr_refs_work *w, const struct cr_pod_row *row, const struct pod_paths *paths, const struct cr_node *at,
       struct cr_node_path to)
{
	const struct cr_node *spec = cr_path_first(at, paths->spec);
	if (!cr_is(spec, CR_MAP)) {
		return;
	}
	struct cr_pod pod = { .spec = spec, .spec_path = cr_node_path_follow(w->c, to, paths->spec), .rolls = row->rolls };
	if ((paths->rolls_if.set && !cr_condition_holds(&paths->rolls_if, w->r->root)) ||
	    cr_condition_holds(&paths->stays_if, w->r->root)) {
		pod.rolls = CR_POD_REPLICAS;
	}
	if (!is_nowhere(row)) {
		const struct cr_node *labels = cr_map_get(cr_path_first(at, paths->metadata), CR_KEY_labels);
		pod.labels = cr_is(labels, CR_MAP) ? labels : NULL;
		pod.annotations = cr_node_path_follow(w->c, cr_node_path_follow(w->c, to, paths->metadata), paths->annotations);
	}
	cr_pod_add(w, pod, paths->containers, paths->volumes);
}

void
cr_pods_by_row(struct cr_refs_work *w, struct cr_row_use *use)
{
	const struct pod_paths *paths = paths_of(w, use);
	const struct cr_node_path root = { 0 };
	struct cr_places p;
	cr_places_begin(&p, w->r->root, paths->at);
	for (const struct cr_node *at = cr_places_next(&p); at != NULL; at = cr_places_next(&p)) {
		add_at(w, use->row, paths, at, cr_node_path_join(w->c, root, p.steps, p.path.count));
	}
}
