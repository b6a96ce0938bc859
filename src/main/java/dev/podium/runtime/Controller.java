package dev.podium.runtime;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.time.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;

/// A control loop: which changes concern which keys, and what is done about a key.
///
/// ```java
/// loops.controller("replicaset", sync)
///     .on(replicaSets)
///     .onOwned(pods, Kinds.REPLICA_SET)
///     .workers(5);
/// ```
///
/// Put together before [ControlLoops#start], but for kinds that come later.
public final class Controller {
  private static final Logger LOG = System.getLogger(Controller.class.getName());

  private final String name;
  private final Reconciler reconciler;
  private final WorkQueue queue;
  private final Set<Informer> informers = new CopyOnWriteArraySet<>();

  /// A look that took less does not count.
  private static final Duration QUICK = Duration.ofMillis(1);

  private static final Duration LONGEST_REST = Duration.ofMillis(100);

  /// How many times longer than a look the rest after it is.
  private static final int REST = 4;

  private int workers = 1;
  private boolean unhurried;

  Controller(String name, Reconciler reconciler, Clock clock) {
    this.name = name;
    this.reconciler = reconciler;
    this.queue = new WorkQueue(clock);
  }

  public String name() {
    return name;
  }

  /// A change of an object concerns its own key.
  public Controller on(Informer informer) {
    return on(informer, delta -> Stream.of(Key.of(delta.latest())));
  }

  /// A change of an object concerns the keys of the controllers that its owner references name,
  /// before and after.
  ///
  /// @param owner the kind of controller; its version does not matter
  public Controller onOwned(Informer informer, GroupVersionKind owner) {
    return on(
        informer,
        delta -> delta.states().flatMap(state -> controller(state, owner).stream()).distinct());
  }

  /// The key of an object's controller, where that is of some kind.
  public static Optional<Key> controller(ApiObject object, GroupVersionKind owner) {
    return object
        .controllerReference()
        .filter(reference -> refersTo(reference, owner))
        .map(reference -> new Key(object.namespace(), reference.string("name")));
  }

  private static boolean refersTo(JsonObject reference, GroupVersionKind kind) {
    return reference.string("kind").equals(kind.kind())
        && GroupVersionKind.of(reference.string("apiVersion"), kind.kind())
            .group()
            .equals(kind.group());
  }

  /// A change concerns the keys that `keys` finds.
  public Controller on(Informer informer, Function<Delta, Stream<Key>> keys) {
    reads(informer);
    informer.listen(delta -> keys.apply(delta).forEach(queue::add));
    return this;
  }

  /// Needs the cache up to date, whose changes concern no key.
  public Controller reads(Informer informer) {
    informers.add(informer);
    return this;
  }

  /// Needs a cache no longer, for its kind has gone.
  public void forget(Informer informer) {
    informers.remove(informer);
  }

  /// How many keys are worked on at once.
  public Controller workers(int number) {
    workers = number;
    return this;
  }

  /// Has the changes of a key gathered for a while where a look at it takes long, so that a
  /// thousand of them at once cost a few looks. For those whose look costs the number of objects
  /// that changed one by one.
  public Controller unhurried() {
    unhurried = true;
    return this;
  }

  int workers() {
    return workers;
  }

  /// Has a key looked at now.
  public void enqueue(Key key) {
    queue.add(key);
  }

  /// Has a key looked at when `delay` has passed.
  public void enqueueAfter(Key key, Duration delay) {
    queue.addAfter(key, delay);
  }

  /// Works until the thread is interrupted.
  void run() throws InterruptedException {
    while (true) {
      Key key = queue.take();
      long start = System.nanoTime();
      try {
        process(key);
        if (unhurried && queue.isDirty(key)) {
          rest(Duration.ofNanos(System.nanoTime() - start));
        }
      } finally {
        queue.done(key);
      }
    }
  }

  /// Works on one key, if there is one.
  boolean step() {
    Optional<Key> key = queue.poll();
    key.ifPresent(k -> {
      process(k);
      queue.done(k);
    });
    return key.isPresent();
  }

  private void process(Key key) {
    try {
      informers.forEach(Informer::refresh);
      Outcome outcome = reconciler.reconcile(key);
      queue.forget(key);
      switch (outcome) {
        case Outcome.Done _ -> {}
        case Outcome.After(Duration delay) -> queue.addAfter(key, delay);
      }
    } catch (ApiException e) {
      LOG.log(Level.DEBUG, () -> name + " will try " + key + " again: " + e.getMessage());
      queue.addRateLimited(key);
    } catch (RuntimeException | StackOverflowError e) {
      // An object that is too deep for one loop is no reason to leave all others alone.
      LOG.log(Level.ERROR, name + " failed on " + key + " and will try again", e);
      queue.addRateLimited(key);
    }
  }

  /// Real time, since what it spares is real.
  private void rest(Duration look) {
    if (look.compareTo(QUICK) > 0) {
      Duration rest = look.multipliedBy(REST);
      LockSupport.parkNanos(
          this, (rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST).toNanos());
    }
  }
}
