/* What rules about references and rollouts decide by texts: versions in names, near names, names that are given as external. */
#include "check/elsewhere.h"
#include "check/index.h"
#include "check/versioned.h"
#include "tests/support.h"

static void
versions_in_names(void **state)
{
	(void)state;
	static const char *const yes[] = { "app-v3", "app-3", "app-1.4.0", "app-v1.4.0", "app-2024-05-01", "app.v2", "a-0" };
	static const char *const no[] = {
		"app", "v3", "3", "app3", "web2", "appv3", "app-v", "app-", "app-v3-", "app-3a", "", "-", "1.4.0"
	};
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		assert_true(cr_name_has_version(cr_str_z(yes[i])));
	}
	for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
		assert_false(cr_name_has_version(cr_str_z(no[i])));
	}
}

/* What of the candidates is taken for wanted; "" if none. */
static struct cr_str
nearest(struct cr_ctx *c, const char *wanted, const char *const *candidates)
{
	struct cr_check k = { .c = c };
	struct cr_near near;
	cr_near_begin(&k, &near, cr_key_intern(c, cr_str_z(wanted)));
	for (size_t i = 0; candidates[i] != NULL; i++) {
		cr_near_offer(&near, cr_key_intern(c, cr_str_z(candidates[i])));
	}
	return cr_key_str(c, near.name);
}

static void
near_names(void **state)
{
	struct cr_ctx *c = *state;
	test_str(nearest(c, "wbe", (const char *const[]){ "db", "web", NULL }), "web");
	test_str(nearest(c, "api", (const char *const[]){ "web", "db", "apps", NULL }), "");
	test_str(nearest(c, "web-confg", (const char *const[]){ "web-conf", "web-config", NULL }), "web-conf");
	test_str(nearest(c, "web-config-prod", (const char *const[]){ "web-config-dev", "web-config", NULL }), "");
	test_str(nearest(c, "log-level", (const char *const[]){ "LOG", "log_level", NULL }), "log_level");
	test_str(nearest(c, "web-config", (const char *const[]){ NULL }), "");
}

static bool
is_external(struct cr_ctx *c, const char *given, const char *ns, const char *name)
{
	struct cr_str text = cr_str_z(given);
	struct cr_check_options options = { .external = &text, .external_count = 1 };
	struct cr_check k = { .c = c, .options = &options };
	return cr_check_is_external(&k, ns != NULL ? cr_key_intern(c, cr_str_z(ns)) : CR_KEY_NONE, cr_key_intern(c, cr_str_z(name)));
}

static void
external_names(void **state)
{
	struct cr_ctx *c = *state;
	assert_true(is_external(c, "db", "prod", "db"));
	assert_true(is_external(c, "db", NULL, "db"));
	assert_true(is_external(c, "prod/db", "prod", "db"));
	assert_false(is_external(c, "prod/db", "dev", "db"));
	assert_false(is_external(c, "prod/db", NULL, "db"));
	assert_false(is_external(c, "db", "prod", "db2"));
	assert_false(is_external(c, "", "prod", "db"));
}

static void
templates(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_check k = { .c = c };
	static const char *const yes[] = { "$(params.secret)", "${NAME}", "{{ .name }}", "<name>", "a-%s", "tekton-$(x)" };
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		assert_true(cr_check_is_template(&k, cr_key_intern(c, cr_str_z(yes[i]))));
	}
	assert_false(cr_check_is_template(&k, cr_key_intern(c, CR_STR("kube-root-ca.crt"))));
	assert_false(cr_check_is_template(&k, cr_key_intern(c, CR_STR("a\0b"))));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(versions_in_names, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(near_names, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(external_names, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(templates, test_setup, test_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
