package dev.podium.object;

/// What an object's `apiVersion` and `kind` name together.
public record GroupVersionKind(String group, String version, String kind) {
  public static GroupVersionKind of(String apiVersion, String kind) {
    return GroupVersion.parse(apiVersion).kind(kind);
  }

  public GroupVersion groupVersion() {
    return new GroupVersion(group, version);
  }

  public GroupKind groupKind() {
    return new GroupKind(group, kind);
  }

  public String apiVersion() {
    return groupVersion().toString();
  }

  /// As Go prints it in messages: `apps/v1, Kind=Deployment`.
  @Override
  public String toString() {
    return groupVersion() + ", Kind=" + kind;
  }
}
