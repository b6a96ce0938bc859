package dev.podium.schema.openapi;

import dev.podium.object.GroupVersion;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// All documents of a server that serves certain resources.
///
/// Immutable: a server that comes to serve other resources makes new ones by [#serving], which keep
/// what did not change. Documents are built when they are first asked for; hashes are known without
/// building them.
public final class OpenApiDocuments {
  /// What client-go's Accept header calls the protobuf form of v2.
  public static final String V2_PROTOBUF_ACCEPTED =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

  /// What the answer's Content-Type calls it: an `@` is no part of a media type's name there.
  public static final String V2_PROTOBUF_TYPE =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  /// The same of v3.
  public static final String V3_PROTOBUF_ACCEPTED =
      "application/com.github.proto-openapi.spec.v3@v1.0+protobuf";

  public static final String V3_PROTOBUF_TYPE =
      "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";

  private static final JsonObject CUSTOM_INFO =
      JsonObject.of("title", "Kubernetes CRD Swagger", "version", "v0.1.0");

  private static final String V3_ROOT = "/openapi/v3/";

  private final DefinitionSource source;
  private final JsonObject info;
  private final QueryParameters query;
  private final Map<String, Forms> v3;
  private final OpenApiDocument index;
  private final OpenApiDocument v2;
  private final OpenApiDocument v2Protobuf;

  /// One document in its two forms, of one hash.
  private record Forms(OpenApiDocument json, OpenApiDocument protobuf) {
    static Forms of(OpenApiDocument json) {
      return new Forms(
          json,
          new OpenApiDocument(
              json.hash(), () -> GnosticV3Document.encode(Json.parseObject(json.bytes()))));
    }

    String hash() {
      return json.hash();
    }
  }

  private OpenApiDocuments(
      List<ServedResource> resources,
      DefinitionSource source,
      JsonObject info,
      Map<String, Forms> known) {
    this.source = source;
    this.info = info;
    this.query = new QueryParameters(Schemas.builtIn());
    Map<GroupVersion, List<ServedResource>> groups = group(resources);
    Map<String, Forms> documents = new TreeMap<>();
    DiscoveryOperations.others(builtIn(groups))
        .forEach((path, operations) ->
            documents.put(path, v3(path, operations.toString(), info, () -> operations)));
    groups.forEach((groupVersion, served) -> {
      String path = ResourceOperations.root(groupVersion).substring(1);
      String content = served + source.fingerprint(groupVersion);
      documents.put(
          path,
          v3(
              path,
              content,
              isCustom(served) ? CUSTOM_INFO : info,
              () -> operations(groupVersion, served)));
    });
    documents.replaceAll((path, document) ->
        Optional.ofNullable(known.get(path))
            .filter(old -> old.hash().equals(document.hash()))
            .orElse(document));
    v3 = documents;
    index = OpenApiDocument.of(Json.bytes(index()));
    String hash = hash("v2", index.hash());
    v2 = new OpenApiDocument(hash, () -> Json.bytes(v2(groups)));
    v2Protobuf = new OpenApiDocument(hash, () -> GnosticDocument.encode(v2(groups)));
  }

  /// @param version of the server, such as `v1.36.2`
  public static OpenApiDocuments of(
      List<ServedResource> resources, DefinitionSource source, String version) {
    JsonObject info = JsonObject.of("title", "Kubernetes", "version", version);
    return new OpenApiDocuments(resources, source, info, Map.of());
  }

  /// The documents of the same server when it serves other resources.
  public OpenApiDocuments serving(List<ServedResource> resources, DefinitionSource source) {
    return new OpenApiDocuments(resources, source, info, v3);
  }

  /// What `/openapi/v3` answers: every document's address.
  public OpenApiDocument v3Index() {
    return index;
  }

  /// A document by its path below `/openapi/v3/`: `api/v1`, `apis/apps`, `apis/apps/v1`, `version`.
  public Optional<OpenApiDocument> v3(String path) {
    return Optional.ofNullable(v3.get(path)).map(Forms::json);
  }

  /// The same to those who accept [#V3_PROTOBUF_ACCEPTED].
  public Optional<OpenApiDocument> v3Protobuf(String path) {
    return Optional.ofNullable(v3.get(path)).map(Forms::protobuf);
  }

  /// What `/openapi/v2` answers in JSON.
  public OpenApiDocument v2() {
    return v2;
  }

  /// What `/openapi/v2` answers to those who accept [#V2_PROTOBUF_ACCEPTED].
  public OpenApiDocument v2Protobuf() {
    return v2Protobuf;
  }

  private static Map<GroupVersion, List<ServedResource>> group(List<ServedResource> resources) {
    Map<GroupVersion, List<ServedResource>> groups =
        new TreeMap<>(
            Comparator.comparing(GroupVersion::group).thenComparing(GroupVersion::version));
    for (ServedResource resource : resources) {
      groups.computeIfAbsent(resource.groupVersion(), _ -> new ArrayList<>()).add(resource);
    }
    return groups;
  }

  private static boolean isCustom(List<ServedResource> served) {
    return served.stream().allMatch(ServedResource::custom);
  }

  /// The versions of groups that came with the server.
  private static List<GroupVersion> builtIn(Map<GroupVersion, List<ServedResource>> groups) {
    return groups.entrySet().stream()
        .filter(group -> !isCustom(group.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Forms v3(
      String path, String content, JsonObject about, Supplier<List<Operation>> operations) {
    return Forms.of(
        new OpenApiDocument(
            hash(path, content),
            () -> Json.bytes(V3Document.write(operations.get(), source, about))));
  }

  private List<Operation> operations(GroupVersion groupVersion, List<ServedResource> resources) {
    return Stream.concat(
            Stream.of(DiscoveryOperations.ofGroupVersion(groupVersion)),
            resources.stream().flatMap(r -> ResourceOperations.of(r, query).stream()))
        .toList();
  }

  private JsonObject v2(Map<GroupVersion, List<ServedResource>> groups) {
    List<Operation> all = new ArrayList<>();
    DiscoveryOperations.others(builtIn(groups)).values().forEach(all::addAll);
    groups.forEach((groupVersion, served) -> all.addAll(operations(groupVersion, served)));
    return V2Document.write(all, source, info);
  }

  private JsonObject index() {
    Map<String, Object> paths = new LinkedHashMap<>();
    v3.forEach((path, document) ->
        paths.put(
            path, JsonObject.of("serverRelativeURL", V3_ROOT + path + "?hash=" + document.hash())));
    return JsonObject.of("paths", paths);
  }

  private static String hash(Object... content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      for (Object part : content) {
        digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().withUpperCase().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
