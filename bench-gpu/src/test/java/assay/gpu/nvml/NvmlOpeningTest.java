package assay.gpu.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opened;
import assay.core.telemetry.TelemetrySources;
import assay.gpu.driver.DriverLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether there is a library, a driver and a device, and what is said where there is none. */
class NvmlOpeningTest {
  @TempDir Path folder;

  @Test
  void isFoundAsAService() {
    assertThat(TelemetrySources.all()).extracting(TelemetrySource::id).contains("nvml");
  }

  @Test
  void saysWhatItGives() {
    Opened opened = StandIn.in(folder).script("devices 2", "gpu1.name Another GPU").opened();
    opened.instrument().close();
    assertThat(opened.gives())
        .isEqualTo(
            "driver 550.54.14 (the library named by ASSAY_NVML_LIBRARY): gpu-0 Stand-in GPU 80GB"
                + " with energy counter, 26 channels, gpu-1 Another GPU with energy counter,"
                + " 26 channels");
  }

  @ParameterizedTest
  @CsvSource({
    "9, DRIVER_NOT_LOADED, modprobe nvidia",
    "18, LIB_RM_VERSION_MISMATCH, reboot",
    "4, NO_PERMISSION, run as root",
    "17, OPERATING_SYSTEM, /dev/nvidia*",
    "999, UNKNOWN, dmesg"
  })
  void initialisationFails(int code, String name, String remedy) {
    StandIn standIn = StandIn.in(folder).script("init " + code);
    Availability.Unavailable<Opened> unavailable = standIn.unavailable();
    assertThat(unavailable.reason())
        .startsWith("NVML cannot be initialised: ")
        .endsWith("(NVML_ERROR_" + name + ", " + code + ")");
    assertThat(unavailable.toText()).contains(remedy);
  }

  @Test
  void aCodeThatNobodyKnows() {
    assertThat(StandIn.in(folder).script("init 4711").unavailable().reason())
        .contains("an unknown code (4711)");
  }

  @ParameterizedTest
  @EnumSource(value = NvmlStatus.class, names = "SUCCESS", mode = EnumSource.Mode.EXCLUDE)
  void everyCodeHasATextAndARemedy(NvmlStatus status) {
    assertThat(NvmlStatus.describe(status.code()))
        .endsWith("(NVML_ERROR_" + status.name() + ", " + status.code() + ")")
        .doesNotStartWith(" ");
    assertThat(NvmlStatus.remedy(status.code())).isNotNull();
  }

  @Test
  void noDevice() {
    StandIn standIn = StandIn.in(folder).script("devices 0");
    Availability.Unavailable<Opened> unavailable = standIn.unavailable();
    assertThat(unavailable.reason()).isEqualTo("the NVIDIA driver is loaded but finds no GPU");
    assertThat(unavailable.toText()).contains("nvidia-smi");
    assertThat(standIn.controls().users()).isZero();
  }

  @Test
  void devicesCannotBeCounted() {
    StandIn standIn = StandIn.in(folder).script("nvmlDeviceGetCount_v2 999");
    assertThat(standIn.unavailable().reason()).startsWith("NVML cannot count its devices: ");
    assertThat(standIn.controls().users()).isZero();
  }

  @Test
  void aDeviceThatMayNotBeReadIsAGap() {
    Opened opened = StandIn.in(folder).script("devices 2", "gpu0.handle 4").opened();
    try (Instrument nvml = opened.instrument()) {
      assertThat(nvml.channels()).allMatch(c -> c.domain().id().equals("gpu-1"));
      assertThat(opened.gaps())
          .contains(
              new Gap(
                  "gpu-0",
                  "this user may not read it (NVML_ERROR_NO_PERMISSION, 4)",
                  new Advice("run as root, or have the administrator allow it for this user")));
    }
  }

  @Test
  void noDeviceMayBeRead() {
    StandIn standIn = StandIn.in(folder).script("devices 2", "gpu0.handle 4", "gpu1.lost 15");
    Availability.Unavailable<Opened> unavailable = standIn.unavailable();
    assertThat(unavailable.reason())
        .startsWith("no GPU can be read: gpu-0: ")
        .contains("NVML_ERROR_NO_PERMISSION", "gpu-1: ", "NVML_ERROR_GPU_IS_LOST");
    assertThat(unavailable.remedy()).isNotNull();
    assertThat(standIn.controls().users()).isZero();
  }

  @Test
  void aLibraryWithoutTheFunctions() {
    StandIn standIn = StandIn.without(folder, "nvmlInit_v2").script();
    assertThat(standIn.unavailable().reason())
        .isEqualTo(
            "NVML cannot be initialised: this version of NVML lacks the function"
                + " (NVML_ERROR_FUNCTION_NOT_FOUND, 13)");
  }

  @Test
  void aFolderThatStandsForAMachineHasNoDriver() {
    TelemetrySource.Context other =
        new TelemetrySource.Context(new HostRoot(folder), Optional.empty());
    assertThat(new NvmlSource(null).open(other))
        .isInstanceOfSatisfying(
            Availability.Unavailable.class,
            unavailable -> {
              assertThat(unavailable.reason()).startsWith("NVML reads this machine's driver, not");
              assertThat(unavailable.toText()).contains("ASSAY_SYSFS_ROOT", "ASSAY_NVML_LIBRARY");
            });
    StandIn standIn = StandIn.in(folder).script();
    assertThat(standIn.source().open(other))
        .satisfies(o -> o.toOptional().orElseThrow().instrument().close());
  }

  @Test
  void aNamedLibraryIsTheOnlyOneTried() throws IOException {
    Path text = Files.writeString(folder.resolve("no-library.so"), "text");
    assertThat(missing(NvmlLibrary.load(text.toString())))
        .isEqualTo(
            "no NVML: %s, set by ASSAY_NVML_LIBRARY or assay.nvml.library, cannot be loaded: "
                    .formatted(text)
                + text
                + ": file too short");
    assertThat(missing(NvmlLibrary.load(folder.resolve("none.so").toString())))
        .endsWith("none.so, set by ASSAY_NVML_LIBRARY or assay.nvml.library, does not exist");
  }

  private static String missing(Availability<Nvml> library) {
    assertThat(library).isInstanceOf(Availability.Unavailable.class);
    return ((Availability.Unavailable<Nvml>) library).reason();
  }

  @Test
  void theDriversPlacesAreLookedAt() {
    assertThat(NvmlLibrary.SEARCH.alternatives()).containsExactly(List.of("libnvidia-ml.so.1"));
    assertThat(NvmlLibrary.SEARCH.places()).isEqualTo(DriverLibrary.PLACES);
    assertThat(NvmlLibrary.SEARCH.remedy().text()).contains("install the NVIDIA driver");
  }

  @Test
  void thePropertyNamesTheLibrary() {
    StandIn standIn = StandIn.in(folder).script();
    System.setProperty(NvmlLibrary.NAMED.property(), standIn.library().toString());
    try {
      assertThat(new NvmlSource().open(StandIn.machine()))
          .satisfies(o -> o.toOptional().orElseThrow().instrument().close());
    } finally {
      System.clearProperty(NvmlLibrary.NAMED.property());
    }
  }
}
