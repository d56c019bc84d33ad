package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import assay.core.telemetry.Calibration;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RaplSourceTest {
  private static final String RAPL = "sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/";
  private static final String SECOND = "sys/devices/virtual/powercap/intel-rapl/intel-rapl:1/";
  private static final String MMIO =
      "sys/devices/virtual/powercap/intel-rapl-mmio/intel-rapl-mmio:0/";
  private static final String PACKAGE = "package-0.energy";

  @TempDir Path folder;

  private Machine open(String tree) {
    return Machine.open(new RaplSource(), tree, folder);
  }

  @Test
  void readsTheZonesOfADesktopOnceThoughTwoInterfacesShowThePackage() {
    try (Machine m = open("intel-client")) {
      assertThat(m.ids())
          .containsExactly(
              PACKAGE, "package-0/core.energy", "package-0/uncore.energy", "psys.energy");
      assertThat(m.gaps()).isEmpty();
      m.read();
      assertThat(m.value(PACKAGE)).isEqualTo(123_456_789);
      assertThat(m.value("package-0/core.energy")).isEqualTo(100_000_000);
      assertThat(m.value("package-0/uncore.energy")).isEqualTo(5_000_000);
      assertThat(m.value("psys.energy")).isEqualTo(333_000_000);
      assertThat(m.instrument().metersEnergy()).isTrue();
      assertThat(m.facts().settings())
          .containsEntry("package-0.powerLimit.long_term", "65.0 W")
          .containsEntry("package-0.powerLimit.short_term", "81.25 W");
    }
  }

  @Test
  void nestsPowerPlanesInTheirPackageAndLeavesThePlatformAlone() {
    try (Machine m = open("intel-client")) {
      Domain pkg = Domain.host("package-0", Domain.Kind.PACKAGE);
      assertThat(m.instrument().channels())
          .extracting(Channel::domain)
          .containsExactly(
              pkg,
              Domain.within(pkg, "package-0/core", Domain.Kind.CORES),
              Domain.within(pkg, "package-0/uncore", Domain.Kind.UNCORE),
              Domain.host("psys", Domain.Kind.PLATFORM));
    }
  }

  @Test
  void memoryIsBesideItsPackageOnServersAndLaptops() {
    try (Machine m = open("intel-server-2s")) {
      assertThat(m.ids())
          .containsExactly(
              PACKAGE,
              "package-0/dram.energy",
              "package-1.energy",
              "package-1/dram.energy",
              "psys.energy");
      assertThat(m.channel("package-1/dram.energy").domain())
          .isEqualTo(Domain.host("package-1/dram", Domain.Kind.DRAM));
      assertThat(m.read().value("package-1/dram.energy")).isEqualTo(4_000_000);
    }
  }

  @Test
  void aLaptopHasAMemoryDomainTooAndItIsInNoPackage() {
    try (Machine m = open("laptop-battery")) {
      assertThat(m.channel("package-0/dram.energy").domain().parent()).isNull();
      assertThat(m.channel("package-0/core.energy").domain().parent()).isEqualTo("package-0");
    }
  }

  @Test
  void takesRangePeriodAndLimitFromTheZone() {
    try (Machine m = open("intel-server-2s")) {
      Channel.EnergyCounter pkg = m.counter(PACKAGE);
      assertThat(pkg.joulesPerCount()).isEqualTo(1e-6);
      assertThat(pkg.wrapsAfter()).isEqualTo(262_143_328_851.0);
      assertThat(pkg.updateSeconds()).isEqualTo(1e-3);
      assertThat(pkg.maxWatts())
          .as("four times the largest of 350, 420, 764 W, at most 2 kW")
          .isEqualTo(2000);
      assertThat(m.counter("package-0/dram.energy").wrapsAfter()).isEqualTo(65_712_999_614.0);
      // Counts whole joules: at 10 W one in 0.1 s.
      assertThat(m.counter("psys.energy").updateSeconds()).isCloseTo(0.1, within(1e-6));
    }
  }

  /** The platform's counter is connected by the board's maker: nothing is known of it. */
  @Test
  void theAccuracyIsThatOfTheMakersCountersAndNamesItsSource() {
    try (Machine m = open("intel-server-2s")) {
      assertThat(m.counter(PACKAGE).calibration())
          .isEqualTo(m.counter("package-1/dram.energy").calibration())
          .satisfies(c -> assertThat(Objects.requireNonNull(c).percent()).isEqualTo(5))
          .extracting(Calibration::literature)
          .asString()
          .contains("doi:10.1145/3177754");
      assertThat(m.counter("psys.energy").calibration()).isNull();
    }
  }

  @Test
  void amdsCountersAreTakenToBeHalfAsAccurate() {
    try (Machine m = open("amd-epyc")) {
      assertThat(m.counter(PACKAGE).calibration())
          .satisfies(c -> assertThat(Objects.requireNonNull(c).percent()).isEqualTo(10))
          .extracting(Calibration::literature)
          .asString()
          .contains("arXiv:2108.00808");
    }
  }

  @Test
  void subdomainsHaveTheirPackagesLimit() {
    try (Machine m = open("intel-client")) {
      assertThat(m.counter(PACKAGE).maxWatts()).isEqualTo(4 * 160.0);
      assertThat(m.counter("package-0/uncore.energy").maxWatts()).isEqualTo(4 * 160.0);
      assertThat(m.counter("psys.energy").maxWatts()).isEqualTo(10_000);
    }
  }

  @Test
  void amdsCoreZoneIsOneCoreAndSaidToBe() {
    try (Machine m = open("amd-epyc")) {
      assertThat(m.ids()).containsExactly(PACKAGE);
      assertThat(m.gap("package-0/core energy").reason()).contains("AMD has one counter per core");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "amd-epyc-amd-energy, does not exist, sudo modprobe intel_rapl_msr",
    "arm-without-power, Arm processors have no RAPL, hwmon-power",
    "container-limits, container runtimes hide, systempaths=unconfined",
    "vm-without-anything, virtual machine, on the host",
  })
  void saysWhyAMachineHasNone(String tree, String reason, String remedy) {
    try (Machine m = open(tree)) {
      assertThat(m.unavailable().reason()).contains("/sys/class/powercap").contains(reason);
      assertThat(m.unavailable().toText()).contains(remedy);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', not a number",
    "garbage, holds 'garbage'",
    "-5, holds '-5'",
    "12 34, holds '12 34'",
    "1e9, holds '1e9'",
    "99999999999999999999999, holds '99999999999999999999999'",
    "9223372036854775807, outside its range",
    "262143328851, outside its range",
  })
  void aDamagedCounterIsMissingAndComesBack(String damaged, String reason) throws IOException {
    try (Machine m = open("intel-client")) {
      m.write(RAPL + "energy_uj", damaged).read();
      assertThat(m.missing(PACKAGE))
          .contains("/sys/class/powercap/intel-rapl:0/energy_uj")
          .contains(reason);
      assertThat(m.value("psys.energy")).as("the others stay").isEqualTo(333_000_000);
      assertThat(m.write(RAPL + "energy_uj", "262143328850").read().value(PACKAGE))
          .as("the largest value of its range")
          .isEqualTo(262_143_328_850.0);
    }
  }

  @Test
  void aCounterThatVanishesIsMissingAndComesBack() throws IOException {
    try (Machine m = open("intel-client")) {
      m.read().delete(RAPL + "energy_uj").read();
      assertThat(m.missing(PACKAGE)).contains("intel-rapl:0/energy_uj does not exist");
      assertThat(m.write(RAPL + "energy_uj", "7").read().value(PACKAGE)).isEqualTo(7);
    }
  }

  @Test
  void theOtherInterfaceServesWhereTheFirstCannotBeRead() throws IOException {
    open("intel-client").write(RAPL + "energy_uj", "?").write(MMIO + "energy_uj", "42").close();
    try (Machine m = Machine.reopen(new RaplSource(), folder)) {
      assertThat(m.ids()).containsOnlyOnce(PACKAGE);
      assertThat(m.gaps()).isEmpty();
      assertThat(m.read().value(PACKAGE)).isEqualTo(42);
    }
  }

  @Test
  void aZoneWithoutRangeOrWithAnUnknownNameIsAGap() throws IOException {
    open("intel-server-2s")
        .write(RAPL + "max_energy_range_uj", "0")
        .write("sys/devices/virtual/powercap/intel-rapl/intel-rapl:2/name", "anothersys")
        .close();
    try (Machine m = Machine.reopen(new RaplSource(), folder)) {
      assertThat(m.ids())
          .containsExactly("package-0/dram.energy", "package-1.energy", "package-1/dram.energy");
      assertThat(m.gap("package-0 energy").reason()).contains("max_energy_range_uj");
      assertThat(m.gap("zone anothersys").reason()).contains("intel-rapl:2");
    }
  }

  /** Otherwise the other one's joules would pass for the host's. */
  @Test
  void oneOfTwoSocketsThatCannotBeReadIsSaidToBeUnmetered() throws IOException {
    open("intel-server-2s").write(SECOND + "energy_uj", "?").close();
    try (Machine m = Machine.reopen(new RaplSource(), folder)) {
      assertThat(m.ids()).contains(PACKAGE).doesNotContain("package-1.energy");
      assertThat(m.gap("package-1 energy").reason()).contains("intel-rapl:1/energy_uj");
      assertThat(m.gap("package-1 energy").unmetered())
          .isEqualTo(Domain.host("package-1", Domain.Kind.PACKAGE));
    }
  }

  @Test
  void aPackageWithProcessorsButWithoutZoneIsUnmeteredToo() throws IOException {
    open("intel-server-2s")
        .write("sys/devices/system/cpu/cpu40/topology/physical_package_id", "2")
        .close();
    try (Machine m = Machine.reopen(new RaplSource(), folder)) {
      assertThat(m.gap("package-2 energy").reason())
          .isEqualTo("/sys/class/powercap has no meter of package-2, which has processors online");
      assertThat(m.gap("package-2 energy").unmetered())
          .isEqualTo(Domain.host("package-2", Domain.Kind.PACKAGE));
    }
  }

  /** As kernels show AMD's sockets whose dies have a zone each. */
  @Test
  void diesThatMirrorTheirSocketsCounterCountOnce() throws IOException {
    open("amd-epyc").write(RAPL + "name", "package-0-die-0").close();
    zone("package-0-die-1", "7000000");
    try (Machine m = Machine.reopen(new RaplSource(), folder)) {
      assertThat(m.ids()).containsExactly("package-0-die-0.energy");
      assertThat(m.gap("package-0-die-1 energy").reason())
          .contains("shows the counter of package-0-die-0")
          .contains("counted once");
      assertThat(m.gap("package-0-die-1 energy").unmetered()).isNull();
    }
    zone("package-0-die-1", "17000000");
    try (Machine m = Machine.reopen(new RaplSource(), folder)) {
      assertThat(m.ids())
          .as("dies with counters of their own")
          .containsExactly("package-0-die-0.energy", "package-0-die-1.energy");
    }
  }

  @Test
  void aPackageThatMirrorsAnotherIsRefused() throws IOException {
    open("amd-epyc").close();
    zone("package-1", "7000000");
    try (Machine m = Machine.reopen(new RaplSource(), folder)) {
      assertThat(m.ids()).containsExactly(PACKAGE);
      assertThat(m.gap("package-1 energy").reason()).contains("not its own");
      assertThat(m.gap("package-1 energy").unmetered())
          .isEqualTo(Domain.host("package-1", Domain.Kind.PACKAGE));
    }
  }

  private void zone(String name, String count) throws IOException {
    MachineTree.write(folder, SECOND + "name", name);
    MachineTree.write(folder, SECOND + "energy_uj", count);
    MachineTree.write(folder, SECOND + "max_energy_range_uj", "65532610987");
    Path link = folder.resolve("sys/class/powercap/intel-rapl:1");
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, folder.resolve(SECOND));
    }
  }

  @Test
  void everyCountUpToTheRangeIsReadExactly() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Machine m = open("intel-client")) {
      for (int i = 0; i < 200; i++) {
        long count = random.nextLong(262_143_328_851L);
        assertThat(m.write(RAPL + "energy_uj", Long.toString(count)).read().value(PACKAGE))
            .as("seed %d", seed)
            .isEqualTo((double) count);
      }
    }
  }
}
