/* The base layer: text, keys, maps, digests. */
#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/digest.h"
#include "base/map.h"

/* Text. */

static void
str_compares(void **state)
{
	(void)state;
	assert_true(cr_str_cmp(CR_STR("a"), CR_STR("b")) < 0);
	assert_true(cr_str_cmp(CR_STR("ab"), CR_STR("a")) > 0);
	assert_true(cr_str_cmp(CR_STR("\xff"), CR_STR("a")) > 0);
	assert_int_equal(cr_str_cmp(CR_STR("a\0b"), CR_STR("a\0b")), 0);
	assert_true(cr_str_cmp((struct cr_str){ 0 }, CR_STR("a")) < 0);
	assert_true(cr_str_starts(CR_STR("abc"), CR_STR("ab")));
	assert_false(cr_str_starts(CR_STR("a"), CR_STR("ab")));
	assert_true(cr_str_ends(CR_STR("abc"), CR_STR("bc")));
	assert_false(cr_str_ends(CR_STR("abc"), CR_STR("ab")));
	assert_true(cr_str_ends((struct cr_str){ 0 }, CR_STR("")));
	assert_int_equal(cr_str_find(CR_STR("a.b.c"), '.', 2), 3);
	assert_int_equal(cr_str_find(CR_STR("a.b.c"), '.', 4), SIZE_MAX);
	assert_int_equal(cr_str_find(CR_STR("a"), 'a', 9), SIZE_MAX);
	assert_true(cr_str_eq_fold(CR_STR("ConfigMap"), CR_STR("configmaP")));
	assert_false(cr_str_eq_fold(CR_STR("@"), CR_STR("`")));
	assert_false(cr_str_eq_fold(CR_STR("ab"), CR_STR("a")));
}

static void
str_trims_as_go(void **state)
{
	(void)state;
	test_str(cr_str_trim(CR_STR(" \t\r\n\v\f a b \n")), "a b");
	test_str(cr_str_trim(CR_STR("\xc2\x85\xc2\xa0\xe1\x9a\x80x\xe2\x80\x80\xe2\x80\xa8\xe3\x80\x80")), "x");
	test_str(cr_str_trim(CR_STR("\xe2\x80\x8bx\xe2\x80\x8b")), "\xe2\x80\x8bx\xe2\x80\x8b");
	test_str(cr_str_trim(CR_STR("\xa0x\x85")), "\xa0x\x85");
	test_str(cr_str_trim(CR_STR("x\x80\xc2\xa0")), "x\x80");
	assert_int_equal(cr_str_trim(CR_STR("   ")).len, 0);
	assert_int_equal(cr_str_trim((struct cr_str){ 0 }).len, 0);
}

/* The whole table, to hold the banded one against. */
static size_t
plain_distance(struct cr_str a, struct cr_str b)
{
	size_t t[12][12];
	for (size_t i = 0; i <= a.len; i++) {
		for (size_t j = 0; j <= b.len; j++) {
			if (i == 0 || j == 0) {
				t[i][j] = i + j;
				continue;
			}
			size_t best = t[i - 1][j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
			best = t[i - 1][j] + 1 < best ? t[i - 1][j] + 1 : best;
			t[i][j] = t[i][j - 1] + 1 < best ? t[i][j - 1] + 1 : best;
		}
	}
	return t[a.len][b.len];
}

static void
str_distance(void **state)
{
	(void)state;
	assert_int_equal(cr_str_distance(CR_STR("kitten"), CR_STR("sitting"), 5), 3);
	assert_int_equal(cr_str_distance(CR_STR("kitten"), CR_STR("sitting"), 2), 3);
	assert_int_equal(cr_str_distance(CR_STR("namePrefx"), CR_STR("namePrefix"), 2), 1);
	assert_int_equal(cr_str_distance(CR_STR(""), CR_STR("abc"), 31), 3);
	assert_int_equal(cr_str_distance((struct cr_str){ 0 }, (struct cr_str){ 0 }, 0), 0);
	srand(7);
	for (size_t round = 0; round < 3000; round++) {
		char a[11], b[11];
		struct cr_str sa = { .ptr = a, .len = (size_t)rand() % 11 };
		struct cr_str sb = { .ptr = b, .len = (size_t)rand() % 11 };
		for (size_t i = 0; i < 11; i++) {
			a[i] = (char)('a' + rand() % 3);
			b[i] = (char)('a' + rand() % 3);
		}
		size_t want = plain_distance(sa, sb);
		for (size_t max = 0; max < 12; max++) {
			assert_int_equal(cr_str_distance(sa, sb, max), want > max ? max + 1 : want);
		}
	}
}

static void
utf8_round_trip(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		char out[4];
		size_t len = cr_utf8_put(cp, out);
		const char *p = out;
		uint32_t got = cr_utf8_next(&p, out + len);
		bool surrogate = cp >= 0xd800 && cp <= 0xdfff;
		if (got != (surrogate ? 0xfffd : cp) || p != out + len) {
			fail_msg("U+%04X came back as U+%04X", (unsigned)cp, (unsigned)got);
		}
	}
}

static void
utf8_refuses_what_go_refuses(void **state)
{
	(void)state;
	static const char *const bad[] = { "\x80",
					   "\xc0\x80",
					   "\xc1\xbf",
					   "\xc2",
					   "\xe0\x9f\xbf",
					   "\xed\xa0\x80",
					   "\xed\xbf\xbf",
					   "\xe1\x80",
					   "\xf0\x8f\xbf\xbf",
					   "\xf4\x90\x80\x80",
					   "\xf5\x80\x80\x80",
					   "\xff",
					   "\xe1\x80z",
					   "aaaaaaaa\xc3" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(cr_utf8_valid(cr_str_z(bad[i])));
	}
	assert_true(
		cr_utf8_valid(CR_STR("plain \0 text, \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xed\x9f\xbf\xf4\x8f\xbf\xbf and more of it")));
	assert_true(cr_utf8_valid((struct cr_str){ 0 }));
	const char *p = bad[5];
	assert_int_equal(cr_utf8_next(&p, bad[5] + 3), UINT32_MAX);
	assert_ptr_equal(p, bad[5] + 1);
}

static void
str_makes_texts(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_str dup = cr_str_dup(c, CR_STR("a\0b"));
	assert_memory_equal(dup.ptr, "a\0b", 4);
	assert_int_equal(dup.len, 3);
	test_str(cr_str_dup(c, (struct cr_str){ 0 }), "");
	test_str(cr_str_cat(c, CR_STR("ab"), CR_STR("cd")), "abcd");
	test_str(cr_str_fmt(c, "%d-%.*s", 7, 2, "xyz"), "7-xy");
	struct cr_str wide = cr_str_fmt(c, "%1000d", 5);
	assert_int_equal(wide.len, 1000);
	assert_string_equal(wide.ptr + 998, " 5");
}

/* Keys. */

static void
keys_begin_with_the_well_known(void **state)
{
	struct cr_ctx *c = *state;
	assert_int_equal(cr_key_intern(c, CR_STR("")), CR_KEY_EMPTY);
	assert_int_equal(cr_key_intern(c, (struct cr_str){ 0 }), CR_KEY_EMPTY);
	for (cr_key k = 0; k < CR_KEY_WELLKNOWN_COUNT; k++) {
		struct cr_str text = cr_wellknown_str(k);
		assert_int_equal(cr_key_find(c, text), k);
		assert_int_equal(text.ptr[text.len], '\0');
		assert_ptr_equal(cr_key_str(c, k).ptr, text.ptr);
	}
	assert_int_equal(cr_key_intern(c, CR_STR("apiVersion")), CR_KEY_apiVersion);
}

static void
keys_are_many(void **state)
{
	struct cr_ctx *c = *state;
	enum { COUNT = 100000 };
	cr_key first = cr_key_intern(c, CR_STR("key 0"));
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned i = 0; i < COUNT; i++) {
			char room[32];
			snprintf(room, sizeof room, "key %u", i);
			cr_key k = cr_key_intern(c, cr_str_z(room));
			assert_int_equal(k, first + i);
			test_str(cr_key_str(c, k), room);
		}
	}
	assert_int_equal(cr_key_find(c, CR_STR("key 100000")), CR_KEY_NONE);
	assert_int_equal(cr_key_find(c, CR_STR("key 1\0")), CR_KEY_NONE);
	assert_int_equal(cr_key_find(c, CR_STR("key 99999")), first + 99999);
}

/* "Aa" and "BB" are one to a hash of h * 31: 2^14 names that would all be one. */
static void
keys_do_not_collide_by_design(void **state)
{
	struct cr_ctx *c = *state;
	cr_key first = CR_KEY_NONE;
	for (unsigned i = 0; i < 1u << 14; i++) {
		char room[28];
		for (unsigned bit = 0; bit < 14; bit++) {
			memcpy(room + 2 * (size_t)bit, i >> bit & 1 ? "Aa" : "BB", 2);
		}
		cr_key k = cr_key_intern(c, (struct cr_str){ .ptr = room, .len = sizeof room });
		first = i == 0 ? k : first;
		assert_int_equal(k, first + i);
	}
}

static void
keys_know_digits(void **state)
{
	struct cr_ctx *c = *state;
	assert_true(cr_key_has_digit(c, cr_key_intern(c, CR_STR("port80"))));
	assert_false(cr_key_has_digit(c, cr_key_intern(c, CR_STR("ports/:"))));
	assert_true(cr_key_has_digit(c, cr_key_intern(c, CR_STR("\xd9\xa3"))));
	assert_false(cr_key_has_digit(c, CR_KEY_apiVersion));
}

/* Ids must not depend on the seed, or output would. */
static void
keys_ids_do_not_depend_on_the_seed(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_ctx other;
	assert_true(cr_ctx_init(&other, NULL, 99));
	static const char *const names[] = { "b", "a", "b", "zz", "a1" };
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(cr_key_intern(c, cr_str_z(names[i])), cr_key_intern(&other, cr_str_z(names[i])));
	}
	assert_int_not_equal(cr_hash_str(c, "abc", 3), cr_hash_str(&other, "abc", 3));
	cr_ctx_free(&other);
}

/* Maps. */

static void
map_keeps_the_order_of_one_hash(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_map m = { 0 };
	struct cr_map_iter it;
	assert_null(cr_map_first(&m, 1, &it));
	static char values[5000];
	for (size_t i = 0; i < sizeof values; i++) {
		cr_map_add(c, &m, i % 7 == 0 ? 7 : UINT64_MAX - i, &values[i]);
	}
	size_t i = 0;
	for (char *v = cr_map_first(&m, 7, &it); v; v = cr_map_next(&m, &it)) {
		assert_ptr_equal(v, &values[i]);
		i += 7;
	}
	assert_true(i >= sizeof values);
	assert_ptr_equal(cr_map_first(&m, UINT64_MAX - 4999, &it), &values[4999]);
	assert_null(cr_map_next(&m, &it));
	assert_null(cr_map_first(&m, UINT64_MAX - 5000, &it));
	assert_int_equal(m.count, sizeof values);
}

static void
map_takes_many_of_one_hash(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_map m = { 0 };
	struct cr_map_iter it;
	char value;
	for (size_t i = 0; i < 300000; i++) {
		cr_map_add(c, &m, 0, &value);
	}
	size_t found = 0;
	for (void *v = cr_map_first(&m, 0, &it); v; v = cr_map_next(&m, &it)) {
		found++;
	}
	assert_int_equal(found, 300000);
	assert_true(m.cap < 64);
}

/* Digests. */

static void
sha256_vectors(void **state)
{
	(void)state;
	char hex[65];
	cr_sha256_hex("", 0, hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	cr_sha256_hex("abc", 3, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	char *million = malloc(1000000);
	memset(million, 'a', 1000000);
	cr_sha256_hex(million, 1000000, hex);
	free(million);
	assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void
base64_encodes(void **state)
{
	struct cr_ctx *c = *state;
	test_str(cr_base64_encode(c, (struct cr_str){ 0 }), "");
	test_str(cr_base64_encode(c, CR_STR("f")), "Zg==");
	test_str(cr_base64_encode(c, CR_STR("fo")), "Zm8=");
	test_str(cr_base64_encode(c, CR_STR("foo")), "Zm9v");
	test_str(cr_base64_encode(c, CR_STR("foobar")), "Zm9vYmFy");
	test_str(cr_base64_encode(c, CR_STR("\xff\xfe\xfb")), "//77");
}

static void
base64_decodes_as_go(void **state)
{
	struct cr_ctx *c = *state;
	static const char *const good[][2] = { { "", "" },
					       { "Zg==", "f" },
					       { "Zm8=", "fo" },
					       { "Zm9v", "foo" },
					       { "Zm9v\r\nYmFy\n", "foobar" },
					       { "\nZ\ng\n=\n=\n", "f" },
					       { "Zh==", "f" },
					       { "Zm9=", "fo" } };
	static const char *const bad[] = { "Z",     "Zg",    "Zg=",  "Zm8",        "Zm9vY", "=",    "Zm9v=", "Zg==Zg==",
					   "Zg== ", "Z g==", "Zg=g", "Zm9v\tYmFy", "Z===",  "====", "Zm-_",  "Zm8==" };
	struct cr_str out;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(cr_base64_decode(c, cr_str_z(good[i][0]), &out));
		test_str(out, good[i][1]);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (cr_base64_decode(c, cr_str_z(bad[i]), &out)) {
			fail_msg("\"%s\" was decoded", bad[i]);
		}
	}
}

static void
base64_round_trip(void **state)
{
	struct cr_ctx *c = *state;
	char data[256];
	for (size_t len = 0; len < sizeof data; len++) {
		data[len] = (char)(len * 37);
		struct cr_str in = { .ptr = data, .len = len }, out;
		assert_true(cr_base64_decode(c, cr_base64_encode(c, in), &out));
		assert_true(cr_str_eq(in, out));
	}
}

#define WITH_CTX(test) cmocka_unit_test_setup_teardown(test, test_setup, test_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(str_compares),
		cmocka_unit_test(str_trims_as_go),
		cmocka_unit_test(str_distance),
		cmocka_unit_test(utf8_round_trip),
		cmocka_unit_test(utf8_refuses_what_go_refuses),
		WITH_CTX(str_makes_texts),
		WITH_CTX(keys_begin_with_the_well_known),
		WITH_CTX(keys_are_many),
		WITH_CTX(keys_do_not_collide_by_design),
		WITH_CTX(keys_know_digits),
		WITH_CTX(keys_ids_do_not_depend_on_the_seed),
		WITH_CTX(map_keeps_the_order_of_one_hash),
		WITH_CTX(map_takes_many_of_one_hash),
		WITH_CTX(sha256_vectors),
		WITH_CTX(base64_encodes),
		WITH_CTX(base64_decodes_as_go),
		WITH_CTX(base64_round_trip),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
