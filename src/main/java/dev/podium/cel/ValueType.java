package dev.podium.cel;

import dev.cel.common.types.CelType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What an expression may take a value for, and how JSON is read into it.
public sealed interface ValueType {

  /// Values without parts.
  enum Simple implements ValueType {
    /// Whatever is there; checked only when evaluated.
    DYN,
    BOOL,
    INT,
    DOUBLE,
    STRING,
    /// Base64 in JSON.
    BYTES,
    /// RFC 3339, or a date, in JSON.
    TIMESTAMP,
    /// Go's notation in JSON.
    DURATION,
    NULL,
    /// What [AccessCheck] stands behind.
    AUTHORIZER,
    /// What [AccessCheck.ToResource] stands behind.
    RESOURCE_CHECK,
    /// What an apply configuration constructs.
    OBJECT,
    /// One operation of a JSON patch.
    JSON_PATCH
  }

  /// How the items of a list are told apart when lists are compared and added.
  enum Identity {
    ORDER,
    SET,
    KEYS
  }

  /// @param keys the fields that identify an item of an [Identity#KEYS] list
  record ListOf(ValueType items, Identity identity, List<String> keys) implements ValueType {
    public static ListOf of(ValueType items) {
      return new ListOf(items, Identity.ORDER, List.of());
    }
  }

  /// An object whose keys are data.
  record MapOf(ValueType values) implements ValueType {}

  /// What may be absent as a whole, such as `oldSelf` with `optionalOldSelf`.
  record OptionalOf(ValueType value) implements ValueType {}

  /// What the checker found out about an expression.
  record Known(CelType type) implements ValueType {}

  /// A field as expressions spell it.
  ///
  /// @param jsonName its name in JSON
  record Member(String jsonName, ValueType type) {}

  /// An object with known fields. Types refer to each other in circles, so the fields are made when
  /// they are first asked for.
  final class Structure implements ValueType {
    private final String name;
    private final Supplier<Map<String, ValueType>> source;
    private volatile @Nullable Map<String, Member> members;

    /// @param name unique among the types of one environment; messages cite it
    /// @param source types by JSON name; those that no expression can spell are left out
    public Structure(String name, Supplier<Map<String, ValueType>> source) {
      this.name = name;
      this.source = source;
    }

    public static Structure of(String name, Map<String, ValueType> fields) {
      return new Structure(name, () -> fields);
    }

    public String name() {
      return name;
    }

    /// By the names that expressions use.
    Map<String, Member> members() {
      Map<String, Member> known = members;
      if (known == null) {
        Map<String, Member> made = new LinkedHashMap<>();
        source
            .get()
            .forEach((json, type) ->
                FieldNames.escape(json)
                    .ifPresent(spelled -> made.put(spelled, new Member(json, type))));
        known = made;
        members = known;
      }
      return known;
    }

    Optional<Member> member(String spelled) {
      return Optional.ofNullable(members().get(FieldNames.canonical(spelled)));
    }
  }
}
