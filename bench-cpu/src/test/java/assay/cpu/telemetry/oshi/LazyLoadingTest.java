package assay.cpu.telemetry.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In JVMs of their own: what is loaded when, what is printed, and a JNA that does not load. */
@Timeout(300)
class LazyLoadingTest {
  private static String run(String doing, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LazyLoadingCheck.class.getName(), doing));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void whatAForkLoadsHasNothingOfOshi() throws IOException, InterruptedException {
    String loaded = run("list", "-verbose:class");
    assertThat(loaded)
        .contains("assay.cpu.telemetry.oshi.OshiSource ")
        .contains("oshi, wall-meter");
    assertThat(loaded).doesNotContain(" oshi.").doesNotContain(" com.sun.jna.");
    assertThat(run("open", "-verbose:class"))
        .as("the check can fail: opening does load both")
        .contains(" oshi.SystemInfo ")
        .contains(" com.sun.jna.Native ");
  }

  /** Neither OSHI nor its logging nor JNA may put a line between the user and a result. */
  @Test
  void openingPrintsNothing() throws IOException, InterruptedException {
    assertThat(run("open").strip()).isEqualTo("Opened");
  }

  @Test
  void aNativePartThatDoesNotLoadIsAReason() throws IOException, InterruptedException {
    assertThat(run("open", "-Djna.nosys=true", "-Djna.nounpack=true"))
        .startsWith("Unavailable")
        .contains("JNA")
        .contains("UnsatisfiedLinkError")
        .contains("-Djna.tmpdir=");
  }
}
