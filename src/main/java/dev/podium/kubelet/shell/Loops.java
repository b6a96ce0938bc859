package dev.podium.kubelet.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Runs loops, and knows how many are around what is being run, which `break` and `continue` count.
final class Loops {
  private final Shell shell;
  private final Interpreter interpreter;
  private int depth;

  Loops(Shell shell, Interpreter interpreter) {
    this.shell = shell;
    this.interpreter = interpreter;
  }

  boolean isInside() {
    return depth > 0;
  }

  /// A function begins, which does not see the loops that it is called in.
  ///
  /// @return what [#leaveFunction] is to be given
  int enterFunction() {
    int outer = depth;
    depth = 0;
    return outer;
  }

  void leaveFunction(int outer) {
    depth = outer;
  }

  /// The rounds of one loop.
  private final class Rounds {
    private final Node body;
    private int status;

    Rounds(Node body) {
      this.body = body;
    }

    /// @return whether the loop goes on
    boolean next() throws InterruptedException, IOException {
      depth++;
      try {
        shell.traps().attend();
        status = interpreter.run(body, false);
        return true;
      } catch (Flow.Leave leave) {
        status = 0;
        return goesOn(leave);
      } finally {
        depth--;
      }
    }
  }

  /// Whether a loop goes on after its body was left.
  private boolean goesOn(Flow.Leave leave) {
    if (leave.loops > 1 && depth > 1) {
      throw new Flow.Leave(leave.loops - 1, leave.goesOn);
    }
    return leave.goesOn;
  }

  int run(Node.While loop) throws InterruptedException, IOException {
    Rounds rounds = new Rounds(loop.body());
    while (holds(loop)) {
      if (!rounds.next()) {
        break;
      }
    }
    return rounds.status;
  }

  private boolean holds(Node.While loop) throws InterruptedException, IOException {
    depth++;
    try {
      return (interpreter.tested(loop.condition()) == 0) != loop.until();
    } catch (Flow.Leave leave) {
      return goesOn(leave);
    } finally {
      depth--;
    }
  }

  int run(Node.For loop) throws InterruptedException, IOException {
    List<String> values = new ArrayList<>();
    Rounds rounds = new Rounds(loop.body());
    rounds.status =
        interpreter.guarded(() -> {
          values.addAll(
              loop.words().isPresent()
                  ? shell.expander().fields(loop.words().get())
                  : shell.positional());
          return 0;
        });
    for (String value : values) {
      shell.variables().assign(loop.name(), value);
      if (!rounds.next()) {
        break;
      }
    }
    return rounds.status;
  }

  int run(Node.ArithmeticFor loop) throws InterruptedException, IOException {
    Rounds rounds = new Rounds(loop.body());
    return interpreter.guarded(() -> {
      shell.expander().arithmetic(loop.begin());
      while (holds(loop.condition()) && rounds.next()) {
        shell.expander().arithmetic(loop.step());
      }
      return rounds.status;
    });
  }

  /// No condition at all holds.
  private boolean holds(Word condition) throws InterruptedException {
    return condition.parts().isEmpty()
        || shell.expander().text(condition).isBlank()
        || shell.expander().arithmetic(condition) != 0;
  }
}
