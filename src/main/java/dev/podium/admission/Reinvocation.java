package dev.podium.admission;

import java.util.HashSet;
import java.util.Set;

/// Who wants another look at an object because it changed after theirs.
///
/// Upstream: webhookReinvokeContext in apiserver's admission/plugin/webhook/mutating.
public final class Reinvocation {
  private final Set<String> looked = new HashSet<>();
  private final Set<String> due = new HashSet<>();

  /// Somebody has looked, and wants to look again after later changes.
  public void looked(String who) {
    looked.add(who);
  }

  /// The object has changed.
  public void changed() {
    due.addAll(looked);
  }

  public boolean isDue(String who) {
    return due.contains(who);
  }
}
