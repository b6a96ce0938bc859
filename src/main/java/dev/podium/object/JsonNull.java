package dev.podium.object;

/// The JSON value `null`, which differs from an absent field only in patches and custom resources.
public enum JsonNull {
  NULL;

  @Override
  public String toString() {
    return "null";
  }
}
