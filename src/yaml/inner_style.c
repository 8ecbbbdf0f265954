/* The style in which a text inside a text is written. Counterpart: go-yaml v3's analysis of scalars and its choice among the styles, which
 * starts from how the text was read; of values outside such text see emit_style.c, where only the text counts. */
#include "yaml/inner_style.h"

/* A longer key stands behind a question mark. */
enum { LONGEST_KEY = 128 };

struct traits {
	bool multiline, flow_plain, block_plain, single, block;
};

static bool
starts_like_a_sign(uint32_t cp)
{
	return cp < 0x80 && cp != 0 && strchr("#,[]{}&*!|>'\"%@`", (int)cp) != NULL;
}

/* What the characters of a text allow. */
struct scan {
	bool block_signs, flow_signs, breaks, special, tabs;
	bool first_space, first_break, last_space, last_break, break_space, space_break;
};

static void
scan_sign(struct scan *s, uint32_t cp, bool first, bool after_blank, bool before_blank)
{
	bool either = first && starts_like_a_sign(cp);
	bool apart = (first && (cp == '-' || cp == '?')) || cp == ':';
	s->flow_signs |= either || (cp == '?' || cp == ':') || (first && cp == '-' && before_blank) ||
			 (cp < 0x80 && cp != 0 && strchr(",[]{}", (int)cp) != NULL) || (cp == '#' && after_blank);
	s->block_signs |= either || (apart && before_blank) || (cp == '#' && after_blank);
}

static void
scan_text(struct cr_str text, struct scan *s)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool after_blank = true, space = false, line = false;
	*s = (struct scan){ 0 };
	if (text.len >= 3 && (memcmp(p, "---", 3) == 0 || memcmp(p, "...", 3) == 0)) {
		s->block_signs = s->flow_signs = true;
	}
	while (p < end) {
		bool first = p == text.ptr;
		uint32_t cp = cr_utf8_next(&p, end);
		bool before_blank = p == end || *p == ' ' || *p == '\t';
		scan_sign(s, cp, first, after_blank, before_blank);
		s->tabs |= cp == '\t';
		s->special |= cp != '\t' && !cr_inner_is_printable(cp);
		if (cp == ' ') {
			s->first_space |= first;
			s->last_space |= p == end;
			s->break_space |= line;
		} else if (cr_inner_is_break(cp)) {
			s->breaks = true;
			s->first_break |= first;
			s->last_break |= p == end;
			s->space_break |= space;
		}
		space = cp == ' ';
		line = cr_inner_is_break(cp);
		after_blank = cp == ' ' || cp == '\t' || line;
	}
}

static void
traits_of(struct cr_str text, struct traits *t)
{
	struct scan s;
	if (text.len == 0) {
		*t = (struct traits){ .block_plain = true, .single = true };
		return;
	}
	scan_text(text, &s);
	bool broken = s.break_space || s.space_break || s.tabs || s.special;
	bool plain = !(s.first_space || s.first_break || s.last_space || s.last_break || s.breaks || broken);
	t->multiline = s.breaks;
	t->flow_plain = plain && !s.flow_signs;
	t->block_plain = plain && !s.block_signs;
	t->single = !broken;
	t->block = !(s.last_space || s.space_break || s.special);
}

char
cr_inner_style(struct cr_str text, char wanted, bool forced, bool simple_key, bool flow)
{
	struct traits t;
	char style = wanted;
	traits_of(text, &t);
	if (style == 0) {
		style = memchr(text.len > 0 ? text.ptr : "", '\n', text.len) != NULL ? '|' : forced ? '"' : 0;
	}
	if (simple_key && t.multiline) {
		style = '"';
	}
	if (style == 0 && ((flow && !t.flow_plain) || (!flow && !t.block_plain) || (text.len == 0 && (flow || simple_key)))) {
		style = '\'';
	}
	if (style == '\'' && !t.single) {
		style = '"';
	}
	if ((style == '|' || style == '>') && (!t.block || flow || simple_key)) {
		style = '"';
	}
	return style;
}

bool
cr_inner_simple_key(struct cr_str text)
{
	struct traits t;
	traits_of(text, &t);
	return !t.multiline && text.len <= LONGEST_KEY;
}
