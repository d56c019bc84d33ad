package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.RunRecord;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateFortnightCommandTest {
  @TempDir Path folder = Path.of("");

  /** 74 nights of four hosts, and three times three runs of what was measured again. */
  @Test
  void writesRunsThatAreRunsAndSaysSo() throws IOException {
    Path runs = folder.resolve("runs");
    Cli.Answer answer = Cli.run("evaluate", "fortnight", "--out", runs.toString());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    assertThat(answer.out()).contains("305 simulated runs");
    List<RunFolder> written = new RunStore(runs).list();
    assertThat(written).hasSize(74 * 4 + 9);
    for (RunFolder each : List.of(written.getFirst(), written.getLast())) {
      RunRecord record = each.read();
      assertThat(record.environment().state()).containsKey("run.note-1");
      StoredRun stored = new StoredRun(each, record, each.readForks().forks());
      stored.assertValid();
      stored.assertRecomputes();
    }
    Cli.Answer again = Cli.run("evaluate", "fortnight", "--out", runs.toString());
    assertThat(again.code()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("has runs already");
    assertThat(Cli.run("evaluate", "--help").out()).contains("gate").doesNotContain("fortnight");
  }
}
