/* The parameters that an application sets, as Argo CD hands them on: a JSON list of {"name", "string" | "array" | "map"}. */
#ifndef CR_CLI_CMP_JSON_H
#define CR_CLI_CMP_JSON_H

#include <stdbool.h>
#include <stddef.h>

enum cli_parameter_kind { CLI_PARAMETER_UNSET, CLI_PARAMETER_STRING, CLI_PARAMETER_ARRAY, CLI_PARAMETER_MAP };

struct cli_parameter {
	const char *name;
	enum cli_parameter_kind kind;
	const char **words; /* the string; the items of an array; of a map name and value by turns, sorted by name */
	size_t count;       /* of words */
};

struct cli_parameters {
	struct cli_parameter *items;
	size_t count;
	char *text;         /* what names and words point into */
	const char **words; /* those of all parameters */
	size_t word_count;
	const char *wrong; /* why it could not be read, and at which byte, from 1 */
	size_t at;
};

/* Strict: what Argo CD never sends is refused. Nothing and "null" are an empty list. false: see wrong; free it all the same. */
bool cli_parameters_read(struct cli_parameters *p, const char *json);
void cli_parameters_free(struct cli_parameters *p);

#endif
