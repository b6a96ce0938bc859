package dev.podium.build;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;

/// The model classes of client-java-api, which were generated from the published OpenAPI document:
/// JSON names, required marks, and the types that have no protobuf form.
final class ApiModels {
  private static final String FOLDER = "io/kubernetes/client/openapi/models/";
  private static final ClassDesc SERIALIZED_NAME =
      ClassDesc.of("com.google.gson.annotations.SerializedName");
  private static final ClassDesc PROPERTY = ClassDesc.of("io.swagger.annotations.ApiModelProperty");
  private static final ClassDesc MODEL = ClassDesc.of("io.swagger.annotations.ApiModel");

  /// What every kind consists of, apart from what it is called.
  static final Set<String> KIND_PARTS = Set.of("metadata", "spec", "status");

  /// One class.
  record Model(String className, String description, Map<String, Property> properties) {
    /// Whether it is a type of whole API objects.
    boolean isKind() {
      return properties.keySet().containsAll(Set.of("kind", "apiVersion", "metadata"));
    }
  }

  /// One field of a class.
  ///
  /// @param type its generic signature, or else its descriptor
  record Property(String name, String type, boolean required, String description) {}

  private final Map<String, Model> models = new HashMap<>();

  static ApiModels read(Path jar) throws IOException {
    ApiModels models = new ApiModels();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith(FOLDER) && name.endsWith(".class") && name.indexOf('$') < 0) {
          String className = name.substring(FOLDER.length(), name.length() - 6);
          byte[] bytes = zip.getInputStream(entry).readAllBytes();
          models.models.put(className, model(className, ClassFile.of().parse(bytes)));
        }
      }
    }
    return models;
  }

  /// The class made for a definition: `V1Pod`, or with the group before it where several groups
  /// have a type of that name (`CoreV1Event`).
  Optional<Model> forDefinition(String definition) {
    if (definition.endsWith(".version.Info")) {
      return Optional.ofNullable(models.get("VersionInfo"));
    }
    String[] parts = definition.split("\\.");
    String type = parts[parts.length - 1];
    String version = capital(parts[parts.length - 2]);
    String group = capital(parts[parts.length - 3]);
    return Optional.ofNullable(models.get(group + version + type))
        .or(() -> Optional.ofNullable(models.get(version + type)));
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static Model model(String className, ClassModel source) {
    Map<String, MethodModel> getters = new HashMap<>();
    for (MethodModel method : source.methods()) {
      if (annotation(method, PROPERTY).isPresent()) {
        getters.put(method.methodName().stringValue(), method);
      }
    }
    Map<String, Property> properties = new LinkedHashMap<>();
    for (FieldModel field : source.fields()) {
      annotation(field, SERIALIZED_NAME)
          .filter(_ -> !field.flags().has(AccessFlag.STATIC))
          .map(a -> text(a, "value"))
          .ifPresent(name -> properties.put(name, property(name, field, getters)));
    }
    String description = annotation(source, MODEL).map(a -> text(a, "description")).orElse("");
    return new Model(className, description, properties);
  }

  private static Property property(
      String name, FieldModel field, Map<String, MethodModel> getters) {
    String type =
        field
            .findAttribute(Attributes.signature())
            .map(a -> a.signature().stringValue())
            .orElse(field.fieldType().stringValue());
    MethodModel getter =
        getters.get("get" + capital(field.fieldName().stringValue().replaceFirst("^_", "")));
    Optional<Annotation> mark = getter == null ? Optional.empty() : annotation(getter, PROPERTY);
    boolean required = mark.map(a -> text(a, "required").equals("true")).orElse(false);
    return new Property(name, type, required, mark.map(a -> text(a, "value")).orElse(""));
  }

  private static Optional<Annotation> annotation(
      java.lang.classfile.AttributedElement element, ClassDesc type) {
    return element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
        .flatMap(a -> a.annotations().stream())
        .filter(a -> a.classSymbol().equals(type))
        .findFirst();
  }

  private static String text(Annotation annotation, String element) {
    return annotation.elements().stream()
        .filter(e -> e.name().equalsString(element))
        .map(AnnotationElement::value)
        .map(value ->
            switch (value) {
              case AnnotationValue.OfString s -> s.stringValue();
              case AnnotationValue.OfBoolean b -> Boolean.toString(b.booleanValue());
              default -> "";
            })
        .findFirst()
        .orElse("");
  }
}
