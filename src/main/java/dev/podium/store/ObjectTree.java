package dev.podium.store;

import dev.podium.object.ApiObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A frozen sorted map from key text to object: a change copies the path to the root and shares the
/// rest.
///
/// So the state of a resource as of any revision is one reference, a reader of it holds nobody up,
/// and forgetting it is left to the garbage collector. Upstream's watch cache does the same with
/// clones of a B-tree (apiserver/pkg/storage/cacher/store_btree.go). Balanced by weight (Adams'
/// trees with the parameters 3 and 2), since the weights also answer how many objects lie behind a
/// key.
final class ObjectTree {
  static final ObjectTree EMPTY = new ObjectTree();

  /// How many times heavier than its sibling a sub-tree may be.
  private static final int DELTA = 3;

  /// Below this ratio of the inner to the outer grandchild a single rotation is enough.
  private static final int GAMMA = 2;

  private final String key;
  private final @Nullable ApiObject object;
  private final ObjectTree left;
  private final ObjectTree right;
  private final int size;

  private ObjectTree() {
    this.key = "";
    this.object = null;
    this.left = this;
    this.right = this;
    this.size = 0;
  }

  private ObjectTree(String key, @Nullable ApiObject object, ObjectTree left, ObjectTree right) {
    this.key = key;
    this.object = object;
    this.left = left;
    this.right = right;
    this.size = left.size + right.size + 1;
  }

  int size() {
    return size;
  }

  /// How many steps a search takes at most.
  int height() {
    return isEmpty() ? 0 : 1 + Math.max(left.height(), right.height());
  }

  private boolean isEmpty() {
    return size == 0;
  }

  Optional<ApiObject> find(String wanted) {
    ObjectTree node = this;
    while (!node.isEmpty()) {
      int order = wanted.compareTo(node.key);
      if (order == 0) {
        return Optional.ofNullable(node.object);
      }
      node = order < 0 ? node.left : node.right;
    }
    return Optional.empty();
  }

  ObjectTree with(String newKey, ApiObject newObject) {
    if (isEmpty()) {
      return new ObjectTree(newKey, newObject, EMPTY, EMPTY);
    }
    int order = newKey.compareTo(key);
    if (order == 0) {
      return new ObjectTree(key, newObject, left, right);
    }
    return order < 0
        ? balanced(left.with(newKey, newObject), right)
        : balanced(left, right.with(newKey, newObject));
  }

  ObjectTree without(String oldKey) {
    if (isEmpty()) {
      return this;
    }
    int order = oldKey.compareTo(key);
    if (order == 0) {
      return joined(left, right);
    }
    return order < 0
        ? balanced(left.without(oldKey), right)
        : balanced(left, right.without(oldKey));
  }

  /// How many keys lie in a range.
  ///
  /// @param after only keys behind this one; the empty text is before every key
  /// @param before only keys before this one; unbounded where empty
  int count(String after, String before) {
    int upTo = before.isEmpty() ? size : rank(before, false);
    return Math.max(0, upTo - rank(after, true));
  }

  /// The objects of a range in key order; the bounds are those of [#count].
  Stream<ApiObject> stream(String after, String before) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Walk(this, after, before),
            Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
        false);
  }

  /// How many keys are less than `bound`, or not greater where `inclusive`.
  private int rank(String bound, boolean inclusive) {
    int below = 0;
    ObjectTree node = this;
    while (!node.isEmpty()) {
      int order = node.key.compareTo(bound);
      if (order < 0 || order == 0 && inclusive) {
        below += node.left.size + 1;
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return below;
  }

  private ObjectTree balanced(ObjectTree newLeft, ObjectTree newRight) {
    if (newLeft == left && newRight == right) {
      return this;
    }
    ObjectTree node = new ObjectTree(key, object, newLeft, newRight);
    if (newLeft.size + newRight.size <= 1) {
      return node;
    }
    if (newRight.size > DELTA * newLeft.size) {
      return newRight.left.size < GAMMA * newRight.right.size
          ? node.rotatedLeft()
          : new ObjectTree(key, object, newLeft, newRight.rotatedRight()).rotatedLeft();
    }
    if (newLeft.size > DELTA * newRight.size) {
      return newLeft.right.size < GAMMA * newLeft.left.size
          ? node.rotatedRight()
          : new ObjectTree(key, object, newLeft.rotatedLeft(), newRight).rotatedRight();
    }
    return node;
  }

  private ObjectTree rotatedLeft() {
    return new ObjectTree(
        right.key, right.object, new ObjectTree(key, object, left, right.left), right.right);
  }

  private ObjectTree rotatedRight() {
    return new ObjectTree(
        left.key, left.object, left.left, new ObjectTree(key, object, left.right, right));
  }

  /// Two trees, every key of the one before every key of the other, that were siblings.
  private static ObjectTree joined(ObjectTree low, ObjectTree high) {
    if (low.isEmpty()) {
      return high;
    }
    if (high.isEmpty()) {
      return low;
    }
    if (low.size > high.size) {
      ObjectTree middle = low.last();
      return new ObjectTree(middle.key, middle.object, EMPTY, EMPTY)
          .balanced(low.without(middle.key), high);
    }
    ObjectTree middle = high.first();
    return new ObjectTree(middle.key, middle.object, EMPTY, EMPTY)
        .balanced(low, high.without(middle.key));
  }

  private ObjectTree first() {
    ObjectTree node = this;
    while (!node.left.isEmpty()) {
      node = node.left;
    }
    return node;
  }

  private ObjectTree last() {
    ObjectTree node = this;
    while (!node.right.isEmpty()) {
      node = node.right;
    }
    return node;
  }

  /// Goes through a range; costs the depth to begin and then what is walked.
  private static final class Walk implements Iterator<ApiObject> {
    private final String before;
    private final Deque<ObjectTree> open = new ArrayDeque<>();

    Walk(ObjectTree tree, String after, String before) {
      this.before = before;
      ObjectTree node = tree;
      while (!node.isEmpty()) {
        if (node.key.compareTo(after) > 0) {
          open.push(node);
          node = node.left;
        } else {
          node = node.right;
        }
      }
    }

    @Override
    public boolean hasNext() {
      ObjectTree next = open.peek();
      return next != null && (before.isEmpty() || next.key.compareTo(before) < 0);
    }

    @Override
    public ApiObject next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ObjectTree node = open.pop();
      for (ObjectTree child = node.right; !child.isEmpty(); child = child.left) {
        open.push(child);
      }
      return Objects.requireNonNull(node.object);
    }
  }
}
