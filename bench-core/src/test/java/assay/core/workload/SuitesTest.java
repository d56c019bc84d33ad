package assay.core.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.stats.MedianInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SuitesTest {
  private static final String GOOD =
      """
      name: mine
      description: a suite
      precisions: [f32, f64]
      forks: 6
      halfWidthPercent: 1.5
      measure: {warmup: 1, warmupMillis: 10, iterations: 2, iterationMillis: 20, trainingWarmupSteps: 0}
      budgetSeconds: 90
      workloads:
        - gemm/m=1,n=2,k=3
        - gemm/n=2,m=1,k=3
        - shapes: transformer_gemm.csv
          set: llm
      """;

  static Stream<String> names() {
    return Suites.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyShippedSuiteLoads(String name) {
    Suite suite = Suites.load(name);
    assertThat(suite.name()).isEqualTo(name);
    assertThat(suite.description()).isNotBlank();
    assertThat(suite.workloads()).extracting(Workload::id).isNotEmpty().doesNotHaveDuplicates();
    assertThat(suite.forks()).isPositive();
    assertThat(suite.seeds()).isPositive();
  }

  /** Five seeds give no interval of level 0.95; machines are bought on more than that. */
  @Test
  void whatIsPublishedTrainsEnoughSeeds() {
    Suite nightly = Suites.load("nightly");
    assertThat(Math.min(nightly.seeds(), nightly.forks())).isGreaterThanOrEqualTo(6);
    Suite procurement = Suites.load("procurement");
    assertThat(Math.min(procurement.seeds(), procurement.forks())).isGreaterThanOrEqualTo(10);
  }

  @Test
  void aSuiteMaySayHowManySeedsItTrains() {
    assertThat(Suites.parse("s.yaml", GOOD).seeds()).isEqualTo(6);
    assertThat(Suites.parse("s.yaml", GOOD.replace("forks: 6", "forks: 6\nseeds: 12")).seeds())
        .isEqualTo(12);
  }

  /** Noise within a fork must not pass for noise between forks: a second is measured in each. */
  @ParameterizedTest
  @MethodSource("names")
  void aForkMeasuresForASecondAtLeastAndForksHaveExactIntervals(String name) {
    Suite suite = Suites.load(name);
    if (!name.equals("smoke")) {
      assertThat(suite.measure().iterations() * suite.measure().iterationMillis())
          .isGreaterThanOrEqualTo(1_000);
      assertThat(MedianInterval.PLANNED).contains(suite.forks());
    }
  }

  @Test
  void whatASuiteFixesAndLeavesOut() {
    Suite suite =
        Suites.parse(
            "s.yaml",
            GOOD.replace(
                "budgetSeconds: 90",
                "budgetSeconds: 90\nfixedForks: true\nleaveOut: [\"gemm/n=2,m=1,k=3 on cpu-scalar\"]"));
    assertThat(suite.fixedForks()).isTrue();
    assertThat(suite.leftOut())
        .containsExactly(new Suite.OnTarget("gemm/m=1,n=2,k=3", "cpu-scalar"));
    assertThat(Suites.parse("s.yaml", GOOD).fixedForks()).isFalse();
    assertThat(Suites.parse("s.yaml", GOOD).leftOut()).isEmpty();
  }

  @Test
  void canariesAreNamedLikeWhatIsLeftOut() {
    Suite suite =
        Suites.parse(
            "s.yaml",
            GOOD.replace("budgetSeconds: 90", "canaries: [\"gemm/n=2,m=1,k=3 on cpu-simd\"]"));
    assertThat(suite.canaries())
        .containsExactly(new Suite.OnTarget("gemm/m=1,n=2,k=3", "cpu-simd"));
    assertThat(suite.leftOut()).isEmpty();
    assertThat(Suites.parse("s.yaml", GOOD).canaries()).isEmpty();
  }

  /** With fewer than five the nightly verdict cannot tell a host from a series. */
  @Test
  void nightlyHasEnoughCanariesOnEachHost() {
    Suite nightly = Suites.load("nightly");
    assertThat(nightly.canaries()).doesNotHaveDuplicates();
    assertThat(nightly.leftOut()).doesNotContainAnyElementsOf(nightly.canaries());
    assertThat(nightly.canaries())
        .as("a host that has only what the program brings along")
        .filteredOn(canary -> canary.target().equals("cpu-simd"))
        .hasSizeGreaterThanOrEqualTo(5);
    assertThat(nightly.canaries()).extracting(Suite.OnTarget::target).contains("cpu-openblas");
  }

  @Test
  void aFileIsReadWithEveryKey(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.yml");
    Files.writeString(file, GOOD);
    Suite suite = Suites.load(file.toString());
    assertThat(suite.measure()).isEqualTo(new Suite.Measure(1, 10, 2, 20, 0, 12_000));
    assertThat(suite.budgetSeconds()).contains(90.0);
    assertThat(suite.halfWidthPercent()).isEqualTo(1.5);
    assertThat(suite.workloads().getFirst().id()).isEqualTo("gemm/m=1,n=2,k=3");
    assertThat(suite.workloads()).extracting(Workload::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "forks: 6 | forks: six | s.yaml:4: 'forks' must be a whole number of at least 1, not 'six'",
        "budgetSeconds: 90 | fixedForks: yes | s.yaml:7: 'fixedForks' must be true or false, not 'yes'",
        "budgetSeconds: 90 | leaveOut: [gemm/m=1] | s.yaml:7: an entry of 'leaveOut' must have the form"
            + " 'WORKLOAD on TARGET', not 'gemm/m=1'",
        "budgetSeconds: 90 | leaveOut: [nope/x on cpu-simd] | s.yaml:7: ",
        "budgetSeconds: 90 | leaveOut: [train/cnn-fashion on cpu-simd] | s.yaml:7: 'train/cnn-fashion' is left out, but it is none of",
        "budgetSeconds: 90 | canaries: [gemm/m=1] | s.yaml:7: an entry of 'canaries' must have the form"
            + " 'WORKLOAD on TARGET', not 'gemm/m=1'",
        "budgetSeconds: 90 | canaries: [peak/fma on cpu-simd] | s.yaml:7: 'peak/fma' is a canary, but it is none of",
        "budgetSeconds: 90 | canaries: [] | s.yaml:7: 'canaries' must be a list with at least one entry",
        "forks: 6 | forks: 0 | s.yaml:4: 'forks' must be a whole number of at least 1, not '0'",
        "forks: 6 | forks: [6] | s.yaml:4: 'forks' must be a single value, not a list",
        "forks: 6 | ^forks: 6\nseeds: 0^ | s.yaml:5: 'seeds' must be a whole number of at least 1",
        "forks: 6 | foks: 6 | 'forks' is missing",
        "forks: 6 | ^forks: 6\nspeed: 9^ | s.yaml:5: unknown key 'speed'; did you mean",
        "forks: 6 | ^forks: 6\nforks: 7^ | s.yaml:5: key 'forks' occurs twice",
        "1.5 | -1 | s.yaml:5: 'halfWidthPercent' must be a number above 0, not '-1'",
        "1.5 | .nan | s.yaml:5: 'halfWidthPercent' must be a number above 0, not '.nan'",
        "warmup: 1 | warmup: -1 | s.yaml:6: 'warmup' must be a whole number of at least 0",
        "warmup: 1, | ^^ | s.yaml:6: key 'warmup' is missing",
        "warmup: 1, | ^warmup: 1, warnup: 2,^ | s.yaml:6: unknown key 'warnup'; did you mean warmup",
        "[f32, f64] | [f23] | s.yaml:3: unknown precision 'f23'",
        "[f32, f64] | f32 | s.yaml:3: 'precisions' must be a list with at least one entry, not 'f32'",
        "[f32, f64] | [] | s.yaml:3: 'precisions' must be a list",
        "gemm/m=1,n=2,k=3 | gem/m=1 | s.yaml:9: unknown workload",
        "gemm/m=1,n=2,k=3 | gemm/m=0,n=2,k=3 | s.yaml:9: workload 'gemm/m=0,n=2,k=3': m=0 must be",
        "gemm/m=1,n=2,k=3 | gemm/m=1,n=9223372036854775807,k=3 | s.yaml:9: ",
        "transformer_gemm.csv | transformers.csv | s.yaml:11: unknown shape list 'transformers.csv'; did you mean",
        "set: llm | set: lln | s.yaml:11: transformer_gemm.csv has no set 'lln'; did you mean llm",
        "set: llm | sat: llm | s.yaml:12: unknown key 'sat'; did you mean set",
        "description: a suite | ^description: \"open^ | s.yaml:",
        "name: mine | ^name: \u0007mine^ | s.yaml:1: not YAML: character U+0007 is not allowed",
        "budgetSeconds: 90 | budgetSeconds: soon | s.yaml:7: 'budgetSeconds' must be a number above 0"
      })
  void aMistakeNamesFileLineAndKey(String part, String instead, String said) {
    assertThat(GOOD).contains(part);
    int at = GOOD.indexOf(part);
    String yaml =
        GOOD.substring(0, at) + instead.replace("\\n", "\n") + GOOD.substring(at + part.length());
    assertThatThrownBy(() -> Suites.parse("s.yaml", yaml))
        .isInstanceOf(WorkloadException.class)
        .hasMessageContaining(said)
        .hasMessageStartingWith("s.yaml:")
        .message()
        .containsOnlyOnce("s.yaml:");
  }

  @ParameterizedTest
  @CsvSource({
    "'', the file is empty",
    "'- a', must be a mapping",
    "'just text', must be a mapping"
  })
  void whatIsNoMappingIsNoSuite(String yaml, String said) {
    assertThatThrownBy(() -> Suites.parse("s.yaml", yaml))
        .isInstanceOf(WorkloadException.class)
        .hasMessageContaining(said);
  }

  @Test
  void yamlThatTheLibraryRefusesIsRefusedWithTheFile() {
    String aliases = "a: &a [x]\nz: [" + "[*a], ".repeat(200) + "]\n";
    Map.of(
            "? [a]\n: b\n",
            "Non scalar key",
            "%YAML 3.0\n---\nname: a\n",
            "version that is not supported",
            "name: " + "[".repeat(100_000),
            "nested too deeply",
            aliases,
            "Number of aliases")
        .forEach((yaml, reason) ->
            assertThatThrownBy(() -> Suites.parse("s.yaml", yaml))
                .isInstanceOf(WorkloadException.class)
                .hasMessageStartingWith("s.yaml: ")
                .hasMessageContaining(reason));
  }

  @Test
  void filesThatCannotBeReadSayWhy(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> Suites.load(folder.resolve("none.yaml").toString()))
        .isInstanceOf(WorkloadException.class)
        .hasMessageContaining("there is no such file");
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, new byte[] {'#', '\n', (byte) 0xC3, (byte) 0x28});
    assertThatThrownBy(() -> Suites.load(binary.toString()))
        .isInstanceOf(WorkloadException.class)
        .hasMessage(binary + ":2: not UTF-8 text");
    assertThatThrownBy(() -> Suites.load(folder + "/.yaml")).isInstanceOf(WorkloadException.class);
  }

  /** Rows less those marked as duplicates, counted here by other means than the loader's. */
  @ParameterizedTest
  @CsvSource({
    "deepbench_gemm.csv, training", "deepbench_gemm.csv, inference_server",
    "deepbench_gemm.csv, inference_device", "deepbench_conv.csv, training",
    "deepbench_conv.csv, inference_server", "deepbench_conv.csv, inference_device"
  })
  void aListHasEachRowOnce(String file, String set) throws IOException {
    Set<String> rows = new HashSet<>();
    try (var in = SuitesTest.class.getResourceAsStream("/assay/shapes/" + file)) {
      String text =
          new String(
              java.util.Objects.requireNonNull(in).readAllBytes(),
              java.nio.charset.StandardCharsets.UTF_8);
      text.lines()
          .filter(l -> l.startsWith(set + ","))
          .map(l -> l.replaceFirst("^[^,]*,[^,]*,", "").replaceFirst(",[01]$", ""))
          .forEach(rows::add);
    }
    assertThat(rows).hasSizeGreaterThan(10);
    List<String> ids = ShapeList.load(file).ids(Optional.of(set), List.of("forward"));
    assertThat(ids).hasSize(rows.size()).doesNotHaveDuplicates();
    ids.forEach(id -> assertThat(Workloads.parse(id).id()).isNotBlank());
    List<String> both =
        ShapeList.load("deepbench_conv.csv")
            .ids(Optional.of(set), List.of("forward", "backward-input"));
    assertThat(both).anyMatch(id -> id.endsWith("dir=backward-input"));
  }

  /**
   * Column-major C (2×3) = A (2×4)·B (4×3): in memory that is row-major Cᵀ (3×2) = Bᵀ (3×4)·Aᵀ
   * (4×2), so m and n change places. The list's first row is m=1760, n=16, k=1760.
   */
  @Test
  void columnMajorProductsChangeMAndN() {
    List<String> ids =
        ShapeList.load("deepbench_gemm.csv").ids(Optional.of("training"), List.of("forward"));
    assertThat(ids.getFirst()).isEqualTo("gemm/m=16,n=1760,k=1760");
    // Line 35 of DeepBench's list or near it: a is transposed there, which is b here.
    assertThat(ids).anyMatch(id -> id.endsWith(",tb=1")).anyMatch(id -> id.endsWith(",ta=1"));
    double[] a = {1, 2, 3, 4, 5, 6, 7, 8};
    double[] b = {1, 0, 2, 1, 3, 1, 0, 2, 1, 1, 4, 0};
    double[] columnMajor = new double[6];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int l = 0; l < 4; l++) {
          columnMajor[j * 2 + i] += a[l * 2 + i] * b[j * 4 + l];
        }
      }
    }
    double[] rowMajor = new double[6];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        for (int l = 0; l < 4; l++) {
          rowMajor[i * 2 + j] += b[i * 4 + l] * a[l * 2 + j];
        }
      }
    }
    assertThat(rowMajor).containsExactly(columnMajor);
  }
}
