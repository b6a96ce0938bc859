package dev.podium.store;

import dev.podium.object.ObjectKey;

/// Why the store did not do as asked; no defect, so no stack trace.
public abstract sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private StoreException(String message) {
    super(message, null, false, false);
  }

  /// There already is an object under the key.
  public static final class KeyExists extends StoreException {
    private static final long serialVersionUID = 1;

    public KeyExists(ObjectKey key) {
      super("exists already: " + key);
    }
  }

  /// There is no object under the key.
  public static final class KeyNotFound extends StoreException {
    private static final long serialVersionUID = 1;

    public KeyNotFound(ObjectKey key) {
      super("not found: " + key);
    }
  }

  /// The object is of another revision than the writer saw.
  public static final class RevisionMismatch extends StoreException {
    private static final long serialVersionUID = 1;

    public RevisionMismatch(ObjectKey key) {
      super("changed meanwhile: " + key);
    }
  }

  /// The revision asked for fell off the window.
  public static final class Compacted extends StoreException {
    private static final long serialVersionUID = 1;
    private final long oldest;

    public Compacted(long asked, long oldest) {
      super("revision " + asked + " is older than " + oldest);
      this.oldest = oldest;
    }

    public long oldest() {
      return oldest;
    }
  }

  /// The revision asked for is not there yet.
  public static final class FutureRevision extends StoreException {
    private static final long serialVersionUID = 1;
    private final long newest;

    public FutureRevision(long asked, long newest) {
      super("revision " + asked + " is newer than " + newest);
      this.newest = newest;
    }

    public long newest() {
      return newest;
    }
  }
}
