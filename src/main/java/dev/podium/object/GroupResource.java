package dev.podium.object;

/// A resource without a version, written `deployments.apps`, or `pods` in the core group.
public record GroupResource(String group, String resource) {
  @Override
  public String toString() {
    return group.isEmpty() ? resource : resource + "." + group;
  }
}
