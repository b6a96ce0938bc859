package dev.podium.web.media;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One clause of an Accept header: a range of media types with parameters.
///
/// Upstream: munnerlyn.com/goautoneg, whose laxness shows: clauses that make no sense are passed
/// over.
record AcceptClause(String type, String subtype, double quality, Map<String, String> parameters) {
  /// The clauses of a header, the preferred ones first.
  static List<AcceptClause> parse(String header) {
    List<AcceptClause> clauses = new ArrayList<>();
    for (String part : header.split(",", -1)) {
      String[] pieces = part.split(";", -1);
      String[] range = pieces[0].split("/", -1);
      String type = range[0].strip();
      if (range.length == 2) {
        clauses.add(clause(type, range[1].strip(), pieces));
      } else if (range.length == 1 && type.equals("*")) {
        clauses.add(clause("*", "*", pieces));
      }
    }
    sort(clauses);
    return clauses;
  }

  private static AcceptClause clause(String type, String subtype, String[] pieces) {
    Map<String, String> parameters = new LinkedHashMap<>();
    double quality = 1;
    for (int i = 1; i < pieces.length; i++) {
      String[] pair = pieces[i].split("=", -1);
      if (pair.length != 2 || pair[1].isEmpty()) {
        continue;
      }
      if (pair[0].strip().equals("q")) {
        quality = quality(pair[1]);
      } else {
        parameters.put(pair[0].strip(), pair[1].strip());
      }
    }
    return new AcceptClause(type, subtype, quality, parameters);
  }

  private static double quality(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /// By insertion, as Go sorts a short list: the order is none that a general sort would accept.
  private static void sort(List<AcceptClause> clauses) {
    for (int i = 1; i < clauses.size(); i++) {
      for (int j = i; j > 0 && clauses.get(j).comesBefore(clauses.get(j - 1)); j--) {
        AcceptClause clause = clauses.get(j);
        clauses.set(j, clauses.get(j - 1));
        clauses.set(j - 1, clause);
      }
    }
  }

  private boolean comesBefore(AcceptClause other) {
    return quality > other.quality
        || (!type.equals("*") && other.type.equals("*"))
        || (!subtype.equals("*") && other.subtype.equals("*"));
  }

  boolean covers(Encoding encoding) {
    boolean anySubtype = subtype.equals("*");
    if (type.equals("*")) {
      return anySubtype;
    }
    return type.equals("application") && (anySubtype || subtype.equals(encoding.subtype()));
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}
