/* Does a change of a map restart the pods that read it? */
#ifndef CR_CHECK_RESTART_H
#define CR_CHECK_RESTART_H

#include "check/check.h"

/* By a checksum in the template, or by a controller that an annotation of the workload or of the map calls (Reloader, Wave). */
bool cr_pod_restarts(const struct cr_check *k, const struct cr_pod *pod, const struct cr_made_map *map);

#endif
