/* The limits as a table: their defaults, how a value is read, how a message shows one. */
#include "base/limits.h"

#include <stdio.h>

const struct cr_limit_row cr_limit_rows[CR_LIMIT_COUNT] = {
#define X(id, limit_name, unit, limit_standard, limit_least, limit_most, limit_counted, limit_help) \
	[id] = { .name = limit_name, \
		 .counted = limit_counted, \
		 .help = limit_help, \
		 .standard = limit_standard, \
		 .least = limit_least, \
		 .most = limit_most, \
		 .bytes = CR_LIMIT_IN_##unit == CR_LIMIT_IN_BYTES },
#include "base/limits.def"
#undef X
};

/* Largest first, so that a size is shown in the largest that measures it without a rest. */
static const struct {
	const char *name;
	uint64_t size;
} units[] = { { "GiB", CR_GIB }, { "MiB", CR_MIB }, { "KiB", CR_KIB } };

enum { UNITS = sizeof units / sizeof units[0] };

void
cr_limits_default(struct cr_limits *l)
{
	for (size_t i = 0; i < CR_LIMIT_COUNT; i++) {
		l->of[i] = cr_limit_rows[i].standard;
	}
}

enum cr_limit
cr_limit_find(struct cr_str name)
{
	size_t i = 0;
	while (i < CR_LIMIT_COUNT && !cr_str_eq(cr_str_z(cr_limit_rows[i].name), name)) {
		i++;
	}
	return (enum cr_limit)i;
}

/* The size that a text of digits and unit ends in; the digits are left. */
static uint64_t
take_unit(struct cr_str *text)
{
	for (size_t i = 0; i < UNITS; i++) {
		if (cr_str_ends(*text, cr_str_z(units[i].name))) {
			*text = cr_str_sub(*text, 0, text->len - strlen(units[i].name));
			return units[i].size;
		}
	}
	return 1;
}

bool
cr_limit_read(enum cr_limit limit, struct cr_str text, uint64_t *value)
{
	const struct cr_limit_row *row = &cr_limit_rows[limit];
	uint64_t size = row->bytes ? take_unit(&text) : 1, number = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned digit = (unsigned)(unsigned char)text.ptr[i] - '0';
		if (digit > 9 || __builtin_mul_overflow(number, 10, &number) || __builtin_add_overflow(number, digit, &number)) {
			return false;
		}
	}
	if (text.len == 0 || __builtin_mul_overflow(number, size, &number) || number < row->least || number > row->most) {
		return false;
	}
	*value = number;
	return true;
}

static void
show_bytes(uint64_t value, const char *name, char room[CR_LIMIT_TEXT])
{
	for (size_t i = 0; i < UNITS; i++) {
		if (value % units[i].size == 0 && value > 0) {
			snprintf(room, CR_LIMIT_TEXT, "%llu %s (--%s)", (unsigned long long)(value / units[i].size), units[i].name, name);
			return;
		}
	}
	snprintf(room, CR_LIMIT_TEXT, "%llu bytes (--%s)", (unsigned long long)value, name);
}

void
cr_limit_text(enum cr_limit limit, uint64_t value, char room[CR_LIMIT_TEXT])
{
	const struct cr_limit_row *row = &cr_limit_rows[limit];
	if (row->bytes) {
		show_bytes(value, row->name, room);
	} else {
		snprintf(room, CR_LIMIT_TEXT, "%llu %s (--%s)", (unsigned long long)value, row->counted, row->name);
	}
}
