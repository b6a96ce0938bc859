package dev.podium.web.streams;

import dev.podium.web.QueryString;
import java.util.List;

/// Which streams of a command a client wants (PodExecOptions, PodAttachOptions).
///
/// @param container empty where the pod has only one
/// @param command empty for attach
record CommandOptions(
    boolean stdin,
    boolean stdout,
    boolean stderr,
    boolean tty,
    String container,
    List<String> command) {
  /// A terminal shows both outputs as one (kubelet's remotecommand.NewOptions).
  static CommandOptions of(QueryString query) {
    boolean tty = query.flag("tty");
    return new CommandOptions(
        query.flag("stdin"),
        query.flag("stdout"),
        query.flag("stderr") && !tty,
        tty,
        query.first("container"),
        query.all("command"));
  }

  boolean wantsNothing() {
    return !stdin && !stdout && !stderr;
  }
}
