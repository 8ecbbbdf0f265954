/* The route of a render up to its finished objects, for whoever prints them and whoever looks at them. */
#ifndef CR_RENDER_ROUTE_H
#define CR_RENDER_ROUTE_H

#include "render/session.h"
#include "rollout/rollout.h"

struct cr_job {
	struct cr_scope *scope;
	struct cr_str dir;
	const struct confrender_render_options *options;
	/* What the route leaves. */
	struct cr_resmap objects; /* as they are printed, in that order */
	struct cr_rollout rollout;
};

/* False: the options are of no version that this one knows. given may be NULL. */
bool cr_render_options_copy(const struct confrender_render_options *given, struct confrender_render_options *out);
/* The scope of directory and where it lies in it. */
enum confrender_result cr_job_begin(struct confrender_session *session, const char *directory, struct cr_job *job);
/* False after cr_fail. A warning that the options made an error shows in cr_error_count only. */
bool cr_route(struct cr_ctx *c, struct cr_job *job);

#endif
