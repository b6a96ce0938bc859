package dev.podium.kubelet.process;

/// A pseudo-terminal. In its cooked mode it echoes what is typed, lets the line be mended, and
/// turns control characters into signals and an end of input; in raw mode a program does all that
/// itself.
public interface Terminal {
  int columns();

  int rows();

  void raw(boolean raw);

  /// Which group of processes gets SIGINT from Ctrl-C; 0 for that which the terminal began with.
  void foreground(int group);
}
