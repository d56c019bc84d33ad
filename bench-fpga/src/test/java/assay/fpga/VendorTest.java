package assay.fpga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.files.Sha256;
import assay.fpga.bitstream.Manifest;
import assay.fpga.discovery.Choice;
import assay.fpga.opencl.OpenClLibrary;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Boards as their vendors' drivers would show them, with a stand-in for the driver. */
class VendorTest {
  private static final byte[] IMAGE = {1, 2, 3};
  private static final String INTEL = "Intel(R) FPGA SDK for OpenCL(TM)";

  @TempDir private static Path driver;
  @TempDir private Path bitstreams;

  @BeforeAll
  static void compileTheDriver() throws Exception {
    Needed.program("gcc", "apt-get install gcc libc6-dev");
    try (InputStream in = VendorTest.class.getResourceAsStream("vendor.c")) {
      Files.write(driver.resolve("vendor.c"), Objects.requireNonNull(in).readAllBytes());
    }
    List<String> command =
        List.of("gcc", "-shared", "-fPIC", "-w", "-o", "libvendor.so", "vendor.c");
    assertThat(new ProcessBuilder(command).directory(driver.toFile()).inheritIO().start().waitFor())
        .isZero();
  }

  private void store(String vendor, String board, List<Integer> banks) throws Exception {
    store(vendor, board, banks, Map.of("ASSAY_PE_ROWS", 8L, "ASSAY_PE_COLUMNS", 16L), 250.0);
  }

  private void store(
      String vendor,
      String board,
      List<Integer> banks,
      Map<String, Long> parameters,
      @Nullable Double mhz)
      throws Exception {
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "assay.bin",
            Sha256.of(IMAGE),
            LoadedImage.sourceSha256(),
            vendor,
            board,
            "tool 1.0",
            parameters,
            List.of(),
            mhz,
            Map.of("dsp", new Manifest.Resource(1, 2)),
            Kernel.symbols(),
            banks);
    Path place = Files.createDirectories(bitstreams.resolve("one"));
    Files.writeString(place.resolve(Manifest.NAME), manifest.toJson());
    Files.write(place.resolve("assay.bin"), IMAGE);
  }

  private String run(
      Class<?> main, String platform, String board, Map<String, String> more, String... arguments)
      throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put(OpenClLibrary.NAME, driver.resolve("libvendor.so").toString());
    environment.put("VENDOR_PLATFORM", platform);
    environment.put("VENDOR_BOARD", board);
    environment.putIfAbsent(FpgaTarget.BITSTREAMS, bitstreams.toString());
    Child.Result result = Child.run(main, environment, arguments);
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output();
  }

  /** Two kernels of 500 ns; the second starts 500 ns after the first has ended. */
  @Test
  void anIntelBoardIsHardwareWithDeviceTimesAndBanks() throws Exception {
    store("intel", "p520", List.of(1, 2));
    String output = run(VendorMain.class, INTEL, "p520 : BittWare 520N (aclbitt0)", Map.of());
    assertThat(output)
        .contains("HARDWARE: Hardware[name=p520 : BittWare 520N")
        .containsPattern("bitstreamLoadSeconds=[0-9]+\\.[0-9]{3}")
        .contains("fmaxMhz=250.0", "resource.dsp=1 of 2 (50.0 %)")
        .contains("telemetryUnattributed=the driver does not report the board's PCI address")
        .doesNotContain("telemetryKey")
        .contains("BEFORE: OptionalLong.empty")
        .contains("NANOS: OptionalLong[1000]")
        .contains("OTHER SET: OptionalLong[1000]")
        .contains("CACHES: Available[value=[]]")
        .contains("FLAGS: 10001", "FLAGS: 20001");
  }

  /**
   * 8·16 multipliers at 250 MHz can do 64 GFLOP/s; 16,000 FLOP in 1 µs of kernels are a quarter of
   * that, and 1 µs of kernels in 5 µs of the host's a fifth.
   */
  @Test
  void aBoardsMultipliersAndTimeAreSharesOfWhatTheManifestStates() throws Exception {
    store("intel", "p520", List.of());
    assertThat(run(VendorMain.class, INTEL, "p520", Map.of()))
        .contains("designPeakFlops=6.40000e+10")
        .contains("METRIC deviceBusy: 20.0000 %")
        .contains("METRIC percentOfDesignPeak: 25.0000 %");
  }

  @Test
  void withoutClockOrMultipliersTheShareSaysWhy() throws Exception {
    Map<String, Long> sizes = Map.of("ASSAY_PE_ROWS", 8L, "ASSAY_PE_COLUMNS", 16L);
    store("intel", "p520", List.of(), sizes, null);
    assertThat(run(VendorMain.class, INTEL, "p520", Map.of()))
        .contains("METRIC deviceBusy: 20.0000 %")
        .contains("NO percentOfDesignPeak: the bitstream's manifest states no fmaxMhz")
        .doesNotContain("METRIC percentOfDesignPeak", "designPeakFlops");
    store("intel", "p520", List.of(), Map.of("ASSAY_PE_ROWS", 8L), 250.0);
    assertThat(run(VendorMain.class, INTEL, "p520", Map.of()))
        .contains("NO percentOfDesignPeak: the bitstream's manifest states no ASSAY_PE_COLUMNS");
  }

  /** 1·1 multipliers at 250 MHz cannot do 16,000 FLOP in 1 µs. */
  @Test
  void aShareAboveTheWholeIsRefused() throws Exception {
    Map<String, Long> sizes = Map.of("ASSAY_PE_ROWS", 1L, "ASSAY_PE_COLUMNS", 1L);
    store("intel", "p520", List.of(), sizes, 250.0);
    assertThat(run(VendorMain.class, INTEL, "p520", Map.of()))
        .contains("NO percentOfDesignPeak: 3200 % of 5.000e+08 FLOP/s")
        .doesNotContain("METRIC percentOfDesignPeak");
  }

  @Test
  void anAmdBoardHasItsPciAddress() throws Exception {
    store("amd", "xilinx_u280", List.of());
    Map<String, String> more = Map.of("VENDOR_TARGET_TYPE", "1", "VENDOR_PCI", "0000:3B:00.1");
    assertThat(run(VendorMain.class, "Xilinx", "xilinx_u280", more))
        .contains("HARDWARE: ", "telemetryKey=0000:3b:00.1", "NANOS: OptionalLong[1000]")
        .contains("FLAGS: 1\n");
  }

  @Test
  void anAmdEmulationHasNoTimes() throws Exception {
    store("amd", "xilinx_u280", List.of());
    Map<String, String> more =
        Map.of("VENDOR_TARGET_TYPE", "4", "XCL_EMULATION_MODE", "hw_emu", "VENDOR_PCI", "3b:00.1");
    assertThat(run(VendorMain.class, "Xilinx", "xilinx_u280", more))
        .contains("EMULATED: ", "the vendor's hardware emulation", "NANOS: OptionalLong.empty")
        .doesNotContain(
            "telemetryKey",
            "telemetryUnattributed",
            "designPeak",
            "METRIC",
            "bitstreamLoadSeconds");
  }

  @Test
  void aDriverThatDoesNotSayWhatItLoadedIsRefused() throws Exception {
    store("amd", "xilinx_u280", List.of());
    assertThat(run(ProbeMain.class, "Xilinx", "xilinx_u280", Map.of()))
        .contains("UNAVAILABLE: the driver does not report");
  }

  @Test
  void aBoardWithoutABitstreamSaysWhatToBuild() throws Exception {
    assertThat(run(ProbeMain.class, INTEL, "p520", Map.of()))
        .contains("UNAVAILABLE: no bitstream in " + bitstreams + " matches 'p520': there is none")
        .containsPattern("REMEDY: .* built with bench-fpga/bitstreams/build-intel");
    assertThat(run(ProbeMain.class, INTEL, "p520", Map.of(FpgaTarget.BITSTREAMS, " ")))
        .contains("UNAVAILABLE: 'p520' needs a bitstream, but ASSAY_FPGA_BITSTREAMS does not name");
  }

  @Test
  void anUnknownPlatformIsRefused() throws Exception {
    assertThat(run(ProbeMain.class, "Acme FPGA", "a1", Map.of()))
        .contains("UNAVAILABLE: no FPGA and no known emulation")
        .contains("'Acme FPGA' with 'a1'");
  }

  /** In either order, and whether or not the good one is asked for. */
  @ParameterizedTest
  @CsvSource({
    "-5, CL_OUT_OF_RESOURCES",
    "-6, CL_OUT_OF_HOST_MEMORY",
    "-30, CL_INVALID_VALUE",
    "-9999, OpenCL error -9999"
  })
  void onePlatformThatFailsDoesNotHideAGoodOne(int code, String name) throws Exception {
    store("intel", "p520", List.of());
    String failed = "platform 'Xilinx' failed (clGetDeviceIDs: " + name;
    for (boolean first : new boolean[] {true, false}) {
      String platforms = first ? "Xilinx;" + INTEL : INTEL + ";Xilinx";
      Map<String, String> devices = Map.of("VENDOR_DEVICES", first ? code + ";1" : "1;" + code);
      assertThat(run(ProbeMain.class, platforms, "p520", devices))
          .contains("HARDWARE: Hardware[name=p520", "unusablePlatforms=" + failed);
      Map<String, String> named = new HashMap<>(devices);
      named.put(Choice.PLATFORM, "intel");
      assertThat(run(ProbeMain.class, platforms, "p520", named))
          .contains("HARDWARE: Hardware[name=p520")
          .doesNotContain("unusable");
      named.put(Choice.PLATFORM, "xilinx");
      assertThat(run(ProbeMain.class, platforms, "p520", named))
          .contains("UNAVAILABLE: " + failed, "REMEDY: check that the vendor's own tool sees");
    }
  }

  @Test
  void equalBoardsAreChosenByNumber() throws Exception {
    store("intel", "p520", List.of());
    Map<String, String> two = Map.of("VENDOR_DEVICES", "2");
    String output = run(DevicesMain.class, INTEL, "p520", two, "0", "1", "2");
    assertThat(output)
        .contains("DEVICE: 0 ('p520' of " + INTEL + ")", "DEVICE: 1 ('p520' of " + INTEL + ")")
        .contains("opencl-fpga: HARDWARE deviceNumber=0 of 2")
        .contains("opencl-fpga:0: HARDWARE deviceNumber=0 of 2")
        .contains("opencl-fpga:1: HARDWARE deviceNumber=1 of 2")
        .contains("opencl-fpga:2: UNAVAILABLE there is no device 2; the devices are 0 ('p520'")
        .contains("OPENED: 2", "OPENED: 3");
    assertThat(run(DevicesMain.class, INTEL, "p520", Map.of()))
        .contains("opencl-fpga: HARDWARE deviceNumber=null of null");
    assertThatThrownBy(() -> new FpgaTarget().on("p520"))
        .hasMessage(
            "'p520' does not name an OpenCL device: give a number such as 0, or 'all' where several"
                + " are allowed");
  }

  /** clFinish succeeds all the same; only the event tells. */
  @ParameterizedTest
  @CsvSource({
    "-5, 'kernel [a-z_]+ failed: CL_OUT_OF_RESOURCES \\(-5\\)'",
    "-14, 'kernel [a-z_]+ failed: CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST \\(-14\\)'",
    "-9999, 'kernel [a-z_]+ failed: OpenCL error -9999'",
    "1, 'kernel [a-z_]+ has not ended although clFinish returned'"
  })
  void aKernelWhoseEventEndsWithAnErrorIsAnError(int status, String message) throws Exception {
    store("intel", "p520", List.of());
    Map<String, String> environment =
        Map.of(
            OpenClLibrary.NAME,
            driver.resolve("libvendor.so").toString(),
            "VENDOR_PLATFORM",
            INTEL,
            "VENDOR_BOARD",
            "p520",
            "VENDOR_EVENT",
            String.valueOf(status),
            FpgaTarget.BITSTREAMS,
            bitstreams.toString());
    Child.Result result = Child.run(VendorMain.class, environment);
    assertThat(result.exit()).as(result.output()).isNotZero();
    assertThat(result.output()).containsPattern(message).doesNotContain("NANOS");
  }
}
