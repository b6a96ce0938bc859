package dev.podium.patch;

import dev.podium.schema.Field;
import dev.podium.schema.Field.Granularity;
import dev.podium.schema.Field.ListKind;
import dev.podium.schema.Field.Merge;
import dev.podium.schema.Field.PatchStrategy;
import dev.podium.schema.ListType;
import dev.podium.schema.MapType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A few types in the likeness of the API's, small enough to be seen at once.
final class Types {
  private static final SchemaType STRINGS = new MapType(Scalar.STRING);

  private static final ObjectType PORT =
      type(
          "v1.ContainerPort",
          Field.of("name", Scalar.STRING),
          Field.of("containerPort", Scalar.INT32),
          Field.of("protocol", Scalar.STRING).withDefault("TCP"));
  private static final ObjectType ENV =
      type("v1.EnvVar", Field.of("name", Scalar.STRING), Field.of("value", Scalar.STRING));
  private static final ObjectType RESOURCES =
      type("v1.ResourceRequirements", Field.of("limits", new MapType(Scalar.QUANTITY)));
  private static final ObjectType CONTAINER =
      type(
          "v1.Container",
          Field.of("name", Scalar.STRING),
          Field.of("image", Scalar.STRING),
          list("args", Scalar.STRING, ListKind.ATOMIC),
          keyed("ports", PORT, "containerPort", "containerPort", "protocol"),
          keyed("env", ENV, "name", "name"),
          Field.of("resources", RESOURCES));
  private static final ObjectType VOLUME =
      type(
          "v1.Volume",
          Field.of("name", Scalar.STRING),
          Field.of("emptyDir", type("v1.EmptyDirVolumeSource")),
          Field.of("hostPath", type("v1.HostPathVolumeSource", Field.of("path", Scalar.STRING))));
  private static final ObjectType TOLERATION =
      type("v1.Toleration", Field.of("key", Scalar.STRING));
  private static final ObjectType SELECTOR =
      new ObjectType(
          "v1.LabelSelector",
          new ObjectType.Traits("", true, false, Optional.empty()),
          () -> List.of(Field.of("matchLabels", STRINGS)));
  private static final ObjectType SPEC =
      type(
          "v1.WorkSpec",
          Field.of("replicas", Scalar.INT32),
          Field.of("paused", Scalar.BOOLEAN),
          keyed("containers", CONTAINER, "name", "name"),
          keyed("volumes", VOLUME, "name", "name"),
          list("tolerations", TOLERATION, ListKind.ATOMIC),
          Field.of("selector", SELECTOR),
          Field.of("nodeSelector", STRINGS)
              .withMerge(
                  new Merge(
                      Optional.empty(),
                      List.of(),
                      Optional.of(Granularity.ATOMIC),
                      Set.of(),
                      Optional.empty())));
  private static final ObjectType STATUS = type("v1.WorkStatus", Field.of("phase", Scalar.STRING));
  private static final ObjectType META =
      type(
          "v1.ObjectMeta",
          Field.of("name", Scalar.STRING),
          Field.of("namespace", Scalar.STRING),
          Field.of("uid", Scalar.STRING),
          Field.of("resourceVersion", Scalar.STRING),
          Field.of("generation", Scalar.INT64),
          Field.of("creationTimestamp", Scalar.TIME),
          Field.of("labels", STRINGS),
          Field.of("annotations", STRINGS),
          set("finalizers"),
          list("managedFields", type("v1.ManagedFieldsEntry"), ListKind.ATOMIC));

  /// A kind `Work` with containers, volumes and a status.
  static final ObjectType WORK =
      type(
          "v1.Work",
          Field.of("apiVersion", Scalar.STRING),
          Field.of("kind", Scalar.STRING),
          Field.of("metadata", META),
          Field.of("spec", SPEC),
          Field.of("status", STATUS),
          Field.of("data", STRINGS),
          Field.of("binaryData", new MapType(Scalar.BYTES)));

  private Types() {}

  private static ObjectType type(String name, Field... fields) {
    return ObjectType.of(name, List.of(fields));
  }

  private static Field list(String name, SchemaType items, ListKind kind) {
    return Field.of(name, new ListType(items))
        .withMerge(
            new Merge(Optional.of(kind), List.of(), Optional.empty(), Set.of(), Optional.empty()));
  }

  private static Field set(String name) {
    return Field.of(name, new ListType(Scalar.STRING))
        .withMerge(
            new Merge(
                Optional.of(ListKind.SET),
                List.of(),
                Optional.empty(),
                Set.of(PatchStrategy.MERGE),
                Optional.empty()));
  }

  private static Field keyed(String name, SchemaType items, String mergeKey, String... keys) {
    return Field.of(name, new ListType(items))
        .withMerge(
            new Merge(
                Optional.of(ListKind.MAP),
                List.of(keys),
                Optional.empty(),
                Set.of(PatchStrategy.MERGE, PatchStrategy.RETAIN_KEYS),
                Optional.of(mergeKey)));
  }
}
