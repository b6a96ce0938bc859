package dev.podium.kubelet.shell;

import java.util.List;
import java.util.Optional;

/// A command of the shell's language, as the parser understands it.
sealed interface Node {
  /// No command at all, which succeeds.
  Node NOTHING = new Sequence(List.of());

  /// One after the other.
  static Node of(List<Node> nodes) {
    return nodes.size() == 1 ? nodes.getFirst() : new Sequence(nodes);
  }

  /// @param line where it stands, for complaints
  record Simple(List<Assignment> assignments, List<Word> words, int line) implements Node {}

  record Redirected(Node body, List<Redirection> redirections) implements Node {}

  record Pipeline(List<Node> stages) implements Node {}

  record Not(Node body) implements Node {}

  record Timed(Node body) implements Node {}

  record And(Node left, Node right) implements Node {}

  record Or(Node left, Node right) implements Node {}

  /// @param text as it was typed
  record Background(Node body, String text) implements Node {}

  record Sequence(List<Node> nodes) implements Node {}

  record Subshell(Node body) implements Node {}

  record If(Node condition, Node then, Node otherwise) implements Node {}

  /// @param until whether it runs while the condition does not hold
  record While(Node condition, boolean until, Node body) implements Node {}

  /// @param words empty for the positional parameters
  record For(String name, Optional<List<Word>> words, Node body) implements Node {}

  record ArithmeticFor(Word begin, Word condition, Word step, Node body) implements Node {}

  record Case(Word word, List<Branch> branches) implements Node {}

  record Function(String name, Node body) implements Node {}

  record Arithmetic(Word expression) implements Node {}

  /// `[[ … ]]`
  record Conditional(Test test) implements Node {}

  /// How a branch of `case` ends.
  enum BranchEnd {
    BREAK,
    FALL_THROUGH,
    TEST_NEXT
  }

  record Branch(List<Word> patterns, Node body, BranchEnd end) {}

  /// @param subscript of an array's element
  /// @param elements of an array, where it is assigned whole
  record Assignment(
      String name,
      Optional<Word> subscript,
      boolean append,
      Word value,
      Optional<List<Assignment>> elements) {}

  /// What stands between `[[` and `]]`.
  sealed interface Test {
    record Both(Test left, Test right) implements Test {}

    record Either(Test left, Test right) implements Test {}

    record Negated(Test test) implements Test {}

    record Unary(String operator, Word operand) implements Test {}

    record Binary(Word left, String operator, Word right) implements Test {}
  }

  /// A body that is read after the line that asks for it.
  final class HereDocument {
    private Word body = Word.EMPTY;

    Word body() {
      return body;
    }

    void read(Word text) {
      body = text;
    }
  }

  /// @param descriptor which one is redirected; -1 for both outputs
  /// @param operator such as `>` or `<<`
  record Redirection(
      int descriptor, String operator, Word target, Optional<HereDocument> document) {}
}
