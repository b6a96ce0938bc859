package dev.podium.registry;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldSelector;
import dev.podium.object.LabelSelector;
import java.util.Optional;
import java.util.function.Function;

/// Which objects of a resource a list, watch or deletecollection is about.
public record Selection(LabelSelector labels, FieldSelector fields) {
  public static final Selection EVERYTHING =
      new Selection(LabelSelector.EVERYTHING, FieldSelector.EVERYTHING);

  public boolean isEverything() {
    return labels.matchesEverything() && fields.matchesEverything();
  }

  boolean matches(ResourceDefinition definition, ApiObject object) {
    return labels.matches(object.labels())
        && fields.matches(field -> read(definition, object, field));
  }

  /// The one name that can match, where a field selector says so.
  Optional<String> name() {
    return fields.requiredValue("metadata.name");
  }

  private static Optional<String> read(
      ResourceDefinition definition, ApiObject object, String field) {
    return switch (field) {
      case "metadata.name" -> Optional.of(object.name());
      case "metadata.namespace" -> Optional.of(object.namespace());
      default -> {
        Function<ApiObject, String> reader = definition.selectableFields().get(field);
        yield reader == null ? Optional.empty() : Optional.of(reader.apply(object));
      }
    };
  }
}
