/* What the man pages say beyond the help of the program: texts in the form of roff_text. */
#ifndef CR_MAN_LONGER_H
#define CR_MAN_LONGER_H

/* The text of an option instead of its help. form is how it is written where that cannot be seen from its table, or NULL. */
struct man_option {
	const char *name;
	unsigned commands; /* enum cli_option_for; of edit: enum cli_edit_takes */
	const char *form;
	const char *text;
};
/* End in a row without name. */
extern const struct man_option man_options[];
extern const struct man_option man_edit_options[];

/* Paragraphs of a page; title NULL: behind its description. */
struct man_part {
	const char *page, *title, *text;
};
/* Ends in a row without page. */
extern const struct man_part man_parts[];

#endif
