package dev.podium.build;

import dev.podium.build.ApiModels.Model;
import dev.podium.build.Definition.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the definition of a type that only the model classes know.
final class ModelReader {
  private static final String TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";

  private final Map<String, String> definitionOfClass;
  private final ApiModels models;
  private final DataFiles data;

  /// @param definitionOfClass the definitions that other classes were made for
  ModelReader(Map<String, String> definitionOfClass, ApiModels models, DataFiles data) {
    this.definitionOfClass = definitionOfClass;
    this.models = models;
    this.data = data;
  }

  Definition read(String name) {
    Model model =
        models
            .forDefinition(name)
            .orElseThrow(() -> new IllegalStateException("No source for " + name));
    List<Property> properties = new ArrayList<>();
    for (ApiModels.Property source : model.properties().values()) {
      properties.add(property(name, model, source));
    }
    return new Definition(name, model.description(), false, "", properties);
  }

  private Property property(String owner, Model model, ApiModels.Property source) {
    Map<String, String> marks =
        new LinkedHashMap<>(data.fields().getOrDefault(owner + "." + source.name(), Map.of()));
    String description =
        Optional.ofNullable(marks.remove("description")).orElse(source.description());
    if (model.isKind() && ApiModels.KIND_PARTS.contains(source.name())) {
      marks.putIfAbsent("empty", "struct");
    }
    String type = type(owner, source.type());
    return new Property(
        source.name(), type, description, source.required(), marks, List.of(), false);
  }

  private String type(String owner, String signature) {
    if (signature.startsWith("Ljava/util/List<")) {
      return "[]" + type(owner, signature.substring(16, signature.length() - 2));
    }
    if (signature.startsWith("Ljava/util/Map<Ljava/lang/String;")) {
      return "{}" + type(owner, signature.substring(33, signature.length() - 2));
    }
    return switch (signature) {
      case "Ljava/lang/String;" -> "string";
      case "Ljava/lang/Boolean;" -> "bool";
      case "Ljava/lang/Integer;" -> "int32";
      case "Ljava/lang/Long;" -> "int64";
      case "[B" -> "bytes";
      case "Ljava/time/OffsetDateTime;" -> TIME;
      default -> {
        String className =
            signature.substring(signature.lastIndexOf('/') + 1, signature.length() - 1);
        String simple = className.replaceAll("^(.*[a-z])?V\\d((alpha|beta)\\d)?", "");
        yield definitionOfClass.getOrDefault(
            className, owner.substring(0, owner.lastIndexOf('.') + 1) + simple);
      }
    };
  }
}
