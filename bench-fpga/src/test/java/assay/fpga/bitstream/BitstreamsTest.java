package assay.fpga.bitstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.files.Sha256;
import assay.fpga.discovery.Vendor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which bitstream fits, and what is said of those that do not. */
class BitstreamsTest {
  private static final byte[] IMAGE = "configuration".getBytes(StandardCharsets.UTF_8);
  private static final String SOURCE = "5".repeat(64);
  private static final Bitstreams.Wanted WANTED =
      new Bitstreams.Wanted(
          Vendor.INTEL, "p520_max_sg280l : BittWare 520N (aclbitt0)", SOURCE, List.of("gemm_f32"));

  @TempDir private Path folder;

  private static Manifest manifest(String vendor, String board, String source, String kernel) {
    return new Manifest(
        Manifest.FORMAT,
        "assay.aocx",
        Sha256.of(IMAGE),
        source,
        vendor,
        board,
        "aoc 20.4.0",
        Map.of("ASSAY_PE_ROWS", 8L, "ASSAY_PE_COLUMNS", 16L),
        List.of("-board=p520_max_sg280l"),
        273.0,
        Map.of("dsp", new Manifest.Resource(4320, 5760)),
        List.of(kernel, "im2col"),
        List.of(1, 2));
  }

  private void store(String name, Manifest manifest, byte[] image) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    Files.writeString(place.resolve(Manifest.NAME), manifest.toJson());
    Files.write(place.resolve(manifest.file()), image);
  }

  private static Manifest right() {
    return manifest("intel", "p520_max_sg280l", SOURCE, "gemm_f32");
  }

  private void refusedBecause(String reason) {
    assertThatThrownBy(() -> new Bitstreams(folder).find(WANTED))
        .isInstanceOf(BitstreamException.class)
        .hasMessageContaining("p520_max_sg280l")
        .hasMessageContaining(reason);
  }

  @Test
  void theOneThatFitsIsFoundAmongOthers() throws IOException {
    store("a", manifest("amd", "xilinx_u280", SOURCE, "gemm_f32"), IMAGE);
    store("b", right(), IMAGE);
    Bitstream found = new Bitstreams(folder).find(WANTED);
    assertThat(found.manifest()).isEqualTo(right());
    assertThat(found.image()).isEqualTo(IMAGE);
  }

  @Test
  void whatDiffersIsSaid() throws IOException {
    refusedBecause("there is none");
    store("a", manifest("amd", "p520_max_sg280l", SOURCE, "gemm_f32"), IMAGE);
    refusedBecause("vendor is amd, expected intel");
    store("a", manifest("intel", "pac_s10_dc", SOURCE, "gemm_f32"), IMAGE);
    refusedBecause("board is pac_s10_dc, expected p520_max_sg280l");
    store("a", manifest("intel", "p520_max_sg280l", "6".repeat(64), "gemm_f32"), IMAGE);
    refusedBecause("built from different source");
    store("a", manifest("intel", "p520_max_sg280l", SOURCE, "gemm"), IMAGE);
    refusedBecause("it lacks kernels gemm_f32");
  }

  @Test
  void aChangedFileIsRefused() throws IOException {
    store("a", right(), "configuratioN".getBytes(StandardCharsets.UTF_8));
    refusedBecause("its manifest says " + Sha256.of(IMAGE));
    Files.delete(folder.resolve("a/assay.aocx"));
    refusedBecause("cannot be read");
  }

  @Test
  void damagedManifestsAreRefusedAndDoNotHideTheRightOne() throws IOException {
    Path place = Files.createDirectories(folder.resolve("a"));
    for (String damage :
        List.of(
            "",
            "[]",
            "{\"formatVersion\": 1}",
            right().toJson().replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"),
            right().toJson().replace("assay.aocx", "../../etc/passwd"),
            right().toJson().replace("\"used\" : 4320", "\"used\" : 9999"),
            right().toJson().replace("273.0", "-1"),
            right().toJson().replace("\"vendor\"", "\"maker\""))) {
      Files.writeString(place.resolve(Manifest.NAME), damage);
      refusedBecause("cannot be read");
    }
    store("b", right(), IMAGE);
    assertThat(new Bitstreams(folder).find(WANTED).folder()).isEqualTo(folder.resolve("b"));
  }

  @Test
  void banksAreIntelsAlone() {
    Bitstreams.Wanted amd =
        new Bitstreams.Wanted(Vendor.AMD, "xilinx_u280", SOURCE, List.of("gemm_f32"));
    assertThat(Bitstreams.difference(manifest("amd", "xilinx_u280", SOURCE, "gemm_f32"), amd))
        .hasValueSatisfying(d -> assertThat(d).contains("only Intel's"));
  }
}
