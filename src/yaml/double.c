/* Doubles -> text: the shortest digits that read back the same, in the two layouts that the reference prints. printf is asked for digits
 * only, so that the locale's decimal point does not matter. */
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "yaml/number.h"
#include "yaml/scalar.h"

/* d.ddd x 10^exponent */
struct digits {
	char text[24];
	int count;
	int exponent;
};

static void
digits_round(double d, int count, struct digits *out)
{
	char text[64];
	snprintf(text, sizeof text, "%.*e", count - 1, d);
	const char *p = text;
	out->count = 0;
	for (; *p != 'e'; p++) {
		if (*p >= '0' && *p <= '9') {
			out->text[out->count++] = *p;
		}
	}
	bool negative = p[1] == '-';
	out->exponent = 0;
	for (p += 2; *p != '\0'; p++) {
		out->exponent = out->exponent * 10 + (*p - '0');
	}
	out->exponent = negative ? -out->exponent : out->exponent;
}

static bool
reads_back(const struct digits *g, double d)
{
	char text[40];
	int len = snprintf(text, sizeof text, "%.*se%d", g->count, g->text, g->exponent - (g->count - 1));
	double back;
	return cr_parse_double((struct cr_str){ text, (size_t)len }, CR_UNDERSCORES_ANYWHERE, &back) && back == d;
}

/* The next larger decimal of as many digits; false if that carries past the first digit. */
static bool
digits_next(struct digits *g)
{
	int i = g->count - 1;
	while (i > 0 && g->text[i] == '9') {
		g->text[i--] = '0';
	}
	return g->text[i]++ != '9';
}

/* d > 0. Below a power of two the doubles are closer together than above it, so the nearest decimal of 16 digits can miss where the next
 * one up reads back. */
static void
digits_shortest(double d, struct digits *out)
{
	int from = d < 2.3e-308 ? 1 : 15;
	for (int count = from; count < 17; count++) {
		digits_round(d, count, out);
		if (reads_back(out, d)) {
			break;
		}
		int exponent;
		if (count == 16 && frexp(d, &exponent) == 0.5 && digits_next(out) && reads_back(out, d)) {
			break;
		}
		if (count == 16) {
			digits_round(d, 17, out);
		}
	}
	while (out->count > 1 && out->text[out->count - 1] == '0') {
		out->count--;
	}
}

/* The same among the numbers of single precision. */
static void
digits_single(double d, struct digits *out)
{
	for (int count = 1; count < 9; count++) {
		char text[40];
		digits_round(d, count, out);
		snprintf(text, sizeof text, "%.*se%d", out->count, out->text, out->exponent - (out->count - 1));
		if (strtof(text, NULL) == (float)d) {
			return;
		}
	}
	digits_round(d, 9, out);
}

static size_t
put_exponent_form(const struct digits *g, int pad, char *out)
{
	char *p = out;
	*p++ = g->text[0];
	if (g->count > 1) {
		*p++ = '.';
		memcpy(p, g->text + 1, (size_t)g->count - 1);
		p += g->count - 1;
	}
	p += snprintf(p, 8, "e%c%0*d", g->exponent < 0 ? '-' : '+', pad, g->exponent < 0 ? -g->exponent : g->exponent);
	return (size_t)(p - out);
}

static size_t
put_plain_form(const struct digits *g, char *out)
{
	char *p = out;
	if (g->exponent < 0) {
		memcpy(p, "0.", 2);
		memset(p + 2, '0', (size_t)(-g->exponent - 1));
		p += 1 - g->exponent;
		memcpy(p, g->text, (size_t)g->count);
		return (size_t)(p - out) + (size_t)g->count;
	}
	for (int i = 0; i < g->count || i <= g->exponent; i++) {
		if (i == g->exponent + 1) {
			*p++ = '.';
		}
		*p++ = i < g->count ? g->text[i] : '0';
	}
	return (size_t)(p - out);
}

/* Exponent form below 10^low and from 10^high on. */
static size_t
put_digits(const struct digits *g, int low, int high, int pad, char *out)
{
	return g->exponent < low || g->exponent >= high ? put_exponent_form(g, pad, out) : put_plain_form(g, out);
}

static size_t
put_double(double d, int low, int high, int pad, char *out)
{
	struct digits g = { .text = "0", .count = 1 };
	size_t sign = signbit(d) != 0;
	out[0] = '-';
	if (d != 0) {
		digits_shortest(fabs(d), &g);
	}
	return sign + (d == 0 ? put_plain_form(&g, out + sign) : put_digits(&g, low, high, pad, out + sign));
}

size_t
cr_double_go(double d, char out[40])
{
	return put_double(d, -4, 6, 2, out);
}

size_t
cr_double_plain(double d, char out[CR_DOUBLE_PLAIN])
{
	return put_double(d, INT_MIN, INT_MAX, 1, out);
}

size_t
cr_double_json(double d, char out[40])
{
	return put_double(d, -6, 21, 1, out);
}

/* The value passes through JSON on its way: there 1000.0 becomes 1000, which is an integer as far as 64 bits go. */
size_t
cr_double_yaml(double d, char out[40])
{
	if (d == trunc(d) && d > -9223372036854775809.0 && d < 18446744073709551616.0) {
		size_t len = cr_double_json(d, out);
		uint64_t magnitude;
		bool negative;
		if (cr_parse_integer((struct cr_str){ out, len }, &magnitude, &negative)) {
			return (size_t)snprintf(out, 40, "%s%" PRIu64, negative && magnitude != 0 ? "-" : "", magnitude);
		}
	}
	return put_double(d, -4, 6, 2, out);
}

size_t
cr_float_yaml(double d, char out[40])
{
	struct digits g;
	float f = (float)d;
	size_t sign = signbit(d) != 0;
	if (d == trunc(d) && d > -9223372036854775809.0 && d < 18446744073709551616.0) {
		return cr_double_yaml(d, out);
	}
	if (f == 0) {
		return (size_t)snprintf(out, 40, signbit(f) ? "-0" : "0");
	}
	if (!isfinite(f)) {
		return (size_t)snprintf(out, 40, f > 0 ? "+Inf" : "-Inf");
	}
	out[0] = '-';
	digits_single(fabs((double)f), &g);
	return sign + put_digits(&g, -4, 6, 2, out + sign);
}
