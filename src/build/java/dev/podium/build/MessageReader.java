package dev.podium.build;

import dev.podium.build.ApiModels.Model;
import dev.podium.build.Definition.Property;
import dev.podium.build.Message.Part;
import dev.podium.build.Message.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes the definition of one message: its fields as JSON has them.
final class MessageReader {
  private static final String TYPE_META = "io.k8s.apimachinery.pkg.apis.meta.v1.TypeMeta";

  private final Map<String, Message> messages;
  private final ApiModels models;
  private final DataFiles data;
  private final Message message;
  private final Optional<Model> model;
  private final Map<String, String> jsonNames;
  private final Map<String, Property> properties = new LinkedHashMap<>();

  MessageReader(Message message, Map<String, Message> messages, ApiModels models, DataFiles data) {
    this.message = message;
    this.messages = messages;
    this.models = models;
    this.data = data;
    this.model = models.forDefinition(message.name());
    this.jsonNames = jsonNames(model);
  }

  Definition read() {
    model.ifPresent(this::addTypeMeta);
    for (Part part : message.parts()) {
      add(part, List.of());
    }
    Comment comment = message.comment();
    boolean atomic =
        comment.value("structType").equals("atomic") || comment.value("mapType").equals("atomic");
    return new Definition(
        message.name(),
        model.map(m -> Wording.of(comment.text(), m.description())).orElse(comment.text()),
        atomic,
        comment.has("union") ? union() : "",
        List.copyOf(properties.values()));
  }

  /// Go embeds `TypeMeta`, protobuf carries it outside the message.
  private void addTypeMeta(Model model) {
    Set<String> own = message.parts().stream().map(Part::name).collect(Collectors.toSet());
    boolean embedded =
        model.properties().keySet().containsAll(Set.of("kind", "apiVersion"))
            && !own.contains("kind")
            && !own.contains("apiVersion");
    Message typeMeta = messages.get(TYPE_META);
    if (embedded && typeMeta != null) {
      for (Part part : typeMeta.parts()) {
        properties.put(part.name(), property(part, part.name(), List.of()));
      }
    }
  }

  private void add(Part part, List<Integer> prefix) {
    List<Integer> path = new ArrayList<>(prefix);
    path.add(part.number());
    String json = jsonNames.getOrDefault(normal(part.name()), "");
    if (json.isEmpty() && model.isPresent()) {
      addEmbedded(part, path);
      return;
    }
    String name = json.isEmpty() ? part.name() : json;
    properties.put(name, property(part, name, path));
  }

  /// A part that has no name in JSON is a struct that Go embeds; or else it is newer than this
  /// release.
  private void addEmbedded(Part part, List<Integer> path) {
    Message embedded = messages.get(part.type());
    if (embedded != null && part.shape() == Shape.ONE) {
      embedded.parts().forEach(inner -> add(inner, path));
    }
  }

  private Property property(Part part, String name, List<Integer> path) {
    Optional<ApiModels.Property> released = model.map(m -> m.properties().get(name));
    boolean required = released.map(ApiModels.Property::required).orElse(false);
    Message target = messages.get(part.type());
    boolean wrapped = target != null && isWrappedList(target);
    String type = type(part, wrapped ? "[]" + target.parts().getFirst().type() : part.type());
    Map<String, String> marks = marks(part.comment());
    if (heldByValue(name, type)) {
      marks.put("empty", "struct");
    }
    marks.putAll(data.fields().getOrDefault(message.name() + "." + name, Map.of()));
    String description =
        Optional.ofNullable(marks.remove("description"))
            .orElseGet(() -> description(part.comment(), type, released));
    description += enumeration(marks, type);
    return new Property(name, type, description, required, marks, path, wrapped);
  }

  private static String type(Part part, String element) {
    return switch (part.shape()) {
      case ONE -> element;
      case LIST -> "[]" + element;
      case MAP -> "{}" + element;
    };
  }

  /// The model classes have no text of their own for a field that refers to a definition.
  private static String description(
      Comment comment, String type, Optional<ApiModels.Property> released) {
    return SchemaBuilder.scalar(type) || type.startsWith("[]") || type.startsWith("{}")
        ? released.map(r -> Wording.of(comment.text(), r.description())).orElse(comment.text())
        : comment.text();
  }

  /// All kinds hold their metadata, spec and status by value; fields.tsv has what does not.
  private boolean heldByValue(String name, String type) {
    return ApiModels.KIND_PARTS.contains(name)
        && messages.containsKey(type)
        && (type.endsWith("Meta") || model.filter(Model::isKind).isPresent());
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
  private String union() {
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
        .collect(Collectors.toMap(MessageReader::normal, n -> n));
  }

  private static String normal(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
