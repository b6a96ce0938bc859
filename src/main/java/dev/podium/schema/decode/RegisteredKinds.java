package dev.podium.schema.decode;

import dev.podium.object.GroupVersionKind;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Which kinds the server can decode at all: those of its schema, and old versions of them that it
/// still knows but no longer serves, so that a body in one is refused for its version.
final class RegisteredKinds {
  private static final String UNSERVED =
      """
      apps v1beta1 Deployment,StatefulSet,ControllerRevision
      apps v1beta2 Deployment,StatefulSet,DaemonSet,ReplicaSet,ControllerRevision
      admissionregistration.k8s.io v1alpha1,v1beta1 ValidatingAdmissionPolicy,ValidatingAdmissionPolicyBinding,MutatingAdmissionPolicy,MutatingAdmissionPolicyBinding
      admissionregistration.k8s.io v1beta1 ValidatingWebhookConfiguration,MutatingWebhookConfiguration
      authentication.k8s.io v1beta1 TokenReview
      authorization.k8s.io v1beta1 SubjectAccessReview,SelfSubjectAccessReview,LocalSubjectAccessReview,SelfSubjectRulesReview
      batch v1beta1 CronJob
      certificates.k8s.io v1beta1 CertificateSigningRequest
      coordination.k8s.io v1beta1 Lease
      discovery.k8s.io v1beta1 EndpointSlice
      events.k8s.io v1beta1 Event
      flowcontrol.apiserver.k8s.io v1beta1,v1beta2,v1beta3 FlowSchema,PriorityLevelConfiguration
      networking.k8s.io v1beta1 Ingress,IngressClass,IPAddress,ServiceCIDR
      node.k8s.io v1alpha1,v1beta1 RuntimeClass
      policy v1beta1 PodDisruptionBudget,Eviction
      rbac.authorization.k8s.io v1alpha1,v1beta1 Role,RoleBinding,ClusterRole,ClusterRoleBinding
      resource.k8s.io v1beta1,v1beta2 DeviceClass,ResourceClaim,ResourceClaimTemplate,ResourceSlice
      scheduling.k8s.io v1alpha1,v1beta1 PriorityClass
      storage.k8s.io v1alpha1,v1beta1 StorageClass,VolumeAttachment,CSIDriver,CSINode,CSIStorageCapacity,VolumeAttributesClass
      """;

  private final Schemas schemas;
  private final Map<GroupVersionKind, GroupVersionKind> servedAs = new HashMap<>();

  RegisteredKinds(Schemas schemas) {
    this.schemas = schemas;
    UNSERVED.lines().map(line -> List.of(line.split(" "))).forEach(this::add);
  }

  private void add(List<String> row) {
    for (String version : row.get(1).split(",")) {
      Arrays.stream(row.get(2).split(","))
          .flatMap(kind -> Stream.of(kind, kind + "List"))
          .forEach(kind ->
              servedAs.put(
                  new GroupVersionKind(row.get(0), version, kind),
                  new GroupVersionKind(row.get(0), "v1", kind)));
    }
  }

  Optional<ObjectType> type(GroupVersionKind kind) {
    return schemas.kind(servedAs.getOrDefault(kind, kind));
  }

  /// Whether both are versions of one kind.
  static boolean sameKind(GroupVersionKind left, GroupVersionKind right) {
    return left.groupKind().equals(right.groupKind());
  }

  /// What converting a kind into the endpoint's fails with. Upstream: conversion.Converter names
  /// the Go types, of which the internal ones live in packages named after their group.
  static String noConversion(GroupVersionKind given, GroupVersionKind expected) {
    String group = expected.group().isEmpty() ? "core" : expected.group().split("\\.", 2)[0];
    String internal = expected.kind().equals("Event") ? "core" : group;
    return "converting (%s.%s) to (%s.%s): unknown conversion"
        .formatted(given.version(), given.kind(), internal, expected.kind());
  }

  static String notRegistered(GroupVersionKind kind) {
    return "no kind \"%s\" is registered for version \"%s\" in scheme \"%s\""
        .formatted(kind.kind(), kind.apiVersion(), "pkg/api/legacyscheme/scheme.go:30");
  }
}
