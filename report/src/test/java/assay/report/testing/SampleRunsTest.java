package assay.report.testing;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.Cell;
import assay.core.record.Status;
import assay.core.record.json.RecordJson;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRunsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void everyStatusIsThere() {
    SampleRun run = SampleRuns.everyKind(1);
    assertThat(
            run.record().cells().stream()
                .map(c -> c.outcome().status())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Status.values());
  }

  @Test
  void theSameSeedGivesTheSameRunAndAnotherDoesNot() {
    String one = RecordJson.write(SampleRuns.everyKind(1).record());
    assertThat(RecordJson.write(SampleRuns.everyKind(1).record())).isEqualTo(one);
    assertThat(RecordJson.write(SampleRuns.everyKind(2).record())).isNotEqualTo(one);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    SampleRun run = SampleRuns.everyKind(3);
    RunFolder stored = run.write(new RunStore(folder));
    assertThat(stored.read()).isEqualTo(run.record());
    assertThat(stored.readForks().forks()).isEqualTo(run.forks());
    byte[] json = RecordJson.write(run.record()).getBytes(StandardCharsets.UTF_8);
    assertThat(RecordJson.readRun(json, "memory")).isEqualTo(run.record());
  }

  @Test
  void nightsAndSystemsHaveTheCellsAskedFor() {
    assertThat(SampleRuns.night(3, 50, 7).record().cells()).hasSize(50);
    var systems = SampleRuns.systems(3, 30, 7);
    assertThat(systems).hasSize(3).allMatch(run -> run.record().cells().size() == 30);
    assertThat(systems.get(0).record().cells().stream().map(Cell::outcome))
        .anyMatch(o -> o.status() == Status.UNAVAILABLE);
    assertThat(systems.get(1).record().cells().stream().map(Cell::outcome))
        .noneMatch(o -> o.status() == Status.UNAVAILABLE);
  }
}
