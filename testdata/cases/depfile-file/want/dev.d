$OUT/dev.yaml: \
  $(wildcard base/Kustomization) \
  base/a.yaml \
  base/config/settings.env \
  base/kustomization.yaml \
  $(wildcard base/kustomization.yml) \
  $(wildcard overlays/dev/Kustomization) \
  overlays/dev/kustomization.yaml \
  $(wildcard overlays/dev/kustomization.yml) \
  overlays/dev/patch.yaml

base/a.yaml:
base/config/settings.env:
base/kustomization.yaml:
overlays/dev/kustomization.yaml:
overlays/dev/patch.yaml:
