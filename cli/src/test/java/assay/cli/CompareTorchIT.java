package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The comparison with PyTorch, rehearsed on a CPU: Assay's own runs, PyTorch's, and the table. The
 * environment variable {@code ASSAY_PYTHON} names a Python that has PyTorch.
 */
class CompareTorchIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static String python() {
    String python = Optional.ofNullable(System.getenv("ASSAY_PYTHON")).orElse("python3");
    try {
      Process torch =
          new ProcessBuilder(python, "-c", "import torch").redirectErrorStream(true).start();
      torch.getInputStream().readAllBytes();
      if (torch.waitFor() != 0) {
        abort(python + " has no PyTorch; name one that has: ASSAY_PYTHON");
      }
    } catch (IOException e) {
      abort(python + " cannot be run (" + e.getMessage() + "); name another: ASSAY_PYTHON");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abort("interrupted");
    }
    return python;
  }

  private static List<String> command(String python, String... arguments) {
    List<String> command = new ArrayList<>(List.of(python, "-B"));
    command.add(ROOT.resolve("bench-gpu").resolve("compare-torch").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  @Test
  void theWholeWayIsRehearsed(@TempDir Path folder) throws IOException, InterruptedException {
    Path runs = folder.resolve("runs");
    Path said = folder.resolve("said");
    List<String> command = command(python(), "--rehearse", "--out", runs.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectError(folder.resolve("progress").toFile())
            .redirectOutput(said.toFile())
            .start();
    int exit = process.waitFor();
    String table = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(exit).as(table + Files.readString(folder.resolve("progress"))).isZero();
    assertThat(table)
        .contains("REHEARSAL on a CPU with tiny sizes: these figures mean nothing")
        .containsPattern("gemm/m=64,n=64,k=64 \\| f32 \\| .* TFLOP/s \\| PyTorch \\| [0-9.]+ \\|")
        .containsPattern(
            "conv/n=2,.*dir=backward-filter \\| f32 \\| .* \\| PyTorch \\| [0-9.]+ \\|")
        .containsPattern("train/cnn-fashion,.* samples/s \\| PyTorch \\| [0-9.]+ \\|")
        .contains("PyTorch: a CPU has no CUDA graphs")
        .containsPattern("own kernels by cuBLASLt.* \\| rehearsal \\|")
        .doesNotContain("| met")
        .doesNotContain("MISSED");
    try (var records = Files.list(runs)) {
      assertThat(records).as("a run for each part").hasSize(4);
    }
  }
}
