package dev.podium.client;

import dev.podium.object.GroupVersionKind;

/// The kinds that components work with, in the versions that they work with.
public final class Kinds {
  public static final GroupVersionKind CONFIG_MAP = core("ConfigMap");
  public static final GroupVersionKind ENDPOINTS = core("Endpoints");
  public static final GroupVersionKind EVENT = core("Event");
  public static final GroupVersionKind NAMESPACE = core("Namespace");
  public static final GroupVersionKind NODE = core("Node");
  public static final GroupVersionKind PERSISTENT_VOLUME = core("PersistentVolume");
  public static final GroupVersionKind PERSISTENT_VOLUME_CLAIM = core("PersistentVolumeClaim");
  public static final GroupVersionKind POD = core("Pod");
  public static final GroupVersionKind REPLICATION_CONTROLLER = core("ReplicationController");
  public static final GroupVersionKind RESOURCE_QUOTA = core("ResourceQuota");
  public static final GroupVersionKind SECRET = core("Secret");
  public static final GroupVersionKind SERVICE = core("Service");
  public static final GroupVersionKind SERVICE_ACCOUNT = core("ServiceAccount");
  public static final GroupVersionKind CONTROLLER_REVISION = of("apps", "ControllerRevision");
  public static final GroupVersionKind DAEMON_SET = of("apps", "DaemonSet");
  public static final GroupVersionKind DEPLOYMENT = of("apps", "Deployment");
  public static final GroupVersionKind REPLICA_SET = of("apps", "ReplicaSet");
  public static final GroupVersionKind STATEFUL_SET = of("apps", "StatefulSet");
  public static final GroupVersionKind CRON_JOB = of("batch", "CronJob");
  public static final GroupVersionKind JOB = of("batch", "Job");
  public static final GroupVersionKind HORIZONTAL_POD_AUTOSCALER =
      new GroupVersionKind("autoscaling", "v2", "HorizontalPodAutoscaler");
  public static final GroupVersionKind POD_METRICS =
      new GroupVersionKind("metrics.k8s.io", "v1beta1", "PodMetrics");
  public static final GroupVersionKind POD_DISRUPTION_BUDGET = of("policy", "PodDisruptionBudget");
  public static final GroupVersionKind API_SERVICE = of("apiregistration.k8s.io", "APIService");
  public static final GroupVersionKind CERTIFICATE_SIGNING_REQUEST =
      of("certificates.k8s.io", "CertificateSigningRequest");
  public static final GroupVersionKind CUSTOM_RESOURCE_DEFINITION =
      of("apiextensions.k8s.io", "CustomResourceDefinition");
  public static final GroupVersionKind FLOW_SCHEMA =
      of("flowcontrol.apiserver.k8s.io", "FlowSchema");
  public static final GroupVersionKind PRIORITY_LEVEL_CONFIGURATION =
      of("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration");
  public static final GroupVersionKind VALIDATING_ADMISSION_POLICY =
      of("admissionregistration.k8s.io", "ValidatingAdmissionPolicy");
  public static final GroupVersionKind ENDPOINT_SLICE = of("discovery.k8s.io", "EndpointSlice");
  public static final GroupVersionKind SERVICE_CIDR = of("networking.k8s.io", "ServiceCIDR");
  public static final GroupVersionKind IP_ADDRESS = of("networking.k8s.io", "IPAddress");
  public static final GroupVersionKind INGRESS = of("networking.k8s.io", "Ingress");
  public static final GroupVersionKind INGRESS_CLASS = of("networking.k8s.io", "IngressClass");
  public static final GroupVersionKind NETWORK_POLICY = of("networking.k8s.io", "NetworkPolicy");
  public static final GroupVersionKind LEASE = of("coordination.k8s.io", "Lease");
  public static final GroupVersionKind PRIORITY_CLASS = of("scheduling.k8s.io", "PriorityClass");
  public static final GroupVersionKind CSI_NODE = of("storage.k8s.io", "CSINode");
  public static final GroupVersionKind STORAGE_CLASS = of("storage.k8s.io", "StorageClass");
  public static final GroupVersionKind VOLUME_ATTRIBUTES_CLASS =
      of("storage.k8s.io", "VolumeAttributesClass");
  public static final GroupVersionKind ROLE = rbac("Role");
  public static final GroupVersionKind ROLE_BINDING = rbac("RoleBinding");
  public static final GroupVersionKind CLUSTER_ROLE = rbac("ClusterRole");
  public static final GroupVersionKind CLUSTER_ROLE_BINDING = rbac("ClusterRoleBinding");

  private Kinds() {}

  private static GroupVersionKind core(String kind) {
    return of("", kind);
  }

  private static GroupVersionKind rbac(String kind) {
    return of("rbac.authorization.k8s.io", kind);
  }

  private static GroupVersionKind of(String group, String kind) {
    return new GroupVersionKind(group, "v1", kind);
  }
}
