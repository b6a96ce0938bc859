package dev.podium.registry;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.store.Snapshot;
import dev.podium.store.Store;
import dev.podium.store.StoreException;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Pages through snapshots. Upstream: storage/etcd3/store.go (GetList).
final class ListReader {
  private static final String INCONSISTENT =
      "The provided continue parameter is too old to display a consistent list result. You can start"
          + " a new list without the continue parameter, or use the continue token in this response"
          + " to retrieve the remainder of the results. Continuing with the provided token results"
          + " in an inconsistent list - objects that were created, modified, or deleted between the"
          + " time the first chunk was returned and now may show up in the list.";

  /// How long a version that is yet to come is waited for (upstream's blockTimeout).
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Store store;

  ListReader(Store store) {
    this.store = store;
  }

  ObjectList list(ResourceDefinition definition, String namespace, ListQuery query) {
    Optional<ContinueToken> token = query.continueToken().map(ContinueToken::decode);
    long revision = revision(token, query.version());
    String after = token.map(ContinueToken::afterKey).orElse("");
    Snapshot snapshot = snapshot(definition, revision, token);
    return query.selection().name().isPresent()
        ? single(definition, namespace, query, snapshot)
        : page(definition, namespace, query, snapshot, after);
  }

  /// A list of objects that are not stored, all on one page.
  ObjectList from(List<ApiObject> objects, ResourceDefinition definition, ListQuery query) {
    List<ApiObject> items =
        objects.stream().filter(o -> query.selection().matches(definition, o)).toList();
    return new ObjectList(store.revision(), items, Optional.empty(), OptionalLong.empty());
  }

  private long revision(Optional<ContinueToken> token, ListQuery.Version version) {
    if (token.isPresent()) {
      return token.get().revision() < 0 ? store.revision() : token.get().revision();
    }
    return switch (version) {
      case ListQuery.Version.Newest _ -> store.revision();
      case ListQuery.Version.NotOlderThan(long oldest) -> reached(oldest);
      case ListQuery.Version.Exact(long exact) -> {
        reached(exact);
        yield exact;
      }
    };
  }

  /// The present revision, which must not lie before the one asked for.
  long reached(long asked) {
    long newest = store.awaitRevision(asked, PATIENCE);
    if (asked > newest) {
      throw tooLarge(asked, newest);
    }
    return newest;
  }

  static ApiException tooLarge(long asked, long newest) {
    return ApiException.of(
        504,
        "Timeout",
        "Timeout: Too large resource version: " + asked + ", current: " + newest,
        JsonObject.of(
            "causes",
            List.of(
                JsonObject.of(
                    "reason", "ResourceVersionTooLarge", "message", "Too large resource version")),
            "retryAfterSeconds",
            1L));
  }

  private Snapshot snapshot(
      ResourceDefinition definition, long revision, Optional<ContinueToken> token) {
    try {
      return store.snapshot(definition.storage(), revision);
    } catch (StoreException.Compacted e) {
      ApiException expired =
          token.isPresent()
              ? ApiException.expired(INCONSISTENT)
                  .withContinue(new ContinueToken(-1, token.get().afterKey()).encode())
              : ApiException.expired("The resourceVersion for the provided list is too old.");
      throw expired;
    }
  }

  /// A list that can only find one name need not walk.
  private ObjectList single(
      ResourceDefinition definition, String namespace, ListQuery query, Snapshot snapshot) {
    if (definition.namespaced() && namespace.isEmpty()) {
      return page(definition, namespace, query, snapshot, "");
    }
    List<ApiObject> items =
        store
            .get(definition.key(namespace, query.selection().name().orElseThrow()))
            .map(definition::listed)
            .filter(object -> query.selection().matches(definition, object))
            .map(List::of)
            .orElse(List.of());
    return new ObjectList(snapshot.revision(), items, Optional.empty(), OptionalLong.empty());
  }

  private ObjectList page(
      ResourceDefinition definition,
      String namespace,
      ListQuery query,
      Snapshot snapshot,
      String after) {
    Selection selection = query.selection();
    long limit = query.limit() > 0 ? query.limit() : Long.MAX_VALUE;
    List<ApiObject> stored = new ArrayList<>();
    Iterator<ApiObject> all = snapshot.stream(namespace, after).iterator();
    while (stored.size() < limit && all.hasNext()) {
      ApiObject object = all.next();
      if (selection.isEverything() || selection.matches(definition, definition.listed(object))) {
        stored.add(object);
      }
    }
    List<ApiObject> items =
        definition.listsAtOnce()
            ? stored.stream().map(definition::listed).toList()
            : new Converted(definition, stored);
    String last = stored.isEmpty() ? after : key(definition, stored.getLast());
    if (!all.hasNext()) {
      return new ObjectList(snapshot.revision(), items, Optional.empty(), OptionalLong.empty());
    }
    String token = new ContinueToken(snapshot.revision(), last).encode();
    return new ObjectList(
        snapshot.revision(),
        items,
        Optional.of(token),
        selection.isEverything()
            ? OptionalLong.of(snapshot.count(namespace, last))
            : OptionalLong.empty());
  }

  /// Objects in the version of a definition, converted when somebody asks for one: those of a long
  /// list need not all be there.
  private static final class Converted extends AbstractList<ApiObject> {
    private final ResourceDefinition definition;
    private final List<ApiObject> stored;

    Converted(ResourceDefinition definition, List<ApiObject> stored) {
      this.definition = definition;
      this.stored = stored;
    }

    @Override
    public ApiObject get(int index) {
      return definition.listed(stored.get(index));
    }

    @Override
    public int size() {
      return stored.size();
    }
  }

  private static String key(ResourceDefinition definition, ApiObject object) {
    return definition.namespaced() ? object.namespace() + "/" + object.name() : object.name();
  }
}
