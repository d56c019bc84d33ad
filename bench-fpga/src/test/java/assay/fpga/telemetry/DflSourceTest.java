package assay.fpga.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DflSourceTest {
  private static final String A10 =
      "sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/fpga_region/region0/dfl-fme.0/hwmon";
  private static final String N6000 =
      "sys/devices/pci0000:b0/0000:b0:02.0/0000:b1:00.0/fpga_region/region0/dfl-fme.0";
  private static final String N6000_BMC = N6000 + "/dfl_dev.6/n6000bmc-hwmon.4.auto/hwmon/hwmon6";
  private static final String D5005 =
      "sys/devices/pci0000:d7/0000:d7:00.0/0000:d8:00.0/fpga_region/region0/dfl-fme.0/dfl_dev.5"
          + "/spi_master/spi0/spi0.0/d5005bmc-hwmon.1.auto/hwmon/hwmon3";
  private static final String OPAE =
      "sys/devices/pci0000:5d/0000:5d:00.0/0000:5e:00.0/fpga/intel-fpga-dev.0/intel-fpga-fme.0";

  @TempDir Path folder;

  private Board open(String tree) {
    return Board.open(new DflSource(), Board.lay(tree, folder));
  }

  @Test
  void readsTheFpgaOfAnArria10CardAndSaysThatItIsNotTheBoard() {
    Board board = open("intel-pac-a10-dfl.tree");

    assertThat(board.values())
        .containsOnly(
            entry("board-0000:3b:00.0/fpga.power", 23.0),
            entry("board-0000:3b:00.0/fpga.power.max.alarm", 0.0),
            entry("board-0000:3b:00.0/fpga.temperature", 51.0),
            entry("board-0000:3b:00.0/fpga.temp.max.alarm", 0.0),
            entry("board-0000:3b:00.0/fpga.temp.crit.alarm", 0.0));
    assertThat(board.metered())
        .containsExactly(
            new Domain(
                "board-0000:3b:00.0/fpga",
                Domain.Kind.BOARD,
                "board-0000:3b:00.0",
                "0000:3b:00.0"));
    assertThat(board.gaps())
        .singleElement()
        .satisfies(gap -> {
          assertThat(gap.what()).isEqualTo("board-0000:3b:00.0 power");
          assertThat(gap.unmetered())
              .isEqualTo(new Domain("board-0000:3b:00.0", Domain.Kind.BOARD, null, "0000:3b:00.0"));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "65535",
        "0xffff",
        "4294967295",
        "0xffffffff",
        "4294967295000000",
        "18446744073709551615",
        "0xffffffffffffffff",
        "-1",
        "255000",
      })
  void aNumberWithAllBitsSetIsNoReading(String raw) throws IOException {
    Board board = open("intel-pac-a10-dfl.tree");
    MachineTree.write(folder, A10 + "/hwmon4/temp1_input", raw);
    MachineTree.write(folder, A10 + "/hwmon4/temp1_max_alarm", raw);

    assertThat(board.values().get("board-0000:3b:00.0/fpga.temperature"))
        .asString()
        .contains("outside its range");
    assertThat(board.values().get("board-0000:3b:00.0/fpga.temp.max.alarm"))
        .asString()
        .contains("outside its range");
  }

  @Test
  void alarmsOfTheHardwareAreCausesThatSpoilAMeasurement() throws IOException {
    Board board = open("intel-pac-a10-dfl.tree");
    MachineTree.write(folder, A10 + "/hwmon4/temp1_max_alarm", "1");

    assertThat(board.values()).contains(entry("board-0000:3b:00.0/fpga.temp.max.alarm", 1.0));
    assertThat(((Channel.Flag) board.channel("board-0000:3b:00.0/fpga.temp.max.alarm")).cause())
        .isEqualTo(InterferenceKind.THERMAL);
    assertThat(((Channel.Flag) board.channel("board-0000:3b:00.0/fpga.power.max.alarm")).cause())
        .isEqualTo(InterferenceKind.HARDWARE_SLOWDOWN);
  }

  @Test
  void fpgaOfAnN6000IsPartOfItsBoard() {
    Board board = open("intel-n6000.tree");

    assertThat(board.values())
        .containsOnly(
            entry("board-0000:b1:00.0.power", 68.94),
            entry("board-0000:b1:00.0/fpga.power", 41.0),
            entry("board-0000:b1:00.0.fpga-e-tile-temperature-1", 48.5),
            entry("board-0000:b1:00.0.board-top-near-fpga-temperature", 37.0));
    assertThat(board.metered())
        .containsExactly(
            new Domain("board-0000:b1:00.0", Domain.Kind.BOARD, null, "0000:b1:00.0"),
            new Domain(
                "board-0000:b1:00.0/fpga",
                Domain.Kind.BOARD,
                "board-0000:b1:00.0",
                "0000:b1:00.0"));
    assertThat(board.gaps()).isEmpty();
    assertThat(board.instrument().facts().identity())
        .containsEntry("board-0000:b1:00.0.shell", "0x501020241bf165b")
        .containsEntry("board-0000:b1:00.0.pcie", "16.0 GT/s PCIe x16");
    assertThat(board.instrument().facts().settings())
        .containsEntry("board-0000:b1:00.0.controllerVersion", "0x321");
  }

  @Test
  void milliwattsThatAnOlderKernelGivesAsMicrowattsAreRefused() throws IOException {
    Board.lay("intel-n6000.tree", folder);
    MachineTree.write(folder, N6000_BMC + "/power1_input", "68940");

    Board board = Board.open(new DflSource(), folder);

    assertThat(board.values().get("board-0000:b1:00.0.power"))
        .asString()
        .contains("reports mW as µW")
        .contains("6.9.4");
    assertThat(board.gaps()).extracting(Gap::what).containsExactly("board-0000:b1:00.0.power");
    assertThat(board.metered().getLast().parent()).isEqualTo("board-0000:b1:00.0");
  }

  @Test
  void inputsOfAD5005AreMultipliedAndAddedAndTheRestIsSaid() {
    Board board = open("intel-d5005.tree");

    assertThat((Double) board.values().get("board-0000:d8:00.0.power"))
        .isCloseTo(12.05 * 2.75 + 12.1 * 3.1, within(1e-9));
    assertThat(board.gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.reason()).contains("3.3 V").contains("not measured"));
    assertThat(board.instrument().facts().unavailable())
        .containsEntry("board-0000:d8:00.0.shell", "no FPGA management engine (dfl-fme)");
  }

  @Test
  void aMissingInputMakesTheSumMissingAndNotSmaller() throws IOException {
    Board board = open("intel-d5005.tree");
    MachineTree.write(folder, D5005 + "/in9_input", "0");
    assertThat(board.values().get("board-0000:d8:00.0.power")).asString().contains("in9_input");

    MachineTree.write(folder, D5005 + "/in9_input", "12100");
    Files.delete(folder.resolve(D5005 + "/curr8_input"));
    assertThat(board.values().get("board-0000:d8:00.0.power")).asString().contains("curr8_input");

    MachineTree.write(folder, D5005 + "/curr8_input", "3100");
    assertThat((Double) board.values().get("board-0000:d8:00.0.power"))
        .isCloseTo(70.6475, within(1e-9));
  }

  @Test
  void d5005WithoutLabelsHasNoPower() throws IOException {
    Board.lay("intel-d5005.tree", folder);
    Files.delete(folder.resolve(D5005 + "/in8_label"));

    assertThat(Board.unavailable(new DflSource(), folder).reason())
        .contains("board-0000:d8:00.0 power");
  }

  @Test
  void olderDriversGiveHexadecimalWatts() {
    Board board = open("opae-legacy.tree");

    assertThat(board.values())
        .containsOnly(
            entry("board-0000:5e:00.0/fpga.power", 30.0),
            entry("board-0000:5e:00.0/fpga.temperature", 46.0));
    assertThat(board.gaps())
        .singleElement()
        .satisfies(gap -> assertThat(gap.remedy().text()).contains("modprobe -a dfl-pci"));
    assertThat(board.instrument().facts().identity())
        .containsEntry("board-0000:5e:00.0.shell", "0x63000023b637277");
  }

  @Test
  void olderDriversZeroIsNoPower() throws IOException {
    Board board = open("opae-legacy.tree");
    MachineTree.write(folder, OPAE + "/power_mgmt/consumed", "0x0");

    assertThat(board.values().get("board-0000:5e:00.0/fpga.power"))
        .asString()
        .contains("power_mgmt/consumed' gives 0.0 W");
  }

  @Test
  void vanishedCardIsMissingAndBackAgain() throws IOException {
    Board board = open("intel-n6000.tree");
    Path card = folder.resolve("sys/devices/pci0000:b0/0000:b0:02.0/0000:b1:00.0");

    Files.move(card, folder.resolve("away"));
    assertThat(board.values().values())
        .allSatisfy(value -> assertThat(value).asString().contains("does not exist"));

    Files.move(folder.resolve("away"), card);
    assertThat(board.values()).contains(entry("board-0000:b1:00.0.power", 68.94));
  }

  @Test
  void cardWithoutMonitorsNamesTheModules() throws IOException {
    Board.lay("intel-n6000.tree", folder);
    Files.delete(folder.resolve("sys/class/hwmon/hwmon2"));
    Files.delete(folder.resolve("sys/class/hwmon/hwmon6"));

    var unavailable = Board.unavailable(new DflSource(), folder);

    assertThat(unavailable.reason()).contains("0000:b1:00.0 (8086:bcce, driver dfl-pci)");
    assertThat(unavailable.toText()).contains("intel-m10-bmc-hwmon");
  }

  @Test
  void withoutBoardSaysWhatWasLookedFor() {
    var unavailable =
        Board.unavailable(new DflSource(), Board.lay("host-without-boards.tree", folder));

    assertThat(unavailable.reason()).contains("dfl_fme_power").contains("/sys/class/hwmon");
    assertThat(unavailable.toText()).contains("lspci -d 8086:");
  }
}
