/* Kinds whose objects describe pods, and what a change of that does. What has {metadata, spec} with containers under any other name is
 * found by its shape (shape.c); a row is for what that does not find, and for kinds that do not roll. */
#include "refs/tables.h"

/* A pod that keeps running while its annotations change: OpenKruise updates such a change in place. */
#define IN_PLACE "InPlaceIfPossible|InPlaceOnly"

#define PREDICTORS \
	"model sklearn xgboost tensorflow pytorch triton onnx huggingface pmml lightgbm paddle workerSpec.containers[] " \
	"workerSpec.initContainers[]"

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
	{ "apps.openshift.io", "DeploymentConfig", "spec.template", .rolls = CR_POD_ROLLS },

	{ "argoproj.io", "Rollout", "spec.template", .rolls = CR_POD_ROLLS },
	{ "argoproj.io", "Workflow", "spec", "", "podMetadata",
	  .containers = "templates[].container templates[].script templates[].sidecars[] "
			"templates[].initContainers[] templates[].containerSet.containers[]",
	  .volumes = "templates[].volumes[]", .rolls = CR_POD_REPLICAS },
	{ "argoproj.io", "WorkflowTemplate", "spec", "", "podMetadata",
	  .containers = "templates[].container templates[].script "
			"templates[].sidecars[] templates[].initContainers[] templates[].containerSet.containers[]",
	  .volumes = "templates[].volumes[]", .rolls = CR_POD_TEMPLATE },
	{ "argoproj.io", "ClusterWorkflowTemplate", "spec", "", "podMetadata",
	  .containers = "templates[].container templates[].script "
			"templates[].sidecars[] templates[].initContainers[] templates[].containerSet.containers[]",
	  .volumes = "templates[].volumes[]", .rolls = CR_POD_TEMPLATE },
	{ "argoproj.io", "CronWorkflow", "spec.workflowSpec", "", "podMetadata",
	  .containers = "templates[].container templates[].script "
			"templates[].sidecars[] templates[].initContainers[] templates[].containerSet.containers[]",
	  .volumes = "templates[].volumes[]", .rolls = CR_POD_ROLLS },

	{ "apps.kruise.io", "CloneSet", "spec.template", .rolls = CR_POD_ROLLS, .stays_if = "spec.updateStrategy.type=" IN_PLACE },
	{ "apps.kruise.io", "StatefulSet", "spec.template", .rolls = CR_POD_ROLLS,
	  .stays_if = "spec.updateStrategy.rollingUpdate.podUpdatePolicy=" IN_PLACE },
	{ "apps.kruise.io", "DaemonSet", "spec.template", .rolls = CR_POD_ROLLS,
	  .stays_if = "spec.updateStrategy.rollingUpdate.rollingUpdateType=" IN_PLACE },
	{ "apps.kruise.io", "BroadcastJob", "spec.template", .rolls = CR_POD_JOB },
	{ "apps.kruise.io", "AdvancedCronJob", "spec.template.jobTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "AdvancedCronJob", "spec.template.broadcastJobTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "UnitedDeployment", "spec.template.statefulSetTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "UnitedDeployment", "spec.template.advancedStatefulSetTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "UnitedDeployment", "spec.template.cloneSetTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "UnitedDeployment", "spec.template.deploymentTemplate.spec.template", .rolls = CR_POD_ROLLS },
	{ "apps.kruise.io", "SidecarSet", "spec", "", "-", .rolls = CR_POD_TEMPLATE },

	{ "serving.knative.dev", "Service", "spec.template", .rolls = CR_POD_ROLLS },
	{ "serving.knative.dev", "Configuration", "spec.template", .rolls = CR_POD_ROLLS },

	{ "serving.kserve.io", "InferenceService", "spec.predictor", "", "", .containers = PREDICTORS, .rolls = CR_POD_ROLLS },
	{ "serving.kserve.io", "InferenceService", "spec.transformer", "", "", .rolls = CR_POD_ROLLS },
	{ "serving.kserve.io", "InferenceService", "spec.explainer", "", "", .containers = "alibi art", .rolls = CR_POD_ROLLS },
	{ "serving.kserve.io", "LLMInferenceService", "spec", "template", "", .rolls = CR_POD_ROLLS },
	{ "serving.kserve.io", "LLMInferenceService", "spec", "worker", "", .rolls = CR_POD_ROLLS },
	{ "serving.kserve.io", "LLMInferenceService", "spec.prefill", "template", "", .rolls = CR_POD_ROLLS },
	{ "serving.kserve.io", "LLMInferenceService", "spec.prefill", "worker", "", .rolls = CR_POD_ROLLS },
	{ "serving.kubeflow.org", "InferenceService", "spec.predictor", "", "", .containers = PREDICTORS, .rolls = CR_POD_ROLLS },
	{ "serving.kubeflow.org", "InferenceService", "spec.transformer", "", "", .rolls = CR_POD_ROLLS },
	{ "serving.kserve.io", "ServingRuntime", "spec", "", "", .rolls = CR_POD_ROLLS },
	{ "serving.kserve.io", "ClusterServingRuntime", "spec", "", "", .rolls = CR_POD_ROLLS },

	{ "kubeflow.org", "TFJob", "spec.tfReplicaSpecs{}.template", .rolls = CR_POD_REPLICAS },
	{ "kubeflow.org", "PyTorchJob", "spec.pytorchReplicaSpecs{}.template", .rolls = CR_POD_REPLICAS },
	{ "kubeflow.org", "MPIJob", "spec.mpiReplicaSpecs{}.template", .rolls = CR_POD_REPLICAS },
	{ "kubeflow.org", "XGBoostJob", "spec.xgbReplicaSpecs{}.template", .rolls = CR_POD_REPLICAS },
	{ "kubeflow.org", "MXJob", "spec.mxReplicaSpecs{}.template", .rolls = CR_POD_REPLICAS },
	{ "kubeflow.org", "PaddleJob", "spec.paddleReplicaSpecs{}.template", .rolls = CR_POD_REPLICAS },
	{ "kubeflow.org", "JAXJob", "spec.jaxReplicaSpecs{}.template", .rolls = CR_POD_REPLICAS },
	{ "kubeflow.org", "Notebook", "", "spec.template.spec", .rolls = CR_POD_ROLLS },
	{ "trainer.kubeflow.org", "TrainingRuntime", "spec.template.spec.replicatedJobs[].template.spec.template",
	  .rolls = CR_POD_TEMPLATE },
	{ "trainer.kubeflow.org", "ClusterTrainingRuntime", "spec.template.spec.replicatedJobs[].template.spec.template",
	  .rolls = CR_POD_TEMPLATE },

	{ "ray.io", "RayCluster", "spec.headGroupSpec.template", .rolls = CR_POD_ROLLS, .rolls_if = "spec.upgradeStrategy.type=Recreate" },
	{ "ray.io", "RayCluster", "spec.workerGroupSpecs[].template", .rolls = CR_POD_ROLLS,
	  .rolls_if = "spec.upgradeStrategy.type=Recreate" },
	{ "ray.io", "RayJob", "spec.rayClusterSpec.headGroupSpec.template", .rolls = CR_POD_REPLICAS },
	{ "ray.io", "RayJob", "spec.rayClusterSpec.workerGroupSpecs[].template", .rolls = CR_POD_REPLICAS },
	{ "ray.io", "RayJob", "spec.submitterPodTemplate", .rolls = CR_POD_REPLICAS },
	{ "ray.io", "RayCronJob", "spec.jobTemplate.rayClusterSpec.headGroupSpec.template", .rolls = CR_POD_ROLLS },
	{ "ray.io", "RayCronJob", "spec.jobTemplate.rayClusterSpec.workerGroupSpecs[].template", .rolls = CR_POD_ROLLS },
	{ "ray.io", "RayCronJob", "spec.jobTemplate.submitterPodTemplate", .rolls = CR_POD_ROLLS },
	{ "ray.io", "RayService", "spec.rayClusterConfig.headGroupSpec.template", .rolls = CR_POD_ROLLS,
	  .stays_if = "spec.upgradeStrategy.type=None" },
	{ "ray.io", "RayService", "spec.rayClusterConfig.workerGroupSpecs[].template", .rolls = CR_POD_ROLLS,
	  .stays_if = "spec.upgradeStrategy.type=None" },

	{ "jobset.x-k8s.io", "JobSet", "spec.replicatedJobs[].template.spec.template", .rolls = CR_POD_JOB },
	{ "leaderworkerset.x-k8s.io", "LeaderWorkerSet", "spec.leaderWorkerTemplate.leaderTemplate", .rolls = CR_POD_ROLLS },
	{ "leaderworkerset.x-k8s.io", "LeaderWorkerSet", "spec.leaderWorkerTemplate.workerTemplate", .rolls = CR_POD_ROLLS },
	{ "batch.volcano.sh", "Job", "spec.tasks[].template", .rolls = CR_POD_JOB },
	{ "batch.volcano.sh", "CronJob", "spec.jobTemplate.spec.tasks[].template", .rolls = CR_POD_ROLLS },
	{ "flow.volcano.sh", "JobTemplate", "spec.tasks[].template", .rolls = CR_POD_TEMPLATE },

	{ "keda.sh", "ScaledJob", "spec.jobTargetRef.template", .rolls = CR_POD_ROLLS },
	{ "monitoring.coreos.com", "Prometheus", "spec", "", "podMetadata", .rolls = CR_POD_ROLLS },
	{ "monitoring.coreos.com", "PrometheusAgent", "spec", "", "podMetadata", .rolls = CR_POD_ROLLS },
	{ "monitoring.coreos.com", "Alertmanager", "spec", "", "podMetadata", .rolls = CR_POD_ROLLS },
	{ "monitoring.coreos.com", "ThanosRuler", "spec", "", "podMetadata", .rolls = CR_POD_ROLLS },
	{ "opentelemetry.io", "OpenTelemetryCollector", "spec", "", "", "podAnnotations", .containers = ".", .rolls = CR_POD_ROLLS },
	{ "sparkoperator.k8s.io", "SparkApplication", "spec", "", "driver",
	  .containers = "driver executor driver.sidecars[] executor.sidecars[]", .rolls = CR_POD_ROLLS },
	{ "sparkoperator.k8s.io", "ScheduledSparkApplication", "spec.template", "", "driver",
	  .containers = "driver executor driver.sidecars[] executor.sidecars[]", .rolls = CR_POD_ROLLS },
	{ "tekton.dev", "Task", "spec", "", "-", .containers = "steps[] sidecars[] stepTemplate", .rolls = CR_POD_TEMPLATE },
	{ "tekton.dev", "ClusterTask", "spec", "", "-", .containers = "steps[] sidecars[] stepTemplate", .rolls = CR_POD_TEMPLATE },
	{ "tekton.dev", "TaskRun", "spec.taskSpec", "", "-", .containers = "steps[] sidecars[] stepTemplate", .rolls = CR_POD_JOB },
	{ "tekton.dev", "Pipeline", "spec.tasks[].taskSpec", "", "-", .containers = "steps[] sidecars[] stepTemplate",
	  .rolls = CR_POD_TEMPLATE },
	{ "tekton.dev", "PipelineRun", "spec.pipelineSpec.tasks[].taskSpec", "", "-", .containers = "steps[] sidecars[] stepTemplate",
	  .rolls = CR_POD_JOB },
};
const size_t cr_pod_row_count = sizeof cr_pod_rows / sizeof *cr_pod_rows;
