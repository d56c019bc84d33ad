package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.checks.Checks;
import assay.core.files.AnyText;
import assay.core.host.HostRoot;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.TelemetrySource.Opened;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Counters that only root may read, opened by a real user who is not: in a JVM of its own under
 * another id where the tests run as root, whom no mode keeps out, and in this one elsewhere.
 */
class PermissionTest {
  private static final String ZONES = "sys/devices/virtual/powercap/";
  private static final String NOBODY = "65534";
  private static final int PATIENCE_SECONDS = 60;

  private Path folder = Path.of("");

  @BeforeEach
  void layOut() throws IOException {
    // JUnit's own folder is closed to other users.
    folder = Files.createTempDirectory("assay-permission");
    Assumptions.assumeTrue(
        Files.getFileStore(folder).supportsFileAttributeView("posix"), "needs file modes");
  }

  @AfterEach
  void remove() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private Path machine() {
    return folder.resolve("machine");
  }

  /** Lays a tree out and closes some of its files to everybody but root. */
  private void lay(String tree, String... closed) throws IOException {
    MachineTree.lay(PermissionTest.class, tree + ".tree", machine());
    for (String file : closed) {
      Files.setPosixFilePermissions(
          machine().resolve(file), PosixFilePermissions.fromString("---------"));
    }
  }

  /** What a user without rights finds: a line for the opening and one for each gap. */
  private List<String> found(String source) throws Exception {
    return isRoot() ? foundByNobody(source) : lines(source, machine());
  }

  private boolean isRoot() throws IOException {
    Path closed = Files.createFile(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    return Files.isReadable(closed);
  }

  private List<String> foundByNobody(String source) throws Exception {
    openToAll();
    List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY));
    command.addAll(List.of("--regid=" + NOBODY, "--clear-groups"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", folder.resolve("classes").toString(), Child.class.getName()));
    command.addAll(List.of(source, machine().toString()));
    Process process;
    try {
      process = new ProcessBuilder(command).directory(folder.toFile()).start();
    } catch (IOException e) {
      Assumptions.abort("runs as root, and setpriv to another user is not here: " + e.getMessage());
      throw e;
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    Assumptions.assumeFalse(
        err.contains("setpriv:") || process.exitValue() == 127,
        "runs as root and may not become another user: " + err);
    assertThat(process.exitValue()).as(err).isZero();
    return out.lines().toList();
  }

  /** Copies the classes to where another user can read them. */
  private void openToAll() throws IOException, URISyntaxException {
    for (Class<?> from :
        List.of(
            Availability.class,
            AnyText.class,
            Checks.class,
            HostRoot.class,
            TelemetrySource.class,
            RaplSource.class,
            PermissionTest.class)) {
      Path home = Path.of(from.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(home)) {
        copyPackage(home, from);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(home)) {
          copyPackage(jar.getPath("/"), from);
        }
      }
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private void copyPackage(Path root, Class<?> from) throws IOException {
    String name = from.getPackageName().replace('.', '/');
    Path to = Files.createDirectories(folder.resolve("classes").resolve(name));
    try (Stream<Path> classes = Files.list(root.resolve(name))) {
      for (Path c : classes.filter(Files::isRegularFile).toList()) {
        Files.copy(c, to.resolve(c.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void allCountersClosedIsUnavailableWithTheFileAndTheCommand() throws Exception {
    lay(
        "intel-client",
        ZONES + "intel-rapl/intel-rapl:0/energy_uj",
        ZONES + "intel-rapl/intel-rapl:0/intel-rapl:0:0/energy_uj",
        ZONES + "intel-rapl/intel-rapl:0/intel-rapl:0:1/energy_uj",
        ZONES + "intel-rapl/intel-rapl:1/energy_uj",
        ZONES + "intel-rapl-mmio/intel-rapl-mmio:0/energy_uj");
    List<String> found = found("rapl");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst())
        .startsWith("unavailable: ")
        .contains("/sys/class/powercap/intel-rapl:0/energy_uj cannot be read: permission denied")
        .contains("CVE-2020-8694")
        .contains("sudo chmod a+r /sys/class/powercap/intel-rapl*:*/energy_uj")
        .contains("/etc/udev/rules.d/");
  }

  @Test
  void oneCounterClosedIsAGapAndTheOthersAreRead() throws Exception {
    lay("intel-client", ZONES + "intel-rapl/intel-rapl:1/energy_uj");
    List<String> found = found("rapl");
    assertThat(found.getFirst())
        .isEqualTo("opened: package-0.energy package-0/core.energy package-0/uncore.energy");
    assertThat(found).hasSize(2);
    assertThat(found.get(1))
        .startsWith("gap: psys energy")
        .contains("intel-rapl:1/energy_uj cannot be read: permission denied");
  }

  @Test
  void aSensorsCountersAreClosedBecauseTheDriverMakesThemSo() throws Exception {
    lay("amd-epyc-amd-energy", "sys/class/hwmon/hwmon0/energy17_input");
    List<String> found = found("hwmon-power");
    assertThat(found.getFirst()).contains(" package-1.energy").doesNotContain(" package-0.energy");
    assertThat(found)
        .anySatisfy(l ->
            assertThat(l)
                .startsWith("gap: package-0 energy")
                .contains("energy17_input cannot be read: permission denied")
                .contains("sudo chmod a+r /sys/class/hwmon/hwmon0/*_input"));
  }

  private static List<String> lines(String source, Path machine) {
    List<String> lines = new ArrayList<>();
    TelemetrySource named =
        Stream.of(new RaplSource(), new HwmonPowerSource())
            .filter(s -> s.id().equals(source))
            .findFirst()
            .orElseThrow();
    switch (named.open(Machine.context(new HostRoot(machine)))) {
      case Availability.Unavailable<Opened> u -> lines.add("unavailable: " + u.toText());
      case Availability.Available<Opened>(Opened o) -> {
        lines.add(
            "opened: "
                + String.join(" ", o.instrument().channels().stream().map(c -> c.id()).toList()));
        o.gaps()
            .forEach(g -> lines.add("gap: " + g.what() + ": " + g.reason() + g.remedy().text()));
        o.instrument().close();
      }
    }
    return lines;
  }

  /** What runs in the other JVM. */
  public static final class Child {
    private Child() {}

    /** Prints what is found; arguments are the source and the machine's folder. */
    public static void main(String[] args) {
      lines(args[0], Path.of(args[1])).forEach(System.out::println);
    }
  }
}
