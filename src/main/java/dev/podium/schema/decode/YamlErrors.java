package dev.podium.schema.decode;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The complaints of our YAML parser in the words of upstream's. Both descend from libyaml and find
/// the same faults; only the sentences differ. Upstream: goyaml.v2, decode.go (fail), scannerc.go
/// and parserc.go.
final class YamlErrors {
  private YamlErrors() {}

  static String message(YamlEngineException error, String text) {
    if (!(error instanceof MarkedYamlEngineException marked)) {
      return "control characters are not allowed";
    }
    String problem = Optional.ofNullable(marked.getProblem()).orElse("");
    String context = Optional.ofNullable(marked.getContext()).orElse("");
    return where(marked, text) + words(problem, context);
  }

  /// Upstream counts lines from 0 in parser errors, from 1 in scanner errors, and says nothing of
  /// the first line. Its parser finds the end of a text on a line of its own.
  private static String where(MarkedYamlEngineException error, String text) {
    int line = error.getProblemMark().map(mark -> line(mark, error, text)).orElse(0);
    if (line != 0) {
      line += error instanceof ScannerException ? 1 : 0;
    } else {
      line = error.getContextMark().map(Mark::getLine).orElse(0);
    }
    return line == 0 ? "" : "line " + line + ": ";
  }

  private static int line(Mark mark, MarkedYamlEngineException error, String text) {
    boolean atEnd =
        error instanceof ParserException
            && mark.getColumn() > 0
            && mark.getIndex() >= text.codePointCount(0, text.length());
    return mark.getLine() + (atEnd ? 1 : 0);
  }

  private static String words(String problem, String context) {
    if (problem.startsWith("mapping values are not allowed")) {
      return "mapping values are not allowed in this context";
    }
    if (problem.startsWith("found character") && problem.contains("cannot start any token")) {
      return "found character that cannot start any token";
    }
    if (problem.startsWith("sequence entries are not allowed")) {
      return "block sequence entries are not allowed in this context";
    }
    if (problem.startsWith("expected the node content")) {
      return "did not find expected node content";
    }
    if (problem.startsWith("expected '<document start>'")) {
      return "did not find expected <document start>";
    }
    if (problem.startsWith("expected ',' or ']'")) {
      return "did not find expected ',' or ']'";
    }
    if (problem.startsWith("expected ',' or '}'")) {
      return "did not find expected ',' or '}'";
    }
    if (problem.startsWith("expected <block end>")) {
      return context.contains("mapping")
          ? "did not find expected key"
          : "did not find expected '-' indicator";
    }
    if (problem.startsWith("found unknown escape character")) {
      return "found unknown escape character";
    }
    return problem;
  }
}
