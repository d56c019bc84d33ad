package assay.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.RandomPrograms;
import assay.core.program.DataType;
import assay.core.program.Precision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is supported is known in a JVM without the incubator module, as the command line's is. */
class WithoutVectorModuleTest {
  @Test
  void whatIsSupportedIsKnown() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(java, "-cp", System.getProperty("java.class.path"), Child.class.getName()))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out).contains("f32: Optional.empty").contains("Unavailable");
  }

  /** What runs in the other JVM. */
  public static final class Child {
    private Child() {}

    /** Prints whether a training step is supported, and whether the target is available. */
    @SuppressWarnings("SystemOut") // The answer to the parent process.
    public static void main(String[] args) {
      SimdTarget target = new SimdTarget();
      System.out.println(
          "f32: "
              + target.unsupported(
                  RandomPrograms.generate(10, DataType.F32).program(), Precision.F32));
      System.out.println(target.probe());
    }
  }
}
