package assay.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.conformance.ConformanceChecks;
import assay.core.device.Device;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.cpu.Cases;
import assay.cpu.Comparison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same kernels with narrower vectors, in JVMs of their own. */
class OtherWidthsTest {
  private static final List<String> MODULE = List.of("--add-modules", "jdk.incubator.vector");

  @ParameterizedTest
  @CsvSource({"256, -XX:MaxVectorSize=32", "128, -XX:MaxVectorSize=16", "256, -XX:UseAVX=2"})
  void computesWithNarrowerVectors(int bits, String option) throws Exception {
    List<String> options = new ArrayList<>(MODULE);
    options.add(option);
    options.add("-XX:+IgnoreUnrecognizedVMOptions");
    options.addAll(new SimdTarget().jvmArgs());
    String out = run(options);
    if (bits <= VectorWidth.bits() && "amd64".equals(System.getProperty("os.arch"))) {
      assertThat(out).contains("all right with " + bits + " bits");
    }
    assertThat(out).contains("all right");
  }

  @Test
  void saysWhatIsMissingWithoutTheModule() throws Exception {
    assertThat(run(List.of()))
        .contains(
            "unavailable: the module jdk.incubator.vector is not in this JVM's module graph;"
                + " start the JVM with --add-modules");
  }

  private static String run(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(Child.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  /** What runs in the other JVM. */
  public static final class Child {
    private Child() {}

    /** Fails with an exception, or says what it has tried. */
    public static void main(String[] arguments) {
      SimdTarget target = new SimdTarget();
      if (target.probe() instanceof Availability.Unavailable<Device> missing) {
        System.out.println("unavailable: " + missing.toText());
        return;
      }
      new ConformanceChecks(target, Precision.F32).randomPrograms(0, 60);
      List<Program> cases = Cases.of(DataType.F32);
      for (int i = 0; i < cases.size(); i += 3) {
        Comparison.check(target, Precision.F32, cases.get(i), 2);
      }
      System.out.println("all right with " + VectorWidth.bits() + " bits");
    }
  }
}
