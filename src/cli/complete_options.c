/* The options of a command, whichever table they stand in: that of what renders, of edit, of limits, or a page's own. */
#include <string.h>

#include "complete.h"
#include "edit_options.h"
#include "options.h"

static bool
take_own(const struct cli_page *page, size_t *i, struct cli_any_option *out)
{
	for (const struct cli_page_option *o = page->own; o != NULL && o->name != NULL; o++) {
		if ((*i)-- == 0) {
			bool word = o->value_name != NULL;
			*out = (struct cli_any_option){
				.name = o->name,
				.letter = o->letter,
				.value_name = o->value_name,
				.takes_word = word,
				.is_switch = !word,
				.help = o->help,
			};
			return true;
		}
	}
	return false;
}

static bool
take_common(const struct cli_page *page, size_t *i, struct cli_any_option *out)
{
	for (const struct cli_option *o = cli_options_all; page->options != 0 && o->name != NULL; o++) {
		if ((o->commands & page->options) != 0 && (*i)-- == 0) {
			*out = (struct cli_any_option){
				.name = o->name,
				.letter = o->letter,
				.value_name = o->value_name,
				.takes_word = cli_option_wants_word(o),
				.is_switch = o->takes == CLI_TAKES_SWITCH,
				.choices = o->choices,
				.help = o->help,
			};
			return true;
		}
	}
	return false;
}

static bool
take_limit(const struct cli_page *page, size_t *i, struct cli_any_option *out)
{
	const struct confrender_limit *limit;
	for (size_t k = 0; page->options != 0 && (limit = confrender_limit(k)) != NULL; k++) {
		if ((*i)-- == 0) {
			*out = (struct cli_any_option){
				.name = limit->name, .value_name = "N", .takes_word = true, .help = limit->help, .is_limit = true
			};
			return true;
		}
	}
	return false;
}

static bool
take_edit(const struct cli_page *page, size_t *i, struct cli_any_option *out)
{
	for (const struct cli_edit_option *o = cli_edit_options; page->edit != NULL && o->name != NULL; o++) {
		if ((o->of & (page->edit->takes | CLI_EDIT_ALL)) != 0 && (*i)-- == 0) {
			bool is_switch = o->form == 's';
			*out = (struct cli_any_option){
				.name = o->name,
				.letter = o->letter,
				.value_name = o->value_name,
				.takes_word = !is_switch,
				.is_switch = is_switch,
				.choices = o->choices,
				.help = o->help,
			};
			return true;
		}
	}
	return false;
}

bool
cli_option_of_page(const struct cli_page *page, size_t i, struct cli_any_option *option)
{
	return take_own(page, &i, option) || take_common(page, &i, option) || take_limit(page, &i, option) || take_edit(page, &i, option);
}

bool
cli_option_by_name(const struct cli_page *page, const char *name, struct cli_any_option *option)
{
	size_t length = strcspn(name, "=");
	for (size_t i = 0; cli_option_of_page(page, i, option); i++) {
		if (strncmp(option->name, name, length) == 0 && option->name[length] == '\0') {
			return true;
		}
	}
	return false;
}

bool
cli_option_by_letter(const struct cli_page *page, char letter, struct cli_any_option *option)
{
	for (size_t i = 0; letter != '\0' && cli_option_of_page(page, i, option); i++) {
		if (option->letter == letter) {
			return true;
		}
	}
	return false;
}
