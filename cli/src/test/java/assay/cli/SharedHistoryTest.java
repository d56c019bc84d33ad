package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.store.RunStore;
import assay.report.history.History;
import assay.report.nightly.simulate.SimulatedFortnight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history that {@code ASSAY_HISTORY} names, by commands in processes of their own. */
class SharedHistoryTest {
  private static final String GEMM = "gemm/m=2048,n=2048,k=2048";

  @TempDir Path folder = Path.of("");
  private Path runs = Path.of("");
  private Path shared = Path.of("");

  @BeforeEach
  void write() throws IOException {
    runs = folder.resolve("runs");
    shared = folder.resolve("shared.sqlite");
    write("lab-1", runs);
  }

  private static void write(String host, Path runs) throws IOException {
    SimulatedFortnight fleet = new SimulatedFortnight(SimulatedFortnight.SEED);
    for (int night = 1; night <= 3; night++) {
      fleet.run(host, night).write(new RunStore(runs));
    }
  }

  private Cli.Answer assay(String url, String... arguments) throws Exception {
    return Cli.process(Map.of("ASSAY_HISTORY", url), List.of(), arguments);
  }

  private Cli.Answer assay(List<String> arguments) throws Exception {
    return assay("jdbc:sqlite:" + shared, arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gate",
        "history list",
        "ack " + GEMM + " --reason x",
        "baseline set latest --reason x",
        "report latest --gate --format html"
      })
  void everyCommandUsesIt(String command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("--runs", runs.toString()));
    if (command.startsWith("report")) {
      arguments.addAll(List.of("--out", folder.resolve("page").toString()));
    }
    Cli.Answer answer = assay(arguments);
    assertThat(shared).as(answer.all()).isRegularFile();
    assertThat(runs.resolve(History.FILE)).doesNotExist();
  }

  @Test
  void siteUsesItAndShowsWhatItsFoldersHold() throws Exception {
    Path others = folder.resolve("others");
    write("lab-4", others);
    assertThat(assay(List.of("history", "list", "--runs", others.toString())).code()).isZero();
    Path out = folder.resolve("site");
    Cli.Answer site = assay(List.of("site", runs.toString(), "--out", out.toString()));
    assertThat(site.code()).as(site.all()).isEqualTo(ExitCode.OK);
    assertThat(site.err()).isEmpty();
    assertThat(runs.resolve(History.FILE)).doesNotExist();
    assertThat(Files.readString(out.resolve("overview.html")))
        .contains("lab-1")
        .doesNotContain("lab-4");
    Cli.Answer both =
        assay(List.of("site", runs.toString(), others.toString(), "--out", out.toString()));
    assertThat(both.code()).as(both.all()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(out.resolve("overview.html"))).contains("lab-1", "lab-4");
  }

  @Test
  void anOptionOutweighsIt() throws Exception {
    Path other = folder.resolve("other.sqlite");
    assay(List.of("gate", "--runs", runs.toString(), "--history", "jdbc:sqlite:" + other));
    assertThat(other).isRegularFile();
    assertThat(shared).doesNotExist();
  }

  @Test
  void nothingIsTheFolderItself() throws Exception {
    assay("", "gate", "--runs", runs.toString());
    assertThat(runs.resolve(History.FILE)).isRegularFile();
  }

  @Test
  void oneThatCannotBeReachedLeavesNothingJudged() throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:1/history";
    Cli.Answer gate = assay(url, "gate", "--runs", runs.toString());
    assertThat(gate.code()).as(gate.all()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(gate.err().lines()).hasSize(1).first().asString().contains("127.0.0.1:1");
    Path out = folder.resolve("site");
    Cli.Answer site = assay(url, "site", runs.toString(), "--out", out.toString());
    assertThat(site.code()).as(site.all()).isEqualTo(ExitCode.OK);
    assertThat(site.err()).contains("assay: no verdicts on " + runs);
  }

  /** A site says what was repaired, as every command does. */
  @Test
  void siteSaysThatADamagedIndexIsMadeAnew() throws IOException {
    Cli.run("history", "list", "--runs", runs.toString());
    byte[] index = Files.readAllBytes(runs.resolve(History.FILE));
    for (int i = 100; i < index.length; i++) {
      index[i] = 7;
    }
    Files.write(runs.resolve(History.FILE), index);
    Path out = folder.resolve("site");
    Cli.Answer site = Cli.run("site", runs.toString(), "--out", out.toString());
    assertThat(site.code()).as(site.all()).isEqualTo(ExitCode.OK);
    assertThat(site.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("assay: the index could not be used and is made anew from the records: ");
    assertThat(Files.readString(out.resolve("overview.html"))).contains("lab-1");
  }
}
