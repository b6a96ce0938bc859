package dev.podium.cel;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.exceptions.CelBadFormatException;
import dev.cel.common.exceptions.CelDivideByZeroException;
import dev.cel.common.exceptions.CelIndexOutOfBoundsException;
import dev.cel.common.exceptions.CelNumericOverflowException;
import dev.cel.common.exceptions.CelOverloadNotFoundException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Failures of evaluations in the words of cel-go, which users of Kubernetes know.
final class FailureText {
  private static final Pattern PREFIX = Pattern.compile("^evaluation error at [^:]*:\\d+: ");
  private static final Pattern MISSING_KEY = Pattern.compile("key '(.*)' is not present in map\\.");
  private static final Pattern NOT_A_NUMBER = Pattern.compile("For input string: \"(.*)\".*");
  private static final Pattern PLACE = Pattern.compile(".*?(-?\\d+)$");

  private FailureText() {}

  static String of(Throwable failure) {
    Throwable deepest = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      deepest = cause;
      if (cause.getClass().getPackage().equals(CelBadFormatException.class.getPackage())) {
        break;
      }
    }
    String message = PREFIX.matcher(String.valueOf(deepest.getMessage())).replaceFirst("");
    return switch (deepest) {
      case CelAttributeNotFoundException _ -> missing(message);
      case CelDivideByZeroException _ -> "division by zero";
      case CelIndexOutOfBoundsException _ -> "index out of bounds: " + place(message);
      case CelNumericOverflowException _ -> "integer overflow";
      case CelOverloadNotFoundException _ -> "no such overload";
      case CelBadFormatException _ -> badFormat(message);
      default -> message;
    };
  }

  private static String missing(String message) {
    Matcher key = MISSING_KEY.matcher(message);
    if (key.matches()) {
      return "no such key: " + key.group(1);
    }
    return message.startsWith("Error resolving field")
        ? "no such overload"
        : "no such key: " + message;
  }

  private static String place(String message) {
    Matcher place = PLACE.matcher(message);
    return place.matches() ? place.group(1) : message;
  }

  private static String badFormat(String message) {
    String text = message.substring(message.indexOf(": ") + 2);
    Matcher number = NOT_A_NUMBER.matcher(text);
    Matcher whole = NOT_A_NUMBER.matcher(message);
    if (number.matches()) {
      return "strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(number.group(1));
    }
    return whole.matches()
        ? "strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(whole.group(1))
        : message;
  }
}
