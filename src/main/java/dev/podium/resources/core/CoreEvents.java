package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import dev.podium.object.NameRule;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.HumanDuration;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.resources.fields.FieldChecks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Event in core/v1, which is how events are stored.
///
/// Upstream: pkg/registry/core/event/strategy.go, pkg/apis/core/validation/events.go, printEvent.
final class CoreEvents {
  static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "Event");
  private static final int LABEL_LENGTH = 128;
  private static final int NOTE_LENGTH = 1024;

  private CoreEvents() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "Event", "events")
        .shortNames("ev")
        .nameRule(NameRule.PATH_SEGMENT)
        .createsOnUpdate()
        .withoutGarbageCollection()
        .selectable("involvedObject.kind")
        .selectable("involvedObject.namespace")
        .selectable("involvedObject.name")
        .selectable("involvedObject.uid")
        .selectable("involvedObject.apiVersion")
        .selectable("involvedObject.resourceVersion")
        .selectable("involvedObject.fieldPath")
        .selectable("reason")
        .selectable("reportingComponent")
        .selectable("source", CoreEvents::source)
        .selectable("type")
        .defaults(CoreEvents::setDefaults)
        .validate((event, errors) -> validate(event, "reportingComponent", errors))
        .validateUpdate((event, _, errors) -> validate(event, "reportingComponent", errors))
        .table(table(CoreEvents::cells))
        .build();
  }

  static TableLayout table(TableLayout.Row row) {
    return TableLayout.of(
        row,
        TableLayout.string("Last Seen"),
        TableLayout.string("Type"),
        TableLayout.string("Reason"),
        TableLayout.string("Object"),
        TableLayout.string("Subobject").wide(),
        TableLayout.string("Source").wide(),
        TableLayout.string("Message"),
        TableLayout.string("First Seen").wide(),
        TableLayout.string("Count").wide(),
        TableLayout.name().wide());
  }

  private static String source(ApiObject event) {
    String component = event.root().string("source", "component");
    return component.isEmpty() ? event.root().string("reportingComponent") : component;
  }

  /// Go writes these also where they are empty.
  static void setDefaults(ObjectDraft event) {
    event.object("involvedObject");
    event.object("source");
    event
        .setDefault("firstTimestamp", JsonNull.NULL)
        .setDefault("lastTimestamp", JsonNull.NULL)
        .setDefault("eventTime", JsonNull.NULL)
        .setDefault("reportingComponent", "")
        .setDefault("reportingInstance", "");
  }

  /// The rules that every event passes (legacyValidateEvent); the newer kind of event has a time.
  ///
  /// @param controllerField what the version of the request calls the reporting controller
  static void validate(ApiObject event, String controllerField, List<FieldError> errors) {
    JsonObject root = event.root();
    if (root.string("eventTime").isEmpty()) {
      String involved = root.string("involvedObject", "namespace");
      boolean agrees =
          involved.isEmpty()
              ? event.namespace().isEmpty() || event.namespace().equals("default")
              : involved.equals(event.namespace());
      checkNamespace(agrees, involved, errors);
    } else {
      validateNew(event, controllerField, errors);
    }
    FieldChecks.format(
        event.namespace(),
        NameFormats.dns1123Subdomain(event.namespace()),
        FieldPath.of("namespace"),
        errors);
  }

  private static void validateNew(
      ApiObject event, String controllerField, List<FieldError> errors) {
    JsonObject root = event.root();
    String involved = root.string("involvedObject", "namespace");
    boolean agrees =
        !involved.isEmpty()
            || event.namespace().equals("default")
            || event.namespace().equals("kube-system");
    checkNamespace(agrees, involved, errors);
    String controller = root.string("reportingComponent");
    FieldPath path = FieldPath.of(controllerField);
    require(controller, path, errors);
    FieldChecks.format(controller, LabelFormats.key(controller), path, errors);
    for (String field : List.of("reportingInstance", "action", "reason")) {
      require(root.string(field), FieldPath.of(field), errors);
      checkLength(root.string(field), LABEL_LENGTH, field, errors);
    }
    checkLength(root.string("message"), NOTE_LENGTH, "message", errors);
  }

  private static void checkNamespace(boolean agrees, String involved, List<FieldError> errors) {
    if (!agrees) {
      errors.add(
          FieldError.invalid(
              FieldPath.of("involvedObject", "namespace"),
              involved,
              "does not match event.namespace"));
    }
  }

  private static void require(String value, FieldPath path, List<FieldError> errors) {
    if (value.isEmpty()) {
      errors.add(FieldError.required(path, ""));
    }
  }

  private static void checkLength(String value, int most, String field, List<FieldError> errors) {
    if (value.getBytes(StandardCharsets.UTF_8).length > most) {
      errors.add(
          FieldError.invalid(FieldPath.of(field), "", "can have at most " + most + " characters"));
    }
  }

  static List<Object> cells(ApiObject event, Instant now) {
    JsonObject root = event.root();
    String eventTime = root.string("eventTime");
    String first = root.findString("firstTimestamp").orElse(eventTime);
    String last = root.findString("lastTimestamp").orElse(first);
    // Events of the newer kind that happened once carry no count.
    long count = root.integer("count") == 0 ? 1 : root.integer("count");
    if (root.findObject("series").isPresent()) {
      last = root.string("series", "lastObservedTime");
      count = root.integer("series", "count");
    }
    String kind = root.string("involvedObject", "kind").toLowerCase(Locale.ROOT);
    String name = root.string("involvedObject", "name");
    return List.of(
        HumanDuration.since(last, now),
        root.string("type"),
        root.string("reason"),
        name.isEmpty() ? kind : kind + "/" + name,
        root.string("involvedObject", "fieldPath"),
        shownSource(root),
        root.string("message").strip(),
        HumanDuration.since(first, now),
        count,
        event.name());
  }

  private static String shownSource(JsonObject event) {
    String component = firstGiven(event.string("source", "component"), event, "reportingComponent");
    String instance = firstGiven(event.string("source", "host"), event, "reportingInstance");
    return instance.isEmpty() ? component : component + ", " + instance;
  }

  private static String firstGiven(String value, JsonObject event, String otherwise) {
    return value.isEmpty() ? event.string(otherwise) : value;
  }
}
