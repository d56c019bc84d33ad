package assay.fpga.bitstream;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.files.Sha256;
import assay.fpga.Kernel;
import assay.fpga.discovery.Vendor;
import assay.fpga.kernels.KernelSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The build scripts around the vendors' compilers, which are stood in for by small scripts: what
 * they are called with, and whether the manifest is one that the program takes.
 */
class BuildScriptsTest {
  private static final Path SCRIPTS = Path.of("bitstreams").toAbsolutePath();

  private static final String REPORT =
      """
      ALUTs: 812,345
      Logic utilization: 480,102 / 933,120 ( 51 % )
      DSP blocks: 4,320 / 5,760 ( 75 % )
      RAM blocks: 2,713 / 11,721 ( 23 % )
      Actual clock freq: 273.0
      Kernel fmax: 275.11
      """;

  @TempDir private Path folder;

  private record Ended(int code, String output) {}

  private Ended run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPTS.resolve(script).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", folder + "/bin", (old, own) -> own + ":" + old);
    Path log = folder.resolve("log");
    Process process = builder.redirectOutput(log.toFile()).start();
    return new Ended(process.waitFor(), Files.readString(log));
  }

  private void tool(String name, String body) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void fakeAoc(String report) throws IOException {
    tool(
        "aoc",
        """
        if [ "$1" = -version ]; then echo 'Version 20.4.0 Build 72'; exit; fi
        echo "$@" >> %s/calls
        mkdir -p assay; echo image > assay.aocx; cat > assay/acl_quartus_report.txt <<'R'
        %s
        R
        """
            .formatted(folder, report.strip()));
  }

  private void fakeVitis() throws IOException {
    tool(
        "v++",
        """
        if [ "$1" = --version ]; then echo '****** v++ v2022.2 (64-bit)'; exit; fi
        echo "$@" >> %s/calls
        while [ $# -gt 0 ]; do [ "$1" = -o ] && echo image > "$2"; shift; done
        """
            .formatted(folder));
    tool(
        "xclbinutil", "printf '   Name:      DATA_CLK\\n   Index: 0\\n   Frequency: 300 MHz\\n'\n");
  }

  private static Bitstreams.Wanted wanted(Vendor vendor, String device) {
    String source = Sha256.of(KernelSource.text().getBytes(StandardCharsets.UTF_8));
    return new Bitstreams.Wanted(vendor, device, source, Kernel.symbols());
  }

  @Test
  void theScriptPutsTheSourceTogetherAsTheProgramDoes() throws Exception {
    assertThat(run("source")).isEqualTo(new Ended(0, KernelSource.text()));
  }

  @Test
  void anIntelBuildIsFoundWithItsClockAndResources() throws Exception {
    fakeAoc(REPORT);
    Ended ended =
        run("build-intel", "p520", folder + "/out/intel", "-DASSAY_PE_ROWS=32", "-seed=\"7\"");
    assertThat(ended.code()).as(ended.output()).isZero();
    Manifest manifest =
        new Bitstreams(folder.resolve("out"))
            .find(wanted(Vendor.INTEL, "p520 : BittWare (aclbitt0)"))
            .manifest();
    assertThat(manifest.fmaxMhz()).isEqualTo(273.0);
    assertThat(manifest.toolVersion()).isEqualTo("aoc 20.4.0");
    assertThat(manifest.resources())
        .containsEntry("logic", new Manifest.Resource(480_102, 933_120))
        .containsEntry("dsp", new Manifest.Resource(4320, 5760))
        .containsEntry("ram", new Manifest.Resource(2713, 11721));
    assertThat(manifest.parameters())
        .containsEntry("ASSAY_PE_ROWS", 32L)
        .containsEntry("ASSAY_PE_COLUMNS", 16L)
        .containsEntry("ASSAY_TILE_M", 64L);
    assertThat(manifest.flags()).containsExactly("-DASSAY_PE_ROWS=32", "-seed=\"7\"");
    assertThat(manifest.kernels()).containsExactlyElementsOf(Kernel.symbols());
    assertThat(Files.readString(folder.resolve("calls"))).contains("-board=p520 -report");
  }

  @Test
  void aReportWithoutTheExpectedLinesIsNotGuessedAt() throws Exception {
    fakeAoc(REPORT.replace("Actual clock", "Some clock"));
    Ended ended = run("build-intel", "p520", folder + "/out/intel");
    assertThat(ended.code()).isNotZero();
    assertThat(ended.output()).contains("has no line 'Actual clock freq:'");
    assertThat(folder.resolve("out/intel/" + Manifest.NAME)).doesNotExist();
  }

  @Test
  void anAmdBuildHasEveryKernelInOneImage() throws Exception {
    fakeVitis();
    Ended ended = run("build-amd", "u280.xpfm", "xilinx_u280", folder + "/out/amd");
    assertThat(ended.code()).as(ended.output()).isZero();
    Manifest manifest =
        new Bitstreams(folder.resolve("out")).find(wanted(Vendor.AMD, "xilinx_u280")).manifest();
    assertThat(manifest.fmaxMhz()).isEqualTo(300.0);
    assertThat(manifest.toolVersion()).isEqualTo("v++ 2022.2");
    List<String> calls = Files.readAllLines(folder.resolve("calls"));
    assertThat(calls).hasSize(Kernel.values().length + 1);
    assertThat(calls.getLast())
        .contains("-l -t hw --platform u280.xpfm", "gemm_f32.xo", "optimizer_step.xo");
  }

  @Test
  void anEmulationHasNoClock() throws Exception {
    fakeVitis();
    Ended ended = run("build-amd", "u280.xpfm", "xilinx_u280", folder + "/out/emu", "-t", "hw_emu");
    assertThat(ended.code()).as(ended.output()).isZero();
    Bitstreams.Wanted wanted = wanted(Vendor.AMD, "xilinx_u280");
    assertThat(new Bitstreams(folder.resolve("out")).find(wanted).manifest().fmaxMhz()).isNull();
    assertThat(Files.readString(folder.resolve("calls"))).doesNotContain("-t hw ");
  }

  @Test
  void withoutTheCompilerTheyPointToIt() throws Exception {
    assertThat(run("build-intel", "p520", folder + "/out").output())
        .contains("aoc is not in the path");
    assertThat(run("build-amd").output()).contains("usage: build-amd PLATFORM BOARD FOLDER");
  }
}
