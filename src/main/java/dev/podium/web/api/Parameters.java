package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.GoText;
import dev.podium.web.QueryString;
import java.math.BigInteger;
import java.util.Optional;

/// Values of query parameters as upstream's conversion reads them
/// (apimachinery/pkg/runtime/conversion.go and Go's strconv).
final class Parameters {
  private Parameters() {}

  static Optional<Long> integer(QueryString query, String name) {
    return query.find(name).map(Parameters::integer);
  }

  private static long integer(String text) {
    if (!text.matches("[-+]?[0-9]+")) {
      throw refusal(text, "invalid syntax");
    }
    try {
      return new BigInteger(text).longValueExact();
    } catch (ArithmeticException _) {
      throw refusal(text, "value out of range");
    }
  }

  private static ApiException refusal(String text, String why) {
    return ApiException.badRequest("strconv.ParseInt: parsing " + GoText.quote(text) + ": " + why);
  }

  static Optional<Boolean> flag(QueryString query, String name) {
    return query.has(name) ? Optional.of(query.flag(name)) : Optional.empty();
  }
}
