package dev.podium.runtime;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.object.NameRule;
import java.util.List;

/// Pods as the templates of their controllers describe them (upstream: GetPodFromTemplate).
public final class TemplatePods {
  private TemplatePods() {}

  /// A pod of `owner`'s `spec.template`, its name left to the server.
  public static ApiObject of(ApiObject owner) {
    return of(owner, owner.spec().object("template"));
  }

  /// A pod of a template, controlled by `owner`, its name left to the server.
  public static ApiObject of(ApiObject owner, JsonObject template) {
    JsonObject given = template.object("metadata");
    return ApiObject.named(Kinds.POD, owner.namespace(), "")
        .editMetadata(metadata -> {
          metadata.remove("name");
          metadata.set("generateName", prefix(owner.name()));
          for (String field : List.of("labels", "annotations", "finalizers")) {
            given.find(field).ifPresent(value -> metadata.set(field, value));
          }
          metadata.set("ownerReferences", List.of(OwnedObjects.controllerReference(owner)));
        })
        .with("spec", template.object("spec"));
  }

  /// The owner's name and a dash, unless that makes no valid name.
  private static String prefix(String owner) {
    String prefix = owner + "-";
    return NameRule.SUBDOMAIN.problems(prefix, true).isEmpty() ? prefix : owner;
  }
}
