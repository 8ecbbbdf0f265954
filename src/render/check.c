/* A check: the route of a render up to its finished objects, the rules over them, and what they find on its way to the caller. */
#include "check/check.h"

#include <fnmatch.h>

#include "base/format.h"
#include "check/environments.h"
#include "confrender/check.h"
#include "render/route.h"
#include "yaml/emit.h"

/* One that was checked. What it was made of lies in its scope until the session ends. */
struct checked {
	struct cr_scope *scope;
	struct cr_str name, dir;
	const struct cr_refs *refs;
};

struct confrender_check {
	struct confrender_session *session;
	struct cr_scope own; /* memory and messages of what outlives the check of one directory */
	struct confrender_check_options options;
	struct confrender_render_options render;
	struct cr_check_options rules;
	struct checked_list {
		struct checked *items;
		size_t count, cap;
	} checked;
	struct cr_map by_dir;                /* of pointers to the directories in their scopes */
	struct cr_environments environments; /* the same ones as soon as there are two: one alone is compared with nothing */
};

static const char *const LEVELS[] = { "off", "info", "warning", "error" };
enum { LEVEL_COUNT = sizeof LEVELS / sizeof LEVELS[0] };

struct confrender_rule
confrender_rule(size_t index)
{
	if (index >= CR_RULE_COUNT) {
		return (struct confrender_rule){ 0 };
	}
	const struct cr_rule_row *r = &cr_rules[index];
	return (struct confrender_rule){ r->name, r->summary, r->why, r->fix, (enum confrender_level)r->level, r->about_object };
}

/* "rule=level" */
static bool
set_level(struct cr_check_options *o, const char *text)
{
	const char *eq = strchr(text, '=');
	size_t rule = 0, level = 0;
	while (rule < CR_RULE_COUNT &&
	       (eq == NULL || strncmp(cr_rules[rule].name, text, (size_t)(eq - text)) != 0 || cr_rules[rule].name[eq - text] != '\0')) {
		rule++;
	}
	while (eq != NULL && level < LEVEL_COUNT && strcmp(eq + 1, LEVELS[level]) != 0) {
		level++;
	}
	if (rule == CR_RULE_COUNT || level == LEVEL_COUNT) {
		return false;
	}
	o->level[rule] = (enum cr_finding_level)level;
	return true;
}

static bool
set_levels(struct confrender_check *check)
{
	struct cr_check_options *o = &check->rules;
	for (size_t i = 0; i < CR_RULE_COUNT; i++) {
		o->level[i] = cr_rules[i].level;
	}
	for (size_t i = 0; i < check->options.level_count; i++) {
		if (!set_level(o, check->options.levels[i])) {
			return false;
		}
	}
	for (size_t i = 0; i < CR_RULE_COUNT; i++) {
		if (o->level[i] < (enum cr_finding_level)check->options.least) {
			o->level[i] = CR_FIND_OFF;
		}
	}
	return true;
}

static bool
copy_texts(struct cr_ctx *c, void *arg)
{
	struct confrender_check *check = arg;
	struct confrender_check_options *o = &check->options;
	struct cr_str *external = cr_new_n(c, struct cr_str, o->external_count);
	for (size_t i = 0; i < o->external_count; i++) {
		external[i] = cr_str_dup(c, cr_str_z(o->external[i]));
	}
	check->rules.external = external;
	check->rules.external_count = o->external_count;
	const char **production = cr_new_n(c, const char *, o->production_count);
	for (size_t i = 0; i < o->production_count; i++) {
		production[i] = cr_str_dup(c, cr_str_z(o->production[i])).ptr;
	}
	o->production = production;
	check->environments.c = c;
	return true;
}

static enum confrender_result
set_up(struct confrender_check *check, const struct confrender_check_options *options)
{
	if (options != NULL && (options->size == 0 || options->size > sizeof check->options)) {
		return CONFRENDER_USAGE;
	}
	if (options != NULL) {
		memcpy(&check->options, options, options->size);
	}
	if (!cr_render_options_copy(check->options.render, &check->render) || !set_levels(check)) {
		return CONFRENDER_USAGE;
	}
	return cr_scope_run(&check->own, copy_texts, check);
}

struct confrender_check *
confrender_check_new(struct confrender_session *session, const struct confrender_check_options *options, enum confrender_result *result)
{
	const struct cr_allocator *a = &session->allocator;
	struct confrender_check *check = a->alloc(a->user, sizeof *check);
	enum confrender_result done = CONFRENDER_NO_MEMORY;
	if (check != NULL) {
		*check = (struct confrender_check){ .session = session, .own.session = session };
		check->own.ready = cr_ctx_init(&check->own.ctx, a, session->seed);
		if (!check->own.ready) {
			a->free(a->user, check);
			check = NULL;
		}
	}
	if (check != NULL) {
		cr_ctx_set_limits(&check->own.ctx, &session->limits);
		done = set_up(check, options);
	}
	if (check != NULL && done != CONFRENDER_OK) {
		confrender_check_free(check);
		check = NULL;
	}
	if (result != NULL) {
		*result = done;
	}
	return check;
}

void
confrender_check_free(struct confrender_check *check)
{
	if (check == NULL) {
		return;
	}
	const struct cr_allocator *a = &check->session->allocator;
	cr_ctx_free(&check->own.ctx);
	a->free(a->user, check);
}

/* What only the printing of a document finds out (a key that is no string) is an error of a check too. */
static bool
can_be_printed(struct cr_ctx *c, const struct cr_resmap *m, size_t *largest)
{
	struct cr_buf text = { .ctx = c };
	struct cr_defer freed;
	bool ok = true;
	cr_buf_bound(&text, CR_MAX_OUTPUT_BYTES, "the output is larger than");
	cr_buf_defer(&text, &freed);
	for (size_t i = 0; i < m->count; i++) {
		c->at = m->items[i]->mark;
		ok = cr_emit_yaml(c, &text, m->items[i]->root) && ok;
		*largest = text.len > *largest ? text.len : *largest;
		text.limit -= text.len < text.limit ? text.len : text.limit - 1;
		text.len = 0;
	}
	cr_ctx_done(c, &freed);
	return ok;
}

/* A name as it may be shown: a file decides what is in it. */
static const char *
shown(struct cr_ctx *c, cr_key key)
{
	struct cr_str s = cr_key_str(c, key);
	if (cr_sink_is_safe(s)) {
		return s.ptr;
	}
	char room[512];
	struct cr_sink sink = { .ptr = room, .cap = sizeof room };
	cr_sink_text(&sink, s, CR_SINK_TEXT_MAX);
	return cr_str_dup(c, cr_sink_str(&sink)).ptr;
}

/* Tells what was found; of rules over several environments, where a finding is of one of those. */
static void
tell(struct cr_ctx *c, const struct confrender_check *check, const struct checked *environments, const struct cr_finding *f)
{
	const struct confrender_check_options *o = &check->options;
	struct confrender_finding out = {
		.level = (enum confrender_level)f->level,
		.rule = cr_rules[f->rule].name,
		.what = f->what.ptr,
		.why = cr_rules[f->rule].why,
		.fix = f->fix.ptr,
		.place = cr_place(environments[f->environment].scope, f->mark),
		.second_text = f->second_text.len > 0 ? f->second_text.ptr : NULL,
		.second_place = cr_place(environments[f->second_environment].scope, f->second),
		.environment = environments[f->environment].name.ptr,
		.group = shown(c, f->id.gvk.group),
		.version = shown(c, f->id.gvk.version),
		.kind = shown(c, f->id.gvk.kind),
		.name = shown(c, f->id.name),
		.ns = shown(c, f->id.ns),
	};
	o->on_finding(o->finding_user, &out);
}

static void
tell_all(const struct cr_check *k, const struct confrender_check *check, const struct checked *environments)
{
	for (const struct cr_finding *f = k->first; f != NULL && check->options.on_finding != NULL; f = f->next) {
		tell(k->c, check, environments, f);
	}
}

/* Does a pattern fit the last parts of the path, which begins with no "/"? */
static bool
is_production(const struct confrender_check *check, const char *path)
{
	for (size_t i = 0; i < check->options.production_count; i++) {
		for (const char *part = path; part != NULL; part = strchr(part, '/')) {
			part += *part == '/';
			if (fnmatch(check->options.production[i], part, FNM_PATHNAME) == 0) {
				return true;
			}
		}
	}
	return false;
}

struct looking {
	struct cr_job job;
	struct confrender_check *check;
	struct checked checked;
};

static bool
look(struct cr_ctx *c, void *arg)
{
	struct looking *l = arg;
	size_t errors = cr_error_count(c);
	size_t largest = 0;
	if (!cr_route(c, &l->job) || !can_be_printed(c, &l->job.objects, &largest) || cr_error_count(c) != errors) {
		return false;
	}
	struct cr_refs *refs = cr_new(c, struct cr_refs);
	cr_refs_build(c, &l->job.objects, refs);
	struct cr_check k = {
		.c = c,
		.resources = &l->job.objects,
		.refs = refs,
		.rollout = &l->job.rollout,
		.options = &l->check->rules,
		.production = is_production(l->check, l->job.dir.ptr),
		.largest = largest,
	};
	cr_check_run(&k);
	l->checked.scope = l->job.scope;
	l->checked.dir = l->job.dir;
	l->checked.refs = refs;
	tell_all(&k, l->check, &l->checked);
	return true;
}

/* Is the directory, under whatever name, one that was not checked before? */
static bool
is_new(struct cr_ctx *c, struct confrender_check *check, const struct checked *checked)
{
	uint64_t hash = cr_hash_mix(cr_hash_str(c, checked->dir.ptr, checked->dir.len), (uint64_t)(uintptr_t)checked->scope);
	struct cr_map_iter it;
	for (const struct cr_str *dir = cr_map_first(&check->by_dir, hash, &it); dir != NULL; dir = cr_map_next(&check->by_dir, &it)) {
		if (cr_str_eq(*dir, checked->dir)) {
			return false;
		}
	}
	struct cr_str *dir = cr_new(c, struct cr_str);
	*dir = checked->dir;
	cr_map_add(c, &check->by_dir, hash, dir);
	return true;
}

/* From the second one on: then the first one is kept, too. */
static bool
keep(struct cr_ctx *c, void *arg)
{
	struct looking *l = arg;
	struct confrender_check *check = l->check;
	if (!is_new(c, check, &l->checked)) {
		return true;
	}
	l->checked.name = cr_str_dup(c, l->checked.name);
	*cr_push(c, &check->checked) = l->checked;
	size_t first = check->checked.count == 2 ? 0 : check->checked.count - 1;
	for (size_t i = first; i < check->checked.count && check->checked.count > 1; i++) {
		const struct checked *one = &check->checked.items[i];
		cr_environments_add(&check->environments, &one->scope->ctx, one->refs, one->name);
	}
	return true;
}

enum confrender_result
confrender_check_directory(struct confrender_check *check, const char *directory)
{
	struct looking l = { .job.options = &check->render, .check = check, .checked.name = cr_str_z(directory) };
	if (check->own.dead) {
		return CONFRENDER_NO_MEMORY;
	}
	enum confrender_result result = cr_job_begin(check->session, directory, &l.job);
	if (result == CONFRENDER_OK) {
		result = cr_scope_run(l.job.scope, look, &l);
	}
	cr_report(l.job.scope);
	if (result == CONFRENDER_OK) {
		result = cr_scope_run(&check->own, keep, &l);
		cr_report(&check->own);
	}
	return result;
}

static bool
compare(struct cr_ctx *c, void *arg)
{
	struct confrender_check *check = arg;
	struct cr_check k = { .c = c, .options = &check->rules };
	cr_environments_check(&check->environments, &k);
	tell_all(&k, check, check->checked.items);
	return true;
}

enum confrender_result
confrender_check_environments(struct confrender_check *check)
{
	if (check->own.dead) {
		return CONFRENDER_NO_MEMORY;
	}
	if (check->checked.count < 2) {
		return CONFRENDER_OK;
	}
	enum confrender_result result = cr_scope_run(&check->own, compare, check);
	cr_report(&check->own);
	return result;
}
