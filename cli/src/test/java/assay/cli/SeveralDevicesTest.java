package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.cli.faults.SeveralDevices;
import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.record.Cell;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A target with several devices, on the command line. */
class SeveralDevicesTest {
  private static final String GEMM = "gemm/m=7,n=5,k=9";
  private static final String[] EACH = {"several:0", "several:1", "several:2"};

  private final TargetChoice choice = new TargetChoice();
  @TempDir Path folder = Path.of("");

  @AfterEach
  void forget() {
    System.clearProperty(SeveralDevices.CHOSEN);
    System.clearProperty(SeveralDevices.UNLISTED);
  }

  private static List<String> ids(List<Target> targets) {
    return targets.stream()
        .map(Target::id)
        .filter(id -> id.startsWith("several") || id.equals("right"))
        .toList();
  }

  private Cli.Answer run(String... targets) throws IOException {
    List<String> args = new java.util.ArrayList<>(List.of("run", "--no-telemetry"));
    args.addAll(List.of("--suite", Cli.tinySuite(folder, GEMM).toString()));
    args.addAll(List.of("--out", folder.resolve("runs").toString()));
    args.addAll(List.of(targets));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void oneRunHasEachDevicesOwnCells() throws IOException {
    Cli.Answer answer = run("-t", "several:all", "-t", "right");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INVALID);
    StoredRun stored = StoredRun.only(folder.resolve("runs"));
    stored.assertValid();
    stored.assertRecomputes();
    assertThat(stored.record().plan().targets())
        .containsExactly("several:0", "several:1", "several:2", "right");
    Cell right = stored.cell("several:0");
    assertThat(right.outcome())
        .isInstanceOfSatisfying(
            Outcome.Measured.class,
            m -> assertThat(m.device().details()).containsEntry("ordinal", "0 of 3"));
    assertThat(stored.cell("several:1").outcome().status()).isEqualTo(Status.INVALID);
    Cell moved = stored.cell("several:2");
    assertThat(moved.outcome().status()).isEqualTo(Status.FAILED);
    assertThat(moved.outcome().reason())
        .isEqualTo(
            "several:2 is a different device in this fork (test device, moved) than in the run"
                + " (exemplar-2)");
    assertThat(stored.record().environment().settings())
        .containsEntry("device.several:1.deviceUuidHash", "exemplar-1");
    assertThat(answer.out())
        .contains("several:0")
        .containsPattern("several:1 +f32 +[a-z]+: wrong output: ");
    Cli.Answer reports =
        Cli.run(
            "report",
            stored.record().runId().value(),
            "--format",
            "html,csv,json,md,junit,prom,jmh,svg",
            "--runs",
            folder.resolve("runs").toString(),
            "--out",
            folder.resolve("reports").toString());
    assertThat(reports.code()).as(reports.all()).isZero();
  }

  @Test
  void aDeviceThatIsNotThereIsAnUnavailableTarget() throws IOException {
    Cli.Answer answer = run("-t", "several:0", "-t", "several:7", "-t", "several:SEV-f");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.UNAVAILABLE);
    StoredRun stored = StoredRun.only(folder.resolve("runs"));
    assertThat(stored.cell("several:0").outcome().status()).isEqualTo(Status.OK);
    assertThat(stored.cell("several:7").outcome().reason())
        .startsWith(
            "there is no device 7; the devices are 0 (test device in slot 10), 1 (test device in");
    assertThat(stored.cell("several:SEV-f").outcome().reason())
        .startsWith("no device's unique name starts with SEV-f; the devices are 0 (");
    assertThat(answer.err()).contains("on several:7 in f32 is unavailable: there is no device 7");
  }

  /** The target itself still works: its one device must not pass for all of them. */
  @Test
  void everyDeviceOfAnUnreadableListIsAnUnavailableTarget() throws IOException {
    System.setProperty(SeveralDevices.UNLISTED, "the list is torn");
    Cli.Answer answer = run("-t", "several:all", "-t", "right");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.UNAVAILABLE);
    StoredRun stored = StoredRun.only(folder.resolve("runs"));
    stored.assertValid();
    assertThat(stored.record().plan().targets()).containsExactly("several:all", "right");
    assertThat(stored.cell("several:all").outcome().status()).isEqualTo(Status.UNAVAILABLE);
    assertThat(stored.cell("several:all").outcome().reason()).isEqualTo("the list is torn");
    assertThat(stored.cell("right").outcome().status()).isEqualTo(Status.OK);
    assertThat(answer.err())
        .contains("on several:all in f32 is unavailable: the list is torn: ask again")
        .doesNotContain("there may be others");
    assertThat(Cli.run("conformance", "-t", "several:all").code()).isEqualTo(ExitCode.UNAVAILABLE);
  }

  @Test
  void oneDeviceOfAnUnreadableListIsSaidToBeOne() throws IOException {
    System.setProperty(SeveralDevices.UNLISTED, "the list is torn");
    assertThat(ids(choice.everything())).containsExactly("right", "several");
    assertThat(choice.unlisted())
        .containsEntry(
            "several", new Availability.Unavailable<>("the list is torn", new Advice("ask again")));
    Cli.Answer answer = run("-t", "several", "--require", "several:all");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(StoredRun.only(folder.resolve("runs")).cell("several").outcome().status())
        .isEqualTo(Status.OK);
    assertThat(answer.err())
        .contains(
            "assay: several was measured on one device, and there may be others: its devices could not be"
                + " listed: the list is torn: ask again");
  }

  @Test
  void anAmbiguousNameSaysSo() throws IOException {
    Cli.Answer answer = run("-t", "several:SEV-a");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(answer.err())
        .contains("SEV-a is a prefix of several devices' unique names: 0 (")
        .contains("give more of the unique name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu-simd:1 | target cpu-simd has no devices to choose from: use 'cpu-simd'",
        "cpu-simd:all | target cpu-simd has no devices to choose from",
        "severl:1 | unknown target 'severl'; did you mean several",
        "several: | target 'several:': '' is neither number",
        "several:x | target 'several:x': 'x' is neither number",
        "several -t several:0 | several and several:0 are the same device, 0 (test device in slot 10)",
        "several:all -t several | several:0 and several are the same device",
        "several:1 -t several:SEV-ab | several:1 and several:SEV-ab are the same device, 1 ("
      })
  void aMistakeIsNamed(String targets, String message) throws IOException {
    Cli.Answer answer = run(("-t " + targets).split(" "));
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).startsWith("assay: " + message);
  }

  @Test
  void everythingIsEachDevice() {
    assertThat(ids(choice.everything())).containsExactly("right", EACH[0], EACH[1], EACH[2]);
    System.setProperty(SeveralDevices.CHOSEN, "1");
    assertThat(ids(choice.everything())).as("one is chosen").containsExactly("right", "several");
    assertThat(ids(choice.named(List.of("several:all")))).containsExactly(EACH);
  }

  @Test
  void theSameNameTwiceIsOneTarget() {
    List<String> names = List.of("several:1", "several:all", "several:1");
    assertThat(ids(choice.named(names))).containsExactly("several:1", "several:0", "several:2");
    System.setProperty(SeveralDevices.CHOSEN, "2");
    assertThat(ids(choice.named(List.of("several:1", "several")))).hasSize(2);
  }

  @Test
  void whatIsRequiredMayBeThereUnderAnotherName() {
    List<Target> alone = choice.named(List.of("several", "right"));
    TargetChoice.Required same = choice.requiring(alone, List.of("several:0"));
    assertThat(ids(same.targets())).containsExactly("several", "right");
    assertThat(same.required()).containsExactly("several");
    TargetChoice.Required more = choice.requiring(alone, List.of("several:all"));
    assertThat(ids(more.targets())).containsExactly("several", "right", "several:1", "several:2");
    assertThat(more.required()).containsExactly("several", "several:1", "several:2");
    List<Target> each = choice.named(List.of("several:all"));
    assertThat(choice.requiring(each, List.of("several")).required()).containsExactly(EACH);
    assertThat(ids(choice.requiring(each, List.of("several:9")).targets())).contains("several:9");
  }

  @Test
  void aTargetIsFoundByTheNameThatItsCellsHave() {
    assertThat(Targets.byId("several:1").orElseThrow().id()).isEqualTo("several:1");
    assertThat(Targets.byId("cpu-simd:1")).isEmpty();
    assertThatThrownBy(() -> Targets.byId("several:x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theyAreListedWithTheBeginningOfTheirNames() {
    assertThat(Cli.run("list", "targets").out())
        .containsPattern("several +f32 +for tests: several\n")
        .containsPattern("several:1 +test device in slot 11, SEV-ab012345\n");
    JsonNode rows = JsonMapper.shared().readTree(Cli.run("list", "targets", "--json").out());
    assertThat(rows).extracting(row -> row.path("target").asString()).contains(EACH);
  }

  @Test
  void doctorSaysOfEachWhetherItIsHere() {
    assertThat(Cli.run("doctor").out())
        .containsPattern("target several:0 +ok +test device")
        .containsPattern("target several:2 +ok +test device")
        .doesNotContain("target several ");
  }

  @Test
  void conformanceIsOfOne() {
    Cli.Answer one = Cli.run("conformance", "-t", "several:0", "-p", "f32", "--json");
    assertThat(JsonMapper.shared().readTree(one.out()).path("target").asString())
        .isEqualTo("several:0");
    Cli.Answer wrong = Cli.run("conformance", "-t", "several:SEV-ab", "-p", "f32");
    assertThat(wrong.code()).as(wrong.all()).isEqualTo(ExitCode.INVALID);
    assertThat(Cli.run("conformance", "-t", "several:7").code()).isEqualTo(ExitCode.UNAVAILABLE);
    Cli.Answer all = Cli.run("conformance", "-t", "several:all");
    assertThat(all.code()).isEqualTo(ExitCode.USAGE);
    assertThat(all.err()).contains("takes one of them: several:0, several:1, several:2");
  }

  @Test
  void aPackageIsOfNoDevice() {
    Cli.Answer answer = Cli.run("package", "-t", "several:1", "--out", folder.toString());
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("'several:1' names a device").contains("use 'several'");
  }
}
