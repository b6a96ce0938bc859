package dev.podium.store;

import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.object.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/// Measures the in-memory store; not a test. Run `main`, with the number of writes as argument.
final class StoreLoad {
  private static final int PODS = 10_000;
  private static final int NAMESPACES = 50;

  private StoreLoad() {}

  public static void main(String[] arguments) throws Exception {
    int writes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    Store store = new InMemoryStore();
    long empty = usedMemory();
    fill(store);
    say("%,d pods: %,d MB", PODS, (usedMemory() - empty) >> 20);
    time("status updates as from requests", writes, () -> touch(store, writes, StoreLoad::decoded));
    say("window full of status updates: %,d MB", (usedMemory() - empty) >> 20);
    try (Watch watch = store.watch(StoreContract.PODS, "", store.compactedRevision())) {
      watch.take(Duration.ZERO).forEach(event -> event.object().json());
    }
    store.snapshot(StoreContract.PODS).stream("", "").forEach(ApiObject::json);
    say("and every version asked for as text: %,d MB", (usedMemory() - empty) >> 20);
    time(
        "gets",
        writes,
        () -> {
          for (int i = 0; i < writes; i++) {
            store.get(key(i % PODS));
          }
        });
    time(
        "lists of everything",
        100,
        () -> {
          for (int i = 0; i < 100; i++) {
            store.snapshot(StoreContract.PODS).stream("", "").forEach(_ -> {});
          }
        });
    withWatches(store, writes, 1_000, "");
    withWatches(store, writes, 1_000, "ns7");
    say("in the end: %,d MB", (usedMemory() - empty) >> 20);
  }

  private static void fill(Store store) {
    for (int i = 0; i < PODS; i++) {
      store.create(key(i), pod(i));
    }
  }

  private static ObjectKey key(int number) {
    return StoreContract.pod("ns" + number % NAMESPACES, "web-%05d".formatted(number));
  }

  /// As decoded from a request, so that nothing is shared but the spec, which a controller copies
  /// from its template.
  private static ApiObject pod(int number) {
    ObjectKey key = key(number);
    JsonObject metadata =
        Json.parseObject(
            METADATA.formatted(key.name(), key.namespace(), number, number % 500, number));
    return ApiObject.of(
        JsonObject.of(
            "kind",
            "Pod",
            "apiVersion",
            "v1",
            "metadata",
            metadata,
            "spec",
            SPEC,
            "status",
            Json.parseObject(STATUS.formatted("Pending", number, number))));
  }

  private static void touch(
      Store store, int writes, BiFunction<ApiObject, Integer, ApiObject> change) {
    for (int i = 0; i < writes; i++) {
      ObjectKey key = key(i % PODS);
      ApiObject seen = store.get(key).orElseThrow();
      store.update(key, StoreContract.revision(seen), change.apply(seen, i));
    }
  }

  private static ApiObject decoded(ApiObject seen, int round) {
    return seen.with("status", Json.parseObject(STATUS.formatted("Running", round, round)));
  }

  private static ApiObject edited(ApiObject seen, int round) {
    return seen.editStatus(status -> status.set("podIP", "10.244.1." + round));
  }

  private static void withWatches(Store store, int writes, int watches, String namespace)
      throws Exception {
    AtomicLong delivered = new AtomicLong();
    AtomicLong batches = new AtomicLong();
    long end = store.revision() + writes;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> readers = new ArrayList<>();
      for (int i = 0; i < watches; i++) {
        Watch watch = store.watch(StoreContract.PODS, namespace, store.revision());
        readers.add(threads.submit(() -> read(watch, end, delivered, batches)));
      }
      long start = System.nanoTime();
      touch(store, writes, StoreLoad::edited);
      long written = System.nanoTime();
      int overflowed = 0;
      for (Future<Boolean> reader : readers) {
        overflowed += reader.get() ? 1 : 0;
      }
      long read = System.nanoTime();
      say(
          "%,d watches%s: %,d writes/s; all read after %.1f s: %,d events in %,d batches; too slow: %d",
          watches,
          namespace.isEmpty() ? "" : " of one namespace in " + NAMESPACES,
          writes * 1_000_000_000L / (written - start),
          (read - start) / 1e9,
          delivered.get(),
          batches.get(),
          overflowed);
    }
  }

  private static boolean read(Watch watch, long end, AtomicLong delivered, AtomicLong batches)
      throws InterruptedException {
    long events = 0;
    long takes = 0;
    try (watch) {
      while (!watch.isClosed() && watch.progress() < end) {
        events += watch.take(Duration.ofMillis(200)).size();
        takes++;
      }
      delivered.addAndGet(events);
      batches.addAndGet(takes);
      return watch.overflowed();
    }
  }

  private static void time(String what, int times, Runnable work) {
    long start = System.nanoTime();
    work.run();
    long took = System.nanoTime() - start;
    say("%s: %,d per second", what, times * 1_000_000_000L / took);
  }

  private static long usedMemory() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }

  private static final String METADATA =
      """
      {"name":"%s","generateName":"web-5d4f9c7b8-","namespace":"%s",
       "uid":"a1b2c3d4-0000-4000-8000-%012d","creationTimestamp":"2026-07-01T10:00:00Z",
       "labels":{"app":"web","pod-template-hash":"5d4f9c7b8"},
       "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-5d4f9c7b8",
         "uid":"b1b2c3d4-0000-4000-8000-%012d","controller":true,"blockOwnerDeletion":true}],
       "managedFields":[{"manager":"kube-controller-manager","operation":"Update",
         "apiVersion":"v1","time":"2026-07-01T10:00:00Z","fieldsType":"FieldsV1","fieldsV1":
         {"f:metadata":{"f:generateName":{},"f:labels":{".":{},"f:app":{},
          "f:pod-template-hash":{}},"f:ownerReferences":{".":{},
          "k:{\\"uid\\":\\"b1b2c3d4-0000-4000-8000-%012d\\"}":{}}},"f:spec":{"f:containers":
          {"k:{\\"name\\":\\"nginx\\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},
          "f:ports":{".":{},"k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}":{".":{},
          "f:containerPort":{},"f:protocol":{}}},"f:resources":{}}},"f:dnsPolicy":{},
          "f:restartPolicy":{},"f:schedulerName":{}}}},
         {"manager":"kubelet","operation":"Update","apiVersion":"v1","subresource":"status",
         "time":"2026-07-01T10:00:05Z","fieldsType":"FieldsV1","fieldsV1":{"f:status":
         {"f:conditions":{"k:{\\"type\\":\\"Ready\\"}":{".":{},"f:lastProbeTime":{},
          "f:lastTransitionTime":{},"f:status":{},"f:type":{}}},"f:containerStatuses":{},
          "f:phase":{},"f:podIP":{},"f:startTime":{}}}}]}
      """;

  private static final String STATUS =
      """
      {"phase":"%s","observedGeneration":1,"conditions":[
       {"type":"PodReadyToStartContainers","observedGeneration":1,"status":"True",
        "lastProbeTime":null,"lastTransitionTime":"2026-07-01T10:00:03Z"},
       {"type":"Initialized","observedGeneration":1,"status":"True","lastProbeTime":null,
        "lastTransitionTime":"2026-07-01T10:00:01Z"},
       {"type":"Ready","observedGeneration":1,"status":"True","lastProbeTime":null,
        "lastTransitionTime":"2026-07-01T10:00:05Z"},
       {"type":"ContainersReady","observedGeneration":1,"status":"True","lastProbeTime":null,
        "lastTransitionTime":"2026-07-01T10:00:05Z"},
       {"type":"PodScheduled","observedGeneration":1,"status":"True","lastProbeTime":null,
        "lastTransitionTime":"2026-07-01T10:00:00Z"}],
       "hostIP":"172.18.0.3","hostIPs":[{"ip":"172.18.0.3"}],"podIP":"10.244.1.%d",
       "podIPs":[{"ip":"10.244.1.7"}],"startTime":"2026-07-01T10:00:01Z","containerStatuses":[
       {"name":"nginx","state":{"running":{"startedAt":"2026-07-01T10:00:04Z"}},"lastState":{},
        "ready":true,"restartCount":0,"image":"docker.io/library/nginx:1.27",
        "imageID":"docker.io/library/nginx@sha256:0123456789abcdef","started":true,
        "containerID":"containerd://%064d"}],"qosClass":"BestEffort"}
      """;

  private static final JsonObject SPEC =
      Json.parseObject(
          """
          {"volumes":[{"name":"kube-api-access","projected":{"sources":[{"serviceAccountToken":
           {"expirationSeconds":3607,"path":"token"}}],"defaultMode":420}}],
           "containers":[{"name":"nginx","image":"nginx:1.27","ports":[{"containerPort":80,
           "protocol":"TCP"}],"resources":{},"terminationMessagePath":"/dev/termination-log",
           "terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],
           "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",
           "serviceAccountName":"default","serviceAccount":"default","nodeName":"worker-1",
           "securityContext":{},"schedulerName":"default-scheduler","priority":0}
          """);
}
