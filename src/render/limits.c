/* The limits as the public headers show them, and their values from the options of a session. */
#include "base/limits.h"

#include "render/session.h"

static const struct confrender_limit limits[CR_LIMIT_COUNT] = {
#define X(id, limit_name, limit_unit, limit_standard, limit_least, limit_most, limit_counted, limit_help) \
	[id] = { .name = limit_name, \
		 .help = limit_help, \
		 .standard = limit_standard, \
		 .least = limit_least, \
		 .most = limit_most, \
		 .bytes = CR_LIMIT_IN_##limit_unit },
#include "base/limits.def"
#undef X
};

const struct confrender_limit *
confrender_limit(size_t index)
{
	return index < CR_LIMIT_COUNT ? &limits[index] : NULL;
}

bool
confrender_limit_valid(const struct confrender_limit *limit, const char *value)
{
	uint64_t number;
	return cr_limit_read((enum cr_limit)(limit - limits), cr_str_z(value), &number);
}

/* "max-file-bytes=64MiB" */
static bool
apply(struct cr_limits *l, struct cr_str text)
{
	size_t eq = cr_str_find(text, '=', 0);
	if (eq == SIZE_MAX) {
		return false;
	}
	enum cr_limit limit = cr_limit_find(cr_str_sub(text, 0, eq));
	return limit != CR_LIMIT_COUNT && cr_limit_read(limit, cr_str_sub(text, eq + 1, text.len), &l->of[limit]);
}

bool
cr_limits_apply(struct cr_limits *l, const struct confrender_session_options *o)
{
	cr_limits_default(l);
	for (size_t i = 0; i < o->limit_count; i++) {
		if (!apply(l, cr_str_z(o->limits[i]))) {
			return false;
		}
	}
	return true;
}

uint64_t
confrender_session_limit(const struct confrender_session *session, size_t index)
{
	return index < CR_LIMIT_COUNT ? session->limits.of[index] : 0;
}
