package dev.podium.store;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.ObjectKey;
import java.time.Duration;
import java.util.Optional;

/// Every object of the cluster under one revision counter and one log, in the manner of etcd.
///
/// Each write takes the next revision, which becomes the object's `resourceVersion`. Reads never
/// block writes and see a consistent state as of a revision. Nothing here assumes that all writers
/// live in this process, so that a store behind a network can stand in (keys map to
/// `/registry/RESOURCE/NAMESPACE/NAME`). Kinds, defaults and validation are none of its business.
///
/// Every implementation passes `StoreContract`.
public interface Store {
  /// The revision of the newest write; 1 or more, as a new etcd's.
  long revision();

  /// Waits for a revision that is yet to come.
  ///
  /// @return the newest revision, which is less than `asked` where `patience` ran out or the thread
  ///   was interrupted
  long awaitRevision(long asked, Duration patience);

  /// The oldest revision that can still be listed or watched from.
  long compactedRevision();

  /// Stores a new object.
  ///
  /// @return the object with its `resourceVersion`
  /// @throws StoreException.KeyExists where there is one under this key
  ApiObject create(ObjectKey key, ApiObject object);

  /// Replaces an object if it still is the one of `expectedRevision`.
  ///
  /// @return the object with its new `resourceVersion`
  /// @throws StoreException.KeyNotFound where there is none
  /// @throws StoreException.RevisionMismatch where somebody else wrote in between
  ApiObject update(ObjectKey key, long expectedRevision, ApiObject object);

  /// Removes an object if it still is the one of `expectedRevision`.
  ///
  /// @param last what watchers are told was removed, such as the object with its deletion timestamp
  /// @return `last` with the revision of the removal as its `resourceVersion`
  /// @throws StoreException.KeyNotFound where there is none
  /// @throws StoreException.RevisionMismatch where somebody else wrote in between
  ApiObject delete(ObjectKey key, long expectedRevision, ApiObject last);

  Optional<ApiObject> get(ObjectKey key);

  /// The objects of a resource in key order as of a revision: a walk costs what is walked.
  ///
  /// @throws StoreException.Compacted where the revision is older than [#compactedRevision]
  /// @throws StoreException.FutureRevision where it is newer than [#revision]
  Snapshot snapshot(GroupResource resource, long revision);

  /// The objects of a resource as of now.
  Snapshot snapshot(GroupResource resource);

  /// Events of a resource after a revision, in revision order, none lost and none twice.
  ///
  /// A revision that is yet to come is no error: the watch is silent until it has passed.
  ///
  /// @param namespace only this one, or all where empty
  /// @throws StoreException.Compacted where the revision is older than [#compactedRevision]
  Watch watch(GroupResource resource, String namespace, long afterRevision);

  /// How many objects a resource has now.
  long count(GroupResource resource);
}
