/* Plain text -> values, numbers -> text, and the order of keys. */
#include "tests/support.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "yaml/emit.h"
#include "yaml/number.h"
#include "yaml/scalar.h"

static enum cr_type
type_of(const char *text)
{
	return cr_plain_value(cr_str_z(text)).type;
}

static void
words(void **state)
{
	(void)state;
	assert_int_equal(type_of(""), CR_T_NULL);
	assert_int_equal(type_of("~"), CR_T_NULL);
	assert_int_equal(type_of("Null"), CR_T_NULL);
	assert_int_equal(type_of("nULL"), CR_T_STR);
	assert_int_equal(type_of("TRUE"), CR_T_BOOL);
	assert_int_equal(type_of("tRue"), CR_T_STR);
	assert_int_equal(type_of("yes"), CR_T_STR);
	assert_int_equal(type_of("trueish"), CR_T_STR);
	assert_int_equal(cr_plain_value_11(CR_STR("Off")).type, CR_T_BOOL);
	assert_true(cr_plain_value_11(CR_STR("y")).b);
	assert_false(cr_plain_value_11(CR_STR("NO")).b);
	assert_int_equal(cr_plain_value_11(CR_STR("oN")).type, CR_T_STR);
	assert_int_equal(cr_plain_value_11(CR_STR("2001-01-01")).type, CR_T_STR);
}

static void
integers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t value;
	} cases[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "+12", 12 },
		{ "0777", 511 },
		{ "0o17", 15 },
		{ "0X1f", 31 },
		{ "-0b11", -3 },
		{ "1_000", 1000 },
		{ "0_7", 7 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cr_value v = cr_plain_value(cr_str_z(cases[i].text));
		assert_int_equal(v.type, CR_T_INT);
		assert_true(v.i == cases[i].value);
	}
	struct cr_value big = cr_plain_value(CR_STR("18446744073709551615"));
	assert_int_equal(big.type, CR_T_UINT);
	assert_true(big.u == UINT64_MAX);
	assert_int_equal(type_of("18446744073709551616"), CR_T_FLOAT);
	assert_int_equal(type_of("-9223372036854775809"), CR_T_FLOAT);
	assert_int_equal(type_of("08"), CR_T_FLOAT);
	assert_int_equal(type_of("0x"), CR_T_STR);
	assert_int_equal(type_of("1,000"), CR_T_STR);
	assert_int_equal(type_of("_1"), CR_T_STR);
	assert_int_equal(type_of("10.0.0.1"), CR_T_STR);
	assert_int_equal(type_of("100m"), CR_T_STR);
}

static void
floats(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		double value;
	} cases[] = {
		{ "1.", 1 },
		{ "-.5", -.5 },
		{ "1e3", 1000 },
		{ "1_0.5", 10.5 },
		{ ".4_72", .472 },
		{ "08", 8 },
		{ "1e-400", 0 },
		{ "0e999999999", 0 },
		{ "4.9e-324", 4.9e-324 },
		{ "2.2250738585072011e-308", 2.2250738585072011e-308 },
		{ "9007199254740993", 9007199254740992.0 },
		{ "179769313486231580793728971405301e276", 179769313486231580793728971405301e276 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cr_value v = cr_plain_value(cr_str_z(cases[i].text));
		double got = v.type == CR_T_INT ? (double)v.i : v.f;
		assert_true(got == cases[i].value);
	}
	assert_int_equal(type_of("1e400"), CR_T_STR);
	assert_int_equal(type_of("._1"), CR_T_STR);
	assert_int_equal(type_of("1e"), CR_T_STR);
	assert_int_equal(type_of("1e+-3"), CR_T_STR);
	assert_int_equal(type_of(".NaN"), CR_T_FLOAT);
	assert_int_equal(type_of("+.nan"), CR_T_STR);
	assert_true(isinf(cr_plain_value(CR_STR("-.Inf")).f));
	assert_int_equal(type_of("0x1.8p3"), CR_T_STR);
}

static void
many_digits(void **state)
{
	(void)state;
	char text[3000];
	memset(text, '0', sizeof text);
	text[1] = '.';
	text[sizeof text - 1] = '1';
	double d;
	assert_true(cr_parse_double((struct cr_str){ text, sizeof text }, CR_UNDERSCORES_ANYWHERE, &d));
	assert_true(d == 0);
	memset(text, '9', 300);
	assert_true(cr_parse_double((struct cr_str){ text, 300 }, CR_UNDERSCORES_ANYWHERE, &d));
	assert_true(d == 1e300);
	assert_false(cr_parse_double((struct cr_str){ text, sizeof text }, CR_UNDERSCORES_ANYWHERE, &d));
}

static void
check_double(double d, const char *json, const char *yaml)
{
	char text[40];
	test_str(((struct cr_str){ text, cr_double_json(d, text) }), json);
	test_str(((struct cr_str){ text, cr_double_yaml(d, text) }), yaml);
}

static void
double_texts(void **state)
{
	(void)state;
	check_double(0, "0", "0");
	check_double(-0.0, "-0", "0");
	check_double(1000, "1000", "1000");
	check_double(1e20, "100000000000000000000", "1e+20");
	check_double(1e21, "1e+21", "1e+21");
	check_double(1e-7, "1e-7", "1e-07");
	check_double(0.000001, "0.000001", "1e-06");
	check_double(0.0001, "0.0001", "0.0001");
	check_double(1234567.5, "1234567.5", "1.2345675e+06");
	check_double(0.30000000000000004, "0.30000000000000004", "0.30000000000000004");
	check_double(5e-324, "5e-324", "5e-324");
	check_double(1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e+308");
	check_double(-1234567890123456789.5, "-1234567890123456800", "-1234567890123456800");
	check_double(18446744073709551616.0, "18446744073709552000", "1.8446744073709552e+19");
	/* 2^-44: the nearest decimal of 16 digits does not read back, another does. */
	check_double(0x1p-44, "5.684341886080802e-14", "5.684341886080802e-14");
}

static void
single_texts(void **state)
{
	(void)state;
	static const struct {
		double d;
		const char *text;
	} rows[] = { { 1000, "1000" },
		     { -0.0, "0" },
		     { 0.1, "0.1" },
		     { 1.23456789, "1.2345679" },
		     { 16777217.5, "1.6777218e+07" },
		     { 0.00001, "1e-05" },
		     { 1e20, "1e+20" },
		     { 1e21, "1e+21" },
		     { -2.5, "-2.5" },
		     { 3.4028235e38, "3.4028235e+38" },
		     { 1e300, "+Inf" },
		     { -1e300, "-Inf" },
		     { 1e-300, "0" },
		     { -1e-300, "-0" },
		     { 1e-45, "1e-45" } };
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[40];
		test_str(((struct cr_str){ text, cr_float_yaml(rows[i].d, text) }), rows[i].text);
	}
}

static void
doubles_read_back(void **state)
{
	(void)state;
	uint64_t bits = 1;
	for (int i = 0; i < 20000; i++) {
		bits = bits * 6364136223846793005u + 1442695040888963407u;
		double d, back;
		char text[40];
		memcpy(&d, &bits, sizeof d);
		if (isfinite(d)) {
			size_t len = cr_double_json(d, text);
			assert_true(cr_parse_double((struct cr_str){ text, len }, CR_UNDERSCORES_ANYWHERE, &back));
			assert_true(back == d);
		}
	}
}

/* A comma for the decimal point, where the machine has such a locale, changes nothing. */
static void
locale_does_not_matter(void **state)
{
	if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL && setlocale(LC_ALL, "fr_FR.UTF-8") == NULL) {
		skip();
	}
	double_texts(state);
	floats(state);
	setlocale(LC_ALL, "C");
}

static void
timestamps(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "2001-12-14", "2001-12-14T00:00:00Z" },
		{ "2020-1-1", "2020-01-01T00:00:00Z" },
		{ "2001-12-14t21:59:43.10-05:00", "2001-12-14T21:59:43.1-05:00" },
		{ "2001-12-15   2:59:43,123456789012", "2001-12-15T02:59:43.123456789Z" },
		{ "2000-02-29T1:2:3+05:60", "2000-02-29T01:02:03+06:00" },
	};
	static const char *const none[] = {
		"2001-12-14 21:59:43.10 -5", "2020-13-45",           "2001-12",     "1900-02-29",           "2001-12-14T24:00:00Z",
		"2001-12-14T21:59:43",       "2001-12-14 21:59:43Z", "20011-12-14", "2001-12-14T21:59:43z", "2001-12-14T1:1:1.Z"
	};
	char text[64];
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(cr_timestamp_text(cr_str_z(cases[i][0]), text));
		assert_string_equal(text, cases[i][1]);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		assert_false(cr_timestamp_text(cr_str_z(none[i]), text));
	}
}

static void
quotes(void **state)
{
	(void)state;
	static const char *const quoted[] = { "",      "~",      "y",          "OFF",   "0o17",       "1e3",
					      "-1:30", "1_0:30", "12:30:45.5", ".4_72", "2001-12-14", "+.inf" };
	static const char *const plain[] = { "yEs", "1:60", "1:99", "_", "=", "<<", "0o8", "100m", "1.2.3", "1:30a", "on1", "nil" };
	for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++) {
		assert_true(cr_needs_quotes(cr_str_z(quoted[i])));
	}
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		assert_false(cr_needs_quotes(cr_str_z(plain[i])));
	}
}

static void
key_order(void **state)
{
	(void)state;
	static const char *const sorted[][8] = {
		{ "A", "AB", "Ab", "B", "a", "aB", "ab", "b" },
		{ "ab", "ab-", "ab1", "abC", "abc", "abcd" },
		{ "1", "01", "9", "09", "10", "100" },
		{ "a0", "a00", "a1", "a10", "a100", "a1000" },
		{ "\xf0\x9f\x98\x80", "e", "f", "\xc3\xa4", "\xce\xa9", "\xe4\xb8\x96" },
		{ "v1", "v18446744073709551616", "v00000000000000000001", "v18446744073709551617", "v2" },
		{ "v10", "v1beta1" },
		{ "v1beta1", "v2" },
		{ "v2", "v10" },
	};
	for (size_t i = 0; i < sizeof sorted / sizeof *sorted; i++) {
		for (size_t k = 0; k + 1 < 8 && sorted[i][k + 1] != NULL; k++) {
			struct cr_str a = cr_str_z(sorted[i][k]), b = cr_str_z(sorted[i][k + 1]);
			assert_true(cr_key_order(a, b) < 0);
			assert_true(cr_key_order(b, a) > 0);
			assert_int_equal(cr_key_order(a, a), 0);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(integers),
		cmocka_unit_test(floats),
		cmocka_unit_test(many_digits),
		cmocka_unit_test(double_texts),
		cmocka_unit_test(single_texts),
		cmocka_unit_test(doubles_read_back),
		cmocka_unit_test(timestamps),
		cmocka_unit_test(locale_does_not_matter),
		cmocka_unit_test(quotes),
		cmocka_unit_test(key_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
