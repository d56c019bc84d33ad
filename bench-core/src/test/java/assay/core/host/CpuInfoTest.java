package assay.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.testing.MachineTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuInfoTest {
  private static final String TWO_MODELS =
      """
      processor\t: 0
      vendor_id\t: AuthenticAMD
      model name\t: AMD EPYC 9354: rev 2
      flags\t\t: fpu avx2 hypervisor

      processor\t: 1
      vendor_id\t: AuthenticAMD
      model name\t: B
      flags\t\t: fpu
      """;

  @TempDir private Path folder = Path.of("");

  private HostRoot root() {
    return new HostRoot(folder);
  }

  @Test
  void theFirstProcessorStandsForAll() throws IOException {
    MachineTree.write(folder, "proc/cpuinfo", TWO_MODELS);

    CpuInfo first = CpuInfo.first(root());

    assertThat(first.value("model name")).isEqualTo(new Available<>("AMD EPYC 9354: rev 2"));
    assertThat(first.maker()).isEqualTo(CpuInfo.Maker.AMD);
    assertThat(first.virtual()).isTrue();
    assertThat(CpuInfo.read(root()).values("model name"))
        .containsExactly("AMD EPYC 9354: rev 2", "B");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    assertThat(CpuInfo.first(root()).value("model name"))
        .isEqualTo(new Unavailable<>("/proc/cpuinfo does not exist"));
    MachineTree.write(folder, "proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41");

    assertThat(CpuInfo.first(root()).value("model name"))
        .isEqualTo(new Unavailable<>("/proc/cpuinfo has no 'model name'"));
    assertThat(CpuInfo.first(root()).maker()).isEqualTo(CpuInfo.Maker.ARM);
  }

  @Test
  void aByteThatIsNotUtf8CostsOnlyItself() throws IOException {
    byte[] text = TWO_MODELS.replace("EPYC", "EPYC\u00ae").getBytes(StandardCharsets.ISO_8859_1);
    Files.createDirectories(folder.resolve("proc"));
    Files.write(folder.resolve("proc/cpuinfo"), text);

    CpuInfo first = CpuInfo.first(root());

    assertThat(first.maker()).isEqualTo(CpuInfo.Maker.AMD);
    assertThat(first.value("model name")).isEqualTo(new Available<>("AMD EPYC\uFFFD 9354: rev 2"));
    assertThat(first.virtual()).isTrue();
  }
}
