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

class CpuThermalSourceTest {
  private static final String CPU = "sys/devices/system/cpu/cpu";

  @TempDir Path folder;

  private Machine open(String tree) {
    return Machine.open(new CpuThermalSource(), tree, folder);
  }

  @Test
  void readsThrottlingOfPackageAndCores() {
    try (Machine m = open("intel-client")) {
      m.read();
      assertThat(m.value("package-0.throttle.events")).isEqualTo(9);
      assertThat(m.value("package-0.throttle.time")).isCloseTo(2.5, within(1e-9));
      assertThat(m.value("package-0.powerLimit.events")).isEqualTo(2);
      // Two cores with two logical processors each, of which one counts.
      assertThat(m.value("cores.throttle.events")).isEqualTo(5 + 2);
      assertThat(m.value("cores.throttle.time")).isCloseTo(1.5, within(1e-9));
      assertThat(((Channel.CauseTally) m.channel("package-0.throttle.time")).cause())
          .isEqualTo(InterferenceKind.THERMAL);
      assertThat(((Channel.CauseTally) m.channel("package-0.powerLimit.events")).cause())
          .isEqualTo(InterferenceKind.POWER_CAP);
      assertThat(m.instrument().metersEnergy()).isFalse();
    }
  }

  @Test
  void givesMeanLeastAndGreatestFrequency() {
    try (Machine m = open("intel-client")) {
      m.read();
      assertThat(m.value("cpu.frequency.mean")).isEqualTo(3.9e9);
      assertThat(m.value("cpu.frequency.min")).isEqualTo(3.6e9);
      assertThat(m.value("cpu.frequency.max")).isEqualTo(4.2e9);
    }
  }

  @Test
  void readsSixteenOfManyCoresFromBothSocketsAndSaysSo() {
    try (Machine m = open("intel-server-2s")) {
      m.read();
      // Cores 0, 2, 5, 7, … 37 of 40, each 10 MHz faster than the one before.
      assertThat(m.value("cpu.frequency.min")).isEqualTo(2.0e9);
      assertThat(m.value("cpu.frequency.max")).isEqualTo(2.37e9);
      assertThat(m.gap("frequency of every core").reason()).contains("16 of 40");
      assertThat(m.gap("throttling of the cores").reason()).contains("40 cores");
      assertThat(m.value("package-0.throttle.events")).isEqualTo(3);
      assertThat(m.value("package-1.throttle.events")).isEqualTo(4);
      assertThat(m.value("package-1.throttle.time")).isCloseTo(1.001, within(1e-9));
    }
  }

  @Test
  void readsThePackagesTemperatures() {
    try (Machine m = open("intel-server-2s")) {
      m.read();
      assertThat(m.value("package-0.temperature")).isCloseTo(55, within(1e-9));
      assertThat(m.value("package-1.temperature")).isCloseTo(57, within(1e-9));
      assertThat(m.channel("package-0.temperature").unit()).isEqualTo("°C");
    }
  }

  @Test
  void namesAmdsControlTemperatureAsWhatItIs() {
    try (Machine m = open("amd-epyc")) {
      assertThat(m.read().value("package-0.tctl.temperature")).isCloseTo(48.125, within(1e-9));
      assertThat(m.gap("thermal throttling").reason()).contains("Intel's own hardware only");
    }
  }

  @Test
  void tellsAmdsSocketsApartByTheirDevices() {
    try (Machine m = open("amd-epyc-amd-energy")) {
      m.read();
      assertThat(m.value("node-0.temperature")).isCloseTo(50, within(1e-9));
      assertThat(m.value("node-1.temperature")).isCloseTo(52, within(1e-9));
    }
  }

  @Test
  void readsThermalZonesOfArm() {
    try (Machine m = open("arm-without-power")) {
      assertThat(m.ids())
          .containsExactly(
              "cpu.frequency.mean",
              "cpu.frequency.min",
              "cpu.frequency.max",
              "zone-cpu-thermal.temperature",
              "zone-soc-thermal.temperature");
      assertThat(m.read().value("zone-cpu-thermal.temperature")).isCloseTo(51.234, within(1e-9));
      assertThat(m.value("cpu.frequency.min")).isEqualTo(2.1e9);
    }
  }

  @Test
  void saysWhatAGuestDoesNotSee() {
    try (Machine m = open("vm-without-anything")) {
      assertThat(m.unavailable().reason())
          .contains("thermal_throttle")
          .contains("scaling_cur_freq")
          .contains("coretemp");
      assertThat(m.unavailable().toText()).contains("measure on the host");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', not a number",
    "hot, holds 'hot'",
    "-273150, outside its range",
    "255000, outside its range",
    "65535, outside its range",
    "4294967295, outside its range",
    "-1, outside its range",
    "9223372036854775807, outside its range",
    "18446744073709551615, outside its range",
  })
  void aDamagedTemperatureIsMissing(String damaged, String reason) throws IOException {
    try (Machine m = open("intel-client")) {
      m.write("sys/class/hwmon/hwmon1/temp1_input", damaged).read();
      assertThat(m.missing("package-0.temperature")).contains("temp1_input").contains(reason);
      assertThat(m.write("sys/class/hwmon/hwmon1/temp1_input", "-10000").read())
          .matches(r -> r.value("package-0.temperature") == -10);
    }
  }

  @Test
  void theMeanIsOfTheCoresThatAreThere() throws IOException {
    try (Machine m = open("intel-client")) {
      m.delete(CPU + "2/cpufreq/scaling_cur_freq").read();
      assertThat(m.value("cpu.frequency.mean")).isEqualTo(3.6e9);
      assertThat(m.value("cpu.frequency.min")).isEqualTo(3.6e9);
      m.write(CPU + "2/cpufreq/scaling_cur_freq", "4294967295").read();
      assertThat(m.value("cpu.frequency.max")).as("no value is no clock").isEqualTo(3.6e9);
      m.write(CPU + "2/cpufreq/scaling_cur_freq", "4200000").read();
      assertThat(m.value("cpu.frequency.mean")).as("back again").isEqualTo(3.9e9);
      m.delete(CPU + "0/cpufreq/scaling_cur_freq");
      m.write(CPU + "2/cpufreq/scaling_cur_freq", "0").read();
      assertThat(m.missing("cpu.frequency.min"))
          .contains("cpu0/cpufreq")
          .contains("does not exist");
    }
  }

  @Test
  void anOfflineFirstCoreDoesNotHideTheOthers() throws IOException {
    open("intel-client").delete(CPU + "0/cpufreq/scaling_cur_freq").close();
    try (Machine m = Machine.reopen(new CpuThermalSource(), folder)) {
      assertThat(m.read().value("cpu.frequency.mean")).isEqualTo(4.2e9);
    }
  }

  @Test
  void aCoreThatGoesOfflineKeepsWhatItHasCounted() throws IOException {
    String count = "/thermal_throttle/core_throttle_count";
    try (Machine m = open("intel-client")) {
      assertThat(m.read().value("cores.throttle.events")).isEqualTo(5 + 2);
      m.delete(CPU + "2" + count).write(CPU + "0" + count, "6").read();
      assertThat(m.value("cores.throttle.events")).isEqualTo(6 + 2);
      m.write(CPU + "2" + count, "1").read();
      assertThat(m.value("cores.throttle.events")).as("reset while offline").isEqualTo(6 + 2);
      m.write(CPU + "2" + count, "4").read();
      assertThat(m.value("cores.throttle.events")).isEqualTo(6 + 2 + 3);
    }
  }

  @Test
  void kernelsThatCountNoTimeLeaveAGap() throws IOException {
    Machine laid = open("intel-client");
    for (int i = 0; i < 4; i++) {
      laid.delete(CPU + i + "/thermal_throttle/package_throttle_total_time_ms")
          .delete(CPU + i + "/thermal_throttle/core_throttle_total_time_ms");
    }
    laid.close();
    try (Machine m = Machine.reopen(new CpuThermalSource(), folder)) {
      assertThat(m.ids()).contains("package-0.throttle.events", "cores.throttle.events");
      assertThat(m.ids()).doesNotContain("package-0.throttle.time", "cores.throttle.time");
      assertThat(m.gap("package-0 throttled time").reason()).contains("events only");
    }
  }
}
