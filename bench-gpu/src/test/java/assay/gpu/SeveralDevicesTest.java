package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.device.Device;
import assay.core.record.Cell;
import assay.core.record.CellResult;
import assay.core.record.Comparability;
import assay.core.record.Difference;
import assay.core.record.ForkRecord;
import assay.core.record.Outcome;
import assay.core.record.RunRecord;
import assay.core.record.Status;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One run over several devices of the stand-in driver: each has its own cells, computed on it and
 * on no other.
 */
class SeveralDevicesTest {
  @TempDir Path folder;

  /** A run over cards, with which of them are visible before the forks, and during them. */
  private RunFolder run(String name, String cards, String later, Map<String, String> settings)
      throws IOException {
    Path visible = Files.writeString(folder.resolve("cards"), cards);
    Map<String, String> all = new HashMap<>(settings);
    all.put("CARDS", "@" + visible);
    all.put("JOURNAL", folder.resolve("journal").toString());
    StandInDriver standIn = StandInDriver.complete();
    all.put("ASSAY_CUDA_LIBRARY", standIn.library().toString());
    List<String> args = new ArrayList<>(List.of(folder.resolve(name).toString()));
    args.addAll(List.of(visible.toString(), later, "cuda:0", "cuda:1"));
    StandInDriver.Outcome outcome =
        standIn.run(DevicesChild.class, all, args.toArray(String[]::new));
    assertThat(outcome.exit()).as(outcome.text()).isZero();
    said = outcome.text();
    return new RunStore(folder.resolve(name)).list().getFirst();
  }

  private String said = "";

  private static Cell cell(RunFolder run, String target) throws IOException {
    return run.read().cells().stream()
        .filter(c -> c.id().target().equals(target))
        .findFirst()
        .orElseThrow();
  }

  private static Device device(RunFolder run, String target) throws IOException {
    Cell cell = cell(run, target);
    assertThat(cell.outcome()).as(target).isInstanceOf(Outcome.Verified.class);
    return ((Outcome.Verified<CellResult>) cell.outcome()).device();
  }

  /** The cards on which the process of a fork opened a context, each with launches. */
  private List<String> cardsOf(ForkRecord fork) throws IOException {
    String pid = fork.context().pid() + " ";
    return Files.readAllLines(folder.resolve("journal")).stream()
        .filter(line -> line.startsWith(pid) && !line.endsWith(" 0"))
        .map(line -> line.split(" ", -1)[1])
        .toList();
  }

  @Test
  void eachHasItsOwnCellsAndComputesThemItself() throws IOException {
    RunFolder run = run("run", "0,1", "0,1", Map.of());
    assertThat(run.read().plan().targets()).containsExactly("cuda:0", "cuda:1");
    assertThat(device(run, "cuda:0").details()).containsEntry("ordinal", "0 of 2");
    assertThat(device(run, "cuda:1").details()).containsEntry("ordinal", "1 of 2");
    List<ForkRecord> forks = run.readForks().forks();
    assertThat(forks).hasSize(2);
    for (ForkRecord fork : forks) {
      String number = fork.cell().target().replace("cuda:", "");
      assertThat(cardsOf(fork)).as(fork.cell().target()).containsExactly(number);
    }
  }

  @Test
  void theNumberIsAmongTheVisibleAndTheUuidHashIsTheCards() throws IOException {
    RunFolder one = run("one", "0,1", "0,1", Map.of());
    RunFolder other = run("other", "1,0", "1,0", Map.of());
    for (ForkRecord fork : other.readForks().forks()) {
      boolean first = fork.cell().target().equals("cuda:0");
      assertThat(cardsOf(fork)).containsExactly(first ? "1" : "0");
    }
    String uuidHash = device(one, "cuda:0").details().get(Device.DEVICE_UUID_HASH);
    assertThat(uuidHash).isEqualTo(device(other, "cuda:1").details().get(Device.DEVICE_UUID_HASH));
    RunRecord.Environment environment = one.read().environment();
    assertThat(environment.identity()).containsEntry("device.cuda:0", device(one, "cuda:0").name());
    assertThat(environment.settings()).containsEntry("device.cuda:0.deviceUuidHash", uuidHash);
    assertThat(Comparability.of(one.read(), other.read()))
        .isInstanceOfSatisfying(
            Comparability.Warn.class,
            warn ->
                assertThat(warn.settings())
                    .extracting(Difference::name)
                    // How fast the machine was found to be differs with its load.
                    .filteredOn(name -> !name.startsWith("measured."))
                    .containsExactly(
                        "device.cuda:0.deviceUuidHash", "device.cuda:1.deviceUuidHash"));
  }

  @Test
  void wrongResultsOfOneAreItsOwn() throws IOException {
    RunFolder run = run("run", "0,1", "0,1", Map.of("WRONG", "1"));
    assertThat(cell(run, "cuda:0").outcome()).isInstanceOf(Outcome.Verified.class);
    assertThat(cell(run, "cuda:1").outcome().status()).isEqualTo(Status.INVALID);
  }

  @Test
  void failuresOfOneAreItsOwn() throws IOException {
    RunFolder run = run("run", "0,1", "0,1", Map.of("FAIL", "cuGraphLaunch@1:*:719"));
    assertThat(cell(run, "cuda:0").outcome()).isInstanceOf(Outcome.Verified.class);
    assertThat(cell(run, "cuda:1").outcome().status()).isEqualTo(Status.FAILED);
    assertThat(cell(run, "cuda:1").outcome().reason()).contains("CUDA_ERROR_LAUNCH_FAILED");
  }

  @Test
  void aDeviceThatIsNotThereIsUnavailableAndTheOtherMeasured() throws IOException {
    RunFolder run = run("run", "0", "0", Map.of());
    assertThat(cell(run, "cuda:0").outcome()).isInstanceOf(Outcome.Verified.class);
    assertThat(cell(run, "cuda:1").outcome().status()).isEqualTo(Status.UNAVAILABLE);
    assertThat(cell(run, "cuda:1").outcome().reason())
        .contains("there is no device 1; the devices are 0 (");
  }

  /** Card 0 is lost once the run has begun, so that card 1 is number 0. */
  @Test
  void aForkOnAnotherDeviceThanItsCellsFails() throws IOException {
    RunFolder run = run("run", "0,1", "1", Map.of());
    assertThat(cell(run, "cuda:0").outcome().status()).isEqualTo(Status.FAILED);
    assertThat(cell(run, "cuda:0").outcome().reason())
        .startsWith("cuda:0 is a different device in this fork (Assay stand-in");
    assertThat(cell(run, "cuda:1").outcome().status()).isEqualTo(Status.UNAVAILABLE);
  }

  @Test
  void aRunIsNotResumedOnAnotherDevice() throws IOException {
    RunFolder run = run("run", "0,1", "0,1", Map.of());
    RunRecord before = run.read();
    run("run", "1,0", "1,0", Map.of());
    assertThat(said)
        .contains("cannot be resumed: cuda:")
        .contains("make the same devices visible as");
    assertThat(run.read().cells()).isEqualTo(before.cells());
    run("run", "0,1", "0,1", Map.of());
    assertThat(said).isEmpty();
    assertThat(run.readForks().forks()).hasSize(2);
  }
}
