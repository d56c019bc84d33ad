package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ratios, goals and verdicts of {@code compare-torch} on planted numbers; see the script. */
class CompareTorchTest {
  @Test
  void judgesPlantedNumbersRightly() throws IOException, InterruptedException {
    List<String> command = List.of("python3", "-B", "src/test/python/compare_torch_test.py");
    Process python;
    try {
      python = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      abort("python3 cannot be run (" + e.getMessage() + "); install it");
      return;
    }
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
    assertThat(said).containsPattern("Ran \\d{2} tests").contains("OK");
  }
}
