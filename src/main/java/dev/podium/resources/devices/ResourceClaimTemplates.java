package dev.podium.resources.devices;

import dev.podium.object.ObjectDraft;
import dev.podium.registry.ResourceDefinition;

/// ResourceClaimTemplate: what claims are made from, one for each pod.
///
/// Upstream: pkg/registry/resource/resourceclaimtemplate/strategy.go.
final class ResourceClaimTemplates {
  private static final String SPEC_TYPE = "io.k8s.api.resource.v1.ResourceClaimTemplateSpec";

  private ResourceClaimTemplates() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(
            DeviceKinds.VERSION, "ResourceClaimTemplate", "resourceclaimtemplates")
        .returnsDeletedObject()
        .defaults(ResourceClaimTemplates::defaults)
        .validate(ClaimChecks::template)
        .validateUpdate(
            (template, old, errors) -> ClaimChecks.immutableSpec(template, old, SPEC_TYPE, errors))
        .table(DeviceClasses.nameAndAge())
        .build();
  }

  private static void defaults(ObjectDraft template) {
    ObjectDraft spec = template.object("spec");
    spec.object("metadata");
    ResourceClaims.specDefaults(spec.object("spec"));
  }
}
