package dev.podium.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.podium.cel.CallCosts.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// How large the values of the parts of one expression may be, as far as that is known while a
/// [CostEstimator] goes through it.
///
/// Upstream: the sizes, paths and scopes of the coster in cel-go's checker/cost.go.
final class ValueSizes {
  private final CelAbstractSyntaxTree tree;
  private final SizeLimits limits;
  private final Map<Long, List<String>> paths = new HashMap<>();
  private final Map<Long, CostRange> sizes = new HashMap<>();
  private final Map<Long, Entries> entries = new HashMap<>();
  private final Map<String, Deque<Local>> locals = new HashMap<>();

  ValueSizes(CelAbstractSyntaxTree tree, SizeLimits limits) {
    this.tree = tree;
    this.limits = limits;
  }

  /// How large the keys and the values of a computed list or map are.
  record Entries(boolean list, CostRange keys, CostRange values) {
    Entries or(Entries other) {
      return new Entries(list, keys.or(other.keys), values.or(other.values));
    }
  }

  /// A variable of a comprehension.
  record Local(List<String> path, Optional<CostRange> size, Optional<Entries> entries) {}

  /// Notes that a part is a variable.
  void name(CelExpr e, String name) {
    paths.put(e.id(), variable(name).map(Local::path).orElse(List.of(name)));
  }

  /// Notes that a part is one step below another.
  void step(CelExpr e, CelExpr owner, String step) {
    paths.put(e.id(), step(path(owner), step));
  }

  void keep(CelExpr e, CostRange size) {
    sizes.put(e.id(), size);
  }

  private static List<String> step(List<String> path, String step) {
    return path.isEmpty() ? path : CallCosts.step(path, step);
  }

  /// A variable that is bound to a value.
  Local local(CelExpr value) {
    return new Local(path(value), of(value), entries(value));
  }

  boolean isList(CelExpr range) {
    return entries(range).map(Entries::list).orElseGet(() -> type(range).kind() == CelKind.LIST);
  }

  Local keyOf(CelExpr range) {
    List<String> path = step(path(range), isList(range) ? "@indices" : SizeLimits.KEYS);
    return new Local(path, entries(range).map(Entries::keys), Optional.empty());
  }

  Local valueOf(CelExpr range) {
    List<String> path = step(path(range), isList(range) ? SizeLimits.ITEMS : SizeLimits.VALUES);
    return new Local(path, entries(range).map(Entries::values), Optional.empty());
  }

  void push(String variable, Local local) {
    locals.computeIfAbsent(variable, _ -> new ArrayDeque<>()).push(local);
  }

  void pop(String variable) {
    locals.getOrDefault(variable, new ArrayDeque<>()).pop();
  }

  private Optional<Local> variable(String variable) {
    return Optional.ofNullable(locals.get(variable)).map(Deque::peek);
  }

  private Optional<Local> localOf(CelExpr e) {
    return e.getKind() == CelExpr.ExprKind.Kind.IDENT
        ? variable(e.ident().name())
        : Optional.empty();
  }

  CelType type(CelExpr e) {
    return tree.getType(e.id()).orElse(SimpleType.DYN);
  }

  private List<String> path(CelExpr e) {
    return localOf(e).map(Local::path).orElseGet(() -> paths.getOrDefault(e.id(), List.of()));
  }

  static boolean isAccumulator(String variable) {
    return variable.equals("__result__") || variable.equals("@result");
  }

  Node node(CelExpr e) {
    List<String> path = path(e);
    boolean computed = !path.isEmpty() && isAccumulator(path.getFirst());
    return new Node(computed ? List.of() : path, type(e), Optional.of(e), of(e));
  }

  /// As far as anything tells of it.
  Optional<CostRange> of(CelExpr e) {
    CostRange known = sizes.get(e.id());
    if (known != null) {
      return Optional.of(known);
    }
    return written(e).or(() -> declared(e)).or(() -> localOf(e).flatMap(Local::size));
  }

  /// The size of what the expression itself writes down.
  private static Optional<CostRange> written(CelExpr e) {
    return switch (e.getKind()) {
      case CONSTANT ->
          Optional.of(
              CostRange.of(
                  switch (e.constant().getKind()) {
                    case STRING_VALUE ->
                        e.constant()
                            .stringValue()
                            .codePointCount(0, e.constant().stringValue().length());
                    case BYTES_VALUE -> e.constant().bytesValue().size();
                    default -> 1;
                  }));
      case LIST -> Optional.of(CostRange.of(e.list().elements().size()));
      case MAP -> Optional.of(CostRange.of(e.map().entries().size()));
      default -> Optional.empty();
    };
  }

  private Optional<CostRange> declared(CelExpr e) {
    OptionalLong most = limits.most(path(e));
    if (most.isPresent()) {
      CostRange size = new CostRange(0, most.getAsLong());
      sizes.put(e.id(), size);
      return Optional.of(size);
    }
    return isScalar(type(e)) ? Optional.of(CostRange.ONE) : Optional.empty();
  }

  private static boolean isScalar(CelType type) {
    return switch (type.kind()) {
      case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT -> true;
      case OPAQUE ->
          type instanceof OptionalType && type.parameters().stream().allMatch(ValueSizes::isScalar);
      default -> false;
    };
  }

  Optional<Entries> entries(CelExpr e) {
    return Optional.ofNullable(entries.get(e.id())).or(() -> localOf(e).flatMap(Local::entries));
  }

  void keepEntries(CelExpr e, Optional<Entries> known) {
    known.ifPresent(found -> entries.put(e.id(), found));
  }

  void copy(CelExpr to, CelExpr from) {
    of(from).ifPresent(size -> sizes.put(to.id(), size));
    keepEntries(to, entries(from));
  }
}
