package dev.podium.resources.devices;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.Quantity;
import dev.podium.resources.fields.Part;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How much of a device's capacity may be asked for.
///
/// Upstream: validateRequestPolicy in pkg/apis/resource/validation/validation.go.
final class CapacityPolicies {
  private static final int MOST_VALUES = 10;

  private CapacityPolicies() {}

  /// @param shared whether several claims may have the device at once
  static void check(Part capacity, boolean shared) {
    Optional<Part> policy = capacity.find("requestPolicy");
    if (policy.isEmpty()) {
      return;
    }
    if (!shared) {
      capacity.forbidden("requestPolicy", "allowMultipleAllocations must be true");
      return;
    }
    boolean values = !policy.get().array("validValues").isEmpty();
    boolean range = policy.get().has("validRange");
    if (values && range) {
      capacity.forbidden(
          "requestPolicy",
          "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\""
              + " at the same time");
    } else if (values || range) {
      String field = values ? "validValues" : "validRange";
      if (!policy.get().has("default")) {
        policy.get().required("default", "required when " + field + " is defined");
        return;
      }
      Quantity chosen = Quantity.parse(policy.get().string("default"));
      Quantity most = Quantity.parse(capacity.string("value"));
      if (values) {
        values(policy.get(), chosen, most);
      } else {
        range(policy.get().at("validRange"), chosen, most);
      }
    }
  }

  private static void values(Part policy, Quantity chosen, Quantity most) {
    FieldPath path = policy.child("validValues");
    List<Quantity> values = policy.strings("validValues").stream().map(Quantity::parse).toList();
    for (int i = 1; i < values.size(); i++) {
      if (values.get(i - 1).compareTo(values.get(i)) > 0) {
        policy.add(
            FieldError.invalid(
                path.index(i),
                values.get(i).toString(),
                "values must be sorted in ascending order"));
      }
    }
    if (DeviceLists.fits(policy, "validValues", MOST_VALUES)) {
      for (int i = 0; i < values.size(); i++) {
        notMore(values.get(i), most, "option", path.index(i), policy.errors());
      }
      Set<Long> seen = new HashSet<>();
      for (int i = 0; i < values.size(); i++) {
        if (!seen.add(values.get(i).value())) {
          policy.add(FieldError.duplicate(path.index(i), Long.toString(values.get(i).value())));
        }
      }
    }
    if (values.size() > MOST_VALUES || values.stream().noneMatch(v -> v.compareTo(chosen) == 0)) {
      policy.invalid(
          "validValues",
          chosen.toString(),
          "default value is not valid according to the requestPolicy");
    }
  }

  private static void range(Part range, Quantity chosen, Quantity most) {
    if (!range.has("min")) {
      range.required("min", "required when validRange is defined");
      return;
    }
    Quantity min = Quantity.parse(range.string("min"));
    Optional<Quantity> max = range.findString("max").map(Quantity::parse);
    notMore(min, most, "min", range.child("min"), range.errors());
    if (chosen.compareTo(min) < 0) {
      range.invalid("default", chosen.toString(), "default is less than min: " + min);
    }
    if (max.isPresent()) {
      if (min.compareTo(max.get()) > 0) {
        range.invalid("max", min.toString(), "min is larger than max: " + max.get());
      }
      notMore(max.get(), most, "max", range.child("max"), range.errors());
      if (chosen.compareTo(max.get()) > 0) {
        range.invalid("default", chosen.toString(), "default is more than max: " + max.get());
      }
    }
    if (range.has("step")) {
      Quantity step = Quantity.parse(range.string("step"));
      Quantity added = min.plus(step);
      if (added.compareTo(most) > 0) {
        range.invalid(
            "step",
            step.toString(),
            "one step " + added + " is larger than capacity value: " + most);
      }
      multiple(range, chosen, min, step);
      max.ifPresent(value -> multiple(range, value, min, step));
    }
  }

  private static void notMore(
      Quantity value, Quantity most, String what, FieldPath path, List<FieldError> errors) {
    if (value.compareTo(most) > 0) {
      errors.add(
          FieldError.invalid(
              path, value.toString(), what + " is larger than capacity value: " + most));
    }
  }

  private static void multiple(Part range, Quantity value, Quantity min, Quantity step) {
    BigInteger width = whole(step);
    if (width.signum() != 0 && whole(value).subtract(whole(min)).remainder(width).signum() != 0) {
      range.invalid(
          "step",
          value.toString(),
          "value is not a multiple of a given step (" + step + ") from (" + min + ")");
    }
  }

  private static BigInteger whole(Quantity quantity) {
    return quantity.amount().setScale(0, RoundingMode.UP).toBigInteger();
  }
}
