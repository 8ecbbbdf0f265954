/* check --list: the rules. */
#include <stdio.h>
#include <string.h>

#include "check_options.h"
#include "cli.h"
#include "diagnostics_print.h"
#include "findings.h"

static int
widest(void)
{
	struct confrender_rule rule;
	size_t width = 0;
	for (size_t i = 0; (rule = confrender_rule(i)).name != NULL; i++) {
		width = strlen(rule.name) > width ? strlen(rule.name) : width;
	}
	return (int)width;
}

static void
put_member(const char *name, const char *text)
{
	printf(",\"%s\":", name);
	cli_put_json(stdout, text);
}

static void
put_json(const struct confrender_rule *rule)
{
	fputs("{\"rule\":", stdout);
	cli_put_json(stdout, rule->name);
	put_member("level", cli_level_name(rule->level));
	put_member("summary", rule->summary);
	put_member("why", rule->why);
	put_member("fix", rule->fix);
	printf(",\"ignorable\":%s}", rule->about_object ? "true" : "false");
}

void
cli_check_list(bool json)
{
	struct confrender_rule rule;
	int width = widest();
	fputs(json ? "[" : "", stdout);
	for (size_t i = 0; (rule = confrender_rule(i)).name != NULL; i++) {
		if (json) {
			fputs(i > 0 ? ",\n" : "\n", stdout);
			put_json(&rule);
		} else {
			printf("%-*s  %-7s  %s\n", width, rule.name, cli_level_name(rule.level), rule.summary);
		}
	}
	fputs(json ? "\n]\n" : "", stdout);
}
