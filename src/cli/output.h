/* Where the output goes: standard output, a file, or files in a directory. All functions report what goes wrong and then give false. */
#ifndef CR_CLI_OUTPUT_H
#define CR_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnostics.h"
#include <confrender/render.h>

/* Outputs of one run, one after the other as documents of one stream; what is empty is left out. */
struct cli_stream {
	struct confrender_output *const *outputs;
	size_t count;
	enum confrender_format format;
};

bool cli_output_stdout(struct cli_report *report, const struct cli_stream *stream);
/* path is replaced as a whole; where it is a link, the file that the link names. */
bool cli_output_file(struct cli_report *report, const char *path, const struct cli_stream *stream);
/* directory/name, where name may have sub-folders; directories that are missing are made. */
bool cli_output_file_below(struct cli_report *report, const char *directory, const char *name, const struct cli_stream *stream);
/* One file a resource in directory/folder. No file appears before all are written. environment is what messages call it, NULL where there
 * is but one. */
bool cli_output_split(struct cli_report *report, const char *directory, const char *folder, const char *environment,
		      const struct cli_stream *stream);

#endif
