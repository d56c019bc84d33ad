package assay.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.RandomPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory accesses of the kernels, checked by an interpreter that knows every buffer's extent. */
class OclgrindTest {
  private static final Path DRIVER = Path.of("/usr/lib/oclgrind/liboclgrind-rt-icd.so");

  @TempDir private Path vendors;

  @BeforeEach
  void registerTheDriverAlone() throws Exception {
    Needed.file(DRIVER, "apt-get install oclgrind ocl-icd-libopencl1");
    Files.writeString(vendors.resolve("oclgrind.icd"), DRIVER + "\n");
  }

  private String run(String... arguments) throws Exception {
    Child.Result result =
        Child.run(OclgrindMain.class, Map.of("OCL_ICD_VENDORS", vendors + "/"), arguments);
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("ENDED");
    return result.output();
  }

  @Test
  void aPlantedWriteBeyondTheEndIsFound() throws Exception {
    assertThat(run("planted"))
        .contains("Invalid write of size 4 at global memory address")
        .contains("Kernel: planted");
  }

  /** Two programs of each kind that the random programs have. */
  @Test
  void nothingIsFoundInOurKernels() throws Exception {
    assertThat(run("ours", "0", String.valueOf(2 * RandomPrograms.FAMILIES)))
        .doesNotContain("Invalid")
        .doesNotContain("Kernel:");
  }
}
