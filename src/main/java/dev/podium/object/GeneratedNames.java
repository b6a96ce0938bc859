package dev.podium.object;

import java.util.random.RandomGenerator;

/// Names that the server makes of a `generateName`: the prefix and five letters that form no words.
///
/// Upstream: apiserver's storage/names/generate.go over apimachinery's util/rand.
public final class GeneratedNames {
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final int RANDOM_LETTERS = 5;
  private static final int LONGEST_PREFIX = 63 - RANDOM_LETTERS;

  private final RandomGenerator random;

  public GeneratedNames(RandomGenerator random) {
    this.random = random;
  }

  public String next(String prefix) {
    String kept = prefix.length() > LONGEST_PREFIX ? prefix.substring(0, LONGEST_PREFIX) : prefix;
    return kept + letters(RANDOM_LETTERS);
  }

  /// So many letters of the safe alphabet.
  public String letters(int count) {
    StringBuilder letters = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return letters.toString();
  }
}
