/* Sessions: options, severities, lifetime. */
#include "render/session.h"

#include <stdlib.h>
#include <sys/random.h>

const char *
confrender_warning(size_t index)
{
	for (size_t code = 0; code < CR_CODE_COUNT; code++) {
		if (cr_code_is_warning((enum cr_code)code) && index-- == 0) {
			return cr_code_name((enum cr_code)code);
		}
	}
	return NULL;
}

/* "code=off", "code=warn", "code=error" */
static bool
apply_warn(struct cr_diags *d, const char *text)
{
	const char *eq = strchr(text, '=');
	if (eq == NULL) {
		return false;
	}
	enum cr_code code = cr_code_find((struct cr_str){ .ptr = text, .len = (size_t)(eq - text) });
	if (code == CR_CODE_COUNT || !cr_code_is_warning(code)) {
		return false;
	}
	static const struct {
		const char *word;
		enum cr_severity severity;
	} words[] = { { "off", CR_SEV_OFF }, { "warn", CR_SEV_WARNING }, { "error", CR_SEV_ERROR } };
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcmp(eq + 1, words[i].word) == 0) {
			d->severity[code] = (unsigned char)words[i].severity;
			return true;
		}
	}
	return false;
}

static bool
apply_severities(struct cr_diags *d, const struct confrender_session_options *o)
{
	cr_diags_defaults(d);
	if (o->strict || o->strict_deprecations) {
		cr_diags_strict(d, o->strict_deprecations);
	}
	for (size_t i = 0; i < o->warn_count; i++) {
		if (!apply_warn(d, o->warn[i])) {
			return false;
		}
	}
	return true;
}

static uint64_t
random_seed(void)
{
	uint64_t seed = 0;
	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed) {
		/* Address space layout is the only chance left; output does not depend on it. */
		seed = (uint64_t)(uintptr_t)&seed * 0x9e3779b97f4a7c15ull;
	}
	return seed;
}

static struct confrender_session *
fail_new(enum confrender_result *result, enum confrender_result code)
{
	if (result != NULL) {
		*result = code;
	}
	return NULL;
}

struct confrender_session *
confrender_session_new(const struct confrender_session_options *options, enum confrender_result *result)
{
	struct confrender_session_options o = { 0 };
	if (options != NULL) {
		if (options->size == 0 || options->size > sizeof o) {
			return fail_new(result, CONFRENDER_USAGE);
		}
		memcpy(&o, options, options->size);
	}
	struct cr_allocator allocator = cr_allocator_malloc;
	if (o.allocate != NULL && o.release != NULL) {
		allocator = (struct cr_allocator){ .alloc = o.allocate, .free = o.release, .user = o.allocator_user };
	}
	struct confrender_session *s = allocator.alloc(allocator.user, sizeof *s);
	if (s == NULL) {
		return fail_new(result, CONFRENDER_NO_MEMORY);
	}
	*s = (struct confrender_session){ .allocator = allocator, .options = o, .seed = o.hash_seed != 0 ? o.hash_seed : random_seed() };
	bool applied = apply_severities(&s->severities, &o) && cr_limits_apply(&s->limits, &o);
	enum confrender_result resolved = applied ? cr_roots_resolve(s) : CONFRENDER_USAGE;
	if (resolved != CONFRENDER_OK) {
		confrender_session_free(s);
		return fail_new(result, resolved);
	}
	if (result != NULL) {
		*result = CONFRENDER_OK;
	}
	return s;
}

static void
free_scope(struct cr_scope *scope)
{
	const struct cr_allocator *a = &scope->session->allocator;
	if (scope->origin_open) {
		cr_origin_dir_close(&scope->origin);
	}
	if (scope->ready) {
		cr_ctx_free(&scope->ctx);
	}
	if (scope->root != NULL) {
		a->free(a->user, scope->root);
	}
	a->free(a->user, scope);
}

void
confrender_session_free(struct confrender_session *s)
{
	if (s == NULL) {
		return;
	}
	for (struct cr_scope *scope = s->scopes, *next; scope != NULL; scope = next) {
		next = scope->next;
		free_scope(scope);
	}
	cr_roots_free(s);
	struct cr_allocator a = s->allocator;
	a.free(a.user, s);
}

const char *
confrender_session_file(const struct confrender_session *session, size_t index)
{
	for (const struct cr_scope *scope = session->scopes; scope != NULL; scope = scope->next) {
		size_t count = 0;
		const struct cr_file *f;
		while (scope->ready && (f = cr_loader_file(scope->ctx.loader, (uint32_t)count + 1)) != NULL) {
			if (count++ == index) {
				return f->display.ptr;
			}
		}
		index -= count;
	}
	return NULL;
}

const char *
confrender_version(void)
{
	return CONFRENDER_VERSION;
}
