package dev.podium.kubelet.command;

import dev.podium.kubelet.command.CurlOption.Takes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One part of a command line of `curl`, up to its end or to `--next`: URLs, and what is said of
/// them.
final class CurlOptions {
  private static final String HINT =
      "\ncurl: try 'curl --help' or 'curl --manual' for more information";

  /// Those that are said once for all parts.
  private static final Set<CurlOption> GLOBAL =
      EnumSet.of(
          CurlOption.SILENT,
          CurlOption.SHOW_ERROR,
          CurlOption.VERBOSE,
          CurlOption.FAIL_EARLY,
          CurlOption.STDERR,
          CurlOption.PROGRESS_BAR,
          CurlOption.NO_PROGRESS_METER);

  private final List<Given> given = new ArrayList<>();
  private final List<String> urls = new ArrayList<>();

  /// An option with its value; empty where it takes none.
  record Given(CurlOption option, String value) {}

  private CurlOptions() {}

  /// @return the parts, at least one
  /// @throws Usage as curl words it
  static List<CurlOptions> parse(List<String> arguments) {
    List<CurlOptions> parts = new ArrayList<>(List.of(new CurlOptions()));
    boolean onlyUrls = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      String next = i + 1 < arguments.size() ? arguments.get(i + 1) : null;
      CurlOptions part = parts.getLast();
      if (onlyUrls || !word.startsWith("-") || word.equals("-")) {
        part.urls.add(word);
      } else if (word.equals("--")) {
        onlyUrls = true;
      } else {
        Optional<String> following = Optional.ofNullable(next);
        i += word.startsWith("--") ? part.name(word, following) : part.letters(word, following);
      }
      if (part.has(CurlOption.NEXT)) {
        part.given.removeIf(g -> g.option() == CurlOption.NEXT);
        parts.add(new CurlOptions());
        part.given.stream()
            .filter(g -> GLOBAL.contains(g.option()))
            .forEach(parts.getLast().given::add);
      }
    }
    return parts;
  }

  static Usage wrong(String text) {
    return new Usage("curl: " + text + HINT, 2);
  }

  private static Usage wrong(String word, String why) {
    return wrong("option " + word + ": " + why);
  }

  /// @return how many of the following words it took
  private int name(String word, Optional<String> following) {
    String name = word.substring(2);
    List<CurlOption> found = CurlOption.ofName(name);
    boolean off = found.isEmpty() && name.startsWith("no-");
    if (off) {
      found =
          CurlOption.ofName(name.substring(3)).stream()
              .filter(option -> option.takes() == Takes.NOTHING)
              .toList();
    }
    if (found.isEmpty()) {
      throw wrong(word, "is unknown");
    }
    if (found.size() > 1) {
      throw wrong(word, "is ambiguous");
    }
    CurlOption option = found.getFirst();
    if (off) {
      given.removeIf(g -> g.option() == option);
      return 0;
    }
    if (option.takes() == Takes.NOTHING) {
      put(word, option, "");
      return 0;
    }
    put(word, option, following.orElseThrow(() -> wrong(word, "requires parameter")));
    return 1;
  }

  /// @return how many of the following words it took
  private int letters(String word, Optional<String> following) {
    for (int i = 1; i < word.length(); i++) {
      CurlOption option =
          CurlOption.ofLetter(word.charAt(i)).orElseThrow(() -> wrong(word, "is unknown"));
      if (option.takes() == Takes.NOTHING) {
        put(word, option, "");
        continue;
      }
      String rest = word.substring(i + 1);
      if (rest.isEmpty()) {
        put(word, option, following.orElseThrow(() -> wrong(word, "requires parameter")));
        return 1;
      }
      put(word, option, rest);
      return 0;
    }
    return 0;
  }

  private void put(String word, CurlOption option, String value) {
    boolean number = option.takes() == Takes.NUMBER || option.takes() == Takes.SECONDS;
    if (number && value.startsWith("-") && !(option == CurlOption.MAX_REDIRS)) {
      throw wrong(word, "expected a positive numerical parameter");
    }
    String form = option.takes() == Takes.SECONDS ? "\\d{1,9}(\\.\\d*)?|\\.\\d+" : "-?\\d{1,15}";
    if (number && !value.matches(form)) {
      throw wrong(word, "expected a proper numerical parameter");
    }
    boolean both =
        option == CurlOption.FAIL && has(CurlOption.FAIL_WITH_BODY)
            || option == CurlOption.FAIL_WITH_BODY && has(CurlOption.FAIL);
    if (both) {
      throw new Usage(
          "curl: You must select either --fail or --fail-with-body, not both.\n"
              + wrong(word, "is badly used here").text(),
          2);
    }
    if (option == CurlOption.PROXY && !value.isEmpty()) {
      throw new Usage("podium: " + word + " of curl is not simulated", 2);
    }
    if (option == CurlOption.URL) {
      urls.add(value);
    } else {
      given.add(new Given(option, value));
    }
  }

  boolean has(CurlOption option) {
    return given.stream().anyMatch(g -> g.option() == option);
  }

  /// The last one's.
  Optional<String> value(CurlOption option) {
    return values(option).reduce((_, last) -> last);
  }

  private java.util.stream.Stream<String> values(CurlOption option) {
    return given.stream().filter(g -> g.option() == option).map(Given::value);
  }

  List<String> all(CurlOption option) {
    return values(option).toList();
  }

  Optional<Long> number(CurlOption option) {
    return value(option).map(Long::parseLong);
  }

  /// Empty also where it is 0, which stands for no limit.
  Optional<Duration> seconds(CurlOption option) {
    return value(option)
        .map(text -> Duration.ofMillis((long) (Double.parseDouble("0" + text) * 1000)))
        .filter(duration -> !duration.isZero());
  }

  /// Of some options what was given, in its order.
  List<Given> given(Set<CurlOption> options) {
    return given.stream().filter(g -> options.contains(g.option())).toList();
  }

  List<String> urls() {
    return urls;
  }

  /// Whether failures are said.
  boolean complains() {
    return !has(CurlOption.SILENT) || has(CurlOption.SHOW_ERROR);
  }
}
