package dev.podium.object;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which objects a query means, by the values of some fields:
/// `spec.nodeName=n,status.phase!=Failed`.
///
/// Which fields a kind lets itself be selected by, the kind decides. Upstream:
/// apimachinery/pkg/fields/selector.go.
public record FieldSelector(List<Requirement> requirements) {
  public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

  private static final List<String> OPERATORS = List.of("!=", "==", "=");

  public FieldSelector {
    requirements = List.copyOf(requirements);
  }

  /// One condition: the field has the value, or, where not `equal`, has another or none.
  public record Requirement(String field, boolean equal, String value) {
    @Override
    public String toString() {
      return field + (equal ? "=" : "!=") + escape(value);
    }
  }

  /// Parses the form of query strings; `\`, `,` and `=` in values are escaped by `\`.
  ///
  /// @throws ApiException 400 in upstream's words
  public static FieldSelector parse(String text) {
    if (text.isEmpty()) {
      return EVERYTHING;
    }
    List<String> terms = terms(text);
    Collections.sort(terms);
    List<Requirement> requirements = new ArrayList<>(terms.size());
    for (String term : terms) {
      if (!term.isEmpty()) {
        requirements.add(requirement(term, text));
      }
    }
    return new FieldSelector(requirements);
  }

  private static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    int start = 0;
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' && !escaped) {
        terms.add(text.substring(start, i));
        start = i + 1;
      }
      escaped = c == '\\' && !escaped;
    }
    terms.add(text.substring(start));
    return terms;
  }

  private static Requirement requirement(String term, String whole) {
    for (int i = 0; i < term.length(); i++) {
      for (String operator : OPERATORS) {
        if (term.startsWith(operator, i)) {
          String value = unescape(term.substring(i + operator.length()));
          return new Requirement(term.substring(0, i), !operator.equals("!="), value);
        }
      }
    }
    throw ApiException.badRequest(
        "invalid selector: '" + whole + "'; can't understand '" + term + "'");
  }

  private static String unescape(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',' || c == '=') {
        // Upstream prints the rune with %v, which is its number.
        throw invalid("unescaped character in value: " + (int) c);
      }
      if (c == '\\') {
        i++;
        String escaped = i < value.length() ? Character.toString(value.codePointAt(i)) : "";
        if (!escaped.equals("\\") && !escaped.equals(",") && !escaped.equals("=")) {
          throw invalid("invalid escape sequence: \\" + escaped);
        }
        c = value.charAt(i);
      }
      text.append(c);
    }
    return text.toString();
  }

  private static ApiException invalid(String why) {
    return ApiException.badRequest("invalid field selector: " + why);
  }

  /// A literal as the value of a selector.
  public static String escape(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
  }

  public boolean matchesEverything() {
    return requirements.isEmpty();
  }

  /// @param fields the value of a field; an absent one counts as empty
  public boolean matches(Function<String, Optional<String>> fields) {
    for (Requirement requirement : requirements) {
      String value = fields.apply(requirement.field()).orElse("");
      if (value.equals(requirement.value()) != requirement.equal()) {
        return false;
      }
    }
    return true;
  }

  /// The value that a field must have, where the selector names one.
  public Optional<String> requiredValue(String field) {
    return requirements.stream()
        .filter(requirement -> requirement.equal() && requirement.field().equals(field))
        .map(Requirement::value)
        .findFirst();
  }

  /// The text as upstream writes it back, terms in order.
  @Override
  public String toString() {
    return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
  }
}
