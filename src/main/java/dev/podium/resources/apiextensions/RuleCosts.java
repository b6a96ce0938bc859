package dev.podium.resources.apiextensions;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonObject;
import dev.podium.resources.fields.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What the rules of a schema would cost at most, one by one and together.
///
/// Upstream: TotalCost and CELSchemaContext in apiextensions-apiserver's
/// pkg/apis/apiextensions/validation/cel_validation.go.
final class RuleCosts {
  private static final long MOST_A_RULE = 10_000_000;
  private static final long MOST_ALTOGETHER = 100_000_000;
  private static final int SHOWN = 4;

  private record Expensive(FieldPath path, long cost) {}

  private final List<Expensive> expensive = new ArrayList<>();
  private long total;

  /// How often the values below a schema may occur: its own number times its limit.
  ///
  /// @param cardinality of the schema; empty where nothing limits it
  static OptionalLong below(JsonObject schema, OptionalLong cardinality) {
    String limit =
        switch (schema.string("type")) {
          case "array" -> "maxItems";
          case "object" -> schema.has("additionalProperties") ? "maxProperties" : "";
          default -> "";
        };
    if (limit.isEmpty() || cardinality.isEmpty()) {
      return cardinality;
    }
    OptionalLong most = schema.findLong(limit);
    return most.isEmpty()
        ? most
        : OptionalLong.of(product(cardinality.getAsLong(), Math.max(0, most.getAsLong())));
  }

  static long product(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  /// Takes an expression into account, and refuses one that is too expensive by itself.
  ///
  /// @param what such as `rule`, the field of the rule that has the expression
  void add(Part rule, String what, long cost) {
    FieldPath path = rule.child(what);
    if (cost > MOST_A_RULE) {
      rule.add(FieldError.forbidden(path, words("estimated " + what + " cost", cost, MOST_A_RULE)));
    }
    total = total > Long.MAX_VALUE - cost ? Long.MAX_VALUE : total + cost;
    if (cost >= MOST_ALTOGETHER / 100) {
      expensive.add(new Expensive(path, cost));
    }
  }

  /// Refuses a schema whose rules are too expensive together.
  void check(Part schema) {
    if (total <= MOST_ALTOGETHER) {
      return;
    }
    expensive.stream()
        .sorted(Comparator.comparingLong(Expensive::cost).reversed())
        .limit(SHOWN)
        .forEach(one ->
            schema.add(
                FieldError.forbidden(
                    one.path(),
                    "contributed to estimated rule cost total exceeding cost limit for entire"
                        + " OpenAPIv3 schema")));
    schema.add(
        FieldError.forbidden(
            schema.path(),
            words(
                "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                total,
                MOST_ALTOGETHER)));
  }

  private static String words(String what, long cost, long limit) {
    double factor = (double) cost / limit;
    String times =
        factor > 100
            ? "more than 100x"
            : String.format(Locale.ROOT, factor < 1.5 ? "%fx" : "%.1fx", factor);
    return what
        + " exceeds budget by factor of "
        + times
        + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where"
        + " arrays, maps, and strings are declared)";
  }
}
