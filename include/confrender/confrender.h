/* libconfrender: renders kustomization trees to Kubernetes manifests, byte for byte as kustomize does.
 *
 * A session reads files and keeps what it has read: a base that several environments share is read and accumulated once. One thread at a
 * time may use a session; different sessions are independent. Nothing in the library is global, nothing reads the environment, opens the
 * network or starts a process, and bad input never ends the process. */
#ifndef CONFRENDER_CONFRENDER_H
#define CONFRENDER_CONFRENDER_H

#include "confrender/check.h"
#include "confrender/diagnostics.h"
#include "confrender/edit.h"
#include "confrender/input.h"
#include "confrender/inputs.h"
#include "confrender/kustomization.h"
#include "confrender/render.h"
#include "confrender/session.h"
#include "confrender/version.h"

#endif
