/* commonAnnotations: annotations on every object and in every pod template.
 * Counterpart: api/filters/annotations. */
#include "transform/set.h"
#include "transform/transform.h"

static bool
annotations_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	return cr_set_entries(c, m, config->common_annotations, &k->common_annotations);
}

const struct cr_transform cr_transform_common_annotations = { .name = "commonAnnotations", .run = annotations_run };
