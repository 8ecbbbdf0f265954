/* The pages of create and edit; those of the commands that change a field are made of their table. */
#include <stdio.h>
#include <string.h>

#include "edit_options.h"
#include "pages.h"

#define STATUS \
	"0\tdone, or nothing to do\n" \
	"1\tthe edit or the file is at fault\n" \
	"2\twrong use\n"

static const char STATUS_CREATE[] = "0\tdone\n"
				    "1\tthere is a kustomization already, what it should hold is at fault, or it could not be written\n"
				    "2\twrong use\n";

static const char ABOUT[] =
	"Changes the kustomization of the working directory. Everything else in the file stays as it is written, comments and layout "
	"included; if the edit fails, the file is not touched. A word that begins with a dash goes behind \"--\".";

static const char FIX[] =
	"Changes the kustomization of the working directory; all else in it stays as it is written. The directory is built before and "
	"after, and a warning says if the build comes out otherwise.\n\n"
	"With --vars each $(NAME) in the resources and patches, and in all that the directory is built on, becomes a target of a "
	"replacement, and in the file a placeholder: of a whole value, or of a part between two delimiters. All files are written or "
	"none. Other overlays of the same base may use the vars too: look at \"git diff\".";

static const char CREATE[] =
	"Writes kustomization.yaml in the working directory, which must have none. The options fill its fields; its resources are those "
	"of --resources, or with --autodetect all manifests that are there.";

const struct cli_page cli_pages_edit[] = {
	{
		.name = "edit",
		.summary = "change a kustomization in place: comments and layout stay",
		.examples = "edit set image trainer=registry.example.com/ml/trainer:v2\n"
			    "edit add resource service.yaml\n"
			    "edit remove label team\n",
		.usage = "VERB FIELD [options] [WORD...]",
		.about = ABOUT,
		.status = STATUS,
		.environment = CLI_PAGE_COLOR,
		.files = CLI_PAGE_FILES,
		.see = "create, kustomize(1)",
	},
	{
		.name = "edit add",
		.summary = "add to a field of the kustomization",
		.examples = "edit add resource deployment.yaml service.yaml\n"
			    "edit add configmap trainer --from-literal=EPOCHS=3\n",
		.usage = "FIELD [options] [WORD...]",
		.about = ABOUT,
		.status = STATUS,
	},
	{
		.name = "edit set",
		.summary = "set a field of the kustomization, or an entry of it",
		.examples = "edit set image trainer:v2\n"
			    "edit set namespace ml-prod\n",
		.usage = "FIELD [options] [WORD...]",
		.about = ABOUT,
		.status = STATUS,
	},
	{
		.name = "edit remove",
		.summary = "take something out of a field of the kustomization",
		.examples = "edit remove resource service.yaml 'jobs/*.yaml'\n"
			    "edit remove label team,release\n",
		.usage = "FIELD [options] [WORD...]",
		.about = ABOUT,
		.status = STATUS,
	},
	{ .name = NULL },
};

static const char *
about_of(const struct cli_edit_command *command)
{
	if (command->does == CONFRENDER_CREATE) {
		return CREATE;
	}
	return command->does == CONFRENDER_FIX ? FIX : ABOUT;
}

const struct cli_page *
cli_page_of_edit(const struct cli_edit_command *command, struct cli_page_room *room)
{
	bool create = command->does == CONFRENDER_CREATE;
	snprintf(room->name, sizeof(room->name), "%s%s%s%s", create ? "" : "edit ", command->verb, command->name[0] != '\0' ? " " : "",
		 command->name);
	snprintf(room->usage, sizeof(room->usage), "[options]%s%s", command->usage[0] != '\0' ? " " : "", command->usage);
	room->page = (struct cli_page){
		.name = room->name,
		.summary = command->about,
		.examples = command->examples,
		.usage = room->usage,
		.about = about_of(command),
		.status = create ? STATUS_CREATE : STATUS,
		.environment = CLI_PAGE_COLOR,
		.see = create ? "edit, kustomize(1)" : NULL,
		.edit = command,
	};
	return &room->page;
}
