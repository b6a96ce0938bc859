package dev.podium.resources;

import dev.podium.object.Cidr;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.resources.admissionregistration.AdmissionKinds;
import dev.podium.resources.apiextensions.ApiExtensionsKinds;
import dev.podium.resources.apiregistration.ApiRegistrationKinds;
import dev.podium.resources.apps.AppsKinds;
import dev.podium.resources.autoscaling.AutoscalingKinds;
import dev.podium.resources.batch.BatchKinds;
import dev.podium.resources.certificates.CertificatesKinds;
import dev.podium.resources.coordination.Leases;
import dev.podium.resources.core.CoreResources;
import dev.podium.resources.devices.DeviceKinds;
import dev.podium.resources.discovery.EndpointSlices;
import dev.podium.resources.flowcontrol.FlowControlKinds;
import dev.podium.resources.networking.NetworkingKinds;
import dev.podium.resources.node.RuntimeClasses;
import dev.podium.resources.pods.PodKinds;
import dev.podium.resources.policy.PolicyKinds;
import dev.podium.resources.rbac.RbacResources;
import dev.podium.resources.scheduling.PriorityClasses;
import dev.podium.resources.services.ServiceAddresses;
import dev.podium.resources.services.Services;
import dev.podium.resources.storage.StorageKinds;
import dev.podium.resources.volumes.VolumeKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// All kinds that a cluster serves before anybody defines another.
public final class BuiltInResources {
  private BuiltInResources() {}

  /// What kinds need from outside.
  ///
  /// @param issueToken makes a token of a ServiceAccount
  /// @param serviceRanges where cluster addresses come from: one range, or one of each family
  /// @param firstNodePort the first of the node ports that Services may have
  /// @param lastNodePort the last of them
  public record Surroundings(
      Subresource.Operation issueToken,
      List<Cidr> serviceRanges,
      int firstNodePort,
      int lastNodePort,
      RandomGenerator random) {}

  public static List<ResourceDefinition> all(Surroundings surroundings) {
    ServiceAddresses addresses =
        new ServiceAddresses(surroundings.serviceRanges(), surroundings.random());
    List<ResourceDefinition> all = new ArrayList<>();
    all.addAll(PodKinds.all());
    all.addAll(CoreResources.all(surroundings.issueToken()));
    all.add(
        Services.definition(
            addresses,
            surroundings.firstNodePort(),
            surroundings.lastNodePort(),
            surroundings.random()));
    all.addAll(VolumeKinds.all());
    all.addAll(AppsKinds.all());
    all.addAll(BatchKinds.all());
    all.addAll(RbacResources.all());
    all.addAll(PolicyKinds.all());
    all.addAll(AutoscalingKinds.all());
    all.addAll(CertificatesKinds.all());
    all.addAll(AdmissionKinds.all());
    all.addAll(ApiExtensionsKinds.all());
    all.addAll(ApiRegistrationKinds.all());
    all.addAll(FlowControlKinds.all());
    all.addAll(DeviceKinds.all());
    all.addAll(NetworkingKinds.all(addresses));
    all.add(EndpointSlices.definition());
    all.addAll(StorageKinds.all());
    all.add(Leases.definition());
    all.add(PriorityClasses.definition());
    all.add(RuntimeClasses.definition());
    return List.copyOf(all);
  }
}
