package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.NameFormats;
import dev.podium.object.ObjectDraft;
import dev.podium.registry.DefinitionBuilder;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.FieldChecks;
import java.util.List;
import java.util.Objects;

/// Event in events.k8s.io/v1: the same objects as core/v1's under other field names, checked more
/// strictly when they are written this way.
///
/// Upstream: pkg/apis/events/v1/conversion.go, ValidateEventCreate, ValidateEventUpdate.
final class GroupEvents {
  private static final String API_VERSION = "events.k8s.io/v1";

  /// What a field is called here and in core/v1.
  private record Name(String here, String core) {}

  private static final List<Name> NAMES =
      List.of(
          new Name("note", "message"),
          new Name("regarding", "involvedObject"),
          new Name("reportingController", "reportingComponent"),
          new Name("deprecatedSource", "source"),
          new Name("deprecatedFirstTimestamp", "firstTimestamp"),
          new Name("deprecatedLastTimestamp", "lastTimestamp"),
          new Name("deprecatedCount", "count"));

  /// Fields, by their names in core/v1, that an update through this version may not change.
  private static final List<String> IMMUTABLE =
      List.of(
          "involvedObject",
          "reason",
          "message",
          "source",
          "firstTimestamp",
          "lastTimestamp",
          "count",
          "reason",
          "type",
          "eventTime",
          "action",
          "related",
          "reportingComponent",
          "reportingInstance");

  private GroupEvents() {}

  static ResourceDefinition definition() {
    DefinitionBuilder builder =
        ResourceDefinition.of(API_VERSION, "Event", "events")
            .shortNames("ev")
            .createsOnUpdate()
            .withoutGarbageCollection()
            .storedAs(CoreEvents.KIND, "events", GroupEvents::toCore, GroupEvents::fromCore)
            .defaults(GroupEvents::setDefaults)
            .validateStored(GroupEvents::validate, GroupEvents::validateUpdate)
            .selectable("reason")
            .selectable("reportingController")
            .selectable("type");
    for (String field :
        List.of("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")) {
      builder.selectable("regarding." + field);
    }
    return builder
        .table(CoreEvents.table((event, now) -> CoreEvents.cells(toCore(event), now)))
        .build();
  }

  private static void setDefaults(ObjectDraft event) {
    event.object("regarding");
    event.object("deprecatedSource");
    event
        .setDefault("deprecatedFirstTimestamp", JsonNull.NULL)
        .setDefault("deprecatedLastTimestamp", JsonNull.NULL)
        .setDefault("eventTime", JsonNull.NULL);
  }

  private static ApiObject toCore(ApiObject event) {
    return event.edit(draft -> {
      draft.set("apiVersion", CoreEvents.KIND.apiVersion());
      NAMES.forEach(name -> rename(draft, name.here(), name.core()));
      CoreEvents.setDefaults(draft);
    });
  }

  private static ApiObject fromCore(ApiObject event) {
    return event.edit(draft -> {
      draft.set("apiVersion", API_VERSION);
      NAMES.forEach(name -> rename(draft, name.core(), name.here()));
      for (String field : List.of("reportingController", "reportingInstance")) {
        if (draft.string(field).isEmpty()) {
          draft.remove(field);
        }
      }
      setDefaults(draft);
    });
  }

  private static void rename(ObjectDraft event, String from, String to) {
    Object value = event.get(from);
    event.remove(from);
    if (value != null) {
      event.set(to, value);
    }
  }

  private static void validate(ApiObject event, List<FieldError> errors) {
    CoreEvents.validate(event, "reportingController", errors);
    JsonObject root = event.root();
    FieldChecks.format(
        event.name(),
        NameFormats.dns1123Subdomain(event.name()),
        FieldPath.of("metadata", "name"),
        errors);
    validateSeries(root, errors);
    if (root.string("eventTime").isEmpty()) {
      errors.add(FieldError.required(FieldPath.of("eventTime"), ""));
    }
    String type = root.string("type");
    if (!type.equals("Normal") && !type.equals("Warning")) {
      errors.add(FieldError.invalid(FieldPath.of("type"), "", "has invalid value: " + type));
    }
    refuseGiven(!root.string("firstTimestamp").isEmpty(), "firstTimestamp", errors);
    refuseGiven(!root.string("lastTimestamp").isEmpty(), "lastTimestamp", errors);
    refuseGiven(root.integer("count") != 0, "count", errors);
    refuseGiven(!root.object("source").isEmpty(), "source", errors);
  }

  private static void refuseGiven(boolean given, String field, List<FieldError> errors) {
    if (given) {
      errors.add(FieldError.invalid(FieldPath.of(field), "", "needs to be unset"));
    }
  }

  private static void validateSeries(JsonObject event, List<FieldError> errors) {
    if (event.findObject("series").isEmpty()) {
      return;
    }
    if (event.integer("series", "count") < 2) {
      errors.add(FieldError.invalid(FieldPath.of("series.count"), "", "should be at least 2"));
    }
    if (event.string("series", "lastObservedTime").isEmpty()) {
      errors.add(FieldError.required(FieldPath.of("series.lastObservedTime"), ""));
    }
  }

  private static void validateUpdate(ApiObject event, ApiObject old, List<FieldError> errors) {
    CoreEvents.validate(event, "reportingController", errors);
    if (!Objects.equals(event.root().get("series"), old.root().get("series"))) {
      validateSeries(event.root(), errors);
    }
    for (String field : IMMUTABLE) {
      if (!Objects.equals(event.root().get(field), old.root().get(field))) {
        String called = field.equals("reportingComponent") ? "reportingController" : field;
        Object value = Objects.requireNonNullElse(event.root().get(field), JsonNull.NULL);
        errors.add(FieldError.invalid(FieldPath.of(called), value, FieldChecks.IMMUTABLE));
      }
    }
  }
}
