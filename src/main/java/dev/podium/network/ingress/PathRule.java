package dev.podium.network.ingress;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.podium.object.GoRegex;
import dev.podium.object.JsonObject;
import java.util.Comparator;
import java.util.Optional;

/// One path of an Ingress and where it leads.
///
/// @param pattern where the path is a regular expression, as ingress-nginx reads it with
///   `use-regex` or `rewrite-target`, but without what takes more than linear time (look-around)
/// @param rewrite what the path becomes; empty where it stays
record PathRule(
    Kind kind, String path, Optional<Pattern> pattern, String rewrite, Backend backend) {
  enum Kind {
    EXACT,
    PREFIX
  }

  /// The order in which rules are tried: exact ones first, then the longest.
  static final Comparator<PathRule> ORDER =
      Comparator.comparing(PathRule::kind)
          .thenComparing(rule -> rule.path().length(), Comparator.reverseOrder());

  /// @param port a number or a name
  record Backend(String namespace, String service, String port) {
    static Backend of(String namespace, JsonObject backend) {
      JsonObject service = backend.object("service");
      JsonObject port = service.object("port");
      return new Backend(
          namespace,
          service.string("name"),
          port.findString("name").orElseGet(() -> Long.toString(port.integer("number"))));
    }
  }

  static PathRule of(JsonObject path, Backend backend, boolean regex, String rewrite) {
    String text = path.string("path").isEmpty() ? "/" : path.string("path");
    Kind kind = path.string("pathType").equals("Exact") ? Kind.EXACT : Kind.PREFIX;
    return new PathRule(
        kind,
        text,
        regex && kind == Kind.PREFIX ? compile("(?i)^" + text) : Optional.empty(),
        rewrite,
        backend);
  }

  private static Optional<Pattern> compile(String regex) {
    try {
      return Optional.of(GoRegex.compile(regex));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  boolean matches(String asked) {
    if (pattern.isPresent()) {
      return pattern.get().matcher(asked).find();
    }
    if (kind == Kind.EXACT) {
      return asked.equals(path);
    }
    // Whole elements count: /foo is no prefix of /foobar.
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return asked.equals(bare) || asked.startsWith(bare + "/");
  }

  /// The path that the server behind is asked for.
  String rewritten(String asked) {
    if (rewrite.isEmpty()) {
      return asked;
    }
    String target = rewrite;
    if (pattern.isPresent()) {
      Matcher matcher = pattern.get().matcher(asked);
      if (matcher.find()) {
        for (int i = matcher.groupCount(); i > 0; i--) {
          String group = matcher.group(i);
          target = target.replace("$" + i, group == null ? "" : group);
        }
      }
    }
    return target.startsWith("/") ? target : "/" + target;
  }
}
