package dev.podium.resources.flowcontrol;

import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.OptionalLong;

/// Whether a priority level says how much of it runs at once.
///
/// Upstream: pkg/apis/flowcontrol/validation/validation.go.
final class PriorityLevelChecks {
  private static final String EXEMPT = "Exempt";
  private static final String LIMITED = "Limited";
  private static final long MOST_QUEUES = 10_000_000;
  private static final int HASH_BITS = 60;

  private PriorityLevelChecks() {}

  static void check(ApiObject level, List<FieldError> errors) {
    Part spec = Part.of(level, errors).at("spec");
    String type = spec.string("type");
    if (level.name().equals("exempt") != type.equals(EXEMPT)) {
      spec.invalid("type", type, "type must be 'Exempt' if and only if name is 'exempt'");
    }
    switch (type) {
      case EXEMPT -> {
        if (spec.find("limited").isPresent()) {
          spec.forbidden("limited", "must be nil if the type is Exempt");
        }
        spec.find("exempt").ifPresent(PriorityLevelChecks::shares);
      }
      case LIMITED -> {
        if (spec.find("exempt").isPresent()) {
          spec.forbidden("exempt", "must be nil if the type is Limited");
        }
        spec.find("limited")
            .ifPresentOrElse(
                PriorityLevelChecks::limited,
                () -> spec.required("limited", "must not be empty when type is Limited"));
      }
      default ->
          spec.add(FieldError.notSupported(spec.child("type"), type, List.of(EXEMPT, LIMITED)));
    }
  }

  private static void shares(Part exempt) {
    if (exempt.integer("nominalConcurrencyShares") < 0) {
      exempt.invalid("nominalConcurrencyShares", "must be a non-negative integer");
    }
    long percent = exempt.integer("lendablePercent");
    if (percent < 0 || percent > 100) {
      exempt.invalid("lendablePercent", "must be between 0 and 100, inclusive");
    }
  }

  private static void limited(Part limited) {
    shares(limited);
    OptionalLong borrowing = limited.findLong("borrowingLimitPercent");
    if (borrowing.orElse(0) < 0) {
      limited.invalid("borrowingLimitPercent", "if specified, must be a non-negative integer");
    }
    Part response = limited.at("limitResponse");
    switch (response.string("type")) {
      case "Reject" -> {
        if (response.find("queuing").isPresent()) {
          response.forbidden("queuing", "must be nil if limited.limitResponse.type is not Limited");
        }
      }
      case "Queue" ->
          response
              .find("queuing")
              .ifPresentOrElse(
                  PriorityLevelChecks::queuing,
                  () ->
                      response.required(
                          "queuing", "must not be empty if limited.limitResponse.type is Limited"));
      default ->
          response.add(
              FieldError.notSupported(
                  response.child("type"), response.string("type"), List.of("Queue", "Reject")));
    }
  }

  private static void queuing(Part queuing) {
    long queues = queuing.integer("queues");
    long hand = queuing.integer("handSize");
    if (queuing.integer("queueLengthLimit") <= 0) {
      queuing.invalid("queueLengthLimit", "must be positive");
    }
    if (queues <= 0) {
      queuing.invalid("queues", "must be positive");
    } else if (queues > MOST_QUEUES) {
      queuing.invalid("queues", "must not be greater than " + MOST_QUEUES);
    }
    if (hand <= 0) {
      queuing.invalid("handSize", "must be positive");
    } else if (hand > queues) {
      queuing.invalid("handSize", "should not be greater than queues (" + queues + ")");
    } else if (entropyBits(queues, hand) > HASH_BITS) {
      queuing.invalid(
          "handSize",
          "required entropy bits of deckSize %d and handSize %d should not be greater than %d"
              .formatted(queues, hand, HASH_BITS));
    }
  }

  /// How many bits of a hash it takes to deal a hand of queues (shufflesharding's
  /// RequiredEntropyBits).
  private static long entropyBits(long queues, long hand) {
    return (long) Math.ceil(Math.log(queues) / Math.log(2) * hand);
  }
}
