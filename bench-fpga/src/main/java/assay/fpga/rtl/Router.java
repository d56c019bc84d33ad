package assay.fpga.rtl;

import assay.core.availability.Availability;
import assay.core.device.Synthesis;
import assay.core.files.AnyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Synthesizes, places and routes an array for the largest iCE40, or reports why it has no clock
 * frequency. The result is cached, including that of a design that does not fit.
 */
final class Router {
  static final String PART = "iCE40 HX8K-CT256";

  private static final int LOGIC_CELLS = 7680;

  /**
   * Flip-flops of one element: sum and drain register 32 bits each, product 16, two operands 8
   * each.
   */
  private static final int FLIP_FLOPS_OF_ELEMENT = 32 + 32 + 16 + 8 + 8;

  private static final long LIMIT_SECONDS = 900;
  private static final String CELLS = "cells.json";
  private static final String ROUTE = "route.json";
  private static final String LOG = "nextpnr.log";

  private final Sources sources;
  private final Tools tools;
  private final Cache cache;

  Router(Sources sources, Tools tools, Cache cache) {
    this.sources = sources;
    this.tools = tools;
    this.cache = cache;
  }

  /** The result of routing the array. Takes about a minute the first time. Never throws. */
  Availability<Synthesis> route(ArraySize size) {
    List<String> missing = tools.missing(Tools.SYNTHESIS);
    if (!missing.isEmpty()) {
      return none(
          size,
          String.join(" and ", missing)
              + (missing.size() == 1 ? " is" : " are")
              + " not on the search path; "
              + Tools.SYNTHESIS_REMEDY.text());
    }
    int least = size.macsPerCycle() * FLIP_FLOPS_OF_ELEMENT;
    if (least > LOGIC_CELLS) {
      return none(size, doesNotFit("at least " + number(least) + " flip-flops"));
    }
    try {
      Map<String, String> versions = versions();
      Path folder =
          cache.get(
              "route-" + size + "-" + sources.key(PART + versions), made -> synthesise(size, made));
      return read(size, folder, versions);
    } catch (IOException e) {
      return none(size, e.getMessage() + "; report this");
    }
  }

  private Map<String, String> versions() throws IOException {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String tool : List.of("yosys", "nextpnr-ice40")) {
      versions.put(tool, tools.version(tool));
    }
    return versions;
  }

  private void synthesise(ArraySize size, Path folder) throws IOException {
    Command.Result result = sources.run("synth", size, tools, folder, LIMIT_SECONDS);
    // A design that nextpnr rejects is a result; one that Yosys could not make is an error.
    if (!Files.exists(folder.resolve(LOG))) {
      throw new IOException("Yosys failed on the " + size + " array: " + result.lastWords());
    }
    Files.deleteIfExists(folder.resolve("netlist.json"));
  }

  private static Availability<Synthesis> read(
      ArraySize size, Path folder, Map<String, String> versions) throws IOException {
    SynthesisReport.Cells cells = SynthesisReport.cells(AnyText.read(folder.resolve(CELLS)));
    Path route = folder.resolve(ROUTE);
    if (Files.exists(route)) {
      return new Availability.Available<>(
          SynthesisReport.routed(cells, AnyText.read(route), PART, versions));
    }
    if (cells.lut4() > LOGIC_CELLS) {
      return none(size, doesNotFit(number(cells.lut4()) + " LUT4"));
    }
    String why =
        AnyText.read(folder.resolve(LOG))
            .lines()
            .filter(l -> l.startsWith("ERROR: "))
            .findFirst()
            .map(l -> l.substring("ERROR: ".length()))
            .orElse("it reported no reason");
    return none(size, "nextpnr rejected it for " + PART + ": " + why);
  }

  private static String doesNotFit(String need) {
    return "it does not fit "
        + PART
        + ", which has "
        + number(LOGIC_CELLS)
        + " logic cells: it needs "
        + need
        + "; a smaller one fits: "
        + ArraySize.VARIABLE
        + "=4x4";
  }

  private static Availability<Synthesis> none(ArraySize size, String why) {
    return new Availability.Unavailable<>("the " + size + " array was not routed: " + why);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
