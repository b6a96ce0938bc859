package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.FieldSelector;
import dev.podium.object.LabelSelector;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Selection;
import dev.podium.web.QueryString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Selectors as a query has them, made sure that the kind knows the fields.
final class Selections {
  private Selections() {}

  static Selection parse(ResourceDefinition definition, QueryString query) {
    LabelSelector labels = LabelSelector.parse(query.first("labelSelector"));
    FieldSelector fields = FieldSelector.parse(query.first("fieldSelector"));
    for (FieldSelector.Requirement requirement : fields.requirements()) {
      if (!definition.selectsBy(requirement.field())) {
        throw ApiException.badRequest(definition.refusalOfFieldLabel(requirement.field()));
      }
    }
    return new Selection(labels, fields);
  }

  /// The selection narrowed to one name, as the paths below `/watch/` do it.
  static Selection named(Selection selection, String name) {
    List<FieldSelector.Requirement> all = new ArrayList<>(selection.fields().requirements());
    Optional<String> selected = selection.fields().requiredValue("metadata.name");
    if (!all.isEmpty() && !selected.equals(Optional.of(name))) {
      throw ApiException.badRequest(
          "both a name and a field selector provided; please provide one or the other.");
    }
    if (selected.isEmpty()) {
      all.add(new FieldSelector.Requirement("metadata.name", true, name));
    }
    return new Selection(selection.labels(), new FieldSelector(all));
  }
}
