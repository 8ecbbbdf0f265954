/* Checks of a finished render: what would go wrong once it is applied. Each rule is a page in rules/, from which rule_table.c, rules.h and
 * docs/check/ are generated; the code of a rule calls cr_find where it holds. */
#ifndef CR_CHECK_CHECK_H
#define CR_CHECK_CHECK_H

#include "check/rules.h"
#include "refs/refs.h"
#include "rollout/rollout.h"

enum cr_finding_level { CR_FIND_OFF, CR_FIND_INFO, CR_FIND_WARNING, CR_FIND_ERROR };

struct cr_rule_row {
	const char *name;    /* "missing-configmap" */
	const char *summary; /* a line of check --list */
	const char *why;     /* what comes of it: the second part of a message */
	const char *fix;     /* what to do: the third, where the finding says nothing better */
	enum cr_finding_level level;
	bool about_object; /* conf-render/ignore on the object silences it */
};
extern const struct cr_rule_row cr_rules[CR_RULE_COUNT];

struct cr_finding {
	enum cr_rule rule;
	enum cr_finding_level level;
	const struct cr_resource *about; /* NULL: no object in particular, or one of another environment than the newest */
	struct cr_resid id;              /* about's, or that object's; kind CR_KEY_EMPTY: none */
	cr_mark mark;
	struct cr_str what, fix; /* why is the rule's */
	cr_mark second;
	struct cr_str second_text;                /* "the other one is here"; len 0: none */
	uint32_t environment, second_environment; /* of rules over several environments: which one mark and second are of */
	struct cr_finding *next;
};

struct cr_check_options {
	enum cr_finding_level level[CR_RULE_COUNT]; /* in force */
	const struct cr_str *external;              /* names of maps that are made elsewhere, "NAME" or "NAMESPACE/NAME" */
	size_t external_count;
};

struct cr_check_index;

struct cr_check {
	struct cr_ctx *c;
	struct cr_resmap *resources; /* as they are printed, in that order */
	const struct cr_refs *refs;
	const struct cr_rollout *rollout;
	const struct cr_check_options *options;
	bool production; /* the directory is one of those that --production means */
	size_t largest;  /* bytes of the largest object as YAML; 0: not known */
	struct cr_finding *first, *last;
	struct cr_check_index *index; /* of index.h; NULL: nobody has asked yet */
	size_t offers;                /* names that were held against missing ones, see cr_near_offer */
	struct cr_finding *open;      /* what cr_find_fix and cr_find_second add to; NULL: what was found last was not kept */
};

/* Runs all rules over k->resources. */
void cr_check_run(struct cr_check *k);

/* Records a finding unless its rule is off, or the object says conf-render/ignore to it. mark CR_NO_MARK: about's. The format is cr_fail's;
 * the message begins with what is wrong, in lower case unless it is a name, without a full stop. Never the value of a Secret. */
void cr_find(struct cr_check *k, enum cr_rule rule, const struct cr_resource *about, cr_mark mark, const char *fmt, ...);
/* What to do, instead of the rule's own words, for the finding recorded last by cr_find (nothing if that one was not kept). */
void cr_find_fix(struct cr_check *k, const char *fmt, ...);
/* A second place for it: "also here". */
void cr_find_second(struct cr_check *k, cr_mark mark, const char *fmt, ...);
/* Which environment it is of, for rules over several. */
void cr_find_second_in(struct cr_check *k, uint32_t environment);

/* The passes: one file each, one or a few rules that look at the same things. */
extern void (*const cr_check_passes[])(struct cr_check *k); /* NULL behind the last */

#endif
