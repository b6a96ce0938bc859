package dev.podium.web.media;

import java.util.Comparator;

/// The order of keys in YAML: numbers in names count as numbers, other characters come before
/// letters.
///
/// Upstream: go-yaml v2's sorter.go (keyList.Less).
enum NaturalOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return different(a, b, i);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int different(String a, String b, int at) {
    char x = a.charAt(at);
    char y = b.charAt(at);
    boolean letterX = Character.isLetter(x);
    boolean letterY = Character.isLetter(y);
    if (letterX && letterY) {
      return Character.compare(x, y);
    }
    if (letterX || letterY) {
      return letterY ? -1 : 1;
    }
    // A zero behind another digit is part of a number that has begun already.
    long start = (x == '0' || y == '0') && insideNumber(a, at) ? 1 : 0;
    int endX = endOfDigits(a, at);
    int endY = endOfDigits(b, at);
    int byNumber = Long.compare(number(start, a, at, endX), number(start, b, at, endY));
    if (byNumber != 0) {
      return byNumber;
    }
    return endX == endY ? Character.compare(x, y) : Integer.compare(endX, endY);
  }

  private static boolean insideNumber(String text, int at) {
    for (int i = at - 1; i >= 0 && Character.isDigit(text.charAt(i)); i--) {
      if (text.charAt(i) != '0') {
        return true;
      }
    }
    return false;
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static long number(long start, String text, int from, int to) {
    long number = start;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
