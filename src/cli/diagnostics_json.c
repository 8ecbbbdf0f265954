/* A finding as one line of JSON. */
#include "diagnostics_print.h"

/* How many bytes the UTF-8 character at c has; 0: it is none. Overlong forms and surrogates pass: no reader of JSON minds them. */
static int
character_length(const char *c)
{
	unsigned char lead = (unsigned char)*c;
	int length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
	for (int i = 1; i < length; i++) {
		if (((unsigned char)c[i] & 0xc0) != 0x80) {
			return 0;
		}
	}
	return length;
}

void
cli_put_json(FILE *out, const char *text)
{
	putc('"', out);
	while (*text != '\0') {
		int length = character_length(text);
		if (length == 0) {
			fputs("\\ufffd", out);
		} else if (*text == '"' || *text == '\\') {
			fprintf(out, "\\%c", *text);
		} else if ((unsigned char)*text < 0x20 || *text == 0x7f) {
			fprintf(out, "\\u%04x", (unsigned)(unsigned char)*text);
		} else {
			fwrite(text, 1, (size_t)length, out);
		}
		text += length != 0 ? length : 1;
	}
	putc('"', out);
}

void
cli_put_json_place(FILE *out, const char *path, uint32_t line, uint32_t column)
{
	if (path == NULL) {
		return;
	}
	fputs(",\"file\":", out);
	cli_put_json(out, path);
	if (line != 0) {
		fprintf(out, ",\"line\":%u", (unsigned)line);
	}
	if (line != 0 && column != 0) {
		fprintf(out, ",\"column\":%u", (unsigned)column);
	}
}

static void
put_place(FILE *out, const struct confrender_place *place)
{
	cli_put_json_place(out, place->path, place->line, place->column);
}

void
cli_print_json(FILE *out, const struct confrender_diagnostic *d)
{
	fprintf(out, "{\"severity\":\"%s\",\"code\":", d->severity == CONFRENDER_ERROR ? "error" : "warning");
	cli_put_json(out, d->code);
	fputs(",\"message\":", out);
	cli_put_json(out, d->message);
	put_place(out, &d->place);
	if (d->second_text != NULL) {
		fputs(",\"second\":{\"text\":", out);
		cli_put_json(out, d->second_text);
		put_place(out, &d->second_place);
		putc('}', out);
	}
	fputs(d->frame_count != 0 ? ",\"frames\":[" : "", out);
	for (size_t i = 0; i < d->frame_count; i++) {
		fputs(i == 0 ? "{\"text\":" : ",{\"text\":", out);
		cli_put_json(out, d->frames[i].text);
		put_place(out, &d->frames[i].place);
		putc('}', out);
	}
	fputs(d->frame_count != 0 ? "]" : "", out);
	if (d->hint != NULL) {
		fputs(",\"hint\":", out);
		cli_put_json(out, d->hint);
	}
	fputs("}\n", out);
}
