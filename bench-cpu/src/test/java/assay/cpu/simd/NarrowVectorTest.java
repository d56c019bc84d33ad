package assay.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The species is a constant of the JVM, so narrower ones are tested in a child. */
class NarrowVectorTest {
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void rightWithVectorsOf(int bits) throws IOException, InterruptedException {
    assumeThat(Tile.SPECIES.vectorBitSize()).isGreaterThanOrEqualTo(bits);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:MaxVectorSize=" + bits / 8,
                "-cp",
                System.getProperty("java.class.path"),
                NarrowVectorCheck.class.getName(),
                Integer.toString(bits))
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(child.exitValue()).as(output).isZero();
  }
}
