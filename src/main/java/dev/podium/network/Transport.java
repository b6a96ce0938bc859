package dev.podium.network;

/// What carries what is sent to a port; each has its own ports.
public enum Transport {
  TCP,
  UDP
}
