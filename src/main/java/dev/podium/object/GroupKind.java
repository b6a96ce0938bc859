package dev.podium.object;

/// A kind without a version, written `Deployment.apps`, or `Pod` in the core group.
public record GroupKind(String group, String kind) {
  @Override
  public String toString() {
    return group.isEmpty() ? kind : kind + "." + group;
  }
}
