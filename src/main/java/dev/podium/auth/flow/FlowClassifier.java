package dev.podium.auth.flow;

import dev.podium.auth.Attributes;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.store.ChangeCount;
import dev.podium.store.Store;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Says which FlowSchema and priority level a request falls under. Nobody waits or is refused for
/// it here.
///
/// Upstream: apiserver's pkg/util/flowcontrol/apf_controller.go (startRequest,
/// digestConfigObjects).
public final class FlowClassifier {
  private static final String GROUP = "flowcontrol.apiserver.k8s.io";
  private static final GroupResource SCHEMAS = new GroupResource(GROUP, "flowschemas");
  private static final GroupResource LEVELS =
      new GroupResource(GROUP, "prioritylevelconfigurations");

  /// How many requests run at once at most, of all levels together (max-requests-inflight and
  /// max-mutating-requests-inflight).
  private static final long SERVER_SEATS = 600;

  private final Store store;
  private final ChangeCount changes;
  private volatile Known known = new Known(-1, List.of(), Map.of());

  /// What a request falls under, by uid.
  public record Flow(String schemaUid, String levelUid) {}

  private record Schema(FlowRule rule, Flow flow) {}

  /// @param seats of each level, by its name
  private record Known(long version, List<Schema> schemas, Map<String, Long> seats) {}

  public FlowClassifier(Store store) {
    this.store = store;
    this.changes = new ChangeCount(store, List.of(SCHEMAS, LEVELS));
  }

  /// Nothing where no schema means the request, as before the cluster has its own.
  public Optional<Flow> classify(Attributes asked) {
    return current().schemas().stream()
        .filter(schema -> schema.rule().matches(asked))
        .map(Schema::flow)
        .findFirst();
  }

  /// How many requests of each priority level may run at once, by its name.
  public Map<String, Long> seats() {
    return current().seats();
  }

  private Known current() {
    long version = changes.current();
    Known seen = known;
    if (seen.version() == version) {
      return seen;
    }
    List<ApiObject> levels = all(LEVELS);
    Map<String, String> uids = new HashMap<>();
    levels.forEach(level -> uids.put(level.name(), level.uid()));
    List<Schema> schemas =
        all(SCHEMAS).stream()
            .filter(schema -> uids.containsKey(level(schema)))
            .sorted(
                Comparator.comparingLong(
                        (ApiObject schema) -> schema.spec().integer("matchingPrecedence"))
                    .thenComparing(ApiObject::name))
            .map(schema ->
                new Schema(
                    FlowRule.of(schema),
                    new Flow(schema.uid(), uids.getOrDefault(level(schema), ""))))
            .toList();
    Known fresh = new Known(version, schemas, seats(levels));
    known = fresh;
    return fresh;
  }

  private static String level(ApiObject schema) {
    return schema.spec().string("priorityLevelConfiguration", "name");
  }

  private static Map<String, Long> seats(List<ApiObject> levels) {
    long all = Math.max(1, levels.stream().mapToLong(FlowClassifier::shares).sum());
    Map<String, Long> seats = new TreeMap<>();
    for (ApiObject level : levels) {
      seats.put(level.name(), Math.ceilDiv(SERVER_SEATS * shares(level), all));
    }
    return seats;
  }

  private static long shares(ApiObject level) {
    String kind = level.spec().string("type").equals("Exempt") ? "exempt" : "limited";
    return level.spec().object(kind).integer("nominalConcurrencyShares");
  }

  private List<ApiObject> all(GroupResource resource) {
    return store.snapshot(resource).stream("", "").toList();
  }
}
