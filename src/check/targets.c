/* What autoscalers name and the output does not have. */
#include "check/elsewhere.h"
#include "check/index.h"
#include "check/passes.h"

struct scaler {
	cr_key kind;
	cr_key field;  /* in spec: { kind, name } */
	cr_key target; /* the kind that counts when none is written; CR_KEY_EMPTY: one must be */
};

static const struct scaler scalers[] = {
	{ CR_KEY_HorizontalPodAutoscaler, CR_KEY_scaleTargetRef, CR_KEY_EMPTY },
	{ CR_KEY_VerticalPodAutoscaler, CR_KEY_targetRef, CR_KEY_EMPTY },
	{ CR_KEY_ScaledObject, CR_KEY_scaleTargetRef, CR_KEY_Deployment },
};

/* Targets of other kinds may be made by controllers. */
static const cr_key workload_kinds[] = {
	CR_KEY_Deployment, CR_KEY_StatefulSet, CR_KEY_DaemonSet, CR_KEY_ReplicaSet, CR_KEY_ReplicationController,
	CR_KEY_Rollout,    CR_KEY_CloneSet,    CR_KEY_CronJob,   CR_KEY_Job,
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static bool
is_workload(cr_key kind)
{
	for (size_t i = 0; i < COUNT(workload_kinds); i++) {
		if (workload_kinds[i] == kind) {
			return true;
		}
	}
	return false;
}

static const struct scaler *
scaler_of(const struct cr_resource *r)
{
	for (size_t i = 0; i < COUNT(scalers); i++) {
		if (scalers[i].kind == r->id.gvk.kind) {
			return &scalers[i];
		}
	}
	return NULL;
}

static cr_key
target_kind(struct cr_check *k, const struct scaler *s, const struct cr_node *ref)
{
	struct cr_str kind = cr_map_text(ref, CR_KEY_kind);
	return kind.len > 0 ? cr_key_intern(k->c, kind) : s->target;
}

static bool
has_workload_in(struct cr_check *k, cr_key ns)
{
	for (size_t i = 0; i < COUNT(workload_kinds); i++) {
		if (cr_object_has_any(k, workload_kinds[i], ns)) {
			return true;
		}
	}
	return false;
}

static void
tell_where(struct cr_check *k, cr_key kind, cr_key ns, cr_key name)
{
	const struct cr_resource *renamed = cr_object_renamed(k, kind, ns, name);
	const struct cr_resource *elsewhere = cr_object_elsewhere(k, kind, ns, name);
	cr_key near = cr_object_near(k, kind, ns, name);
	if (renamed != NULL) {
		cr_find_fix(k, "the output calls it \"%S\": write that name here", cr_key_str(k->c, renamed->id.name));
	} else if (elsewhere != NULL) {
		cr_find_fix(k, "the one of that name is in namespace \"%S\": put both into one",
			    cr_key_str(k->c, cr_object_ns(k, elsewhere)));
		cr_find_second(k, elsewhere->mark, "the %S is here", cr_key_str(k->c, kind));
	} else if (near != CR_KEY_EMPTY) {
		cr_find_fix(k, "did you mean \"%S\"?", cr_key_str(k->c, near));
	}
}

static void
check_scaler(struct cr_check *k, const struct cr_resource *r, const struct scaler *s)
{
	const struct cr_node *ref = cr_map_at(r->root, CR_KEY_spec, s->field);
	const struct cr_node *at = cr_map_get(ref, CR_KEY_name);
	cr_key kind = target_kind(k, s, ref), ns = cr_object_ns(k, r);
	if (!cr_is(at, CR_SCALAR) || !is_workload(kind)) {
		return;
	}
	cr_key name = cr_key_intern(k->c, cr_text(at));
	/* In a namespace without workloads the target comes from elsewhere: the output is a part. */
	if (cr_object_find(k, kind, ns, name) != NULL || cr_check_is_external(k, ns, name) || cr_check_is_template(k, name) ||
	    (!has_workload_in(k, ns) && cr_object_elsewhere(k, kind, ns, name) == NULL)) {
		return;
	}
	cr_find(k, CR_RULE_SCALE_TARGET_MISSING, r, at->mark, "%S scales %S \"%S\", which is not in the output",
		cr_resid_short(k->c, r->id), cr_key_str(k->c, kind), cr_text(at));
	tell_where(k, kind, ns, name);
}

void
cr_check_targets(struct cr_check *k)
{
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct scaler *s = scaler_of(k->resources->items[i]);
		if (s != NULL) {
			check_scaler(k, k->resources->items[i], s);
		}
	}
}
