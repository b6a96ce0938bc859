package dev.podium;

import dev.podium.auth.pki.ClusterIdentity;
import dev.podium.web.server.Listeners;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/// The one process: an API server, its controllers and simulated nodes.
///
/// No auto-configuration: what runs is what the imported classes declare, which also makes for a
/// quick start.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(PodiumProperties.class)
@Import({
  PodiumConfiguration.class,
  AccessConfiguration.class,
  WebConfiguration.class,
  ClusterConfiguration.class
})
public class PodiumApplication {
  private static final int FAILED = 1;

  public static void main(String[] args) {
    Optional<String> answer = CommandLine.answer(args);
    if (answer.isPresent()) {
      System.out.println(answer.get());
      return;
    }
    PreparedStart.attempt();
    // It would load, beside the start, much that the start does without.
    System.setProperty("spring.backgroundpreinitializer.ignore", "true");
    AtomicInteger exitCode = new AtomicInteger();
    endWith(exitCode);
    try {
      announce(SpringApplication.run(PodiumApplication.class, args));
    } catch (SpringApplication.AbandonedRunException _) {
      return;
    } catch (RuntimeException _) {
      exitCode.set(FAILED);
      System.exit(FAILED);
    }
  }

  /// A SIGTERM is no failure: without this the process would end with the JVM's own 143. Runs after
  /// the context is closed.
  private static void endWith(AtomicInteger exitCode) {
    SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(exitCode.get()));
  }

  private static void announce(ConfigurableApplicationContext context) {
    System.out.println(
        Announcement.of(
            context.getBean(Listeners.class),
            context.getBean(PodiumProperties.class).kubeconfigFile()));
    ClusterIdentity identity = context.getBean(ClusterIdentity.class);
    Thread.ofVirtual().name("keys").start(identity::complete);
  }
}
