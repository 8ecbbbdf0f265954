/* Parts of man pages that the help of the program does without. */
#include "longer.h"

#include <stddef.h>

const struct man_part man_parts[] = {
	{ "", NULL,
	  "Nothing is fetched, nothing is run (but what conf-render-verify(1) compares with), and nothing outside the root is read; "
	  "see --root in conf-render-build(1).\n\n"
	  "A link to the program with the name `kubectl-conf_render` on the `PATH` is the plugin \"kubectl conf-render\"; one whose "
	  "name begins with `kustomize` is called in the place of kustomize(1), and wrong use is status 1 there." },
	{ "build", NULL,
	  "A signal that ends the program takes its unfinished files away first. No variable of the environment has an effect on the "
	  "output." },
	{ "build", "SETTINGS",
	  "The root kustomization can hold settings in its `metadata.annotations`, which kustomize accepts and ignores: "
	  "`conf-render/checksums`, `conf-render/hash`, `conf-render/immutable`, `conf-render/references` and `conf-render/reloader` "
	  "with the values of the options (\"true\" or \"false\" for the last one; values stand in quotes). An option of the command "
	  "line wins. Those of bases do not count." },
	{ "build", "LIMITS",
	  "What a stranger's repository may make the program read, make and do. Past a limit the render fails with a message that "
	  "names it, \"64 MiB (--max-file-bytes)\"; nothing in a tree can change one. N is a number, and where bytes are counted may "
	  "end in KiB, MiB or GiB. There is no way to switch a limit off." },
	{ "check", NULL,
	  "What it finds goes to standard output. What several directories find in a file that they share is printed once. Errors and "
	  "warnings of the render itself go to standard error. Warnings of the render "
	  "count for the exit status, in every format.\n\n"
	  "An object with the annotation `conf-render/ignore` is not looked at by the rules that it lists, with commas between them." },
	{ "deps", NULL, "Each environment has what it reads itself, with what it shares with others." },
	{ "verify", NULL,
	  "Where the bytes differ, it tells the first that does with its place, the object and the line in both. Values that are "
	  "secret are left out. The times are those of rendering, of this program without its start.\n\n"
	  "What goes beyond kustomize is switched off for this, whatever the tree asks for. The other program runs as it would for "
	  "the user, with the user's rights: what it fetches and runs for a tree is not confined. What reads the tree here is a "
	  "process of its own, in the sandbox." },
	{ "edit", NULL,
	  "The fields, words and options are those of `kustomize edit`. The new text is read again before it takes the place of the "
	  "old one, in one step; if the layout of the file does not let it be made in place, the file is not touched. Only this file "
	  "is written, but by `edit fix --vars`.\n\n"
	  "Patterns of `edit add` stand for the files that are there; nothing is fetched. `edit fix` writes deprecated fields as "
	  "those that took their place, and warns if the build comes out otherwise; with --vars vars become replacements too, and "
	  "what stands for them in other files placeholders." },
	{ NULL, NULL, NULL },
};
