# Rendered manifests in an application's repository, a file an environment, made again only when something that they are made of changed.
#
#   make render          writes $(RENDERED)/ENV.yaml for each environment; make -j renders them side by side
#   make render-ENV      only that one
#   make check           says what would go wrong with what a render makes
#   make diff-rendered   renders, and shows what differs from what is committed; fails if anything does, or is ignored
#
# An environment is a directory in $(OVERLAYS) with a kustomization in it. Copy this file into the repository, or include it from where it is
# installed, and set before that what is different there:
#
#   OVERLAYS := k8s/overlays
#   include conf-render.mk
#
# GNU make 4 or later. Names of files may hold anything but a line feed; those of environments no spaces, which make has no lists of.

CONF_RENDER       ?= conf-render
# Further options of build and check.
CONF_RENDER_FLAGS ?=
CONF_RENDER_CHECK ?=
OVERLAYS          ?= $(firstword $(wildcard deploy/overlays overlays) overlays)
RENDERED          ?= rendered
# What each environment was made of the last time: to be ignored by git.
CONF_RENDER_DEPS  ?= .conf-render

conf-render-names := kustomization.yaml kustomization.yml Kustomization
conf-render-found := $(wildcard $(foreach name,$(conf-render-names),$(OVERLAYS)/*/$(name)))
conf-render-words := $(filter $(conf-render-names:%=$(OVERLAYS)/%%),$(conf-render-found))
ENVS              ?= $(sort $(patsubst $(OVERLAYS)/%/,%,$(dir $(conf-render-found))))

# A space in a name leaves words behind that are no kustomizations in the directory of overlays.
conf-render-odd := $(filter-out $(foreach name,$(conf-render-names),$(OVERLAYS)/%/$(name)),$(conf-render-found))
ifneq ($(conf-render-odd),)
$(error an environment in $(OVERLAYS) has a space in its name, of which make knows no lists ("$(conf-render-odd)"): give it another one)
endif

conf-render-files := $(ENVS:%=$(RENDERED)/%.yaml)
# Another program may render otherwise, and so do other options, which stand in the makefiles. The shell says which word is the program, since
# its path may have spaces; in a list of files they are escaped.
conf-render-none  :=
conf-render-space := $(conf-render-none) $(conf-render-none)
conf-render-path  := $(shell set -- $(CONF_RENDER); command -v "$$1" 2>/dev/null)
conf-render-tools := $(subst $(conf-render-space),\$(conf-render-space),$(conf-render-path)) $(MAKEFILE_LIST)

.PHONY: render check diff-rendered conf-render-always $(ENVS:%=render-%)

render: $(conf-render-files)
	@$(if $(ENVS),:,echo "there is no environment in $(OVERLAYS)" >&2; exit 2)
	@$(foreach file,$(filter-out $(conf-render-files),$(wildcard $(RENDERED)/*.yaml)),echo "$(file): there is no such environment (any more)" >&2;):

$(ENVS:%=render-%): render-%: $(RENDERED)/%.yaml
	@:

# One that was never rendered here has no list of what it is made of: then how old its file is says nothing.
$(foreach env,$(ENVS),$(if $(wildcard $(CONF_RENDER_DEPS)/$(env).d),,$(eval $(RENDERED)/$(env).yaml: conf-render-always)))

$(conf-render-files): $(RENDERED)/%.yaml: $(conf-render-tools)
	@mkdir -p $(RENDERED) $(CONF_RENDER_DEPS)
	@$(CONF_RENDER) build $(OVERLAYS)/$* -o $@ --depfile $(CONF_RENDER_DEPS)/$*.d $(CONF_RENDER_FLAGS)
	@echo "rendered $@"

check:
	@$(CONF_RENDER) check $(ENVS:%=$(OVERLAYS)/%) $(CONF_RENDER_FLAGS) $(CONF_RENDER_CHECK)

diff-rendered: render
	@ignored=$$(git check-ignore $(conf-render-files)); \
		[ -z "$$ignored" ] || { echo "ignored by git, which sees no difference there:"; echo "$$ignored"; exit 1; }
	@git --no-pager diff --exit-code HEAD -- $(RENDERED)
	@new=$$(git ls-files --others --exclude-standard -- $(RENDERED)); \
		[ -z "$$new" ] || { echo "not committed:"; echo "$$new"; exit 1; }

$(conf-render-tools):

-include $(ENVS:%=$(CONF_RENDER_DEPS)/%.d)
