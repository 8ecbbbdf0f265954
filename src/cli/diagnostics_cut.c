/* A finding with its texts cut off, for where there is little room. Of a path the end is kept, which tells more. */
#include "diagnostics_cut.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const char MORE[] = "...";

static bool
is_inside_character(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static char *
new_text(struct cli_cut *cut, size_t length)
{
	char *text = cli_alloc(length + sizeof(MORE), 1);
	cut->texts[cut->text_count++] = text;
	return text;
}

static const char *
cut_text(struct cli_cut *cut, const char *text, size_t most)
{
	if (text == NULL || strlen(text) <= most) {
		return text;
	}
	while (most > 0 && is_inside_character(text[most])) {
		most--;
	}
	char *made = new_text(cut, most);
	memcpy(made, text, most);
	memcpy(made + most, MORE, sizeof(MORE));
	return made;
}

static void
cut_path(struct cli_cut *cut, const char **path, size_t most)
{
	size_t length = *path != NULL ? strlen(*path) : 0;
	if (length <= most) {
		return;
	}
	const char *end = *path + length - most;
	while (is_inside_character(*end)) {
		end++;
	}
	char *made = new_text(cut, most);
	memcpy(made, MORE, sizeof(MORE) - 1);
	memcpy(made + sizeof(MORE) - 1, end, strlen(end) + 1);
	*path = made;
}

void
cli_cut_make(struct cli_cut *cut, const struct confrender_diagnostic *diagnostic, size_t most)
{
	const size_t hint = most / 4 * 3, other = most / 2;
	*cut = (struct cli_cut){ .diagnostic = *diagnostic };
	struct confrender_diagnostic *d = &cut->diagnostic;
	d->message = cut_text(cut, d->message, most);
	d->hint = cut_text(cut, d->hint, hint);
	d->second_text = cut_text(cut, d->second_text, other);
	cut_path(cut, &d->place.path, other);
	cut_path(cut, &d->second_place.path, other);
	d->frame_count = d->frame_count < CLI_CUT_FRAMES ? d->frame_count : CLI_CUT_FRAMES;
	for (size_t i = 0; i < d->frame_count; i++) {
		cut->frames[i] = d->frames[i];
		cut->frames[i].text = cut_text(cut, d->frames[i].text, other);
		cut_path(cut, &cut->frames[i].place.path, other);
	}
	d->frames = cut->frames;
}

void
cli_cut_free(struct cli_cut *cut)
{
	for (size_t i = 0; i < cut->text_count; i++) {
		free(cut->texts[i]);
	}
	cut->text_count = 0;
}
