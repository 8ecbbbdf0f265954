/* The border of the memory sanitizer (CONFRENDER_MSAN): the libraries are not instrumented, so it does not see what they write. Each call
 * goes through here (MSAN_WRAPPED in CMakeLists.txt): what is handed over must be initialised, and what comes back is declared so.
 *
 * Memory that a library frees needs nothing. */
#include <fts.h>
#include <nettle/base64.h>
#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <sanitizer/msan_interface.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

static void
handed_over(const void *data, size_t length)
{
	__msan_check_mem_is_initialized(data, length);
}

/* What a library asks of libc about its own memory is not checked. */
static void
enter(void)
{
	__msan_scoped_disable_interceptor_checks();
}

static void
leave(void)
{
	__msan_scoped_enable_interceptor_checks();
}

static void
came_back(const void *data, size_t length)
{
	if (data != NULL) {
		__msan_unpoison(data, length);
	}
}

static void
text_came_back(const void *text)
{
	if (text != NULL) {
		__msan_unpoison_string(text);
	}
}

/* libyaml */

int __real_yaml_parser_initialize(yaml_parser_t *parser);
int __wrap_yaml_parser_initialize(yaml_parser_t *parser);
void __real_yaml_parser_set_input_string(yaml_parser_t *parser, const unsigned char *text, size_t length);
void __wrap_yaml_parser_set_input_string(yaml_parser_t *parser, const unsigned char *text, size_t length);
int __real_yaml_parser_parse(yaml_parser_t *parser, yaml_event_t *event);
int __wrap_yaml_parser_parse(yaml_parser_t *parser, yaml_event_t *event);
int __real_yaml_parser_scan(yaml_parser_t *parser, yaml_token_t *token);
int __wrap_yaml_parser_scan(yaml_parser_t *parser, yaml_token_t *token);
void __real_yaml_event_delete(yaml_event_t *event);
void __wrap_yaml_event_delete(yaml_event_t *event);
void __real_yaml_token_delete(yaml_token_t *token);
void __wrap_yaml_token_delete(yaml_token_t *token);

int
__wrap_yaml_parser_initialize(yaml_parser_t *parser)
{
	enter();
	int done = __real_yaml_parser_initialize(parser);
	leave();
	came_back(parser, sizeof *parser);
	return done;
}

void
__wrap_yaml_parser_set_input_string(yaml_parser_t *parser, const unsigned char *text, size_t length)
{
	handed_over(text, length);
	enter();
	__real_yaml_parser_set_input_string(parser, text, length);
	leave();
	came_back(parser, sizeof *parser);
}

static void
scalar_came_back(const yaml_char_t *value, size_t length)
{
	came_back(value, length + 1);
}

static void
event_came_back(const yaml_event_t *e)
{
	came_back(e, sizeof *e);
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		scalar_came_back(e->data.scalar.value, e->data.scalar.length);
		text_came_back(e->data.scalar.tag);
		text_came_back(e->data.scalar.anchor);
		break;
	case YAML_SEQUENCE_START_EVENT:
		text_came_back(e->data.sequence_start.tag);
		text_came_back(e->data.sequence_start.anchor);
		break;
	case YAML_MAPPING_START_EVENT:
		text_came_back(e->data.mapping_start.tag);
		text_came_back(e->data.mapping_start.anchor);
		break;
	case YAML_ALIAS_EVENT:
		text_came_back(e->data.alias.anchor);
		break;
	default:
		break;
	}
}

int
__wrap_yaml_parser_parse(yaml_parser_t *parser, yaml_event_t *event)
{
	enter();
	int done = __real_yaml_parser_parse(parser, event);
	leave();
	came_back(parser, sizeof *parser);
	text_came_back(parser->problem);
	text_came_back(parser->context);
	event_came_back(event);
	return done;
}

int
__wrap_yaml_parser_scan(yaml_parser_t *parser, yaml_token_t *token)
{
	enter();
	int done = __real_yaml_parser_scan(parser, token);
	leave();
	came_back(parser, sizeof *parser);
	came_back(token, sizeof *token);
	if (done && token->type == YAML_SCALAR_TOKEN) {
		scalar_came_back(token->data.scalar.value, token->data.scalar.length);
	}
	return done;
}

void
__wrap_yaml_event_delete(yaml_event_t *event)
{
	handed_over(&event->type, sizeof event->type);
	enter();
	__real_yaml_event_delete(event);
	leave();
	came_back(event, sizeof *event);
}

void
__wrap_yaml_token_delete(yaml_token_t *token)
{
	handed_over(&token->type, sizeof token->type);
	enter();
	__real_yaml_token_delete(token);
	leave();
	came_back(token, sizeof *token);
}

/* PCRE2. What it keeps in our memory only it reads. */

pcre2_code *__real_pcre2_compile_8(PCRE2_SPTR8 pattern, size_t length, uint32_t options, int *error, size_t *offset,
				   pcre2_compile_context_8 *context);
pcre2_code *__wrap_pcre2_compile_8(PCRE2_SPTR8 pattern, size_t length, uint32_t options, int *error, size_t *offset,
				   pcre2_compile_context_8 *context);
int __real_pcre2_match_8(const pcre2_code_8 *code, PCRE2_SPTR8 subject, size_t length, size_t start, uint32_t options,
			 pcre2_match_data_8 *data, pcre2_match_context_8 *context);
int __wrap_pcre2_match_8(const pcre2_code_8 *code, PCRE2_SPTR8 subject, size_t length, size_t start, uint32_t options,
			 pcre2_match_data_8 *data, pcre2_match_context_8 *context);
int __real_pcre2_dfa_match_8(const pcre2_code_8 *code, PCRE2_SPTR8 subject, size_t length, size_t start, uint32_t options,
			     pcre2_match_data_8 *data, pcre2_match_context_8 *context, int *workspace, size_t size);
int __wrap_pcre2_dfa_match_8(const pcre2_code_8 *code, PCRE2_SPTR8 subject, size_t length, size_t start, uint32_t options,
			     pcre2_match_data_8 *data, pcre2_match_context_8 *context, int *workspace, size_t size);
int __real_pcre2_get_error_message_8(int error, PCRE2_UCHAR8 *text, size_t size);
int __wrap_pcre2_get_error_message_8(int error, PCRE2_UCHAR8 *text, size_t size);

pcre2_code *
__wrap_pcre2_compile_8(PCRE2_SPTR8 pattern, size_t length, uint32_t options, int *error, size_t *offset, pcre2_compile_context_8 *context)
{
	handed_over(pattern, length);
	enter();
	pcre2_code *code = __real_pcre2_compile_8(pattern, length, options, error, offset, context);
	leave();
	came_back(error, sizeof *error);
	came_back(offset, sizeof *offset);
	return code;
}

int
__wrap_pcre2_match_8(const pcre2_code_8 *code, PCRE2_SPTR8 subject, size_t length, size_t start, uint32_t options, pcre2_match_data_8 *data,
		     pcre2_match_context_8 *context)
{
	handed_over(subject, length);
	enter();
	int answer = __real_pcre2_match_8(code, subject, length, start, options, data, context);
	leave();
	return answer;
}

int
__wrap_pcre2_dfa_match_8(const pcre2_code_8 *code, PCRE2_SPTR8 subject, size_t length, size_t start, uint32_t options,
			 pcre2_match_data_8 *data, pcre2_match_context_8 *context, int *workspace, size_t size)
{
	handed_over(subject, length);
	enter();
	int answer = __real_pcre2_dfa_match_8(code, subject, length, start, options, data, context, workspace, size);
	leave();
	return answer;
}

int
__wrap_pcre2_get_error_message_8(int error, PCRE2_UCHAR8 *text, size_t size)
{
	enter();
	int length = __real_pcre2_get_error_message_8(error, text, size);
	leave();
	came_back(text, size);
	return length;
}

/* nettle */

void __real_nettle_sha256_update(struct sha256_ctx *sha, size_t length, const uint8_t *data);
void __wrap_nettle_sha256_update(struct sha256_ctx *sha, size_t length, const uint8_t *data);
void __real_nettle_sha256_digest(struct sha256_ctx *sha, size_t length, uint8_t *digest);
void __wrap_nettle_sha256_digest(struct sha256_ctx *sha, size_t length, uint8_t *digest);
void __real_nettle_hmac_sha256_set_key(struct hmac_sha256_ctx *hmac, size_t length, const uint8_t *key);
void __wrap_nettle_hmac_sha256_set_key(struct hmac_sha256_ctx *hmac, size_t length, const uint8_t *key);
void __real_nettle_hmac_sha256_update(struct hmac_sha256_ctx *hmac, size_t length, const uint8_t *data);
void __wrap_nettle_hmac_sha256_update(struct hmac_sha256_ctx *hmac, size_t length, const uint8_t *data);
void __real_nettle_hmac_sha256_digest(struct hmac_sha256_ctx *hmac, size_t length, uint8_t *digest);
void __wrap_nettle_hmac_sha256_digest(struct hmac_sha256_ctx *hmac, size_t length, uint8_t *digest);
void __real_nettle_base64_encode_raw(char *out, size_t length, const uint8_t *data);
void __wrap_nettle_base64_encode_raw(char *out, size_t length, const uint8_t *data);

void
__wrap_nettle_sha256_update(struct sha256_ctx *sha, size_t length, const uint8_t *data)
{
	handed_over(data, length);
	enter();
	__real_nettle_sha256_update(sha, length, data);
	leave();
}

void
__wrap_nettle_sha256_digest(struct sha256_ctx *sha, size_t length, uint8_t *digest)
{
	enter();
	__real_nettle_sha256_digest(sha, length, digest);
	leave();
	came_back(digest, length);
}

void
__wrap_nettle_hmac_sha256_set_key(struct hmac_sha256_ctx *hmac, size_t length, const uint8_t *key)
{
	handed_over(key, length);
	enter();
	__real_nettle_hmac_sha256_set_key(hmac, length, key);
	leave();
}

void
__wrap_nettle_hmac_sha256_update(struct hmac_sha256_ctx *hmac, size_t length, const uint8_t *data)
{
	handed_over(data, length);
	enter();
	__real_nettle_hmac_sha256_update(hmac, length, data);
	leave();
}

void
__wrap_nettle_hmac_sha256_digest(struct hmac_sha256_ctx *hmac, size_t length, uint8_t *digest)
{
	enter();
	__real_nettle_hmac_sha256_digest(hmac, length, digest);
	leave();
	came_back(digest, length);
}

void
__wrap_nettle_base64_encode_raw(char *out, size_t length, const uint8_t *data)
{
	handed_over(data, length);
	enter();
	__real_nettle_base64_encode_raw(out, length, data);
	leave();
	came_back(out, BASE64_ENCODE_RAW_LENGTH(length));
}

/* libc, where the sanitizer does not know the function: it calls back, or gives what it allocated. */

void *__wrap_bsearch(const void *key, const void *items, size_t count, size_t size, int (*compare)(const void *, const void *));
FTSENT *__real_fts_read(FTS *fts);
FTSENT *__wrap_fts_read(FTS *fts);

void *
__wrap_bsearch(const void *key, const void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	const char *from = items;
	while (count > 0) {
		const char *middle = from + count / 2 * size;
		int order = compare(key, middle);
		if (order == 0) {
			return (void *)middle;
		}
		from = order > 0 ? middle + size : from;
		count = order > 0 ? count - count / 2 - 1 : count / 2;
	}
	return NULL;
}

FTSENT *
__wrap_fts_read(FTS *fts)
{
	enter();
	FTSENT *entry = __real_fts_read(fts);
	leave();
	if (entry != NULL) {
		came_back(entry, sizeof *entry);
		text_came_back(entry->fts_path);
		text_came_back(entry->fts_accpath);
		text_came_back(entry->fts_name);
	}
	return entry;
}
