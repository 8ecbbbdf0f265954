/* Texts first, names last: once all texts lie there under temporary names, the names are given at one go, in which no signal breaks.
 *
 * The kustomization comes first. A kill that comes between leaves a tree that is built as the finished one is: what vars stood for is
 * written over by the replacements in it, whatever the other files say there. */
#include "edit_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"
#include "file.h"
#include "signals.h"

struct writing {
	struct cli_report *report;
	const struct confrender_edited *edited;
	struct cli_destination *kustomization;
	struct cli_destination *others; /* by index, from 1 */
	size_t count;
};

static struct cli_destination *
destination_of(struct writing *w, size_t i)
{
	return i == 0 ? w->kustomization : &w->others[i - 1];
}

bool
cli_edit_may_write(struct cli_report *report, const char *name)
{
	bool may = faccessat(AT_FDCWD, name, W_OK, AT_EACCESS) == 0 || (errno != EACCES && errno != EROFS && errno != EPERM);
	return may || cli_cannot_write(report, name, errno);
}

static bool
write_text(struct writing *w, size_t i)
{
	struct confrender_edited_file file = confrender_edited_file(w->edited, i);
	struct cli_destination *d = destination_of(w, i);
	if (!file.changed) {
		return true;
	}
	if (i > 0 && (!cli_edit_may_write(w->report, file.name) || !cli_destination_open(w->report, file.name, false, d))) {
		return false;
	}
	if (d->fd < 0) {
		return cli_cannot_write(w->report, file.name, ENOENT);
	}
	int error = cli_file_write(d->fd, file.text, file.length);
	if (close(d->fd) != 0 && error == 0) {
		error = errno;
	}
	d->fd = -1;
	return error == 0 || cli_cannot_write(w->report, file.name, error);
}

static bool
give_name(struct writing *w, size_t i)
{
	struct confrender_edited_file file = confrender_edited_file(w->edited, i);
	int error = file.changed ? cli_file_commit(&destination_of(w, i)->file) : 0;
	return error == 0 || cli_cannot_write(w->report, file.name, error);
}

static bool
give_names(struct writing *w)
{
	sigset_t before;
	bool good = true;
	cli_signals_hold(&before);
	for (size_t i = 0; i < w->count && good; i++) {
		good = give_name(w, i);
	}
	cli_signals_release(&before);
	return good;
}

bool
cli_edit_write(struct cli_report *report, const struct confrender_edited *edited, struct cli_destination *kustomization)
{
	struct writing w = { report, edited, kustomization, NULL, confrender_edited_count(edited) };
	bool good = true;
	w.others = cli_alloc(w.count, sizeof(w.others[0]));
	for (size_t i = 0; i + 1 < w.count; i++) {
		w.others[i] = (struct cli_destination){ .fd = -1, .directory = -1 };
	}
	for (size_t i = 0; i < w.count && good; i++) {
		good = write_text(&w, i);
	}
	good = good && give_names(&w);
	for (size_t i = 0; i + 1 < w.count; i++) {
		cli_destination_close(&w.others[i]);
	}
	free(w.others);
	return good;
}
