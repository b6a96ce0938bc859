package dev.podium.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which objects a query, a controller or a Service means, by their labels.
///
/// Upstream: apimachinery/pkg/labels/selector.go and, for the JSON form,
/// apimachinery/pkg/apis/meta/v1/helpers.go (LabelSelectorAsSelector).
public final class LabelSelector {
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of(), true);
  public static final LabelSelector NOTHING = new LabelSelector(List.of(), false);

  private final List<Requirement> requirements;
  private final boolean selectable;

  private LabelSelector(List<Requirement> requirements, boolean selectable) {
    this.requirements = requirements;
    this.selectable = selectable;
  }

  /// What a requirement asks of a label, with the word upstream has for it.
  public enum Operator {
    IN("in"),
    NOT_IN("notin"),
    EQUALS("="),
    DOUBLE_EQUALS("=="),
    NOT_EQUALS("!="),
    EXISTS("exists"),
    DOES_NOT_EXIST("!"),
    GREATER_THAN("gt"),
    LESS_THAN("lt");

    private final String word;

    Operator(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /// One condition on one label.
  public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    private boolean matches(@Nullable String value) {
      return switch (operator) {
        case IN, EQUALS, DOUBLE_EQUALS -> value != null && values.contains(value);
        case NOT_IN, NOT_EQUALS -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
        case GREATER_THAN -> compare(value) > 0;
        case LESS_THAN -> compare(value) < 0;
      };
    }

    /// 0 where there is nothing to compare, which neither operator accepts.
    private int compare(@Nullable String value) {
      if (value == null || !isInteger(value)) {
        return 0;
      }
      return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
    }

    @Override
    public String toString() {
      String list = values.stream().sorted().collect(Collectors.joining(","));
      return switch (operator) {
        case EXISTS -> key;
        case DOES_NOT_EXIST -> "!" + key;
        case IN, NOT_IN -> key + " " + operator.word + " (" + list + ")";
        case GREATER_THAN -> key + ">" + list;
        case LESS_THAN -> key + "<" + list;
        case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> key + operator.word + list;
      };
    }
  }

  /// Parses the form of query strings: `a=b,c!=d,e in (x,y),!f,g>1`.
  ///
  /// @throws ApiException 400 in upstream's words
  public static LabelSelector parse(String text) {
    return text.isEmpty() ? EVERYTHING : of(new LabelSelectorParser(text).parse());
  }

  /// Every label of the map, as in a ReplicationController or a Service. An empty map selects
  /// everything here; that a Service without selector selects nothing is the Service's own rule.
  public static LabelSelector ofLabels(Map<String, String> labels) {
    List<Requirement> all = new ArrayList<>(labels.size());
    labels.forEach((key, value) -> all.add(new Requirement(key, Operator.EQUALS, List.of(value))));
    return of(all);
  }

  /// A `LabelSelector` of the API that was found valid; an empty one selects everything.
  ///
  /// @throws IllegalArgumentException where it is not valid
  public static LabelSelector ofJson(JsonObject selector) {
    List<Requirement> all = new ArrayList<>();
    selector
        .stringMap("matchLabels")
        .forEach((key, value) -> all.add(checked(key, Operator.EQUALS, List.of(value))));
    for (JsonObject expression : selector.objects("matchExpressions")) {
      all.add(
          checked(
              expression.string("key"),
              operator(expression.string("operator")),
              expression.strings("values")));
    }
    return of(all);
  }

  /// As [#ofJson(JsonObject)]; one that is absent selects nothing.
  public static LabelSelector ofJson(Optional<JsonObject> selector) {
    return selector.map(LabelSelector::ofJson).orElse(NOTHING);
  }

  private static LabelSelector of(List<Requirement> all) {
    if (all.isEmpty()) {
      return EVERYTHING;
    }
    return new LabelSelector(
        all.stream().sorted(Comparator.comparing(Requirement::key)).toList(), true);
  }

  private static Operator operator(String name) {
    return switch (name) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
      default ->
          throw new IllegalArgumentException(
              GoText.quote(name) + " is not a valid label selector operator");
    };
  }

  private static Requirement checked(String key, Operator operator, List<String> values) {
    List<FieldError> errors = faults(key, operator, values);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(aggregate(errors));
    }
    return new Requirement(key, operator, values);
  }

  /// What is wrong with a requirement. Upstream: NewRequirement.
  static List<FieldError> faults(String key, Operator operator, List<String> values) {
    List<FieldError> errors = new ArrayList<>(0);
    List<String> keyFaults = LabelFormats.key(key);
    if (!keyFaults.isEmpty()) {
      errors.add(FieldError.invalid(FieldPath.of("key"), key, String.join("; ", keyFaults)));
    }
    FieldPath path = FieldPath.of("values");
    String count = countFault(operator, values.size());
    if (!count.isEmpty()) {
      errors.add(FieldError.invalid(path, values, count));
    }
    boolean number = operator == Operator.GREATER_THAN || operator == Operator.LESS_THAN;
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      if (number && !isInteger(value)) {
        String words = "for 'Gt', 'Lt' operators, the value must be an integer";
        errors.add(FieldError.invalid(path.index(i), value, words));
      }
    }
    for (int i = 0; i < values.size(); i++) {
      List<String> valueFaults = LabelFormats.value(values.get(i));
      if (!valueFaults.isEmpty()) {
        String words = String.join("; ", valueFaults);
        errors.add(FieldError.invalid(path.index(i).key(key), values.get(i), words));
      }
    }
    return errors;
  }

  private static String countFault(Operator operator, int count) {
    return switch (operator) {
      case IN, NOT_IN -> count == 0 ? "for 'in', 'notin' operators, values set can't be empty" : "";
      case EQUALS, DOUBLE_EQUALS, NOT_EQUALS ->
          count != 1 ? "exact-match compatibility requires one single value" : "";
      case EXISTS, DOES_NOT_EXIST ->
          count != 0 ? "values set must be empty for exists and does not exist" : "";
      case GREATER_THAN, LESS_THAN ->
          count != 1 ? "for 'Gt', 'Lt' operators, exactly one value is required" : "";
    };
  }

  /// Several errors in one line, each said once (apimachinery/pkg/util/errors: Aggregate).
  static String aggregate(List<FieldError> errors) {
    List<String> texts = errors.stream().map(FieldError::message).distinct().toList();
    return texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
  }

  /// Whether Go's `strconv.ParseInt(text, 10, 64)` takes it.
  private static boolean isInteger(String text) {
    try {
      Long.parseLong(text);
      return text.chars().allMatch(c -> c < 0x80);
    } catch (NumberFormatException _) {
      return false;
    }
  }

  public List<Requirement> requirements() {
    return requirements;
  }

  public boolean matchesEverything() {
    return selectable && requirements.isEmpty();
  }

  /// Only of [#NOTHING]: contradictions are not looked for.
  public boolean matchesNothing() {
    return !selectable;
  }

  public boolean matches(Map<String, String> labels) {
    return matches(labels::get);
  }

  /// Reads labels where they stand, without making a map of them: lists ask this of every object.
  public boolean matches(JsonObject labels) {
    return matches(key -> labels.get(key) instanceof String value ? value : null);
  }

  public boolean matches(ApiObject object) {
    return requirements.isEmpty()
        ? selectable
        : matches(object.root().object("metadata", "labels"));
  }

  private boolean matches(Function<String, @Nullable String> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels.apply(requirement.key()))) {
        return false;
      }
    }
    return selectable;
  }

  /// The value that a label must have, where the selector leaves no choice.
  public Optional<String> requiredValue(String key) {
    for (Requirement requirement : requirements) {
      if (requirement.key().equals(key)) {
        boolean exact =
            switch (requirement.operator()) {
              case EQUALS, DOUBLE_EQUALS, IN -> requirement.values().size() == 1;
              default -> false;
            };
        return exact ? Optional.of(requirement.values().getFirst()) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelSelector o
        && o.selectable == selectable
        && o.requirements.equals(requirements);
  }

  @Override
  public int hashCode() {
    return requirements.hashCode() + (selectable ? 1 : 0);
  }

  /// The canonical text, as a Scale's `status.selector` has it; empty for everything and for
  /// nothing.
  @Override
  public String toString() {
    return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
  }
}
