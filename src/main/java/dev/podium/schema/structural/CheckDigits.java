package dev.podium.schema.structural;

/// Numbers that end with a digit which proves them.
final class CheckDigits {
  private CheckDigits() {}

  static boolean isbn10(String text) {
    String digits = bare(text);
    if (!digits.matches("\\d{9}[\\dX]")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      char digit = digits.charAt(i);
      sum += (i + 1) * (digit == 'X' ? 10 : digit - '0');
    }
    return sum % 11 == 0;
  }

  static boolean isbn13(String text) {
    String digits = bare(text);
    if (!digits.matches("\\d{13}")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 13; i++) {
      sum += (i % 2 == 0 ? 1 : 3) * (digits.charAt(i) - '0');
    }
    return sum % 10 == 0;
  }

  static boolean creditCard(String text) {
    String digits = bare(text);
    if (!digits.matches("\\d{12,19}")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = digit * 2;
      sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  private static String bare(String text) {
    return text.replaceAll("[\\s-]", "");
  }
}
