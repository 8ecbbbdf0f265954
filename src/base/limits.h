/* Every limit on input, in one place. Past a limit is an ordinary error (CR_E_LIMIT) that names the limit. */
#ifndef CR_BASE_LIMITS_H
#define CR_BASE_LIMITS_H

#define CR_LIMIT_FILE_BYTES (64u << 20)       /* one file */
#define CR_LIMIT_INPUT_BYTES (512u << 20)     /* all files of one session */
#define CR_LIMIT_OUTPUT_BYTES (1024u << 20)   /* the output of one render */
#define CR_LIMIT_GENERATED_BYTES (64u << 20)  /* data of all ConfigMaps and Secrets generated in one render */
#define CR_LIMIT_MEMORY_BYTES (2048ull << 20) /* one arena */
#define CR_LIMIT_NESTING 10000u               /* levels of maps and lists, as the reference's parser */
#define CR_LIMIT_ALIAS_FACTOR 100u            /* nodes (and bytes of text) after alias expansion against those parsed */
#define CR_LIMIT_ALIAS_FREE 100000u           /* nodes that aliases may always make, whatever the factor says */
#define CR_LIMIT_NODES 10000000u              /* nodes made in one render by aliases, merges, copies and patches */
#define CR_LIMIT_WORK 2000000000u             /* steps of one render that are products (patches times objects); a step is 1 to 5 ns */
#define CR_LIMIT_HISTORY 1000u                /* earlier names, prefixes and suffixes that an object's annotations may give it */
#define CR_LIMIT_KUSTOMIZATION_DEPTH 1000u    /* overlays upon overlays: each takes half a KiB of stack */
#define CR_LIMIT_KUSTOMIZATION_LOADS 100000u  /* directories accumulated in one session */
#define CR_LIMIT_REGEX_BYTES (64u << 10)      /* the text of one regular expression */
#define CR_LIMIT_REGEX_REPEAT 1000u           /* a counted repeat, as RE2 */
#define CR_LIMIT_REGEX_NESTING 250u           /* groups in groups */
#define CR_LIMIT_PATCH_NODES 1000000u         /* nodes that the copies of one JSON patch may make */
#define CR_LIMIT_PATCH_MOVES 50000000u        /* list elements that one JSON patch may move to make place */
#define CR_LIMIT_IRREGULAR_LIST 5000u         /* elements of a list merged by key in which some lack the key: that takes square time */
#define CR_LIMIT_MERGE_KEYS 16u               /* keys by which one list merges */
#define CR_LIMIT_DIAGS 100u                   /* errors, and warnings, kept of one render */
#define CR_LIMIT_FRAMES 64u                   /* stations of the route kept with one diagnostic, the innermost */
#define CR_LIMIT_FILES ((1u << 20) - 1)       /* files of one session: a mark has 20 bits for them */

#endif
