package assay.fpga.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Facts;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XrtSourceTest {
  private static final String U250 = "sys/devices/pci0000:00/0000:00:15.0/0000:04:00.1";
  private static final String U50 = "sys/devices/pci0000:16/0000:16:00.0/0000:17:00.1";
  private static final String V70 = "sys/devices/pci0000:64/0000:64:00.0/0000:65:00.1";
  private static final String POWER = "board-0000:04:00.1.power";

  @TempDir Path folder;

  private Board open(String tree) {
    return Board.open(new XrtSource(), Board.lay(tree, folder));
  }

  @Test
  void readsEverySensorOfU250OnceThoughTwoFunctionsShowIt() {
    Board board = open("alveo-u250.tree");

    Map<String, Double> expected =
        Map.of(
            POWER,
            36.61154,
            "board-0000:04:00.1.fpga.temperature",
            42.0,
            "board-0000:04:00.1.vccint.temperature",
            44.0,
            "board-0000:04:00.1.fan.speed",
            1115.0,
            "board-0000:04:00.1.12v-pex.power",
            12.058 * 2.005,
            "board-0000:04:00.1.12v-aux.power",
            12.110 * 0.850,
            "board-0000:04:00.1.3v3-pex.power",
            3.295 * 0.650,
            "board-0000:04:00.1.vccint.power",
            0.851 * 12.1);
    assertThat(board.values().keySet()).isEqualTo(expected.keySet());
    assertThat(board.values())
        .allSatisfy((id, value) ->
            assertThat((Double) value).as(id).isCloseTo(expected.get(id), within(1e-9)));
    assertThat(board.metered())
        .containsExactly(new Domain("board-0000:04:00.1", Domain.Kind.BOARD, null, "0000:04:00.1"));
    assertThat(board.gaps()).isEmpty();
    assertThat(board.instrument().metersEnergy()).isTrue();
  }

  @Test
  void factsNameShellFirmwareAndLink() {
    Facts facts = open("alveo-u250.tree").instrument().facts();

    assertThat(facts.identity())
        .containsOnly(
            entry("board-0000:04:00.1.pci", "10ee:5005"),
            entry("board-0000:04:00.1.pcie", "8.0 GT/s PCIe x16"),
            entry("board-0000:04:00.1.shell", "xilinx_u250_gen3x16_xdma_shell_4_1"));
    assertThat(facts.settings())
        .containsOnly(
            entry("board-0000:04:00.1.driver", "xocl 2.16.204,f2f6e9e2d9b0"),
            entry("board-0000:04:00.1.controllerVersion", "202116638"),
            entry("board-0000:04:00.1.satelliteVersion", "4.6.20"));
    assertThat(facts.state())
        .containsOnly(
            entry("board-0000:04:00.1.bitstream", "54754387-411c-4c16-8265-245b0241d0a2"));
    assertThat(facts.unavailable()).isEmpty();
  }

  @Test
  void aFactThatCannotBeReadIsSaid() throws IOException {
    Board.lay("alveo-u250.tree", folder);
    Files.delete(folder.resolve(U250 + "/rom.u.1025/VBNV"));
    Files.delete(folder.resolve(U250 + "/current_link_width"));

    Facts facts = Board.open(new XrtSource(), folder).instrument().facts();

    assertThat(facts.identity()).containsOnlyKeys("board-0000:04:00.1.pci");
    assertThat(facts.unavailable().get("board-0000:04:00.1.shell")).contains("rom.u.1025/VBNV");
    assertThat(facts.unavailable().get("board-0000:04:00.1.pcie")).contains("current_link_width");
  }

  @Test
  void twoCardsAreTwoBoardsEachWithItsUnitAndItsPeriod() {
    Board board = open("alveo-two-cards.tree");

    assertThat(board.values())
        .contains(
            entry("board-0000:17:00.1.power", 17.42381),
            entry("board-0000:17:00.1.hbm.temperature", 40.0),
            entry("board-0000:65:00.1.power", 28.5));
    assertThat(board.metered())
        .extracting(Domain::device)
        .containsExactly("0000:17:00.1", "0000:65:00.1");
    assertThat(((Channel.Power) board.channel("board-0000:17:00.1.power")).updateSeconds())
        .isEqualTo(3);
    assertThat(((Channel.Power) board.channel("board-0000:65:00.1.power")).updateSeconds())
        .isEqualTo(1);
  }

  @Test
  void cachedPowerIsTakenOnlyAfterAReadingThatFillsTheCache() throws IOException {
    Board board = open("alveo-two-cards.tree");
    Files.delete(folder.resolve(U50 + "/xmc.u.4352/xmc_12v_pex_vol"));

    assertThat(board.values().get("board-0000:17:00.1.power"))
        .asString()
        .contains("xmc_12v_pex_vol' does not exist");
  }

  @Test
  void sensorThatVersalCallsInvalidIsMissingWithItsWords() throws IOException {
    Board board = open("alveo-two-cards.tree");
    MachineTree.write(folder, V70 + "/hwmon/hwmon8/power1_status", "Data Not Available");

    assertThat(board.values().get("board-0000:65:00.1.power"))
        .asString()
        .contains("Data Not Available");
  }

  @Test
  void theTargetOfClockScalingIsNeverTakenForPower() throws IOException {
    Board.lay("alveo-u250.tree", folder);
    Files.delete(folder.resolve(U250 + "/hwmon/hwmon5/power1_input"));

    // What is left: xmc_power, which only repeats the cache, after it was refreshed.
    assertThat(Board.open(new XrtSource(), folder).values()).contains(entry(POWER, 29.0));
  }

  @Test
  void managersFunctionServesWhereTheUsersHasNothing() throws IOException {
    Board.lay("alveo-u250.tree", folder);
    Files.delete(folder.resolve(U250 + "/hwmon/hwmon5/power1_input"));
    Files.delete(folder.resolve(U250 + "/xmc.u.1025/xmc_power"));

    assertThat(Board.open(new XrtSource(), folder).values()).contains(entry(POWER, 36.7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "n/a", "36611540 uW", "3.6e7", "99999999999999999999999", "0x", "--1"})
  void damagedValueIsMissingAndNamesFileAndContent(String damaged) throws IOException {
    Board board = open("alveo-u250.tree");
    MachineTree.write(folder, U250 + "/hwmon/hwmon5/power1_input", damaged);

    String reason = String.valueOf(board.values().get(POWER));

    assertThat(reason).contains("/hwmon/hwmon5/power1_input' holds '" + damaged + "'");
    assertThat(reason).doesNotContain(folder.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5000000", "1000000001", "4294967294000"})
  void powerThatNoBoardDrawsIsMissing(String microwatts) throws IOException {
    Board board = open("alveo-u250.tree");
    MachineTree.write(folder, U250 + "/hwmon/hwmon5/power1_input", microwatts);

    assertThat(board.values().get(POWER)).asString().contains("which no running board draws");
  }

  @Test
  void vanishedCardIsMissingAndBackAgainUnderAnotherNumber() throws IOException {
    Board board = open("alveo-u250.tree");
    Path monitors = folder.resolve(U250 + "/hwmon");
    Path controller = folder.resolve(U250 + "/xmc.u.1025");
    assertThat(board.values()).contains(entry(POWER, 36.61154));

    Files.move(monitors, folder.resolve("away"));
    Files.move(controller, folder.resolve("awayToo"));
    assertThat(board.values().get(POWER))
        .asString()
        .contains("power1_input' does not exist: the card was reset or removed");
    assertThat(board.values().get("board-0000:04:00.1.fpga.temperature"))
        .asString()
        .contains("does not exist");

    Files.move(folder.resolve("awayToo"), folder.resolve(U250 + "/xmc.u.2049"));
    Files.createDirectory(monitors);
    MachineTree.write(folder, U250 + "/hwmon/hwmon5/name", "another");
    Files.move(folder.resolve("away/hwmon5"), monitors.resolve("hwmon9"));
    MachineTree.write(folder, U250 + "/hwmon/hwmon9/power1_input", "40000000");
    assertThat(board.values())
        .contains(entry(POWER, 40.0), entry("board-0000:04:00.1.fpga.temperature", 42.0));
  }

  @Test
  void boardWithoutAnyPowerIsAGapAndKeepsItsTemperatures() throws IOException {
    Board.lay("alveo-two-cards.tree", folder);
    MachineTree.write(folder, U50 + "/xmc.u.4352/xmc_power", "0");

    Board board = Board.open(new XrtSource(), folder);

    assertThat(board.gaps())
        .singleElement()
        .satisfies(gap -> {
          assertThat(gap.what()).isEqualTo("board-0000:17:00.1 power");
          assertThat(gap.reason()).contains("xmc_power' gives 0.0 W");
          assertThat(gap.remedy().text()).contains("xrt-smi examine -d 0000:17:00.1");
        });
    assertThat(board.metered()).extracting(Domain::device).containsExactly("0000:65:00.1");
    assertThat(board.values()).containsKey("board-0000:17:00.1.fpga.temperature");
  }

  @Test
  void stoppedControllerGivesNoZeros() throws IOException {
    Board.lay("alveo-two-cards.tree", folder);
    for (Path file : HostRoot.list(folder.resolve(U50 + "/xmc.u.4352"), "xmc_*")) {
      Files.writeString(file, "0\n");
    }

    Board board = Board.open(new XrtSource(), folder);

    assertThat(board.values().keySet()).noneMatch(id -> id.startsWith("board-0000:17"));
  }

  @Test
  void fileThatIsNoFileIsAGapWithItsName() throws IOException {
    Board.lay("alveo-two-cards.tree", folder);
    Path power = folder.resolve(U50 + "/xmc.u.4352/xmc_power");
    Files.delete(power);
    Files.createDirectory(power);

    Board board = Board.open(new XrtSource(), folder);

    assertThat(board.gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.reason()).contains("xmc_power' cannot be read"));
  }

  @Test
  void fileThatMayNotBeReadIsAGapWithTheCommandThatHelps() throws IOException {
    Board.lay("alveo-two-cards.tree", folder);
    Path power = folder.resolve(U50 + "/xmc.u.4352/xmc_power");
    Files.setPosixFilePermissions(power, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(power)).as("this user may read everything").isFalse();

    assertThat(Board.open(new XrtSource(), folder).gaps())
        .singleElement()
        .satisfies(gap ->
            assertThat(gap.reason())
                .contains("may not be read")
                .contains("sudo chmod a+r /sys/bus/pci/devices/0000:17:00.1/xmc.u.4352"));
  }

  @Test
  void withoutDriverTheRemedyIsItsPackage() throws IOException {
    Board.lay("alveo-u250.tree", folder);
    Files.delete(folder.resolve(U250 + "/driver"));
    Files.delete(
        Objects.requireNonNull(folder.resolve(U250).getParent()).resolve("0000:04:00.0/driver"));

    var unavailable = Board.unavailable(new XrtSource(), folder);

    assertThat(unavailable.reason())
        .contains("0000:04:00.1 (10ee:5005, driver none)")
        .contains("xocl");
    assertThat(unavailable.toText()).contains("'xrt'").contains("modprobe xocl");
  }

  @Test
  void withoutBoardSaysWhatWasLookedFor() {
    var unavailable =
        Board.unavailable(new XrtSource(), Board.lay("host-without-boards.tree", folder));

    assertThat(unavailable.reason()).contains("10ee").contains("/sys/bus/pci/devices");
    assertThat(unavailable.toText()).contains("lspci -d 10ee:");
  }

  @Test
  void emptyFolderIsNoBoardEither() {
    assertThat(Board.unavailable(new XrtSource(), folder).reason()).contains("10ee");
  }
}
