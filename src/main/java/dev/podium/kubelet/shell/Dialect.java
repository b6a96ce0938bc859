package dev.podium.kubelet.shell;

/// Which shell it is: they differ in what they know beyond POSIX and in what they say.
enum Dialect {
  BASH,
  /// Busybox's.
  ASH,
  DASH;

  /// What a command line cannot mean.
  String syntaxError(SyntaxError error) {
    String token = error.token();
    boolean quote = token.length() == 1 && "\"'`".contains(token);
    return switch (this) {
      case BASH -> bash(error, token, quote);
      case ASH -> "syntax error: " + almquist(error, token, quote, false);
      case DASH -> "Syntax error: " + almquist(error, token, quote, true);
    };
  }

  private static String bash(SyntaxError error, String token, boolean quote) {
    if (quote || token.equals("}") && error.incomplete()) {
      return "unexpected EOF while looking for matching `" + token + "'";
    }
    return error.incomplete()
        ? "syntax error: unexpected end of file"
        : "syntax error near unexpected token `" + token + "'";
  }

  private static String almquist(
      SyntaxError error, String token, boolean quote, boolean unexpectedLast) {
    if (quote) {
      return token.equals("`")
          ? "EOF in backquote substitution"
          : (unexpectedLast ? "Unterminated" : "unterminated") + " quoted string";
    }
    String what =
        error.incomplete()
            ? "end of file"
            : token.equals("newline") ? "newline" : "\"" + token + "\"";
    String expecting =
        error.incomplete() && !token.isEmpty() ? " (expecting \"" + token + "\")" : "";
    return (unexpectedLast ? what + " unexpected" : "unexpected " + what) + expecting;
  }

  /// There is no more memory.
  String exhausted() {
    return switch (this) {
      case BASH -> "xrealloc: cannot allocate memory";
      case ASH -> "out of memory";
      case DASH -> "Out of space";
    };
  }

  /// @param reason the system's words
  String cannotFork(String reason) {
    return switch (this) {
      case BASH -> "fork: retry: " + reason;
      case ASH -> "can't fork: " + reason;
      case DASH -> "Cannot fork";
    };
  }

  String notFound(String name) {
    return switch (this) {
      case BASH ->
          name.contains("/") ? name + ": No such file or directory" : name + ": command not found";
      case ASH, DASH -> name + ": not found";
    };
  }

  /// @param reason the system's words
  String cannotRead(String path, String reason) {
    return switch (this) {
      case BASH -> path + ": " + reason;
      case ASH ->
          "can't open " + path + ": " + (reason.startsWith("No such") ? "no such file" : reason);
      case DASH ->
          "cannot open "
              + path
              + ": "
              + reason.replace("No such file or directory", "No such file");
    };
  }

  String cannotWrite(String path, String reason) {
    boolean missing = reason.startsWith("No such");
    return switch (this) {
      case BASH -> path + ": " + reason;
      case ASH -> "can't create " + path + ": " + (missing ? "nonexistent directory" : reason);
      case DASH -> "cannot create " + path + ": " + (missing ? "Directory nonexistent" : reason);
    };
  }

  /// A mistake in a word, which is told in bash's words, in this shell's.
  String wording(String bash) {
    if (this == BASH) {
      return bash;
    }
    if (bash.contains(": division by 0")) {
      String expression = bash.substring(0, bash.indexOf(": division by 0"));
      return this == ASH
          ? "divide by zero"
          : "arithmetic expression: division by zero: \"" + expression + "\"";
    }
    if (bash.contains(" (error token is ")) {
      String expression = bash.substring(0, Math.max(0, bash.indexOf(": ")));
      return this == ASH
          ? "arithmetic syntax error"
          : "arithmetic expression: expecting primary: \"" + expression + "\"";
    }
    return bash.replace(Variables.READ_ONLY, "is read only");
  }

  /// What `set -e` and the like make of a mistake in a word: with which status the shell ends.
  int failure() {
    return this == BASH ? 1 : 2;
  }
}
