package dev.podium.resources.fields;

import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.ListType;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Scalar;
import dev.podium.schema.SchemaType;
import dev.podium.schema.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Structures as messages show them: upstream prints its internal types, which have Go's field
/// names and hold everything that is not set as well.
///
/// The internal types are the published ones but for their names; what differs otherwise is in
/// [#MOVED] and [#POD_SPEC] (pkg/apis/core/types.go).
public final class InternalForm {
  private static final String META = "io.k8s.apimachinery.";
  private static final String POD_SPEC_TYPE = "io.k8s.api.core.v1.PodSpec";
  private static final String SECURITY_CONTEXT = "securityContext";

  /// Words that Go writes in capitals.
  private static final Pattern INITIALISM =
      Pattern.compile(
          "^(api|aws|cpu|csi|dns|fc|fs|gce|gmsa|grpc|http|ip|iscsi|nfs|os|pd|rbd|se|tcp|tty|uid)"
              + "(?=s?$|s?[A-Z])");

  private static final Map<String, String> NAMES =
      Map.of(
          "cephfs", "CephFS",
          "storageos", "StorageOS",
          "wwids", "WWIDs",
          "chapAuthDiscovery", "DiscoveryCHAPAuth",
          "chapAuthSession", "SessionCHAPAuth");

  /// Fields of a pod that upstream holds in its security context.
  private static final List<String> MOVED =
      List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers");

  private static final List<String> POD_SPEC =
      List.of(
          "volumes",
          "initContainers",
          "containers",
          "ephemeralContainers",
          "restartPolicy",
          "terminationGracePeriodSeconds",
          "activeDeadlineSeconds",
          "dnsPolicy",
          "nodeSelector",
          "serviceAccountName",
          "automountServiceAccountToken",
          "nodeName",
          SECURITY_CONTEXT,
          "imagePullSecrets",
          "hostname",
          "subdomain",
          "setHostnameAsFQDN",
          "affinity",
          "schedulerName",
          "tolerations",
          "hostAliases",
          "priorityClassName",
          "priority",
          "preemptionPolicy",
          "dnsConfig",
          "readinessGates",
          "runtimeClassName",
          "overhead",
          "enableServiceLinks",
          "topologySpreadConstraints",
          "os",
          "schedulingGates",
          "resourceClaims",
          "resources",
          "hostnameOverride",
          "workloadRef",
          "schedulingGroup");

  private InternalForm() {}

  /// @param definition the published type's name, such as `io.k8s.api.core.v1.PodSpec`
  public static Object of(String definition, JsonObject value) {
    return Schemas.builtIn().definition(definition).map(type -> object(type, value)).orElse(value);
  }

  private static JsonObject object(ObjectType type, JsonObject value) {
    if (type.name().startsWith(META)) {
      return value;
    }
    if (type.name().equals(POD_SPEC_TYPE)) {
      return podSpec(type, value);
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    for (Field field : type.fields()) {
      put(shown, field, value);
    }
    return JsonObject.of(shown);
  }

  private static JsonObject podSpec(ObjectType type, JsonObject value) {
    Map<String, Object> shown = new LinkedHashMap<>();
    for (String name : POD_SPEC) {
      type.field(name).ifPresent(field -> put(shown, field, value));
    }
    if (value.has(SECURITY_CONTEXT)) {
      Map<String, Object> context = new LinkedHashMap<>();
      for (String name : MOVED) {
        type.field(name).ifPresent(field -> put(context, field, value));
      }
      Object rest = shown.get(goName(SECURITY_CONTEXT));
      if (rest instanceof JsonObject fields) {
        fields.forEach(context::put);
      }
      shown.put(goName(SECURITY_CONTEXT), JsonObject.of(context));
    }
    return JsonObject.of(shown);
  }

  private static void put(Map<String, Object> shown, Field field, JsonObject value) {
    shown.put(goName(field.name()), value(field, value.get(field.name())));
  }

  private static Object value(Field field, @Nullable Object value) {
    if (value != null && value != JsonNull.NULL) {
      return given(field.type(), value);
    }
    return switch (field.type()) {
      case ObjectType type when field.empty() == Field.Empty.STRUCT ->
          object(type, JsonObject.EMPTY);
      case Scalar scalar
          when field.empty() != Field.Empty.UNSET && field.empty() != Field.Empty.NULL ->
          zero(scalar, field.empty() == Field.Empty.ZERO);
      default -> JsonNull.NULL;
    };
  }

  /// @param held whether a structure is certainly held by value
  private static Object zero(Scalar scalar, boolean held) {
    return switch (scalar) {
      case BOOLEAN -> false;
      case INT32, INT64, DOUBLE -> 0L;
      case STRING -> "";
      case INT_OR_STRING -> held ? 0L : JsonNull.NULL;
      case QUANTITY -> held ? "0" : JsonNull.NULL;
      default -> JsonNull.NULL;
    };
  }

  private static Object given(SchemaType type, Object value) {
    if (type instanceof ObjectType object && value instanceof JsonObject fields) {
      return object(object, fields);
    }
    if (type instanceof ListType(var items, _) && value instanceof JsonArray array) {
      List<Object> shown = new ArrayList<>(array.size());
      array.forEach(item -> shown.add(given(items, item)));
      return JsonArray.of(shown);
    }
    return value;
  }

  private static String goName(String field) {
    String known = NAMES.get(field);
    if (known != null) {
      return known;
    }
    Matcher matcher = INITIALISM.matcher(field);
    return matcher.find()
        ? matcher.group().toUpperCase(Locale.ROOT) + field.substring(matcher.end())
        : Character.toUpperCase(field.charAt(0)) + field.substring(1);
  }
}
