package assay.fpga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.fpga.discovery.Choice;
import assay.fpga.discovery.PoclCache;
import assay.fpga.opencl.OpenClLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way not to find a device, each with the real loader in a process of its own. */
class FailurePathsTest {
  private static final String VENDORS = "OCL_ICD_VENDORS";
  private static final Path LOADER = Path.of("/usr/lib/x86_64-linux-gnu/libOpenCL.so.1");

  @TempDir private Path folder;

  private static String probe(Map<String, String> environment) throws Exception {
    Child.Result result = Child.run(ProbeMain.class, environment);
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output();
  }

  @Test
  void noLoader() throws Exception {
    String missing = folder.resolve("libOpenCL.so.1").toString();
    assertThat(probe(Map.of(OpenClLibrary.NAME, missing)))
        .contains("UNAVAILABLE: no OpenCL loader: " + missing)
        .contains("REMEDY: correct or unset " + OpenClLibrary.NAME);
  }

  @Test
  void libraryThatIsNoLoader() throws Exception {
    Path libc = Path.of("/lib/x86_64-linux-gnu/libm.so.6");
    Needed.file(libc, "this test is for Debian on x86-64");
    assertThat(probe(Map.of(OpenClLibrary.NAME, libc.toString())))
        .contains("UNAVAILABLE: " + libc + " cannot be used as OpenCL loader: it lacks cl");
  }

  @Test
  void loaderWithoutDriver() throws Exception {
    Needed.file(LOADER, "apt-get install ocl-icd-libopencl1");
    assertThat(probe(Map.of(VENDORS, Files.createDirectory(folder.resolve("none")) + "/")))
        .contains("no driver is registered")
        .contains("CL_PLATFORM_NOT_FOUND_KHR (-1001)")
        .contains("apt-get install ocl-icd-libopencl1 pocl-opencl-icd");
  }

  @Test
  void platformWithoutDevice() throws Exception {
    Needed.target();
    // PoCL offers the devices that this variable names.
    assertThat(probe(Map.of("POCL_DEVICES", "nothing")))
        .contains("UNAVAILABLE: platform 'Portable Computing Language' has no device")
        .contains("CL_DEVICE_NOT_FOUND (-1)")
        .contains("REMEDY: check that the vendor's own tool sees the board");
  }

  @Test
  void platformThatIsNotThere() throws Exception {
    Needed.target();
    assertThat(probe(Map.of(Choice.PLATFORM, "quartus")))
        .contains("UNAVAILABLE: no platform matches 'quartus'; found: 'Portable Computing")
        .contains("REMEDY: set ASSAY_OPENCL_PLATFORM to");
  }

  @Test
  void folderOfBitstreamsWithoutOneThatFits() throws Exception {
    Needed.target();
    assertThat(probe(Map.of(FpgaTarget.BITSTREAMS, folder.toString())))
        .contains("UNAVAILABLE: no bitstream in " + folder)
        .contains("there is none")
        .contains("REMEDY: unset ASSAY_FPGA_BITSTREAMS");
  }

  /** PoCL's own handler for SIGFPE would make Java's division by zero a wrong number. */
  @Test
  void divisionByZeroStaysJavas() throws Exception {
    Needed.target();
    assertThat(probe(Map.of())).contains("EMULATED: ").contains("DIVISION: exception");
  }

  /** Each would make PoCL end the process, or fail without a word of its folder. */
  @Test
  void aFolderThatPoclCannotUse() throws Exception {
    Needed.target();
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThat(probe(Map.of(PoclCache.VARIABLE, file.toString())))
        .contains("UNAVAILABLE: platform 'Portable Computing Language' cannot be used: its folder")
        .contains(file + ", cannot be written (a file of that name is in the way)")
        .contains("REMEDY: set POCL_CACHE_DIR to a folder with at least 16 MiB");
    assertThat(probe(Map.of(PoclCache.VARIABLE, "")))
        .contains("UNAVAILABLE: platform 'Portable Computing Language' cannot be used: POCL_CACHE")
        .contains("REMEDY: unset POCL_CACHE_DIR");
  }

  /** A small file system, and one that is mounted noexec; only root may mount them. */
  @ParameterizedTest
  @CsvSource({"size=64k, KiB of space left", "'noexec,size=64m', may be executed (noexec)"})
  void aFileSystemThatPoclCannotUse(String options, String reason) throws Exception {
    Needed.target();
    Path place = Files.createDirectory(folder.resolve("mounted"));
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString()),
        "mounting a file system is not permitted");
    try {
      assertThat(probe(Map.of(PoclCache.VARIABLE, place.resolve("cache").toString())))
          .contains(
              "UNAVAILABLE: platform 'Portable Computing Language' cannot be used: its folder")
          .contains(reason)
          .contains("REMEDY: set POCL_CACHE_DIR to a folder with at least 16 MiB");
    } finally {
      assertThat(command("umount", place.toString())).isTrue();
    }
  }

  private static boolean command(String... words) throws Exception {
    try {
      return new ProcessBuilder(words).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  /** PoCL gives a device for each name, so two equal ones here. */
  @Test
  void equalDevicesAreChosenByNumber() throws Exception {
    Needed.target();
    Child.Result result =
        Child.run(DevicesMain.class, Map.of("POCL_DEVICES", "pthread pthread"), "1", "2");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("DEVICE: 0 ('", "DEVICE: 1 ('")
        .containsPattern("opencl-fpga:1: EMULATED .*deviceNumber=1, deviceCount=2")
        .contains("opencl-fpga:2: UNAVAILABLE there is no device 2");
  }
}
