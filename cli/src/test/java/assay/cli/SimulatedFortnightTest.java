package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import assay.report.nightly.simulate.SimulatedFortnight;
import assay.report.nightly.simulate.SimulatedRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The nightly gate on the simulated fortnight, night by night: exactly what {@code fortnight.txt}
 * expects, which was written before.
 */
@Tag("slow")
class SimulatedFortnightTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path runs = Path.of("");

  /** A line of the table. */
  private record Expected(
      int night,
      String host,
      List<String> options,
      String exit,
      String alarms,
      String regressed,
      String missing,
      String invalid,
      String unchanged,
      String says) {
    static Expected of(String line) {
      String[] parts =
          Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
      return new Expected(
          Integer.parseInt(parts[0]),
          parts[1],
          parts[2].isEmpty() ? List.of() : List.of(parts[2].split(" ", -1)),
          parts[3],
          parts[4],
          parts[5],
          parts[6],
          parts[7],
          parts[8],
          parts.length > 9 ? parts[9] : "");
    }
  }

  /** What the gate said of a run. */
  private record Said(int exit, JsonNode verdict) {
    List<JsonNode> series(Predicate<JsonNode> which) {
      return some("series", which);
    }

    List<JsonNode> hosts(Predicate<JsonNode> which) {
      return some("hosts", which);
    }

    private List<JsonNode> some(String list, Predicate<JsonNode> which) {
      return StreamSupport.stream(verdict.path(list).spliterator(), false).filter(which).toList();
    }

    List<JsonNode> with(String verdict) {
      return series(series -> series.path("verdict").asString("").equals(verdict));
    }

    int alarms() {
      Predicate<JsonNode> alarm = each -> each.path("alarm").asBoolean(false);
      return series(alarm).size() + hosts(alarm).size();
    }

    int cells(String verdict) {
      Set<String> cells = new TreeSet<>();
      for (JsonNode series : with(verdict)) {
        cells.add(
            series.path("workload").asString("")
                + " on "
                + series.path("target").asString("")
                + " in "
                + series.path("precision").asString(""));
      }
      return cells.size();
    }
  }

  /** The command. */
  private Said gate(RunFolder run, List<String> options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("gate", run.path().toString(), "--runs", runs.toString(), "--json"));
    arguments.addAll(options);
    Cli.Answer answer = Cli.run(arguments.toArray(String[]::new));
    assertThat(answer.out()).as(answer.all()).startsWith("{");
    return new Said(answer.code(), MAPPER.readTree(answer.out()));
  }

  /** The opening of a run's page: what stands before its summary. */
  private String page(RunFolder run) throws IOException {
    Path out = runs.resolve("pages");
    Cli.Answer answer =
        Cli.run(
            "report",
            run.path().toString(),
            "--gate",
            "--runs",
            runs.toString(),
            "--out",
            out.toString());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    String page = Files.readString(out.resolve("report.html"));
    return page.substring(0, page.indexOf("id=\"summary\""));
  }

  private static List<Expected> table() throws IOException {
    try (InputStream in = SimulatedFortnightTest.class.getResourceAsStream("fortnight.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Expected::of)
          .toList();
    }
  }

  @Test
  void theTableHasEveryNightOfEveryHost() throws IOException {
    List<Expected> plain = table().stream().filter(line -> line.options().isEmpty()).toList();
    assertThat(plain).hasSize((SimulatedFortnight.NIGHTS + 1) * SimulatedFortnight.hosts().size());
    assertThat(plain.stream().map(line -> line.night() + line.host()).distinct())
        .hasSameSizeAs(plain);
  }

  @Test
  void everyNightIsAsExpected() throws IOException {
    SimulatedFortnight fleet = new SimulatedFortnight(SimulatedFortnight.SEED);
    RunStore store = new RunStore(runs);
    for (int night = 1 - SimulatedFortnight.QUIET_NIGHTS; night < 0; night++) {
      for (String host : SimulatedFortnight.hosts()) {
        fleet.run(host, night).write(store);
      }
    }
    Map<Integer, RunFolder> lab1 = new HashMap<>();
    Map<String, RunFolder> tonight = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    int alarms = 0;
    int written = -1;
    for (Expected expected : table()) {
      if (expected.night() != written) {
        written = expected.night();
        for (String host : SimulatedFortnight.hosts()) {
          tonight.put(host, fleet.run(host, written).write(store));
          for (SimulatedRun again : fleet.confirmations(host, written)) {
            again.write(store);
          }
        }
        lab1.put(written, Objects.requireNonNull(tonight.get("lab-1")));
      }
      Said said = gate(Objects.requireNonNull(tonight.get(expected.host())), expected.options());
      alarms += expected.options().isEmpty() ? said.alarms() : 0;
      compare(wrong, expected, "exit", expected.exit(), said.exit());
      compare(wrong, expected, "alarms", expected.alarms(), said.alarms());
      compare(wrong, expected, "regressed", expected.regressed(), said.with("REGRESSED").size());
      compare(wrong, expected, "missing", expected.missing(), said.cells("MISSING"));
      compare(wrong, expected, "invalid", expected.invalid(), said.cells("INVALID"));
      compare(wrong, expected, "unchanged", expected.unchanged(), said.with("UNCHANGED").size());
      if (!says(expected.says(), said, lab1)) {
        wrong.add(expected + ": it does not say this");
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(page(Objects.requireNonNull(lab1.get(13))))
        .contains("1 series has been worse since an earlier night", ">regressed<", ">2026-10-09<");
    assertThat(page(Objects.requireNonNull(tonight.get("lab-2"))))
        .contains("No series got worse on lab-2");
    assertThat(page(Objects.requireNonNull(tonight.get("lab-4"))))
        .contains("4 series are missing", "the driver finds no device (simulated)");
    assertThat(alarms).as("alarms in the whole fortnight").isEqualTo(1);
  }

  /**
   * Compares a number.
   *
   * @param range numbers separated by commas, {@code >=N} or {@code <=N}
   */
  private static void compare(
      List<String> wrong, Expected line, String what, String range, int said) {
    boolean fits =
        range.startsWith(">=")
            ? said >= Integer.parseInt(range.substring(2))
            : range.startsWith("<=")
                ? said <= Integer.parseInt(range.substring(2))
                : List.of(range.split(",", -1)).contains(String.valueOf(said));
    if (!fits) {
      wrong.add(
          "night "
              + line.night()
              + ", "
              + line.host()
              + " "
              + line.options()
              + ": "
              + what
              + " is "
              + said
              + ", not "
              + range);
    }
  }

  private static boolean says(String expected, Said said, Map<Integer, RunFolder> lab1)
      throws IOException {
    return switch (expected) {
      case "" -> true;
      case "first bad 10" -> {
        List<JsonNode> regressed = said.with("REGRESSED");
        String night = Objects.requireNonNull(lab1.get(10)).read().runId().value();
        yield regressed.size() == 1
            && regressed
                .getFirst()
                .path("workload")
                .asString("")
                .equals("gemm/m=2048,n=2048,k=2048")
            && regressed.getFirst().path("target").asString("").equals("cpu-simd")
            && regressed
                .getFirst()
                .path("change")
                .path("firstBad")
                .path("run")
                .asString("")
                .equals(night);
      }
      case "mark kernel.release" ->
          !said.series(series ->
                  StreamSupport.stream(series.path("marks").spliterator(), false)
                      .anyMatch(mark ->
                          mark.path("kind").asString("").equals("SETTING")
                              && mark.path("text").asString("").contains("kernel.release")))
              .isEmpty();
      case "host +8 %" ->
          said.hosts(host ->
                  Math.abs(host.path("factor").asDouble(0) - 0.08) < 0.01
                      && host.path("sharing").asDouble(0) > 0.9)
                  .size()
              == 1;
      default -> throw new AssertionError("the table says '" + expected + "'");
    };
  }
}
