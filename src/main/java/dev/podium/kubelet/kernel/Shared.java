package dev.podium.kubelet.kernel;

/// An end of something that several processes may hold: open until the last one has let go.
interface Shared {
  void hold();

  void release();
}
