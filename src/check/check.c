/* Runs the rules and keeps what they find. */
#include "check/check.h"

#include <stdarg.h>

#include "base/format.h"

#define MESSAGE_ROOM 2048

/* Is name one of the rules in conf-render/ignore, separated by commas? */
static bool
is_listed(struct cr_str list, struct cr_str name)
{
	for (size_t from = 0; from <= list.len;) {
		size_t comma = cr_str_find(list, ',', from);
		size_t end = comma == SIZE_MAX ? list.len : comma;
		if (cr_str_eq(cr_str_trim(cr_str_sub(list, from, end)), name)) {
			return true;
		}
		from = end + 1;
	}
	return false;
}

static bool
is_ignored(const struct cr_resource *about, enum cr_rule rule)
{
	if (about == NULL || !cr_rules[rule].about_object) {
		return false;
	}
	const struct cr_node *ignore = cr_map_at(about->root, CR_KEY_metadata, CR_KEY_annotations, CR_KEY_conf_render_ignore);
	return cr_is(ignore, CR_SCALAR) && is_listed(cr_text(ignore), cr_str_z(cr_rules[rule].name));
}

static struct cr_str
format(struct cr_ctx *c, const char *fmt, va_list ap)
{
	char room[MESSAGE_ROOM];
	struct cr_sink sink = { .ptr = room, .cap = sizeof room };
	cr_sink_format(&sink, fmt, ap);
	return cr_str_dup(c, cr_sink_str(&sink));
}

void
cr_find(struct cr_check *k, enum cr_rule rule, const struct cr_resource *about, cr_mark mark, const char *fmt, ...)
{
	k->open = NULL;
	if (k->options->level[rule] == CR_FIND_OFF || is_ignored(about, rule)) {
		return;
	}
	struct cr_finding *f = cr_new(k->c, struct cr_finding);
	va_list ap;
	va_start(ap, fmt);
	*f = (struct cr_finding){
		.rule = rule,
		.level = k->options->level[rule],
		.about = about,
		.mark = mark != CR_NO_MARK || about == NULL ? mark : about->mark,
		.what = format(k->c, fmt, ap),
		.fix = cr_str_z(cr_rules[rule].fix),
	};
	va_end(ap);
	*(k->last != NULL ? &k->last->next : &k->first) = f;
	k->last = f;
	k->open = f;
}

void
cr_find_fix(struct cr_check *k, const char *fmt, ...)
{
	if (k->open == NULL) {
		return;
	}
	va_list ap;
	va_start(ap, fmt);
	k->open->fix = format(k->c, fmt, ap);
	va_end(ap);
}

void
cr_find_second(struct cr_check *k, cr_mark mark, const char *fmt, ...)
{
	if (k->open == NULL) {
		return;
	}
	va_list ap;
	va_start(ap, fmt);
	k->open->second = mark;
	k->open->second_text = format(k->c, fmt, ap);
	va_end(ap);
}

void
cr_check_run(struct cr_check *k)
{
	for (size_t i = 0; cr_check_passes[i] != NULL; i++) {
		cr_check_passes[i](k);
	}
}
