package dev.podium.resources.certificates;

import dev.podium.auth.UserInfo;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.NameRule;
import dev.podium.object.ObjectDraft;
import dev.podium.object.Timestamps;
import dev.podium.patch.Ownable;
import dev.podium.printing.Cells;
import dev.podium.printing.HumanDuration;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Subresource;
import dev.podium.registry.Verb;
import dev.podium.registry.WriteContext;
import dev.podium.resources.certificates.RequestChecks.Via;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// CertificateSigningRequest: somebody asks a signer for a certificate, somebody approves, the
/// signer answers.
///
/// Upstream: pkg/registry/certificates/certificates/strategy.go.
final class CertificateSigningRequests {
  static final GroupVersionKind KIND =
      GroupVersionKind.of("certificates.k8s.io/v1", "CertificateSigningRequest");

  private CertificateSigningRequests() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of(KIND.apiVersion(), KIND.kind(), "certificatesigningrequests")
        .clusterScoped()
        .shortNames("csr")
        .nameRule(NameRule.PATH_SEGMENT)
        .prepareCreate(CertificateSigningRequests::prepareCreate)
        .prepareUpdate((request, old, _) -> keep("spec", request, old))
        .validate(RequestChecks::onCreate)
        .validateUpdate(
            (request, old, errors) -> RequestChecks.onUpdate(request, old, Via.ITSELF, errors))
        .selectable("spec.signerName")
        .table(
            TableLayout.of(
                CertificateSigningRequests::cells,
                TableLayout.name(),
                TableLayout.age(),
                TableLayout.string("SignerName"),
                TableLayout.string("Requestor"),
                TableLayout.string("RequestedDuration"),
                TableLayout.string("Condition")))
        .subresource(
            new Subresource(
                "approval",
                KIND,
                Set.of(Verb.GET, Verb.PATCH, Verb.UPDATE),
                new Subresource.View(
                    CertificateSigningRequests::prepareApproval,
                    (request, old, errors) ->
                        RequestChecks.onUpdate(request, old, Via.APPROVAL, errors))))
        .status(
            CertificateSigningRequests::prepareStatus,
            (request, old, errors) -> RequestChecks.onUpdate(request, old, Via.STATUS, errors))
        .owns("", Ownable.except("spec", "status"))
        .owns("approval", Ownable.except("spec", "status.certificate"))
        .owns("status", Ownable.except("spec", "status.conditions"))
        .build();
  }

  /// The request is made in the name of who makes it, whatever it says.
  private static void prepareCreate(ObjectDraft request, WriteContext context) {
    ObjectDraft spec = request.object("spec");
    UserInfo user = context.user();
    setOrRemove(spec, "username", user.name(), user.name().isEmpty());
    setOrRemove(spec, "uid", user.uid(), user.uid().isEmpty());
    setOrRemove(spec, "groups", user.groups(), user.groups().isEmpty());
    setOrRemove(spec, "extra", JsonObject.of(user.extra()), user.extra().isEmpty());
    request.set("status", JsonObject.EMPTY);
  }

  private static void setOrRemove(ObjectDraft draft, String field, Object value, boolean absent) {
    if (absent) {
      draft.remove(field);
    } else {
      draft.set(field, value);
    }
  }

  /// Only the conditions of the status change on this path.
  private static void prepareApproval(ObjectDraft request, ApiObject old, WriteContext context) {
    keep("spec", request, old);
    Optional<Object> conditions =
        request
            .findObject("status")
            .map(s -> Objects.requireNonNullElse(s.get("conditions"), JsonNull.NULL));
    keep("status", request, old);
    if (conditions.isPresent() && conditions.get() != JsonNull.NULL) {
      request.object("status").set("conditions", conditions.get());
    } else {
      request.object("status").remove("conditions");
    }
    dateConditions(request, old, context);
  }

  /// Decisions stay as they were, as long as there are as many (preserveConditionInstances).
  private static void prepareStatus(ObjectDraft request, ApiObject old, WriteContext context) {
    for (String type : List.of(RequestChecks.APPROVED, RequestChecks.DENIED)) {
      List<JsonObject> before = RequestChecks.of(type, old);
      JsonArray conditions = request.object("status").freeze().array("conditions");
      long now = conditions.objects().stream().filter(c -> c.string("type").equals(type)).count();
      if (now == before.size() && now > 0) {
        Iterator<JsonObject> kept = before.iterator();
        request
            .object("status")
            .set(
                "conditions",
                JsonArray.of(
                    conditions.objects().stream()
                        .map(c -> c.string("type").equals(type) ? kept.next() : c)
                        .toList()));
      }
    }
    dateConditions(request, old, context);
  }

  /// A condition that says not since when it holds holds since the old one that said the same, or
  /// else since now (populateConditionTimestamps).
  private static void dateConditions(ObjectDraft request, ApiObject old, WriteContext context) {
    String now = Timestamps.format(context.now());
    request
        .findObject("status")
        .ifPresent(status -> {
          for (ObjectDraft condition : status.objects("conditions")) {
            condition.setDefaultString("lastUpdateTime", now);
            condition.setDefaultString(
                "lastTransitionTime", transition(condition, old).orElse(now));
          }
        });
  }

  private static Optional<String> transition(ObjectDraft condition, ApiObject old) {
    return old.status().objects("conditions").stream()
        .filter(before ->
            before.string("type").equals(condition.string("type"))
                && before.string("status").equals(condition.string("status")))
        .flatMap(before -> before.findString("lastTransitionTime").stream())
        .findFirst();
  }

  private static void keep(String field, ObjectDraft request, ApiObject old) {
    Object before = old.root().get(field);
    if (before == null) {
      request.remove(field);
    } else {
      request.set(field, before);
    }
  }

  private static List<Object> cells(ApiObject request, Instant now) {
    JsonObject spec = request.spec();
    var seconds = spec.findLong("expirationSeconds");
    return List.of(
        request.name(),
        Cells.age(request, now),
        Cells.orNone(spec.string("signerName")),
        spec.string("username"),
        seconds.isPresent()
            ? HumanDuration.format(Duration.ofSeconds(seconds.getAsLong()))
            : Cells.NONE,
        condition(request.status()));
  }

  private static String condition(JsonObject status) {
    List<String> types =
        status.objects("conditions").stream().map(condition -> condition.string("type")).toList();
    String decision =
        types.contains("Denied") ? "Denied" : types.contains("Approved") ? "Approved" : "Pending";
    return decision
        + (types.contains("Failed") ? ",Failed" : "")
        + (status.string("certificate").isEmpty() ? "" : ",Issued");
  }
}
