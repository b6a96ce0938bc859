package dev.podium.kubelet.pod;

/// An event that a kubelet tells about a pod.
///
/// @param fieldPath which container; empty where it is about the whole pod
public record PodEvent(String fieldPath, String type, String reason, String message) {}
