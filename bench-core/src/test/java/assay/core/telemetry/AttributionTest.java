package assay.core.telemetry;

import static assay.core.telemetry.Share.PART;
import static assay.core.telemetry.Share.PRIMARY;
import static assay.core.telemetry.Share.SURROUNDING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose energy is whose. */
class AttributionTest {
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);
  private static final Domain CORES = Domain.within(PACKAGE, "core", Domain.Kind.CORES);
  private static final Domain DRAM = Domain.host("dram", Domain.Kind.DRAM);
  private static final Domain PSYS = Domain.host("psys", Domain.Kind.PLATFORM);
  private static final Domain WALL = Domain.host("wall", Domain.Kind.WALL);
  private static final Domain BATTERY = Domain.host("battery", Domain.Kind.BATTERY);
  private static final Domain GPU = Domain.accelerator("gpu-0", Domain.Kind.GPU, "0000:3b:00.0");
  private static final Domain OTHER = Domain.accelerator("gpu-1", Domain.Kind.GPU, "0000:af:00.0");
  private static final List<Domain> ALL =
      List.of(PACKAGE, CORES, DRAM, PSYS, WALL, BATTERY, GPU, OTHER);

  @Test
  void aHostTargetOwnsPackagesAndMemoryAndNothingTwice() {
    Attribution host = new Attribution(Map.of(), ALL);
    assertThat(ALL.stream().filter(d -> host.of(d) == PRIMARY)).containsExactly(PACKAGE, DRAM);
    assertThat(host.of(CORES)).isEqualTo(PART);
    assertThat(List.of(host.of(PSYS), host.of(WALL), host.of(GPU), host.of(BATTERY)))
        .containsOnly(SURROUNDING);
  }

  /** Cores or memory alone, or a part of a board, must not pass for the whole. */
  @Test
  void aPartDoesNotStandForTheWhole() {
    assertThat(new Attribution(Map.of(), List.of(CORES, DRAM)).of(CORES)).isEqualTo(SURROUNDING);
    assertThat(new Attribution(Map.of(), List.of(CORES, DRAM)).of(DRAM)).isEqualTo(SURROUNDING);
    Domain board = Domain.accelerator("board", Domain.Kind.BOARD, "0000:3b:00.0");
    Domain chip = Domain.within(board, "board/fpga", Domain.Kind.BOARD);
    Attribution ofBoard =
        new Attribution(Map.of(Attribution.DEVICE_KEY, "0000:3b:00.0"), List.of(chip));
    assertThat(ofBoard.of(chip)).isEqualTo(SURROUNDING);
    assertThat(ofBoard.of(board))
        .as("what is the target's own though unmetered")
        .isEqualTo(PRIMARY);
    Domain sensor = new Domain("acpi", Domain.Kind.PLATFORM, "machine", null);
    assertThat(new Attribution(Map.of(), List.of(sensor)).of(sensor)).isEqualTo(SURROUNDING);
  }

  /** One package of two is the host's own, and so is the other, which is not metered. */
  @Test
  void aPackageWithoutMeterIsTheHostsOwnWhereAnotherHasOne() {
    Domain second = Domain.host("package-1", Domain.Kind.PACKAGE);
    Attribution host = new Attribution(Map.of(), List.of(PACKAGE, WALL));
    assertThat(List.of(host.of(PACKAGE), host.of(second))).containsOnly(PRIMARY);
    assertThat(new Attribution(Map.of(), List.of(WALL)).of(second)).isEqualTo(SURROUNDING);
  }

  @Test
  void anAcceleratorTargetOwnsItsBoardAlone() {
    Attribution gpu = new Attribution(Map.of(Attribution.DEVICE_KEY, "0000:3b:00.0"), ALL);
    assertThat(ALL.stream().filter(d -> gpu.of(d) == PRIMARY)).containsExactly(GPU);
    assertThat(gpu.concerns(GPU)).isTrue();
    assertThat(gpu.concerns(OTHER)).isFalse();
    assertThat(gpu.concerns(PACKAGE)).isTrue();
  }

  /** A part of a board must not pass for the whole, and the host beside it not for the part. */
  @Test
  void anAcceleratorThatCannotBeToldApartOwnsNothing() {
    Map<String, String> part = Map.of(Attribution.UNATTRIBUTED, "part of a board");
    for (List<Domain> metered : List.of(ALL, List.of(PSYS, WALL), List.of(BATTERY, GPU))) {
      Attribution attribution = new Attribution(part, metered);
      assertThat(metered).noneMatch(d -> attribution.of(d) == PRIMARY);
      assertThat(attribution.concerns(GPU)).isFalse();
      assertThat(attribution.concerns(PACKAGE)).isTrue();
    }
  }

  @Test
  void withoutPackagesTheNearestMeterAroundStandsForTheHost() {
    assertThat(new Attribution(Map.of(), List.of(PSYS, WALL, BATTERY)).of(PSYS)).isEqualTo(PRIMARY);
    assertThat(new Attribution(Map.of(), List.of(PSYS, WALL, BATTERY)).of(WALL))
        .isEqualTo(SURROUNDING);
    assertThat(new Attribution(Map.of(), List.of(WALL, BATTERY)).of(WALL)).isEqualTo(PRIMARY);
    assertThat(new Attribution(Map.of(), List.of(BATTERY)).of(BATTERY)).isEqualTo(PRIMARY);
  }
}
