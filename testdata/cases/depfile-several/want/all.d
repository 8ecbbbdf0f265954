$OUT/all.yaml: \
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
$OUT/all.yaml: \
  $(wildcard base/Kustomization) \
  base/a.yaml \
  base/config/settings.env \
  base/kustomization.yaml \
  $(wildcard base/kustomization.yml) \
  $(wildcard components/quota/Kustomization) \
  components/quota/kustomization.yaml \
  $(wildcard components/quota/kustomization.yml) \
  components/quota/quota.yaml \
  $(wildcard overlays/prod/Kustomization) \
  $(wildcard overlays/prod/kustomization.yaml) \
  overlays/prod/kustomization.yml \
  overlays/prod/prod.yaml

base/a.yaml:
base/config/settings.env:
base/kustomization.yaml:
components/quota/kustomization.yaml:
components/quota/quota.yaml:
overlays/prod/kustomization.yml:
overlays/prod/prod.yaml:
