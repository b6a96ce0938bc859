package dev.podium;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Goes over to a JVM that finds Podium's classes loaded and linked, where the build has left an
/// AOT cache (JEP 483, 514) beside the jar: it takes more than half off the start.
///
/// A jar can't name a JVM's flags, so the process replaces itself, by `execv`, with the same
/// command and that flag: process id, terminal, signals and exit code stay what they were. Where
/// anything is not as expected (no cache, no jar, another system, flags of the caller's that a
/// cache doesn't go with), nothing happens and the start goes its usual way.
final class PreparedStart {
  /// A cache of another JVM's is left aside by the JVM, which need not tell the user so.
  private static final List<String> QUIET = List.of("-Xlog:aot*=off", "-Xlog:cds*=off");

  private static final List<String> WITHOUT_CACHE =
      List.of("-XX:AOT", "-XX:SharedArchive", "-Xshare", "-agent", "-javaagent", "-XX:StartFlight");

  private PreparedStart() {}

  /// Returns only where the process goes on as it is.
  static void attempt() {
    ProcessHandle.Info self = ProcessHandle.current().info();
    Optional<List<String>> prepared =
        prepared(Stream.of(self.arguments().orElse(new String[0])).toList());
    if (self.command().isPresent() && prepared.isPresent() && canReplace()) {
      replace(self.command().get(), prepared.get());
    }
  }

  /// The arguments of the prepared JVM, where these are of a plain `java … -jar podium.jar …` with
  /// a cache beside the jar.
  static Optional<List<String>> prepared(List<String> arguments) {
    int jar = arguments.indexOf("-jar");
    if (jar < 0 || jar + 1 == arguments.size()) {
      return Optional.empty();
    }
    List<String> flags = arguments.subList(0, jar);
    Path cache = Path.of(arguments.get(jar + 1)).resolveSibling("podium.aot");
    if (!Files.isReadable(cache)
        || flags.stream().anyMatch(flag -> WITHOUT_CACHE.stream().anyMatch(flag::startsWith))) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>();
    all.add("-XX:AOTCache=" + cache);
    all.addAll(QUIET);
    all.addAll(arguments);
    return Optional.of(all);
  }

  /// Windows has an `execv` that leaves the caller's console without its process.
  private static boolean canReplace() {
    return !System.getProperty("os.name", "").startsWith("Windows");
  }

  private static void replace(String command, List<String> arguments) {
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      MethodHandle execv =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("execv"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
      MemorySegment program = arena.allocateFrom(command);
      MemorySegment words = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 2L);
      words.setAtIndex(ValueLayout.ADDRESS, 0, program);
      for (int i = 0; i < arguments.size(); i++) {
        words.setAtIndex(ValueLayout.ADDRESS, i + 1L, arena.allocateFrom(arguments.get(i)));
      }
      int _ = (int) execv.invokeExact(program, words);
    } catch (Throwable _) { // as a method handle declares it
      // The usual start does what this would have done, later.
    }
  }
}
