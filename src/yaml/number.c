/* Integers and decimal floats as the reference's resolver takes them (output-format.md section 6). Integers are read by hand; floats by
 * hand where that is exact, else by strtod in the C locale, which glibc and musl hold ready without allocating. */
#include <locale.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "yaml/number.h"

/* No double needs more digits than these to be told from its neighbours; what follows only matters by not being zero. */
#define MAX_DIGITS 800

static unsigned
digit_of(unsigned ch)
{
	if (ch >= '0' && ch <= '9') {
		return ch - '0';
	}
	ch |= 0x20;
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : 99;
}

/* The digits of text[at..] in base (at least one), skipping underscores, with nothing behind them. */
static bool
digits_value(struct cr_str text, size_t at, unsigned base, uint64_t *out)
{
	uint64_t value = 0;
	bool any = false;
	for (; at < text.len; at++) {
		if (text.ptr[at] == '_') {
			continue;
		}
		unsigned digit = digit_of((unsigned char)text.ptr[at]);
		if (digit >= base || __builtin_mul_overflow(value, base, &value) || __builtin_add_overflow(value, digit, &value)) {
			return false;
		}
		any = true;
	}
	*out = value;
	return any;
}

static size_t
skip_underscores(struct cr_str text, size_t at)
{
	while (at < text.len && text.ptr[at] == '_') {
		at++;
	}
	return at;
}

/* The base that a prefix at *at tells; *at moves behind the prefix. */
static unsigned
read_base(struct cr_str text, size_t *at)
{
	size_t next = skip_underscores(text, *at + 1);
	if (text.ptr[*at] != '0' || next >= text.len) {
		return 10;
	}
	switch (text.ptr[next]) {
	case 'x':
	case 'X':
		*at = next + 1;
		return 16;
	case 'o':
	case 'O':
		*at = next + 1;
		return 8;
	case 'b':
	case 'B':
		*at = next + 1;
		return 2;
	default:
		*at = next;
		return 8;
	}
}

bool
cr_parse_integer(struct cr_str text, uint64_t *magnitude, bool *negative)
{
	size_t at = skip_underscores(text, 0);
	*negative = at < text.len && text.ptr[at] == '-';
	bool is_signed = *negative || (at < text.len && text.ptr[at] == '+');
	at = skip_underscores(text, at + is_signed);
	if (at >= text.len) {
		return false;
	}
	unsigned base = read_base(text, &at);
	if (!digits_value(text, at, base, magnitude)) {
		return false;
	}
	return !is_signed || *magnitude <= (uint64_t)INT64_MAX + *negative;
}

/* A decimal number taken apart: 0.ddd x 10^point. */
struct decimal {
	bool negative;
	bool any, cut; /* has digits; digits other than 0 did not fit */
	int count;     /* significant digits kept */
	int64_t point;
	char digits[MAX_DIGITS + 1];
};

static void
decimal_digit(struct decimal *d, char ch, bool fraction)
{
	d->any = true;
	if (d->count == 0 && ch == '0') {
		d->point -= fraction;
		return;
	}
	d->point += !fraction;
	if (d->count < MAX_DIGITS) {
		d->digits[d->count++] = ch;
	} else if (ch != '0') {
		d->cut = true;
	}
}

static bool
is_digit(struct cr_str text, size_t at)
{
	return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* May the underscore at `at` stand there? */
static bool
underscore_ok(struct cr_str text, size_t at, enum cr_underscores rule)
{
	return rule == CR_UNDERSCORES_ANYWHERE || (at > 0 && is_digit(text, at - 1) && is_digit(text, at + 1));
}

/* e+12 at the end of a number; adds it to the decimal point's place. */
static bool
scan_exponent(struct cr_str text, size_t at, enum cr_underscores rule, struct decimal *d)
{
	int64_t exponent = 0;
	bool is_signed = false, negative = false, any = false;
	for (; at < text.len; at++) {
		char ch = text.ptr[at];
		if (ch == '_' && underscore_ok(text, at, rule)) {
			continue;
		}
		if (is_digit(text, at)) {
			exponent = exponent > 1000000000 ? exponent : exponent * 10 + (ch - '0');
			any = true;
		} else if ((ch == '+' || ch == '-') && !any && !is_signed) {
			is_signed = true;
			negative = ch == '-';
		} else {
			return false;
		}
	}
	d->point += negative ? -exponent : exponent;
	return any;
}

static bool
scan_decimal(struct cr_str text, enum cr_underscores rule, struct decimal *d)
{
	bool fraction = false;
	for (size_t at = 0; at < text.len; at++) {
		char ch = text.ptr[at];
		if (is_digit(text, at)) {
			decimal_digit(d, ch, fraction);
		} else if (ch == '.' && !fraction) {
			fraction = true;
		} else if ((ch == '+' || ch == '-') && at == 0) {
			d->negative = ch == '-';
		} else if (ch == 'e' || ch == 'E') {
			return d->any && scan_exponent(text, at + 1, rule, d);
		} else if (ch != '_' || !underscore_ok(text, at, rule)) {
			return false;
		}
	}
	return d->any;
}

/* Up to 15 digits and a power of ten that a double holds exactly: one operation, correctly rounded. */
static bool
exact_double(const struct decimal *d, double *out)
{
	static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
					 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
	int64_t exponent = d->point - d->count;
	if (d->count > 15 || exponent < -22 || exponent > 22) {
		return false;
	}
	int64_t whole = 0;
	for (int i = 0; i < d->count; i++) {
		whole = whole * 10 + (d->digits[i] - '0');
	}
	*out = exponent < 0 ? (double)whole / powers[-exponent] : (double)whole * powers[exponent];
	return true;
}

static char *
put_exponent(char *p, int64_t exponent)
{
	*p++ = 'e';
	if (exponent < 0) {
		*p++ = '-';
		exponent = -exponent;
	}
	char digits[20];
	int n = 0;
	do {
		digits[n++] = (char)('0' + exponent % 10);
		exponent /= 10;
	} while (exponent > 0);
	while (n > 0) {
		*p++ = digits[--n];
	}
	return p;
}

static double
slow_double(const struct decimal *d)
{
	char text[MAX_DIGITS + 32];
	char *p = text;
	memcpy(p, d->digits, (size_t)d->count);
	p += d->count;
	if (d->cut) {
		*p++ = '1';
	}
	p = put_exponent(p, d->point - d->count - d->cut);
	*p = '\0';
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	double value = strtod_l(text, NULL, plain);
	freelocale(plain);
	return value;
}

bool
cr_parse_double(struct cr_str text, enum cr_underscores underscores, double *out)
{
	struct decimal d;
	memset(&d, 0, offsetof(struct decimal, digits));
	if (!scan_decimal(text, underscores, &d)) {
		return false;
	}
	double value = 0;
	if (d.count > 0 && d.point > 400) {
		return false;
	}
	if (d.count > 0 && d.point > -400 && !exact_double(&d, &value)) {
		value = slow_double(&d);
	}
	*out = d.negative ? -value : value;
	return !isinf(value);
}
