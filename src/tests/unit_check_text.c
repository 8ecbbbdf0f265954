/* What rules make of texts: tokens by their shape, credentials by their name, placeholders, references. */
#include <stdio.h>

#include "check/credential.h"
#include "check/look.h"
#include "support.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* In two pieces, so that nobody takes this file for a leak. */
struct token {
	const char *begin, *rest, *want;
};

static void
tokens_are_known_by_shape(void **state)
{
	static const struct token tokens[] = {
		{ "AKIA", "2E0A8F3B244C9986", "an AWS access key" },
		{ "ghp_", "0123456789abcdefghijklmnopqrstuvwxyz", "a GitHub token" },
		{ "github_pat_", "11ABCDEFG0123456789_abcdefghijklmnopqrstuvwxyz0123456789", "a GitHub token" },
		{ "glpat-", "x9A8b7C6d5E4f3G2h1J0", "a GitLab token" },
		{ "xoxb-", "123456789012-abcDEFghi456", "a Slack token" },
		{ "https://hooks.slack.com/services/", "T01ABCDEF/B02GHIJKL/mnopqrstuvwxyz0123456789", "the address of a Slack webhook" },
		{ "AIza", "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q", "a Google API key" },
		{ "sk_live_", "4eC39HqLyjWDarjtT1zdp7dc", "a Stripe key" },
		{ "sk-ant-", "api03-abcdefghijklmnopqrstuvwxyz0123456789ABCD", "an Anthropic key" },
		{ "sk-", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL", "an OpenAI key" },
		{ "hf_", "abcdefghijklmnopqrstuvwxyzABCDEFGH", "a Hugging Face token" },
		{ "npm_", "0123456789abcdefghijklmnopqrstuvwxyz", "an npm token" },
		{ "rk_live_", "4eC39HqLyjWDarjtT1zdp7dc", "a Stripe key" },
		{ "pypi-AgE", "IcHlwaS5vcmcCJDAxMjM0NTY3LTg5YWItY2RlZi0wMTIzLTQ1Njc4OWFi", "a PyPI token" },
		{ "dckr_pat_", "abcDEF0123456789-_abcDEF012", "a Docker Hub token" },
		{ "AGE-SECRET-KEY-1", "QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGP0123456789AB", "an age key" },
		{ "AccountKey=", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
		  "an Azure storage key" },
		{ "eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P", "a JSON Web Token" },
		{ "-----BEGIN ", "RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAr3ZY", "a private key" },
		{ "postgres://", "web:correct-horse@database/web", "an address with a password" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(tokens); i++) {
		char text[256];
		size_t line;
		int len = snprintf(text, sizeof text, "first\nkey: \"%s%s\"\n", tokens[i].begin, tokens[i].rest);
		const char *found = cr_token_in((struct cr_str){ .ptr = text, .len = (size_t)len }, &line);
		if (found == NULL) {
			fail_msg("%s is not found", tokens[i].begin);
		}
		assert_string_equal(found, tokens[i].want);
		assert_int_equal(line, 2);
	}
}

static void
other_texts_are_no_tokens(void **state)
{
	static const char *const texts[] = {
		"",
		"AKIAIOSFODNN7EXAMPLE",
		"AKIAXXXXXXXXXXXXXXXX",
		"xAKIA2E0A8F3B244C9986",
		"ghp_short",
		"ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
		"sk-learn",
		"task-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL",
		"hf_hub_download",
		"eyJhbGciOiJIUzI1NiJ9",
		"-----BEGIN CERTIFICATE-----\nMIIEpAIBAAKCAQEAr3ZYqS0b\n",
		"-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
		"https://example.com/a:b@c",
		"https://user@example.com",
		"postgres://web:$(PASSWORD)@database/web",
		"postgres://web:${PASSWORD}@database/web",
		"postgres://web:<password>@database/web",
		"postgres://web:@database/web",
		"# postgres://web:correct-horse@database/web",
		"http://localhost:8080/path user@host",
	};
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		size_t line;
		const char *found = cr_token_in(cr_str_z(texts[i]), &line);
		if (found != NULL) {
			fail_msg("\"%s\" is taken for %s", texts[i], found);
		}
	}
}

struct named {
	const char *name, *value;
	bool want;
};

static void
names_tell_credentials(void **state)
{
	static const struct named rows[] = {
		{ "DB_PASSWORD", "hunter2", true },
		{ "dbPassword", "admin", true },
		{ "spring.datasource.password", "password", true },
		{ "MYSQL_PWD", "root", true },
		{ "API_KEY", "a8f3k2l9d0", true },
		{ "client-secret", "pUBnBOY80SnXgjibTYM9ZWNz", true },
		{ "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI4K7MDENG2bPxRfiCY", true },
		{ "PASSWORD_FILE", "hunter2", false },
		{ "ALLOW_EMPTY_PASSWORD", "hunter2", false },
		{ "PROXY_PASS", "backend", false },
		{ "BYPASS", "hunter2", false },
		{ "DB_PASSWORD", "", false },
		{ "DB_PASSWORD", "$(PASSWORD)", false },
		{ "DB_PASSWORD", "{{ .password }}", false },
		{ "DB_PASSWORD", "/run/secrets/db", false },
		{ "DB_PASSWORD", "password.txt", false },
		{ "DB_PASSWORD", "required", false },
		{ "DB_PASSWORD", "change-me", false },
		{ "DB_PASSWORD", "see the wiki", false },
		{ "TLS_SECRET", "web-tls-v2", false },
		{ "TOKEN", "bearer", false },
		{ "PUBLIC_KEY", "a8f3k2l9d0", false },
		{ "MAX_TOKENS", "a8f3k2l9d0", false },
		{ "KEY", "a8f3k2l9d0", false },
		{ "", "hunter2", false },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (cr_is_named_credential(cr_str_z(rows[i].name), cr_str_z(rows[i].value)) != rows[i].want) {
			fail_msg("%s: %s", rows[i].name, rows[i].value);
		}
	}
}

static void
settings_tell_credentials(void **state)
{
	static const char *const good[] = {
		"a=b\npassword=c0rrecth0rse7",
		"a=b\n  \"SecretAccessKey\": \"minio12345\",",
		"a=b\n  clientSecret: 'pUBnBOY80SnXgjib'",
		"a=b\nexport API_KEY=a8f3k2l9d0",
	};
	static const char *const bad[] = {
		"",
		"password",
		"password = getenv(\"P4ssw0rd123\")",
		"# password=c0rrecth0rse7",
		"password: string",
		"token = parts[1]",
		"if password == c0rrecth0rse7",
	};
	size_t line;
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(cr_setting_in(cr_str_z(good[i]), &line));
		assert_int_equal(line, 2);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(cr_setting_in(cr_str_z(bad[i]), &line));
	}
}

static void
placeholders_are_known(void **state)
{
	static const char *const good[] = {
		"CHANGE_ME",      "changeme",    "change-me-please", "ChangeMe", "<password>", "your-api-key-here", "YOUR_KEY",
		"TODO",           "xxxx",        "hf_xxxxxx",        "****",     "sk-...",     "REPLACE_ME",        "replace-with-real",
		"__REPLACE_ME__", "dummy-token", "placeholder\n",
	};
	static const char *const bad[] = {
		"",      "hunter2", "correct-horse", "example.com", "<a></a>", "<a/>", "exchange-mechanism", "example-keycloak-1",
		"todos", "xxx1",    "tourism",       "unchanged",
	};
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		if (!cr_is_placeholder(cr_str_z(good[i]))) {
			fail_msg("%s", good[i]);
		}
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (cr_is_placeholder(cr_str_z(bad[i]))) {
			fail_msg("%s", bad[i]);
		}
	}
}

static void
templates_are_known(void **state)
{
	(void)state;
	assert_true(cr_is_templated(CR_STR("${PASSWORD}")));
	assert_true(cr_is_templated(CR_STR("a $(B) c")));
	assert_true(cr_is_templated(CR_STR("{{ .Values.a }}")));
	assert_true(cr_is_templated(CR_STR("<path:secret/data/db#password>")));
	assert_true(cr_is_templated(CR_STR("vault:secret/db#password")));
	assert_true(cr_is_templated(CR_STR("ENC[AES256_GCM,data:AA==]")));
	assert_false(cr_is_templated(CR_STR("a$b{c}")));
	assert_false(cr_is_templated(CR_STR("")));
	assert_false(cr_is_templated(CR_STR("$")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_known_by_shape), cmocka_unit_test(other_texts_are_no_tokens),
		cmocka_unit_test(names_tell_credentials),    cmocka_unit_test(settings_tell_credentials),
		cmocka_unit_test(placeholders_are_known),    cmocka_unit_test(templates_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
