package dev.podium.kubelet.shell;

import java.util.ArrayList;
import java.util.List;

/// The here-documents that a line has asked for, which are read behind its end.
final class HereDocuments {
  private final Source source;
  private final Parser parser;
  private final List<Pending> pending = new ArrayList<>();

  /// @param quoted whether nothing in it is expanded
  /// @param tabs whether tabs in front of its lines are dropped
  private record Pending(
      Node.HereDocument document, String delimiter, boolean quoted, boolean tabs) {}

  HereDocuments(Source source, Parser parser) {
    this.source = source;
    this.parser = parser;
  }

  /// @param operator `<<` or `<<-`
  Node.HereDocument ask(String delimiter, boolean quoted, String operator) {
    Node.HereDocument document = new Node.HereDocument();
    pending.add(new Pending(document, delimiter, quoted, operator.equals("<<-")));
    return document;
  }

  /// Reads all that were asked for.
  void read() throws SyntaxError {
    for (Pending document : pending) {
      read(document);
    }
    pending.clear();
  }

  private void read(Pending document) throws SyntaxError {
    int line = source.line();
    String body = body(document);
    document.document.read(
        document.quoted ? Word.quoted(body) : WordReader.document(body, line, parser));
  }

  private String body(Pending document) throws SyntaxError {
    StringBuilder body = new StringBuilder();
    while (!source.atEnd()) {
      String text = source.restOfLine();
      if (document.tabs) {
        text = text.replaceFirst("^\t+", "");
      }
      if (text.equals(document.delimiter)) {
        return body.toString();
      }
      body.append(text).append('\n');
    }
    if (parser.interactive()) {
      throw source.endsBefore("<<");
    }
    return body.toString();
  }
}
