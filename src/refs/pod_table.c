/* Kinds whose objects describe pods, and what a change of that does. What has {metadata, spec} with containers under any other name is
 * found by its shape (shape.c); a row is for what that does not find, and for kinds that do not roll. */
#include "refs/tables.h"

const struct cr_pod_row cr_pod_rows[] = {
	{ "", "Pod", "", .rolls = CR_POD_BARE },
	{ "", "PodTemplate", "template", .rolls = CR_POD_TEMPLATE },
	{ "", "ReplicationController", "spec.template", .rolls = CR_POD_REPLICAS },
	{ "apps", "Deployment", "spec.template", .rolls = CR_POD_ROLLS },
	{ "apps", "StatefulSet", "spec.template", .rolls = CR_POD_ROLLS },
	{ "apps", "DaemonSet", "spec.template", .rolls = CR_POD_ROLLS },
	{ "apps", "ReplicaSet", "spec.template", .rolls = CR_POD_REPLICAS },
	{ "extensions", "Deployment", "spec.template", .rolls = CR_POD_ROLLS },
	{ "extensions", "DaemonSet", "spec.template", .rolls = CR_POD_ROLLS },
	{ "extensions", "ReplicaSet", "spec.template", .rolls = CR_POD_REPLICAS },
	{ "batch", "Job", "spec.template", .rolls = CR_POD_JOB },
	{ "batch", "CronJob", "spec.jobTemplate.spec.template", .rolls = CR_POD_ROLLS },

	{ "argoproj.io", "Rollout", "spec.template", .rolls = CR_POD_ROLLS },

	{ "apps.kruise.io", "CloneSet", "spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "StatefulSet", "spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "DaemonSet", "spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "BroadcastJob", "spec.template", .rolls = CR_POD_JOB },
	{ "apps.kruise.io", "AdvancedCronJob", "spec.template.jobTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "AdvancedCronJob", "spec.template.broadcastJobTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "UnitedDeployment", "spec.template.statefulSetTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "UnitedDeployment", "spec.template.advancedStatefulSetTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "UnitedDeployment", "spec.template.cloneSetTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "UnitedDeployment", "spec.template.deploymentTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "SidecarSet", "spec", .spec = "", .metadata = "-", .rolls = CR_POD_TEMPLATE },

	{ "serving.knative.dev", "Service", "spec.template", .rolls = CR_POD_ROLLS },
	{ "serving.knative.dev", "Configuration", "spec.template", .rolls = CR_POD_ROLLS },

	{ "serving.kserve.io", "InferenceService", "spec.predictor", .spec = "", .metadata = "", .rolls = CR_POD_ROLLS,
	  .containers = "model sklearn xgboost tensorflow pytorch triton onnx huggingface pmml lightgbm paddle workerSpec.containers[]" },
	{ "serving.kserve.io", "InferenceService", "spec.transformer", .spec = "", .metadata = "", .rolls = CR_POD_ROLLS },
	{ "serving.kserve.io", "InferenceService", "spec.explainer", .spec = "", .metadata = "", .rolls = CR_POD_ROLLS,
	  .containers = "alibi art" },

	{ "kubeflow.org", "TFJob", "spec.tfReplicaSpecs{}.template", .rolls = CR_POD_JOB },
	{ "kubeflow.org", "PyTorchJob", "spec.pytorchReplicaSpecs{}.template", .rolls = CR_POD_JOB },
	{ "kubeflow.org", "MPIJob", "spec.mpiReplicaSpecs{}.template", .rolls = CR_POD_JOB },
	{ "kubeflow.org", "XGBoostJob", "spec.xgbReplicaSpecs{}.template", .rolls = CR_POD_JOB },
	{ "kubeflow.org", "MXJob", "spec.mxReplicaSpecs{}.template", .rolls = CR_POD_JOB },
	{ "kubeflow.org", "PaddleJob", "spec.paddleReplicaSpecs{}.template", .rolls = CR_POD_JOB },
	{ "kubeflow.org", "JAXJob", "spec.jaxReplicaSpecs{}.template", .rolls = CR_POD_JOB },

	{ "ray.io", "RayCluster", "spec.headGroupSpec.template", .rolls = CR_POD_ROLLS, .rolls_if = "spec.upgradeStrategy.type=Recreate" },
	{ "ray.io", "RayCluster", "spec.workerGroupSpecs[].template", .rolls = CR_POD_ROLLS,
	  .rolls_if = "spec.upgradeStrategy.type=Recreate" },
	{ "ray.io", "RayJob", "spec.rayClusterSpec.headGroupSpec.template", .rolls = CR_POD_JOB },
	{ "ray.io", "RayJob", "spec.rayClusterSpec.workerGroupSpecs[].template", .rolls = CR_POD_JOB },
	{ "ray.io", "RayJob", "spec.submitterPodTemplate", .rolls = CR_POD_JOB },
	{ "ray.io", "RayService", "spec.rayClusterConfig.headGroupSpec.template", .rolls = CR_POD_ROLLS },
	{ "ray.io", "RayService", "spec.rayClusterConfig.workerGroupSpecs[].template", .rolls = CR_POD_ROLLS },

	{ "jobset.x-k8s.io", "JobSet", "spec.replicatedJobs[].template.spec.template", .rolls = CR_POD_JOB },
	{ "leaderworkerset.x-k8s.io", "LeaderWorkerSet", "spec.leaderWorkerTemplate.leaderTemplate", .rolls = CR_POD_ROLLS },
	{ "leaderworkerset.x-k8s.io", "LeaderWorkerSet", "spec.leaderWorkerTemplate.workerTemplate", .rolls = CR_POD_ROLLS },
	{ "batch.volcano.sh", "Job", "spec.tasks[].template", .rolls = CR_POD_JOB },
	{ "batch.volcano.sh", "CronJob", "spec.jobTemplate.spec.tasks[].template", .rolls = CR_POD_ROLLS },
};
const size_t cr_pod_row_count = sizeof cr_pod_rows / sizeof *cr_pod_rows;
