package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlameGraphsTest {
  @TempDir private Path folder = Path.of("");

  private Path stacks(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  @Test
  void stacksSurviveThePage() throws IOException {
    Path stacks = stacks("a.collapsed", "main;pack 3", "main;multiply;kernel 40", "main 2");
    Path page = folder.resolve("a.html");
    FlameGraphs.write(stacks, page, "gemm on cpu-scalar");
    assertThat(page).content().contains("<h1>gemm on cpu-scalar</h1>");
    Path back = folder.resolve("back.collapsed");
    FlameGraphs.collapse(page, back);
    assertThat(Files.readAllLines(back))
        .containsExactlyInAnyOrder("main;pack 3", "main;multiply;kernel 40", "main 2");
  }

  @Test
  void whatAForkDoesUntimedIsLeftOut() throws IOException {
    Path stacks =
        stacks(
            "fork.collapsed",
            "run;assay/core/harness/WorkloadBenchmark.close;oracle 50",
            "run;assay/core/harness/WorkloadBenchmark.beforeIteration_[i];write 5",
            "run;assay/core/harness/WorkloadBenchmark.execute_[j];kernel 40",
            "helper;kernel 7");
    Path timed = folder.resolve("timed.collapsed");
    FlameGraphs.collapse(stacks, timed);
    assertThat(Files.readAllLines(timed))
        .containsExactlyInAnyOrder(
            "run;assay/core/harness/WorkloadBenchmark.execute_[j];kernel 40", "helper;kernel 7");
  }

  @Test
  void aComparisonShowsWhatBothHave() throws IOException {
    Path before = stacks("before.collapsed", "main;slow 60", "main;same 40");
    Path after = stacks("after.collapsed", "main;fast 10", "main;same 40");
    Path page = folder.resolve("diff.html");
    FlameGraphs.compare(before, after, page, "before and after");
    Path alone = folder.resolve("alone.html");
    FlameGraphs.write(after, alone, "before and after");
    assertThat(page).content().contains("<h1>before and after</h1>", "fast", "same");
    assertThat(page).content().as("widths are those of the second").doesNotContain("slow");
    assertThat(page).content().isNotEqualTo(Files.readString(alone));
  }

  @Test
  void theJvmsOwnRecordingStatesNoEngine() throws IOException {
    Path file = folder.resolve("own.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      recording.stop();
      recording.dump(file);
    }
    assertThat(FlameGraphs.engine(file)).isEqualTo("not stated");
  }

  @Test
  void aMissingRecordingIsAnError() {
    Path missing = folder.resolve("none.jfr");
    assertThatThrownBy(() -> FlameGraphs.write(missing, folder.resolve("p.html"), "none"))
        .isInstanceOfAny(NoSuchFileException.class, IOException.class);
  }
}
