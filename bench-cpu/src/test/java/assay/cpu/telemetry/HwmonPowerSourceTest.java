package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HwmonPowerSourceTest {
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);
  private static final String EPYC = "amd-epyc-amd-energy";

  @TempDir Path folder;

  private Machine open(String tree) {
    return Machine.open(new HwmonPowerSource(), tree, folder);
  }

  @Test
  void countsEachSocketOnceThoughEveryNodeShowsIt() {
    try (Machine m = open(EPYC)) {
      m.read();
      assertThat(m.value("package-0.energy")).isEqualTo(5_000_000);
      assertThat(m.value("package-1.energy")).isEqualTo(8_000_000);
      assertThat(m.ids()).filteredOn(i -> i.matches("package-\\d\\.energy")).hasSize(2);
      assertThat(m.counter("package-0.energy").wrapsAfter()).isInfinite();
      assertThat(m.counter("package-0.energy").joulesPerCount()).isEqualTo(1e-6);
    }
  }

  @Test
  void aMachineWithOneNodeForEachSocketNeedsNoNodes() throws IOException {
    open("amd-epyc")
        .delete("sys/class/powercap/intel-rapl:0")
        .delete("sys/class/powercap/intel-rapl:0:0")
        .close();
    try (Machine m = Machine.reopen(new HwmonPowerSource(), folder)) {
      assertThat(m.read().value("package-0.energy")).isEqualTo(7_000_001);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "65535, outside its range",
    "4294967295, outside its range",
    "4294967295000, outside its range",
    "2147483647, outside its range",
    "18446744073709551615, outside its range",
    "1000001000000, 'outside its range: 0 to 1000000 W'",
  })
  void aNumberWithAllBitsSetIsNoPower(String raw, String reason) throws IOException {
    try (Machine m = open("intel-server-2s")) {
      String id = "hwmon/power-meter/system-input.power";
      assertThat(m.read().value(id)).isEqualTo(412);
      m.write("sys/class/hwmon/hwmon2/power1_average", raw).read();
      assertThat(m.missing(id)).contains(reason);
    }
  }

  @Test
  void aPackageThatRaplCountsByItsDiesIsNotCountedTwice() throws IOException {
    open("amd-epyc")
        .write("sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/name", "package-0-die-0")
        .close();
    try (Machine m = Machine.reopen(new HwmonPowerSource(), folder)) {
      assertThat(m.ids()).doesNotContain("package-0.energy");
      assertThat(m.gap("Esocket0").reason()).contains("already counts the energy of package-0");
    }
  }

  @Test
  void aSocketThatCannotBeReadIsSaidToBeUnmetered() throws IOException {
    open("amd-epyc-amd-energy").close();
    String socket = null;
    for (int i = 1; i <= 40 && socket == null; i++) {
      Path label = folder.resolve("sys/class/hwmon/hwmon0/energy" + i + "_label");
      if (java.nio.file.Files.exists(label)
          && java.nio.file.Files.readString(label).startsWith("Esocket")) {
        socket = "sys/class/hwmon/hwmon0/energy" + i + "_input";
      }
    }
    Machine.reopen(new HwmonPowerSource(), folder).write(String.valueOf(socket), "?").close();
    try (Machine m = Machine.reopen(new HwmonPowerSource(), folder)) {
      assertThat(m.gap("package-0 energy").unmetered()).isEqualTo(PACKAGE);
      assertThat(m.ids()).contains("package-1.energy");
    }
  }

  @Test
  void sumsTheCoresOfEachSocket() {
    try (Machine m = open(EPYC)) {
      m.read();
      // 10 + 20 + … + 80, and 90 + … + 160.
      assertThat(m.value("package-0/core.energy")).isEqualTo(360);
      assertThat(m.value("package-1/core.energy")).isEqualTo(1000);
      assertThat(m.channel("package-0/core.energy").domain())
          .isEqualTo(Domain.within(PACKAGE, "package-0/core", Domain.Kind.CORES));
    }
  }

  @Test
  void aSumOfWhichOnePartCannotBeReadIsMissing() throws IOException {
    try (Machine m = open(EPYC)) {
      m.write("sys/class/hwmon/hwmon0/energy3_input", "?").read();
      assertThat(m.missing("package-0/core.energy")).contains("energy3_input");
      assertThat(m.value("package-1/core.energy")).isEqualTo(1000);
    }
  }

  @Test
  void readsZenpowersRailsInsideTheirPackages() {
    try (Machine m = open(EPYC)) {
      m.read();
      assertThat(m.value("package-0/svi2-p-core.power")).isCloseTo(42, within(1e-9));
      assertThat(m.value("package-1/svi2-p-soc.power")).isCloseTo(10, within(1e-9));
      assertThat(m.channel("package-0/svi2-p-soc.power").domain())
          .isEqualTo(Domain.within(PACKAGE, "package-0/svi2-p-soc", Domain.Kind.UNCORE));
    }
  }

  @Test
  void leavesThePackageToRaplAndSaysSo() {
    try (Machine m = open("amd-epyc")) {
      assertThat(m.ids()).containsExactly("package-0/core.energy");
      assertThat(m.gap("Esocket0").reason()).contains("/sys/class/powercap");
      assertThat(m.read().value("package-0/core.energy")).isEqualTo(36_000);
    }
  }

  @Test
  void doesNotLeaveThePackageToARaplThatCannotBeRead() throws IOException {
    open("amd-epyc")
        .write("sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/energy_uj", "?")
        .close();
    try (Machine m = Machine.reopen(new HwmonPowerSource(), folder)) {
      assertThat(m.read().value("package-0.energy")).isEqualTo(7_000_001);
    }
  }

  @Test
  void leavesAcceleratorsAndBatteriesToTheirSources() {
    try (Machine m = open(EPYC)) {
      assertThat(m.ids()).noneMatch(i -> i.contains("u250") || i.contains("board"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "xe, 0x060000, 0x1022, false",
    "xena, 0x060000, 0x1022, true",
    "dfl_fme_power, 0x060000, 0x1022, false",
    "mystery, 0x030200, 0x1022, false",
    "mystery, 0x120000, 0x1022, false",
    "mystery, 0x058000, 0x10ee, false",
    "mystery, 0x058000, 0x1022, true",
  })
  void knowsAcceleratorsByNameClassOrVendor(
      String name, String pciClass, String vendor, boolean read) throws IOException {
    Path chip = folder.resolve("sys/class/hwmon/hwmon0");
    assertThat(chip.toFile().mkdirs()).isTrue();
    Machine laid = Machine.reopen(new HwmonPowerSource(), folder);
    laid.write("sys/class/hwmon/hwmon0/name", name)
        .write("sys/class/hwmon/hwmon0/device/class", pciClass)
        .write("sys/class/hwmon/hwmon0/device/vendor", vendor)
        .write("sys/class/hwmon/hwmon0/power1_label", "input")
        .write("sys/class/hwmon/hwmon0/power1_input", "5000000");
    try (Machine m = Machine.reopen(new HwmonPowerSource(), folder)) {
      assertThat(m.isOpened()).isEqualTo(read);
    }
  }

  @Test
  void aSensorOfUnknownExtentIsNeverAddedToAnything() {
    try (Machine m = open("intel-server-2s")) {
      String id = "hwmon/power-meter/system-input.power";
      assertThat(m.ids()).containsExactly(id);
      Channel.Power power = (Channel.Power) m.channel(id);
      assertThat(power.domain().parent()).isEqualTo("machine");
      assertThat(power.averagedSeconds()).isEqualTo(2);
      assertThat(power.updateSeconds()).isEqualTo(2);
      assertThat(m.read().value(id)).isCloseTo(412, within(1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "intel-client, no chip of the host, amdgpu",
    "laptop-battery, no chip of the host, BAT0",
    "arm-without-power, has no label, power1_input",
    "vm-without-anything, does not exist, /sys/class/hwmon",
  })
  void saysWhyAMachineHasNone(String tree, String reason, String also) {
    try (Machine m = open(tree)) {
      assertThat(m.unavailable().reason()).contains(reason).contains(also);
    }
  }

  @Test
  void fam15hGivesThePackageAndNotTheAverageThatHaltsTheReader() throws IOException {
    open("vm-without-anything")
        .write("sys/class/hwmon/hwmon0/name", "fam15h_power")
        .write("sys/class/hwmon/hwmon0/power1_input", "61000000")
        .write("sys/class/hwmon/hwmon0/power1_crit", "95000000")
        .write("sys/class/hwmon/hwmon0/power2_average", "1")
        .close();
    try (Machine m = Machine.reopen(new HwmonPowerSource(), folder)) {
      assertThat(m.ids()).containsExactly("package-0.power");
      assertThat(m.channel("package-0.power").domain()).isEqualTo(PACKAGE);
      assertThat(m.read().value("package-0.power")).isCloseTo(61, within(1e-9));
      assertThat(m.gap("fam15h_power power2_average").reason()).contains("reading it blocks");
    }
  }

  @Test
  void manyCoresAreNotInterruptedOneByOne() throws IOException {
    Machine laid = open("vm-without-anything");
    laid.write("sys/class/hwmon/hwmon0/name", "amd_energy");
    for (int i = 0; i < 64; i++) {
      laid.write("sys/class/hwmon/hwmon0/energy" + (i + 1) + "_label", "Ecore0" + i)
          .write("sys/class/hwmon/hwmon0/energy" + (i + 1) + "_input", "1");
    }
    laid.write("sys/class/hwmon/hwmon0/energy65_label", "Esocket0")
        .write("sys/class/hwmon/hwmon0/energy65_input", "9");
    try (Machine m = Machine.reopen(new HwmonPowerSource(), folder)) {
      assertThat(m.ids()).containsExactly("package-0.energy");
      assertThat(m.gap("energy of the cores").reason()).contains("64 core counters");
    }
  }

  @Test
  void aSocketThatCannotBePlacedIsAGap() throws IOException {
    open(EPYC).write("sys/devices/system/node/node5/cpulist", "").close();
    try (Machine m = Machine.reopen(new HwmonPowerSource(), folder)) {
      assertThat(m.gap("Esocket5").reason()).contains("unknown which package");
      assertThat(m.read().value("package-1.energy")).isEqualTo(8_000_000);
    }
  }

  @Test
  void coresOfAnySplitSumToTheirWhole() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Machine m = open(EPYC)) {
      for (int round = 0; round < 20; round++) {
        double first = 0;
        double second = 0;
        for (int i = 0; i < 16; i++) {
          long count = random.nextLong(1L << 40);
          first += i < 8 ? count : 0;
          second += i < 8 ? 0 : count;
          m.write("sys/class/hwmon/hwmon0/energy" + (i + 1) + "_input", Long.toString(count));
        }
        m.read();
        assertThat(m.value("package-0/core.energy")).as("seed %d", seed).isEqualTo(first);
        assertThat(m.value("package-1/core.energy")).as("seed %d", seed).isEqualTo(second);
      }
    }
  }
}
