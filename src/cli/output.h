/* Writes outputs to their destination. All functions report what goes wrong and then give false. */
#ifndef CR_CLI_OUTPUT_H
#define CR_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "destination.h"
#include "diagnostics.h"
#include <confrender/render.h>

/* Outputs of one run, one after the other as documents of one stream; what is empty is left out. */
struct cli_stream {
	struct confrender_output *const *outputs;
	size_t count;
	enum confrender_format format;
};

/* To standard output or the file. */
bool cli_output_stream(struct cli_report *report, struct cli_destination *destination, const struct cli_stream *stream);
/* To standard output, which is closed by it. */
bool cli_output_text(struct cli_report *report, const char *text, size_t length);
/* Below the output directory, where name may have sub-folders; directories that are missing are made. */
bool cli_output_file_below(struct cli_report *report, const struct cli_destination *destination, const char *name,
			   const struct cli_stream *stream);
/* The same of a text. */
bool cli_output_text_to(struct cli_report *report, struct cli_destination *destination, const char *text, size_t length);
bool cli_output_text_below(struct cli_report *report, const struct cli_destination *destination, const char *name, const char *text,
			   size_t length);
/* One file a resource in folder below the output directory. No file appears before all are written. environment is what messages call it,
 * NULL where there is but one. */
bool cli_output_split(struct cli_report *report, const struct cli_destination *destination, const char *folder, const char *environment,
		      const struct cli_stream *stream);

#endif
