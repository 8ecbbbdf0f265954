/* Which version this is, and which kustomize its output equals. */
#ifndef CONFRENDER_VERSION_H
#define CONFRENDER_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif

#define CONFRENDER_VERSION "0.1.0"
/* The kustomize version whose bytes are printed. */
#define CONFRENDER_KUSTOMIZE_VERSION "v5.8.1"

/* CONFRENDER_VERSION of the library that is linked. Static text; any thread. */
const char *confrender_version(void);

#ifdef __cplusplus
}
#endif

#endif
