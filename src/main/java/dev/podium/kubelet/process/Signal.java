package dev.podium.kubelet.process;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The signals that simulated processes know, with Linux's numbers.
public enum Signal {
  HUP(1),
  INT(2),
  QUIT(3),
  KILL(9),
  USR1(10),
  USR2(12),
  PIPE(13),
  ALRM(14),
  TERM(15),
  CHLD(17),
  CONT(18),
  STOP(19),
  TSTP(20),
  WINCH(28);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /// Reads `9`, `KILL` or `SIGKILL`.
  public static Optional<Signal> parse(String text) {
    String name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    return Arrays.stream(values())
        .filter(s -> s.name().equals(name) || Integer.toString(s.number).equals(text))
        .findFirst();
  }
}
