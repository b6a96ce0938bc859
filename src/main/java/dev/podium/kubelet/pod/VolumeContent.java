package dev.podium.kubelet.pod;

import dev.podium.client.Kinds;
import dev.podium.kubelet.files.Written.File;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What a kubelet writes into a volume: keys of ConfigMaps and Secrets, fields of the pod, tokens.
/// The first time what was there when the volume was set up, later what is there then.
///
/// Upstream: pkg/volume/configmap, secret, downwardapi, projected (collectData).
final class VolumeContent implements Supplier<Map<String, File>> {
  /// One source, and what it was when it was looked at.
  private record Source(String kind, JsonObject spec, Optional<ApiObject> object) {}

  private final World world;
  private final PodRun run;
  private final String node;
  private final long defaultMode;
  private final OptionalLong owner;
  private final OptionalLong group;
  private List<Source> sources;
  private boolean fresh = true;
  private final Map<JsonObject, Token> tokens = new LinkedHashMap<>();

  private record Token(String text, Instant renew) {}

  private VolumeContent(Sync sync, List<Source> sources, long defaultMode, OptionalLong owner) {
    this.world = sync.world();
    this.run = sync.run();
    this.node = sync.node();
    this.sources = sources;
    this.defaultMode = defaultMode;
    this.owner = owner;
    this.group = sync.pod().spec().findLong("securityContext", "fsGroup");
  }

  static VolumeContent of(Sync sync, JsonObject volume) {
    List<JsonObject> specs = new ArrayList<>();
    JsonObject facts = JsonObject.EMPTY;
    for (String kind : List.of("configMap", "secret", "downwardAPI", "projected")) {
      if (volume.has(kind)) {
        facts = volume.object(kind);
        specs.addAll(
            kind.equals("projected")
                ? facts.objects("sources")
                : List.of(JsonObject.of(kind, facts)));
      }
    }
    List<Source> sources =
        specs.stream().map(spec -> source(sync.world(), sync.run(), spec)).toList();
    return new VolumeContent(
        sync, sources, facts.findLong("defaultMode").orElse(0644), onlyUser(sync.pod()));
  }

  /// The user of all containers, where they have the same one.
  private static OptionalLong onlyUser(ApiObject pod) {
    long[] users =
        Containers.all(pod)
            .mapToLong(c ->
                c.findLong("securityContext", "runAsUser")
                    .orElse(pod.spec().findLong("securityContext", "runAsUser").orElse(-1)))
            .distinct()
            .toArray();
    return users.length == 1 && users[0] >= 0 ? OptionalLong.of(users[0]) : OptionalLong.empty();
  }

  private static Source source(World world, PodRun run, JsonObject spec) {
    String kind = spec.keys().isEmpty() ? "" : spec.keys().getFirst();
    JsonObject facts = spec.object(kind);
    return new Source(
        kind,
        facts,
        switch (kind) {
          case "configMap" -> find(world, run, Kinds.CONFIG_MAP, facts.string("name"));
          case "secret" ->
              find(
                  world,
                  run,
                  Kinds.SECRET,
                  facts.findString("secretName").orElse(facts.string("name")));
          default -> Optional.<ApiObject>empty();
        });
  }

  private static Optional<ApiObject> find(
      World world, PodRun run, GroupVersionKind kind, String name) {
    return world.find(kind, run.pod().namespace(), name);
  }

  @Override
  public Map<String, File> get() {
    if (!fresh) {
      sources =
          sources.stream()
              .map(old -> source(world, run, JsonObject.of(old.kind(), old.spec())))
              .map(this::orBefore)
              .toList();
    }
    fresh = false;
    Map<String, File> files = new LinkedHashMap<>();
    sources.forEach(source -> add(files, source));
    return files;
  }

  /// What is gone stays as it was, unless it may be missing.
  private Source orBefore(Source latest) {
    return latest.object().isPresent() || latest.spec().bool("optional")
        ? latest
        : sources.stream()
            .filter(old -> old.kind().equals(latest.kind()) && old.spec().equals(latest.spec()))
            .findFirst()
            .orElse(latest);
  }

  private void add(Map<String, File> files, Source source) {
    switch (source.kind()) {
      case "configMap", "secret" ->
          source.object().ifPresent(object -> addKeys(files, source, object.root()));
      case "downwardAPI" -> addFields(files, source.spec());
      case "serviceAccountToken" -> addToken(files, source.spec());
      default -> {}
    }
  }

  private void addKeys(Map<String, File> files, Source source, JsonObject object) {
    Map<String, byte[]> data = new LinkedHashMap<>();
    boolean secret = source.kind().equals("secret");
    object
        .stringMap("data")
        .forEach((key, value) ->
            data.put(key, secret ? decoded(value) : value.getBytes(StandardCharsets.UTF_8)));
    object.stringMap("binaryData").forEach((key, value) -> data.put(key, decoded(value)));
    List<JsonObject> items = source.spec().objects("items");
    if (items.isEmpty()) {
      data.forEach((key, value) -> files.put(key, file(value, JsonObject.EMPTY)));
    }
    for (JsonObject item : items) {
      byte[] value = data.get(item.string("key"));
      if (value != null) {
        files.put(item.string("path"), file(value, item));
      }
    }
  }

  private static byte[] decoded(String data) {
    try {
      return Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException _) {
      return data.getBytes(StandardCharsets.UTF_8);
    }
  }

  private File file(byte[] content, JsonObject item) {
    return new File(content, (int) item.findLong("mode").orElse(defaultMode), 0);
  }

  /// The pod as the kubelet has it, which notes when it heard of it and from whom (upstream:
  /// pkg/kubelet/config/config.go).
  private ApiObject asSeen() {
    return run.pod()
        .editMetadata(metadata -> {
          var annotations = metadata.object("annotations");
          annotations.setDefaultString("kubernetes.io/config.seen", run.seen().toString());
          annotations.setDefaultString("kubernetes.io/config.source", "api");
        });
  }

  private void addFields(Map<String, File> files, JsonObject spec) {
    FieldValues values =
        new FieldValues(
            asSeen(), run.address(), world.nodeAddress(node), world.find(Kinds.NODE, "", node));
    for (JsonObject item : spec.objects("items")) {
      String text =
          item.has("fieldRef")
              ? values.field(item.string("fieldRef", "fieldPath"))
              : values.resource(item.object("resourceFieldRef"), Optional.empty());
      files.put(item.string("path"), file(text.getBytes(StandardCharsets.UTF_8), item));
    }
  }

  /// Renewed when four fifths of its time are over, or after a day. Upstream:
  /// pkg/kubelet/token/token_manager.go (requiresRefresh).
  private void addToken(Map<String, File> files, JsonObject spec) {
    Instant now = world.kernel().clock().now();
    Token token = tokens.get(spec);
    if (token == null || !now.isBefore(token.renew())) {
      long seconds = spec.findLong("expirationSeconds").orElse(3600);
      Duration life = Duration.ofSeconds(Math.min(seconds * 4 / 5, 86_400));
      token = new Token(world.token(run.pod(), spec.string("audience"), seconds), now.plus(life));
      tokens.put(spec, token);
    }
    boolean narrow = owner.isPresent() || group.isPresent();
    files.put(
        spec.string("path"),
        new File(
            token.text().getBytes(StandardCharsets.UTF_8),
            narrow ? 0600 : (int) defaultMode,
            owner.orElse(0)));
  }
}
