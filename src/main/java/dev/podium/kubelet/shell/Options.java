package dev.podium.kubelet.shell;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What `set` and `shopt` turn on and off.
final class Options {
  private static final Map<String, Character> NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("allexport", 'a'),
              Map.entry("errexit", 'e'),
              Map.entry("noglob", 'f'),
              Map.entry("hashall", 'h'),
              Map.entry("interactive", 'i'),
              Map.entry("monitor", 'm'),
              Map.entry("noclobber", 'C'),
              Map.entry("noexec", 'n'),
              Map.entry("nounset", 'u'),
              Map.entry("pipefail", 'P'),
              Map.entry("verbose", 'v'),
              Map.entry("xtrace", 'x')));

  private final TreeSet<Character> flags = new TreeSet<>();
  private boolean nullGlob;

  Options copy() {
    Options copy = new Options();
    copy.flags.addAll(flags);
    copy.nullGlob = nullGlob;
    return copy;
  }

  boolean has(char flag) {
    return flags.contains(flag);
  }

  boolean pipefail() {
    return has('P');
  }

  boolean nullGlob() {
    return nullGlob;
  }

  void nullGlob(boolean on) {
    nullGlob = on;
  }

  /// @return whether there is such a flag
  boolean set(char flag, boolean on) {
    if ("aefhimCnuvxbBHEkptT".indexOf(flag) < 0) {
      return false;
    }
    put(flag, on);
    return true;
  }

  private void put(char flag, boolean on) {
    if (on) {
      flags.add(flag);
    } else {
      flags.remove(flag);
    }
  }

  /// @return whether there is such an option
  boolean set(String name, boolean on) {
    Optional<Character> flag = Optional.ofNullable(NAMES.get(name));
    flag.ifPresent(f -> put(f, on));
    return flag.isPresent()
        || java.util.Set.of("posix", "vi", "emacs", "history", "braceexpand", "notify", "physical")
            .contains(name);
  }

  /// What `$-` is.
  String letters() {
    return flags.stream().filter(f -> f != 'P').map(String::valueOf).collect(Collectors.joining());
  }

  /// What `set -o` prints.
  String listing() {
    StringBuilder text = new StringBuilder();
    NAMES.forEach(
        (name, flag) -> text.append(String.format("%-15s\t%s%n", name, has(flag) ? "on" : "off")));
    return text.toString();
  }
}
