package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.telemetry.Channel;
import assay.core.telemetry.InterferenceKind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupSourceTest {
  private static final String POD = "sys/fs/cgroup/kubepods.slice/pod1.slice/";
  private static final String OWN = POD + "container1.scope/";
  private static final String TIME = "cgroup.throttled.time";
  private static final String PERIODS = "cgroup.throttled.periods";

  @TempDir Path folder;

  private Machine container() {
    return Machine.open(new CgroupSource(), "container-limits", folder);
  }

  private Machine again() {
    return Machine.reopen(new CgroupSource(), folder);
  }

  @Test
  void countsTheThrottlingOfEveryGroupOnTheWayUp() {
    try (Machine m = container()) {
      m.read();
      assertThat(m.value(TIME)).isCloseTo(1.75, within(1e-9));
      assertThat(m.value(PERIODS)).isEqualTo(9);
      assertThat(((Channel.CauseTally) m.channel(TIME)).cause())
          .isEqualTo(InterferenceKind.CGROUP_QUOTA);
      assertThat(m.value("cgroup.memory")).isEqualTo(1L << 30);
    }
  }

  /** One group's fall must not hide what another one counted. */
  @Test
  void aGroupThatCountsAnewLosesNothingOfTheOthers() throws IOException {
    try (Machine m = container()) {
      double before = m.read().value(TIME);
      m.write(OWN + "cpu.stat", "nr_throttled 0\nthrottled_usec 0").read();
      assertThat(m.value(TIME)).isCloseTo(before, within(1e-9));
      m.write(OWN + "cpu.stat", "nr_throttled 2\nthrottled_usec 500000").read();
      assertThat(m.value(TIME)).isCloseTo(before + 0.5, within(1e-9));
      assertThat(m.value(PERIODS)).isEqualTo(9 + 2);
    }
  }

  @Test
  void theTightestLimitCounts() {
    try (Machine m = container()) {
      assertThat(m.facts().settings())
          .containsEntry("cgroup.processors", "3.0")
          .containsEntry("cgroup.memoryBytes", "4294967296")
          .containsEntry("cgroup.cpus", "0-7");
    }
  }

  @Test
  void noLimitIsSaid() throws IOException {
    Machine laid = container();
    for (String group : new String[] {POD, OWN, "sys/fs/cgroup/kubepods.slice/"}) {
      laid.write(group + "cpu.max", "max 100000").write(group + "memory.max", "max");
    }
    laid.close();
    try (Machine m = again()) {
      assertThat(m.facts().settings())
          .containsEntry("cgroup.processors", "no limit")
          .containsEntry("cgroup.memoryBytes", "no limit");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lots", "-100000 100000", "100000 0", "0 100000", "1 x"})
  void aDamagedLimitIsUnknownAndNotAnother(String damaged) throws IOException {
    container().write(OWN + "cpu.max", damaged).close();
    try (Machine m = again()) {
      assertThat(m.facts().settings()).doesNotContainKey("cgroup.processors");
      assertThat(m.facts().unavailable().get("cgroup.processors")).contains(damaged);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"18446744073709551615", "9223372036854775807", "4294967295", "-1"})
  void memoryWithAllBitsSetIsNone(String raw) throws IOException {
    try (Machine m = container()) {
      m.write(OWN + "memory.current", raw).read();
      assertThat(m.missing("cgroup.memory")).contains("outside its range");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nr_throttled 1, no longer has throttled_usec",
    "nr_throttled 1\\nthrottled_usec x, no longer has throttled_usec",
    "nr_throttled -1\\nthrottled_usec 5, no longer has throttled_usec",
    "nr_throttled 3\\nthrottled_usec 18446744073709551615, outside their range",
  })
  void damagedStatisticsAreMissingAndComeBack(String damaged, String reason) throws IOException {
    try (Machine m = container()) {
      m.write(OWN + "cpu.stat", damaged.replace("\\n", "\n")).read();
      assertThat(m.missing(TIME)).contains("container1.scope/cpu.stat").contains(reason);
      assertThat(m.missing(PERIODS)).contains(reason);
      m.delete(OWN + "cpu.stat").read();
      assertThat(m.missing(TIME)).contains("does not exist");
      m.write(OWN + "cpu.stat", "nr_throttled 3\nthrottled_usec 500000").read();
      assertThat(m.value(TIME)).isCloseTo(2.0, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0::/elsewhere", "0::/../outside", "0::/", "1:cpu:/x"})
  void fallsBackToTheRootOfWhatItSees(String line) throws IOException {
    container()
        .write("proc/self/cgroup", line)
        .write("sys/fs/cgroup/cpu.stat", "nr_throttled 4\nthrottled_usec 1000000")
        .close();
    try (Machine m = again()) {
      assertThat(m.read().value(TIME)).isCloseTo(1, within(1e-9));
      assertThat(m.gaps().stream().anyMatch(g -> g.what().equals("own control group")))
          .isEqualTo(!line.equals("0::/"));
      assertThat(m.facts().settings()).containsEntry("cgroup.processors", "no limit");
    }
  }

  @Test
  void versionOneIsNotReadAndNoneIsSaid() {
    try (Machine m = Machine.open(new CgroupSource(), "vm-without-anything", folder)) {
      assertThat(m.unavailable().reason()).contains("version 1");
      assertThat(m.unavailable().toText()).contains("unified_cgroup_hierarchy=1");
    }
  }

  @Test
  void aMachineWithoutAnyIsSaid() {
    try (Machine m = Machine.open(new CgroupSource(), "arm-without-power", folder)) {
      assertThat(m.unavailable().reason())
          .isEqualTo("no control groups are mounted at /sys/fs/cgroup");
    }
  }
}
