/* Runs the rules and keeps what they find. */
#include "check/passes.h"

#include <stdarg.h>

#include "base/format.h"

#define MESSAGE_ROOM 2048

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
	if (k->options->level[rule] == CR_FIND_OFF || cr_check_ignores(about, rule)) {
		return;
	}
	struct cr_finding *f = cr_new(k->c, struct cr_finding);
	va_list ap;
	va_start(ap, fmt);
	*f = (struct cr_finding){
		.rule = rule,
		.level = k->options->level[rule],
		.about = about,
		.id = about != NULL ? about->id : (struct cr_resid){ .name = CR_KEY_EMPTY },
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
cr_find_second_in(struct cr_check *k, uint32_t environment)
{
	if (k->open != NULL) {
		k->open->second_environment = environment;
	}
}

void
cr_check_run(struct cr_check *k)
{
	for (size_t i = 0; cr_check_passes[i] != NULL; i++) {
		cr_check_passes[i](k);
	}
}
