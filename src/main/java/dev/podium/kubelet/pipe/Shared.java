package dev.podium.kubelet.pipe;

/// An end of something that several processes may hold: open until the last one has let go.
public interface Shared {
  void hold();

  void release();
}
