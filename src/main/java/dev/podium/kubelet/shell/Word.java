package dev.podium.kubelet.shell;

import java.util.List;
import java.util.Optional;

/// A word as it is written, before anything in it is expanded.
record Word(List<Part> parts) {
  static final Word EMPTY = new Word(List.of());

  Word {
    parts = List.copyOf(parts);
  }

  static Word quoted(String text) {
    return new Word(List.of(new Text(text, true)));
  }

  /// Its text where nothing in it is quoted or expanded.
  Optional<String> plain() {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (!(part instanceof Text(String some, boolean quoted)) || quoted) {
        return Optional.empty();
      }
      text.append(some);
    }
    return Optional.of(text.toString());
  }

  /// What a word is made of.
  sealed interface Part {}

  /// @param quoted whether its characters stand for themselves
  record Text(String text, boolean quoted) implements Part {}

  /// What stands between double quotes.
  record Quoted(List<Part> parts) implements Part {}

  /// `$name` or `${…}`.
  ///
  /// @param indirect `${!name}`
  /// @param subscript of an array
  /// @param operator such as `:-`, `%%` or `length`; empty for none
  /// @param operands what follows the operator
  record Parameter(
      String name, boolean indirect, Optional<Word> subscript, String operator, List<Word> operands)
      implements Part {}

  /// `$(…)`
  record CommandSubstitution(Node body) implements Part {}

  /// `<(…)`, a file with what the commands print, or `>(…)`, one that they read.
  record ProcessSubstitution(Node body, boolean reads) implements Part {}

  /// `$((…))`
  record Arithmetic(Word expression) implements Part {}
}
