/* Findings that are cut to what there is room for. */
#ifndef CR_CLI_DIAGNOSTICS_CUT_H
#define CR_CLI_DIAGNOSTICS_CUT_H

#include <stddef.h>

#include <confrender/diagnostics.h>

enum {
	CLI_CUT_FRAMES = 2,
	/* message, hint, second text and the two places; a text and a place for each frame */
	CLI_CUT_TEXTS = 5 + 2 * CLI_CUT_FRAMES
};

struct cli_cut {
	struct confrender_diagnostic diagnostic;
	struct confrender_frame frames[CLI_CUT_FRAMES];
	char *texts[CLI_CUT_TEXTS];
	size_t text_count;
};

/* The same finding with the first frames only, and with at most so many bytes of the message, fewer of the other texts. It is cut between
 * characters, and "..." stands for the rest. Lives no longer than diagnostic. */
void cli_cut_make(struct cli_cut *cut, const struct confrender_diagnostic *diagnostic, size_t most);
void cli_cut_free(struct cli_cut *cut);

#endif
