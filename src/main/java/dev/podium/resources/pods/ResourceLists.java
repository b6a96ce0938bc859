package dev.podium.resources.pods;

import dev.podium.object.ObjectDraft;
import dev.podium.object.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Maps of resource names to quantities.
final class ResourceLists {
  private static final int MILLI = 3;

  private ResourceLists() {}

  static void roundRequirements(ObjectDraft requirements) {
    requirements.findObject("limits").ifPresent(ResourceLists::round);
    requirements.findObject("requests").ifPresent(ResourceLists::round);
  }

  /// Rounds up to thousandths, finer than which nothing is kept (SetDefaults_ResourceList).
  static void round(ObjectDraft list) {
    for (String name : list.keys()) {
      Quantity quantity = Quantity.parse(list.string(name));
      BigDecimal rounded = quantity.amount().setScale(MILLI, RoundingMode.CEILING);
      if (quantity.amount().stripTrailingZeros().scale() > MILLI) {
        list.set(name, Quantity.ofMilli(rounded.movePointRight(MILLI).longValue()).toString());
      }
    }
  }

  /// Requests what is limited and not requested.
  static void requestLimits(ObjectDraft container) {
    container
        .findObject("resources", "limits")
        .ifPresent(limits -> {
          ObjectDraft requests = container.object("resources", "requests");
          limits.keys().forEach(name -> requests.setDefault(name, limits.string(name)));
        });
  }
}
