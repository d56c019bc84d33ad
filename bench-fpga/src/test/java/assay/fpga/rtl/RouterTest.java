package assay.fpga.rtl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.availability.Availability;
import assay.core.device.Synthesis;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterTest {
  private static final ArraySize SMALL = new ArraySize(4, 4);

  @TempDir Path folder;

  private static String fixture(String name) throws IOException {
    try (InputStream in = RouterTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  private Router router(String path) {
    return new Router(
        Sources.shipped(), new Tools(Map.of("PATH", path)), new Cache(folder.resolve("cache")));
  }

  private static String reason(Availability<Synthesis> observed) {
    assertThat(observed).isInstanceOf(Availability.Unavailable.class);
    return String.valueOf(((Availability.Unavailable<Synthesis>) observed).reason());
  }

  /** Programs that stand for the tools: they say a version, and leave what the script writes. */
  private String stand(String yosys, String nextpnr) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    script(
        bin.resolve("yosys"),
        "case $1 in -V) echo 'Yosys 0.23 (git sha1 7ce)';; *) " + yosys + ";; esac");
    script(
        bin.resolve("nextpnr-ice40"),
        "case $1 in --version) echo 'nextpnr-ice40 (Version 0.4-1+b1)' >&2;; *) "
            + nextpnr
            + ";; esac");
    return bin + ":/usr/bin:/bin";
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Writes a fixture where the script's argument after {@code option} says. */
  private String leave(String fixture, String option) throws IOException {
    Path file = folder.resolve(fixture);
    Files.writeString(file, fixture(fixture));
    return "while [ $# -gt 0 ]; do [ \"$1\" = "
        + option
        + " ] && cp "
        + file
        + " \"$2\"; shift; done";
  }

  /** Yosys names its report in its commands; its log is an argument beside it. */
  private String leaveCells(String text) throws IOException {
    Path file = folder.resolve("cells");
    Files.writeString(file, text);
    return "cp " + file + " \"$(dirname \"$3\")/cells.json\"";
  }

  @Test
  void readsWhatTheToolsReported() throws IOException {
    SynthesisReport.Cells cells = SynthesisReport.cells(fixture("cells-4x4.json"));
    assertThat(cells).isEqualTo(new SynthesisReport.Cells(4349, 552 + 896 + 134 + 126, 0, 0));
    Synthesis routed =
        SynthesisReport.routed(cells, fixture("route-4x4.json"), "part", Map.of("yosys", "0.23"));
    assertThat(routed.fmaxMegahertz()).isEqualTo(97.2384262084961);
    assertThat(routed.logicCells()).isEqualTo(4903);
    assertThat(routed.logicCellsOfPart()).isEqualTo(7680);
  }

  @Test
  void reportsThatAreNoneAreRefused() throws IOException {
    assertThatThrownBy(() -> SynthesisReport.cells("{\"design\":{}}"))
        .hasMessageContaining("no lookup tables");
    assertThatThrownBy(() -> SynthesisReport.cells("{")).hasMessageContaining("cannot be read");
    SynthesisReport.Cells cells = SynthesisReport.cells(fixture("cells-4x4.json"));
    for (String route : List.of("{}", "{\"fmax\":{\"a\":{},\"b\":{}}}", "{\"fmax\":{\"a\":{}}}")) {
      assertThatThrownBy(() -> SynthesisReport.routed(cells, route, "part", Map.of("a", "1")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nextpnr");
    }
  }

  @Test
  void withoutToolsThereIsAReasonAndTheCommandThatInstallsThem() {
    assertThat(reason(router(folder.toString()).route(SMALL)))
        .isEqualTo(
            "the 4x4 array was not routed: yosys and nextpnr-ice40 and sh are not on the search"
                + " path; apt-get install -y yosys nextpnr-ice40");
  }

  @Test
  void whatCannotFitIsSaidWithoutTrying() throws IOException {
    String path = stand("exit 9", "exit 9");
    assertThat(reason(router(path).route(new ArraySize(16, 16))))
        .contains("the 16x16 array was not routed: it does not fit iCE40 HX8K-CT256")
        .contains("at least 24,576 flip-flops")
        .contains("ASSAY_RTL_ARRAY=4x4");
  }

  @Test
  void keepsWhatItFound() throws IOException {
    String path = stand(leaveCells(fixture("cells-4x4.json")), leave("route-4x4.json", "--report"));
    Availability<Synthesis> first = router(path).route(SMALL);
    assertThat(first)
        .isInstanceOfSatisfying(
            Availability.Available.class,
            present ->
                assertThat(((Synthesis) present.value()).tools())
                    .isEqualTo(Map.of("yosys", "0.23", "nextpnr-ice40", "0.4-1+b1")));
    stand("exit 9", "exit 9");
    assertThat(router(path).route(SMALL)).isEqualTo(first);
  }

  @Test
  void aDesignThatNextpnrRefusesHasItsReasonAndNoFrequency() throws IOException {
    String refusal = "echo 'ERROR: no BELs remaining'; exit 1";
    String path = stand(leaveCells(fixture("cells-4x4.json")), refusal);
    assertThat(reason(router(path).route(SMALL)))
        .isEqualTo(
            "the 4x4 array was not routed: nextpnr rejected it for iCE40 HX8K-CT256:"
                + " no BELs remaining");
    String large = fixture("cells-4x4.json").replace("\"SB_LUT4\": 4349", "\"SB_LUT4\": 17597");
    path = stand(leaveCells(large), refusal);
    assertThat(reason(router(path).route(new ArraySize(8, 8))))
        .contains("it needs 17,597 LUT4")
        .contains("7,680 logic cells");
  }

  @Test
  void aSynthesisThatBreaksIsNotKept() throws IOException {
    String path = stand("echo 'ERROR: out of luck' >&2; exit 1", "exit 9");
    assertThat(reason(router(path).route(SMALL)))
        .contains("Yosys failed on the 4x4 array: ERROR: out of luck");
    path = stand(leaveCells(fixture("cells-4x4.json")), leave("route-4x4.json", "--report"));
    assertThat(router(path).route(SMALL)).isInstanceOf(Availability.Available.class);
  }

  /** The tools themselves, on an array small enough for a test. */
  @Test
  void routesAnArrayThatFits() {
    Tools tools = Simulations.tools();
    List<String> missing = tools.missing(Tools.SYNTHESIS);
    assumeTrue(missing.isEmpty(), () -> "not found: " + missing + "; " + Tools.SYNTHESIS_REMEDY);
    Availability<Synthesis> routed =
        new Router(Sources.shipped(), tools, Simulations.CACHE).route(new ArraySize(2, 2));
    assertThat(routed).as("%s", routed).isInstanceOf(Availability.Available.class);
    Synthesis synthesis = Objects.requireNonNull(routed.orNull());
    assertThat(synthesis.part()).isEqualTo("iCE40 HX8K-CT256");
    assertThat(synthesis.fmaxMegahertz()).isBetween(20.0, 400.0);
    // What the source declares: two sums, a product and two operands an element.
    assertThat(synthesis.flipFlops()).isGreaterThanOrEqualTo(4 * 96);
    assertThat(synthesis.lut4()).isLessThanOrEqualTo(synthesis.logicCells());
    assertThat(synthesis.dsps()).as("the part has none").isZero();
  }
}
