package dev.podium.resources.fields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds what two texts have in common by looking for their longest common block of lines, then
/// again before and after it.
///
/// Upstream takes github.com/pmezard/go-difflib, so lines that are very frequent in a long text
/// count only where they continue a block.
final class LineMatcher {
  private static final int LONG = 200;

  private final List<String> old;
  private final List<String> wanted;
  private final Map<String, List<Integer>> places = new HashMap<>();

  LineMatcher(List<String> old, List<String> wanted) {
    this.old = old;
    this.wanted = wanted;
    for (int i = 0; i < wanted.size(); i++) {
      places.computeIfAbsent(wanted.get(i), _ -> new ArrayList<>()).add(i);
    }
    if (wanted.size() >= LONG) {
      int frequent = wanted.size() / 100 + 1;
      places.values().removeIf(indexes -> indexes.size() > frequent);
    }
  }

  /// A stretch of both texts: the same lines, or lines that take the place of others.
  record Edit(boolean equal, int oldFrom, int oldTo, int newFrom, int newTo) {
    Edit head(int lines) {
      int size = Math.min(lines, oldTo - oldFrom);
      return new Edit(equal, oldFrom, oldFrom + size, newFrom, newFrom + size);
    }

    Edit tail(int lines) {
      int size = Math.min(lines, oldTo - oldFrom);
      return new Edit(equal, oldTo - size, oldTo, newTo - size, newTo);
    }
  }

  private record Block(int old, int wanted, int size) {}

  List<Edit> edits() {
    List<Block> blocks = new ArrayList<>();
    blocks(0, old.size(), 0, wanted.size(), blocks);
    blocks.add(new Block(old.size(), wanted.size(), 0));
    List<Edit> edits = new ArrayList<>();
    int i = 0;
    int j = 0;
    for (Block block : joined(blocks)) {
      if (i < block.old || j < block.wanted) {
        edits.add(new Edit(false, i, block.old, j, block.wanted));
      }
      i = block.old + block.size;
      j = block.wanted + block.size;
      if (block.size > 0) {
        edits.add(new Edit(true, block.old, i, block.wanted, j));
      }
    }
    return edits;
  }

  private static List<Block> joined(List<Block> blocks) {
    List<Block> joined = new ArrayList<>();
    for (Block block : blocks) {
      Block last = joined.isEmpty() ? new Block(0, 0, 0) : joined.getLast();
      boolean adjacent =
          !joined.isEmpty()
              && block.size > 0
              && last.old + last.size == block.old
              && last.wanted + last.size == block.wanted;
      if (adjacent) {
        joined.set(joined.size() - 1, new Block(last.old, last.wanted, last.size + block.size));
      } else {
        joined.add(block);
      }
    }
    return joined;
  }

  private void blocks(int oldFrom, int oldTo, int newFrom, int newTo, List<Block> blocks) {
    Block longest = longest(oldFrom, oldTo, newFrom, newTo);
    if (longest.size == 0) {
      return;
    }
    blocks(oldFrom, longest.old, newFrom, longest.wanted, blocks);
    blocks.add(longest);
    blocks(longest.old + longest.size, oldTo, longest.wanted + longest.size, newTo, blocks);
  }

  private Block longest(int oldFrom, int oldTo, int newFrom, int newTo) {
    Block best = new Block(oldFrom, newFrom, 0);
    Map<Integer, Integer> lengths = Map.of();
    for (int i = oldFrom; i < oldTo; i++) {
      Map<Integer, Integer> next = new HashMap<>();
      for (int j : places.getOrDefault(old.get(i), List.of())) {
        if (j >= newFrom && j < newTo) {
          int length = lengths.getOrDefault(j - 1, 0) + 1;
          next.put(j, length);
          if (length > best.size) {
            best = new Block(i - length + 1, j - length + 1, length);
          }
        }
      }
      lengths = next;
    }
    return extended(best, oldFrom, oldTo, newFrom, newTo);
  }

  private Block extended(Block best, int oldFrom, int oldTo, int newFrom, int newTo) {
    int i = best.old;
    int j = best.wanted;
    int size = best.size;
    while (i > oldFrom && j > newFrom && old.get(i - 1).equals(wanted.get(j - 1))) {
      i--;
      j--;
      size++;
    }
    while (i + size < oldTo && j + size < newTo && old.get(i + size).equals(wanted.get(j + size))) {
      size++;
    }
    return new Block(i, j, size);
  }
}
