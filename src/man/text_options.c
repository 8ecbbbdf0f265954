/* The options, as the man pages tell of them. One that is not here has its line of help. */
#include "cli/edit_options.h"
#include "cli/options.h"
#include "longer.h"

enum { MANY = CLI_FOR_BUILD | CLI_FOR_CHECK | CLI_FOR_DEPS | CLI_FOR_VERIFY, ALL = MANY | CLI_FOR_CMP };

const struct man_option man_options[] = {
	{ "all", ALL, NULL, "Every kustomization at or below DIR that no other one there names. May be given several times." },
	{ "output", CLI_FOR_BUILD, NULL,
	  "Write the file PATH, which is replaced as a whole. If PATH ends in \"/\", write one file an environment below it; one that "
	  "fails does not stop the others. If it is a directory and does not end in \"/\", write one file a resource, as kustomize "
	  "does." },
	{ "split", CLI_FOR_BUILD, NULL,
	  "With `-o DIR/`: one file a resource, named `[namespace_]group_version_kind_name.yaml`; with several environments in a "
	  "folder each." },
	{ "depfile", CLI_FOR_BUILD, NULL,
	  "Also write a rule for make(1) that names the output, as it stands behind -o, and all files that it is made of, with an "
	  "empty rule for each of them: where one has gone, make does not stop, but has the output made again. With an output file "
	  "PATH is a file; with `-o DIR/` it is `DIR/`, which gets ENVIRONMENT.d for each environment. It is replaced as a whole, "
	  "before the output is. The rule is for GNU make: for a file that was looked for in vain (another name of a kustomization) "
	  "it asks whether there is one by now. A name that make has no way to say is written with \"?\" for the sign that is in the "
	  "way; what has a \"(\" in its name and a \")\" at its end is always out of date for make; make does not see that a symbolic "
	  "link leads elsewhere." },
	{ "format", CLI_FOR_BUILD, NULL, "What to print. JSON is one object of kind List." },
	{ "format", CLI_FOR_CHECK, NULL,
	  "How to print what is found. `text` is a line each. `json` is one object: `findings` is a list of objects with level, rule, "
	  "what, why, fix, file, line, column, object (group, version, kind, namespace, name), second (text, file, line, column) and "
	  "environments, each as far as there is such a thing, and `summary` has the numbers of error, warning and info, of "
	  "environments and of those that failed, and complete: whether nothing went wrong on the way. `sarif` is a log of version "
	  "2.1.0 for code scanning services; run it at the top of the repository, since its paths are relative to the working "
	  "directory. `github` are the commands of GitHub Actions that annotate a change. In all but text the warnings and errors of "
	  "the render itself stand among the findings, their code for a rule; errors are printed on standard error all the same." },
	{ "diagnostics", ALL, NULL, "How errors and warnings are printed on standard error; JSON is one object a line." },
	{ "warn", ALL, "`--warn` CODE`=off|warn|error`", "The severity of one kind of warning. Later ones win." },
	{ "strict", ALL, NULL, "What kustomize loses in silence is an error; with `all` also deprecated fields." },
	{ "root", CLI_FOR_CMP, NULL,
	  "Read nothing outside DIR. Without it, what ARGOCD_APP_SOURCE_PATH and the working directory end in alike lies below the root; "
	  "without that variable, the root is found as by conf-render-build(1)." },
	{ "root", MANY, NULL,
	  "Read nothing outside DIR. Without it, the root is the nearest directory at or above the rendered one that holds `.git`, a "
	  "directory or a file; where there is none, the working directory if the rendered one lies in it; and else nothing but "
	  "--load-restrictor confines what is read. Links in the name of the rendered directory are resolved first. Links in the tree "
	  "may lead anywhere below the root." },
	{ "allow-root", ALL, NULL,
	  "Files and bases may lie below DIR too. Lifts nothing of --load-restrictor. May be given several times." },
	{ "sandbox", ALL, NULL,
	  "Before it reads anything below DIR, the program locks itself in: Landlock (it can read below the root and write in the "
	  "output's directory, nothing else), seccomp (it can start no program and open no connection) and limits on its resources. "
	  "`try` uses what the kernel has, `require` fails where a part of it is not to be had. \"conf-render version "
	  "--sandbox\" says what there is." },
	{ "timeout", CLI_FOR_CMP, NULL,
	  "How long reading and rendering may take: 30 if not given, a fraction is possible, 0 is no limit. Argo CD gives up after 60 "
	  "seconds, in which it also sends the tree and runs init." },
	{ "timeout", MANY & ~CLI_FOR_VERIFY, NULL,
	  "How long reading and rendering may take: 60 if not given, a fraction is possible, 0 is no limit. Writing does not count." },
	{ "timeout", CLI_FOR_VERIFY, NULL,
	  "How long reading and rendering may take: 60 if not given, a fraction is possible, 0 is no limit. It also holds for each "
	  "run of the other program." },
	{ "color", ALL, NULL, "Colour of messages. `auto` is colour on a terminal, unless NO_COLOR is set." },
	{ "load-restrictor", ALL, NULL, "Whether files may lie outside the directory of the kustomization that names them." },
	{ "reorder", ALL, NULL, "The order of the resources, where sortOptions does not say." },
	{ "enable-managedby-label", ALL, NULL, "Add the label `app.kubernetes.io/managed-by`." },
	{ "checksums", ALL, NULL,
	  "Give every pod template that can roll a checksum of each ConfigMap and Secret that it reads, as far as it reads it: "
	  "`checksum/configmap.`NAME and `checksum/secret.`NAME in the annotations of its pods. `unhashed` leaves out those that this "
	  "render gave a name with a hash, which restart the pods by that." },
	{ "checksum-key-file", ALL, NULL,
	  "The checksums of Secrets are HMACs with the bytes of FILE, all of them, a line feed at the end included. Without it "
	  "anybody who reads a pod template can try whether a Secret has some value." },
	{ "hash", ALL, NULL,
	  "Which ConfigMaps and Secrets get the hash of their content behind their name: those of generators, those with the annotation "
	  "`conf-render/hash: \"true\"` too, or all but those where it says `\"false\"`. The annotation is taken out." },
	{ "immutable", ALL, NULL, "Make ConfigMaps and Secrets immutable that this render gave a name with a hash." },
	{ "references", ALL, NULL,
	  "Which fields follow a ConfigMap or Secret that gets another name: those that kustomize knows, or also those of custom "
	  "resources. With `all` the names that ExternalSecrets, Certificates and the like give to Secrets take the prefix and suffix "
	  "of what gives them, and texts that are the old name of a map with a hash are warned of (docs/references.md)." },
	{ "reloader", ALL, NULL,
	  "Where a workload reads a Secret or ConfigMap that a controller in the cluster makes, give it Stakater Reloader's "
	  "annotation; what restarts pods by its name or a checksum gets Reloader's annotation to leave it alone." },
	{ "allow-empty", CLI_FOR_CMP, NULL,
	  "An application without objects is no error. Where Argo CD prunes, it then deletes all that the application had." },
	{ "help", ALL, NULL, "Print examples and the options." },
	{ "list", CLI_FOR_CHECK, NULL, "Print the rules with their levels, as text or with `--format json`, and check nothing." },
	{ "disable", CLI_FOR_CHECK, "`--disable` RULE[,RULE...]", "Rules that are not run. May be given several times." },
	{ "severity", CLI_FOR_CHECK, "`--severity` RULE`=off|info|warning|error`, `--severity info|warning|error`",
	  "The level of what this rule finds. Later ones win, and --disable wins over all. With a level alone: what is below this "
	  "level is not printed and does not count." },
	{ "external", CLI_FOR_CHECK, "`--external` NAME[,NAME...]",
	  "ConfigMaps, Secrets, ServiceAccounts and workloads that are made elsewhere: NAME in any namespace, or NAMESPACE/NAME. May "
	  "be given several times." },
	{ "production", CLI_FOR_CHECK, NULL,
	  "Directories whose path ends in what PATTERN means, as a shell matches file names, are production: what workloads read "
	  "there has to have a hash in its name or to be immutable. `prod` is any `overlays/prod`, `*prod*` is `overlays/prod-eu` "
	  "too. May be given several times." },
	{ "make", CLI_FOR_DEPS, NULL, "Print the rules that `build --depfile` would write." },
	{ "target", CLI_FOR_DEPS, NULL, "The target of these rules: what build is given as -o, a file or `DIR/`. Without it `./`." },
	{ "argocd", CLI_FOR_DEPS, NULL,
	  "Print a value for the annotation `argocd.argoproj.io/manifest-generate-paths` of an application whose path is DIR: this "
	  "directory, those of bases and components, and where a file lies in none of them, the file; symbolic links on the way too. "
	  "With several environments a line each, the environment and a tab in front." },
	{ "json", CLI_FOR_DEPS, NULL,
	  "Print one JSON object: \"environments\", a list of objects with \"directory\" and \"inputs\", each of these with \"path\" "
	  "and \"kind\". That is \"file\", \"link\" (a symbolic link on the way to a file or directory), or \"absent\" (a file that "
	  "was looked for in vain, and would have been read)." },
	{ "with", CLI_FOR_VERIFY, NULL,
	  "What to compare with: a path, or a name to look for on the `PATH`. One whose name begins with kubectl is asked as `kubectl "
	  "kustomize`. Without it, the first kustomize on the `PATH` that is not this program, or else kubectl." },
	{ NULL, 0, NULL, NULL },
};

const struct man_option man_edit_options[] = {
	{ "force", CLI_EDIT_FORCE, NULL, "Write over what is there." },
	{ "without-selector", CLI_EDIT_SELECTOR, NULL, "Into the field labels, which leaves selectors alone." },
	{ "include-templates", CLI_EDIT_SELECTOR, NULL, "With --without-selector: the labels of pod templates too." },
	{ "resources", CLI_EDIT_CREATE, NULL,
	  "Files and directories that are to be its resources, or patterns of them, with commas between them." },
	{ "sandbox", CLI_EDIT_ALL, NULL,
	  "Lock the program in before it reads: it can then read below the root and write in the working directory, and nothing else." },
	{ "diagnostics", CLI_EDIT_ALL, NULL, "How errors and warnings are printed on standard error; JSON is one object a line." },
	{ "color", CLI_EDIT_ALL, NULL, "Colour of messages. `auto` is colour on a terminal, unless NO_COLOR is set." },
	{ "root", CLI_EDIT_ALL, NULL, "Read nothing outside DIR. Without it, the root is found as by conf-render-build(1)." },
	{ "help", CLI_EDIT_ALL, NULL, "Print examples and the options." },
	{ NULL, 0, NULL, NULL },
};
