package dev.podium.object;

/// Which object of the cluster; the namespace is empty for cluster-scoped ones.
public record ObjectKey(GroupResource resource, String namespace, String name) {
  @Override
  public String toString() {
    return namespace.isEmpty() ? resource + " " + name : resource + " " + namespace + "/" + name;
  }
}
