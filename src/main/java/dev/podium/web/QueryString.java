package dev.podium.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a URL as Go's url.Query reads them: the body never counts, pairs that are
/// malformed are left out.
public final class QueryString {
  public static final QueryString EMPTY = new QueryString(Map.of());

  private final Map<String, List<String>> values;

  private QueryString(Map<String, List<String>> values) {
    this.values = values;
  }

  public static QueryString of(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null ? EMPTY : parse(query);
  }

  public static QueryString parse(String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty() && pair.indexOf(';') < 0) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        Optional<String> decoded = PercentEncoding.queryPart(value);
        PercentEncoding.queryPart(name)
            .filter(_ -> decoded.isPresent())
            .ifPresent(
                n -> values.computeIfAbsent(n, _ -> new ArrayList<>()).add(decoded.orElse("")));
      }
    }
    return new QueryString(values);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /// All values in order; empty where the parameter is absent.
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// The first value, an empty one where the parameter is absent.
  public String first(String name) {
    return find(name).orElse("");
  }

  public Optional<String> find(String name) {
    return all(name).stream().findFirst();
  }

  /// A yes or no as apimachinery reads it (runtime/conversion.go): anything but `0` and `false` is
  /// yes.
  public boolean flag(String name) {
    return has(name) && !first(name).equals("0") && !first(name).equalsIgnoreCase("false");
  }
}
