package dev.podium.build;

import dev.podium.build.ApiModels.Model;
import dev.podium.build.Definition.Property;
import dev.podium.build.Message.Part;
import dev.podium.build.Message.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  private static final Set<String> KIND_MARKS = Set.of("kind", "apiVersion", "metadata");
  private static final Set<String> KIND_PARTS = Set.of("metadata", "spec", "status");

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
    Definition definition = message == null ? fromModel(name) : fromMessage(message);
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

  // Types with a protobuf form.

  private Definition fromMessage(Message message) {
    Optional<Model> model = models.forDefinition(message.name());
    Map<String, Property> properties = new LinkedHashMap<>();
    model.ifPresent(m -> addTypeMeta(message, m, properties));
    Map<String, String> names = jsonNames(model);
    for (Part part : message.parts()) {
      add(message, part, List.of(), model, names, properties);
    }
    Comment comment = message.comment();
    boolean atomic =
        comment.value("structType").equals("atomic") || comment.value("mapType").equals("atomic");
    return new Definition(
        message.name(),
        model.map(m -> Wording.of(comment.text(), m.description())).orElse(comment.text()),
        atomic,
        comment.has("union") ? union(message) : "",
        List.copyOf(properties.values()));
  }

  /// Go embeds `TypeMeta`, protobuf carries it outside the message.
  private void addTypeMeta(Message message, Model model, Map<String, Property> properties) {
    Message typeMeta = messages.get(META + "TypeMeta");
    Set<String> own = message.parts().stream().map(Part::name).collect(Collectors.toSet());
    boolean embedded =
        model.properties().keySet().containsAll(Set.of("kind", "apiVersion"))
            && !own.contains("kind")
            && !own.contains("apiVersion");
    if (!embedded || typeMeta == null) {
      return;
    }
    for (Part part : typeMeta.parts()) {
      Property property = property(message.name(), part, part.name(), List.of());
      properties.put(part.name(), property);
    }
  }

  private void add(
      Message owner,
      Part part,
      List<Integer> prefix,
      Optional<Model> model,
      Map<String, String> names,
      Map<String, Property> properties) {
    List<Integer> path = new ArrayList<>(prefix);
    path.add(part.number());
    String json = names.getOrDefault(normal(part.name()), "");
    if (json.isEmpty() && model.isPresent()) {
      Message embedded = messages.get(part.type());
      if (embedded == null || part.shape() != Shape.ONE) {
        return; // newer than this release, or not part of the JSON form
      }
      for (Part inner : embedded.parts()) {
        add(owner, inner, path, model, names, properties);
      }
      return;
    }
    String name = json.isEmpty() ? part.name() : json;
    properties.put(name, property(owner.name(), part, name, path));
  }

  private Property property(String owner, Part part, String name, List<Integer> path) {
    Optional<ApiModels.Property> released =
        models.forDefinition(owner).map(m -> m.properties().get(name));
    boolean required = released.map(ApiModels.Property::required).orElse(false);
    Message target = messages.get(part.type());
    boolean wrapped = target != null && isWrappedList(target);
    String type = wrapped ? "[]" + target.parts().getFirst().type() : part.type();
    String full =
        switch (part.shape()) {
          case ONE -> type;
          case LIST -> "[]" + type;
          case MAP -> "{}" + type;
        };
    Map<String, String> marks = marks(part.comment());
    if (heldByValue(owner, name, full)) {
      marks.put("empty", "struct");
    }
    marks.putAll(data.fields().getOrDefault(owner + "." + name, Map.of()));
    String description =
        Optional.ofNullable(marks.remove("description"))
            .orElseGet(() -> description(part.comment(), full, released));
    description += enumeration(marks, full);
    return new Property(name, full, description, required, marks, path, wrapped);
  }

  /// The model classes have no text of their own for a field that refers to a definition.
  private static String description(
      Comment comment, String type, Optional<ApiModels.Property> released) {
    return scalar(type) || type.startsWith("[]") || type.startsWith("{}")
        ? released.map(r -> Wording.of(comment.text(), r.description())).orElse(comment.text())
        : comment.text();
  }

  /// All kinds hold their metadata, spec and status by value; fields.tsv has what does not.
  private boolean heldByValue(String owner, String name, String type) {
    return KIND_PARTS.contains(name)
        && messages.containsKey(type)
        && (type.endsWith("Meta")
            || models
                .forDefinition(owner)
                .filter(m -> m.properties().keySet().containsAll(KIND_MARKS))
                .isPresent());
  }

  /// Replaces the name of an enumeration by its values, and tells of them as kube-openapi does
  /// (pkg/generators/enum.go: DescriptionLines), which is only where the field is no list.
  private String enumeration(Map<String, String> marks, String type) {
    String name = marks.getOrDefault("enum", "");
    if (name.isEmpty()) {
      return "";
    }
    Map<String, String> values = data.enums().get(name);
    if (values == null) {
      throw new IllegalStateException("enums.tsv has no " + name);
    }
    marks.put("enum", String.join("|", values.keySet()));
    StringBuilder lines = new StringBuilder();
    if (!type.startsWith("[]")) {
      lines.append("\n\nPossible enum values:");
      values.forEach(
          (value, text) -> lines.append(("\n - `\"" + value + "\"` " + text).stripTrailing()));
    }
    return lines.toString();
  }

  /// Go's `type ExtraValue []string`, which protobuf can only hold as a message with `items`.
  private boolean isWrappedList(Message message) {
    return message.parts().size() == 1
        && message.parts().getFirst().name().equals("items")
        && message.parts().getFirst().shape() == Shape.LIST
        && models.forDefinition(message.name()).isEmpty();
  }

  private static Map<String, String> marks(Comment comment) {
    Map<String, String> marks = new LinkedHashMap<>();
    for (String name : List.of("listType", "patchStrategy", "patchMergeKey", "default")) {
      if (comment.has(name)) {
        marks.put(name, comment.value(name));
      }
    }
    if (comment.has("listMapKey")) {
      marks.put("listMapKeys", String.join(",", comment.values("listMapKey")));
    }
    for (String name : List.of("mapType", "structType")) {
      if (comment.has(name)) {
        marks.put("mapType", comment.value(name));
      }
    }
    return marks;
  }

  /// `+union` and `+unionDiscriminator`, as kube-openapi's pkg/generators/union.go writes them.
  private static String union(Message message) {
    String discriminator =
        message.parts().stream()
            .filter(p -> p.comment().has("unionDiscriminator"))
            .map(p -> "\"discriminator\":\"" + p.name() + "\",")
            .findFirst()
            .orElse("");
    String members =
        message.parts().stream()
            .filter(p -> !p.comment().has("unionDiscriminator"))
            .map(p -> '"' + p.name() + "\":\"" + capital(p.name()) + '"')
            .sorted()
            .collect(Collectors.joining(","));
    return "[{" + discriminator + "\"fields-to-discriminateBy\":{" + members + "}}]";
  }

  /// JSON names by what is left of them where protobuf allows no punctuation.
  private static Map<String, String> jsonNames(Optional<Model> model) {
    return model.map(m -> m.properties().keySet()).orElse(Set.of()).stream()
        .collect(Collectors.toMap(SchemaBuilder::normal, n -> n));
  }

  private static String normal(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  // Types that only the model classes know.

  private Definition fromModel(String name) {
    Model model =
        models
            .forDefinition(name)
            .orElseGet(() ->
                models
                    .byClass("VersionInfo")
                    .filter(_ -> name.endsWith(".version.Info"))
                    .orElseThrow(() -> new IllegalStateException("No source for " + name)));
    List<Property> properties = new ArrayList<>();
    for (ApiModels.Property source : model.properties().values()) {
      Map<String, String> marks =
          new LinkedHashMap<>(data.fields().getOrDefault(name + "." + source.name(), Map.of()));
      String description =
          Optional.ofNullable(marks.remove("description")).orElse(source.description());
      String type = type(name, source.type());
      if (KIND_PARTS.contains(source.name())
          && model.properties().keySet().containsAll(KIND_MARKS)) {
        marks.putIfAbsent("empty", "struct");
      }
      properties.add(
          new Property(
              source.name(), type, description, source.required(), marks, List.of(), false));
    }
    return new Definition(name, model.description(), false, "", properties);
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
      case "Ljava/time/OffsetDateTime;" -> META + "Time";
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
