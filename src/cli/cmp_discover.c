/* conf-render cmp discover: says something, the name of the kustomization, where generate would find one. A kustomization or parameters
 * that are wrong count too: that they are, generate says better than an application without a plugin does. One that wants Helm
 * or the network is kustomize's. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "cmp.h"
#include "output.h"
#include <confrender/kustomization.h>

/* The file of the kustomization, named by the session; NULL: there is none for us. */
static const char *
look(struct cli_cmp *c, const char *directory)
{
	struct confrender_kustomization kustomization;
	confrender_kustomization_read(c->run.session, directory, &kustomization);
	return kustomization.refused == NULL ? confrender_session_file(c->run.session, 0) : NULL;
}

/* Versions of Argo CD have run this at the top of the repository. */
static const char *
look_below(struct cli_cmp *c, const char *path)
{
	struct cli_cmp_place place;
	const char *found = NULL;
	if (path != NULL && cli_cmp_place_find(&c->run.options.report, NULL, NULL, path, &place)) {
		found = look(c, place.directory);
		cli_cmp_place_free(&place);
	}
	return found;
}

/* Without what the application says of its directory, since that is wrong. */
static bool
prepare_plainly(struct cli_cmp *c)
{
	struct cli_options *o = &c->run.options;
	cli_cmp_place_free(&c->place);
	c->wishes.edit_count = 0;
	c->run.status = CLI_DONE;
	if (!cli_cmp_place_find(&o->report, o->session.root, cli_cmp_source_path(), NULL, &c->place)) {
		return false;
	}
	o->session.root = c->place.root;
	return true;
}

static const char *
find(struct cli_cmp *c)
{
	if ((!cli_cmp_prepare(c) && !prepare_plainly(c)) || !cli_cmp_open(c)) {
		return NULL;
	}
	const char *found = look(c, c->place.directory);
	bool none = confrender_session_file(c->run.session, 0) == NULL;
	return none ? look_below(c, cli_cmp_source_path()) : found;
}

void
cli_cmp_discover(struct cli_cmp *c)
{
	struct cli_report *report = &c->run.options.report;
	report->silent = true;
	const char *found = find(c);
	report->silent = false;
	c->run.status = CLI_DONE;
	if (found != NULL && !cli_output_text(report, found, strlen(found))) {
		c->run.status = CLI_INPUT;
	}
}
