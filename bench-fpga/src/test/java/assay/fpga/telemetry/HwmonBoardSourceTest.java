package assay.fpga.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource.Gap;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HwmonBoardSourceTest {
  @TempDir Path folder;

  @Test
  void takesTheLabelledTotalAndNeverASumOfUnknownParts() {
    Board board = Board.open(new HwmonBoardSource(), Board.lay("v80-ami.tree", folder));

    assertThat(board.values())
        .containsOnly(
            entry("board-0000:21:00.0.power", 54.0),
            entry("board-0000:21:00.0.power1.12v-pex", 20.0),
            entry("board-0000:21:00.0.temp1.fpga", 47.0),
            entry("board-0000:41:00.0.power1.power1", 11.0),
            entry("board-0000:41:00.0.power2.power2", 12.0));
    assertThat(board.metered())
        .containsExactly(new Domain("board-0000:21:00.0", Domain.Kind.BOARD, null, "0000:21:00.0"));
    assertThat(board.gaps()).extracting(Gap::what).containsExactly("board-0000:41:00.0 power");
  }

  @Test
  void aBoardsOnlySensorIsTheBoards() throws Exception {
    Board.lay("v80-ami.tree", folder);
    Files.delete(
        folder.resolve(
            "sys/devices/pci0000:40/0000:40:00.0/0000:41:00.0/hwmon/hwmon3/power2_input"));

    Board board = Board.open(new HwmonBoardSource(), folder);

    assertThat(board.values()).contains(entry("board-0000:41:00.0.power", 11.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alveo-u250.tree",
        "alveo-two-cards.tree",
        "intel-n6000.tree",
        "intel-d5005.tree",
        "intel-pac-a10-dfl.tree",
        "opae-legacy.tree",
        "host-without-boards.tree"
      })
  void leavesTheBoardsOfTheOtherSourcesAlone(String tree) {
    var unavailable = Board.unavailable(new HwmonBoardSource(), Board.lay(tree, folder));

    assertThat(unavailable.reason()).contains("no FPGA board except those");
    assertThat(unavailable.remedy()).isNotNull();
  }
}
