package assay.fpga.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import assay.core.availability.Availability.Available;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Facts;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real processes: shell scripts that stand in for AMD's command. */
@Execution(ExecutionMode.SAME_THREAD)
class XrtSmiSourceTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final String POWER = "board-0000:65:00.1.power";

  /** Writes a report about the board it is asked for, with what lies in "watts" beside it. */
  private static final String ANSWERS =
      """
      [ "$1 $2 $4 $5 $6 $7 $8" = "examine -d -r electrical -f JSON -o" ] || exit 64
      [ -e "$9" ] && { echo "report exists"; exit 65; }
      cat > "$9" <<REPORT
      {"devices": [{"device_id": "$3",
        "electrical": {"power_consumption_watts": "$(cat "$(dirname "$0")/watts")"}}]}
      REPORT
      """;

  @TempDir Path folder;
  private Path tools;

  @BeforeEach
  void twoBoardsWithoutSensorFiles() throws IOException {
    tools = Files.createDirectory(folder.resolve("bin"));
    board("0000:65:00.1");
  }

  private void board(String address) throws IOException {
    MachineTree.write(folder, "sys/bus/pci/devices/" + address + "/vendor", "0x10ee");
    MachineTree.write(folder, "sys/bus/pci/devices/" + address + "/device", "0x50b4");
    MachineTree.write(
        folder, "sys/bus/pci/devices/" + address + "/current_link_speed", "32.0 GT/s PCIe");
    MachineTree.write(folder, "sys/bus/pci/devices/" + address + "/current_link_width", "8");
  }

  private void tool(String name, String script) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void watts(String watts) throws IOException {
    Files.writeString(tools.resolve("watts"), watts);
  }

  private XrtSmiSource source(Duration limit, Duration pause) {
    return new XrtSmiSource(List.of(tools.toFile()), limit, pause, true);
  }

  @Test
  void asksForTheBoardAndReadsItsAnswer() throws IOException {
    tool("xrt-smi", ANSWERS);
    watts("31.5");

    Board board = Board.open(source(LONG, LONG), folder);
    try (var instrument = board.instrument()) {
      assertThat(board.values()).containsOnly(entry(POWER, 31.5));
      assertThat(board.metered())
          .singleElement()
          .satisfies(domain -> {
            assertThat(domain.id()).isEqualTo("board-0000:65:00.1");
            assertThat(domain.device()).isEqualTo("0000:65:00.1");
          });
      assertThat(((Channel.Power) board.channel(POWER)).updateSeconds())
          .isGreaterThanOrEqualTo((double) LONG.toSeconds());
      assertThat(instrument.facts().identity())
          .containsEntry("board-0000:65:00.1.pcie", "32.0 GT/s PCIe x8");
    }
  }

  @Test
  void readingCarriesTheTimeOfTheAnswer() throws IOException {
    tool("xrt-smi", ANSWERS);
    watts("31.5");
    long before = System.nanoTime();

    Board board = Board.open(source(LONG, LONG), folder);
    try (var instrument = board.instrument()) {
      long opened = System.nanoTime();
      Readings first = new Readings(instrument.channels(), opened + 1_000_000_000);
      instrument.read(first);

      assertThat(first.nanos() - before).isBetween(0L, opened - before);
      assertThat(board.read().nanos()).isEqualTo(first.nanos());
    }
  }

  @Test
  void laterAnswersComeFromAThreadOfItsOwnAndMayBeMissingAndBack() throws Exception {
    tool("xrt-smi", ANSWERS);
    watts("31.5");
    Board board = Board.open(source(LONG, SHORT), folder);
    try (var _ = board.instrument()) {
      watts("62");
      await(() -> Double.valueOf(62).equals(board.values().get(POWER)));

      tool("new", "echo the card is in reset; exit 1\n");
      Files.move(
          tools.resolve("new"), tools.resolve("xrt-smi"), StandardCopyOption.REPLACE_EXISTING);
      await(() -> String.valueOf(board.values().get(POWER)).contains("exit code 1"));
      assertThat(board.values().get(POWER)).asString().contains("the card is in reset");

      tool("new", ANSWERS);
      Files.move(
          tools.resolve("new"), tools.resolve("xrt-smi"), StandardCopyOption.REPLACE_EXISTING);
      await(() -> Double.valueOf(62).equals(board.values().get(POWER)));
    }
  }

  /** Waits for the poller, whose next answer comes when it comes. */
  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("no such answer within " + LONG).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  @Test
  void closingKillsTheCommandAndDeletesItsFolder() throws Exception {
    // The first call answers; every later one hangs and says which process it is, and where.
    tool(
        "xrt-smi",
        "if [ -e \"$(dirname \"$0\")/once\" ]; then\n"
            + "  echo \"$9\" > \"$(dirname \"$0\")/report\"\n"
            + "  echo $$ > \"$(dirname \"$0\")/pid\"; mv \"$(dirname \"$0\")/pid\" \"$0.pid\"\n"
            + "  sleep 600\nfi\n"
            + "touch \"$(dirname \"$0\")/once\"\n"
            + ANSWERS);
    watts("31.5");
    Board board = Board.open(source(Duration.ofMinutes(20), SHORT), folder);
    Path pid = tools.resolve("xrt-smi.pid");
    await(() -> Files.exists(pid));

    board.instrument().close();

    long process = Long.parseLong(Files.readString(pid).strip());
    await(() -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
    Path report = Path.of(Files.readString(tools.resolve("report")).strip());
    assertThat(report.getParent()).doesNotExist();
  }

  @Test
  void failureSaysExitCodeAndWords() throws IOException {
    tool("xrt-smi", "echo 'ERROR: Specified device BDF not found' >&2; exit 1\n");

    var unavailable = Board.unavailable(source(LONG, LONG), folder);

    assertThat(unavailable.reason())
        .contains("board-0000:65:00.1 power")
        .contains("exit code 1")
        .contains("Specified device BDF not found");
    assertThat(unavailable.toText()).contains("xrt-smi examine -d 0000:65:00.1 -r electrical");
  }

  @Test
  void commandThatHangsIsKilledWithItsChildren() throws Exception {
    tool("xrt-smi", "sleep 600 &\necho $! > \"$(dirname \"$0\")/child\"\nwait\n");

    var unavailable = Board.unavailable(source(Duration.ofSeconds(5), LONG), folder);

    assertThat(unavailable.reason()).contains("did not answer within 5000 ms");
    long child = Long.parseLong(Files.readString(tools.resolve("child")).strip());
    await(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void garbageIsNoAnswer() throws IOException {
    tool("xrt-smi", "echo '<html>' > \"$9\"\n");

    assertThat(Board.unavailable(source(LONG, LONG), folder).reason()).contains("is not JSON");
  }

  @Test
  void successWithoutReportIsNoAnswer() throws IOException {
    tool("xrt-smi", "echo Unsupported report\n");

    assertThat(Board.unavailable(source(LONG, LONG), folder).reason())
        .contains("without writing its report")
        .contains("Unsupported report");
  }

  @Test
  void commandThatCannotRunIsNoAnswer() throws IOException {
    Path file = tools.resolve("xrt-smi");
    Files.write(file, new byte[] {0x7f, 'E', 'L', 'F', 0, 0});
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(Board.unavailable(source(LONG, LONG), folder).reason())
        .contains("xrt-smi'")
        .containsAnyOf("cannot be run", "ended with exit code");
  }

  @Test
  void oneBoardOfTwoIsEnoughAndTheOtherIsAGap() throws IOException {
    board("0000:17:00.1");
    tool("xrt-smi", "[ \"$3\" = 0000:17:00.1 ] && { echo no such board; exit 3; }\n" + ANSWERS);
    watts("31.5");

    Board board = Board.open(source(LONG, LONG), folder);
    try (var _ = board.instrument()) {
      assertThat(board.values()).containsOnly(entry(POWER, 31.5));
      assertThat(board.gaps()).extracting(Gap::what).containsExactly("board-0000:17:00.1 power");
    }
  }

  @Test
  void theNewerNameIsPreferredAndTheOlderServes() throws IOException {
    tool("xbutil", ANSWERS);
    watts("12");
    Board older = Board.open(source(LONG, LONG), folder);
    older.instrument().close();
    assertThat(older.values()).containsOnly(entry(POWER, 12.0));

    tool("xrt-smi", "echo the newer one; exit 1\n");
    assertThat(Board.unavailable(source(LONG, LONG), folder).reason()).contains("the newer one");
  }

  @Test
  void withoutTheCommandTheRemedyIsItsPackage() {
    var unavailable = Board.unavailable(source(LONG, LONG), folder);

    assertThat(unavailable.reason())
        .contains("neither xrt-smi nor xbutil")
        .contains("0000:65:00.1 (10ee:50b4");
    assertThat(unavailable.toText()).contains("/opt/xilinx/xrt");
  }

  @Test
  void boardsThatFilesGiveAreNeverAskedFor(@TempDir Path other) throws IOException {
    tool("xrt-smi", "touch \"$(dirname \"$0\")/asked\"\n" + ANSWERS);
    watts("50");
    for (String tree : List.of("alveo-u250.tree", "v80-ami.tree", "host-without-boards.tree")) {
      Path machine = Files.createDirectory(other.resolve(tree));
      var unavailable = Board.unavailable(source(LONG, LONG), Board.lay(tree, machine));
      assertThat(unavailable.reason()).as(tree).contains("not already read");
    }
    assertThat(tools.resolve("asked")).doesNotExist();
  }

  @Test
  void boardWhoseFilesGiveNothingIsAskedForOnceByItsUsersAddress(@TempDir Path other)
      throws IOException {
    tool("xrt-smi", ANSWERS);
    watts("28");
    Board.lay("alveo-two-cards.tree", other);
    MachineTree.write(
        other,
        "sys/devices/pci0000:64/0000:64:00.0/0000:65:00.1/hwmon/hwmon8/power1_status",
        "Data Not Available");
    MachineTree.write(
        other,
        "sys/devices/pci0000:64/0000:64:00.0/0000:65:00.0/hwmon/hwmon7/power1_status",
        "Sensor Not Present");

    Board board = Board.open(source(LONG, LONG), other);
    try (var _ = board.instrument()) {
      assertThat(board.values()).containsOnly(entry("board-0000:65:00.1.power", 28.0));
    }
    assertThat(Board.open(new XrtSource(), other).metered())
        .extracting(domain -> domain.device())
        .containsExactly("0000:17:00.1");
  }

  @Test
  void answerThatIsTooOldIsMissingAndNotRepeatedForGood() {
    Domain domain = Domain.accelerator("board-x", Domain.Kind.BOARD, "x");
    long hourAgo = System.nanoTime() - Duration.ofHours(1).toNanos();
    var round = new XrtSmiInstrument.Round(hourAgo, 1, List.of(new Available<>(30.0)));
    try (var instrument =
        new XrtSmiInstrument(
            new XrtTool(tools.resolve("xrt-smi"), LONG),
            List.of("x"),
            List.of(new Channel.Power("board-x.power", domain, 2, 0, null)),
            Facts.none(),
            tools,
            LONG,
            round)) {
      instrument.start();
      Readings readings = new Readings(instrument.channels(), System.nanoTime());
      instrument.read(readings);

      assertThat(readings.reason(0)).contains("xrt-smi' last answered 3600 s ago");
    }
  }

  @Test
  void thisMachinesCommandIsNotAskedAboutAnother() {
    var unavailable = Board.unavailable(new XrtSmiSource(), folder);

    assertThat(unavailable.reason()).contains("stands in for another machine");
    assertThat(unavailable.toText()).contains(HostRoot.VARIABLE);
  }
}
