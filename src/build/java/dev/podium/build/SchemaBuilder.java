package dev.podium.build;

import dev.podium.build.Definition.Property;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Joins messages, model classes and our own tables into definitions.
final class SchemaBuilder {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  /// Go types that marshal themselves: their parts are not fields in JSON.
  private static final Set<String> OPAQUE =
      Set.of(
          META + "Time",
          META + "MicroTime",
          META + "Duration",
          META + "FieldsV1",
          META + "Patch",
          "io.k8s.apimachinery.pkg.api.resource.Quantity",
          "io.k8s.apimachinery.pkg.runtime.RawExtension",
          "io.k8s.apimachinery.pkg.util.intstr.IntOrString");

  private static final Set<String> OPAQUE_SCHEMA_PARTS =
      Set.of(
          "JSON",
          "JSONSchemaPropsOrArray",
          "JSONSchemaPropsOrBool",
          "JSONSchemaPropsOrStringArray");

  private final Map<String, Message> messages;
  private final ApiModels models;
  private final DataFiles data;
  private final Map<String, String> definitionOfClass = new HashMap<>();
  private final Map<String, Definition> done = new TreeMap<>();

  SchemaBuilder(Map<String, Message> messages, ApiModels models, DataFiles data) {
    this.messages = messages;
    this.models = models;
    this.data = data;
    for (DataFiles.Group group : data.groups()) {
      claimClasses(group.goPackage());
    }
  }

  /// A few messages are left over from types that moved to a shared package, which is listed first.
  private void claimClasses(String goPackage) {
    for (String name : messages.keySet()) {
      if (name.substring(0, name.lastIndexOf('.')).equals(goPackage)) {
        models
            .forDefinition(name)
            .ifPresent(m -> definitionOfClass.putIfAbsent(m.className(), name));
      }
    }
  }

  /// All definitions that can be reached from the given ones.
  Map<String, Definition> build(Set<String> roots) {
    roots.forEach(this::add);
    return done;
  }

  private void add(String name) {
    if (done.containsKey(name) || scalar(name)) {
      return;
    }
    Message message = messages.get(name);
    if (message != null && opaque(name)) {
      done.put(name, new Definition(name, message.comment().text(), false, "", List.of()));
      return;
    }
    Definition definition =
        message == null
            ? new ModelReader(definitionOfClass, models, data).read(name)
            : new MessageReader(message, messages, models, data).read();
    done.put(name, definition);
    for (Property property : definition.properties()) {
      add(property.type().replaceAll("^(\\[\\]|\\{\\})+", ""));
    }
  }

  static boolean scalar(String type) {
    return type.indexOf('.') < 0;
  }

  static boolean opaque(String name) {
    return OPAQUE.contains(name)
        || OPAQUE_SCHEMA_PARTS.contains(name.substring(name.lastIndexOf('.') + 1));
  }
}
