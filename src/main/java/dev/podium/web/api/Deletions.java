package dev.podium.web.api;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.object.JsonText;
import dev.podium.registry.DeleteOptions;
import dev.podium.registry.DeleteOptions.Propagation;
import dev.podium.registry.ObjectList;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.ResourceService;
import dev.podium.registry.ResourceService.DeleteResult;
import dev.podium.registry.WriteContext;
import dev.podium.web.QueryString;
import dev.podium.web.media.Negotiated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// DELETE of an object and of a collection.
///
/// Upstream: apiserver's endpoints/handlers/delete.go.
final class Deletions {
  private final ResourceService service;
  private final Bodies bodies;

  Deletions(ResourceService service, Bodies bodies) {
    this.service = service;
    this.bodies = bodies;
  }

  Answer delete(Place place, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    Negotiated form = exchange.negotiation().object();
    GivenOptions given = GivenOptions.read(bodies, exchange);
    warn(definition, given, exchange);
    DeleteResult result =
        service.delete(
            definition, place.namespace(), place.name(), given.options(), given.context(exchange));
    boolean waits = !result.removed() && given.orphanDependents().equals(Optional.of(false));
    int code = waits ? 202 : 200;
    if (result.removed() && !definition.returnsDeletedObject()) {
      return new Answer.Content(code, form, JsonText.of(success(definition, result.object())));
    }
    Presentation shown = Presentation.of(definition, form, exchange);
    return new Answer.Content(code, form, shown.object(result.object(), exchange));
  }

  private static void warn(ResourceDefinition definition, GivenOptions given, Exchange exchange) {
    if (given.options().propagation().isEmpty()) {
      definition.deletionWarning().ifPresent(exchange.warnings());
    }
  }

  private static JsonObject success(ResourceDefinition definition, ApiObject object) {
    JsonObject details = JsonObject.of("name", object.name());
    String group = definition.resource().group();
    details = group.isEmpty() ? details : details.with("group", group);
    return JsonObject.of(
        "kind",
        "Status",
        "apiVersion",
        "v1",
        "metadata",
        JsonObject.EMPTY,
        "status",
        "Success",
        "details",
        details.with("kind", definition.plural()).with("uid", object.uid()));
  }

  Answer deleteCollection(Place place, Exchange exchange) {
    ResourceDefinition definition = place.definition();
    Negotiated form = exchange.negotiation().object();
    ListOptions selection = ListOptions.ofList(definition, exchange.query());
    GivenOptions given = GivenOptions.read(bodies, exchange);
    warn(definition, given, exchange);
    ObjectList deleted =
        service.deleteCollection(
            definition,
            place.namespace(),
            selection.listQuery(),
            given.options(),
            given.context(exchange));
    Presentation shown = Presentation.of(definition, form, exchange);
    return new Answer.Content(200, form, shown.list(deleted, exchange));
  }

  /// DeleteOptions as a client gave them: in the body, or else in the query.
  private record GivenOptions(
      DeleteOptions options, Optional<Boolean> orphanDependents, boolean dryRun) {
    /// As admission is shown them.
    JsonObject shown() {
      return JsonObject.EMPTY.edit(draft -> {
        options.gracePeriodSeconds().ifPresent(seconds -> draft.set("gracePeriodSeconds", seconds));
        options.uid().ifPresent(uid -> draft.object("preconditions").set("uid", uid));
        options
            .resourceVersion()
            .ifPresent(v -> draft.object("preconditions").set("resourceVersion", v));
        orphanDependents.ifPresent(orphan -> draft.set("orphanDependents", orphan));
        if (orphanDependents.isEmpty()) {
          options.propagation().ifPresent(p -> draft.set("propagationPolicy", goName(p)));
        }
        if (dryRun) {
          draft.set("dryRun", List.of("All"));
        }
      });
    }

    private static String goName(Propagation propagation) {
      return switch (propagation) {
        case ORPHAN -> "Orphan";
        case BACKGROUND -> "Background";
        case FOREGROUND -> "Foreground";
      };
    }

    static GivenOptions read(Bodies bodies, Exchange exchange) {
      byte[] body = exchange.body();
      return body.length > 0
          ? ofBody(bodies.readDeleteOptions(Bodies.form(exchange), body))
          : ofQuery(exchange.query());
    }

    private static GivenOptions ofBody(JsonObject given) {
      return checked(
          given.findLong("gracePeriodSeconds").stream().boxed().findFirst(),
          given.findBoolean("orphanDependents"),
          given.findString("propagationPolicy"),
          given.strings("dryRun"),
          given.object("preconditions"));
    }

    private static GivenOptions ofQuery(QueryString query) {
      return checked(
          Parameters.integer(query, "gracePeriodSeconds"),
          Parameters.flag(query, "orphanDependents"),
          query.find("propagationPolicy"),
          query.all("dryRun"),
          JsonObject.EMPTY);
    }

    private static GivenOptions checked(
        Optional<Long> gracePeriod,
        Optional<Boolean> orphan,
        Optional<String> policy,
        List<String> dryRun,
        JsonObject preconditions) {
      List<FieldError> errors = new ArrayList<>();
      FieldPath path = FieldPath.of("propagationPolicy");
      if (policy.isPresent() && orphan.isPresent()) {
        errors.add(
            FieldError.invalid(
                path, policy.get(), "orphanDependents and deletionPropagation cannot be both set"));
      }
      Optional<Propagation> propagation = policy.flatMap(GivenOptions::propagation);
      if (policy.isPresent() && propagation.isEmpty()) {
        errors.add(
            FieldError.notSupported(
                path, policy.get(), List.of("Foreground", "Background", "Orphan", "nil")));
      }
      WriteOptions.checkDryRun(dryRun, errors);
      WriteOptions.refuse("DeleteOptions", errors);
      DeleteOptions options =
          new DeleteOptions(
              gracePeriod,
              preconditions.findString("uid"),
              preconditions.findString("resourceVersion"),
              orphan
                  .map(o -> o ? Propagation.ORPHAN : Propagation.BACKGROUND)
                  .or(() -> propagation));
      return new GivenOptions(options, orphan, !dryRun.isEmpty());
    }

    private static Optional<Propagation> propagation(String policy) {
      return switch (policy) {
        case "Foreground" -> Optional.of(Propagation.FOREGROUND);
        case "Background" -> Optional.of(Propagation.BACKGROUND);
        case "Orphan" -> Optional.of(Propagation.ORPHAN);
        default -> Optional.empty();
      };
    }

    WriteContext context(Exchange exchange) {
      return exchange.writeContext(
          new WriteOptions("", dryRun, FieldValidation.IGNORE, false, shown()));
    }
  }
}
