package dev.podium;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/// The walls of the house: what may import what, and what nobody may do.
@AnalyzeClasses(packages = "dev.podium", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  /// A package may import downwards only.
  @ArchTest
  static final ArchRule layersImportDownwardsOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("root")
          .definedBy("dev.podium")
          .layer("web")
          .definedBy("dev.podium.web..")
          .layer("controllers")
          .definedBy("dev.podium.controllers..")
          .layer("kubelet")
          .definedBy("dev.podium.kubelet..")
          .layer("network")
          .definedBy("dev.podium.network..")
          .layer("runtime")
          .definedBy("dev.podium.runtime..")
          .layer("client")
          .definedBy("dev.podium.client..")
          .layer("resources")
          .definedBy("dev.podium.resources..")
          .layer("registry")
          .definedBy("dev.podium.registry..")
          .layer("admission")
          .definedBy("dev.podium.admission..")
          .layer("auth")
          .definedBy("dev.podium.auth..")
          .layer("patch")
          .definedBy("dev.podium.patch..")
          .layer("store")
          .definedBy("dev.podium.store..")
          .layer("printing")
          .definedBy("dev.podium.printing..")
          .layer("webhooks")
          .definedBy("dev.podium.webhooks..")
          .layer("cel")
          .definedBy("dev.podium.cel..")
          .layer("schema")
          .definedBy("dev.podium.schema..")
          .layer("object")
          .definedBy("dev.podium.object..")
          .whereLayer("root")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("web")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("controllers")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("kubelet")
          .mayOnlyBeAccessedByLayers("root", "web")
          .whereLayer("network")
          .mayOnlyBeAccessedByLayers("root", "web", "kubelet")
          .whereLayer("runtime")
          .mayOnlyBeAccessedByLayers("root", "web", "controllers", "kubelet", "network")
          .whereLayer("client")
          .mayOnlyBeAccessedByLayers("root", "web", "controllers", "kubelet", "network", "runtime")
          .whereLayer("resources")
          .mayOnlyBeAccessedByLayers(
              "root", "web", "controllers", "kubelet", "network", "runtime", "client")
          .whereLayer("registry")
          .mayOnlyBeAccessedByLayers(
              "root", "web", "controllers", "kubelet", "network", "runtime", "client", "resources")
          .whereLayer("admission")
          .mayOnlyBeAccessedByLayers("root", "web", "registry", "resources", "client")
          .whereLayer("patch")
          .mayOnlyAccessLayers("schema", "object")
          .whereLayer("store")
          .mayOnlyAccessLayers("object")
          .whereLayer("printing")
          .mayOnlyAccessLayers("object")
          .whereLayer("webhooks")
          .mayOnlyAccessLayers("object")
          .whereLayer("cel")
          .mayOnlyAccessLayers("schema", "object")
          .whereLayer("schema")
          .mayOnlyAccessLayers("object")
          .whereLayer("object")
          .mayNotAccessAnyLayer();

  /// Control loops meet only through the API.
  @ArchTest
  static final ArchRule controllersDoNotKnowEachOther =
      slices().matching("dev.podium.controllers.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.podium.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule springStaysInWebAndTheRoot =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.podium", "dev.podium.web..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule onlyJackson3 =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.fasterxml.jackson.databind..",
              "com.fasterxml.jackson.core..",
              "com.google.gson..");

  /// Nothing that a manifest or a shell's line says reaches the files, processes or sockets of the
  /// machine: what simulates containers has no way to them.
  @ArchTest
  static final ArchRule containersDoNotReachTheMachine =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.podium.kubelet..",
              "dev.podium.network",
              "dev.podium.network.http..",
              "dev.podium.network.names..",
              "dev.podium.network.services..")
          .and()
          .doNotHaveFullyQualifiedName("dev.podium.kubelet.image.UserImages")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net.http..")
                  .or(
                      belongToAnyOf(
                          java.io.File.class,
                          java.io.FileInputStream.class,
                          java.io.FileOutputStream.class,
                          java.io.FileReader.class,
                          java.io.FileWriter.class,
                          java.io.RandomAccessFile.class,
                          ProcessBuilder.class,
                          java.net.Socket.class,
                          java.net.ServerSocket.class,
                          java.net.DatagramSocket.class,
                          java.net.InetAddress.class,
                          java.net.URL.class)))
          .orShould()
          .callMethod(Runtime.class, "exec", String[].class);

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule timeComesInFromOutside =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.podium")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields =
      noFields().should().beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired");

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      noClasses()
          .should()
          .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|DTO)")
          .because("the name should say what the class does");

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should(
              new ArchCondition<JavaClass>("live in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                  events.add(
                      new SimpleConditionEvent(
                          type, marked, type.getName() + " is in a package without @NullMarked"));
                }
              });
}
