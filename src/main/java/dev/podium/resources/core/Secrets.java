package dev.podium.resources.core;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GoJson;
import dev.podium.object.Json;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectDraft;
import dev.podium.printing.Cells;
import dev.podium.printing.TableLayout;
import dev.podium.registry.ResourceDefinition;
import java.util.List;
import java.util.Optional;

/// Secret: what a ConfigMap is, in Base64, with rules for the types that Kubernetes itself reads.
///
/// Upstream: pkg/registry/core/secret/strategy.go, ValidateSecret.
final class Secrets {
  private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";

  private Secrets() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.of("v1", "Secret", "secrets")
        .selectable("type")
        .defaults(Secrets::setDefaults)
        .validate(Secrets::validate)
        .validateUpdate(Secrets::validateUpdate)
        .checksUpdatesAsNew()
        .warn((object, _) -> TlsPair.warnings(object))
        .table(
            TableLayout.of(
                (object, now) ->
                    List.of(
                        object.name(),
                        object.root().string("type"),
                        (long) data(object).size(),
                        Cells.age(object, now)),
                TableLayout.name(),
                TableLayout.string("Type"),
                TableLayout.string("Data"),
                TableLayout.age()))
        .build();
  }

  /// `stringData` is for writing only: it goes into `data` (Convert_v1_Secret_To_core_Secret).
  private static void setDefaults(ObjectDraft secret) {
    secret.setDefaultString("type", "Opaque");
    secret
        .findObject("stringData")
        .ifPresent(strings ->
            strings
                .keys()
                .forEach(
                    key -> secret.object("data").set(key, Base64Text.encode(strings.string(key)))));
    secret.remove("stringData");
  }

  static JsonObject data(ApiObject secret) {
    return secret.root().object("data");
  }

  private static void validate(ApiObject secret, List<FieldError> errors) {
    long[] size = {0};
    FieldPath path = FieldPath.of("data");
    data(secret)
        .forEach((key, value) -> {
          ConfigMaps.checkKey(path.key(key), key, errors);
          size[0] += Base64Text.length(value.toString());
        });
    if (size[0] > ConfigMaps.MAX_SIZE) {
      errors.add(FieldError.tooLong(path, ConfigMaps.MAX_SIZE));
    }
    validateType(secret, path, errors);
  }

  private static void validateType(ApiObject secret, FieldPath path, List<FieldError> errors) {
    JsonObject data = data(secret);
    switch (secret.root().string("type")) {
      case "kubernetes.io/service-account-token" -> {
        if (secret.annotation(ACCOUNT_NAME).orElse("").isEmpty()) {
          FieldPath annotation = FieldPath.of("metadata", "annotations").key(ACCOUNT_NAME);
          errors.add(FieldError.required(annotation, ""));
        }
      }
      case "kubernetes.io/dockercfg" -> requireJsonObject(data, path, ".dockercfg", errors);
      case "kubernetes.io/dockerconfigjson" ->
          requireJsonObject(data, path, ".dockerconfigjson", errors);
      case "kubernetes.io/basic-auth" -> {
        if (!data.has("username") && !data.has("password")) {
          requireKeys(data, path, errors, "username", "password");
        }
      }
      case "kubernetes.io/ssh-auth" -> {
        if (data.string("ssh-privatekey").isEmpty()) {
          errors.add(FieldError.required(path.key("ssh-privatekey"), ""));
        }
      }
      case "kubernetes.io/tls" -> requireKeys(data, path, errors, "tls.crt", "tls.key");
      default -> {}
    }
  }

  private static void requireKeys(
      JsonObject data, FieldPath path, List<FieldError> errors, String... keys) {
    for (String key : keys) {
      if (!data.has(key)) {
        errors.add(FieldError.required(path.key(key), ""));
      }
    }
  }

  private static void requireJsonObject(
      JsonObject data, FieldPath path, String key, List<FieldError> errors) {
    if (!data.has(key)) {
      errors.add(FieldError.required(path.key(key), ""));
      return;
    }
    notAnObject(Base64Text.decode(data.string(key)))
        .ifPresent(why ->
            errors.add(FieldError.invalid(path.key(key), "<secret contents redacted>", why)));
  }

  private static Optional<String> notAnObject(byte[] text) {
    Optional<String> syntax = GoJson.syntaxError(text);
    if (syntax.isPresent()) {
      return syntax;
    }
    Object value = Json.parse(text);
    return value instanceof JsonObject || value instanceof JsonNull
        ? Optional.empty()
        : Optional.of(GoJson.mismatch(value, "map[string]interface {}"));
  }

  private static void validateUpdate(ApiObject secret, ApiObject old, List<FieldError> errors) {
    String type = secret.root().string("type");
    if (!type.equals(old.root().string("type"))) {
      errors.add(FieldError.invalid(FieldPath.of("type"), type, "field is immutable"));
    }
    ConfigMaps.checkImmutable(secret, old, errors, "data");
    validate(secret, errors);
  }
}
