# Rendered manifests in an application's repository, one file per environment.
#
#   make render           writes $(RENDERED)/<environment>.yaml for each one
#   make render-dev       only that environment
#   make diff             shows what rendering would change; fails if anything
#   make diff-dev         only that environment
#
# Include it and set what differs:
#
#   OVERLAYS := deploy/overlays
#   include conf-render.mk

CONF_RENDER ?= conf-render
OVERLAYS    ?= deploy/overlays
RENDERED    ?= rendered
ENVS        ?= $(sort $(patsubst $(OVERLAYS)/%/kustomization.yaml,%,$(wildcard $(OVERLAYS)/*/kustomization.yaml)))

.PHONY: render diff $(ENVS:%=render-%) $(ENVS:%=diff-%)

render: $(ENVS:%=render-%)

diff: $(ENVS:%=diff-%)

# Through a second file: a build that fails leaves the last good one in place,
# and one that changes nothing leaves its time stamp alone.
$(ENVS:%=render-%): render-%:
	@mkdir -p $(RENDERED)
	@$(CONF_RENDER) build $(OVERLAYS)/$* > $(RENDERED)/.$*.tmp \
		|| { rm -f $(RENDERED)/.$*.tmp; exit 1; }
	@if cmp -s $(RENDERED)/.$*.tmp $(RENDERED)/$*.yaml; then \
		rm -f $(RENDERED)/.$*.tmp; \
	else \
		mv $(RENDERED)/.$*.tmp $(RENDERED)/$*.yaml && echo "rendered $(RENDERED)/$*.yaml"; \
	fi

# Not a pipe: its status would be that of diff, and a failed build would look
# like an environment that lost everything.
$(ENVS:%=diff-%): diff-%:
	@new=$$(mktemp) || exit 1; \
	old=$(RENDERED)/$*.yaml; \
	if [ ! -e "$$old" ]; then old=/dev/null; fi; \
	$(CONF_RENDER) build $(OVERLAYS)/$* > "$$new" && diff -u "$$old" "$$new"; \
	status=$$?; \
	rm -f "$$new"; \
	exit $$status
